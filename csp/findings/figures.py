"""The sentences of the what-if on the figures. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp import wording
from csp.measures import Measure
from csp.priorities import Ranking
from csp.thresholds import Adjustment, WhatIf, what_if_sentence

UNTOUCHED = (
    "Nothing here changes stored data: the figures are changed in memory, for this page only, and every "
    "other page shows them as recorded."
)
NOTHING = "Nothing is assumed: every figure is as recorded."
WARDS_STAY = (
    "Scored with equal weights. Flagged wards follow reports that are left out; an assumed fall or rise "
    "of a borough total does not change them."
)


def assumed_words(assumed: Sequence[Adjustment], labels: Mapping[str, str], flags: Mapping[str, str]) -> str:
    """The assumptions in one sentence: "If ASB incidents fell by 20 %, and without COVID-tagged reports." """
    said = []
    for each in assumed:
        if each.kind == "without":
            said.append(f"without {flags[each.flag]} reports")
        elif each.kind == "as before":
            said.append(f"with {labels[each.measure]} as in the period before")
        else:
            verb = "fell" if each.percent > 0 else "rose"
            said.append(f"if {labels[each.measure]} {verb} by {abs(each.percent):g} %")
    if not said:
        return NOTHING
    text = wording.list_words(said)
    return f"{text[0].upper()}{text[1:]}."


def headline(rows: Mapping[str, WhatIf], first: str, labels: Mapping[str, str]) -> str:
    """What the assumptions do to the measure they are about, or to the one they change most."""
    changed = [row for row in rows.values() if row.changed]
    if not changed:
        return NOTHING
    most = max(changed, key=lambda row: abs(row.now_if - row.now))
    row = rows[first] if first in rows and rows[first].changed else most
    return what_if_sentence(row, labels[row.code])


def chart_words(period: tuple[str, str]) -> tuple[str, str]:
    return (
        "Change as recorded, and as it would be",
        f"Change in %, {period[0]} against {period[1]}; hollow: as recorded, filled: if",
    )


def evidence_sentences(now: Ranking, then: Ranking) -> list[str]:
    """A sentence for each candidate whose evidence would change."""
    before = {e.code: i for i, e in enumerate(now.evidence)}
    told = []
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
            told.append(f"{e.label}: {'; '.join(parts)}; {_place(int(now.place[i]), int(then.place[j]))}.")
    return told


def _place(was: int, would_be: int) -> str:
    place = f"{wording.ordinal(would_be)} by evidence"
    return f"still {place}" if was == would_be else f"{place} instead of {wording.ordinal(was)}"


def _count(value: int | None) -> str:
    return wording.MISSING if value is None else wording.count(value)


def _change(now: int | None, before: int | None) -> str:
    return wording.MISSING if now is None or before is None else wording.share(now, before)


def measure_labels(measures: Mapping[str, Measure]) -> dict[str, str]:
    return {code: measure.label for code, measure in measures.items()}
