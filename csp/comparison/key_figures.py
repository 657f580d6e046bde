"""The key figures of an area as tiles, as the pages about crime open with them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from csp.comparison.rows import MeasureRow
from csp.core import wording
from csp.core.change import Change
from csp.core.change_cells import tone_of
from csp.core.change_words import describe_evidence, describe_smallest, describe_verdict
from csp.core.elements import Tile
from csp.core.incomplete_words import describe_rank_caveat


@dataclass(frozen=True)
class Months:
    """The monthly counts of each measure, None where a month is not loaded, and which are incomplete.

    incomplete: the positions of incomplete months by measure; none where a measure is not in it. A measure
    without a series has no line.
    """

    series: Mapping[str, Sequence[float | None]]
    incomplete: Mapping[str, Sequence[int]]


def build_level_tile(row: MeasureRow, period: str, unit: str, months: Months | None = None) -> Tile:
    """How many were recorded, and the rate; months: those of the line beside the figure, if it has one."""
    figure = wording.count(row.change.now)
    tile = build_tile("level", period, figure, f"{wording.rate(row.rate_now)} {unit}")
    if months is None:
        return tile
    return {
        **tile,
        "spark": list(months.series.get(row.code, ())),
        "incomplete": list(months.incomplete.get(row.code, ())),
    }


def build_before_tile(row: MeasureRow, period: str, unit: str) -> Tile:
    """How many were recorded in the period compared with, and the rate, or why that is not known."""
    if row.change.before is None:
        return build_tile("before", period, wording.MISSING, "not loaded")
    figure = wording.count(row.change.before)
    return build_tile("before", period, figure, f"{wording.rate(row.rate_before)} {unit}")


def build_change_tile(change: Change, polarity: str, period_before: str) -> Tile:
    """The difference to the period before, with its % and whether it is clear."""
    label = f"Change on {period_before}"
    if change.before is None:
        return build_tile("change", label, wording.MISSING, "nothing to compare with")
    before = wording.count(change.before)
    least = describe_smallest(change, with_pct=False)
    if not change.difference:
        note = f"{before} in both periods{f' ({least} would be clear)' if least else ''}"
        return build_tile("change", label, "0", note)
    # A % of a small base moves easily, but then the count it is of stands beside it.
    size = "from 0" if change.pct is None else f"{wording.pct(change.pct, sign=True)} on {before}"
    note = f"{size}, {describe_verdict(change)}{f' ({least} would be)' if least else ''}"
    tile = build_tile("change", label, wording.difference(change.difference), note)
    text = f"{label}: {tile['figure']}, {size}, {describe_evidence(change)}"
    return {**tile, "text": text, "tone": tone_of(change, polarity)}


def build_place_tile(row: MeasureRow, peers_label: str, of: int) -> Tile:
    """The place by rate among the districts, with all of these as a strip of dots."""
    label = f"County rank ({wording.RANK_KEY})"
    if row.rank_now is None:
        return build_tile("place", label, wording.MISSING, "not ranked")
    best, worst = row.rank_best or row.rank_now, row.rank_worst or row.rank_now
    standing = wording.standing(row.rank_now, of, row.tied_now)
    certainty = _describe_certainty(best, worst)
    # The figure has room for two words: that the place is shared is said in the note.
    note = f"{'joint, ' if row.tied_now else ''}of {of} by rate; {certainty}"
    caveat = describe_rank_caveat(row.incomplete)
    if caveat:
        note += f"; {caveat}"
    tile = build_tile("place", label, wording.standing(row.rank_now, of).capitalize(), note)
    text = f"{label}: {standing} of {of} {peers_label} by rate; {certainty}"
    if similar := wording.similar_to(row.rivals):
        text += f"; {similar}"
    if caveat:
        text += f"; {caveat}"
    return {
        **tile,
        "text": text,
        "strip": {"of": of, "place": row.rank_now, "best": best, "worst": worst, "text": text},
    }


def _describe_certainty(best: int, worst: int) -> str:
    if best == worst:
        return "clear of the others"
    return f"could be {wording.ordinal(best)} to {wording.ordinal(worst)}"


def build_tile(code: str, label: str, figure: str, note: str) -> Tile:
    """A tile of a figure: its label above and a note below."""
    return {
        "id": code,
        "label": label,
        "figure": figure,
        "note": note,
        "text": f"{label}: {figure}, {note}",
        "tone": "",
    }
