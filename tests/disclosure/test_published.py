"""What csp publish writes, and what public mode answers from it."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date

import pyarrow.parquet as pq
import pytest

from csp.core import settings
from csp.core.errors import UserError
from csp.core.filters import Filters, Period
from csp.core.scope import Scope
from csp.data import queries
from csp.data.store import MANIFEST
from csp.imports.check import examine
from csp.imports.ownership import PUBLISHED, SECRET
from csp.imports.published import write_published
from csp.imports.publishing_secret import read_secret

YEAR = Period(date(2020, 1, 1), 12)


def view(measure="robbery", wards=(), period=YEAR):
    filters = Filters("sample", measure, wards, period, period.shift(-1), ())
    return filters, Scope(period.each(), period.shift(-1).each(), (), (), (), ())


@pytest.mark.usefixtures("published")
def test_whole_years_are_published_and_no_single_month():
    assert queries.is_published()
    assert queries.published_periods() == (YEAR, YEAR.shift(-1), YEAR.shift(-2))
    home = settings.area().home
    month = Period(date(2020, 6, 1), 1)
    frame = queries.by_ward(*view(period=month), home)
    assert set(frame["ward_code"]) == {""}


def test_what_is_published_has_no_fault_no_ward_of_a_month_and_no_place(published):
    assert examine(published, PUBLISHED) == []
    tables = [read_rows(path) for path in sorted((published.root / "monthly_counts").iterdir())]
    assert {row["ward_code"] for rows in tables for row in rows} == {None}
    names = {path.name for path in published.root.iterdir()}
    assert not names & {"incidents", "rejects", "near_misses", "schools"}
    manifest = read_rows(published.root / MANIFEST)
    assert {row["imported_by"] for row in manifest} == {None}


def read_rows(path):
    return pq.read_table(path, partitioning=None).to_pylist()


def test_districts_have_the_counts_of_the_sample(published):
    of_districts = [Counter(), Counter()]
    for counts, root in zip(of_districts, (published.root, settings.SAMPLE), strict=True):
        for path in (root / "monthly_counts").rglob("*.parquet"):
            for row in read_rows(path):
                counts[row["month"], row["district_code"], row["offence"], row["flag"]] += row["n"]
    assert of_districts[0] == of_districts[1]


def test_wards_add_up_to_the_borough_with_what_they_leave_of_it(published):
    home = settings.area().home
    assert read_rows(next((published.root / "ward_counts").iterdir()))
    frame = queries.by_ward(*view(), home)
    whole = queries.by_district(*view(), home)
    borough = whole[whole["district_code"] == home].set_index("measure")["now"]
    assert frame.groupby("measure")["now"].sum().to_dict() == borough.to_dict()


@pytest.mark.usefixtures("published")
def test_a_true_store_in_place_of_a_published_one_shows_nothing(monkeypatch):
    assert queries.list_sources() == ("sample",)
    monkeypatch.setenv("CSP_PUBLISHED", str(settings.SAMPLE))
    assert queries.list_sources() == ()
    assert not queries.is_published()


def test_nothing_is_published_from_a_damaged_store(published_sample, tmp_path, monkeypatch):
    sample = tmp_path / "sample"
    shutil.copytree(settings.SAMPLE, sample)
    file = next((sample / "monthly_counts").rglob("*.parquet"))
    file.write_bytes(file.read_bytes()[:-10])
    monkeypatch.setattr(settings, "SAMPLE", sample)
    monkeypatch.setenv("CSP_AREA", published_sample["CSP_AREA"])
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    monkeypatch.setenv("CSP_PUBLISHED", str(tmp_path / "published"))
    with pytest.raises(UserError, match="is damaged, so nothing was published"):
        write_published()
    assert not (tmp_path / "published").exists()


def test_publishing_takes_no_folder_of_somebody_else(published_sample, tmp_path, monkeypatch):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    for name in ("CSP_AREA", "CSP_EXTRACTS"):
        monkeypatch.setenv(name, published_sample[name])
    monkeypatch.setenv("CSP_PUBLISHED", str(tmp_path))
    with pytest.raises(UserError, match=r"notes\.txt"):
        write_published()
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_secret_that_cannot_be_read_is_not_replaced(tmp_path):
    (tmp_path / SECRET).write_text("{", encoding="utf-8")
    with pytest.raises(UserError, match="Restore it from a backup"):
        read_secret(tmp_path)
    assert (tmp_path / SECRET).read_text(encoding="utf-8") == "{"
