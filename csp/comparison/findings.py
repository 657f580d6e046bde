"""The sentences above the pictures: what changed, and what stands out. Pure.

Every clause is made from the figures of the row that it is about, so none can contradict the tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10
from typing import Literal

from csp.comparison.rows import MeasureRow
from csp.core import wording
from csp.core.change import Change
from csp.core.change_words import describe_movement

Direction = Literal["worse", "better", "neutral", "chance"]

# Readers ask about a change of this many %, so it is named even where it is no clear change.
ASKED_ABOUT = 10.0


@dataclass(frozen=True)
class Standout:
    """One sentence of "What stands out"; strength is -log10 of its p, or 0 without a clear change."""

    code: str
    text: str
    direction: Direction
    strength: float


def write_headline(
    row: MeasureRow, area_name: str, period_words: str, before_words: str, peers_label: str, n_peers: int
) -> str:
    """The finding of the page: the change, whether it is clear, and the standing by rate.

    "All crime in Tunbridge Wells fell by 778 (−9.0%) to 7,830, a clear change;
    the lowest rate of the 12 Kent districts, similar to Sevenoaks and Tonbridge and Malling."
    """
    change, subject = row.change, f"{row.label} in {area_name}"
    if change.suppressed_now:
        return f"{subject}, {period_words}: too few to show without pointing at people."
    place = _place_by_rate(row, peers_label, n_peers)
    if change.before is None:
        clauses = [
            f"{subject}, {period_words}: {wording.count(change.now)}",
            place,
            "the earlier count is hidden"
            if change.suppressed_before
            else "no earlier period to compare with",
        ]
    elif change.now == change.before:
        clauses = [f"{subject} was {wording.count(change.now)}, the same as in {before_words}", place]
    else:
        clauses = [f"{subject} {describe_movement(change)}", place]
    return "; ".join(clause for clause in clauses if clause) + "."


def describe_standing(rank: int, tied: bool, n_peers: int | None) -> str:
    """The place by rate in words: "lowest", "joint lowest", "2nd lowest", "highest" """
    return wording.standing(rank, n_peers, tied)


def _place_by_rate(row: MeasureRow, peers_label: str, n_peers: int) -> str:
    """ "the lowest rate of the 12 Kent districts, similar to Sevenoaks and Dover" """
    if not row.rank_now:
        return ""
    text = f"the {describe_standing(row.rank_now, row.tied_now, n_peers)} rate of the {n_peers} {peers_label}"
    # Limits that overlap: the worst rank less the best is the number of areas they are shared with.
    rivals = (row.rank_worst or 0) - (row.rank_best or 0)
    similar = wording.similar_to(row.rivals, count=rivals)
    return f"{text}, {similar}" if similar else text


def pick_standouts(
    rows: Sequence[MeasureRow], n: int = 6, at_least: int = 3, n_peers: int | None = None
) -> list[Standout]:
    """ "What stands out": up to n sentences, the strongest evidence first.

    Clear changes come first, by p and then by size. A total (a row that other
    rows are parts of) is named only where the parts named explain less than
    half of its change, and one total at most. Room that is left goes to changes
    that are not clear but that people will ask about (10% and more, not from a small
    base), and to further ones only until there are at_least sentences. Rows
    without an earlier period, or with two equal counts, are left out.
    """
    moved = [row for row in rows if row.change.difference]
    totals = frozenset(row.code for row in rows if _is_total(row, rows))
    standing_out = _clear_changes(moved, totals)[:n]
    for row in _other_changes(moved, totals):
        room = n if _will_be_asked_about(row.change) else at_least
        if len(standing_out) < min(n, room):
            standing_out.append(row)
    return [
        Standout(row.code, _sentence(row, n_peers), _direction(row), _strength(row.change))
        for row in standing_out
    ]


def _clear_changes(rows: Sequence[MeasureRow], totals: frozenset[str]) -> list[MeasureRow]:
    """Rows with a clear change, and at most one total that its parts do not explain."""
    real = sorted((row for row in rows if row.change.is_real), key=_evidence)
    named = [row for row in real if row.code not in totals]
    for total in (row for row in real if row.code in totals):
        explained = sum(_difference(part) for part in named if part.parts and part.parts < total.parts)
        if 2 * explained / _difference(total) < 1:
            named.append(total)
            break
    return sorted(named, key=_evidence)


def _other_changes(rows: Sequence[MeasureRow], totals: frozenset[str]) -> list[MeasureRow]:
    """Rows without a clear change, no totals: those from a fair base first, the largest % first."""
    quiet = (row for row in rows if not row.change.is_real and row.code not in totals)
    return sorted(quiet, key=lambda row: (row.change.small_base, -_size(row.change)))


def _is_total(row: MeasureRow, rows: Sequence[MeasureRow]) -> bool:
    return any(other.parts and other.parts < row.parts for other in rows)


def _will_be_asked_about(change: Change) -> bool:
    return not change.small_base and _size(change) >= ASKED_ABOUT


def _size(change: Change) -> float:
    """How large a change is in %, whichever way it went; from 0 it is larger than any other."""
    return float("inf") if change.pct is None else abs(change.pct)


def _difference(row: MeasureRow) -> int:
    return row.change.difference or 0


def _evidence(row: MeasureRow) -> tuple[float, int]:
    """The key by which the strongest evidence comes first: the smallest p, then the largest difference."""
    return (1.0 if row.change.p is None else row.change.p, -abs(_difference(row)))


def _strength(change: Change) -> float:
    return -log10(max(change.p, 1e-300)) if change.is_real and change.p is not None else 0.0


def _direction(row: MeasureRow) -> Direction:
    if not row.change.is_real:
        return "chance"
    if row.polarity == "neutral":
        return "neutral"
    return "worse" if _difference(row) > 0 else "better"


def _sentence(row: MeasureRow, n_peers: int | None) -> str:
    subject = row.noun[:1].upper() + row.noun[1:]
    clauses = [f"{subject} {describe_movement(row.change)}", _rank_movement(row, n_peers)]
    if row.polarity == "neutral":
        clauses.append("the number follows police activity")
    text = "; ".join(clause for clause in clauses if clause) + "."
    flagged = _flagged(row)
    return f"{text} {flagged}" if flagged else text


def _rank_movement(row: MeasureRow, n_peers: int | None) -> str:
    """ "from the lowest to the 2nd lowest rate of 12", "still the lowest rate of 12" """
    of = "" if n_peers is None else f" of {n_peers}"
    if not row.rank_now:
        return ""
    place = describe_standing(row.rank_now, row.tied_now, n_peers)
    if not row.rank_before:
        return f"the {place} rate{of}"
    if row.rank_before == row.rank_now:
        return f"still the {place} rate{of}"
    before = describe_standing(row.rank_before, row.tied_before, n_peers)
    return f"from the {before} to the {place} rate{of}"


def _flagged(row: MeasureRow) -> str:
    """ "377 of the 2,354 reports were COVID-tagged; without them the rise is 487 (+32.7%)." """
    now, before = row.change.now, row.change.before
    if row.flag_label is None or before is None or not 0 < row.flagged_now < now:
        return ""
    reports = "crimes" if row.kind == "crime" else "reports"
    share = f"{wording.count(row.flagged_now)} of the {wording.count(now)} {reports}"
    text = f"{share} {'was' if row.flagged_now == 1 else 'were'} {row.flag_label}"
    if row.flagged_before:
        text += f", after {wording.count(row.flagged_before)} of {wording.count(before)}"
    them = "it" if row.flagged_now + row.flagged_before == 1 else "them"
    rest = now - row.flagged_now, before - row.flagged_before
    return f"{text}; without {them} {_describe_rest(*rest, rose=_difference(row) > 0)}."


def _describe_rest(now: int, before: int, rose: bool) -> str:
    """The change of the cases without the flag. rose: whether all the cases together became more."""
    if now == before:
        return "there is no change"
    kind = "rise" if now > before else "fall"
    lead = f"the {kind} is" if (now > before) == rose else f"there is a {kind} of"
    return f"{lead} {wording.count(abs(now - before))} ({wording.share(now, before)})"
