"""What is stored of a partner's extract, what is kept of the delivery before, and how it is undone."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from csp.core.errors import UserError
from csp.data.partner_history import list_deliveries, list_imports, list_revisions
from csp.data.store import MANIFEST, Store, read_manifest
from csp.imports.check import examine
from csp.imports.formats.police import import_street
from csp.imports.partner.removing import remove_month, remove_source
from csp.imports.partner.storing import check_source
from csp.imports.partner.undoing import redo_import, undo_import
from tests.conftest import WriteStreet
from tests.stored import files_in_force, read_rows, rows_in_force
from tests.unit.imports.killed import kill_at_steps
from tests.unit.imports.partner.made_extracts import (
    ELSEWHERE,
    HELPLINE,
    HOME,
    Done,
    Feed,
    deliver_files,
    redo_latest,
    undo_latest,
)

JANUARY, FEBRUARY, MARCH = "2024-01-01", "2024-02-01", "2024-03-01"


@pytest.fixture
def feed(tmp_path: Path) -> Feed:
    return Feed(Store(tmp_path / "extracts"))


def month(start: str, number: int) -> dict[str, object]:
    return {"start": start, "number": number}


def figures(store: Store) -> dict[date, int]:
    """What is in force by month."""
    return {row["month"]: row["n"] for row in read_rows(store, "incidents", "counts_file")}


def snapshot(store: Store) -> dict[str, bytes]:
    """The list of files and every file that it names, byte for byte."""
    table = read_manifest(store.root / MANIFEST)
    assert table is not None
    named = {row["counts_file"] for row in table.to_pylist()} - {None}
    return {name: (store.root / name).read_bytes() for name in {MANIFEST, *named}}


def test_months_are_stored_by_place_offence_and_flag(feed: Feed) -> None:
    cell = {"ward": "Park", "ward_code": "E05009000", "flag": "Hate", "flag_code": "hate", "number": 3}
    feed.deliver("calls.csv", [month(JANUARY, 5), cell, {**cell, "start": FEBRUARY}])

    assert sorted(read_rows(feed.store, "incidents", "counts_file"), key=str) == sorted(
        (
            {
                "source": "helpline",
                "month": date.fromisoformat(start),
                "district_code": HOME,
                "ward_code": ward,
                "offence": "calls",
                "flag": flag,
                "n": n,
            }
            for start, ward, flag, n in (
                (JANUARY, None, None, 5),
                (JANUARY, "E05009000", "hate", 3),
                (FEBRUARY, "E05009000", "hate", 3),
            )
        ),
        key=str,
    )
    rows = rows_in_force(feed.store, "incidents")
    assert [(row["rows_read"], row["rows_stored"], row["rows_declined"]) for row in rows] == [
        (8, 8, 0),
        (3, 3, 0),
    ]
    assert {(row["source"], row["force"], row["districts"], row["imported_by"]) for row in rows} == {
        ("helpline", "helpline", HOME, "Ann Officer")
    }
    assert examine(feed.store) == []


def test_quarters_and_years_are_stored_apart_from_months(feed: Feed) -> None:
    year = {"start": "2023-04-01", "months": 12, "number": 40}
    quarter = {"start": "2023-04-01", "months": 3, "number": 11}
    feed.deliver("reviews.csv", [year, quarter])

    rows = rows_in_force(feed.store, "partner_figures")
    assert sorted((row["force"], row["month"], row["rows_stored"]) for row in rows) == [
        ("helpline-12", date(2023, 4, 1), 40),
        ("helpline-3", date(2023, 4, 1), 11),
    ]
    assert sorted((row["months"], row["n"]) for row in read_rows(feed.store, "partner_figures")) == [
        (3, 11),
        (12, 40),
    ]
    assert rows_in_force(feed.store, "incidents") == []
    assert examine(feed.store) == []


def test_a_row_outside_the_partnership_is_declined_and_counted(feed: Feed) -> None:
    feed.deliver("calls.csv", [month(JANUARY, 5), {"district_code": ELSEWHERE, "area": "Far", "number": 7}])

    (row,) = rows_in_force(feed.store, "incidents")
    assert (row["rows_read"], row["rows_stored"], row["outside_area"]) == (12, 5, 7)


def test_nothing_is_stored_where_no_row_passes(feed: Feed) -> None:
    with pytest.raises(UserError, match="0 of 1 row will be stored; 1 will not, because 1 row has no month"):
        feed.deliver("calls.csv", [{"start": None, "period": "Sept"}])
    assert not feed.store.root.exists()


def test_the_name_of_a_force_is_no_source() -> None:
    with pytest.raises(UserError, match="under another name"):
        check_source(replace(HELPLINE, code="kent"))


def test_a_month_that_is_delivered_again_is_replaced_and_its_revisions_are_kept(feed: Feed) -> None:
    feed.deliver("first.csv", [month(JANUARY, 5), month(FEBRUARY, 6)])
    again = feed.deliver("second.csv", [month(FEBRUARY, 9), month(MARCH, 0)])

    assert [period.outcome for period in again.periods] == ["replaced", "new"]
    assert figures(feed.store) == {date(2024, 1, 1): 5, date(2024, 2, 1): 9, date(2024, 3, 1): 0}
    (revised,) = list_revisions("helpline", feed.store).to_dict("records")
    assert (revised["start"].date(), revised["before"], revised["after"]) == (date(2024, 2, 1), 6, 9)
    assert revised["is_revised"]
    assert examine(feed.store) == []


def test_a_cell_that_only_one_delivery_has_is_told_and_is_no_revision(feed: Feed) -> None:
    feed.deliver(
        "first.csv", [month(JANUARY, 5), {"offence": "Again", "offence_code": "repeat", "number": 2}]
    )
    feed.deliver("second.csv", [month(JANUARY, 5)])

    rows = list_revisions("helpline", feed.store).sort_values("offence").to_dict("records")
    assert [
        (row["offence"], row["before"], bool(pd.isna(row["after"])), row["is_revised"]) for row in rows
    ] == [
        ("calls", 5, False, False),
        ("repeat", 2, True, False),
    ]


def test_the_same_file_again_changes_nothing(feed: Feed) -> None:
    feed.deliver("calls.csv", [month(JANUARY, 5)])
    before = snapshot(feed.store)

    again = feed.deliver("calls.csv", [month(JANUARY, 5)])
    assert again.moment is None
    assert [period.outcome for period in again.periods] == ["unchanged"]
    assert snapshot(feed.store) == before


def test_undo_restores_the_state_before_byte_for_byte_and_can_be_undone(feed: Feed) -> None:
    feed.deliver("first.csv", [month(JANUARY, 5), month(FEBRUARY, 6)])
    before = snapshot(feed.store)
    second = feed.deliver("second.csv", [month(FEBRUARY, 9), month(MARCH, 7)])
    after = snapshot(feed.store)
    assert second.moment is not None

    # Each step opens the store anew, as after a restart.
    sentence = undo_import("helpline", second.moment, Store(feed.store.root))
    assert sentence.startswith("The import of second.csv on ")
    assert snapshot(feed.store) == before
    assert examine(feed.store) == []

    redo_import("helpline", Store(feed.store.root))
    assert snapshot(feed.store) == after
    assert examine(feed.store) == []

    undo_import("helpline", second.moment, feed.store)
    assert snapshot(feed.store) == before


def test_undoing_step_by_step_and_back_ends_where_it_began(feed: Feed) -> None:
    states, moments = [], []
    for number in (5, 6, 7):
        stored = feed.deliver(f"{number}.csv", [month(JANUARY, number)])
        assert stored.moment is not None
        states.append(snapshot(feed.store))
        moments.append(stored.moment)

    undo_import("helpline", moments[2], feed.store)
    assert snapshot(feed.store) == states[1]
    undo_import("helpline", moments[1], feed.store)
    assert snapshot(feed.store) == states[0]
    redo_import("helpline", feed.store)
    assert snapshot(feed.store) == states[1]
    redo_import("helpline", feed.store)
    assert snapshot(feed.store) == states[2]
    with pytest.raises(UserError, match="Nothing of this source was undone"):
        redo_import("helpline", feed.store)


def test_an_import_under_a_later_one_is_not_undone(feed: Feed) -> None:
    first = feed.deliver("first.csv", [month(JANUARY, 5)])
    feed.deliver("second.csv", [month(FEBRUARY, 6)])
    before = snapshot(feed.store)
    assert first.moment is not None

    with pytest.raises(UserError, match=r"The import of second\.csv .* came after it"):
        undo_import("helpline", first.moment, feed.store)
    assert snapshot(feed.store) == before


def test_what_another_source_imported_meanwhile_stays(feed: Feed, street: WriteStreet) -> None:
    stored = feed.deliver("calls.csv", [month(JANUARY, 5)])
    assert import_street([street([{}], name="2018-10-kent-street.csv")], feed.store).ok
    assert stored.moment is not None

    undo_import("helpline", stored.moment, feed.store)
    assert [row["source"] for row in rows_in_force(feed.store, "incidents")] == ["police"]
    redo_import("helpline", feed.store)
    assert {row["source"] for row in rows_in_force(feed.store, "incidents")} == {"police", "helpline"}
    assert examine(feed.store) == []


def test_what_was_undone_is_gone_once_something_else_is_stored(feed: Feed) -> None:
    first = feed.deliver("first.csv", [month(JANUARY, 5)])
    assert first.moment is not None
    undo_import("helpline", first.moment, feed.store)
    feed.deliver("second.csv", [month(JANUARY, 6)])

    with pytest.raises(UserError, match="Nothing of this source was undone"):
        redo_import("helpline", feed.store)
    assert len(list((feed.store.root / "monthly_counts").rglob("*.parquet"))) == 1
    assert examine(feed.store) == []


def test_a_month_is_removed_and_brought_back(feed: Feed) -> None:
    feed.deliver("calls.csv", [month(JANUARY, 5), month(FEBRUARY, 6)])
    before = snapshot(feed.store)

    moment = remove_month("helpline", date(2024, 2, 1), "Ann Officer", feed.store)
    assert figures(feed.store) == {date(2024, 1, 1): 5}
    assert examine(feed.store) == []
    removal = list_deliveries("helpline", feed.store)[0]
    assert (removal.action, removal.by, removal.starts) == ("removal", "Ann Officer", (date(2024, 2, 1),))

    undo_import("helpline", moment, feed.store)
    assert snapshot(feed.store) == before
    redo_import("helpline", feed.store)
    assert figures(feed.store) == {date(2024, 1, 1): 5}


def test_a_source_is_removed_and_brought_back(feed: Feed) -> None:
    year = {"start": "2023-04-01", "months": 12, "number": 40}
    feed.deliver("calls.csv", [month(JANUARY, 5), year])
    before = snapshot(feed.store)

    moment = remove_source("helpline", store=feed.store)
    assert files_in_force(feed.store, "incidents", "counts_file") == []
    assert files_in_force(feed.store, "partner_figures") == []
    undo_import("helpline", moment, feed.store)
    assert snapshot(feed.store) == before
    with pytest.raises(UserError, match="Nothing of this source is stored of May 2024"):
        remove_month("helpline", date(2024, 5, 1), store=feed.store)


def test_a_removal_is_undone_beside_what_was_imported_since_and_never_over_it(feed: Feed) -> None:
    feed.deliver("calls.csv", [month(JANUARY, 5), month(FEBRUARY, 6)])
    moment = remove_month("helpline", date(2024, 1, 1), store=feed.store)
    feed.deliver("march.csv", [month(MARCH, 7)])
    undo_import("helpline", moment, feed.store)
    assert set(figures(feed.store).values()) == {5, 6, 7}

    moment = remove_month("helpline", date(2024, 1, 1), store=feed.store)
    feed.deliver("january.csv", [month(JANUARY, 8)])
    with pytest.raises(UserError):
        undo_import("helpline", moment, feed.store)
    assert set(figures(feed.store).values()) == {8, 6, 7}


def test_a_month_of_the_police_is_removed_and_brought_back(feed: Feed, street: WriteStreet) -> None:
    assert import_street([street([{}], name="2018-10-kent-street.csv")], feed.store).ok
    before = snapshot(feed.store)

    moment = remove_month("police", date(2018, 10, 1), store=feed.store, force="kent")
    assert rows_in_force(feed.store, "incidents") == []
    assert examine(feed.store) == []
    undo_import("police", moment, feed.store)
    assert snapshot(feed.store) == before


def test_every_import_is_listed_with_who_and_when(feed: Feed) -> None:
    start = datetime.now(UTC) - timedelta(seconds=1)
    feed.deliver("first.csv", [month(JANUARY, 5), month(FEBRUARY, 6)])
    Feed(feed.store, "Bob Officer").deliver("second.csv", [month(JANUARY, 9)])

    imports = list_imports(feed.store)
    assert [(each.file, each.by, each.rows_stored) for each in imports] == [
        ("second.csv", "Bob Officer", 9),
        ("first.csv", "Ann Officer", 11),
    ]
    assert all(each.moment > start for each in imports)


KILLED: list[Callable[[Iterable[Path], Store], Done]] = [deliver_files, undo_latest, redo_latest]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("step", KILLED, ids=lambda step: step.__name__)
def test_a_step_killed_at_any_moment_leaves_the_old_state_or_the_new_one(
    feed: Feed, tmp_path: Path, step: Callable[[Iterable[Path], Store], Done]
) -> None:
    feed.deliver("first.csv", [month(JANUARY, 5), month(FEBRUARY, 6)])
    old = {date(2024, 1, 1): 5, date(2024, 2, 1): 6}
    new = {date(2024, 1, 1): 5, date(2024, 2, 1): 9}
    if step is not deliver_files:
        second = feed.deliver("second.csv", [month(FEBRUARY, 9)])
        old, new = new, old
    if step is redo_latest:
        assert second.moment is not None
        undo_import("helpline", second.moment, feed.store)
        old, new = new, old
    path = tmp_path / "second.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("month", "number"), (FEBRUARY, 9)])

    for copy in kill_at_steps(step, feed.store, [path], every=4 if step is deliver_files else 2):
        assert figures(copy) in (old, new)
        # The next step begins as if nothing had happened.
        Feed(copy).deliver("third.csv", [month(MARCH, 7)])
        assert figures(copy) in ({**old, date(2024, 3, 1): 7}, {**new, date(2024, 3, 1): 7})
        assert examine(copy) == []
