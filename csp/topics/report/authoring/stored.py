"""What the action plan's store keeps of a report, and the texts that a report is built with.

Paragraphs, horizon, order and cover belong to the plan in force; the review to the plan that is looked
back on. A report is built without the store as well: then there is nothing of these.
"""

from __future__ import annotations

from dataclasses import dataclass

from csp.data import queries
from csp.topics.action_plan import fetch as plan_data
from csp.topics.action_plan.findings.values import label_priority
from csp.topics.action_plan.store import meetings, report_entries
from csp.topics.action_plan.store.records import Plan
from csp.topics.action_plan.store.report_records import (
    AuthorParagraph,
    HorizonItem,
    PlanReview,
    ReportCover,
    ReportKind,
    SectionOrder,
    Version,
)
from csp.topics.action_plan.store.store import Board
from csp.topics.report import texts
from csp.topics.report.texts import AuthorText, MeetingDecision, ReviewEntry, SurveyFigure, Texts


@dataclass(frozen=True)
class StoredReport:
    """What authors have added to a kind of report. order and cover: None where nobody has stored any.

    paragraphs are in the order in which they stand at their place. reviews are those of the plan reviewed.
    """

    order: Version[SectionOrder] | None = None
    cover: Version[ReportCover] | None = None
    paragraphs: tuple[Version[AuthorParagraph], ...] = ()
    horizon: tuple[Version[HorizonItem], ...] = ()
    reviews: tuple[Version[PlanReview], ...] = ()


def _read(board: Board, kind: ReportKind, plan_id: int, reviewed_id: int | None) -> StoredReport:
    paragraphs = (
        each
        for each in report_entries.list_entries(board, plan_id, AuthorParagraph)
        if each.content.report == kind
    )
    reviews = report_entries.list_entries(board, reviewed_id, PlanReview) if reviewed_id else ()
    return StoredReport(
        report_entries.find_entry(board, plan_id, SectionOrder, kind),
        report_entries.find_entry(board, plan_id, ReportCover, kind),
        tuple(sorted(paragraphs, key=lambda each: each.content.position)),
        report_entries.list_entries(board, plan_id, HorizonItem),
        tuple(sorted(reviews, key=lambda each: int(each.key))),
    )


def fetch_stored(kind: ReportKind, plan: Plan | None, reviewed: Plan | None) -> StoredReport:
    """What authors have added; nothing where there is no plan or it cannot be read."""
    if plan is None:
        return StoredReport()
    reviewed_id = reviewed.id if reviewed else None
    stored = plan_data.read_if_there(lambda board: _read(board, kind, plan.id, reviewed_id))
    return stored or StoredReport()


def fetch_survey() -> tuple[SurveyFigure, ...]:
    """The survey figures that were imported."""
    frame = queries.survey_figures()
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return tuple(
        SurveyFigure(
            row["area"],
            row["period"],
            row["question"],
            row["answer"],
            float(row["per_cent"]),
            None if row["base"] is None else int(row["base"]),
        )
        for row in rows
    )


def fetch_decisions(plan: Plan | None) -> tuple[MeetingDecision, ...]:
    """What meetings have decided since a plan began; nothing where there is none."""
    if plan is None:
        return ()
    decided = plan_data.read_if_there(lambda board: meetings.list_decided(board, plan.start)) or ()
    return tuple(MeetingDecision(each.day, each.item, each.text) for each in decided)


def build_texts(
    stored: StoredReport,
    reviewed: Plan | None,
    survey: tuple[SurveyFigure, ...] = (),
    decisions: tuple[MeetingDecision, ...] = (),
) -> Texts:
    """All that people have written, as a report takes it."""
    cover = stored.cover.content if stored.cover else ReportCover()
    names = reviewed.priorities if reviewed else {}
    return Texts(
        title=cover.title,
        subtitle=cover.subtitle,
        signatures=tuple((each.office, each.name, each.day) for each in cover.signatures),
        paragraphs=tuple(
            AuthorText(each.content.section, each.content.text, each.content.place, each.content.figures)
            for each in stored.paragraphs
        ),
        reviews=tuple(
            ReviewEntry(
                label_priority(int(each.key), names.get(int(each.key), "")),
                each.content.carried_out,
                each.content.changed,
                each.content.reason,
            )
            for each in stored.reviews
        ),
        horizon=tuple(
            texts.HorizonItem(each.content.factor.capitalize(), each.content.text, each.content.response)
            for each in stored.horizon
        ),
        survey=survey,
        decisions=decisions,
    )
