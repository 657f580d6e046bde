"""The Trends page on the sample, against plain recounting."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime
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
    recorded = count("shoplifting", (date(2020, 4, 1),))
    assert shoplifting.title.startswith(
        "Shoplifting in Tunbridge Wells fell below the usual range in Apr 2020: "
    )
    assert f": {recorded} recorded" in shoplifting.title
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
    page = visit("trends", type="Shoplifting", season="false")
    recorded = [count("shoplifting", (month,)) for month in WINDOW]
    drawn = datasets(page, 0)
    assert [row["y"] for row in drawn["months"]] == recorded
    centre = sum(recorded) / 36
    reach = 2.66 * sum(abs(a - b) for a, b in pairwise(recorded)) / 35
    (band,) = drawn["limits"]
    assert (band["y"], band["y2"]) == pytest.approx((max(0, centre - reach), centre + reach))
    outside = [i for i, n in enumerate(recorded) if abs(n - centre) > reach]
    marked = [round(row["x"] - 0.5) for row in drawn["months"] if row["rule"] == "outside the usual range"]
    assert marked == outside
    assert outside == [27, 28]
    assert any(note["text"].startswith("Apr 2020: ") for note in drawn["notes"])
    assert any(row["says"].startswith("Apr 2020 was below the usual range: ") for row in drawn["months"])
    assert any(note["text"].startswith("May 2020: ") for note in drawn["notes"])
    assert any(row["says"].startswith("May 2020 was below the usual range: ") for row in drawn["months"])
    assert page.says("Not adjusted for season, as you chose")


def test_a_link_from_before_the_switch_leaves_seasons_in(visit):
    old, new = (visit("trends", type="Shoplifting", season=words) for words in ("Left in", "false"))
    assert datasets(old, 0) == datasets(new, 0)
    assert not old.app.toggle(key="season").value
    assert visit("trends", type="Shoplifting", season="Taken out").app.toggle(key="season").value


@pytest.mark.parametrize("label", ["All crime", "Burglary", "Shoplifting", "ASB incidents"])
def test_at_most_three_plain_notes_stand_on_the_chart(visit, label):
    page = visit("trends", type=label)
    notes = datasets(page, 0)["notes"]
    assert 1 <= len(notes) <= 3
    assert all(0 < len(note["text"]) <= 45 for note in notes)
    # They stand at the points, and no list below says the same.
    assert not re.search(r"^(\d)\. ", page.text, re.MULTILINE)


@pytest.mark.parametrize("label", ["All crime", "Shoplifting"])
def test_the_chart_and_the_page_make_one_claim(visit, label):
    page = visit("trends", type=label)
    (words,) = datasets(page, 0)["words"]
    named = re.search(r"(\d+) of 12 months (is|are) outside the usual range, Jan to Dec 2020", words["title"])
    # "Apr, May and Dec 2020", "Apr 2020"
    months = re.search(r"the usual range in ([A-Z][\w, ]*?) 2020", page.title)
    assert len(re.findall(r"[A-Z][a-z]{2}", months[1])) == int(named[1])


def test_a_title_of_a_rise_or_fall_quotes_what_was_recorded(visit):
    pattern = (
        r"through \w+ months in a row(.*): ([\d,]+) recorded in (\w+ \d+), ([\d,]+) in (\w+ \d+), though"
    )
    quoted = 0
    for code, measure in recount.measures().items():
        if not measure["offences"]:
            continue
        title = visit("trends", type=measure["label"]).title
        assert "in a row" not in title or "adjusted for season" in title
        for words, *figures in re.findall(pattern, title):
            quoted += 1
            assert "adjusted for season" in words
            for figure, month in zip(figures[::2], figures[1::2], strict=True):
                day = datetime.strptime(month, "%b %Y").replace(tzinfo=UTC).date()
                assert figure == f"{count(code, (day,)):,}"
    assert quoted


def test_seasons_are_taken_out_by_default(shoplifting):
    recorded = [count("shoplifting", (month,)) for month in WINDOW]
    years = [recorded[i : i + 12] for i in (0, 12, 24)]
    shares = [[12 * n / sum(year) for n in year] for year in years]
    factors = [sum(column) / 3 for column in zip(*shares, strict=True)]
    drawn = [row["y"] for row in datasets(shoplifting, 0)["months"]]
    assert drawn == pytest.approx([n / factors[i % 12] for i, n in enumerate(recorded)])
    assert shoplifting.says("Adjusted for season: ")
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


def test_a_ward_with_fewer_than_five_has_no_claim_and_no_run(visit):
    capel = next(r["ward_code"] for r in recount.reference("wards.csv") if r["ward"] == "Capel")
    year = months(date(2020, 1, 1), 12)
    assert count("robbery", year, wards=(capel,)) == 0
    page = visit("trends", type="Robbery", ward=["Capel"])
    assert page.title == (
        "Robbery in Capel: none recorded in Jan to Dec 2020, "
        f"too few to compare ({count('robbery', year)} in the borough)."
    )
    assert not any(row["rule"] for row in datasets(page, 0)["months"])


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
    assert f"**{sum(signals)} of {len(items)} crime types end on an unusual month.**" in shoplifting.text
    assert all(item["verdict"] == "○ no clear change" for item in items if not item["signal"])


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
    assert "outside the usual range" in rows["2020-04"][-1]
    low, high = (float(text) for text in rows["2020-04"][3:5])
    assert count("shoplifting", (date(2020, 4, 1),)) < low < high
    assert math.isfinite(high)
