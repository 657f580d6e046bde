"""The Trends page on the sample, against plain recounting."""

from __future__ import annotations

import math
import re
from datetime import date
from itertools import pairwise

import pytest
from scipy import stats

from csp.core import events, settings
from tests.pages import recount
from tests.pages.recount import HOME, count, months

WINDOW = months(date(2018, 1, 1), 36)
NEIGHBOURS = {
    "Sevenoaks": "E07000111",
    "Tonbridge and Malling": "E07000115",
    "Maidstone": "E07000110",
    "Ashford": "E07000105",
}


AREAS, YEARS, TYPES = "With Kent", "Year by year", "All types"


def datasets(screen, at):
    """The rows behind a chart of the page (0 control, 1 that of the open tab), by name."""
    return screen.datasets(at)


def titles(screen):
    return [words["title"] for words in all_words(screen)]


def all_words(screen):
    """The title and the subtitle of every chart, each on one line."""
    return [screen.words(at) for at in range(len(screen.charts()))]


def series(screen, name):
    """month number -> figure of one line of the chart of areas."""
    return {round(p["x"] - 0.5): p["y"] for p in datasets(screen, 1)["points"] if p["name"] == name}


@pytest.fixture
def shoplifting(visit):
    return visit("trends", type="Shoplifting")


def test_a_link_opens_the_page_with_its_finding_and_its_figures(shoplifting):
    recorded = count("shoplifting", (date(2020, 12, 1),))
    assert shoplifting.title.startswith(
        "Shoplifting in Tunbridge Wells stayed within the usual range in Jan to Dec 2020: "
    )
    assert f": {recorded} in Dec 2020, " in shoplifting.title
    assert shoplifting.says("Tunbridge Wells, Jan 2018 to Dec 2020.")
    assert shoplifting.says("Sample data")


def test_only_the_open_tab_is_drawn(visit):
    tabs = {"This type": 1, AREAS: 2, YEARS: 2, TYPES: 1}
    for tab, charts in tabs.items():
        page = visit("trends", type="Shoplifting", tab=tab)
        assert len(page.charts()) == charts
        assert [one.label for one in page.app.get("tab")] == list(tabs)
        for key, home in (("control_months", "This type"), ("types", TYPES)):
            if tab == home:
                assert page.component(key)
            else:
                with pytest.raises(LookupError):
                    page.component(key)


@pytest.mark.parametrize("old", [{"figure": "Count"}, {"run": "Rolling 12 months"}])
def test_a_link_from_before_the_tabs_opens_the_one_with_its_chart(visit, old):
    page = visit("trends", type="Shoplifting", **old)
    assert page.app.session_state["tab"] == AREAS
    assert {p["name"] for p in datasets(page, 1)["points"]} >= {"Tunbridge Wells", "Maidstone"}


def test_the_chart_of_areas_has_the_monthly_rate_per_1000_of_the_year(visit):
    shoplifting = visit("trends", type="Shoplifting", tab=AREAS)
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
    assert "rolling 12 months" in all_words(page)[1]["subtitle"]


def test_the_control_chart_is_never_of_rolling_totals(visit):
    monthly = datasets(visit("trends", type="Shoplifting"), 0)
    rolling = datasets(visit("trends", type="Shoplifting", run="Rolling 12 months"), 0)
    assert monthly == rolling


def test_the_control_chart_holds_what_was_recorded_with_limits_recomputed(visit):
    """The limits come from 2018 and 2019, not from the year they judge."""
    page = visit("trends", type="All crime", season="false")
    recorded = [count("all_crime", (month,)) for month in WINDOW]
    drawn = datasets(page, 0)
    assert [row["y"] for row in drawn["months"]] == recorded
    before = recorded[:24]
    centre = sum(before) / 24
    ranges = [abs(a - b) for a, b in pairwise(before)]
    usual = [r for r in ranges if r < 3.27 * sum(ranges) / len(ranges)]
    sigma = sum(usual) / len(usual) / 1.128
    t = stats.t.ppf(stats.norm.cdf(3), 0.62 * 23)
    reach, moved = t * math.sqrt(1 + 1 / 24) * sigma, (2 * max(sigma**2 / centre, 1) - 1) * 8 / 6
    (band,) = drawn["limits"]
    low, high = max(0, centre - reach + moved), centre + reach + moved
    assert (band["y"], band["y2"]) == pytest.approx((low, high))
    outside = [24 + i for i, n in enumerate(recorded[24:]) if not low <= n <= high]
    marked = [round(row["x"] - 0.5) for row in drawn["months"] if row["rule"] == "outside the usual range"]
    assert marked == outside
    assert outside == [27]
    assert any(note["text"].startswith("Apr 2020: ") for note in drawn["notes"])
    assert any(row["says"].startswith("Apr 2020 was below the usual range: ") for row in drawn["months"])
    assert page.says("Not adjusted for season, as you chose")
    assert page.says("The usual range comes from Jan 2018 to Dec 2019 (24 months before the period).")


