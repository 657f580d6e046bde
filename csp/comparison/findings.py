"""The sentences above the pictures: what changed, and what is behind it. Pure.

Every clause is made from the figures of the row that it is about, so none can contradict the tables.
"""

from __future__ import annotations

from csp.comparison.rows import MeasureRow
from csp.core import wording
from csp.core.change import Change
from csp.core.change_words import describe_movement, describe_verdict
from csp.core.disclosure import is_too_few
from csp.core.incomplete_words import describe_rank_caveat

NO_RANK_OF_WARDS = "Ranks compare whole districts and are not given for a choice of wards."


def write_headline(
    row: MeasureRow,
    area_name: str,
    periods: tuple[str, str],
    peers: tuple[str, int],
    borough: int | None = None,
) -> str:
    """The finding of the page: the change, whether it is clear, and the standing by rate.

    periods: words for this period and the one before; peers: the label of the districts and how many
    they are; borough: see list_change_clauses().

    "All crime in Exeter fell by 778 (−9.0%) to 7,830, a clear change;
    the lowest rate of the 12 Devon districts, similar to East Devon and Mid Devon."
    """
    movement, *reasons = list_change_clauses(row, area_name, *periods, borough)
    clauses = (movement, _place_by_rate(row, *peers), *reasons)
    return "; ".join(clause for clause in clauses if clause) + "."


def list_change_clauses(
    row: MeasureRow, area_name: str, period_words: str, before_words: str, borough: int | None = None
) -> tuple[str, ...]:
    """The change as the first clause of a title, then why there is none or it is in doubt, where that is so.

    borough: the count of the whole district where the area is a choice of its wards, None where it is the
    district itself. No ward is compared on fewer than 5 recorded.

    ("All crime in Exeter fell by 778 (−9.0%) to 7,830, a clear change",)
    """
    change, subject = row.change, f"{row.label} in {area_name}"
    if borough is not None and is_too_few(change.now):
        return (describe_few(row.label, area_name, change, borough),)
    if change.before is None:
        return f"{subject}, {period_words}: {wording.count(change.now)}", "no earlier period to compare with"
    doubt = ("data incomplete",) if any(row.own_incomplete) else ()
    if not change.now:
        return (_describe_none(row.label, area_name, change, before_words), *doubt)
    if change.now == change.before:
        return (f"{subject} was {wording.count(change.now)}, the same as in {before_words}", *doubt)
    return (f"{subject} {describe_movement(change)}", *doubt)


def describe_few(label: str, place: str, change: Change, borough: int) -> str:
    """What a title says of a ward, or a choice of them, with fewer than 5 recorded.

    "Robbery in Capel: 2 recorded, 4 before; too few to compare (39 in the borough)" "No possession of
    weapons recorded in Capel, 2 before; too few to compare (13 in the borough)". borough: its count.
    """
    before = "" if change.before is None else f", {wording.count(change.before)} before"
    if change.now:
        recorded = f"{label} in {place}: {wording.count(change.now)} recorded"
    else:
        recorded = wording.capitalise(wording.none_recorded(wording.lower_first(label), place))
    return f"{recorded}{before}; {wording.too_few(borough)}"


def _describe_none(label: str, place: str, change: Change, before_words: str) -> str:
    """ "No robbery recorded in Exeter, after 67 in Jan to Dec 2019, a clear change" """
    none = wording.capitalise(wording.none_recorded(wording.lower_first(label), place))
    if not change.before:
        return f"{none}, as in {before_words}"
    return f"{none}, after {wording.count(change.before)} in {before_words}, {describe_verdict(change)}"


def describe_standing(rank: int, tied: bool, n_peers: int | None) -> str:
    """The place by rate in words: "lowest", "joint lowest", "2nd lowest", "highest" """
    return wording.standing(rank, n_peers, tied)


def _place_by_rate(row: MeasureRow, peers_label: str, n_peers: int) -> str:
    """ "the lowest rate of the 12 Devon districts, similar to East Devon and Dover" """
    if not row.rank_now:
        return ""
    text = f"the {describe_standing(row.rank_now, row.tied_now, n_peers)} rate of the {n_peers} {peers_label}"
    similar = wording.similar_to(row.rivals)
    return ", ".join(part for part in (text, similar, describe_rank_caveat(row.incomplete)) if part)


def describe_flagged(row: MeasureRow, with_rest: bool = True) -> str:
    """ "377 of the 2,354 reports were COVID-tagged; without them the rise is 487 (+32.7%)."

    with_rest: whether those without the flag are what is left of the others. Adjusted counts have one of
    their own, which is shown where the flag is left out.
    """
    now, before = row.change.now, row.change.before
    if row.flag_label is None or before is None or not 0 < row.flagged_now < now:
        return ""
    reports = "crimes" if row.kind == "crime" else "reports"
    share = f"{wording.count(row.flagged_now)} of the {wording.count(now)} {reports}"
    text = f"{share} {'was' if row.flagged_now == 1 else 'were'} {row.flag_label}"
    if row.flagged_before:
        text += f", after {wording.count(row.flagged_before)} of {wording.count(before)}"
    if not with_rest:
        return f"{text}."
    them = "it" if row.flagged_now + row.flagged_before == 1 else "them"
    rest = now - row.flagged_now, before - row.flagged_before
    return f"{text}; without {them} {_describe_rest(*rest, rose=now > before)}."


def _describe_rest(now: int, before: int, rose: bool) -> str:
    """The change of the cases without the flag. rose: whether all the cases together became more."""
    if now == before:
        return "there is no change"
    kind = "rise" if now > before else "fall"
    lead = f"the {kind} is" if (now > before) == rose else f"there is a {kind} of"
    return f"{lead} {wording.count(abs(now - before))} ({wording.share(now, before)})"
