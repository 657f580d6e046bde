"""How a report begins: why there is one, and what became of last year's plan."""

from __future__ import annotations

from csp.topics.action_plan import fetch as plan_data
from csp.topics.action_plan.findings.headlines import describe_simulated, write_board_headline
from csp.topics.action_plan.rules.counts import tally, tally_by_priority
from csp.topics.action_plan.tables.quarter import build_priority_table
from csp.topics.report import findings
from csp.topics.report.document import Block
from csp.topics.report.fetch import ReportContext
from csp.topics.report.sections.blocks import head, list_named, list_texts, note, put_table, say
from csp.topics.report.tables import build_review_table


def build_introduction(context: ReportContext) -> tuple[Block, ...]:
    """What the report is of, the law that asks for it, its aim, and how it is read."""
    page = context.page
    return (
        *say(findings.describe_scope(page.area.partnership, page.place, page.span), "lead"),
        *head("Legislation"),
        *list_named(findings.LAWS),
        *head("Aim"),
        *say(findings.AIM),
        *head("How to read the figures"),
        *say(findings.HOW_TO_READ),
    )


def build_review(context: ReportContext) -> tuple[Block, ...]:
    """What of last year's plan was carried out, and what changed and why."""
    plan = context.last_plan
    if plan is None:
        return (*say(findings.NO_LAST_PLAN), *_put_reviews(context))
    listing = plan_data.fetch_listing(plan)
    everything = plan_data.fetch_listing(plan, retired=True)
    by_priority = tally_by_priority(listing)
    lacking = {number: each.no_update for number, each in by_priority.items()}
    retired = [action for action in everything.actions if action.retired_at is not None]
    return (
        *say(write_board_headline(tally(listing.actions)), "lead"),
        *say(findings.describe_reviewed(plan, context.today)),
        *note(filter(None, [describe_simulated(listing)])),
        *put_table(build_priority_table(listing, by_priority, lacking)),
        *(head("Actions retired") if retired else ()),
        *list_texts(f"{action.ref}: {action.text}" for action in retired),
        *head("What was carried out, what changed and why"),
        *_put_reviews(context),
    )


def _put_reviews(context: ReportContext) -> tuple[Block, ...]:
    reviews = context.texts.reviews
    return put_table(build_review_table(reviews)) if reviews else note([findings.NO_REVIEW])
