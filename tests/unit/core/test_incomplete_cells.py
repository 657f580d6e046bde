"""Which crime types count as incomplete in one district, though the month as a whole is not."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from csp.core import incomplete_words
from csp.core.dispersion import POISSON, estimate_dispersions
from csp.core.filters import Period
from csp.core.incomplete_cells import IncompleteCell, IncompleteCells, find_incomplete_cells, judge_cells

MONTHS = Period(date(2020, 1, 1), 12).each()
USABLE = np.ones(12, dtype=bool)
LEVELS = (100, 150, 60, 200, 80)


def level_counts() -> np.ndarray:
    return np.tile(np.array(LEVELS, dtype=float), (12, 1))


def find(counts, usable=USABLE, phi=2.0):
    return [
        tuple(int(x) for x in at) for at in np.argwhere(find_incomplete_cells(counts, MONTHS, usable, phi)[0])
    ]


def test_a_cell_far_below_its_own_months_is_found_with_what_is_usual():
    counts = level_counts()
    counts[4, 1] = 40
    incomplete, usual = find_incomplete_cells(counts, MONTHS, USABLE, 2.0)
    assert [tuple(at) for at in np.argwhere(incomplete)] == [(4, 1)]
    assert usual[4, 1] == 150


def test_a_month_that_is_low_in_the_whole_county_is_no_gap():
    counts = level_counts()
    counts[3] *= 0.3
    assert find(counts) == []
    counts[3, 3] = 10  # where about 60 is to be expected in such a month
    assert find(counts) == [(3, 3)]


def test_too_few_a_month_say_nothing():
    counts = level_counts()
    counts[:, 2] = 19
    counts[5, 2] = 0
    assert find(counts, phi=1.0) == []


@pytest.mark.parametrize(("phi", "gaps"), [(1.0, [(5, 2)]), (4.0, [])])
def test_what_chance_can_do_is_no_gap(phi, gaps):
    counts = level_counts()
    counts[5, 2] = 20  # of 60
    assert find(counts, phi=phi) == gaps


def test_a_district_without_any_is_no_gap_and_divides_by_nothing():
    counts = level_counts()
    counts[:, 0] = 0
    counts[4, 1] = 10
    assert find(counts) == [(4, 1)]
    assert find(counts * 0) == []


def test_two_gaps_do_not_hide_each_other():
    counts = level_counts()
    counts[4:6, 3] = 20
    counts[4, 1] = 10
    assert find(counts) == [(4, 1), (4, 3), (5, 3)]


def test_a_month_that_is_incomplete_as_a_whole_neither_shapes_nor_is_judged():
    counts = level_counts()
    counts[4] *= 0.4
    usable = USABLE.copy()
    usable[4] = False
    counts[4, 0] = 1
    assert find(counts, usable) == []


def test_with_one_neighbour_or_few_districts_nothing_is_said():
    counts = level_counts()
    counts[1, 1] = 1
    assert not find_incomplete_cells(counts[:2], MONTHS[:2], USABLE[:2])[0].any()
    assert not find_incomplete_cells(counts[:, :3], MONTHS, USABLE)[0].any()


def frame(counts: np.ndarray, measure: str = "asb") -> pd.DataFrame:
    rows = [
        {"measure": measure, "month": pd.Timestamp(month), "area_code": f"d{j}", "n": int(counts[i, j])}
        for i, month in enumerate(MONTHS)
        for j in range(counts.shape[1])
    ]
    return pd.DataFrame(rows)


def test_a_sum_is_incomplete_where_a_notable_share_of_it_is_missing():
    asb = level_counts()
    asb[4, 1] = 40  # 110 fewer
    counts = pd.concat([frame(asb), frame(asb * 0 + 1000, "all"), frame(asb * 0 + 5000, "everything")])
    cells = judge_cells(counts, (), POISSON, {"asb": ("all", "everything")})
    (cell,) = cells.list_own()
    assert (cell.measure, cell.month, cell.district, cell.count) == ("asb", MONTHS[4], "d1", 40)
    assert cells.of("all") == (cell,)
    assert cells.of("everything") == ()
    assert cells.months("all", "d1") == {MONTHS[4]}
    assert cells.months("all", "d2") == frozenset()
    assert cells.within(MONTHS[:4]) == IncompleteCells()
    assert judge_cells(counts, (MONTHS[4],), POISSON, {}) == IncompleteCells()


def test_the_dispersion_leaves_incomplete_cells_out():
    counts = level_counts()
    counts[4, 1] = 20
    with_gap = estimate_dispersions(frame(counts), "district")["district", "asb"].phi
    without = estimate_dispersions(frame(counts), "district", (), [("asb", MONTHS[4], "d1")])[
        "district", "asb"
    ]
    assert with_gap > 2.5
    assert without.phi == 1.0
    assert without.freedom == 11 * 4 - 2


CANTERBURY = IncompleteCell("asb", date(2018, 10, 1), "c", 20, 179.0)
SWALE = IncompleteCell("asb", date(2018, 10, 1), "s", 85, 184.5)
LABELS, NAMES = {"asb": "ASB incidents"}, {"c": "Canterbury", "s": "Swale"}


def test_the_sentences_say_what_is_usual():
    assert incomplete_words.describe_cells([CANTERBURY, SWALE], LABELS, NAMES) == [
        "ASB incidents of Oct 2018: data incomplete in Canterbury (20 where about 180 is usual) and Swale "
        "(85 of about 180)."
    ]
    assert incomplete_words.describe_rank_caveat([CANTERBURY, SWALE]) == "data incomplete in two districts"
    assert incomplete_words.describe_rank_caveat([CANTERBURY]) == "data incomplete in one district"
    assert incomplete_words.describe_rank_caveat([]) == ""
    named = incomplete_words.name_incomplete([date(2018, 12, 1)], [CANTERBURY, SWALE], LABELS)
    assert named == "Dec 2018 and ASB incidents of Oct 2018 in 2 districts"
    assert incomplete_words.name_incomplete([], [], LABELS) == ""
