"""The crime type table: words, values, marks and order of every cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from csp.comparison import tables as crime
from csp.comparison.rows import MeasureRow
from csp.core import change_cells
from csp.core.change import Change
from csp.core.incomplete_cells import IncompleteCell
from csp.core.measures import read_catalogue
from csp.core.table import UNKNOWN

ASB = MeasureRow(
    code="asb",
    label="ASB incidents",
    noun="",
    polarity="lower",
    kind="incident",
    change=Change(now=2354, before=1490, p=1e-9, is_real=True),
    rate_now=19.8,
    rate_before=12.5,
    rank_now=2,
    rank_before=1,
    rank_best=1,
    rank_worst=3,
)
FALL = replace(ASB, code="robbery", change=Change(39, 67, p=0.0065, is_real=True))
NOISE = replace(ASB, code="sexual_offences", change=replace(ASB.change, p=0.61, is_real=False))
DRUGS = replace(ASB, code="drug_offences", polarity="neutral")
PART = replace(ASB, code="drug_trafficking", rank_now=None, rank_before=None, rank_best=None, rank_worst=None)
ALONE = replace(ASB, change=Change(2354), rate_before=None, rank_before=None)
LEVEL = replace(ASB, change=Change(1490, 1490, p=1e-9, is_real=True))


def drawn(*rows, selection="asb", hollow=(3,)):
    series = {row.code: [1.0, None, 3.0, 4.0] for row in rows}
    return crime.build_crime_type_table(
        rows,
        series,
        {row.code: hollow for row in rows},
        ("Jan to Dec 2020", "Jan to Dec 2019"),
        ("Kent districts", 12),
        selection,
        read_catalogue(),
    )


def cells_of(change):
    return change_cells.build_change_cells(change, "lower")


def texts(row, **options):
    return [cell.text for cell in drawn(row, **options).rows[0].cells[1:8]]


def test_a_row_reads_as_it_is_published_with_both_ranks_in_the_order_of_time():
    assert texts(ASB) == ["2,354", "1,490", "+864", "+58.0%", "▲ clear change", "lowest", "2nd lowest"]
    assert texts(FALL)[2:5] == ["−28", "−41.8%", "▼ clear change"]


def test_a_change_that_is_not_clear_says_so_and_has_no_tone():
    cells = drawn(NOISE).rows[0].cells
    assert cells[5].text == "○ no clear change"
    assert (cells[3].tone, cells[4].tone) == ("", "")


@pytest.mark.parametrize(
    ("row", "tone"),
    [(ASB, "worse"), (FALL, "better"), (NOISE, ""), (DRUGS, ""), (LEVEL, "")],
)
def test_only_a_signal_of_a_measure_with_a_good_direction_is_toned(row, tone):
    assert change_cells.tone_of(row.change, row.polarity) == tone


def test_values_behind_the_text_are_exact_so_that_sorting_is_by_number():
    cells = drawn(ASB).rows[0].cells
    assert [cell.value for cell in cells[1:8]] == [2354, 1490, 864, 100 * 864 / 1490, 1e-9, 1, 2]


def test_the_uncertainty_of_the_rank_is_in_its_tooltip():
    cells = drawn(ASB).rows[0].cells
    assert cells[7].tip == "Ranked 2nd of 12; could be 1st to 3rd (1st = lowest)."
    assert cells[6].tip == ""


def test_what_a_measure_means_is_in_the_tooltip_of_its_name():
    name = drawn(ASB).rows[0].cells[0]
    asb = read_catalogue().measures["asb"]
    assert name.tip.splitlines() == [asb.definition, asb.caveat]


def test_how_often_chance_does_as_much_is_in_the_tooltip_of_the_signal():
    assert "fewer than 1 in 1,000 comparisons" in drawn(ASB).rows[0].cells[5].tip
    assert "about 61 in 100 comparisons" in drawn(NOISE).rows[0].cells[5].tip


def test_a_small_base_is_greyed_and_marked():
    cell = cells_of(Change(60, 40, p=1e-9, is_real=True, small_base=True)).percent
    assert (cell.text, cell.tone) == ("+50.0%", "quiet")
    assert cell.tip == "Small base: 40 before, so the % moves easily."


def test_a_base_of_0_has_no_percentage():
    assert cells_of(Change(2354, 0)).percent.text == "from 0"
    assert cells_of(Change(0, 0)).percent.text == "–"


def test_without_a_comparison_nothing_but_the_level_and_the_rank_is_told():
    assert texts(ALONE) == ["2,354", "–", "–", "–", "–", "–", "2nd lowest"]
    assert cells_of(ALONE.change).verdict == UNKNOWN


def test_a_part_that_is_not_ranked_is_indented_and_has_no_rank():
    row = drawn(PART).rows[0]
    assert row.indent
    assert [cell.text for cell in row.cells[6:8]] == ["–", "–"]
    assert not drawn(ASB).rows[0].indent


def test_the_chosen_crime_type_is_marked_and_the_order_is_kept():
    table = drawn(ASB, FALL, NOISE, selection="robbery")
    assert [row.id for row in table.rows] == ["asb", "robbery", "sexual_offences"]
    assert [row.selected for row in table.rows] == [False, True, False]


def test_months_that_are_not_loaded_are_gaps_and_incomplete_ones_are_hollow():
    line = drawn(ASB).rows[0].cells[8]
    assert line.spark == (1.0, None, 3.0, 4.0)
    assert line.incomplete == (3,)


def test_every_row_has_a_cell_for_every_column_and_the_line_cannot_be_sorted():
    table = drawn(ASB, ALONE, PART)
    assert {len(row.cells) for row in table.rows} == {len(table.columns)}
    assert [column.label for column in table.columns if not column.sortable] == ["36 months"]
    assert [column.label for column in table.columns][1:3] == ["Jan to Dec 2020", "Jan to Dec 2019"]


def test_the_peer_group_and_its_size_are_named():
    assert "the 12 Kent districts" in drawn(ASB).columns[6].help


def test_counts_and_ranks_that_rest_on_incomplete_data_are_marked():
    cell = IncompleteCell("asb", date(2019, 10, 1), "E07000106", 20, 179.0)
    row = replace(ASB, incomplete=(cell,), own_incomplete=(False, True))
    cells = drawn(row).rows[0].cells
    assert [cells[i].text for i in (1, 2, 6, 7)] == ["2,354", "1,490*", "lowest", "2nd lowest*"]
    assert cells[2].tip == "Data incomplete."
    assert cells[7].tip.endswith("Data incomplete in one district.")
    assert (cells[2].value, cells[7].value) == (1490, 2)
