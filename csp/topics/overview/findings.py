"""The sentences of the overview: its title, each crime type in full, what is behind a change. Pure."""

from __future__ import annotations

import re

from csp.comparison.findings import describe_flagged, list_change_clauses
from csp.comparison.rows import MeasureRow
from csp.core import wording
from csp.core.change_words import describe_movement, describe_smallest
from csp.core.incomplete_words import describe_rank_caveat
from csp.topics.overview.rules import Directions

ONE_LINE = 114
"""How many letters of a title fit in a line on a screen of 1366 px."""
CAPTION = "Crime types by the way they went"
FOLLOWS_ACTIVITY = "the number follows police activity"


def write_title(
    row: MeasureRow, place: str, period_words: str, before_words: str, borough: int | None = None
) -> str:
    """The finding in one line: "All crime in Devon fell by 778 (−9.0%) to 7,830, a clear change."

    borough: the count of the whole district where the place is a choice of its wards. Where long names
    would make it two lines, it leaves out the %, which a tile has, and then the names of the wards, which
    stand below it.
    """
    title = ""
    for where in (place, "the wards chosen"):
        clauses = list_change_clauses(row, where, period_words, before_words, borough)
        title = f"{'; '.join(clauses)}."
        if len(title) > ONE_LINE and row.change.difference:
            title = re.sub(r" \([^()]*%[^()]*\)", "", title)
        if len(title) <= ONE_LINE or borough is None:
            break
    return title


def describe_row(row: MeasureRow, of: int) -> str:
    """A crime type in one sentence.

    "Robbery fell by 28 (−41.8%) to 39, a clear change; lowest of 12 by rate." of: how many are ranked.
    """
    change = row.change
    if change.before is None:
        clauses = [f"{row.label}: {wording.count(change.now)}"]
    elif not change.difference:
        clauses = [f"{row.label}: {wording.count(change.now)}, the same as before"]
    else:
        clauses = [f"{row.label} {describe_movement(change)}"]
    if row.rank_now:
        caveat = describe_rank_caveat(row.incomplete)
        rank = _describe_rank(row, row.rank_now, of)
        clauses.append(f"{rank} ({caveat})" if caveat else rank)
    if smallest := describe_smallest(change):
        clauses.append(f"the smallest change we could have seen: {smallest}")
    if row.polarity == "neutral":
        clauses.append(FOLLOWS_ACTIVITY)
    return f"{'; '.join(clauses)}."


def _describe_rank(row: MeasureRow, rank: int, of: int) -> str:
    """ "2nd lowest of 12 by rate, lowest before" """
    text = f"{wording.rank(rank, of=of, tied=row.tied_now)} by rate"
    if not row.rank_before or row.rank_before == rank:
        return text
    return f"{text}, {wording.standing(row.rank_before, of, row.tied_before)} before"


def list_notes(directions: Directions, with_rest: bool = True) -> list[str]:
    """What a reader must know of the clear changes: how much of one is due to records with a flag.

    with_rest: as in describe_flagged().

    "ASB incidents: 377 of the 2,354 reports were COVID-tagged; without them the rise is 487 (+32.7%)."
    """
    rows = (*directions.up, *directions.down)
    return [f"{row.label}: {text}" for row in rows if (text := describe_flagged(row, with_rest))]


def describe_more(hidden: int) -> str:
    """How many entries of a column only the table has; "" where it shows them all."""
    return f"{wording.number(hidden).capitalize()} more in the table" if hidden else ""
