"""The survey figures that are loaded, as a table of the page. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import wording
from csp.core.table import UNKNOWN, Cell, Column, Row, Table
from csp.topics.report.texts import SurveyFigure


def build_survey_table(figures: Sequence[SurveyFigure]) -> Table:
    """Who was asked what, and which share gave which answer."""
    columns = (
        Column("Question", numeric=False, wrap=True),
        Column("Answer", numeric=False, wrap=True),
        Column("Area", numeric=False),
        Column("Period", numeric=False),
        Column("Gave this answer (%)"),
        Column("People asked"),
    )
    rows = tuple(
        Row(
            str(i),
            (
                *(Cell(text, text) for text in (each.question, each.answer, each.area, each.period)),
                Cell(wording.pct(each.percent), each.percent),
                UNKNOWN if each.base is None else Cell(wording.count(each.base), each.base),
            ),
        )
        for i, each in enumerate(figures)
    )
    return Table("Survey figures that are loaded", columns, rows)
