"""The figures of quarters and years on the page Data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from csp.data.store import Store
from csp.imports.partner.mapping.declaring import declare_source
from csp.topics.data_status.fetch import list_period_figures
from csp.topics.data_status.tables.partner_figures import FEW, PeriodFigure, build_period_figures
from tests.unit.imports.partner.made_extracts import HELPLINE, Feed


def test_a_figure_a_row_with_its_period_in_words() -> None:
    figures = [
        PeriodFigure("Reviews", "Asked for", date(2023, 4, 1), 12, 1234),
        PeriodFigure("Reviews", "Upheld", date(2024, 1, 1), 3, 2, is_hidden=True),
    ]
    table = build_period_figures(figures, "Exeter")
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Asked for", "Reviews", "Apr 2023 to Mar 2024", "1,234"],
        ["Upheld", "Reviews", "Q4 2023/24 (Jan to Mar)", FEW],
    ]


def test_what_was_stored_of_years_is_shown_and_small_counts_are_kept_out(extracts: Store) -> None:
    declare_source(replace(HELPLINE, span="year", small=True))
    year = {"start": "2023-04-01", "months": 12}
    Feed(extracts).deliver(
        "calls.csv",
        [{**year, "number": 40}, {**year, "offence": "Again", "offence_code": "repeat", "number": 3}],
    )
    assert list_period_figures() == [
        PeriodFigure("Helpline", "Calls", date(2023, 4, 1), 12, 40),
        PeriodFigure("Helpline", "Repeat calls", date(2023, 4, 1), 12, 3, is_hidden=True),
    ]
