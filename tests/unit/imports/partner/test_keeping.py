"""Check, repair and status on a store with partners' extracts, and what pages read of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from csp.core.partner.declaration import Declaration
from csp.core.partner.profile import ColumnUse, Profile
from csp.data import queries
from csp.data.store import MANIFEST, PREVIOUS, UNDONE, Store
from csp.imports.check import examine
from csp.imports.partner.mapping.declaring import declare_source
from csp.imports.partner.mapping.profiles import list_profiles, save_profile
from csp.imports.partner.undoing import redo_import, undo_import
from csp.imports.repair import repair
from csp.imports.report import status
from tests.stored import files_in_force, read_rows, rows_in_force
from tests.unit.imports.partner.made_extracts import HELPLINE, Feed

YEAR = {"start": "2023-04-01", "months": 12, "number": 40}


def month(number: int, start: str = "2024-01-01") -> dict[str, object]:
    return {"start": start, "number": number}


@pytest.fixture
def feed(extracts: Store) -> Feed:
    return Feed(extracts)


def test_status_tells_the_sources_of_partners_apart_from_the_police(feed: Feed) -> None:
    feed.deliver("calls.csv", [month(5), month(6, "2024-03-01"), YEAR])
    lines = status(feed.store)
    start = lines.index("From partners:")
    assert lines[start : start + 4] == [
        "From partners:",
        "  helpline: 2 months, 2024-01, 2024-03; 11 counted",
        "    not loaded in between: 2024-02",
        "  helpline: quarters and years that begin in 2023-04",
    ]
    assert any(line.startswith("Recorded crime: none loaded") for line in lines)


def test_a_damaged_month_is_found_with_what_to_do(feed: Feed) -> None:
    feed.deliver("calls.csv", [month(5)])
    (path,) = files_in_force(feed.store, "incidents", "counts_file")
    Path(path).write_bytes(b"no Parquet")

    (finding,) = examine(feed.store)
    assert finding.remedy == "Import calls.csv again: python -m csp import partner PATH --profile NAME."
    assert [line for line in repair(feed.store).left if "calls.csv" in line]


def test_a_damaged_file_of_an_earlier_delivery_is_forgotten_by_repair(feed: Feed) -> None:
    feed.deliver("first.csv", [month(5)])
    (earlier,) = files_in_force(feed.store, "incidents", "counts_file")
    feed.deliver("second.csv", [month(6)])
    Path(earlier).write_bytes(b"no Parquet")

    (finding,) = examine(feed.store)
    assert finding.remedy == "It was kept for an undo alone. Run python -m csp repair, which does without it."
    repaired = repair(feed.store)
    assert repaired.done[0] == (
        "1 file of earlier deliveries could not be read and cannot be brought back any more."
    )
    assert (repaired.left, examine(feed.store)) == ([], [])
    assert [row["n"] for row in read_rows(feed.store, "incidents", "counts_file")] == [6]


def test_a_damaged_list_of_what_was_undone_is_done_without(feed: Feed) -> None:
    stored = feed.deliver("calls.csv", [month(5)])
    assert stored.moment is not None
    undo_import("helpline", stored.moment, feed.store)
    (feed.store.root / UNDONE).write_bytes(b"no Parquet")

    assert [finding.name for finding in examine(feed.store)][:1] == [UNDONE]
    assert repair(feed.store).left == []
    assert examine(feed.store) == []


def test_repair_keeps_what_was_undone(feed: Feed) -> None:
    stored = feed.deliver("calls.csv", [month(5)])
    assert stored.moment is not None
    undo_import("helpline", stored.moment, feed.store)
    assert repair(feed.store).left == []
    redo_import("helpline", feed.store)
    assert [row["n"] for row in read_rows(feed.store, "incidents", "counts_file")] == [5]


def test_the_list_of_files_is_written_anew_from_them(feed: Feed) -> None:
    feed.deliver("calls.csv", [month(5), YEAR])
    for name in (MANIFEST, PREVIOUS):
        (feed.store.root / name).write_bytes(b"no Parquet")

    assert repair(feed.store).left == []
    assert examine(feed.store) == []
    (months,), (year,) = (rows_in_force(feed.store, kind) for kind in ("incidents", "partner_figures"))
    assert (months["source"], months["month"], months["rows_stored"]) == ("helpline", date(2024, 1, 1), 5)
    assert (year["force"], year["month"], year["rows_stored"]) == ("helpline-12", date(2023, 4, 1), 40)
    # It goes on from there.
    feed.deliver("again.csv", [month(6)])
    assert [row["n"] for row in read_rows(feed.store, "incidents", "counts_file")] == [6]


def test_profiles_and_declarations_are_no_strangers_in_the_store(feed: Feed) -> None:
    declare_source(HELPLINE)
    save_profile(Profile("Calls", "helpline", (ColumnUse("Month", "month"), ColumnUse("Calls", "count"))))
    feed.deliver("calls.csv", [month(5)])
    assert examine(feed.store) == []
    assert list_profiles() == ("Calls",)


def test_pages_find_a_source_of_months_once_it_is_declared(feed: Feed) -> None:
    declare_source(HELPLINE)
    feed.deliver("calls.csv", [month(5)])
    loaded = queries.loaded(queries.area().force_slug)["helpline"]
    assert loaded.months == {date(2024, 1, 1)}
    # Calls are no recorded crime: pages do not begin with them.
    assert queries.list_sources()[-1] == "helpline"
    assert queries.is_sample_shown()


def test_crimes_that_a_partner_gives_are_shown_before_the_sample(feed: Feed) -> None:
    declare_source(
        Declaration("helpline", "Police", "Open", "Police", "crimes", vocabulary="recorded", kind="crime")
    )
    feed.deliver("crimes.csv", [{**month(5), "offence_code": "robbery"}])
    assert queries.list_sources()[0] == "helpline"
    assert queries.list_unloaded_peers() != ()
    assert queries.find_partly_loaded_peers() == {}
