"""The page about roads, from its title to its first tabs: figures, severities, districts and months."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from csp.core import damage, settings
from csp.core.provenance import Provenance
from csp.core.sheet import PLACE
from csp.core.table import Table
from csp.data import bucket, queries
from csp.shell import messages, outputs, screen, share, widgets
from csp.shell.chart_marks import add_marks
from csp.topics.action_plan.chart_notes import ROADS, draw_notes, fetch_notes
from csp.topics.road_safety import charts, controls, fetch, figures
from csp.topics.road_safety.context import RoadContext
from csp.topics.road_safety.findings import casualties as findings
from csp.topics.road_safety.findings import page as page_findings
from csp.topics.road_safety.rules.breakdowns import (
    count_by_month,
    count_periods,
    find_month_trend,
)
from csp.topics.road_safety.rules.severity import PlaceFigures
from csp.topics.road_safety.tables import casualties as tables
from csp.topics.road_safety.tables.tiles import build_tiles

PAGE = "Road safety"
TREND_MONTHS = 36
# As many as have room for their names over the chart of months.
MOST_YEARS = 5


def note_damage() -> None:
    """What of the imported files cannot be read and is left out."""
    own = settings.area().force_slug
    sentences = damage.describe_damage(queries.unreadable(), damage.ROADS_ALONE, None, None, own)
    for sentence in filter(None, [bucket.describe_trouble(), *sentences]):
        messages.note(sentence)


def draw_nothing(has_years: bool) -> None:
    """What stands in the place of the page where no period can be shown. has_years: some of one is loaded."""
    messages.title(page_findings.TITLE_WITHOUT_DATA if not has_years else page_findings.TITLE_WITHOUT_YEAR)
    messages.info(page_findings.NO_WHOLE_YEAR if has_years else findings.NO_COLLISIONS)


def draw_header(road: RoadContext, home: PlaceFigures, places: Sequence[PlaceFigures]) -> None:
    """The finding as the title, then place, period and source, and what must be known of the figures."""
    finding = findings.write_title(home, road.now)
    unranked = [place.name for place in places if place.rate != place.rate]
    left_out = figures.list_left_out(road.source.code)
    notes = page_findings.list_notes(road.loaded, road.periods, unranked, left_out)
    said_below = [findings.describe_serious(home), findings.describe_adjustment(home.now.adjustment)]
    _state_page(road, finding, [*notes, *said_below])
    with st.container():
        messages.title(finding)
        detail = f"{road.place}, {road.span}; {page_findings.name_severity(home.now.adjustment)}."
        source = f"Source: {road.source.credit}."
        if road.source.simulated:
            source = page_findings.name_sample(road.area)
        messages.caption(f"{detail} {source}")
        for note in notes:
            messages.note(note)


def _state_page(road: RoadContext, finding: str, notes: Sequence[str]) -> None:
    """What files of the page say of it, and its heading on paper: it has no filters that would."""
    words = {
        PLACE: road.place,
        "Period": road.now.label,
        "Comparison": road.before.label if road.comparable else outputs.NONE,
    }
    outputs.begin(
        Provenance(
            page=PAGE,
            partnership=road.area.partnership,
            filters=words,
            context={**words, "Source": road.source.credit},
            source=road.source.credit,
            licence=road.source.licence,
            places=(road.place,),
        )
    )
    outputs.state(finding, notes, road.months, road.comparable)
    share.draw_heading_for_paper(road.area, [PAGE, road.place, road.span], road.source.simulated)


def draw_first_screen(road: RoadContext, home: PlaceFigures, places: Sequence[PlaceFigures]) -> None:
    """The figures, the severities against the year before, and the districts by rate."""
    left, right = st.columns([11, 9], gap="medium")
    with left:
        widgets.tiles(build_tiles(home), key="road_figures", mode=road.mode)
        severities = tables.build_severity_table(home, road.periods)
        # There is no room for a button here: the menu Share gives both tables as files.
        outputs.read().add_table(severities, f"casualties by severity {road.place}")
        outputs.read().add_table(*_build_districts(road, places))
        widgets.table(severities, key="severities", mode=road.mode)
        messages.caption(findings.describe_adjustment(home.now.adjustment))
    with right:
        line = controls.choose("Rate", page_findings.RATES, "road_rate")
        words = road.credit(page_findings.write_district_words(home, line, road.periods))
        screen.chart(
            charts.draw_districts(places, line, road.area.home, words, road.mode), key="road_districts"
        )


def draw_districts(road: RoadContext, places: Sequence[PlaceFigures]) -> None:
    """Every district with both rates and ranks, and how much such counts vary."""
    table, name = _build_districts(road, places)
    widgets.table(table, key="road_districts_table", mode=road.mode)
    screen.download(table, name)
    messages.caption(findings.describe_dispersion(figures.estimate_dispersion(road.source.code)))


def _build_districts(road: RoadContext, places: Sequence[PlaceFigures]) -> tuple[Table, str]:
    """The table of the districts, and what its file is called by."""
    table = tables.build_district_table(places, road.periods, road.area.home)
    return table, f"casualties by district {road.now.label}"


def draw_trend(road: RoadContext) -> None:
    """The months of a few years without a gap, and every whole year."""
    home = road.area.home
    casualties = fetch.fetch_casualty_months(road.source.code, (home,))
    collisions = fetch.fetch_collision_months(road.source.code, (home,))
    years = count_periods(casualties, collisions, home, road.loaded.years)
    span = road.loaded.find_window(road.now, MOST_YEARS)
    months = count_by_month(casualties, collisions, home, span)
    trend = find_month_trend(months, TREND_MONTHS)
    finding = findings.write_trend(road.place, years, trend, TREND_MONTHS)
    words = road.credit((finding, page_findings.write_month_subtitle(road.place, span, road.now)))
    within = [year for year in years if span.start <= year.period.start and year.period.end <= span.end]
    notes = fetch_notes(ROADS)
    chart = charts.draw_months(months, within, road.now, words, road.mode)
    screen.chart(add_marks(chart, notes.list_marks()), key="road_months")
    draw_notes(notes)
    provisional = [each for each in road.loaded.years if road.loaded.list_provisional([each])]
    table = tables.build_year_table(years, road.place, provisional)
    widgets.table(table, key="road_years", mode=road.mode)
    screen.download(table, f"casualties by year {road.place}")
    if rest := page_findings.describe_rest(road.loaded):
        messages.note(rest)
