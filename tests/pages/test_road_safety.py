"""The page about roads on the sample, against plain recounting of its files."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from datetime import date
from functools import cache

import pyarrow.parquet as pq
import pytest

from csp.core import settings
from csp.core.disclosure import ADJUSTED
from csp.data import database
from csp.topics.road_safety import fetch
from tests.damage import flip
from tests.pages.markdown import read
from tests.pages.recount import HOME, ROOT, reference

YEARS = {first: (date(first, 7, 1), date(first + 1, 6, 30)) for first in (2017, 2018, 2019)}
PEOPLE = {
    row["area_code"]: int(row["population"]) for row in reference("population.csv") if row["year"] == "2020"
}
TABS = ("Trend", "Who", "When", "Where", "Conditions", "Parishes and wards", "Districts", "Harm and cost")
SLIGHT = 3


@cache
def casualties():
    """Every casualty of the sample with its collision: dicts."""
    tables = {
        kind: [
            row
            for file in sorted((ROOT / "data" / "sample" / kind).glob("*.parquet"))
            for row in pq.read_table(file).to_pylist()
        ]
        for kind in ("collisions", "casualties")
    }
    by_key = {row["collision_key"]: row for row in tables["collisions"]}
    return [{**by_key[row["collision_key"]], **row} for row in tables["casualties"]]


def hurt(first, district=HOME):
    """The casualties of a district in the year from July of a calendar year."""
    start, end = YEARS[first]
    return [r for r in casualties() if r["district_code"] == district and start <= r["date"] <= end]


def serious(rows):
    """Killed or seriously injured, adjusted."""
    return sum(1 if row["severity"] == 1 else row["adjusted_serious"] for row in rows)


def number(text):
    return int(re.sub(r"[^\d]", "", text))


def rounded(value):
    return int(round(value, 6) + 0.5)


def chart(page, words):
    """The datasets of the chart whose description begins with some words."""
    at = next(at for at, spec in enumerate(page.charts()) if spec["description"].startswith(words))
    return page.datasets(at)


# The first screen.


def test_the_finding_and_the_figures_are_those_of_the_latest_year_against_the_one_before(visit):
    page = visit("road_safety")
    now, before = hurt(2019), hurt(2018)
    assert page.title.startswith(f"Casualties in Tunbridge Wells fell by {len(before) - len(now)}")
    assert page.title.endswith(" of 12.")
    assert page.says("Tunbridge Wells, Jul 2019 to Jun 2020 against Jul 2018 to Jun 2019")
    assert page.says("Simulated: only the fall in 2019/20 is as published.")
    (_, all_now, rate), (label, grave, grave_rate) = page.figures("road_figures")
    assert number(all_now) == len(now)
    assert rate.startswith(f"{1000 * len(now) / PEOPLE[HOME]:.1f} per 1,000 people")
    assert label == "Killed or seriously injured (adjusted)"
    assert number(grave) == rounded(serious(now))
    assert grave_rate.startswith(f"{1e5 * serious(now) / PEOPLE[HOME]:.1f} per 100,000 people")
    assert page.says("serious and slight injuries by adjusted severity")


def test_casualties_by_severity_are_adjusted_and_add_up(visit):
    rows = visit("road_safety").texts("severities")
    for at, first in ((1, 2019), (2, 2018)):
        people = hurt(first)
        slight = sum(row["adjusted_slight"] for row in people if row["severity"] != 1)
        assert number(rows["fatal"][at]) == sum(row["severity"] == 1 for row in people)
        assert number(rows["killed_or_serious"][at]) == rounded(serious(people))
        assert number(rows["slight"][at]) == rounded(slight)
        assert number(rows["casualties"][at]) == len(people)
        assert number(rows["collisions"][at]) == len({row["collision_key"] for row in people})
    assert rows["serious"][0] == "Seriously injured (adjusted)"


@pytest.mark.parametrize(
    ("name", "per"), [("All casualties", "1,000"), ("Killed or seriously injured", "100,000")]
)
def test_the_districts_stand_by_rate_with_home_in_bold(visit, name, per):
    bars = chart(visit("road_safety", road_rate=name), "Bar chart: a rate for each district")
    rates = {
        code: (len(hurt(2019, code)) if per == "1,000" else 100 * serious(hurt(2019, code))) / PEOPLE[code]
        for code in {bar["id"] for bar in bars["bars"]}
    }
    assert [bar["id"] for bar in bars["bars"]] == sorted(rates, key=lambda code: -rates[code])
    assert all(bar["end"] == pytest.approx(1000 * rates[bar["id"]]) for bar in bars["bars"])
    assert [bar["id"] for bar in bars["bars"] if bar["ink"] == "strong"] == [HOME]
    assert per in bars["words"][0]["title"].replace("\n", " ")


def test_another_year_is_in_the_address_and_the_first_has_nothing_to_compare_with(visit):
    page = visit("road_safety", road_period="Jul 2018 to Jun 2019")
    assert page.figures("road_figures")[0][1] == str(len(hurt(2018)))
    page = visit("road_safety", road_period="Jul 2017 to Jun 2018")
    assert page.title.startswith(f"{len(hurt(2017))} casualties in Tunbridge Wells")
    assert page.says("nothing to compare with")
    assert page.texts("severities")["casualties"][2] == "–"


def test_a_period_that_is_not_loaded_is_told(visit):
    page = visit("road_safety", road_period="Jul 2020 to Jun 2021")
    assert page.says("“Jul 2020 to Jun 2021” could not be found here: Jul 2019 to Jun 2020 is shown instead.")


def test_the_sample_says_what_of_it_is_published_and_share_has_the_tables_of_the_first_screen(visit):
    page = visit("road_safety").open_share()
    assert page.says("Table: Casualties by severity, Tunbridge Wells, Jul 2019 to Jun 2020")
    assert page.says("Table: Casualties by district, Jul 2019 to Jun 2020")
    assert "every road collision is simulated. Only that casualties fell in every district" in page.text


# The tabs.


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_draws_in_the_dark_for_a_year_with_nothing_before_it(visit, tab):
    page = visit("road_safety", "dark", tab=tab, road_period="Jul 2017 to Jun 2018")
    assert len(page.app.title) == 1
    assert not page.app.error
    for spec, words in ((spec, page.words(at)) for at, spec in enumerate(page.charts())):
        assert spec["description"]
        assert words["title"]
        assert words["subtitle"]


def test_the_months_and_the_years_add_up(visit):
    page = visit("road_safety")
    months = chart(page, "Line chart: casualties by month")["months"]
    assert sum(month["n"] for month in months) == sum(row["district_code"] == HOME for row in casualties())
    assert len(months) == 36
    assert [number(cells[2]) for cells in page.texts("road_years").values()] == [
        len(hurt(first)) for first in (2019, 2018, 2017)
    ]


@pytest.mark.parametrize("by", ["Road user", "Age", "Sex"])
def test_the_people_hurt_add_up_by_who_they_are(visit, by):
    rows = visit("road_safety", tab="Who", road_who=by).texts("road_parts_table")
    assert sum(number(cells[1]) for cells in rows.values()) == len(hurt(2019))
    column = {"Road user": "road_user", "Age": "age_band", "Sex": "sex"}[by]
    counts = Counter(str(row[column]) for row in hurt(2019))
    assert {code: number(cells[1]) for code, cells in rows.items() if code in counts} == {
        code: n for code, n in counts.items() if code != "None"
    }


@pytest.mark.parametrize("by", ["Speed limit", "Junction"])
def test_the_people_hurt_add_up_by_condition_and_the_fatal_four_are_named(visit, by):
    page = visit("road_safety", tab="Conditions", road_condition=by)
    assert sum(number(cells[1]) for cells in page.texts("road_parts_table").values()) == len(hurt(2019))
    assert page.says("contributory factors end with 2023, road safety factors begin with 2024")


def test_the_week_holds_every_casualty_at_its_hour(visit):
    cells = chart(visit("road_safety", tab="When"), "Heat map")["cells"]
    counts = Counter((row["date"].strftime("%A"), row["hour"]) for row in hurt(2019))
    assert {(c["day"], c["hour"]): int(c["count"]) for c in cells if c["count"] != "0"} == counts


@pytest.mark.parametrize(("name", "codes"), [("Slight injuries", {3}), ("Killed or serious", {1, 2})])
def test_wards_count_their_injuries(visit, name, codes):
    page = visit("road_safety", tab="Parishes and wards", road_injuries=name, road_view="Table")
    counts = Counter(row["ward_code"] for row in hurt(2019) if row["severity"] in codes)
    rows = page.texts("road_ward_table")
    assert {code: number(cells[1]) for code, cells in rows.items()}.items() >= counts.items()


def test_slight_injuries_in_goudhurst_and_in_lamberhurst_are_told_by_name(visit):
    page = visit("road_safety", tab="Parishes and wards")
    villages = {row["place"]: row for row in reference("places.csv") if row["kind"] in ("town", "village")}
    ward = next(r["ward_code"] for r in reference("wards.csv") if r["ward"] == "Goudhurst and Lamberhurst")
    nearest = Counter()
    for row in hurt(2019):
        if row["ward_code"] == ward and row["severity"] == SLIGHT:
            # A degree of longitude is 0.628 of one of latitude there.
            distances = {
                name: (0.628 * (float(place["longitude"]) - row["longitude"])) ** 2
                + (float(place["latitude"]) - row["latitude"]) ** 2
                for name, place in villages.items()
                if place["ward"] == "Goudhurst and Lamberhurst"
            }
            nearest[min(distances, key=distances.get)] += 1
    assert "Slight injuries by the nearest village, Jul 2019 to Jun 2020:" in page.text
    sentence = next(line for line in page.text.splitlines() if "Lamberhurst" in line)
    for name in ("Goudhurst", "Lamberhurst"):
        assert re.search(rf"\b{name} {nearest[name]} \(\d+ before\)", sentence)


def test_villages_have_a_chart_and_a_table_too(visit):
    query = {"tab": "Parishes and wards", "road_places": "Towns and villages"}
    rows = visit("road_safety", **query, road_view="Table").texts("road_town_table")
    page = visit("road_safety", **query)
    bars = {bar["id"]: bar["tip0"] for bar in chart(page, "Bar chart: casualties for each place")["bars"]}
    assert {code: cells[1] for code, cells in rows.items()} == bars
    assert sum(map(number, bars.values())) <= sum(row["severity"] == SLIGHT for row in hurt(2019))


def test_hot_spots_are_those_of_the_years_up_to_the_period(visit):
    page = visit("road_safety", tab="Where")
    assert any("hot spot" in read(heading.value) for heading in page.app.header)


def test_harm_stands_beside_roads_without_values_in_pounds(visit):
    page = visit("road_safety", tab="Harm and cost")
    (info,) = page.app.info
    assert "No values in pounds loaded" in info.value
    rows = page.texts("road_harm")
    assert number(rows["roads"][1]) == len(hurt(2019))
    assert number(rows["crime"][2]) > 0


def test_harm_is_left_out_where_crime_is_not_loaded_for_the_same_months(visit):
    page = visit("road_safety", tab="Harm and cost", road_period="Jul 2017 to Jun 2018")
    assert "Recorded crime of Jul 2017 to Jun 2018 is not loaded whole" in page.text


# Public mode, nothing loaded, and damage.


@pytest.mark.usefixtures("published")
def test_in_public_mode_wards_have_the_published_count_and_the_district_its_own(visit):
    query = {"tab": "Parishes and wards", "road_injuries": "Killed or serious"}
    page = visit("road_safety", **query, road_view="Table")
    assert number(page.texts("severities")["casualties"][1]) == len(hurt(2019))
    rows = {code: number(cells[1]) for code, cells in page.texts("road_ward_table").items()}
    years = fetch.fetch_ward_years("sample")
    latest = years[(years["line"] == "killed_or_serious") & (years["start"] == "2019-07-01")]
    shown = dict(zip(latest["ward_code"], latest["casualties"], strict=True))
    assert rows == {code: shown.get(code, 0) for code in rows}
    true = Counter(row["ward_code"] for row in hurt(2019) if row["severity"] != SLIGHT)
    assert any(rows[code] != true[code] for code in rows)
    assert all(abs(rows[code] - true[code]) <= 3 for code in rows)
    assert not {1, 2} & {*rows.values()}
    assert page.says(ADJUSTED)
    # The same year from January is no published one, and of no place within a ward is anything said.
    other = visit("road_safety", **query, road_period="Jan to Dec 2019")
    assert "only whole years from July to June are published" in other.text
    assert visit("road_safety", tab="Where").says("Where collisions were is not published")


def test_without_collisions_the_page_says_how_to_get_them(visit, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "SAMPLE", tmp_path / "no sample")
    page = visit("road_safety")
    assert page.title == "No road collisions loaded"
    (info,) = page.app.info
    assert "csp import collisions PATH" in info.value


def test_beside_published_crime_no_simulated_collision_is_shown(visit, tmp_path, monkeypatch, write_store):
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    row = {"source": "police", "force": "kent", "month": date(2020, 1, 1), "offence": "burglary", "n": 30}
    write_store(tmp_path / "extracts", [{**row, "district_code": HOME}])
    assert visit("road_safety").title == "No road collisions loaded"
    assert visit("road_safety", source="Sample").title.startswith("Casualties in Tunbridge Wells")


@pytest.fixture
def sample(tmp_path, monkeypatch):
    """A copy of the sample that can be spoilt."""
    shutil.copytree(settings.SAMPLE, tmp_path / "sample")
    monkeypatch.setattr(settings, "SAMPLE", tmp_path / "sample")
    database.forget_stamp()
    yield tmp_path / "sample"
    database.forget_stamp()


@pytest.mark.parametrize("kind", ["collisions", "casualties"])
def test_a_damaged_year_is_named_and_no_year_that_needs_it_is_offered(visit, sample, kind):
    flip(next((sample / kind).glob("2020-*.parquet")))
    page = visit("road_safety")
    words = f"The road {kind} of 2020 cannot be read and are left out; write them again with python -m csp"
    assert page.says(words)
    assert page.says("Tunbridge Wells, Jul 2018 to Jun 2019")
    assert page.figures("road_figures")[0][1] == str(len(hurt(2018)))
    assert page.says("Of 2020 the collisions are loaded and the casualties are not") == (kind == "casualties")


def test_where_every_year_is_damaged_the_page_says_what_is_missing(visit, sample):
    for year in (2018, 2019):
        flip(next((sample / "collisions").glob(f"{year}-*.parquet")))
    page = visit("road_safety")
    assert page.title == "No whole year of road collisions loaded"
    assert page.says("The road collisions of 2018 and 2019 cannot be read")


def test_of_one_year_that_is_provisional_nothing_is_compared_and_it_is_marked(visit, sample, monkeypatch):
    for year in (2017, 2018):
        flip(next((sample / "casualties").glob(f"{year}-*.parquet")))
    years = fetch.fetch_years()
    monkeypatch.setattr(fetch, "fetch_years", lambda: years.assign(provisional=years["year"] == 2020))
    page = visit("road_safety")
    assert page.title.startswith(f"{len(hurt(2019))} casualties in Tunbridge Wells; ")
    assert page.says("nothing to compare with")
    assert page.says("The figures of 2020 are provisional.")
    assert page.texts("severities")["casualties"][2:] == ["–"] * 4
    (year,) = page.texts("road_years").values()
    assert year[0] == "Jul 2019 to Jun 2020 (provisional)"
    districts = visit("road_safety", tab="Districts").texts("road_districts_table")
    assert {cells[2] for cells in districts.values()} == {"–"}
