"""The Trends page on the sample, against plain recounting."""

from __future__ import annotations

import math
from datetime import date
from itertools import pairwise

import pytest

from csp.core import events
from tests.pages import recount
from tests.pages.recount import HOME, count, months

WINDOW = months(date(2018, 1, 1), 36)
NEIGHBOURS = {
    "Sevenoaks": "E07000111",
    "Tonbridge and Malling": "E07000115",
    "Maidstone": "E07000110",
    "Ashford": "E07000105",
}


def datasets(screen, at):
    """The rows behind a chart of the page (0 control, 1 areas, 2 years), by name."""
    return screen.datasets(at)


def titles(screen):
    return [screen.words(at)["title"] for at in range(len(screen.charts()))]


def series(screen, name):
    """month number -> figure of one line of the chart of areas."""
    return {round(p["x"] - 0.5): p["y"] for p in datasets(screen, 1)["points"] if p["name"] == name}


@pytest.fixture
def shoplifting(visit):
    return visit("trends", type="Shoplifting")


def test_a_link_opens_the_page_with_its_finding_and_its_figures(shoplifting):
    recorded = count("shoplifting", (date(2020, 4, 1),))
    assert shoplifting.title.startswith(
        "Shoplifting in Tunbridge Wells fell below the usual range in Apr 2020: "
    )
    assert f": {recorded} recorded" in shoplifting.title
    assert shoplifting.says("Tunbridge Wells, Jan 2018 to Dec 2020.")
    assert shoplifting.says("Sample data")
    assert len(shoplifting.charts()) == 3


def test_the_chart_of_areas_has_the_monthly_rate_per_1000_of_the_year(shoplifting):
    people = {
        int(r["year"]): int(r["population"])
        for r in recount.reference("population.csv")
        if r["area_code"] == HOME
    }
    drawn = series(shoplifting, "Tunbridge Wells")
    assert list(drawn) == list(range(36))
    for i, month in enumerate(WINDOW):
        assert drawn[i] == pytest.approx(1000 * count("shoplifting", (month,)) / people[month.year])
    assert {p["name"] for p in datasets(shoplifting, 1)["points"]} == {"Tunbridge Wells", "Kent", *NEIGHBOURS}


def test_count_and_rolling_12_months_are_the_sums_of_12_months(visit):
    page = visit("trends", type="Shoplifting", figure="Count", run="Rolling 12 months")
    drawn = series(page, "Tunbridge Wells")
    assert list(drawn) == list(range(11, 36))
    for i, total in drawn.items():
        assert total == count("shoplifting", WINDOW[i - 11 : i + 1])
    following = series(page, "Maidstone")
    assert following[35] == count("shoplifting", WINDOW[24:], district=NEIGHBOURS["Maidstone"])
    assert "12-month totals" in titles(page)[1]
    assert "rolling 12 months" in page.words(1)["subtitle"]


def test_the_control_chart_is_never_of_rolling_totals(visit):
    monthly = datasets(visit("trends", type="Shoplifting"), 0)
    rolling = datasets(visit("trends", type="Shoplifting", run="Rolling 12 months"), 0)
    assert monthly == rolling


def test_the_control_chart_holds_what_was_recorded_with_limits_recomputed(visit):
    page = visit("trends", type="Shoplifting", season="Left in")
    recorded = [count("shoplifting", (month,)) for month in WINDOW]
    drawn = datasets(page, 0)
    assert [row["y"] for row in drawn["months"]] == recorded
    centre = sum(recorded) / 36
    reach = 2.66 * sum(abs(a - b) for a, b in pairwise(recorded)) / 35
    (band,) = drawn["limits"]
    assert (band["y"], band["y2"]) == pytest.approx((max(0, centre - reach), centre + reach))
    outside = [i for i, n in enumerate(recorded) if abs(n - centre) > reach]
    marked = [round(row["x"] - 0.5) for row in drawn["months"] if row["rule"] == "outside the limits"]
    assert marked == outside
    assert outside == [27, 28]
    assert "Apr 2020 is outside the limits, below them" in page.text
    assert "May 2020 is outside the limits, below them" in page.text
    assert page.says("Seasons are left in, as you chose")


def test_seasons_are_taken_out_by_default(shoplifting):
    recorded = [count("shoplifting", (month,)) for month in WINDOW]
    years = [recorded[i : i + 12] for i in (0, 12, 24)]
    shares = [[12 * n / sum(year) for n in year] for year in years]
    factors = [sum(column) / 3 for column in zip(*shares, strict=True)]
    drawn = [row["y"] for row in datasets(shoplifting, 0)["months"]]
    assert drawn == pytest.approx([n / factors[i % 12] for i, n in enumerate(recorded)])
    assert shoplifting.says("over 36 complete months")


