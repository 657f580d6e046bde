"""A change as the cells of a table, the same in every table. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from csp.core import wording
from csp.core.change import Change
from csp.core.change_words import describe_smallest
from csp.core.table import UNKNOWN, Cell, Column, Tone

VERDICT_HEADERS = ("Clear change", "p")
"""A verdict in a file: yes or no, and how likely chance alone is to bring about as much."""


class ChangeCells(NamedTuple):
    """The five cells of a change, in the order in which tables show them."""

    now: Cell
    before: Cell
    difference: Cell
    percent: Cell
    verdict: Cell


def build_change_columns(periods: tuple[str, str]) -> tuple[Column, ...]:
    """The columns of build_change_cells(). periods: both in words."""
    now, before = periods
    return (
        Column(now, emphasis=True, help="Recorded in the period chosen."),
        Column(before, help="Recorded in the period compared with."),
        Column("Change"),
        Column("% change"),
        Column(
            "Clear change",
            numeric=False,
            help="A clear change is larger than such counts vary from one period to the next (mid-p test "
            "with their dispersion, 5%, adjusted for the crime types of the place).",
            in_file=VERDICT_HEADERS,
        ),
    )


def build_change_cells(change: Change, polarity: str) -> ChangeCells:
    """The cells of a change. polarity is the measure's, and decides whether a rise reads as worse."""
    tone = tone_of(change, polarity)
    return ChangeCells(
        now=Cell(wording.count(change.now), change.now),
        before=_before_cell(change),
        difference=_difference_cell(change, tone),
        percent=_percent_cell(change, tone),
        verdict=_verdict_cell(change, tone),
    )


def tone_of(change: Change, polarity: str) -> Tone:
    """Worse or better only where the change is real and the measure has a good direction."""
    if not change.is_real or not change.difference or polarity == "neutral":
        return ""
    return "worse" if change.difference > 0 else "better"


def shorten_verdict(verdict: Cell, change: Change) -> Cell:
    """The verdict's cell in one word, for a narrow column headed "Clear change"."""
    if change.p is None:
        return verdict
    return replace(verdict, text="● yes" if change.is_real else "○ no")


def _before_cell(change: Change) -> Cell:
    return UNKNOWN if change.before is None else Cell(wording.count(change.before), change.before)


def _difference_cell(change: Change, tone: Tone) -> Cell:
    if change.difference is None:
        return UNKNOWN
    return Cell(wording.count(change.difference, sign=True), change.difference, tone)


def _percent_cell(change: Change, tone: Tone) -> Cell:
    if change.before is None:
        return UNKNOWN
    if change.pct is None:
        return Cell("from 0" if change.now else wording.MISSING, None, "quiet")
    text = wording.pct(change.pct, sign=True)
    if change.small_base:
        tip = f"Small base: {wording.count(change.before)} before, so the % moves easily."
        return Cell(text, change.pct, "quiet", tip=tip)
    return Cell(text, change.pct, tone)


def _verdict_cell(change: Change, tone: Tone) -> Cell:
    """The verdict in words and a shape, sorted by the strength of the evidence."""
    if change.p is None:
        return UNKNOWN
    tip = f"Chance alone would bring about a change this large {wording.odds(change.p)}."
    in_file = write_verdict(change)
    if not change.is_real:
        if smallest := describe_smallest(change):
            tip = f"{tip} The smallest change we could have seen: {smallest}."
        return Cell("○ no clear change", change.p, "quiet", tip=tip, in_file=in_file)
    direction = wording.UP if (change.difference or 0) > 0 else wording.DOWN
    return Cell(f"{direction} clear change", change.p, tone, tip=tip, in_file=in_file)


def write_verdict(change: Change) -> tuple[float | str, ...]:
    """A verdict as the columns VERDICT_HEADERS have it; nothing where there is none."""
    return () if change.p is None else ("yes" if change.is_real else "no", change.p)
