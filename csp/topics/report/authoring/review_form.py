"""The review of the plan that is looked back on: by priority, what was carried out, what changed, why."""

from __future__ import annotations

import streamlit as st

from csp.core.markup import bold, join, plain
from csp.shell import messages
from csp.shell.typed import open_form
from csp.topics.action_plan import fetch as plan_data
from csp.topics.action_plan.findings.headlines import describe_simulated
from csp.topics.action_plan.findings.values import label_priority
from csp.topics.action_plan.rules.counts import Tally, tally_by_priority
from csp.topics.action_plan.store.records import Plan
from csp.topics.action_plan.store.report_records import PlanReview, Version
from csp.topics.action_plan.store.status import Status
from csp.topics.report.authoring import saving, words
from csp.topics.report.authoring.report_being_written import ReportBeingWritten
from csp.topics.report.authoring.saving import Write

_FIELDS = {
    "carried_out": "What was carried out",
    "changed": "What changed",
    "reason": "Why",
}


def draw_review(report: ReportBeingWritten) -> None:
    """A part for each priority of the plan, with what its actions came to."""
    plan = report.kept.reviewed
    if plan is None:
        messages.caption(words.NO_REVIEWED)
        return
    messages.caption(f"The plan of {plan.label}. The law asks for this: how far it was carried out.")
    reviews = {each.key: each for each in report.kept.stored.reviews}
    listing = plan_data.fetch_listing(plan)
    if simulated := describe_simulated(listing):
        messages.note(simulated)
    tallies = tally_by_priority(listing)
    for number, name in plan.priorities.items():
        review = reviews.get(str(number))
        with st.container(border=True):
            messages.paragraph(
                join([bold(label_priority(number, name)), _describe_tally(tallies[number])], " · ")
            )
            if report.author is None:
                _show_review(review)
            else:
                _draw_form(report, plan, number, review)


def _describe_tally(tally: Tally) -> str:
    """ "9 of 14 actions complete, 2 overdue" """
    done = f"{tally.count(Status.COMPLETE)} of {tally.total} actions complete"
    return f"{done}, {tally.overdue} overdue" if tally.overdue else done


def _show_review(review: Version[PlanReview] | None) -> None:
    if review is None:
        messages.caption("Nothing is written yet.")
        return
    for line in words.describe_content(review.content, {}):
        messages.paragraph(line)
    messages.caption(words.describe_author(review))


def _draw_form(
    report: ReportBeingWritten, plan: Plan, number: int, review: Version[PlanReview] | None
) -> None:
    content = review.content if review else PlanReview("")
    values = {name: getattr(content, name) for name in _FIELDS}
    form = open_form(f"review-{plan.id}-{number}", review.version if review else 0, values)
    author = report.author
    assert author is not None

    def make() -> Write:
        content = PlanReview(**{name: form.read(name) for name in _FIELDS})
        done = f"Stored: priority {number} of {plan.label}."
        return Write(plan.id, str(number), content, form.version, author, done, form.name)

    for place, (name, label) in zip(st.columns(3), _FIELDS.items(), strict=True):
        place.text_area(plain(label), form.read(name), height=90, **form.bind(name))
    saving.draw_store_row("Store", form, make, words.describe_author(review) if review else "")
