"""The sentences above the pictures, made from plain numbers: each clause is true by construction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10
from typing import Literal

from csp.core import wording

Direction = Literal["worse", "better", "neutral", "chance"]

# A move of this many % is asked about even where it is within chance.
ASKED_ABOUT = 10.0


@dataclass(frozen=True)
class MeasureRow:
    """One measure of one area in two periods: a row of the crime type table.

    before, difference and pct are None where there is no earlier period; pct is
    None for a base of 0 as well. signal: more than chance, over the rows shown
    together. hidden_now and hidden_before (public mode): the count must not be shown; there
    is no change then. Ranks are by rate, 1 = lowest, None where the measure is not
    ranked. flagged_*: how many carry flag_label (None where no flag can be left
    out). parts: the offence groups it adds up, by which a total is told from
    its parts; leave it empty for a measure that is itself a flag.
    """

    code: str
    label: str
    noun: str
    polarity: str
    kind: str
    now: int
    before: int | None
    difference: int | None
    pct: float | None
    p: float | None
    signal: bool
    rate_now: float | None
    rate_before: float | None
    rank_now: int | None
    rank_before: int | None
    rank_best: int | None
    rank_worst: int | None
    small_base: bool
    flagged_now: int = 0
    flagged_before: int = 0
    flag_label: str | None = None
    tied_now: bool = False
    tied_before: bool = False
    hidden_now: bool = False
    hidden_before: bool = False
    parts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Standout:
    """One sentence of "What stands out"; strength is -log10 of its p, or 0 within chance."""

    code: str
    text: str
    direction: Direction
    strength: float


def headline(
    row: MeasureRow, area_name: str, period_words: str, before_words: str, peers_label: str, n_peers: int
) -> str:
    """The finding of the page: the change, whether it is more than chance, and the standing by rate.

    "All crime in Tunbridge Wells fell by 778 (−9.0 %) to 7,830, a real change;
    the lowest rate of the 12 Kent districts, too close to call with two others."
    """
    subject = f"{row.label} in {area_name}"
    if row.hidden_now:
        return f"{subject}, {period_words}: too few to show without pointing at people."
    standing = _standing(row, peers_label, n_peers)
    if row.before is None:
        clauses = [
            f"{subject}, {period_words}: {wording.count(row.now)}",
            standing,
            "the earlier count is hidden" if row.hidden_before else "no earlier period to compare with",
        ]
    elif row.now == row.before:
        clauses = [f"{subject} was {wording.count(row.now)}, the same as in {before_words}", standing]
    else:
        clauses = [f"{subject} {_movement(row)}", standing]
    return "; ".join(clause for clause in clauses if clause) + "."


def _movement(row: MeasureRow) -> str:
    """ "fell by 778 (−9.0 %) to 7,830, a real change" """
    before, difference = row.before or 0, _difference(row)
    verb = "rose" if difference > 0 else "fell"
    by = wording.count(abs(difference))
    share = wording.share(row.now, before, small_base=before + 1 if row.small_base else 0)
    return f"{verb} by {by} ({share}) to {wording.count(row.now)}, {wording.signal_words(row.signal)}"


def standing(rank: int, tied: bool, n_peers: int | None) -> str:
    """The place by rate in words: "lowest", "joint lowest", "2nd lowest", "highest" """
    if rank == 1:
        name = "lowest"
    elif rank == n_peers:
        name = "highest"
    else:
        name = f"{wording.ordinal(rank)} lowest"
    return f"joint {name}" if tied else name


def _standing(row: MeasureRow, peers_label: str, n_peers: int) -> str:
    """ "the lowest rate of the 12 Kent districts, too close to call with two others" """
    if not row.rank_now:
        return ""
    text = f"the {standing(row.rank_now, row.tied_now, n_peers)} rate of the {n_peers} {peers_label}"
    # Limits that overlap: the worst rank less the best is the number of areas they are shared with.
    rivals = (row.rank_worst or 0) - (row.rank_best or 0)
    if rivals <= 0:
        return text
    return f"{text}, too close to call with {wording.number(rivals)} other{'s' if rivals > 1 else ''}"


def standouts(
    rows: Sequence[MeasureRow], n: int = 6, at_least: int = 3, n_peers: int | None = None
) -> list[Standout]:
    """ "What stands out": up to n sentences, the strongest evidence first.

    Real changes come first, by p and then by size. A total (a row that other
    rows are parts of) is told only where the parts told leave more than half of
    its change unsaid, and one total at most. Room that is left goes to moves
    within chance that people will ask about (10 % and more, not from a small
    base), and to further ones only until there are at_least sentences. Rows
    without an earlier period or without any change say nothing.
    """
    moved = [row for row in rows if row.before is not None and row.now != row.before]
    totals = frozenset(row.code for row in rows if _is_total(row, rows))
    chosen = _signals(moved, totals)[:n]
    for row in _within_chance(moved, totals):
        room = n if _asked_about(row) else at_least
        if len(chosen) < min(n, room):
            chosen.append(row)
    return [Standout(row.code, _sentence(row, n_peers), _direction(row), _strength(row)) for row in chosen]


def _signals(rows: Sequence[MeasureRow], totals: frozenset[str]) -> list[MeasureRow]:
    real = sorted((row for row in rows if row.signal), key=_evidence)
    chosen = [row for row in real if row.code not in totals]
    for total in (row for row in real if row.code in totals):
        told = sum(_difference(part) for part in chosen if part.parts and part.parts < total.parts)
        if 2 * told / _difference(total) < 1:
            chosen.append(total)
            break
    return sorted(chosen, key=_evidence)


def _within_chance(rows: Sequence[MeasureRow], totals: frozenset[str]) -> list[MeasureRow]:
    """Rows within chance, no totals: those from a fair base first, the largest % first."""
    quiet = (row for row in rows if not row.signal and row.code not in totals)
    return sorted(quiet, key=lambda row: (row.small_base, -_size(row)))


def _is_total(row: MeasureRow, rows: Sequence[MeasureRow]) -> bool:
    return any(other.parts and other.parts < row.parts for other in rows)


def _asked_about(row: MeasureRow) -> bool:
    return not row.small_base and _size(row) >= ASKED_ABOUT


def _size(row: MeasureRow) -> float:
    return abs(100 * (row.now - row.before) / row.before) if row.before else float("inf")


def _difference(row: MeasureRow) -> int:
    return row.now - (row.before or 0)


def _evidence(row: MeasureRow) -> tuple[float, int]:
    return (1.0 if row.p is None else row.p, -abs(_difference(row)))


def _strength(row: MeasureRow) -> float:
    return -log10(max(row.p, 1e-300)) if row.signal and row.p is not None else 0.0


def _direction(row: MeasureRow) -> Direction:
    if not row.signal:
        return "chance"
    if row.polarity == "neutral":
        return "neutral"
    return "worse" if _difference(row) > 0 else "better"


def _sentence(row: MeasureRow, n_peers: int | None) -> str:
    subject = row.noun[:1].upper() + row.noun[1:]
    clauses = [f"{subject} {_movement(row)}", _rank_movement(row, n_peers)]
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
    place = standing(row.rank_now, row.tied_now, n_peers)
    if not row.rank_before:
        return f"the {place} rate{of}"
    if row.rank_before == row.rank_now:
        return f"still the {place} rate{of}"
    before = standing(row.rank_before, row.tied_before, n_peers)
    return f"from the {before} to the {place} rate{of}"


def _flagged(row: MeasureRow) -> str:
    """ "377 of the 2,354 reports were COVID-tagged; without them the rise is 487 (+32.7 %)." """
    if row.flag_label is None or row.before is None or not 0 < row.flagged_now < row.now:
        return ""
    reports = "crimes" if row.kind == "crime" else "reports"
    tagged = f"{wording.count(row.flagged_now)} of the {wording.count(row.now)} {reports}"
    text = f"{tagged} {'was' if row.flagged_now == 1 else 'were'} {row.flag_label}"
    if row.flagged_before:
        text += f", after {wording.count(row.flagged_before)} of {wording.count(row.before)}"
    now, before = row.now - row.flagged_now, row.before - row.flagged_before
    them = "it" if row.flagged_now + row.flagged_before == 1 else "them"
    return (
        f"{text}; without {them} {_without(now - before, wording.share(now, before), _difference(row) > 0)}."
    )


def _without(difference: int, share: str, rose: bool) -> str:
    if difference == 0:
        return "there is no change"
    kind = "rise" if difference > 0 else "fall"
    lead = f"the {kind} is" if (difference > 0) == rose else f"there is a {kind} of"
    return f"{lead} {wording.count(abs(difference))} ({share})"
