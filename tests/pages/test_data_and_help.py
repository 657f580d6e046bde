"""The pages Data and Help: what is loaded, and what the words mean."""

from __future__ import annotations

import re
from datetime import date

from csp.core import settings
from csp.topics.help.findings import ABBREVIATIONS, METHODS


def test_the_sample_is_listed_with_its_months(visit):
    screen = visit("data")
    assert screen.title == "36 months of 1 source loaded: none missing in between, none incomplete."
    (row,) = screen.texts("loaded_months").values()
    assert row[0] == "Sample"
    assert row[2] == "Jan 2018 to Dec 2020"
    assert row[3:6] == ["36", "none", "none"]
    assert "none imported, so maps are schematic" in screen.text


def test_gaps_and_incomplete_months_are_named(visit, write_store, monkeypatch, tmp_path):
    """Eight months of Kent, one of them not there, one with a tenth of the rows around it."""
    write_months(write_store, tmp_path / "extracts")
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    screen = visit("data")
    assert screen.title == "43 months of 2 sources loaded: 1 month missing in between and 1 month incomplete."
    row = screen.texts("loaded_months")["police kent"]
    assert row[:3] == ["data.police.uk", "Kent", "Jan to Mar 2019, May to Aug 2019"]
    assert row[3:6] == ["7", "Apr 2019", "Jun 2019"]
    assert "Open Government Licence" in row[8]


def write_months(write_store, folder):
    burglary = {"source": "police", "district_code": settings.SAMPLE_HOME, "offence": "burglary"}
    rows = [
        {**burglary, "month": date(2019, month, 1), "n": n}
        for month, n in ((1, 100), (2, 100), (3, 100), (5, 100), (6, 10), (7, 100), (8, 100))
    ]
    write_store(folder, rows)


def test_help_names_the_rule_of_every_method_and_the_version(visit):
    screen = visit("help")
    for name, _ in METHODS:
        assert f"{name}." in screen.text
    assert "Benjamini and Hochberg" in screen.text
    assert f"version {settings.read_version()}" in visit("help", tab="About").text


def test_every_abbreviation_of_the_plan_is_explained_or_said_to_be_unknown(visit):
    explained = {short for short, *_ in ABBREVIATIONS}
    assert {"DAVSS", "CDAP", "OSARA", "CST", "CSU", "CGL", "PAS", "DCSM"} <= explained
    assert explained == set(visit("help", tab="Abbreviations").texts("abbreviations"))
    plan = (settings.REFERENCE / "plans" / "2021-22.csv").read_text(encoding="utf-8")
    for short, long, origin in ABBREVIATIONS:
        if origin == "as the action plan spells it out":
            assert re.search(re.escape(long.split(",")[0]), plan), short