def test_a_link_from_before_the_switch_leaves_seasons_in(visit):
    old, new = (visit("trends", type="Shoplifting", season=words) for words in ("Left in", "false"))
    assert datasets(old, 0) == datasets(new, 0)
    assert not old.app.toggle(key="season").value
    assert visit("trends", type="Shoplifting", season="Taken out").app.toggle(key="season").value


@pytest.mark.parametrize("label", ["All crime", "Burglary", "Other theft", "ASB incidents"])
def test_at_most_three_plain_notes_stand_on_the_chart(visit, label):
    page = visit("trends", type=label)
    notes = datasets(page, 0)["notes"]
    assert 1 <= len(notes) <= 3
    assert all(0 < len(note["text"]) <= 45 for note in notes)
    # They stand at the points, and no list below says the same.
    assert not re.search(r"^(\d)\. ", page.text, re.MULTILINE)


@pytest.mark.parametrize("label", ["All crime", "Burglary"])
def test_the_chart_and_the_page_make_one_claim(visit, label):
    page = visit("trends", type=label)
    (words,) = datasets(page, 0)["words"]
    named = re.search(r"(\d+) of 12 months (is|are) outside the usual range, Jan to Dec 2020", words["title"])
    # "Apr, May and Dec 2020", "Apr 2020"
    months = re.search(r"the usual range in ([A-Z][\w, ]*?) 2020", page.title)
    assert len(re.findall(r"[A-Z][a-z]{2}", months[1])) == int(named[1])


def test_a_title_of_a_steady_fall_quotes_the_last_month_and_the_trend(visit):
    page = visit("trends", type="Residential burglary")
    recorded = count("burglary_residential", (date(2020, 12, 1),))
    words = re.fullmatch(
        r"Residential burglary in Tunbridge Wells kept to a steady fall of about (\d+)% a year "
        rf"in Jan to Dec 2020: {recorded} in Dec 2020\.",
        page.title,
    )
    assert page.says(f" and about {words[1]}% over 36.")
    (chart,) = datasets(page, 0)["words"]
    assert "no month is unusual beside the steady fall, Jan to Dec 2020" in " ".join(chart["title"].split())


def test_the_trend_is_one_sentence(shoplifting):
    assert shoplifting.says("Trend to Dec 2020: ")
    slope = stats.theilslopes([count("shoplifting", (month,)) for month in WINDOW])[0]
    middle = sorted(count("shoplifting", (month,)) for month in WINDOW)
    yearly = 1200 * slope / ((middle[17] + middle[18]) / 2)
    assert shoplifting.says(f" a year over 24 months and about {abs(yearly):.0f}% over 36.")


def test_two_years_before_the_period_are_too_few_for_seasons_and_the_page_says_so(visit):
    shoplifting = visit("trends", type="Shoplifting")
    recorded = [count("shoplifting", (month,)) for month in WINDOW]
    assert [row["y"] for row in datasets(shoplifting, 0)["months"]] == recorded
    assert shoplifting.says("36 complete months before the period in every calendar month, and there are 24")


def test_too_little_history_is_said_and_seasons_stay_in(visit):
    page = visit("trends", type="Shoplifting", to="Jun 2020", months="6 months")
    assert page.says("30 of the 36 months are loaded")
    assert page.says("36 complete months before the period in every calendar month, and there are 24")


def test_what_is_rare_is_shown_by_the_year(visit):
    page = visit("trends", type="Possession of weapons")
    year, before = (count("possession_of_weapons", WINDOW[i : i + 12]) for i in (24, 12))
    assert page.title == (
        f"Possession of weapons in Tunbridge Wells: {year} recorded in Jan to Dec 2020, "
        f"{before} in the 12 months before; too few a month for a usual range."
    )
    drawn = datasets(page, 0)
    assert [row["n"] for row in drawn["totals"]] == [
        count("possession_of_weapons", WINDOW[i : i + 12]) for i in (0, 12, 24)
    ]
    assert "months" not in drawn
    assert not any("usual range" in row[-1] for row in page.texts("control_months").values())


def test_a_target_is_a_line_and_a_sentence(visit, tmp_path, monkeypatch):
    settings_file = tmp_path / "area.toml"
    text = (settings.REFERENCE / "area.toml").read_text(encoding="utf-8")
    settings_file.write_text(f"{text}\n[targets]\nshoplifting = 720\nshop = 5\n", encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(settings_file))
    year = count("shoplifting", WINDOW[24:])
    page = visit("trends", type="Shoplifting")
    (line,) = datasets(page, 0)["target"]
    assert (line["y"], line["text"]) == (60, "Target 60")
    verdict = "met" if year <= 720 else "missed"
    assert page.says(f"Target 720 a year (60 a month): {verdict}, {year} in the 12 months to Dec 2020.")
    assert page.says("Hit or miss by month: ")
    assert page.says("area.toml has a target for shop, which is no measure of measures.yml.")
    # A target is the whole borough's, of every record.
    assert "Target" not in visit("trends", type="Shoplifting", ward=["Park"]).text
    assert "Target" not in visit("trends", type="Robbery").text


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


