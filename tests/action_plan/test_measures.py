"""Several measures an action: from the plan's words, with numbers of their own, through every migration."""

from __future__ import annotations

import dataclasses
import json

import pytest
from sqlalchemy import text

from csp.core.errors import UserError
from csp.topics.action_plan.rules.measures import judge_value, list_series
from csp.topics.action_plan.store import actions, entries, plans, reading
from csp.topics.action_plan.store.carry_over import carry_over_actions
from csp.topics.action_plan.store.entry_records import Held, Measure
from csp.topics.action_plan.store.measure_names import derive_measures
from csp.topics.action_plan.store.records import ActionDraft, PlanDraft
from csp.topics.action_plan.store.store import Board
from tests.action_plan.boards import OpenBoard, action_of, go_back, listing_of, plan_of, report


def measures_of(board: Board, ref: str = "DA-01") -> tuple[Held[Measure], ...]:
    return entries.read_details(board, action_of(board, ref).id).measures


def names_of(board: Board, ref: str = "DA-01") -> list[str]:
    return [each.content.name for each in measures_of(board, ref)]


def edit(board: Board, ref: str, **changed: object) -> None:
    """Edits an action as the form of the pages does: with the whole of it."""
    action = action_of(board, ref)
    names = [field.name for field in dataclasses.fields(ActionDraft)]
    draft = ActionDraft(**{name: getattr(action, name) for name in names} | changed)  # type: ignore[arg-type]
    actions.edit_action(board, action.id, draft, expected_version=action.version, who="A")


def test_the_words_of_a_plan_name_its_measures() -> None:
    draft = ActionDraft(
        "X", 1, "Do", measure="Helpline calls; referrals managed;; calls", reporting="quarterly"
    )
    assert [(each.name, each.frequency) for each in derive_measures(draft)] == [
        ("Helpline calls", "quarterly"),
        ("Referrals managed", "quarterly"),
        ("Calls", "quarterly"),
    ]
    assert derive_measures(ActionDraft("X", 1, "Do")) == []


def test_a_target_of_several_names_is_of_all_of_them_together() -> None:
    draft = ActionDraft("X", 1, "Do", measure="calls; visits", baseline=10.0, target=50.0)
    assert derive_measures(draft) == [Measure("Calls; visits", "", "at least", 50.0, "", 10.0)]
    assert derive_measures(ActionDraft("X", 1, "Do", baseline=1.0)) == [
        Measure("Number reported", "", "", None, "", 1.0)
    ]


def test_the_published_plan_has_its_measures_from_the_first_start(board: Board) -> None:
    assert names_of(board) == ["Helpline calls", "Referrals managed", "Programmes run"]
    details = entries.list_details(board, plan_of(board).id)
    listing = listing_of(board)
    parts = sum(len([part for part in a.measure.split(";") if part.strip()]) for a in listing.actions)
    assert sum(len(each.measures) for each in details.values()) == parts > 57


def test_numbers_of_three_measures_are_three_series(board: Board) -> None:
    calls, referrals, programmes = measures_of(board)
    report(board, action_of(board), quarter="2021 Q2", values={calls.key: "1,234.5", referrals.key: 7})
    report(board, action_of(board), values={calls.key: 900, programmes.key: "0", referrals.key: ""})
    view = reading.read_action(board, action_of(board).id)
    assert view.measures == (calls, referrals, programmes)
    series = [
        [point.value for point in list_series(view.in_force(), each.key, each.content)]
        for each in view.measures
    ]
    assert series == [[1234.5, 900], [7], [0]]
    assert all(entry.update.measure_value is None for entry in view.history)


def test_a_correction_replaces_every_number_of_what_it_corrects(board: Board) -> None:
    calls, referrals, _ = measures_of(board)
    first = report(board, action_of(board), values={calls.key: 1, referrals.key: 2})
    report(board, action_of(board), values={calls.key: 3}, corrects=first.id)
    view = reading.read_action(board, action_of(board).id)
    assert [dict(entry.values) for entry in view.in_force()] == [{calls.key: 3}]
    assert [dict(entry.values) for entry in view.history] == [
        {calls.key: 1, referrals.key: 2},
        {calls.key: 3},
    ]


def test_a_number_that_names_no_measure_is_of_the_only_one(board: Board) -> None:
    (measure,) = measures_of(board, "DA-02")
    assert report(board, action_of(board, "DA-02"), measure_value="45").measure_value == 45
    stored = report(board, action_of(board, "DA-02"), values={measure.key: 50})
    assert stored.measure_value == 50
    view = reading.read_action(board, action_of(board, "DA-02").id)
    assert [entry.values[measure.key] for entry in view.history] == [45, 50]


def test_a_number_without_a_measure_is_refused_and_nothing_is_stored(board: Board) -> None:
    with pytest.raises(UserError, match='say of which the number is: "Helpline calls"'):
        report(board, action_of(board), measure_value=3)
    with pytest.raises(UserError, match="has not"):
        report(board, action_of(board), values={measures_of(board, "DA-02")[0].key: 3})
    with pytest.raises(UserError, match="is not a number"):
        report(board, action_of(board), values={measures_of(board)[0].key: "many"})
    draft = ActionDraft("DA-99", 1, "Nothing is counted")
    action_id = actions.add_action(board, plan_of(board).id, draft, who="A")
    with pytest.raises(UserError, match="say first what is counted"):
        report(board, action_id, measure_value=3)
    assert reading.read_action(board, action_id).history == ()
    assert action_of(board).latest is None


