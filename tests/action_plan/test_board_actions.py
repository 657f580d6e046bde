"""Updates, corrections, edits, retiring and carrying over; who may, and what is refused."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from pathlib import Path

import pytest

from csp.core.errors import UserError
from csp.core.settings import area_file
from csp.topics.action_plan.store import actions, plans, reading
from csp.topics.action_plan.store.errors import Conflict, Denied
from csp.topics.action_plan.store.records import ActionDraft, PlanDraft
from csp.topics.action_plan.store.roles import Roles, roles
from csp.topics.action_plan.store.status import Status
from csp.topics.action_plan.store.store import Board, open_board
from tests.action_plan.boards import NOW, OpenBoard, action_of, listing_of, plan_of, report

HOSTILE = (
    "=HYPERLINK('http://x','y')",
    "+1+1",
    "@SUM(A1)",
    "'=already neutral",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "**bold** [link](javascript:alert(1)) # heading\n| a | b |",
    "Robert'); DROP TABLE updates;--",
    "{{7*7}} ${x} %s %(who)s :name",
    "🚨👩‍👩‍👧‍👦 é ﷽ \u202eright to left\u202c עברית العربية",
    "  spaces kept  \n\n\tand a tab",
    "x" * 4000,
)


def test_an_update_is_read_back_as_it_was_given(board: Board) -> None:
    action = action_of(board)
    stored = report(
        board,
        action,
        status="at risk",
        note="Two referrals.",
        measure_value="1,234.5",
        evidence_link="https://example.gov.uk/minutes?id=1#2",
        who="  A. Officer ",
    )
    now = action_of(board)
    assert now.latest == stored
    assert (stored.who, stored.at, stored.version) == ("A. Officer", NOW, 2)
    assert (stored.measure_value, stored.status, stored.quarter.label) == (1234.5, Status.AT_RISK, "2021 Q3")
    assert [q.label for q in listing_of(board).quarters] == ["2020 Q4", "2021 Q1", "2021 Q2", "2021 Q3"]
    assert now.marks == (None, None, None, Status.AT_RISK)
    assert (action.no_update, now.no_update) == (True, False)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_type_is_kept_as_typed(board: Board, text: str) -> None:
    stored = report(board, action_of(board), note=text)
    assert stored.note == text
    assert reading.action(board, stored.action_id).history[0].update == stored


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"status": "fine"}, "fine"),
        ({"status": "ON TRACK"}, "is not one of not started, on track"),
        ({"quarter": "Q3"}, "not written like 2021 Q2"),
        ({"quarter": "2021-22 Q2"}, "not written like 2021 Q2"),
        ({"quarter": "2021 Q4"}, "takes updates for 2021 Q2 to 2021 Q3"),
        ({"quarter": "2021 Q1"}, "takes updates for 2021 Q2 to 2021 Q3"),
        ({"note": "x" * 4001}, "at most 4,000"),
        ({"note": "a\x00b"}, "control character"),
        ({"note": "a\x1bb"}, "control character"),
        ({"note": "a\ud800b"}, "control character"),
        ({"note": "a\uffffb"}, "control character"),
        ({"measure_value": "many"}, "is not a number"),
        ({"measure_value": "1e5"}, "is not a number"),
        ({"measure_value": "1,23"}, "is not a number"),
        ({"measure_value": True}, "is not a number"),
        ({"measure_value": float("nan")}, "has to be a number"),
        ({"measure_value": float("inf")}, "has to be a number"),
        ({"measure_value": 1e13}, "has to be a number"),
        ({"evidence_link": "javascript:alert(1)"}, "https://"),
        ({"evidence_link": "example.gov.uk"}, "https://"),
        ({"evidence_link": "https://"}, "https://"),
        ({"evidence_link": "https://[::1"}, "https://"),
        ({"evidence_link": "https://exa mple.org"}, "https://"),
        ({"evidence_link": "file:///etc/passwd"}, "https://"),
        ({"who": "   "}, "Say who you are"),
        ({"who": "x" * 81}, "at most 80"),
        ({"who": "A\nB"}, "on one line"),
        ({"corrects": "0" * 32}, "does not belong"),
        ({"update_id": "not an id"}, "not complete"),
    ],
)
def test_bad_input_is_refused_in_one_sentence_and_nothing_is_stored(
    file_board: Board, changed: dict[str, object], says: str
) -> None:
    action = action_of(file_board)
    with pytest.raises(UserError) as caught:
        report(file_board, action, expected_version=1, **changed)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert action_of(file_board) == action


@pytest.mark.parametrize(("typed", "kept"), [("", None), (None, None), ("-3", -3), ("−3.5", -3.5), (0, 0)])
def test_measure_values_as_people_write_them(file_board: Board, typed: object, kept: float | None) -> None:
    assert report(file_board, action_of(file_board), measure_value=typed).measure_value == kept


def test_a_correction_replaces_in_the_reading_and_the_history_keeps_both(board: Board) -> None:
    action = action_of(board)
    wrong = report(board, action, status="complete", quarter="2021 Q2", note="wrong")
    later = report(board, action, status="at risk", quarter="2021 Q3")
    right = report(board, action, status="on track", quarter="2021 Q2", note="right", corrects=wrong.id)
    view = reading.action(board, action.id)
    assert [entry.update for entry in view.history] == [wrong, later, right]
    assert [entry.corrected_by for entry in view.history] == [right.id, None, None]
    assert view.action.latest == later
    assert view.action.marks[-2:] == (Status.ON_TRACK, Status.AT_RISK)
    with pytest.raises(UserError, match="correct the correction"):
        report(board, action, corrects=wrong.id)
    with pytest.raises(UserError, match="does not belong"):
        report(board, action_of(board, "DA-02"), corrects=wrong.id)


def test_overdue_follows_the_date_and_not_the_declared_status(url: str, open_at: OpenBoard) -> None:
    due = date(2021, 9, 30)
    board = open_at(url)
    action = action_of(board, "AS-03")
    assert (action.due_date, action.overdue) == (due, False)
    on_the_day = reading.list_actions(board, plan_of(board).id, due)
    after = reading.list_actions(board, plan_of(board).id, due + timedelta(days=1))
    assert [a.ref for a in on_the_day.actions if a.overdue] == []
    assert [a.ref for a in after.actions if a.overdue] == ["AS-03"]
    report(board, action, status="complete")
    assert not any(
        a.overdue for a in reading.list_actions(board, plan_of(board).id, date(2021, 11, 1)).actions
    )


def _settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, section: str) -> None:
    path = tmp_path / "area.toml"
    path.write_text(area_file().read_text(encoding="utf-8") + section, encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(path))


def test_without_a_section_everybody_edits() -> None:
    assert Roles().of("Anybody") == "editor"


@pytest.mark.parametrize(
    ("section", "editor", "other"),
    [
        ('[board]\neditors = ["Chair"]', "editor", "viewer"),
        ('[board]\neditors = ["Chair"]\ndefault_role = "editor"', "editor", "editor"),
        ('[board]\nviewers = ["Chair"]', "viewer", "editor"),
        ('[board]\ndefault_role = "viewer"', "viewer", "viewer"),
    ],
)
def test_roles_follow_the_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, section: str, editor: str, other: str
) -> None:
    _settings(monkeypatch, tmp_path, f"\n{section}\n")
    assert (roles().of(" cHAIR "), roles().of("Other")) == (editor, other)


@pytest.mark.parametrize("section", ['[board]\neditors = "Chair"', '[board]\ndefault_role = "admin"'])
def test_roles_that_cannot_be_read_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, section: str
) -> None:
    _settings(monkeypatch, tmp_path, f"\n{section}\n")
    with pytest.raises(UserError, match=r"\[board\]"):
        roles()


def test_every_write_of_a_viewer_is_refused_whatever_the_form_says(
    board: Board, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _settings(monkeypatch, tmp_path, '\n[board]\nviewers = ["Press"]\n')
    action, plan = action_of(board), plan_of(board)
    draft, year = ActionDraft("X-1", 1, "Text"), PlanDraft("2022-23", NOW.date(), date(2022, 12, 1), {1: "A"})
    version = {"expected_version": 1}
    for by in ({"who": "Press", "role": "editor"}, {"who": "Somebody", "role": "viewer"}):
        for write in (
            lambda by=by: report(board, action, **version, **by),
            lambda by=by: actions.add_action(board, plan.id, draft, **by),
            lambda by=by: actions.edit_action(board, action.id, draft, **version, **by),
            lambda by=by: actions.retire_action(board, action.id, reason="x", **version, **by),
            lambda by=by: actions.reinstate_action(board, action.id, **version, **by),
            lambda by=by: actions.carry_over(board, plan.id, {action.id: 1}, **by),
            lambda by=by: plans.new_plan(board, year, **by),
            lambda by=by: plans.edit_plan(board, plan.id, year, **version, **by),
            lambda by=by: plans.retire_plan(board, plan.id, **version, **by),
        ):
            with pytest.raises(Denied):
                write()
    assert reading.plans(board) == (plan,)
    assert action_of(board) == action


def _as_draft(board: Board, ref: str) -> ActionDraft:
    action = action_of(board, ref)
    names = [field.name for field in dataclasses.fields(ActionDraft)]
    return ActionDraft(**{name: getattr(action, name) for name in names})


def test_an_edit_is_logged_with_what_it_was_before(board: Board) -> None:
    action = action_of(board)
    draft = dataclasses.replace(_as_draft(board, "DA-01"), agencies=("New agency", "DAVSS"), due="March 2022")
    assert actions.edit_action(board, action.id, draft, expected_version=1, who="Editor") == 2
    view = reading.action(board, action.id)
    assert view.action.agencies == ("New agency", "DAVSS")
    assert view.action.due_date == date(2022, 3, 31)
    edit = view.changes[-1]
    assert (edit.who, edit.what, edit.version) == ("Editor", "edited", 2)
    assert edit.fields == {"agencies": (["DAVSS"], ["New agency", "DAVSS"]), "due": ("", "March 2022")}
    assert actions.edit_action(board, action.id, draft, expected_version=2, who="Editor") == 2
    assert len(reading.action(board, action.id).changes) == len(view.changes)


def test_an_edit_and_an_update_at_once_conflict_both_ways(board: Board) -> None:
    action, draft = action_of(board), dataclasses.replace(_as_draft(board, "DA-01"), text="Another wording")
    actions.edit_action(board, action.id, draft, expected_version=1, who="Editor")
    with pytest.raises(Conflict) as caught:
        report(board, action, expected_version=1)
    assert [change.what for change in caught.value.changes] == ["edited"]
    stored = report(board, action, expected_version=caught.value.version)
    with pytest.raises(Conflict) as caught:
        actions.edit_action(board, action.id, draft, expected_version=2, who="Editor")
    assert caught.value.updates == (stored,)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"ref": "DA-02"}, "has an action DA-02 already"),
        ({"ref": "a b"}, "other characters"),
        ({"priority": 9}, "no priority 9"),
        ({"text": " \n "}, "The action is missing"),
        ({"due": "31/02/2022"}, "not a date that exists"),
        ({"linked_measure": "happiness"}, "not one of measures.yml"),
        ({"agencies": ("A", "A")}, "named twice"),
        ({"agencies": ("A; B",)}, "semicolon"),
        ({"started": "soon"}, "not a date"),
        ({"target": "lots"}, "not a number"),
    ],
)
def test_an_action_that_cannot_be_stored_is_refused(
    file_board: Board, changed: dict[str, object], says: str
) -> None:
    action, plan_id = action_of(file_board), plan_of(file_board).id
    draft = dataclasses.replace(_as_draft(file_board, "DA-01"), **changed)
    with pytest.raises(UserError, match=says):
        actions.edit_action(file_board, action.id, draft, expected_version=1, who="A")
    with pytest.raises(UserError):
        actions.add_action(file_board, plan_id, draft, who="A")
    assert action_of(file_board) == action


def test_a_retired_action_keeps_its_record_and_can_come_back(board: Board) -> None:
    action, plan_id = action_of(board, "RS-13"), plan_of(board).id
    report(board, action, status="off track")
    with pytest.raises(UserError, match="reason is missing"):
        actions.retire_action(board, action.id, reason=" ", expected_version=2, who="A")
    actions.retire_action(board, action.id, reason="No money.", expected_version=2, who="A")
    assert "RS-13" not in [a.ref for a in listing_of(board).actions]
    retired = next(a for a in reading.list_actions(board, plan_id, retired=True).actions if a.ref == "RS-13")
    assert (retired.retired_at, retired.status, retired.no_update) == (NOW, Status.OFF_TRACK, False)
    with pytest.raises(UserError, match="has been retired"):
        report(board, action)
    actions.reinstate_action(board, action.id, expected_version=3, who="A")
    assert action_of(board, "RS-13").status is Status.OFF_TRACK


@pytest.fixture
def next_year(url: str, open_at: OpenBoard) -> Board:
    """A board in May 2022 with an empty plan for 2022-23."""
    report(board := open_at(url), action_of(board, "DA-01"), status="at risk", note="old")
    report(board, action_of(board, "DA-02"), status="complete")
    later = open_at(url, NOW.replace(year=2022, month=5))
    names = plan_of(board).priorities
    plans.new_plan(later, PlanDraft("2022-23", date(2022, 4, 1), date(2023, 3, 31), names), who="A")
    return later


def test_unfinished_actions_are_carried_over_with_their_history(next_year: Board) -> None:
    board, new = next_year, reading.plan(next_year, "2022-23")
    unfinished = listing_of(board).unfinished()
    assert len(unfinished) == 56
    made = actions.carry_over(board, new.id, {a.id: a.version for a in unfinished}, who="Chair")
    assert set(made) == {a.id for a in unfinished}
    old = action_of(board)
    carried = next(a for a in reading.list_actions(board, new.id).actions if a.ref == "DA-01")
    assert (carried.text, carried.agencies, carried.carried_from) == (old.text, old.agencies, old.id)
    assert carried.latest == old.latest
    assert carried.no_update
    assert carried.marks == (Status.AT_RISK, None, None, None)
    first = report(board, carried, quarter="2022 Q2", status="on track")
    view = reading.action(board, carried.id)
    assert [(entry.plan, entry.update.note) for entry in view.history] == [
        ("2021-22", "old"),
        ("2022-23", ""),
    ]
    assert view.action.latest == first
    assert action_of(board).latest == old.latest


def test_a_carried_action_takes_corrections_only_and_they_are_read_in_the_new_plan(next_year: Board) -> None:
    board, new, old = next_year, reading.plan(next_year, "2022-23"), action_of(next_year)
    made = actions.carry_over(board, new.id, {old.id: old.version}, who="Chair")
    before = reading.stamp(board, new.id)
    with pytest.raises(UserError, match="carried over to 2022-23"):
        report(board, old.id)
    assert old.latest is not None
    right = report(board, old.id, status="off track", corrects=old.latest.id)
    assert reading.action(board, made[old.id]).action.latest == right
    assert reading.stamp(board, new.id) != before
    with pytest.raises(UserError, match="carried over already"):
        actions.carry_over(board, new.id, {old.id: old.version + 2}, who="Chair")


def test_an_action_carried_twice_still_shows_its_oldest_record(next_year: Board) -> None:
    board, old = next_year, action_of(next_year)
    middle_plan = reading.plan(board, "2022-23")
    third = PlanDraft("2023-24", date(2023, 4, 1), date(2024, 3, 31), middle_plan.priorities)
    third_plan = plans.new_plan(board, third, who="A")
    middle = actions.carry_over(board, middle_plan.id, {old.id: old.version}, who="A")[old.id]
    last = actions.carry_over(board, third_plan.id, {middle: 1}, who="A")[middle]
    view = reading.action(board, last)
    assert view.action.latest == old.latest
    assert [entry.update for entry in view.in_force()] == [old.latest]


def test_carrying_over_is_all_or_nothing(next_year: Board) -> None:
    board, new = next_year, reading.plan(next_year, "2022-23")
    first, finished = action_of(board), action_of(board, "DA-02")
    with pytest.raises(UserError, match="only unfinished"):
        actions.carry_over(board, new.id, {first.id: 2, finished.id: 2}, who="A")
    with pytest.raises(Conflict):
        actions.carry_over(board, new.id, {first.id: 1}, who="A")
    assert reading.list_actions(board, new.id).actions == ()
    assert action_of(board) == first


def test_a_closed_plan_takes_no_writes_until_it_is_opened(board: Board) -> None:
    plan, action = plan_of(board), action_of(board)
    closed = plans.retire_plan(board, plan.id, expected_version=1, who="A")
    assert closed.retired_at == NOW
    for write in (
        lambda: report(board, action),
        lambda: actions.add_action(board, plan.id, ActionDraft("N-1", 1, "x"), who="A"),
        lambda: actions.retire_action(board, action.id, reason="x", expected_version=1, who="A"),
    ):
        with pytest.raises(UserError, match="closed"):
            write()
    with pytest.raises(Conflict):
        plans.retire_plan(board, plan.id, expected_version=1, who="A", retired=False)
    plans.retire_plan(board, plan.id, expected_version=2, who="A", retired=False)
    report(board, action)


def test_a_plan_is_edited_with_its_priorities(board: Board) -> None:
    plan = plan_of(board)
    names = {**plan.priorities, 1: "Domestic abuse and stalking", 5: "Rural crime"}
    draft = PlanDraft("2021-22", plan.start, plan.end, names)
    changed = plans.edit_plan(board, plan.id, draft, expected_version=1, who="A")
    assert (changed.priorities, changed.version) == (names, 2)
    without = dataclasses.replace(draft, priorities={1: "Only this"})
    with pytest.raises(UserError, match="Priority 2 has actions"):
        plans.edit_plan(board, plan.id, without, expected_version=2, who="A")
    with pytest.raises(UserError, match="plan 2021-22 already"):
        plans.new_plan(board, draft, who="A")


def test_what_changed_since_the_last_meeting(url: str, open_at: OpenBoard) -> None:
    early, late = open_at(url), open_at(url, NOW + timedelta(days=7))
    report(early, action_of(early), note="before")
    stored = report(late, action_of(late, "SA-01"), note="after")
    actions.retire_action(late, action_of(late, "SA-02").id, reason="x", expected_version=1, who="A")
    since, plan_id = NOW + timedelta(days=1), plan_of(late).id
    assert [entry.update for entry in reading.updates_since(late, plan_id, since)] == [stored]
    assert [change.what for change in reading.changes_since(late, plan_id, since)] == ["retired"]


def test_the_stamp_changes_with_every_write_and_not_otherwise(board: Board) -> None:
    plan_id, stamps = plan_of(board).id, [reading.stamp(board, plan_of(board).id)]
    assert reading.stamp(board, plan_id) == stamps[0]
    for write in (
        lambda: report(board, action_of(board)),
        lambda: actions.add_action(board, plan_id, ActionDraft("N-1", 1, "x"), who="A"),
        lambda: plans.retire_plan(board, plan_id, expected_version=1, who="A"),
    ):
        write()
        stamps.append(reading.stamp(board, plan_id))
    assert len(set(stamps)) == len(stamps)


@pytest.mark.parametrize("url_", ["mysql://x/y", "nonsense", "://"])
def test_a_database_of_another_kind_is_refused(url_: str) -> None:
    with pytest.raises(UserError):
        open_board(url_)


def test_a_server_that_is_away_is_said_without_the_password() -> None:
    with pytest.raises(UserError) as caught:
        open_board("postgresql://user:secret@127.0.0.1:1/none")
    assert "secret" not in str(caught.value)


def test_references_are_listed_in_the_order_people_count(file_board: Board) -> None:
    plan_id = plan_of(file_board).id
    drafts = [ActionDraft(f"Z-{n}", 1, "x") for n in (10, 9, 1)]
    actions.add_actions(file_board, plan_id, drafts, who="A")
    assert [a.ref for a in listing_of(file_board).actions if a.ref.startswith("Z")] == ["Z-1", "Z-9", "Z-10"]
