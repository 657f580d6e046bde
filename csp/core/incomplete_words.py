"""What pages say of a crime type that is incomplete in a district, though the month as a whole is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from csp.core import wording
from csp.core.incomplete_cells import IncompleteCell

MARK = "*"
"""Stands beside a count or a rank that rests on an incomplete cell."""
NAMED_CELLS = 4


def describe_cells(
    cells: Sequence[IncompleteCell], labels: Mapping[str, str], names: Mapping[str, str]
) -> list[str]:
    """A sentence for each crime type and month. labels: of crime types; names: of districts, by code.

    "ASB incidents of Oct 2018: data incomplete in Canterbury (20 where about 180 is usual) and Swale
    (85 of about 180)."
    """
    sentences = []
    for (measure, month), group in groupby(cells, key=lambda cell: (cell.measure, cell.month)):
        members = list(group)
        places = [
            f"{names.get(cell.district, cell.district)}{_describe_count(cell, first=not i)}"
            for i, cell in enumerate(members)
        ]
        where = wording.list_words(places)
        if len(members) > NAMED_CELLS:
            where = f"{wording.number(len(members))} districts, {places[0]} among them"
        label = labels.get(measure, measure)
        sentences.append(f"{label} of {wording.month(month)}: data incomplete in {where}.")
    return sentences


def _describe_count(cell: IncompleteCell, first: bool) -> str:
    n, usual = wording.count(cell.count), wording.count(_round(cell.usual))
    return f" ({n} where about {usual} is usual)" if first else f" ({n} of about {usual})"


def _round(usual: float) -> float:
    """A usual count as people say it: tens from 100 on."""
    return round(usual, -1) if usual >= 100 else round(usual)


def describe_rank_caveat(cells: Sequence[IncompleteCell]) -> str:
    """What a rank says that rests on such cells: "data incomplete in four districts"; "" for none."""
    districts = len({cell.district for cell in cells})
    if not districts:
        return ""
    return f"data incomplete in {wording.number(districts)} district{'' if districts == 1 else 's'}"


def name_incomplete(
    months: Sequence[date], cells: Sequence[IncompleteCell], labels: Mapping[str, str]
) -> str:
    """The months with an incomplete upload, then each crime type and month that is incomplete in a district.

    "Nov 2018, Dec 2018 and ASB incidents of Oct 2018 in 4 districts"; "" where all is complete.
    """
    names = [wording.month(month) for month in months]
    for (measure, month), group in groupby(cells, key=lambda cell: (cell.measure, cell.month)):
        places = wording.plural(len(list(group)), "district")
        names.append(f"{labels.get(measure, measure)} of {wording.month(month)} in {places}")
    return wording.list_words(names)
