"""The widths of the report's tables, and the small lines in their cells."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from csp.core.table import Cell, Column, Row, Table
from csp.topics.report.pdf.lines import HEIGHT, WIDTH, draw_line
from csp.topics.report.pdf.widths import SIZES, choose_widths

ROOM = 42
"""Between the margins of a page that stands, in em."""


def make(*columns: Column, texts: tuple[str, ...]) -> Table:
    return Table("", columns, (Row("r", tuple(map(Cell, texts))),))


def test_a_small_table_is_no_wider_than_it_needs_to_be():
    widths = choose_widths(make(Column("Month"), Column("2020"), texts=("Apr", "7,830")), ROOM)
    assert widths.size == SIZES[0]
    assert sum(widths.columns) < 0.3


def test_figures_keep_their_line_and_sentences_share_the_rest():
    sentence = "Offer every victim a named adviser within two working days and ask again after a month"
    table = make(
        Column("Action", numeric=False, wrap=True),
        Column("Seen"),
        Column("Outcome", numeric=False, wrap=True),
        texts=(sentence, "1,234,567", sentence),
    )
    action, seen, outcome = choose_widths(table, ROOM).columns
    assert action == pytest.approx(outcome, rel=0.05)
    assert action + seen + outcome == pytest.approx(1)
    assert 0.1 < seen < 0.2


def test_a_table_of_many_columns_has_smaller_text_but_never_leaves_the_page():
    columns = [Column(f"Column {at}") for at in range(16)]
    widths = choose_widths(make(*columns, texts=("12,345",) * 16), ROOM)
    assert widths.size == SIZES[-1]
    assert sum(widths.columns) == pytest.approx(1)


def test_shares_that_are_given_count():
    table = make(Column("A"), Column("B"), texts=("a", "b"))
    assert choose_widths(table, ROOM, (3, 1)).columns == (0.75, 0.25)
    # One that is not given for every column would leave a column without width.
    assert choose_widths(table, ROOM, (3,)) == choose_widths(table, ROOM)


def test_a_line_starts_at_0_breaks_where_a_month_is_missing_and_marks_its_last_point():
    svg = ElementTree.fromstring(draw_line((10, None, 5, 0), incomplete=(2,)))
    path, *circles = svg
    assert path.attrib["d"] == f"M3.0 3.0M{3 + 2 * (WIDTH - 6) / 3:.1f} 13.0L{WIDTH - 3:.1f} {HEIGHT - 3:.1f}"
    assert [circle.attrib["fill"] for circle in circles] == ["#FFFFFF", "#12436D"]


@pytest.mark.parametrize("values", [(), (None,), (0,), (None, 3)])
def test_a_line_of_hardly_any_month_is_drawn(values):
    ElementTree.fromstring(draw_line(values))