def test_a_ward_with_fewer_than_five_has_no_claim_and_no_run(visit):
    capel = next(r["ward_code"] for r in recount.reference("wards.csv") if r["ward"] == "Capel")
    year = months(date(2020, 1, 1), 12)
    assert count("robbery", year, wards=(capel,)) == 0
    page = visit("trends", type="Robbery", ward=["Capel"])
    assert page.title == (
        "Robbery in Capel: none recorded in Jan to Dec 2020, "
        f"too few to compare ({count('robbery', year)} in the district)."
    )
    assert [row["n"] for row in datasets(page, 0)["totals"]][-1] == 0


def test_rows_with_a_flag_left_out_are_left_out_of_every_chart(visit):
    def total(page):
        return sum(row["y"] for row in datasets(page, 1)["points"] if row["name"] == "2020")

    tagged = total(visit("trends", type="ASB incidents", tab=YEARS)) - total(
        visit("trends", type="ASB incidents", tab=YEARS, without_covid="true")
    )
    assert tagged == 377


def test_the_years_lie_over_each_other_with_the_current_one_strong(visit):
    shoplifting = visit("trends", type="Shoplifting", tab=YEARS)
    drawn = datasets(shoplifting, 1)
    for year in (2018, 2019, 2020):
        line = [row["y"] for row in drawn["points"] if row["name"] == str(year)]
        assert line == [count("shoplifting", (date(year, m, 1),)) for m in range(1, 13)]
    assert {row["name"] for row in drawn["points"] if row["role"] == "now"} == {"2020"}
    fewer = sum(
        count("shoplifting", (date(2020, m, 1),)) < count("shoplifting", (date(2019, m, 1),))
        for m in range(1, 13)
    )
    assert (
        titles(shoplifting)[1] == f"Shoplifting in Tunbridge Wells: 2020 below 2019 in {fewer} of 12 months"
    )


def test_every_crime_type_has_its_picture_unusual_months_first(visit):
    shoplifting = visit("trends", type="Shoplifting", tab=TYPES)
    items = shoplifting.component("types")["items"]
    types = shoplifting.app.selectbox(key="type").options
    assert sorted(item["label"] for item in items) == sorted(types)
    signals = [item["signal"] for item in items]
    assert signals == sorted(signals, reverse=True)
    assert [item["label"] for item in items if item["selected"]] == ["Shoplifting"]
    title = re.search(r"\*\*(\d+) of (\d+) crime types end on an unusual month\.\*\*", shoplifting.text)
    # Totals are not counted beside their parts.
    assert int(title[1]) < sum(signals)
    assert int(title[2]) < len(items)
    quiet = {item["verdict"] for item in items if not item["signal"]}
    assert quiet == {"○ no clear change", "– too few a month"}


def test_the_title_says_how_home_stands_beside_the_county(visit):
    shoplifting = visit("trends", type="Shoplifting", tab=AREAS)
    home, kent = series(shoplifting, "Tunbridge Wells"), series(shoplifting, "Kent")
    below = sum(home[i] < kent[i] for i in range(36))
    assert titles(shoplifting)[1] == f"Shoplifting: Tunbridge Wells below Kent in {below} of 36 months"


def test_the_comparison_which_is_not_used_is_not_shown(shoplifting):
    assert "against" not in shoplifting.filters()


def test_every_chart_says_its_unit_its_place_or_areas_its_period_and_its_source(visit):
    charts = [
        words for tab in (AREAS, YEARS) for words in all_words(visit("trends", type="Shoplifting", tab=tab))
    ]
    assert len(charts) == 4
    for words in charts:
        subtitle = words["subtitle"]
        assert "2018 to" in subtitle
        assert subtitle.endswith("Sample data built from the partnership's published table")
        assert "Recorded per month" in subtitle or "Rate per 1,000 people" in subtitle


def test_the_months_behind_the_control_chart_are_a_table(shoplifting):
    rows = shoplifting.texts("control_months")
    assert len(rows) == 36
    assert rows["2020-04"][1] == f"{count('shoplifting', (date(2020, 4, 1),)):,}"
    assert rows["2020-04"][-1] == "usual"
    assert rows["2019-04"][-1] == "sets the usual range"
    low, high = (float(text) for text in rows["2020-04"][3:5])
    assert low < count("shoplifting", (date(2020, 4, 1),)) < high
