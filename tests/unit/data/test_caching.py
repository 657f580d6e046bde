"""What is computed from the data is kept until the stores, the reference tables or the settings change."""

from __future__ import annotations

import os
from datetime import date

import pytest

from csp.comparison import resolve as view
from csp.core import settings
from csp.core.filters import Filters, Period
from csp.data import database, queries
from csp.data.caching import keep_while_data_stands

HOME = "E07000116"
JUNE = date(2020, 6, 1)


@pytest.fixture
def counted():
    """A function that gives back its argument with the number of times it was called."""
    calls = []

    def count(argument):
        calls.append(argument)
        return argument, len(calls)

    return count


@pytest.fixture
def fill(extracts, write_store, tmp_path, monkeypatch):
    """Replaces the extracts, and has the stamp looked up at every call."""
    monkeypatch.delenv("CSP_AREA", raising=False)
    monkeypatch.setattr(settings, "SAMPLE", tmp_path / "no sample")
    monkeypatch.setattr(database, "_LOOK_AGAIN", -1.0)
    return lambda n: write_store(
        extracts.root,
        [
            {"source": "police", "month": JUNE, "district_code": HOME, "offence": "shoplifting", "n": n},
        ],
    )


@pytest.fixture
def put_settings(tmp_path, monkeypatch):
    """Puts settings in force: the ones delivered with a text replaced."""

    def put(old="", new="", name="area.toml"):
        path = tmp_path / name
        text = (settings.REFERENCE / "area.toml").read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new) if old else text, encoding="utf-8")
        monkeypatch.setenv("CSP_AREA", str(path))
        return path

    return put


def test_an_answer_is_kept_while_the_data_stand(fill, counted):
    answer = keep_while_data_stands(maxsize=4)(counted)
    fill(1)
    assert answer("a") == answer("a") == ("a", 1)
    fill(2)
    assert answer("a") == answer("a") == ("a", 2)


def test_other_settings_in_the_same_file_are_an_answer_anew(fill, put_settings, counted):
    answer = keep_while_data_stands(maxsize=4)(counted)
    fill(1)
    put_settings()
    assert answer("a") == answer("a") == ("a", 1)
    put_settings("small_base = 50", "small_base = 500")
    assert answer("a") == answer("a") == ("a", 2)


@pytest.mark.parametrize("look_again_s", [-1.0, 60.0])
def test_other_settings_count_at_once_although_the_data_were_just_looked_at(
    fill, put_settings, counted, monkeypatch, look_again_s
):
    monkeypatch.setattr(database, "_LOOK_AGAIN", look_again_s)
    answer = keep_while_data_stands(maxsize=4)(counted)
    fill(1)
    assert answer("a") == ("a", 1)
    put_settings("small_base = 50", "small_base = 5")
    assert answer("a") == ("a", 2)
    put_settings("small_base = 50", "small_base = 51", name="other.toml")
    assert answer("a") == ("a", 3)
    monkeypatch.delenv("CSP_AREA")
    assert answer("a") == ("a", 1)


def test_another_folder_of_extracts_is_an_answer_anew_at_once(fill, counted, tmp_path, monkeypatch):
    monkeypatch.setattr(database, "_LOOK_AGAIN", 60.0)
    answer = keep_while_data_stands(maxsize=4)(counted)
    fill(1)
    assert answer("a") == ("a", 1)
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "other"))
    assert answer("a") == ("a", 2)


def test_a_reference_table_that_changes_is_an_answer_anew(fill, counted, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "REFERENCE", tmp_path)
    monkeypatch.setenv("CSP_AREA", str(settings.ROOT / "data" / "reference" / "area.toml"))
    table = tmp_path / "areas.csv"
    table.write_bytes((settings.ROOT / "data" / "reference" / "areas.csv").read_bytes())
    answer = keep_while_data_stands(maxsize=4)(counted)
    fill(1)
    assert answer("a") == ("a", 1)
    ahead = tmp_path.stat().st_mtime_ns + 10**12
    os.utime(table, ns=(ahead, ahead))
    assert answer("a") == ("a", 2)


def test_a_comparison_follows_the_settings_it_depends_on(fill, put_settings):
    fill(1)
    june = Period(JUNE, 1)
    filters = Filters(
        source="police", measure="shoplifting", wards=(), period=june, comparison=june.shift(-1), exclude=()
    )

    def counted_months():
        series, _ = view.fetch_monthly_series(filters, HOME, june, ["shoplifting"])
        return series["shoplifting"]

    put_settings()
    assert counted_months() == [1.0]
    put_settings("public = false", "public = true")
    assert queries.list_sources() == (), "nothing is published, and the true months are not read"
    put_settings()
    fill(7)
    assert counted_months() == [7.0]


def test_a_kept_function_has_its_own_name_and_docstring():
    assert queries.populations.__name__ == "populations"
    assert queries.populations.__doc__ == "Mid-year population of districts and wards."
