"""What an action holds beside its wording, and the notes on charts: versions, conflicts, removal."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from csp.core.errors import UserError
from csp.core.roles import Denied
from csp.topics.action_plan.store import actions, entries, plans
from csp.topics.action_plan.store.carry_over import carry_over_actions
from csp.topics.action_plan.store.entry_records import (
    ChartNote,
    Comment,
    Content,
    Coverage,
    Evidence,
    Held,
    Measure,
    Milestone,
    Schedule,
)
from csp.topics.action_plan.store.errors import HeldConflict
from csp.topics.action_plan.store.records import PlanDraft
from csp.topics.action_plan.store.store import Board
from tests.action_plan.boards import action_of, plan_of, report

MILESTONE = Milestone("Training agreed", date(2021, 11, 30))
NOTE = ChartNote("trends:burglary", date(2021, 7, 1), "Patrols began")


def store(
    board: Board, content: Content, key: str = "", version: int = 0, ref: str = "DA-01"
) -> Held[Content]:
    return entries.store_held(
        board, action_of(board, ref).id, key or entries.new_key(), content, expected_version=version, who="A"
    )


def note(board: Board, key: str, content: ChartNote, version: int = 0) -> Held[ChartNote]:
    plan_id = plan_of(board).id
    return entries.store_chart_note(board, plan_id, key, content, expected_version=version, who="A")


def drop_note(board: Board, key: str, version: int) -> Held[Content]:
    return entries.remove_chart_note(board, plan_of(board).id, key, expected_version=version, who="A")


def test_an_action_holds_everything_and_gives_it_back(board: Board) -> None:
    stamp = entries.read_stamp(board, plan_of(board).id)
    held = [
        store(board, each)
        for each in (MILESTONE, Evidence("Minutes", "https://example.org/m"), Comment("Funding is\nsure."))
    ]
    store(board, Coverage(("E05015012", "E05015009", "E05015012"), ("shoplifting",)))
    store(board, Schedule(date(2021, 12, 1)))
    details = entries.read_details(board, action_of(board).id)
    assert (*details.milestones, *details.evidence, *details.comments) == tuple(held)
    assert details.coverage == Coverage(("E05015009", "E05015012"), ("shoplifting",))
    assert details.schedule == Schedule(date(2021, 12, 1))
    assert entries.list_details(board, plan_of(board).id)[action_of(board).id] == details
    assert entries.read_stamp(board, plan_of(board).id) > stamp


def test_who_comments_is_not_in_the_way_of_who_reports(board: Board) -> None:
    version = action_of(board).version
    store(board, Comment("Well done."))
    report(board, action_of(board), expected_version=version)
    assert action_of(board).version == version + 1


def test_a_milestone_is_ticked_and_both_versions_stay(board: Board) -> None:
    first = store(board, MILESTONE)
    ticked = Milestone(MILESTONE.text, MILESTONE.due, date(2021, 9, 15))
    second = store(board, ticked, first.key, 1)
    assert entries.read_details(board, action_of(board).id).milestones == (second,)
    assert entries.list_versions(board, plan_of(board).id, first.key) == (second, first)


def test_one_is_taken_out_and_put_back(board: Board) -> None:
    first = store(board, MILESTONE)
    action_id = action_of(board).id
    removed = entries.remove_held(board, action_id, first.key, expected_version=1, who="B")
    assert (removed.removed, removed.content) == (True, MILESTONE)
    assert entries.read_details(board, action_id).milestones == ()
    back = store(board, MILESTONE, first.key, 2)
    assert entries.read_details(board, action_id).milestones == (back,)


def test_of_two_who_write_at_once_one_is_shown_what_the_other_wrote(board: Board) -> None:
    first = store(board, MILESTONE)

    def write(number: int) -> bool:
        try:
            store(board, Milestone(f"Version {number}"), first.key, 1)
        except HeldConflict as conflict:
            return conflict.latest.version != 2
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(write, range(6))) == 1
    assert len(entries.list_versions(board, plan_of(board).id, first.key)) == 2


def test_the_same_form_sent_twice_is_stored_once(board: Board) -> None:
    first = store(board, MILESTONE)
    assert store(board, MILESTONE, first.key) == first
    for one, two in ((Coverage((), ("asb",)), Coverage((), ("robbery",))),):
        store(board, one)
        with pytest.raises(HeldConflict):
            store(board, two)


def test_what_two_actions_cover_are_two_things(board: Board) -> None:
    store(board, Coverage((), ("asb",)), ref="DA-01")
    store(board, Coverage((), ("robbery",)), ref="DA-02")
    details = entries.list_details(board, plan_of(board).id)
    assert [details[action_of(board, ref).id].coverage.crime_types for ref in ("DA-01", "DA-02")] == [
        ("asb",),
        ("robbery",),
    ]


def test_notes_on_charts_are_kept_with_the_plan(board: Board) -> None:
    key, other = entries.new_key(), entries.new_key()
    later = note(board, key, NOTE)
    earlier = note(board, other, ChartNote("trends:asb", date(2021, 5, 1), "Lockdown ended"))
    plan_id = plan_of(board).id
    assert entries.list_chart_notes(board, plan_id) == (earlier, later)
    assert entries.list_chart_notes(board, plan_id, "trends:burglary") == (later,)
    drop_note(board, key, 1)
    assert entries.list_chart_notes(board, plan_id) == (earlier,)
    assert [each.removed for each in entries.list_versions(board, plan_id, key)] == [True, False]
    with pytest.raises(HeldConflict):
        note(board, key, NOTE, 1)
    with pytest.raises(UserError, match="kept with the plan"):
        store(board, NOTE)


def test_a_successor_gets_what_goes_on_and_nothing_of_the_year_before(board: Board) -> None:
    kept = [store(board, MILESTONE), store(board, Evidence("", "https://example.org"))]
    store(board, Milestone("Done", None, date(2021, 8, 1)))
    store(board, Comment("Of this year"))
    store(board, Schedule(date(2021, 12, 1)))
    store(board, Coverage((), ("asb",)))
    old, plan = action_of(board), plan_of(board)
    draft = PlanDraft("2022-23", date(2022, 4, 1), date(2023, 3, 31), dict(plan.priorities))
    target = plans.add_plan(board, draft, who="A")
    new_id = carry_over_actions(board, target.id, {old.id: old.version}, who="A")[old.id]
    details = entries.read_details(board, new_id)
    assert [each.key for each in (*details.milestones, *details.evidence)] == [each.key for each in kept]
    assert (details.comments, details.schedule) == ((), Schedule())
    assert details.coverage.crime_types == ("asb",)
    assert len(details.measures) == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (Measure(""), "name of the measure is missing"),
        (Measure("Calls", sense="about", target=3), "at least or at most"),  # type: ignore[arg-type]
        (Measure("Calls", target=float("nan")), "The target has to be a number"),
        (Milestone(" "), "milestone is missing"),
        (Milestone("x", date(21, 1, 1)), "not in a year of any plan"),
        (Evidence("Minutes", ""), "link is missing"),
        (Evidence("Minutes", "javascript:alert(1)"), "not an address"),
        (Comment("\x00"), "control character"),
        (Coverage((), ("theft of the moon",)), "not one of measures.yml"),
        (Coverage(("Park",)), "not the code of a ward"),
    ],
)
def test_what_cannot_be_kept_is_told_in_a_sentence(file_board: Board, content: Content, words: str) -> None:
    before = entries.read_details(file_board, action_of(file_board).id)
    with pytest.raises(UserError, match=words):
        store(file_board, content)
    assert entries.read_details(file_board, action_of(file_board).id) == before


def test_viewers_forged_forms_and_retired_actions_are_refused(file_board: Board) -> None:
    action = action_of(file_board)
    with pytest.raises(Denied):
        entries.store_held(
            file_board,
            action.id,
            entries.new_key(),
            MILESTONE,
            expected_version=0,
            who="A",
            role="viewer",
        )
    with pytest.raises(UserError, match="open the page again"):
        store(file_board, MILESTONE, "../x")
    with pytest.raises(UserError, match="not part of the plan"):
        store(file_board, MILESTONE, version=3)
    first = store(file_board, MILESTONE)
    with pytest.raises(UserError, match="not one of the dashboard's"):
        store(file_board, Comment("x"), first.key, 1)
    with pytest.raises(UserError, match="not one of the dashboard's"):
        store(file_board, MILESTONE, first.key, 1, ref="DA-02")
    actions.retire_action(file_board, action.id, reason="x", expected_version=action.version, who="A")
    with pytest.raises(UserError, match="has been retired"):
        entries.store_held(file_board, action.id, first.key, MILESTONE, expected_version=1, who="A")


def test_the_history_of_an_action_has_every_version_of_what_it_holds(board: Board) -> None:
    seeded = entries.list_action_versions(board, action_of(board).id)
    first = store(board, MILESTONE)
    second = store(board, Comment("Well done."))
    done = store(board, Milestone(MILESTONE.text, MILESTONE.due, date(2021, 9, 15)), first.key, 1)
    store(board, Comment("Of another action."), ref="DA-02")
    removed = entries.remove_held(board, action_of(board).id, second.key, expected_version=1, who="B")
    every = entries.list_action_versions(board, action_of(board).id)
    assert every == (*seeded, first, second, done, removed)
    assert {type(each.content) for each in seeded} == {Measure}
