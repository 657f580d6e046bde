"""The briefing of one page, and what has changed since the last meeting."""

from __future__ import annotations

from datetime import date

from csp.comparison import resolve
from csp.core import wording
from csp.core.filters import add_months
from csp.topics.action_plan import fetch as plan_data
from csp.topics.action_plan.findings.headlines import describe_simulated, mark_simulated
from csp.topics.action_plan.findings.history import describe_added
from csp.topics.action_plan.tables.quarter import build_movement_table
from csp.topics.overview.findings import describe_row, write_title
from csp.topics.overview.tables import PlanCounts, build_tiles
from csp.topics.report import findings
from csp.topics.report.document import Block, Tile, Tiles
from csp.topics.report.fetch import ReportContext, find_last_meeting, is_since_quarter_began
from csp.topics.report.sections.blocks import list_texts, note, note_adjusted, put_table, say
from csp.topics.report.sections.crime import build_type_table
from csp.topics.report.sections.crime_type import put_map
from csp.topics.report.sections.plan import explain_no_plan
from csp.topics.report.sections.road_safety import (
    judge_roads,
    write_road_change,
    write_road_warnings,
)
from csp.topics.road_safety.own_year import build_tiles_of_roads
from csp.topics.thresholds import fetch as threshold_data
from csp.topics.thresholds import findings as threshold_findings
from csp.topics.thresholds import judging
from csp.topics.thresholds.rules import Result
from csp.topics.thresholds.tables import build_flag_table

MOST_CHANGES = 5
"""Changes on one page."""


def build_key_figures(context: ReportContext) -> tuple[Block, ...]:
    """The finding in one line, and the tiles of the overview."""
    page, overview, plan = context.page, context.overview, context.plan
    counts = None
    if plan is not None and context.listing is not None:
        remark = mark_simulated(context.listing)
        counts = PlanCounts(context.listing.plan.label, plan.total, plan.overdue, remark)
    peers, roads = resolve.describe_peers(context.page.area), build_tiles_of_roads(context.filters)
    tiles = build_tiles(overview.row, page.periods, page.unit, peers, overview.months, counts, roads)
    borough = resolve.count_borough(page.filters, page.scope)
    return (
        *say(write_title(overview.row, page.place, *page.periods, borough), "lead"),
        Tiles(tuple(Tile(tile["label"], tile["figure"], tile["note"]) for tile in tiles)),
    )


def build_clearest(context: ReportContext) -> tuple[Block, ...]:
    """The crime types with the strongest evidence of a change, whichever way they went."""
    directions, (_, of) = context.overview.directions, resolve.describe_peers(context.page.area)
    rows = [row for row in (*directions.up, *directions.down) if row.code != context.filters.measure]
    rows.sort(key=lambda row: 1.0 if row.change.p is None else row.change.p)
    texts = [describe_row(row, of) for row in rows[:MOST_CHANGES]]
    return list_texts(texts) or say(findings.NO_CLEAR_CHANGE)


def build_map(context: ReportContext) -> tuple[Block, ...]:
    """The wards by the rate of all crime."""
    return (*put_map(context.page), *note_adjusted(context.page.area.is_public))


def build_since_figures(context: ReportContext) -> tuple[Block, ...]:
    """The crime types with a clear change, as sentences and in the table, and the roads."""
    directions, (_, of) = context.overview.directions, resolve.describe_peers(context.page.area)
    rows = (*directions.up, *directions.down)
    return (
        *(list_texts(describe_row(row, of) for row in rows) or say(findings.NO_CLEAR_CHANGE)),
        *put_table(build_type_table(context)),
        *say(write_road_change(context)),
    )


def judge_warnings(context: ReportContext) -> tuple[Result, Result | None, date]:
    """The warnings of the baseline, those of as many months earlier as the meeting was ago, and that month.

    None for those of a month that is not loaded.
    """
    filters, rule = context.filters, context.baseline.rule
    fitted = judging.fit_rule(rule, filters.source)
    months = threshold_data.fetch_cells(filters.source, fitted.watch, fitted.exclude).months
    meeting = find_last_meeting(context).date()
    back = max(1, 12 * (context.today.year - meeting.year) + context.today.month - meeting.month)
    then = add_months(filters.period.end, -back)
    now = judging.judge(filters.source, rule, filters.period.end)
    return now, judging.judge(filters.source, rule, then) if then in months else None, then


def build_since_warnings(context: ReportContext) -> tuple[Block, ...]:
    """The warnings of the baseline beside those at the last meeting, and those of the rule about roads."""
    names, measures = threshold_data.fetch_names(), context.page.measures_file.measures
    now, before, then = judge_warnings(context)
    headline = threshold_findings.write_headline(now, now, context.baseline.name, names)
    roads = _say_road_warnings(context)
    if before is None:
        return (*say(headline), *roads, *note([findings.describe_no_earlier_month(wording.month(then))]))
    windows = (threshold_findings.describe_window(each) for each in (now, before))
    return (
        *say(headline),
        *say(threshold_findings.compare_with_baseline(now, before, names) or findings.SAME_WARNINGS),
        *put_table(build_flag_table(now, names, measures)),
        *roads,
        *note([findings.describe_window_before(*windows)]),
    )


def _say_road_warnings(context: ReportContext) -> tuple[Block, ...]:
    """What the rule about roads warns of, unless it is the baseline itself or no roads are loaded."""
    if context.baseline.rule.on_roads or not threshold_data.has_roads(context.filters.source):
        return ()
    return say(write_road_warnings(judge_roads(context)))


def build_since_actions(context: ReportContext) -> tuple[Block, ...]:
    """What was reported, done and added since the last meeting."""
    if context.listing is None:
        return explain_no_plan()
    since = find_last_meeting(context)
    changes = plan_data.fetch_changes(context.listing.plan, since)
    table = put_table(build_movement_table(changes.movements))
    unchanged = "" if table else findings.NO_CHANGE_OF_PLAN
    start = findings.describe_since(since.date(), is_since_quarter_began(context))
    return (
        *say([start, describe_added(changes.added), unchanged]),
        *note(filter(None, [describe_simulated(context.listing)])),
        *table,
    )
