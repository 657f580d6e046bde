"""The sentences of the what-if thresholds: the rule, what it flags, where the list explodes. Pure.

The labels of the controls are here as well: they stand in the address, so they are a public contract.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from csp.core import wording
from csp.topics.thresholds.rules import (
    REASONS,
    Replay,
    Result,
    Rule,
    count_against,
    limit_words,
    new_and_gone,
    replay_sentence,
    versus,
)

WATCH = {"Each ward": "ward_types", "Borough": "types"}
OVER = {"1 month": 1, "3 months": 3, "12 months": 12}
VERSUS = {
    "Same months last year": "same months last year",
    "Mean of the three before": "mean of the three previous",
    "County's rate": "the county's rate",
    "Middle of the peers": "the middle of the peers",
    "Control limits": "control limits",
}
UNIT = {"%": "%", "SD": "sd"}
DIRECTION = {"Up": "up", "Down": "down", "Both": "both"}

NO_WARDS = (
    "No row of this source has a ward, so the rule watches the borough. Import ward outlines with "
    "python -m csp import boundaries and then the street files again."
)
UNTOUCHED = "Nothing here changes stored data: the figures are changed in memory, for this page only."

_MOVES = {"up": "up", "down": "down", "both": "up or down"}
_AGAINST = {
    "same months last year": "the same months last year",
    "mean of the three previous": "the mean of the three periods before",
    "the county's rate": "the county's rate",
    "the middle of the peers": "the middle rate of the peers",
    "control limits": "the average of the months before (control limits)",
}


def label(options: Mapping[str, object], value: object) -> str:
    """The label under which a value is offered."""
    return next(text for text, offered in options.items() if offered == value)


def rule_words(rule: Rule, flags: Mapping[str, str], measures: Mapping[str, str]) -> str:
    """The whole rule in one sentence. flags, measures: labels by code.

    "Crime types in each ward over 12 months, against the same months last year: up by more
    than 30 %, at least 20, more than chance."
    """
    watched = wording.list_words([measures.get(code, code) for code in rule.measures[:3]])
    if len(rule.measures) > 3:
        watched = f"{len(rule.measures)} crime types"
    place = "in each ward" if rule.watch == "ward_types" else "in the borough"
    parts = [limit_and_direction(rule)]
    if rule.least:
        parts.append(f"at least {wording.count(rule.least)}")
    parts.append("more than chance" if rule.significant else "chance or not")
    if rule.exclude:
        named = wording.list_words([flags.get(code, code) for code in rule.exclude])
        parts.append(f"without {named} reports")
    over = "one month" if rule.months == 1 else f"{rule.months} months"
    what = f"{watched or 'Crime types'} {place} over {over}, against {_AGAINST[rule.against]}"
    return f"{what}: {', '.join(parts)}."


def headline(now: Result, base: Result, baseline: str) -> str:
    """How many are flagged, and how that differs from the baseline: "8 flagged, 3 more than with ...".

    One line on any screen: the controls stand below it, and must not move under a drag.
    """
    if not now.evaluable.any():
        return f"Nothing can be judged for {wording.period(*now.window)}: {_why_none(now)}."
    if now.rule != base.rule:
        return f"{count_against(now, base, f'the baseline ({baseline})')}."
    flagged = len(now.flags())
    return f"{wording.count(flagged) if flagged else 'None'} flagged with the baseline ({baseline})."


def against_baseline(now: Result, base: Result, names: Mapping[str, str]) -> str:
    """Which are new and which gone against the baseline; empty where none is."""
    lists = new_and_gone(now, base, names)
    return f"{lists[0].upper()}{lists[1:]}." if lists else ""


def _why_none(result: Result) -> str:
    return REASONS[int(result.reason.ravel()[0])]


def not_judged(result: Result) -> str:
    """How many cells say nothing, and why; empty where all are judged."""
    reasons = [int(code) for code in result.reason.ravel() if code]
    if not reasons:
        return ""
    told = [
        f"{wording.count(reasons.count(code))}: {REASONS[code]}" for code in REASONS if reasons.count(code)
    ]
    of = wording.count(result.reason.size)
    return f"{wording.count(len(reasons))} of {of} not judged ({'; '.join(told)})."


def window_words(result: Result) -> str:
    return wording.period(*result.window)


def not_used(wards: bool, exclude: bool, other_type: bool) -> str:
    """What of the sidebar has no part in the what-if pages; empty where nothing of it is set."""
    named = [
        text
        for text, chosen in (("crime type", other_type), ("wards", wards), ("what is left out", exclude))
        if chosen
    ]
    if not named:
        return ""
    return (
        f"Of the sidebar the source and the period's end count here; your choice of "
        f"{wording.list_words(named)} is kept but not used."
    )


def incomplete(months: Sequence[date]) -> str:
    """Which months take no part because their upload looks incomplete; empty where none."""
    if not months:
        return ""
    named = [wording.month(month) for month in sorted(months)]
    told = wording.list_words(named) if len(named) <= 4 else f"{len(named)} months"
    those = "it" if len(named) == 1 else "them"
    return f"{told} incomplete in the police upload: no window with {those} is judged."


def curve_words(rule: Rule, now: int, half: int, twice: int, window: str) -> tuple[str, str]:
    """Title and subtitle of the curve: how many are flagged at this limit, at half of it and at twice."""
    title = f"{wording.count(now)} flagged at {limit_words(rule)}"
    if rule.limit:
        title += f", {wording.count(half)} at half of it, {wording.count(twice)} at twice"
    unit = "%" if rule.unit == "%" else "standard deviations"
    return title, f"Number flagged at each limit ({unit}), {window}, all else as set"


def replay_words(result: Replay) -> tuple[str, str]:
    """Title and subtitle of the replay."""
    subtitle = "Flagged in each month with the data it had then; lines: expected by chance"
    if float(result.chance.sum()) != float(result.chance_both.sum()):
        subtitle += ", dashed with chance in the baselines counted too"
    return replay_sentence(result), subtitle


def map_words(result: Result, per_ward: Mapping[str, int], schematic: bool) -> tuple[str, str]:
    """Title and subtitle of the map: in how many wards anything is flagged, and where most."""
    flagged = {code: n for code, n in per_ward.items() if n}
    note = "; schematic outlines" if schematic else ""
    subtitle = f"Crime types flagged in each ward, {window_words(result)}{note}"
    return f"Flagged in {wording.count(len(flagged))} of {len(per_ward)} wards", subtitle


def per_ward(result: Result) -> dict[str, int]:
    """How many crime types are flagged in each ward."""
    return {code: int(n) for code, n in zip(result.areas, result.flagged.sum(axis=0), strict=True)}


def side_by_side(first: Result, second: Result, names: Mapping[str, str], called: tuple[str, str]) -> str:
    """What one scenario flags that the other does not."""
    if first.rule == second.rule:
        return "Both are the same rule."
    text = versus(first, second, names, called[1])
    return f"{called[0]}: {text}"


def limit_and_direction(rule: Rule) -> str:
    """ "up by more than 30 %" """
    return f"{_MOVES[rule.direction]} by more than {limit_words(rule)}"


def matrix_caption(rule: Rule, flagged: int, listed: int) -> str:
    unit = "%" if rule.unit == "%" else "standard deviations"
    more = f"The list has the clearest {listed} of {wording.count(flagged)}. " if flagged > listed else ""
    return (
        f"{more}Every crime type in every ward: the difference in {unit}; ▲ and ▼ on a dark ground "
        "are flagged, a dot is fewer than the least count."
    )


def no_map(rule: Rule) -> str:
    """Why there is no map."""
    if rule.watch == "types":
        return "The rule watches the borough as a whole: choose “Each ward” to see it on the map."
    return (
        "No map: import ward outlines with python -m csp import boundaries. The matrix below says the same."
    )
