"""The action plan as its tables, and which actions are overdue."""

from __future__ import annotations

from csp.topics.action_plan.fetch import AWAY, is_away
from csp.topics.action_plan.findings.headlines import (
    describe_simulated,
    describe_source,
    write_board_headline,
)
from csp.topics.action_plan.findings.values import label_priority
from csp.topics.action_plan.rules.counts import list_late
from csp.topics.action_plan.tables.plan import build_priority_plan_table
from csp.topics.action_plan.tables.quarter import build_overdue_table
from csp.topics.report import findings
from csp.topics.report.document import Block
from csp.topics.report.fetch import ReportContext
from csp.topics.report.sections.blocks import head, keep_columns, note, put_table, say

MOST_OVERDUE = 5
"""Overdue actions on one page."""
WIDTHS = (0.37, 0.17, 0.21, 0.25)


def explain_no_plan() -> tuple[Block, ...]:
    """Why there are no actions to show."""
    return say(AWAY if is_away() else findings.NO_PLAN)


def build_action_plan(context: ReportContext) -> tuple[Block, ...]:
    """A table for each priority, with the outcomes reported so far."""
    listing, plan = context.listing, context.plan
    if listing is None or plan is None:
        return explain_no_plan()
    blocks: list[Block] = [*say(write_board_headline(plan), "lead"), *note([describe_source(listing)])]
    for number, name in listing.plan.priorities.items():
        table = build_priority_plan_table(listing, number)
        blocks += [*head(f"Priority {label_priority(number, name)}"), *put_table(table, widths=WIDTHS)]
    return tuple(blocks)


def build_overdue(context: ReportContext) -> tuple[Block, ...]:
    """The longest overdue actions."""
    listing = context.listing
    if listing is None:
        return explain_no_plan()
    late = list_late(listing)
    table = build_overdue_table(late[:MOST_OVERDUE], listing)
    short = keep_columns(table, ("Reference", "Action", "Lead", "Due", "Days late"))
    notes = [describe_simulated(listing), findings.describe_cut(MOST_OVERDUE, len(late))]
    return put_table(short, notes=filter(None, notes)) or say(findings.NO_OVERDUE)
