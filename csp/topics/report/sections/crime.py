"""All recorded crime: the table, the districts, the three years, and what stands out."""

from __future__ import annotations

from dataclasses import replace

from csp.comparison import published, resolve
from csp.comparison.context import PageContext
from csp.comparison.findings import NO_RANK_OF_WARDS, write_headline
from csp.comparison.tables import build_crime_type_table
from csp.comparison.year_bars import build_year_table, draw_year_bars, write_year_words
from csp.core import settings, wording
from csp.core.table import Table
from csp.data import queries
from csp.shell import screen
from csp.topics.county import findings as county_findings
from csp.topics.county import pictures as county_pictures
from csp.topics.county.fetch import fetch_comparison
from csp.topics.county.tables import build_rank_table
from csp.topics.overview import findings as overview_findings
from csp.topics.report import findings
from csp.topics.report.document import Block
from csp.topics.report.fetch import PAPER, ReportContext
from csp.topics.report.sections.blocks import head, list_texts, note, put_picture, put_table, say
from csp.topics.thresholds import fetch as threshold_data
from csp.topics.thresholds import findings as threshold_findings
from csp.topics.thresholds import judging
from csp.topics.thresholds.tables import LISTED, build_flag_table
from csp.topics.trends import findings as trend_findings
from csp.topics.trends import pictures as trend_pictures
from csp.topics.trends import tables as trend_tables
from csp.topics.trends.charts import list_month_names
from csp.topics.trends.fetch import Trend, fetch_areas, fetch_every_type
from csp.topics.trends.pictures import TrendContext


def build_all_crime(context: ReportContext) -> tuple[Block, ...]:
    """The total, the table of crime types, and the districts compared."""
    page, overview = context.page, context.overview
    filters, scope = page.filters, page.scope
    peers, borough = resolve.describe_peers(context.page.area), resolve.count_borough(filters, scope)
    codes = [measure.code for measure in overview.measures]
    return (
        *say(write_headline(overview.row, page.place, page.periods, peers, borough), "lead"),
        *put_table(build_type_table(context)),
        *list_texts(overview_findings.list_notes(overview.directions)),
        *note(
            [
                *screen.caveats(filters, scope),
                *resolve.describe_populations(filters, scope),
                *([NO_RANK_OF_WARDS] if filters.wards else []),
                *screen.describe_incomplete(filters, scope, codes[1:]),
            ]
        ),
        *_compare_districts(context),
    )


def build_type_table(context: ReportContext) -> Table:
    """The crime type table of the overview."""
    page, overview = context.page, context.overview
    return build_crime_type_table(
        overview.rows,
        overview.months.series if overview.months else {},
        overview.months.incomplete if overview.months else {},
        page.periods,
        resolve.describe_peers(context.page.area),
        page.measure.code,
        page.measures_file,
    )


def _compare_districts(context: ReportContext) -> tuple[Block, ...]:
    page, area = context.page, queries.area(context.page.filters.source)
    if len(area.peers) < 2:
        return ()
    filters = resolve.drop_wards(page.filters)
    comparison = fetch_comparison(filters, page.scope, area, PAPER)
    basis, standings = resolve.build_basis(filters, page.scope), comparison.standings
    peers_label, _ = resolve.describe_peers(area)
    names = dict(area.names)
    return (
        *head(f"The {peers_label} compared"),
        *say(
            [
                county_findings.write_headline(
                    standings, page.measure, basis, area.home_name, peers_label, page.unit
                ),
                *county_findings.describe_gaps(standings, page.measure, basis, names),
                county_findings.describe_movement(standings, page.measure, basis),
            ]
        ),
        *put_picture(county_pictures.draw_rates(comparison)),
        *put_table(
            build_rank_table(comparison.districts, page.unit, page.periods, comparison.comparable, ""),
            f"{page.measure.label} by district",
            [findings.describe_neighbours(name_neighbours(area), area.home_name)],
        ),
    )


def name_neighbours(area: settings.Area) -> list[str]:
    """The names of the districts around home that are compared with it."""
    return sorted(area.names[code] for code in area.peers if code in area.neighbours)


def build_trend_context(context: ReportContext, trend: Trend) -> TrendContext:
    """What the charts of a trend are drawn with."""
    page = context.page
    return TrendContext(
        measure=trend.measure,
        source=page.source,
        place=trend.place,
        county=page.area.county,
        period=page.filters.period,
        window=trend.window,
        year_start=page.area.year_start,
        mode=PAPER,
        few=trend.few,
        provisional=trend.provisional,
    )


