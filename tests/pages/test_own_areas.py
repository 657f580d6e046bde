"""A town and a future council of one's own on the sample: as home, in the filter, and their plan."""

from __future__ import annotations

import shutil

import pytest

from csp.core import settings
from tests.pages import recount
from tests.pages.recount import count, fixed, population, year

NOW, BEFORE = year(2020), year(2019)
TOWN, UNITARY = "E06000997", "E06000998"
WEST = ("E07000111", "E07000115", "E07000110", "E07000116")
NAMES = ("Culverden", "Park", "Sherwood")
WARDS = tuple(row["ward_code"] for row in recount.reference("wards.csv") if row["ward"] in NAMES)
PAGES = ("wards", "profile", "trends", "road_safety", "report", "what_if", "priorities", "data")


@pytest.fixture
def put(tmp_path, monkeypatch):
    """Puts a home in force beside a town, Spa, and a future council, West Kent."""
    folder = tmp_path / "reference"
    shutil.copytree(settings.REFERENCE, folder)
    lines = [
        "district_code,district,made_of",
        *(f"{TOWN},Spa,Tunbridge Wells: {name}" for name in NAMES),
        f"{UNITARY},West Kent,{'; '.join(WEST)}",
    ]
    (folder / "districts.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    monkeypatch.setattr(settings, "REFERENCE", folder)
    monkeypatch.setenv("CSP_BOARD", str(tmp_path / "board"))

    def put(home):
        (tmp_path / "area.toml").write_text(f'home = "{home}"\n', encoding="utf-8")
        monkeypatch.setenv("CSP_AREA", str(tmp_path / "area.toml"))

    return put


def test_a_town_is_home_with_the_counts_the_rate_and_the_plan_of_its_own(put, visit):
    put("Spa")
    now, before = (count("all_crime", period, wards=WARDS) for period in (NOW, BEFORE))
    screen = visit("overview")
    assert screen.title.startswith(f"All crime in Spa fell by {before - now:,} ")
    people = sum(population(ward, 2020) for ward in WARDS)
    notes = {label: (figure, note) for label, figure, note in screen.figures("figures")}
    assert notes["Jan to Dec 2020"] == (f"{now:,}", f"{fixed(1000 * now / people)} per 1,000")
    assert notes["Actions overdue"][0] == "–"
    # Where it lies is no peer: its rows would stand in both.
    assert "Tunbridge Wells" not in [row[0] for row in screen.go("county").texts("ranks").values()]


def test_every_page_is_drawn_for_a_town(put, visit):
    put("Spa")
    screen = visit()
    for page in PAGES:
        screen.go(page)
        assert "Tunbridge Wells" not in screen.title, page
        assert not screen.app.error, page


def test_a_future_council_has_what_its_districts_have_and_its_part_keeps_its_plan(put, visit):
    put("West Kent")
    now, before = (sum(count("all_crime", period, district) for district in WEST) for period in (NOW, BEFORE))
    screen = visit("overview")
    share = fixed(100 * (now - before) / before).replace("-", "\N{MINUS SIGN}")
    assert screen.title == (
        f"All crime in West Kent fell by {before - now:,} ({share}%) to {now:,}, a clear change."
    )
    screen.go("plans")
    assert screen.says("This is the plan of Tunbridge Wells, a part of West Kent: Overview, meetings and")


def test_a_town_in_the_filter_is_its_wards_under_its_name(put, visit):
    put("Tunbridge Wells")
    town, wards = (visit("overview", share_is_open=True, ward=ward) for ward in ("Spa", [*NAMES]))
    now = count("all_crime", NOW, wards=WARDS)
    assert town.title.startswith("All crime in Spa ")
    assert f" to {now:,}, " in town.title
    assert town.filters()["ward"] == ["Spa"]
    assert town.component("copy_link")["query"]["ward"] == ["Spa"]
    assert town.figures("figures")[:2] == wards.figures("figures")[:2]
    # Whoever chooses all of its wards has chosen it.
    assert wards.title == town.title
