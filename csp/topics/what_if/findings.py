"""The sentences of the what-if on the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.core import change_words, wording
from csp.core.change import Change
from csp.core.measures import Measure
from csp.topics.priorities.rules import Ranking
from csp.topics.what_if.rules import Adjustment, WhatIf

UNTOUCHED = (
    "Nothing here changes stored data: the figures are changed in memory, for this page only, and every "
    "other page shows them as recorded."
)
NOTHING = "Nothing is assumed: every figure is as recorded."
WARDS_STAY = (
    "Scored with equal weights. Ward warnings follow reports that are left out; an assumed fall or rise "
    "of a district total does not change them."
)


def describe_assumptions(
    adjustments: Sequence[Adjustment], labels: Mapping[str, str], flags: Mapping[str, str]
) -> str:
    """The assumptions in one sentence: "If ASB incidents fell by 20%, and without COVID-tagged reports." """
    clauses = []
    for each in adjustments:
        if each.kind == "without":
            clauses.append(f"without {flags[each.flag]} reports")
        elif each.kind == "as before":
            clauses.append(f"with {labels[each.measure]} as in the period before")
        else:
            verb = "fell" if each.percent > 0 else "rose"
            clauses.append(f"if {labels[each.measure]} {verb} by {abs(each.percent):g}%")
    if not clauses:
        return NOTHING
    text = wording.list_words(clauses)
    return f"{text[0].upper()}{text[1:]}."


def write_headline(rows: Mapping[str, WhatIf], first: str, labels: Mapping[str, str], of: int) -> str:
    """What the assumptions do to the measure they are about, or to the one they change most."""
    changed = [row for row in rows.values() if row.changed]
    if not changed:
        return NOTHING
    most = max(changed, key=lambda row: abs(row.assumed.now - row.recorded.now))
    row = rows[first] if first in rows and rows[first].changed else most
    return describe_what_if(row, labels[row.code], of)


def describe_what_if(row: WhatIf, label: str, of: int) -> str:
    """One measure under the assumptions. of: how many districts it is ranked among.

    "ASB incidents would be 1,977 instead of 2,354: +32.7% (a clear change) instead of
    +58.0% (a clear change); by rate lowest instead of 2nd lowest."
    """
    if not row.changed:
        return f"{label} would stay at {wording.count(row.recorded.now)}."
    now_if, now = wording.count(row.assumed.now), wording.count(row.recorded.now)
    share_if, share = (
        f"{_share(change)} ({change_words.describe_verdict(change)})"
        for change in (row.assumed, row.recorded)
    )
    clauses = [f"{label} would be {now_if} instead of {now}: {share_if} instead of {share}"]
    if row.rank is not None and row.rank_if is not None:
        place = wording.standing(row.rank_if, of)
        instead = f"{place} instead of {wording.standing(row.rank, of)}"
        clauses.append(f"by rate {f'still {place}' if row.rank_if == row.rank else instead}")
    # It hangs on the count before, so both changes mostly have the same.
    smallest = (change_words.describe_smallest(change) for change in (row.assumed, row.recorded))
    if least := next(filter(None, smallest), ""):
        clauses.append(f"the smallest change we could have seen: {least}")
    return f"{'; '.join(clauses)}."


def describe_chart(period: tuple[str, str]) -> tuple[str, str]:
    """Title and subtitle of the chart. period: the period and its comparison in words."""
    return (
        "Change as recorded, and as it would be",
        f"% change, {period[0]} against {period[1]}; open circle: as recorded, filled: what-if",
    )


def describe_evidence(now: Ranking, then: Ranking) -> list[str]:
    """A sentence for each candidate whose evidence would change."""
    before = {e.code: i for i, e in enumerate(now.evidence)}
    sentences = []
    for j, e in enumerate(then.evidence):
        i = before[e.code]
        was = now.evidence[i]
        parts = [
            f"{what} {new} instead of {old}".lstrip()
            for what, old, new in (
                ("volume", _count(was.volume), _count(e.volume)),
                ("change", _share(was.change), _share(e.change)),
                ("", _verdict(was.change), _verdict(e.change)),
                ("rank by rate", wording.rank(was.rank, was.areas), wording.rank(e.rank, e.areas)),
                ("ward warnings", str(was.wards_flagged), str(e.wards_flagged)),
            )
            if old != new
        ]
        if parts:
            place = _place(int(now.place[i]), int(then.place[j]))
            sentences.append(f"{e.label}: {'; '.join(parts)}; {place}.")
    return sentences


def _place(was: int, would_be: int) -> str:
    place = f"{wording.ordinal(would_be)} by evidence"
    return f"still {place}" if was == would_be else f"{place} instead of {wording.ordinal(was)}"


def _count(value: int | None) -> str:
    return wording.MISSING if value is None else wording.count(value)


def _share(change: Change | None) -> str:
    if change is None or change.before is None:
        return wording.MISSING
    return wording.share(change.now, change.before)


def _verdict(change: Change | None) -> str:
    return wording.MISSING if change is None else change_words.describe_verdict(change)


def list_labels(measures: Mapping[str, Measure]) -> dict[str, str]:
    """Labels of measures by code."""
    return {code: measure.label for code, measure in measures.items()}
