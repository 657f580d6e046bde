"""The sentences about a scheme on the road: whether it worked, and what would have come anyway. Pure."""

from __future__ import annotations

from csp.core import wording
from csp.topics.road_safety.rules.schemes import SchemeEffect

METHOD = (
    "The effect is the change at the scheme less the change at a site of like level (weighted displacement "
    "difference, Wheeler and Ratcliffe 2018). What was to be expected anyway is empirical Bayes (Hauer "
    "1997): the site's own count drawn towards the average of like sites along the roads used, scaled by "
    "what happened elsewhere."
)
NO_SIDES = (
    "The collisions loaded do not reach as far before the start as after it, so nothing can be compared."
)
NO_COMPARISON = "No other site has had as many, so there is nothing to compare with."
NONE_BEFORE = "There were none before: no fall can be explained, and no site is of like level."
NO_PRIOR = "Too few like sites are loaded to say what was to be expected anyway."


def write_headline(effect: SchemeEffect) -> str:
    """The finding.

    "20 mph in Southborough: 2 collisions after 8; a clear effect, 5 fewer than if it had gone as at a like
    site (95% limits: 9 to 1 fewer)."
    """
    site = effect.rows[0]
    start = (
        f"{effect.scheme.name}: {wording.plural(site.after, 'collision')} after {wording.count(site.before)}"
    )
    if effect.effect is None:
        return f"{start}; no comparison."
    low, high = effect.effect.limits()
    verdict = "a clear effect" if effect.effect.is_clear else "no clear effect"
    return (
        f"{start}; {verdict}, {_describe_amount(effect.effect.estimate)} than if it had gone as at a like "
        f"site (95% limits: {_describe_amount(low)} to {_describe_amount(high)})."
    )


def describe_regression(effect: SchemeEffect) -> str:
    """What was to be expected anyway, beside every before and after.

    "Anyway, 4.6 were to be expected after 8 (like sites have 1.2): of the fall of 6, 3.4 would have come by
    itself; 2 is 2.6 fewer than expected, no clear change."
    """
    regression, site = effect.regression, effect.rows[0]
    if regression is None:
        return NO_PRIOR
    anyway = (
        f"Anyway, {wording.rate(regression.expected)} were to be expected after {wording.count(site.before)} "
        f"(like sites have {wording.rate(effect.prior.mean)})"
    )
    after = wording.count(site.after)
    beyond = f"{wording.rate(abs(regression.beyond))} {'fewer' if regression.beyond < 0 else 'more'}"
    judged = f"{after} is {beyond} than expected, {wording.verdict(regression.is_clear())}"
    fall = site.before - site.after
    if fall <= 0 or regression.by_itself >= 0:
        return f"{anyway}; {judged}."
    if regression.beyond >= 0:
        return f"{anyway}: the whole fall of {wording.count(fall)} would have come by itself; {judged}."
    by_itself = wording.rate(-regression.by_itself)
    return f"{anyway}: of the fall of {wording.count(fall)}, {by_itself} would have come by itself; {judged}."


def describe_periods(effect: SchemeEffect) -> str:
    """The days compared: "10 Apr 2018 to 9 Apr 2020 after 10 Apr 2016 to 9 Apr 2018"."""
    after, before = (
        f"{wording.day(side.start)} to {wording.day(side.end)}"
        for side in (effect.sides.after, effect.sides.before)
    )
    return f"{after} after {before}"


def describe_smallest(effect: SchemeEffect) -> str:
    """What could have been seen, beside an effect that is not clear; "" for any other."""
    if effect.effect is None or effect.effect.is_clear or effect.smallest is None:
        return ""
    least = f"The smallest effect that could have been seen is {wording.rate(effect.smallest)} collisions"
    if effect.smallest <= effect.rows[0].before:
        return f"{least}."
    return f"{least}, more than there were: here not even a fall to none would show."


def describe_level(effect: SchemeEffect) -> str:
    """What is said where the comparison is not of like level; "" where it is, or where there is none."""
    if effect.effect is None or effect.is_like_level:
        return ""
    scheme, beside = (wording.count(row.before) for row in effect.rows[:2])
    return (
        f"The site compared with had {beside} before, the scheme {scheme}: not a like level, so part of what "
        "moves both alike counts as effect."
    )


def explain_no_comparison(effect: SchemeEffect) -> str:
    """Why a scheme is compared with nothing; "" where it is compared."""
    if effect.effect is not None:
        return ""
    return NO_COMPARISON if effect.rows[0].before else NONE_BEFORE


def _describe_amount(value: float) -> str:
    """-5.2 -> "5.2 fewer", 1 -> "1.0 more", 0 -> "0"."""
    if not round(abs(value), 1):
        return "0"
    return f"{wording.rate(abs(value))} {'fewer' if value < 0 else 'more'}"
