"""What is new in the archive, or revised there, is fetched and said; nothing else is."""

from __future__ import annotations

from datetime import date

import pytest

from csp.imports.manifest import manifest_rows
from tests.services import answers
from tests.services.made import arrange, make_archive, make_street_file
from tests.stored import rows_in_force

MONTHS = [date(2026, month, 1) for month in (6, 7, 8, 9)]


def make_files(months):
    return {
        ("cumbria", month): make_street_file("cumbria", month, arrange("cumbria"), 0.01) for month in months
    }


def count_lines(content: bytes) -> int:
    return content.decode().count("\n") - 1


def cut_rows(content: bytes, rows: int) -> bytes:
    return b"".join(content.splitlines(keepends=True)[:-rows])


@pytest.mark.usefixtures("well")
def test_new_and_revised_months_are_said_with_their_rows(run, place, server):
    files = make_files([*MONTHS, date(2026, 10, 1)])
    revised = "cumbria", date(2026, 7, 1)
    before = count_lines(files[revised])
    files[revised] = cut_rows(files[revised], 2)
    server.published.archives["2026-10"] = make_archive(files)
    server.published.newest = "2026-10"
    result = run("update")
    assert (result.code, result.err) == (0, [])
    new = count_lines(files["cumbria", date(2026, 10, 1)])
    assert result.out[:2] == [f"Jul 2026 revised: {before} to {before - 2} rows", f"Oct 2026 new: {new} rows"]
    stored = {row["month"]: row["rows_read"] for row in rows_in_force(place.store, "incidents")}
    assert stored == {month: count_lines(content) for (_, month), content in files.items()}
    assert [row["rows_read"] for row in manifest_rows(place.store) if row["replaced_at"]] == [before]


@pytest.mark.usefixtures("well")
def test_nothing_new_is_said_and_only_the_list_is_read(run, server):
    sent = server.sent
    result = run("update")
    assert result.code == 0
    assert result.out == ["Nothing is new: every month is as the archive has it. It goes to Sep 2026."]
    assert server.sent - sent <= len(server.published.archives["2026-09"])


@pytest.mark.usefixtures("well")
def test_a_revision_of_the_same_number_of_rows_is_said_as_such(run, server):
    files = make_files(MONTHS)
    key = "cumbria", MONTHS[0]
    files[key] = files[key].replace(b"Burglary", b"Robbery ".strip(), 1)
    server.published.archives["2026-09"] = make_archive(files)
    (line,) = [line for line in run("update").out if "Jun 2026" in line]
    assert line == f"Jun 2026 revised: {count_lines(files[key])} rows as before, in other words or places"


@pytest.mark.usefixtures("well")
def test_a_month_that_was_not_supplied_at_first_is_new_later(run, place, server):
    files = make_files(MONTHS)
    late = files.pop(("cumbria", MONTHS[1]))
    others = {("essex", month): b"x" for month in MONTHS}
    server.published.archives["2026-09"] = make_archive(files | others)
    assert run("update").out == ["Nothing is new: every month is as the archive has it. It goes to Sep 2026."]
    assert len(rows_in_force(place.store, "incidents")) == 4  # what was there stays
    server.published.archives["2026-09"] = make_archive(make_files(MONTHS) | others)
    assert count_lines(late) > 0
    assert run("update").code == 0


@pytest.mark.usefixtures("well")
def test_a_lost_record_costs_a_download_and_changes_nothing(run, place):
    (place.downloads / "fetched.json").write_text("{}")
    assert run("update").out == ["Nothing is new: every month is as the archive has it. It goes to Sep 2026."]
    assert not [row for row in manifest_rows(place.store) if row["replaced_at"]]


@pytest.mark.usefixtures("well")
def test_an_archive_that_fails_is_said_and_changes_nothing(run, place, server):
    before = manifest_rows(place.store)
    server.faults["/bucket"] = [answers.be_out_of_order] * 9
    result = run("update")
    assert result.code == 1
    assert result.err[0] == "The police archive is out of order (503)."
    assert manifest_rows(place.store) == before


def test_where_nothing_is_loaded_setup_comes_first(run, place):
    place.area.write_text('home = "Cumberland"\n')
    result = run("update")
    assert result.code == 1
    assert 'Run python -m csp setup "Cumberland" first.' in result.err[0]
