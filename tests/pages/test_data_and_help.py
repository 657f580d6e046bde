"""The pages Data and Help: what is loaded, and what the words mean."""

from __future__ import annotations

import csv
import re
from datetime import date

import pytest

from csp.core import settings
from csp.core.status import LoadedTable
from csp.shell.pages import PAGES
from csp.topics.data_status.tables import build_others
from csp.topics.help.findings import AREA_METHODS, METHODS, METHODS_OF_PAGES, ROAD_METHODS
from tests.pages import recount
from tests.pages.markdown import read


def test_the_sample_is_listed_with_its_months(visit):
    screen = visit("data")
    assert screen.title == (
        "36 months of 1 source loaded, up to Dec 2020: none missing in between, none incomplete."
    )
    (row,) = screen.texts("loaded_months").values()
    assert row[0] == "Sample"
    assert row[2] == "Jan 2018 to Dec 2020"
    assert row[3].endswith("years old")
    assert row[4:6] == ["none", "none"]
    assert "none imported, so maps are schematic" in visit("data", show="Outlines and population").text
    screen = visit("data", show="Road collisions")
    roads = screen.texts("loaded_roads")
    assert [row[:3] for row in roads.values()] == [
        ["Sample", table, "2017 to 2020"] for table in ("Collisions", "Casualties", "Vehicles")
    ]
    assert "none imported, so those shown are simulated" in screen.text


def test_gaps_and_incomplete_months_are_named(visit, write_store, monkeypatch, tmp_path):
    """Eight months of Kent, one of them not there, one with a tenth of the rows around it."""
    write_months(write_store, tmp_path / "extracts")
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    screen = visit("data")
    assert screen.title == (
        "43 months of 2 sources loaded, up to Dec 2020: 1 month missing in between and 1 month incomplete."
    )
    row = screen.texts("loaded_months")["police kent"]
    assert row[:3] == ["data.police.uk", "Kent Police", "Jan to Mar 2019, May to Aug 2019"]
    assert row[4:6] == ["Apr 2019", "Jun 2019"]
    assert "Open Government Licence" in row[9]


def test_the_day_of_an_import_is_shown():
    loaded = LoadedTable("lookup", "Kent", (), 902, date(2026, 11, 5))
    (row,) = build_others([loaded]).rows
    assert [cell.text for cell in row.cells][1:5] == ["Kent", "–", "902", "5 Nov 2026"]


def test_the_built_in_population_is_listed_with_its_vintage_and_licence(visit):
    (row,) = visit("data", show="Outlines and population").texts("loaded_tables").values()
    years = {row["year"] for row in read_population()}
    assert row[:3] == ["Population", "built in", f"{min(years)} to {max(years)}"]
    assert row[3] == str(len(read_population()))
    assert "Open Government Licence" in row[5]


def read_population():
    with (settings.REFERENCE / "population.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


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
    for tab, methods in (("Methods about areas", AREA_METHODS), ("Methods about roads", ROAD_METHODS)):
        text = visit("help", help_tab=tab).text
        assert all(f"**{name}.**" in text for name, _ in methods)
    assert f"version {settings.read_version()}" in visit("help", help_tab="About").text


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.file)
def test_the_link_to_help_opens_what_is_said_of_the_page_first(spec, visit):
    screen = visit("help", about=spec.file)
    assert read(screen.app.header[0].value) == f"On the page {spec.title}"
    own = METHODS_OF_PAGES.get(spec.file, ())
    assert re.findall(r"\*\*(.+?)\.\*\*", screen.text)[: len(own)] == list(own)
    for name, _ in METHODS:
        assert screen.text.count(f"**{name}.**") == 1


def test_an_unknown_page_in_a_link_to_help_changes_nothing(visit):
    assert visit("help", about="<b>").text == visit("help").text


def test_help_says_how_each_kind_of_file_is_imported(visit):
    screen = visit("help", help_tab="Load data")
    for command in ("boundaries", "population", "lookup", "police", "collisions", "near-misses"):
        assert f"import {command}" in screen.text


def test_every_abbreviation_of_the_plan_is_explained(visit):
    abbreviations = recount.reference("abbreviations.csv")
    explained = {row["abbreviation"] for row in abbreviations}
    assert {"DAVSS", "CDAP", "OSARA", "CST", "CSU", "CGL", "PAS", "DCSM"} <= explained
    assert explained == set(visit("help", help_tab="Abbreviations").texts("abbreviations"))
    plan = (settings.REFERENCE / "plans" / "E07000116" / "2021-22.csv").read_text(encoding="utf-8")
    for row in abbreviations:
        if row["origin"] == "as the action plan spells it out":
            assert re.search(re.escape(row["meaning"].split(",")[0]), plan), row


def test_help_says_the_dispersion_in_use_of_every_crime_type(visit):
    (said,) = re.findall(r"Counts of (.+?)\.(?:\n|$)", visit("help").text, re.MULTILINE)
    kent = tuple(recount.list_county())
    shown = [code for code, measure in recount.measures().items() if measure.get("published")]
    phi = {code: recount.dispersion(code, kent) for code in shown}
    order = sorted(shown, key=phi.get, reverse=True)
    nouns = {code: recount.measures()[code]["noun"] for code in shown}
    first, *others = (f"{nouns[code]} {recount.fixed(phi[code])}" for code in order)
    assert order[0] == "shoplifting"
    assert re.sub(r" \(in a ward \d\.\d times\)", "", said) == (
        f"{first.replace(' offences', ' offences vary')} times as much as those of independent events would; "
        f"those of {', '.join(others[:-1])} and {others[-1]}"
    )


def test_help_explains_itself_where_no_crime_is_loaded(visit, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "SAMPLE", tmp_path / "no sample")
    text = visit("help").text
    assert "How much counts vary." in text
    assert "times as much as those of" not in text
