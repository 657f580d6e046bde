"""The warnings of a rule in words: how many, which and why, and how that differs from another rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil

import numpy as np

from csp.core import wording
from csp.topics.thresholds.findings.limit import count_warnings
from csp.topics.thresholds.findings.rule import describe_limit
from csp.topics.thresholds.rules import Result
from csp.topics.thresholds.rules.baseline import JUDGED, NO_HISTORY, NO_MONTH, NO_POPULATION

# Characters of a title that stay on one line of a small laptop.
TITLE = 78
# Why a cell cannot be judged.
REASONS = {
    NO_HISTORY: "not enough months before it",
    NO_MONTH: "a month is missing or its data incomplete",
    NO_POPULATION: "no population, so no rate",
}


def write_headline(now: Result, base: Result, baseline: str, names: Mapping[str, str]) -> str:
    """How many warnings there are and of what: "8 warnings: ASB incidents up in six wards and two more".

    Under another rule than the baseline it says how many more or fewer these are instead. Kept to one
    line on any screen, so that the controls below it do not move when one of them is set.
    """
    if not now.evaluable.any():
        return f"Nothing can be judged for {wording.period(*now.window)}: {_reason_of_first(now)}."
    if now.rule != base.rule and now.rule.on_roads == base.rule.on_roads:
        return f"{count_against(now, base, baseline)}."
    flags = now.flags()
    if not len(flags):
        return "No warnings on the roads." if now.rule.on_roads else "No warnings."
    count, two = count_warnings(len(flags)), _name_largest(now, names, 2)
    if len(count) + len(two) > TITLE:
        return f"{count}: {_name_largest(now, names, 1)}."
    return f"{count}: {two}."


def _name_largest(result: Result, names: Mapping[str, str], most: int) -> str:
    """The crime types with most warnings: "ASB incidents up in six wards and one more"."""
    places: dict[tuple[str, str], list[str]] = {}
    for i in result.flags():
        measure, area = result.cell(i)
        rose = result.observed.ravel()[i] > result.expected.ravel()[i]
        places.setdefault((measure, "up" if rose else "down"), []).append(area)
    largest = sorted(places.items(), key=lambda group: -len(group[1]))[:most]
    groups = [
        f"{names.get(measure, measure)} {move} in "
        + (names.get(areas[0], areas[0]) if len(areas) == 1 else f"{wording.number(len(areas))} wards")
        for (measure, move), areas in largest
    ]
    left = len(result.flags()) - sum(len(areas) for _, areas in largest)
    return wording.list_words([*groups, f"{wording.number(left)} more"] if left else groups)


def _reason_of_first(result: Result) -> str:
    return REASONS[int(result.reason.ravel()[0])]


def compare_with_baseline(now: Result, base: Result, names: Mapping[str, str]) -> str:
    """Which warnings are new and which are gone against the baseline; empty where none is.

    Of a rule about roads beside a baseline about crime, or the other way about, nothing is said.
    """
    if now.rule.on_roads != base.rule.on_roads:
        return ""
    lists = list_new_and_gone(now, base, names)
    return f"{lists[0].upper()}{lists[1:]}." if lists else ""


def explain_not_judged(result: Result) -> str:
    """How many cells cannot be judged, and why; empty where all are."""
    reasons = [int(code) for code in result.reason.ravel() if code]
    if not reasons:
        return ""
    clauses = [
        f"{wording.count(reasons.count(code))}: {REASONS[code]}" for code in REASONS if reasons.count(code)
    ]
    of = wording.count(result.reason.size)
    return f"{wording.count(len(reasons))} of {of} not judged ({'; '.join(clauses)})."


def describe_window(result: Result) -> str:
    """The window judged: "Jan to Dec 2020"."""
    return wording.period(*result.window)


def explain(result: Result, i: int, names: Mapping[str, str]) -> str:
    """One cell in words: what was counted, against what, how far apart, and what the rule makes of it.

    "Shoplifting in Culverden: 41 in Oct to Dec 2020 against 22 in the same months last
    year, +86.4%, limit 30%, a clear change". Where there is none it ends with the smallest change that
    could have been seen. names: labels of measures and areas by code.
    """
    measure, area = result.cell(i)
    counted = wording.count(int(result.observed.ravel()[i]))
    place = f"{names.get(measure, measure)} in {names.get(area, area)}"
    when = wording.period(*result.window)
    reason = int(result.reason.ravel()[i])
    if reason != JUDGED:
        return f"{place}: not judged for {when}, {REASONS[reason]}"
    verdict = ", ".join([_difference(result, i), *_verdict(result, i)])
    return f"{place}: {counted} in {when} against {_against(result, i)}, {verdict}"


def _against(result: Result, i: int) -> str:
    expected, months = float(result.expected.ravel()[i]), result.rule.months
    figure = wording.count(expected) if expected == round(expected) else wording.rate(expected)
    before = "an average month" if months == 1 else f"{months} average months"
    return {
        "same months last year": f"{figure} in the same {'month' if months == 1 else 'months'} last year",
        "mean of the three previous": f"an average of {figure} in the "
        f"{'months' if months == 1 else f'periods of {months} months'} just before",
        "the county's rate": f"{figure} at the county's rate",
        "the middle of the peers": f"{figure} at the middle rate of the peers",
        "control limits": f"{figure} in {before} before",
    }[result.rule.against]


def _difference(result: Result, i: int) -> str:
    share = float(result.difference_pct.ravel()[i])
    text = "from 0" if np.isinf(share) else wording.pct(share, sign=True)
    if share == 0:
        return "no difference"
    z = float(result.z.ravel()[i])
    if result.rule.unit == "%" or np.isinf(z):
        return text
    return f"{text}, {wording.rate(abs(z))} standard deviations {'above' if z > 0 else 'below'}"


def _verdict(result: Result, i: int) -> Iterator[str]:
    rule = result.rule
    beyond, enough = bool(result.beyond.ravel()[i]), bool(result.enough.ravel()[i])
    yield f"limit {describe_limit(rule)}" if beyond else f"not beyond the limit of {describe_limit(rule)}"
    if not enough:
        yield f"fewer than {wording.count(rule.least)}"
    is_clear, least = bool(result.significant.ravel()[i]), float(result.smallest.ravel()[i])
    yield wording.verdict(is_clear)
    # Where the types judged with it made the difference, it would contradict the verdict.
    if not is_clear and 0 < abs(int(result.observed.ravel()[i]) - float(result.expected.ravel()[i])) < least:
        yield f"the smallest we could have seen: ±{wording.count(ceil(least))}"


def compare_results(now: Result, base: Result, names: Mapping[str, str], name: str = "the baseline") -> str:
    """How many warnings there are, against another rule's result, and which are new or gone.

    "7 warnings, 3 more than with the baseline: new Robbery in Park, ...; no longer Shoplifting in Capel."
    """
    lists = list_new_and_gone(now, base, names)
    text = count_against(now, base, name)
    return f"{text}: {lists}." if lists else f"{text}."


def count_against(now: Result, base: Result, name: str) -> str:
    """How many warnings, against another rule's result: "7 warnings, 3 more than with Balanced"."""
    here, difference = len(now.flags()), len(now.flags()) - len(base.flags())
    if difference:
        count = f"{wording.count(abs(difference))} {'more' if difference > 0 else 'fewer'} than with {name}"
    else:
        count = f"as many as with {name}"
    return f"{count_warnings(here)}, {count}"


def list_new_and_gone(now: Result, base: Result, names: Mapping[str, str]) -> str:
    """Which warnings are new and which are gone: "new Robbery in Park; no longer Shoplifting in Capel"."""
    here, there = ([result.cell(i) for i in result.flags()] for result in (now, base))
    new = [cell for cell in here if cell not in there]
    gone = [cell for cell in there if cell not in here]
    lists = [
        f"{word} {_name_cells(cells, names)}" for word, cells in (("new", new), ("no longer", gone)) if cells
    ]
    return "; ".join(lists)


def _name_cells(cells: Sequence[tuple[str, str]], names: Mapping[str, str], most: int = 3) -> str:
    named = [f"{names.get(measure, measure)} in {names.get(area, area)}" for measure, area in cells[:most]]
    left = len(cells) - len(named)
    return wording.list_words([*named, f"{wording.number(left)} more"] if left else named)


def describe_side_by_side(
    first: Result, second: Result, names: Mapping[str, str], titles: tuple[str, str]
) -> str:
    """What one saved rule flags that the other does not. titles: the names of the two."""
    if first.rule == second.rule:
        return "Both are the same rule."
    text = compare_results(first, second, names, titles[1])
    return f"{titles[0]}: {text}"
