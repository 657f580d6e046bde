"""The directory of agencies: names of a plan resolved, merged, split, and all of it undone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from csp.core.errors import UserError
from csp.core.roles import Denied
from csp.topics.action_plan.store import actions, agencies
from csp.topics.action_plan.store.agency_names import identify, propose_agencies, tell_kind
from csp.topics.action_plan.store.agency_records import Agency, AgencyDraft
from csp.topics.action_plan.store.errors import AgencyConflict
from csp.topics.action_plan.store.records import ActionDraft
from csp.topics.action_plan.store.steps import list_steps
from csp.topics.action_plan.store.store import Board, open_board
from csp.topics.action_plan.store.undoing import undo_step
from tests.action_plan.boards import OpenBoard, action_of, go_back, listing_of, plan_of

SHORT = {
    "TWBC": "Tunbridge Wells Borough Council",
    "CST": "Community Safety Team, of the borough council",
    "CSU": "Community Safety Unit",
    "KCC": "Kent County Council",
    "CGL": "Change Grow Live, a charity for people with drug and alcohol problems",
    "KFRS": "Kent Fire and Rescue Service",
}
ONE_TEAM = ("TWBC CST", "TWBC CSU", "TWBC Community Safety Team", "TWBC Community Safety Officer")


def find(board: Board, name: str) -> Agency:
    agency = agencies.read_directory(board).find(name)
    assert agency is not None
    return agency


def merge(board: Board, kept: str, *others: str) -> int:
    versions = {find(board, name).key: find(board, name).version for name in others}
    return agencies.merge_agencies(board, find(board, kept).key, versions, who="A. Chair")


def summarise(board: Board) -> set[tuple[str, str, str, frozenset[str]]]:
    drafts = [agency.draft for agency in agencies.read_directory(board).agencies]
    return {(each.short_name, each.full_name, each.kind, frozenset(each.aliases)) for each in drafts}


def test_names_of_one_team_are_one_agency_and_others_stay_apart() -> None:
    drafts = propose_agencies([*ONE_TEAM, "TWBC", "KCC", "KCC Wardens", "TWBC"], SHORT)
    assert [draft.aliases for draft in drafts] == [ONE_TEAM, ("TWBC",), ("KCC",), ("KCC Wardens",)]
    assert drafts[0].short_name == "TWBC CST"
    assert drafts[0].full_name == "Tunbridge Wells Borough Council Community Safety Team"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("partners", "group"),
        ("property owners", "group"),
        ("developers", "group"),
        ("All agencies", "group"),
        ("DA service providers", "group"),
        ("Kent Police", "statutory"),
        ("KFRS", "statutory"),
        ("TWBC Housing", "council"),
        ("CGL", "voluntary"),
        ("Look Ahead", ""),
    ],
)
def test_the_kind_is_told_only_where_the_name_tells_it(name: str, kind: str) -> None:
    assert tell_kind(name, SHORT) == kind


def test_a_team_alone_is_no_other_agency_without_its_last_word() -> None:
    assert identify("Kent Police", SHORT) != identify("Kent Police ASB Officers", SHORT)
    assert identify("Crime Unit", SHORT) == "crime unit"


def test_every_name_of_the_published_plan_has_one_agency(board: Board) -> None:
    directory = agencies.read_directory(board)
    names = {name for action in listing_of(board).actions for name in action.agencies}
    assert sorted(alias for agency in directory.agencies for alias in agency.draft.aliases) == sorted(names)
    assert len({find(board, name).key for name in ONE_TEAM}) == 1
    assert find(board, "partners").is_group
    assert directory.spell_out("KFRS") == "Kent Fire and Rescue Service"
    assert directory.name("nobody") == directory.spell_out("nobody") == "nobody"


def test_a_new_name_goes_to_the_agency_it_means(board: Board) -> None:
    before = len(agencies.read_directory(board).agencies)
    draft = ActionDraft(
        "DA-99", 1, "An action", ("Tunbridge Wells Borough Council Community Safety Team", "A Charity")
    )
    actions.add_action(board, plan_of(board).id, draft, who="A")
    directory = agencies.read_directory(board)
    assert len(directory.agencies) == before + 1
    assert directory.list_names(draft.agencies) == (directory.name("TWBC CST"), "A Charity")
    assert find(board, draft.agencies[0]).version == 2


def test_a_merge_moves_names_in_one_step_and_the_plan_keeps_its_words(board: Board) -> None:
    before = listing_of(board)
    step = merge(board, "TWBC", "TWBC CCTV", "CCTV")
    assert find(board, "CCTV").key == find(board, "TWBC CCTV").key == find(board, "TWBC").key
    assert listing_of(board) == before
    assert agencies.read_directory(board).list_names(["TWBC", "CCTV", "Kent Police"]) == (
        "TWBC",
        "Kent Police",
    )
    latest = list_steps(board)[0]
    assert (latest.id, latest.who, latest.what) == (step, "A. Chair", agencies.MERGED)
    assert (latest.body["kept"], set(latest.body["merged"])) == ("TWBC", {"TWBC CCTV", "CCTV"})


def test_a_merge_is_undone_in_one_step_and_both_stay_in_the_record(board: Board) -> None:
    before = {name: find(board, name) for name in ("TWBC", "CCTV", "TWBC CCTV")}
    step = merge(board, "TWBC", "TWBC CCTV", "CCTV")
    undoing = undo_step(board, step, who="B")
    for name, agency in before.items():
        assert find(board, name).draft == agency.draft
        assert [each.version for each in agencies.list_versions(board, agency.key)] == [3, 2, 1]
    assert list_steps(board)[1].undone_by == undoing
    for again in (step, undoing):
        with pytest.raises(UserError, match="undone already"):
            undo_step(board, again, who="B")


def test_what_is_kept_apart_is_on_record_until_that_is_undone(board: Board) -> None:
    before = summarise(board)
    step = agencies.keep_apart(board, ("CCTV", "TWBC CCTV"), who="A. Chair")
    assert agencies.list_kept_apart(list_steps(board)) == (frozenset({"CCTV", "TWBC CCTV"}),)
    undo_step(board, step, who="B")
    assert agencies.list_kept_apart(list_steps(board)) == ()
    assert summarise(board) == before
    with pytest.raises(UserError, match="not in the directory"):
        agencies.keep_apart(board, ("CCTV", "nobody"), who="A")


def test_a_plan_that_uses_the_name_an_editor_gave_means_that_agency(file_board: Board) -> None:
    cctv = find(file_board, "CCTV")
    draft = AgencyDraft("Control room", "The cameras of the town", "council")
    agencies.edit_agency(file_board, cctv.key, draft, expected_version=1, who="A")
    names = ("Control room", "The cameras of the town")
    actions.add_action(
        file_board, plan_of(file_board).id, ActionDraft("DA-99", 1, "An action", names), who="A"
    )
    assert {find(file_board, name).key for name in names} == {cctv.key}
    assert find(file_board, "CCTV").draft.aliases == ("CCTV", *names)


def test_every_short_name_an_agency_had_leads_to_it(file_board: Board) -> None:
    police = find(file_board, "Kent Police")
    for version, name in enumerate(("The police", "Constabulary"), 1):
        agencies.edit_agency(file_board, police.key, AgencyDraft(name), expected_version=version, who="A")
    former = agencies.list_former_names(file_board)
    directory = agencies.read_directory(file_board)
    assert {directory.name(former[name]) for name in ("Kent Police", "The police", "Constabulary")} == {
        "Constabulary"
    }


def test_an_undoing_takes_nothing_away_that_came_since(board: Board) -> None:
    step = merge(board, "TWBC", "CCTV")
    twbc = find(board, "CCTV")
    edited = AgencyDraft("Borough council", "Tunbridge Wells Borough Council", "council")
    agencies.edit_agency(board, twbc.key, edited, expected_version=twbc.version, who="B")
    with pytest.raises(UserError, match="changed since"):
        undo_step(board, step, who="A")
    assert find(board, "CCTV").name == "Borough council"
    assert list_steps(board)[0].id == step


def test_names_that_are_not_one_agency_are_split_off_and_joined_again(board: Board) -> None:
    team = find(board, "TWBC CST")
    draft = AgencyDraft("TWBC Community Safety Unit", "", "council", ("TWBC CSU",))
    step = agencies.split_agency(board, team.key, draft, expected_version=team.version, who="A")
    assert find(board, "TWBC CSU").name == "TWBC Community Safety Unit"
    assert "TWBC CSU" not in find(board, "TWBC CST").draft.aliases
    undo_step(board, step, who="A")
    assert find(board, "TWBC CSU").draft == team.draft
    for aliases in ((), ("KCC",), team.draft.aliases):
        with pytest.raises(UserError, match="leave it at least one"):
            agencies.split_agency(
                board, team.key, AgencyDraft("New", aliases=aliases), expected_version=3, who="A"
            )


def test_two_who_change_an_agency_at_once_are_told(board: Board) -> None:
    police = find(board, "Kent Police")

    def edit(number: int) -> bool:
        draft = AgencyDraft("Kent Police", f"Kent Police {number}", "statutory")
        try:
            agencies.edit_agency(board, police.key, draft, expected_version=1, who=f"Writer {number}")
        except AgencyConflict:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(edit, range(6))) == 1
    with pytest.raises(AgencyConflict):
        agencies.merge_agencies(board, find(board, "KCC").key, {police.key: 1}, who="A")


def test_two_who_bring_the_same_new_name_at_once_bring_one_agency(board: Board) -> None:
    plan = plan_of(board)

    def add(number: int) -> None:
        draft = ActionDraft(f"DA-{90 + number}", 1, "An action", ("Newcomers", f"Other {number}"))
        actions.add_action(board, plan.id, draft, who="A")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(add, range(6)))
    aliases = [alias for agency in agencies.read_directory(board).agencies for alias in agency.draft.aliases]
    assert aliases.count("Newcomers") == 1
    assert len(set(aliases)) == len(aliases)


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (AgencyDraft(""), "short name is missing"),
        (AgencyDraft("KCC"), "merge the two"),
        (AgencyDraft("Police", kind="club"), "is not one of"),  # type: ignore[arg-type]
        (AgencyDraft("Po\x00lice"), "control character"),
    ],
)
def test_what_cannot_be_kept_of_an_agency_is_told(file_board: Board, draft: AgencyDraft, words: str) -> None:
    police = find(file_board, "Kent Police")
    with pytest.raises(UserError, match=words):
        agencies.edit_agency(file_board, police.key, draft, expected_version=1, who="A")
    assert find(file_board, "Kent Police") == police


def test_viewers_and_nonsense_are_refused(file_board: Board) -> None:
    kept = find(file_board, "KCC")
    with pytest.raises(Denied):
        agencies.merge_agencies(file_board, kept.key, {"x": 1}, who="A", role="viewer")
    for others in ({}, {kept.key: 1}):
        with pytest.raises(UserError, match="two agencies"):
            agencies.merge_agencies(file_board, kept.key, others, who="A")
    with pytest.raises(UserError, match="not in the directory"):
        agencies.merge_agencies(file_board, kept.key, {"x": 1}, who="A")
    with pytest.raises(UserError, match="not in the record"):
        undo_step(file_board, 999, who="A")


def test_a_board_of_an_earlier_version_gets_its_directory(board: Board, url: str, open_at: OpenBoard) -> None:
    expected = summarise(board)
    go_back(board, "0006")
    board.close()
    later = open_at(url)
    assert summarise(later) == expected
    assert action_of(later).agencies == ("DAVSS",)


def test_a_row_that_the_dashboard_cannot_have_written_is_told(file_board: Board) -> None:
    with file_board.write() as connection:
        connection.execute(
            text(
                "INSERT INTO agency_entries (key, version, removed, body, who, at) "
                "VALUES ('x', 1, false, '{}', 'A', '2021-09-15 10:00:00.000000')"
            )
        )
    with pytest.raises(UserError, match="directory of agencies cannot be read"):
        agencies.read_directory(file_board)
    file_board.close()
    with pytest.raises(UserError, match="directory of agencies cannot be read"):
        open_board(file_board.engine.url.render_as_string())