@pytest.mark.parametrize(
    ("sense", "target", "value", "verdict"),
    [
        ("at least", 50.0, 50, "hit"),
        ("at least", 50.0, 49.9, "miss"),
        ("at most", 50.0, 50, "hit"),
        ("at most", 50.0, 50.1, "miss"),
        ("", None, 50, ""),
    ],
)
def test_a_number_hits_or_misses_its_target(
    sense: str, target: float | None, value: float, verdict: str
) -> None:
    assert judge_value(Measure("Calls", "", sense, target), value) == verdict  # type: ignore[arg-type]


def test_measures_follow_edited_words_until_somebody_shapes_them(board: Board) -> None:
    first, second, third = measures_of(board)
    edit(board, "DA-01", measure="Helpline calls; people referred")
    assert names_of(board) == ["Helpline calls", "People referred"]
    assert [each.key for each in measures_of(board)] == [first.key, second.key]
    assert entries.list_versions(board, plan_of(board).id, third.key)[0].removed
    shaped = Measure("Calls to the helpline", "calls", "at least", 200)
    entries.store_held(board, action_of(board).id, first.key, shaped, expected_version=1, who="A")
    edit(board, "DA-01", measure="Something else")
    assert names_of(board) == ["Calls to the helpline", "People referred"]


def test_a_series_goes_on_in_the_plan_of_the_next_year(board: Board, url: str, open_at: OpenBoard) -> None:
    calls = measures_of(board)[0]
    report(board, action_of(board), values={calls.key: 5})
    old, plan = action_of(board), plan_of(board)
    draft = PlanDraft(
        "2022-23", plan.end.replace(month=4, day=1), plan.end.replace(year=2023), dict(plan.priorities)
    )
    target = plans.add_plan(board, draft, who="A")
    new_id = carry_over_actions(board, target.id, {old.id: old.version}, who="A")[old.id]
    view = reading.read_action(board, new_id)
    assert [each.key for each in view.measures] == [each.key for each in measures_of(board)]
    later = open_at(url, board.now().replace(year=2022))
    report(later, new_id, quarter="2022 Q2", values={calls.key: 8})
    view = reading.read_action(later, new_id)
    assert [point.value for point in list_series(view.in_force(), calls.key, calls.content)] == [5, 8]


def set_number(board: Board, update_id: str, value: float) -> None:
    """Alters an update past the triggers that refuse it, which stand as they were afterwards."""
    on_sqlite = board.engine.dialect.name == "sqlite"
    with board.engine.begin() as connection:
        guard = "SELECT sql FROM sqlite_master WHERE name = 'updates_no_update'"
        built = connection.execute(text(guard)).scalar_one() if on_sqlite else ""
        off = "DROP TRIGGER updates_no_update" if on_sqlite else "ALTER TABLE updates DISABLE TRIGGER USER"
        connection.execute(text(off))
        statement = text("UPDATE updates SET measure_value = :value WHERE id = :id")
        connection.execute(statement, {"value": value, "id": update_id})
        connection.execute(text(built or "ALTER TABLE updates ENABLE TRIGGER USER"))


def test_a_board_of_the_version_before_keeps_every_number(board: Board, url: str, open_at: OpenBoard) -> None:
    report(board, action_of(board, "DA-02"), quarter="2021 Q2", measure_value=45)
    report(board, action_of(board, "DA-02"), measure_value=50)
    edit(board, "DA-03", baseline=2, target=9)
    # As a number could be given before: of three measures, without a word of which.
    stored = report(board, action_of(board))
    go_back(board, "0007")
    set_number(board, stored.id, 12)
    board.close()
    later = open_at(url)
    assert names_of(later) == ["Helpline calls; referrals managed; programmes run"]
    (measure,) = measures_of(later, "DA-02")
    view = reading.read_action(later, action_of(later, "DA-02").id)
    assert [entry.values for entry in view.history] == [{measure.key: 45}, {measure.key: 50}]
    (levels,) = (each.content for each in measures_of(later, "DA-03"))
    assert (levels.baseline, levels.target, levels.sense) == (2, 9, "at least")
    first = reading.read_action(later, action_of(later).id).history[0]
    assert (first.update.measure_value, list(first.values.values())) == (12, [12])
    assert names_of(later, "DA-11") == ["Funding secured", "Clinic still provided"]


def test_the_body_of_a_measure_is_read_as_it_was_written(file_board: Board) -> None:
    measure = Measure('"Calls", £', "calls", "at most", 2.5, "monthly", 0.0)
    key = entries.new_key()
    stored = entries.store_held(
        file_board, action_of(file_board).id, key, measure, expected_version=0, who="A"
    )
    assert measures_of(file_board)[-1] == stored
    with file_board.read() as connection:
        body = connection.execute(text(f"SELECT body FROM plan_entries WHERE key = '{key}'")).scalar_one()
    assert json.loads(body) == dataclasses.asdict(measure)