def test_too_little_history_is_said_and_seasons_stay_in(visit):
    page = visit("trends", type="Shoplifting", to="Jun 2020", months="6 months")
    assert page.says("30 of the 36 months are loaded")
    assert page.says("needs 36 complete months in every calendar month, and 30 are loaded")


def test_the_lockdowns_are_marked(shoplifting):
    labels = [mark["label"] for mark in datasets(shoplifting, 0)["events"]]
    assert labels == ["First lockdown", "Shops reopen", "Second lockdown", "Kent in tier 3", "Kent in tier 4"]


def test_a_fault_in_the_events_gives_one_sentence(visit, tmp_path, monkeypatch):
    broken = tmp_path / "events.csv"
    broken.write_text("date,label,kind,measures,note\nsoon,Lockdown,event,,\n", encoding="utf-8")
    monkeypatch.setattr(events, "FILE", str(broken))
    page = visit("trends")
    (error,) = page.app.error
    assert error.value == 'events.csv, line 2: "soon" is not a date. Write it as 2020-03-23.'


def test_a_choice_of_wards_narrows_home_and_the_page_says_that_the_county_is_whole(visit):
    park = next(r["ward_code"] for r in recount.reference("wards.csv") if r["ward"] == "Park")
    page = visit("trends", type="Shoplifting", ward=["Park"], figure="Count")
    assert page.title.startswith("Shoplifting in Park ")
    drawn = series(page, "Park")
    assert [drawn[i] for i in range(36)] == [count("shoplifting", (m,), wards=(park,)) for m in WINDOW]
    whole = visit("trends", type="Shoplifting", figure="Count")
    assert series(page, "Kent average") == series(whole, "Kent average")
    assert page.says("Kent and the neighbours are whole")


def test_rows_with_a_flag_left_out_are_left_out_of_every_chart(visit):
    def total(page):
        return sum(row["y"] for row in datasets(page, 2)["points"] if row["name"] == "2020")

    tagged = total(visit("trends", type="ASB incidents")) - total(
        visit("trends", type="ASB incidents", without_covid="true")
    )
    assert tagged == 377


def test_the_years_lie_over_each_other_with_the_current_one_strong(shoplifting):
    drawn = datasets(shoplifting, 2)
    for year in (2018, 2019, 2020):
        line = [row["y"] for row in drawn["points"] if row["name"] == str(year)]
        assert line == [count("shoplifting", (date(year, m, 1),)) for m in range(1, 13)]
    assert {row["name"] for row in drawn["points"] if row["role"] == "now"} == {"2020"}
    fewer = sum(
        count("shoplifting", (date(2020, m, 1),)) < count("shoplifting", (date(2019, m, 1),))
        for m in range(1, 13)
    )
    assert (
        titles(shoplifting)[2] == f"Shoplifting in Tunbridge Wells: 2020 below 2019 in {fewer} of 12 months"
    )


def test_every_crime_type_has_its_picture_signals_first(shoplifting):
    items = shoplifting.component("types")["items"]
    types = shoplifting.app.sidebar.selectbox(key="type").options
    assert sorted(item["label"] for item in items) == sorted(types)
    signals = [item["signal"] for item in items]
    assert signals == sorted(signals, reverse=True)
    assert [item["label"] for item in items if item["selected"]] == ["Shoplifting"]
    assert f"**{sum(signals)} of {len(items)} crime types end on a signal.**" in shoplifting.text
    assert all(item["verdict"] == "○ noise" for item in items if not item["signal"])


def test_the_title_says_how_home_stands_beside_the_county(shoplifting):
    home, kent = series(shoplifting, "Tunbridge Wells"), series(shoplifting, "Kent")
    below = sum(home[i] < kent[i] for i in range(36))
    assert titles(shoplifting)[1] == f"Shoplifting: Tunbridge Wells below Kent in {below} of 36 months"


def test_the_comparison_is_said_not_to_be_used(shoplifting):
    assert shoplifting.says("the comparison of the sidebar is not used here")


def test_every_chart_says_its_unit_its_place_or_areas_its_period_and_its_source(shoplifting):
    for at in range(len(shoplifting.charts())):
        subtitle = shoplifting.words(at)["subtitle"]
        assert "2018 to" in subtitle
        assert subtitle.endswith("Sample data built from the partnership's published table")
        assert "Recorded per month" in subtitle or "Rate per 1,000 people" in subtitle


def test_the_months_behind_the_control_chart_are_a_table(shoplifting):
    rows = shoplifting.texts("control_months")
    assert len(rows) == 36
    assert rows["2020-04"][1] == f"{count('shoplifting', (date(2020, 4, 1),)):,}"
    assert "outside the limits" in rows["2020-04"][-1]
    low, high = (float(text) for text in rows["2020-04"][3:5])
    assert count("shoplifting", (date(2020, 4, 1),)) < low < high
    assert math.isfinite(high)
