"""The page about roads on real collisions: West Yorkshire of 2024, with nothing before it."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from csp.core import settings
from csp.data import database
from csp.imports.formats.collisions import import_collisions
from csp.imports.formats.population import import_population

pytestmark = pytest.mark.real

WEST_YORKSHIRE = ("E08000035", "E08000032", "E08000033", "E08000034", "E08000036")
LEEDS = WEST_YORKSHIRE[0]
TABS = ("Who", "When", "Conditions", "Parishes and wards", "Districts", "Harm and cost")


@pytest.fixture
def leeds(real, extracts, monkeypatch, tmp_path):
    """Leeds as home of the settings, with the collisions and the population of its county imported."""
    here = replace(settings.area(), home=LEEDS, peers=WEST_YORKSHIRE)
    monkeypatch.setattr(settings, "area", lambda: here)
    start = real / "collisions"
    files = [
        start / f"stats19_2024_west_yorkshire_{kind}.csv" for kind in ("collisions", "casualties", "vehicles")
    ]
    population = tmp_path / "population.csv"
    lines = [f"{code},2024,{read_population(real, code)}" for code in WEST_YORKSHIRE]
    population.write_text("\n".join(["area_code,year,population", *lines]), encoding="utf-8")
    assert import_population([population], extracts).ok
    assert import_collisions(files, extracts).ok
    database.forget_stamp()
    yield start
    database.forget_stamp()


def read_population(real, code):
    path = real / "population" / "mye24_persons_by_age_lad_mid2024_ew.csv"
    return next(int(row["All ages"]) for row in read_file(path) if row["Code"] == code)


def read_file(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def test_a_real_year_is_shown_by_rate_and_severity_without_a_year_before(leeds, real, visit):
    collisions = read_file(leeds / "stats19_2024_west_yorkshire_collisions.csv")
    keys = {row["collision_index"] for row in collisions if row["local_authority_ons_district"] == LEEDS}
    hurt = [
        row
        for row in read_file(leeds / "stats19_2024_west_yorkshire_casualties.csv")
        if row["collision_index"] in keys
    ]
    fatal = sum(row["casualty_severity"] == "1" for row in hurt)
    serious = sum(
        float(row["casualty_adjusted_severity_serious"]) for row in hurt if row["casualty_severity"] != "1"
    )
    people = read_population(real, LEEDS)
    page = visit("road_safety")
    assert page.title.startswith(
        f"{len(hurt):,} casualties in Leeds; {1000 * len(hurt) / people:.1f} per 1,000 people, "
    )
    assert page.says("Jan to Dec 2023 is not loaded: nothing to compare with")
    assert page.says("Source: Department for Transport")
    rows = page.texts("severities")
    assert rows["fatal"][1] == str(fatal)
    assert rows["killed_or_serious"][1] == f"{int(fatal + serious + 0.5):,}"
    for tab in TABS:
        page = visit("road_safety", tab=tab)
        assert not page.app.exception
        assert page.title.startswith(f"{len(hurt):,} casualties in Leeds")
    assert "No values in pounds loaded" in page.app.info[0].value
