"""The tables of what people write for a report: review, horizon, survey, decisions. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import wording
from csp.core.table import UNKNOWN, Cell, Column, Row, Table
from csp.topics.report.texts import HORIZON, HorizonItem, MeetingDecision, ReviewEntry, SurveyFigure


def _sentences(label: str) -> Column:
    return Column(label, numeric=False, wrap=True)


def _text(text: str) -> Cell:
    return Cell(text, text) if text else UNKNOWN


def build_review_table(reviews: Sequence[ReviewEntry]) -> Table:
    """A row for each part of the plan that somebody has reviewed."""
    return Table(
        caption="Review of the plan",
        columns=tuple(map(_sentences, ("Priority or action", "Carried out", "What changed", "Why"))),
        rows=tuple(
            Row(str(i), tuple(map(_text, (each.subject, each.carried_out, each.changed, each.why))))
            for i, each in enumerate(reviews)
        ),
    )


def build_horizon_table(items: Sequence[HorizonItem]) -> Table:
    """What may come, by heading in the usual order."""
    order = {heading: i for i, heading in enumerate(HORIZON)}
    ordered = sorted(items, key=lambda item: order.get(item.heading, len(order)))
    return Table(
        caption="Horizon scan",
        columns=tuple(map(_sentences, ("Heading", "What may come", "What the partnership does"))),
        rows=tuple(
            Row(str(i), tuple(map(_text, (item.heading, item.text, item.response))))
            for i, item in enumerate(ordered)
        ),
    )


def build_survey_table(figures: Sequence[SurveyFigure]) -> Table:
    """A row for each answer, in the order given."""
    return Table(
        caption="What people said",
        columns=(
            *map(_sentences, ("Question", "Answer", "Area", "Period")),
            Column("Per cent"),
            Column("People asked"),
        ),
        rows=tuple(
            Row(
                str(i),
                (
                    *map(_text, (each.question, each.answer, each.area, each.period)),
                    Cell(wording.pct(each.percent), each.percent),
                    UNKNOWN if each.base is None else Cell(wording.count(each.base), each.base),
                ),
            )
            for i, each in enumerate(figures)
        ),
    )


def build_meeting_table(decisions: Sequence[MeetingDecision]) -> Table:
    """What meetings decided, the latest first."""
    ordered = sorted(decisions, key=lambda each: each.day, reverse=True)
    return Table(
        caption="Decisions of meetings",
        columns=(Column("Day", numeric=False), _sentences("Item"), _sentences("Decision")),
        rows=tuple(
            Row(
                str(i),
                (Cell(wording.day(each.day), each.day.isoformat()), _text(each.item), _text(each.text)),
            )
            for i, each in enumerate(ordered)
        ),
    )
