"""The sentences about whether an action worked, beside a comparison. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from csp.core import wording
from csp.core.harm import HarmWeights
from csp.statistics.displacement import Effect
from csp.topics.action_plan.findings.values import write_day
from csp.topics.action_plan.rules.effect import ActionEffect

NO_COMPARISON = "No other place has recorded this crime type, so there is nothing to compare with."
NOT_BY_WARD = "By ward, months are not published, so this is asked of the whole district."
METHOD = (
    "The effect is the change where the action works, less the change in the comparison (weighted "
    "displacement difference, Wheeler and Ratcliffe 2018). It is as good as the comparison: what else "
    "happened in one of the two alone counts as effect."
)


def write_headline(effect: ActionEffect, label: str, names: Mapping[str, str]) -> str:
    """The finding: whether the effect is clear, and how large.

    "Shoplifting: a clear effect; 118 fewer than if it had gone as in East Devon (95% limits: 196 to 40
    fewer)."
    """
    if effect.too_few:
        return f"{label}: too few recorded to say whether the action works."
    if effect.effect is None:
        months, beside = wording.plural(len(effect.sides.before), "month"), names[effect.places.beside]
        if (effect.smallest_pct or 0) > 100:
            return (
                f"{label}: in {months} not even a fall from {wording.count(effect.rows[0].before)} to none "
                f"could be seen, beside {beside}."
            )
        return (
            f"{label}: in {months} an effect of {_describe_smallest(effect)} or more could be seen, beside "
            f"{beside}."
        )
    low, high = effect.effect.limits()
    places = wording.list_words([names[code] for code in (effect.places.beside, *effect.places.moved_beside)])
    in_all = " in all" if effect.places.moved else ""
    verdict = "a clear effect" if effect.effect.is_clear else "no clear effect"
    return (
        f"{label}: {verdict}; {_describe_amount(effect.effect.estimate)}{in_all} than if it had gone as in "
        f"{places} (95% limits: {_describe_range(low, high)})."
    )


def describe_places(
    effect: ActionEffect, names: Mapping[str, str], proposed: bool, subject: str = "crime"
) -> str:
    """What is compared, over which months, and who chose the comparison. subject: what may have moved."""
    covered, beside = names[effect.places.covered], names[effect.places.beside]
    why = ", proposed because it was the nearest in level" if proposed else ""
    sentence = f"{covered} beside {beside}{why}"
    if effect.places.moved:
        moved, other = (
            wording.list_words([names[code] for code in codes])
            for codes in (effect.places.moved, effect.places.moved_beside)
        )
        sentence += f"; {subject} may have moved to {moved}, beside {other}"
    before = wording.period(effect.sides.before[0], effect.sides.before[-1])
    if not effect.sides.after:
        return f"{sentence}; {before}."
    after = wording.period(effect.sides.after[0], effect.sides.after[-1])
    return f"{sentence}; {after} after {before}."


def describe_smallest(effect: ActionEffect) -> str:
    """What could have been seen, beside every effect that is not clear; empty for any other.

    "The smallest effect that could have been seen is 66 (23% of 281)."
    """
    if effect.effect is None or effect.effect.is_clear or effect.too_few:
        return ""
    return f"The smallest effect that could have been seen is {_describe_smallest(effect)}."


def describe_level(effect: ActionEffect, names: Mapping[str, str]) -> str:
    """What is said where the comparison is not of like level; "" where it is.

    "Torridge recorded 2,300 where Exeter recorded 759: not a like level, so what moves both alike
    counts as effect."
    """
    if effect.is_like_level or effect.too_few:
        return ""
    covered, beside = (wording.count(row.before) for row in effect.rows[:2])
    return (
        f"{names[effect.places.beside]} recorded {beside} where {names[effect.places.covered]} recorded "
        f"{covered}: not a like level, so part of what moves both alike counts as effect."
    )


def describe_harm(harm: Effect | None, effect: ActionEffect, weights: HarmWeights) -> str:
    """The effect by harm, with what it is weighted by.

    "By harm, in days of prison: no clear effect; 1,240 fewer (95% limits: 3,004 fewer to 524 more), derived
    from the Cambridge Crime Harm Index, median."
    """
    if effect.effect is None:
        return "Harm is weighed once the action has started."
    if effect.too_few:
        return ""
    if harm is None:
        return "By harm: this crime type has no score."
    low, high = harm.limits()
    verdict = "a clear effect" if harm.is_clear else "no clear effect"
    return (
        f"By harm, in days of prison: {verdict}; {_describe_amount(harm.estimate)} (95% limits: "
        f"{_describe_range(low, high)}), {weights.name}, {weights.statistic_name}."
    )


def describe_dispersion(phi: float) -> str:
    """ "Counts of this type vary 2.7 times as much as independent events would (φ = 2.7)." """
    return (
        f"Counts of this type vary {phi:.1f} times as much as those of independent events would, which the "
        "limits allow for."
    )


def explain_planned(started: date | None, last: date) -> str:
    """Why there is no effect yet, and what stands there instead."""
    if started is None:
        why = "The action has no start: give it one on the page Plans"
    elif started > last:
        why = f"The action starts on {write_day(started)}, and the last month loaded is {wording.month(last)}"
    else:
        why = "No complete month since the start has its counterpart a year before"
    return f"{why}. So this says beforehand how large an effect would have to be."


def _describe_smallest(effect: ActionEffect) -> str:
    pct = effect.smallest_pct
    share = "" if pct is None else f" ({wording.whole_pct(pct)} of {wording.count(effect.rows[0].before)})"
    return f"{wording.count(effect.smallest)}{share}"


def _describe_amount(value: float) -> str:
    """-118 -> "118 fewer", 12 -> "12 more", 0.2 -> "neither fewer nor more"."""
    n = round(abs(value))
    return f"{wording.count(n)} {'fewer' if value < 0 else 'more'}" if n else "neither fewer nor more"


def _describe_range(low: float, high: float) -> str:
    """-196 and -40 -> "196 to 40 fewer"; -60 and 0 -> "60 fewer to 0"."""
    ends: Sequence[str] = [_describe_amount(value) if round(abs(value)) else "0" for value in (low, high)]
    if (low < 0) == (high < 0) and "0" not in ends:
        return f"{ends[0].rsplit(' ', 1)[0]} to {ends[1]}"
    return " to ".join(ends)