def put_trend(context: ReportContext, trend: Trend) -> tuple[Block, ...]:
    """The chart of a trend: by month with the usual range, or totals of 12 months where it is rare."""
    drawn = build_trend_context(context, trend)
    if trend.control.is_rare:
        return put_picture(trend_pictures.draw_totals(drawn, trend.control, trend.sum_years()))
    chart = trend_pictures.draw_control(drawn, trend.control, trend.own_events, trend.target)
    return put_picture(chart)


def put_years(page: PageContext) -> tuple[Block, ...]:
    """The years of a ward in public mode, of which months are not published."""
    years = published.fetch_years(page.filters)
    words = page.credit(write_year_words(page.measure, page.place, years.periods, years.counts))
    return (
        *put_picture(draw_year_bars(years.periods, years.counts, words, PAPER)),
        *put_table(build_year_table(page.measure, page.place, years.periods, years.counts)),
    )


def write_trend(trend: Trend) -> str:
    """What the trend of a crime type says of the period."""
    period = trend.filters.period.each()
    return trend_findings.write_headline(
        trend.measure.label, trend.place, trend.control, period, trend.borough
    )


def build_trend(context: ReportContext) -> tuple[Block, ...]:
    """Three years of all crime by month, beside the county, and year by year; of a ward in public mode its
    years alone.
    """
    if context.page.is_adjusted:
        return put_years(context.page)
    trend, area = context.trend, context.page.area
    drawn = build_trend_context(context, trend)
    years = trend.cut_years()
    target = [trend_findings.describe_target(trend.control, trend.target)] if trend.target else []
    names = list_month_names(area.year_start)
    return (
        *say([write_trend(trend), trend_findings.describe_slopes(trend.control)], "lead"),
        *put_trend(context, trend),
        *note(
            [
                *trend_findings.write_notes(trend.filters, trend.control, trend.place, area.county),
                *target,
                trend_findings.describe_provisional(drawn.source.label, trend.months, trend.provisional),
            ]
        ),
        *(_put_county(drawn, trend, area.county) if len(area.peers) > 1 else ()),
        *head("Year by year"),
        *put_table(
            trend_tables.build_year_table(years, names),
            trend_findings.write_years_title(trend.measure.label, trend.place, years),
        ),
    )


def _put_county(drawn: TrendContext, trend: Trend, county: str) -> tuple[Block, ...]:
    """The district beside the others that the source has figures of."""
    areas = fetch_areas(trend)
    return (
        *head(f"Beside {county}"),
        *put_picture(trend_pictures.draw_areas(drawn, areas.lines, areas.comparison)),
        *note(wording.borrowed_years(areas.borrowed)),
    )


def build_stands_out(context: ReportContext) -> tuple[Block, ...]:
    """The clear changes, the unusual months, and the wards with warnings."""
    directions, (_, of) = context.overview.directions, resolve.describe_peers(context.page.area)
    up, down = (
        [overview_findings.describe_row(row, of) for row in rows] for rows in (directions.up, directions.down)
    )
    return (
        *(() if up or down else say(findings.NO_CLEAR_CHANGE, "lead")),
        *(head("Up, a clear change") if up else ()),
        *list_texts(up),
        *(head("Down, a clear change") if down else ()),
        *list_texts(down),
        *say(findings.describe_unclear([row.label for row in directions.unclear])),
        *_list_unusual(context),
        *_list_warnings(context),
    )


def _list_unusual(context: ReportContext) -> tuple[Block, ...]:
    """The crime types whose last month is unusual; none of a ward in public mode, which has no months."""
    if context.page.is_adjusted:
        return ()
    every = fetch_every_type(context.trend)
    unusual = [measure for measure in every.measures if every.verdicts[measure.code].sign]
    title = trend_findings.write_multiples_title([every.verdicts[code] for code in every.separate])
    grouped = any(measure.code not in every.separate for measure in unusual)
    table = trend_tables.build_type_table(unusual, every.controls, every.verdicts, "")
    return (
        *head("Unusual months"),
        *say([f"{title}." if unusual else findings.NOTHING_UNUSUAL, findings.GROUPS_TOO if grouped else ""]),
        *put_table(table, "Crime types whose last month is unusual"),
    )


def _list_warnings(context: ReportContext) -> tuple[Block, ...]:
    """The warnings of the rule that is the baseline, most of them of wards."""
    filters, baseline = context.filters, context.baseline
    names, measures = threshold_data.fetch_names(), context.page.measures_file.measures
    result = judging.judge(filters.source, baseline.rule, filters.period.end)
    flagged = int(result.flagged.sum())
    rule = threshold_findings.describe_rule(baseline.rule, threshold_data.list_flag_labels(), names)
    table = build_flag_table(result, names, measures)
    return (
        *head("Warnings"),
        *say(threshold_findings.write_headline(result, result, baseline.name, names)),
        *put_table(
            replace(table, clickable=""), notes=[rule, threshold_findings.describe_cut(flagged, LISTED)]
        ),
    )
