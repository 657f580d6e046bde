"""The sentences of the what-if on the figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.core import wording
from csp.core.measures import Measure
from csp.topics.priorities.rules import Ranking
from csp.topics.what_if.rules import Adjustment, WhatIf

UNTOUCHED = (
    "Nothing here changes stored data: the figures are changed in memory, for this page only, and every "
    "other page shows them as recorded."
)
NOTHING = "Nothing is assumed: every figure is as recorded."
WARDS_STAY = (
    "Scored with equal weights. Flagged wards follow reports that are left out; an assumed fall or rise "
    "of a borough total does not change them."
)


def assumption_words(
    adjustments: Sequence[Adjustment], labels: Mapping[str, str], flags: Mapping[str, str]
) -> str:
    """The assumptions in one sentence: "If ASB incidents fell by 20 %, and without COVID-tagged reports." """
    clauses = []
    for each in adjustments:
        if each.kind == "without":
            clauses.append(f"without {flags[each.flag]} reports")
        elif each.kind == "as before":
            clauses.append(f"with {labels[each.measure]} as in the period before")
        else:
            verb = "fell" if each.percent > 0 else "rose"
            clauses.append(f"if {labels[each.measure]} {verb} by {abs(each.percent):g} %")
    if not clauses:
        return NOTHING
    text = wording.list_words(clauses)
    return f"{text[0].upper()}{text[1:]}."


def headline(rows: Mapping[str, WhatIf], first: str, labels: Mapping[str, str]) -> str:
    """What the assumptions do to the measure they are about, or to the one they change most."""
    changed = [row for row in rows.values() if row.changed]
    if not changed:
        return NOTHING
    most = max(changed, key=lambda row: abs(row.now_if - row.now))
    row = rows[first] if first in rows and rows[first].changed else most
    return what_if_sentence(row, labels[row.code])


def what_if_sentence(row: WhatIf, label: str) -> str:
    """One measure under the assumptions.

    "ASB incidents would be 1,977 instead of 2,354: +32.7 % (a real change) instead of
    +58.0 % (a real change); by rate 1st instead of 2nd."
    """
    if not row.changed:
        return f"{label} would stay at {wording.count(row.now)}."
    counts = f"{label} would be {wording.count(row.now_if)} instead of {wording.count(row.now)}"
    changes = [
        f"{wording.share(now, before)} ({wording.signal_words(signal)})"
        for now, before, signal in (
            (row.now_if, row.before_if, row.signal_if),
            (row.now, row.before, row.signal),
        )
    ]
    text = f"{counts}: {changes[0]} instead of {changes[1]}"
    if row.rank is None or row.rank_if is None:
        return f"{text}."
    place = wording.ordinal(row.rank_if)
    if row.rank_if == row.rank:
        return f"{text}; by rate still {place}."
    return f"{text}; by rate {place} instead of {wording.ordinal(row.rank)}."


def chart_words(period: tuple[str, str]) -> tuple[str, str]:
    """Title and subtitle of the chart. period: the period and its comparison in words."""
    return (
        "Change as recorded, and as it would be",
        f"Change in %, {period[0]} against {period[1]}; hollow: as recorded, filled: if",
    )


def evidence_sentences(now: Ranking, then: Ranking) -> list[str]:
    """A sentence for each candidate whose evidence would change."""
    before = {e.code: i for i, e in enumerate(now.evidence)}
    sentences = []
    for j, e in enumerate(then.evidence):
        i = before[e.code]
        was = now.evidence[i]
        parts = [
            f"{what} {new} instead of {old}"
            for what, old, new in (
                ("volume", _count(was.volume), _count(e.volume)),
                ("change", _change(was.volume, was.before), _change(e.volume, e.before)),
                ("signal", wording.signal_words(was.signal), wording.signal_words(e.signal)),
                ("rank by rate", wording.rank(was.rank), wording.rank(e.rank)),
                ("wards flagged", str(was.wards_flagged), str(e.wards_flagged)),
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


def _change(now: int | None, before: int | None) -> str:
    return wording.MISSING if now is None or before is None else wording.share(now, before)


def measure_labels(measures: Mapping[str, Measure]) -> dict[str, str]:
    """Labels of measures by code."""
    return {code: measure.label for code, measure in measures.items()}
