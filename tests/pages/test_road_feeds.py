"""Roads on pages about something else: the report, the overview, an action, recounted from the sample."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pyarrow.parquet as pq
import pytest

from csp.core import settings, wording
from csp.core.filters import Filters, Period, add_months
from csp.core.road_records.near_miss import check_near_miss
from csp.data import database
from csp.data.store import Store
from csp.imports.formats.near_misses import import_near_misses
from csp.imports.formats.road_costs import import_road_costs
from csp.imports.formats.speed_watch import import_speed_watch
from csp.topics.action_plan.fetch_crime import Question
from csp.topics.action_plan.store.near_misses import store_near_miss
from csp.topics.action_plan.store.store import default_url, open_board
from csp.topics.report import build
from csp.topics.report.arrangement import Arrangement, Part
from csp.topics.report.document import Paragraph, TableBlock, Tiles
from csp.topics.report.findings import NO_ROAD_SAFETY
from csp.topics.report.inline import to_plain
from csp.topics.report.texts import Texts
from csp.topics.road_safety.fetch_register import fetch_near_misses
from csp.topics.road_safety.linked_casualties import (
    build_series,
    count_by_ward,
    fetch_months,
    list_places,
    measure_effect,
)
from csp.topics.road_safety.own_year import fetch_road_year
from csp.topics.thresholds import judging, scenarios
from csp.topics.thresholds.rules import Rule
from tests.action_plan.near_misses import A_NEAR_MISS
from tests.unit.imports.test_road_records import A_MISS, FILES, MISSES, write

HOME = "E07000116"
YEAR = Period(date(2020, 1, 1), 12)


def make_filters(period=YEAR):
    return Filters("sample", "all_crime", (), period, period.shift(-1), ())


@pytest.fixture(scope="module")
def months():
    """Casualties of the sample by district or ward and month, counted from its files one by one."""
    place = {}
    for path in settings.SAMPLE.glob("collisions/*.parquet"):
        for row in pq.read_table(path).to_pylist():
            month = row["date"].replace(day=1)
            place[row["collision_key"]] = [(row[code], month) for code in ("district_code", "ward_code")]
    return Counter(
        each
        for path in settings.SAMPLE.glob("casualties/*.parquet")
        for row in pq.read_table(path).to_pylist()
        for each in place[row["collision_key"]]
    )


def count(months, district, first, length=12):
    return sum(months[district, add_months(first, i)] for i in range(length))


def assess(filters=None, kind="assessment", key="road_safety"):
    arrangement = Arrangement(kind, (Part(key, "Road safety"),))
    document = build.build_document(filters or make_filters(), arrangement, Texts(), today=date(2021, 2, 3))
    return document.sections[0]


def say(section):
    return [to_plain(block.text) for block in section.blocks if isinstance(block, Paragraph)]


def list_captions(section):
    return [block.caption for block in section.blocks if isinstance(block, TableBlock)]


def test_the_year_is_the_latest_from_july_to_june_and_its_counts_are_those_of_the_files(months):
    year = fetch_road_year(make_filters())
    assert year.road.now.label == "Jul 2019 to Jun 2020"
    assert (year.road.comparable, year.road.source.simulated, len(year.places)) == (True, True, 12)
    for place in year.places:
        now, before = (count(months, place.code, date(first, 7, 1)) for first in (2019, 2018))
        assert (place.now.casualties, place.before.casualties) == (now, before)
    assert year.home.changes["casualties"].difference == 277 - 341


@pytest.mark.parametrize(
    ("first", "label"), [(date(2018, 7, 1), "Jul 2018 to Jun 2019"), (date(2017, 1, 1), "")]
)
def test_another_period_has_the_year_that_ended_by_then(first, label):
    year = fetch_road_year(make_filters(Period(first, 12)))
    assert (year.road.now.label if year else "") == label


def test_the_report_has_the_sentences_and_tables_of_the_page():
    section = assess()
    said = " ".join(say(section))
    assert said.startswith("Casualties in Tunbridge Wells fell by 64 (−18.8%) to 277, no clear change")
    for words in ("killed or seriously injured", "adjusted severity", "every road collision is simulated"):
        assert words in said
    assert list_captions(section) == [
        "Casualties by severity, Tunbridge Wells, Jul 2019 to Jun 2020",
        "Casualties by district, Jul 2019 to Jun 2020",
        "Casualties by year, Tunbridge Wells",
        "Casualties by road user, Tunbridge Wells, Jul 2019 to Jun 2020",
    ]


def test_a_claim_about_roads_is_the_same_on_every_page(visit):
    page = visit("road_safety")
    headline = page.title.replace("\\", "")
    assert visit("road_safety", meeting="on").title == page.title
    figures = {label.partition(" (")[0]: figure for label, figure, _ in page.figures("road_figures")}
    everybody, seriously = figures["All casualties"], figures["Killed or seriously injured"]
    lead, serious, *_ = say(assess())
    # Away from its page the sentence has its months and what the place is similar to.
    movement, standing = headline.removesuffix(".").split("; ")
    assert re.fullmatch(f"{re.escape(movement)}, in [^;]+; {re.escape(standing)}, similar to .+", lead)
    assert serious.startswith(f"{seriously} killed or seriously injured")
    *_, tile = visit("overview").figures("figures")
    assert tile[1] == everybody
    assert f"{seriously} killed or serious (adjusted)" in tile[2]
    change = re.search(r"fell by (\d+) \((.+?)\) to \d+, (no clear change)", headline)
    amount, percent, verdict = change.groups()
    assert f"▼ {amount} ({percent}), {verdict}" in tile[2]
    (short,) = (each for each in assess(kind="briefing", key="key_figures").blocks if isinstance(each, Tiles))
    assert (short.tiles[-1].label, short.tiles[-1].figure, short.tiles[-1].detail) == tile
    since = say(assess(kind="since", key="since_figures"))
    assert f"Road safety: {wording.lower_first(lead)}" in since
    why = visit("priorities").rows("adopted")["road_safety"][2]["tip"]
    assert f": ▼ {amount} ({percent}), {verdict}" in why
    assert serious in why


def test_an_earlier_report_says_that_no_year_of_roads_goes_with_it():
    (text,) = say(assess(make_filters(Period(date(2018, 1, 1), 3))))
    assert text.startswith("No whole year of road casualties is loaded that ends by Mar 2018")


def test_without_any_collision_the_report_says_so(monkeypatch):
    monkeypatch.setattr("csp.topics.road_safety.fetch.fetch_years", lambda: ())
    monkeypatch.setattr("csp.topics.report.sections.road_safety.fetch_road_year", lambda _: None)
    assert say(assess()) == [NO_ROAD_SAFETY]


@pytest.mark.usefixtures("published")
def test_in_public_mode_the_report_has_the_figures_of_the_district_as_they_are():
    section = assess()
    assert say(section)[0].startswith("Casualties in Tunbridge Wells fell by 64 (−18.8%) to 277")
    severities = next(block for block in section.blocks if isinstance(block, TableBlock))
    counts = [row.cells[1].value for row in severities.table.rows]
    assert all(isinstance(n, int | float) for n in counts)


def test_what_partners_recorded_is_in_the_report_and_never_among_collisions(tmp_path, monkeypatch):
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    monkeypatch.setenv("CSP_BOARD", str(tmp_path / "board"))
    before = fetch_road_year(make_filters()).home.now
    store = Store(tmp_path / "extracts")
    row = A_MISS.replace("2020-02-29", "2020-03-01")
    assert import_near_misses([write(tmp_path / "m.csv", MISSES + row)], store).ok
    assert import_speed_watch([write(tmp_path / "s.csv", FILES["speed-watch"])], store).ok
    assert import_road_costs([write(tmp_path / "c.csv", FILES["road-costs"])], store).ok
    board = open_board(default_url())
    typed = {**A_NEAR_MISS, "date": "2019-12-24"}
    store_near_miss(board, "a" * 32, typed, expected_version=0, who="A")
    # The one that is imported was typed in as well.
    known = {**A_NEAR_MISS, "date": "2020-03-01", "text": "Again"}
    store_near_miss(board, "b" * 32, known, expected_version=0, who="A")
    board.close()
    database.forget_stamp()
    assert fetch_near_misses() == tuple(check_near_miss(each, date(2026, 1, 1)) for each in (typed, known))
    said = " ".join(say(assess()))
    assert "2 near misses reported in Jul 2019 to Jun 2020." in said
    assert "Speed watch: at Hill Lane 7% of 200 vehicles were over the limit" in said
    assert "Collisions in Tunbridge Wells cost £" in said
    assert "at the values of 2023, the nearest on file to 2020 (RAS4001)" in said
    assert fetch_road_year(make_filters()).home.now == before


def test_a_threshold_on_roads_judges_the_counts_of_the_page_and_warns_of_a_rise(months, visit):
    rule = Rule(watch="roads", direction="both", limit=10.0)
    result = judging.judge("sample", rule, date(2020, 12, 1))
    assert result.measures == ("casualties", "killed_or_serious")
    assert result.window == (date(2019, 7, 1), date(2020, 6, 1))
    home = fetch_road_year(make_filters()).home
    for i, line in enumerate(result.measures):
        change = home.changes[line]
        assert (int(result.observed[i, 0]), int(result.expected[i, 0])) == (change.now, change.before)
        assert bool(result.significant[i, 0]) == change.is_real
    # The months are those of the files, each with the data it had then.
    loose = Rule(watch="roads", limit=5.0, significant=False)
    past = judging.replay_year("sample", loose, date(2020, 6, 1))
    warned = [
        count(months, HOME, add_months(month, -11)) > 1.05 * count(months, HOME, add_months(month, -23))
        for month in past.months
    ]
    assert len(warned) == 12
    assert [bool(each) for each in past.flagged[:, 0, 0]] == warned
    assert past.luck.sum() > judging.replay_year("sample", rule, date(2020, 6, 1)).luck.sum()
    screen = visit("what_if", watch="injury on the roads", limit="10")
    assert screen.title == "No warnings on the roads."
    assert screen.says("every road collision is simulated")
    rows = screen.texts("flagged")
    now, before = (count(months, HOME, date(year, 7, 1)) for year in (2019, 2018))
    assert rows[f"casualties|{HOME}"][2].startswith(f"{now} in Jul 2019 to Jun 2020 against {before} in the")
    assert [cells[1] for cells in rows.values()] == ["○ no warning"] * 2


@pytest.mark.usefixtures("published")
def test_in_public_mode_no_action_is_judged_by_ward():
    home = settings.area().home
    assert list_places("sample", home)
    assert list_places("sample", "") == {}


def test_without_roads_no_rule_about_them_is_offered(monkeypatch):
    monkeypatch.setattr("csp.topics.thresholds.fetch.find_road_source", lambda _: None)
    kept = scenarios.list_scenarios()
    assert len(judging.list_fitting(kept, "sample")) == len(kept) - 1
    assert judging.fit_rule(Rule(watch="roads"), "sample").watch == "types"


def test_before_and_after_the_start_of_an_action_are_counted(months):
    loaded = fetch_months(make_filters())
    series = build_series(date(2019, 9, 15), loaded)
    after, before = (count(months, HOME, date(year, 10, 1), 9) for year in (2019, 2018))
    assert (series.compared.after, series.compared.before) == (after, before)
    assert series.compared.months[0] == date(2019, 10, 1)
    assert series.last == date(2020, 6, 1)
    shown = dict(zip(series.trend.each(), series.counts, strict=True))
    assert shown[date(2018, 3, 1)] == months[HOME, date(2018, 3, 1)]
    assert build_series(date(2017, 9, 1), loaded).compared is None
    assert build_series(date(2021, 4, 1), loaded).compared is None


def test_the_effect_is_the_difference_beside_a_district_of_like_level(months):
    effect = measure_effect(date(2019, 7, 1), fetch_months(filters := make_filters()), Question(HOME))
    beside = effect.places.beside
    assert beside in settings.area().neighbours
    counts = {
        place: [count(months, place, date(year, 7, 1)) for year in (2018, 2019)] for place in (HOME, beside)
    }
    own, other = counts[HOME], counts[beside]
    assert [(row.before, row.after) for row in effect.rows] == [tuple(own), tuple(other)]
    assert measure_effect(None, fetch_months(filters), Question(HOME)).effect is None


def test_a_ward_may_be_compared_with_a_ward_and_collisions_may_have_moved(months):
    loaded, (own, beside, moved, *_) = fetch_months(make_filters()), sorted(count_by_ward("sample"))
    effect = measure_effect(date(2019, 7, 1), loaded, Question(own, beside, (moved,)))
    assert (effect.places.covered, effect.places.beside) == (own, beside)
    for row, ward in zip(effect.rows, (own, beside, moved), strict=False):
        assert (row.before, row.after) == tuple(
            count(months, ward, date(year, 7, 1)) for year in (2018, 2019)
        )
    assert own not in list_places("sample", own)
