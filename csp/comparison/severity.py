"""The Crime Severity Score that ONS publishes, of home and its peers: a figure beside our harm. Pure.

It has weights of its own and is published by partnership and year, so it is never mixed with days of harm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from csp import statistics
from csp.core import wording
from csp.core.filters import Period
from csp.core.table import UNKNOWN, Cell, Column, Row, Table

NAME = "Crime Severity Score"
NOTE = "Published by ONS by partnership with weights of its own: it is not mixed with days of harm."
NONE_LOADED = (
    f"No {NAME} of ONS is loaded. Import a table of it with python -m csp import recorded. Days of harm are "
    "worked out for the sources that have months."
)


@dataclass(frozen=True)
class AreaScore:
    """The scores of an area in a year: none where ONS publishes none, several for several partnerships."""

    code: str
    name: str
    scores: tuple[float, ...]

    @property
    def single(self) -> float:
        """The one score of the area; nan where it has none, or several."""
        return self.scores[0] if len(self.scores) == 1 else float("nan")

    @property
    def words(self) -> str:
        """ "11.2", "7.4 to 9.6 in 4 partnerships", "none published" """
        if not self.scores:
            return "none published"
        low, high = (wording.rate(each) for each in (min(self.scores), max(self.scores)))
        return low if len(self.scores) == 1 else f"{low} to {high} in {len(self.scores)} partnerships"


@dataclass(frozen=True)
class Severity:
    """The scores of home and its peers in the latest year of which there are any."""

    period: Period
    home: str
    areas: tuple[AreaScore, ...]
    peers_label: str

    @property
    def year(self) -> str:
        return f"year to {wording.month(self.period.end)}"

    def rank(self) -> np.ndarray:
        """The place of each area by its score, 1 = lowest; 0 where it has not exactly one."""
        return np.asarray(statistics.ranks(np.array([area.single for area in self.areas])))


def describe_severity(severity: Severity) -> str:
    """Home's score with its place among the peers, in one sentence.

    "Crime Severity Score of ONS, all crime, year to Mar 2023: Exeter 11.2, 3rd lowest of 11 Devon districts."
    """
    ranks = severity.rank()
    at = next(i for i, area in enumerate(severity.areas) if area.code == severity.home)
    home, of = severity.areas[at], int((ranks > 0).sum())
    text = f"{NAME} of ONS, all crime, {severity.year}: {home.name} {home.words}"
    if ranks[at] and of > 1:
        tied = int((ranks == ranks[at]).sum()) > 1
        text += f", {wording.standing(int(ranks[at]), of, tied)} of {of} {severity.peers_label}"
    return f"{text}. {NOTE}"


def build_severity_table(severity: Severity) -> Table:
    """The scores of home and its peers, the lowest first; those without a single one last."""
    ranks = severity.rank()
    of = int((ranks > 0).sum())
    listed = sorted(
        zip(severity.areas, ranks.tolist(), strict=True), key=lambda each: (each[1] or of + 1, each[0].name)
    )
    return Table(
        caption=f"{NAME} of ONS, all crime, {severity.year}",
        columns=(
            Column("Partnership", numeric=False),
            Column(f"{NAME}, {severity.year}", emphasis=True, help=NOTE),
            Column("Rank", help=f"Among the {of} {severity.peers_label} with one score."),
        ),
        rows=tuple(_build_row(area, int(rank), of, area.code == severity.home) for area, rank in listed),
    )


def _build_row(area: AreaScore, rank: int, of: int, is_home: bool) -> Row:
    value = area.single if len(area.scores) == 1 else None
    score = Cell(area.words, value, "" if area.scores else "quiet")
    place = Cell(wording.standing(rank, of), rank) if rank else UNKNOWN
    return Row(area.code, (Cell(area.name, area.name, "home" if is_home else ""), score, place), is_home)


def find_scores(values: Sequence[float]) -> tuple[float, ...]:
    """The different scores of the districts of an area: those of one partnership share theirs."""
    return tuple(sorted(set(values)))
