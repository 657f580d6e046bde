"""What was typed into the grid: read by row and column, and beside what somebody else wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from csp.topics.action_plan.findings import grid as words
from csp.topics.action_plan.rules.agency_matching import AgencyMatcher
from csp.topics.action_plan.rules.grid import (
    CellEdit,
    GridDiff,
    GridRow,
    RowEdit,
    Value,
    build_diff,
    list_clashes,
    read_row,
    rebase_edit,
    take_edits,
)
from csp.topics.action_plan.store.agency_records import Agency, AgencyDraft, Directory
from csp.topics.action_plan.store.entry_records import Held, Measure
from csp.topics.action_plan.store.records import ActionRow, Update
from csp.topics.action_plan.store.status import Quarter, Status

AT = datetime(2021, 9, 15, tzinfo=UTC)
QUARTER = Quarter.of(date(2021, 9, 15), 4)


def agency(short: str, full: str = "", *aliases: str) -> Agency:
    return Agency(short, 1, AgencyDraft(short, full, "", aliases), False, None, "A", AT)


MATCHER = AgencyMatcher(
    Directory(
        (
            agency("EBC CST", "Example Borough Council Community Safety Team", "EBC CST", "EBC CSU"),
            agency("Police", "Example Police", "Police"),
        )
    ),
    {"EBC": "Example Borough Council", "CST": "Community Safety Team"},
)


def make_row(
    ref: str = "AS-04", measures: int = 1, latest: Update | None = None, **changed: object
) -> GridRow:
    action = ActionRow(
        *(4, 1, ref, 3, "Patrol the park", ("Police", "EBC CST"), "Patrols", "quarterly"),
        *("2021-09-30", date(2021, 9, 30), "", None, None, None, None, 7, None, latest, (None,) * 4),
        *(False, False),
    )._replace(**changed)
    held = tuple(Held(1, 4, str(n), 1, Measure(f"Patrols {n}"), False, "A", AT) for n in range(measures))
    return read_row(action, held, QUARTER)


def make_update(**changed: object) -> Update:
    update = Update(
        "a" * 32, 4, 6, "A. Lee", AT, QUARTER, Status.AT_RISK, "Two ill", 12.0, "https://a.example", None
    )
    return update._replace(**changed)


def edit(row: GridRow, **typed: Value) -> dict[int, RowEdit]:
    return take_edits({}, {row.action.id: row}, {row.action.id: typed})


def diff(row: GridRow, **typed: Value) -> GridDiff:
    return build_diff([row], edit(row, **typed), QUARTER, MATCHER)


def test_a_cell_that_is_typed_back_is_no_edit_any_more() -> None:
    row = make_row()
    edits = edit(row, due="2021-12-31", note="New")
    assert words.describe_edits(edits, {}) == "2 cells of 1 action changed."
    edits = take_edits(edits, {4: row}, {4: {"due": " 2021-09-30 ", "note": None}})
    assert edits == {}
    # None is what a browser sends for a cell that was emptied.
    assert edit(row, note=None) == {}


def test_an_edit_goes_on_from_what_its_author_first_saw() -> None:
    row = make_row()
    later = make_row(due="2022-01-31")._replace(action=make_row(version=9).action)
    edits = take_edits(edit(row, due="2021-12-31"), {4: later}, {4: {"due": "2021-11-30"}})
    assert edits == {4: RowEdit(7, {"due": CellEdit("2021-09-30", "2021-11-30")})}


def test_what_is_typed_of_progress_becomes_one_update_that_keeps_the_rest_of_the_quarters_report() -> None:
    (change,) = diff(make_row(latest=make_update()), status="On track", number=15).changes
    assert change.update is not None
    update = change.update
    assert (update.status, update.note, update.measure_value) == (Status.ON_TRACK, "Two ill", 15)
    assert (update.quarter, update.evidence_link, change.fields) == (QUARTER, "https://a.example", {})


def test_the_report_of_an_earlier_quarter_is_not_repeated() -> None:
    row = make_row(latest=make_update(quarter=QUARTER.shift(-1)))
    assert (row.cells["note"], row.cells["number"], row.cells["status"]) == ("", None, "At risk")
    (change,) = diff(row, note="Back at work").changes
    assert change.update is not None
    assert (change.update.status, change.update.measure_value, change.update.evidence_link) == (
        *(Status.AT_RISK, None),
        "",
    )


def test_simulated_reports_are_no_ones_note() -> None:
    assert make_row(latest=make_update(id="simulated-1")).cells["note"] == ""


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"due": "2021-02-31"}, 'Row AS-04, column Due: The due date "2021-02-31" is not a date that exists'),
        ({"text": " "}, "Row AS-04, column Action: The action is missing"),
        ({"lead": ""}, "Row AS-04, column Lead: An action with partners has a lead"),
        ({"partners": "EBC CST; Police"}, 'Row AS-04, column Partners: The agency "Police" is named twice'),
        ({"note": "x" * 4001}, "Row AS-04, column Note: The note"),
        ({"number": 1e13}, "Row AS-04, column Number: The number has to be"),
    ],
)
def test_a_fault_is_named_by_row_and_column(typed: dict[str, Value], sentence: str) -> None:
    (fault,) = words.describe_faults(diff(make_row(), **typed).faults)
    assert fault.startswith(sentence)


@pytest.mark.parametrize(("measures", "why"), [(0, "needs a measure"), (3, "has 3 measures")])
def test_a_number_is_of_the_only_measure_of_an_action(measures: int, why: str) -> None:
    (fault,) = diff(make_row(measures=measures), number=4).faults
    assert fault.column == "number"
    assert why in fault.sentence


def test_of_many_faults_the_first_are_named_and_the_others_counted() -> None:
    rows = [make_row(f"AS-{n:02}", id=n) for n in range(8)]
    edits = {n: edit(row, due="2021-02-31")[n] for n, row in enumerate(rows)}
    sentences = words.describe_faults(build_diff(rows, edits, QUARTER, MATCHER).faults)
    assert len(sentences) == 6
    assert sentences[-1] == "3 more cells cannot be stored as they are."


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("EBC CSU", "EBC CSU"),
        ("ebc  cst", "EBC CST"),
        ("example police", "Police"),
        ("EBC Community Safety Officer", "EBC CST"),
        ("Example Borough Council", "Example Borough Council"),
        ("EBC Community Safety Team", "EBC CST"),
        ("A Charity", "A Charity"),
    ],
)
def test_an_agency_is_matched_by_the_directory(typed: str, name: str) -> None:
    assert MATCHER.match(typed) == name


def test_names_that_were_read_as_others_and_new_ones_are_said() -> None:
    changed = diff(make_row(), lead="ebc cst", partners="police; A Charity")
    assert [change.draft.agencies for change in changed.changes] == [("EBC CST", "Police", "A Charity")]
    assert words.describe_names(changed) == [
        "“ebc cst” is read as EBC CST.",
        "“police” is read as Police.",
        "New in the directory of agencies: A Charity.",
    ]


def test_cells_that_both_changed_clash_and_others_stand_side_by_side() -> None:
    row = make_row()
    mine = edit(row, due="2021-12-31", note="Mine", text="Patrol both parks")[4]
    now = make_row(due="2022-01-31", text="Patrol both parks", version=8)
    assert [(clash.column, clash.theirs, clash.mine) for clash in list_clashes(mine, now)] == [
        ("due", "2022-01-31", "2021-12-31")
    ]
    assert rebase_edit(mine, now, ["due"]) == RowEdit(
        8, {"due": CellEdit("2022-01-31", "2021-12-31"), "note": CellEdit("", "Mine")}
    )
    assert rebase_edit(mine, now, []) == RowEdit(8, {"note": CellEdit("", "Mine")})
    assert rebase_edit(replace(mine, cells={"due": mine.cells["due"]}), now, []) is None
