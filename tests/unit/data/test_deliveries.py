"""The months that are loaded, with each delivery of them, as the list of files tells."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime

import pytest

from csp.core import settings
from csp.data import deliveries, queries

HOME = settings.SAMPLE_HOME
FIRST, LATER = datetime(2024, 3, 4, tzinfo=UTC), datetime(2024, 6, 7, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "SAMPLE", tmp_path / "no sample")
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    return tmp_path / "extracts"


def make_rows(*counts):
    base = {"source": "police", "district_code": HOME, "offence": "burglary"}
    return [{**base, "month": date(2024, i, 1), "n": n} for i, n in enumerate(counts, start=1) if n]


def make_import(**changes):
    row = {"kind": "incidents", "source": "police", "force": "kent", "month": date(2024, 1, 1)}
    return {**row, "rows_read": 0, "rows_stored": 0, "sequence": 1, **changes}


def test_a_month_has_its_deliveries_in_order_and_the_figures_in_force(folder, write_store):
    earlier = make_import(
        rows_read=70, rows_stored=60, file="a.csv", imported_at=FIRST, imported_by="Ann", replaced_at=LATER
    )
    write_store(folder, make_rows(100), manifest=[earlier])
    (month,) = deliveries.list_months()
    assert (month.read, month.stored) == (100, 100)
    assert [(each.stored, each.by, each.replaced) for each in month.deliveries] == [
        (60, "Ann", LATER),
        (100, "", None),
    ]


def test_a_month_that_was_removed_is_not_among_them(folder, write_store):
    write_store(folder, make_rows(100), manifest=[make_import(month=date(2024, 2, 1), replaced_at=LATER)])
    assert [month.month.month for month in deliveries.list_months()] == [1]


def test_an_incomplete_month_has_what_is_usual_around_it(folder, write_store):
    write_store(folder, make_rows(100, 104, 30, 100, 96))
    usual = {each.month.month: each.usual for each in deliveries.list_months()}
    assert usual == {1: None, 2: None, 3: 100.0, 4: None, 5: None}


def test_a_quarter_of_a_partner_is_one_entry_under_the_source(folder, write_store):
    quarter = make_import(
        kind="partner_figures", source="helpline", force="helpline-3", month=date(2024, 4, 1), rows_stored=12
    )
    write_store(folder, manifest=[quarter])
    (entry,) = deliveries.list_months()
    assert (entry.source, entry.force, entry.span, entry.stored) == ("helpline", "helpline", 3, 12)
    assert entry.period.each() == (date(2024, 4, 1), date(2024, 5, 1), date(2024, 6, 1))


def test_the_latest_months_of_a_source_that_says_so_are_provisional(
    folder, write_store, tmp_path, monkeypatch
):
    tables = shutil.copytree(settings.REFERENCE, tmp_path / "reference")
    text = (tables / "measures.yml").read_text(encoding="utf-8")
    label = "    label: data.police.uk\n"
    (tables / "measures.yml").write_text(
        text.replace(label, f"{label}    provisional_months: 2\n"), encoding="utf-8"
    )
    write_store(folder, make_rows(100, 100, 0, 100))
    assert deliveries.find_provisional("police") == frozenset()
    monkeypatch.setattr(settings, "REFERENCE", tables)
    monkeypatch.setattr("csp.core.measures.REFERENCE", tables)
    deliveries.list_months.cache_clear()
    assert deliveries.find_provisional("police") == {date(2024, 2, 1), date(2024, 4, 1)}
    assert deliveries.find_provisional("sample") == frozenset()
    assert queries.loaded("kent")["police"].months >= {date(2024, 4, 1)}
