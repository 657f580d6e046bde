"""The sentences of the Trends page: what the control chart says, where home stands beside others. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import isfinite

from csp.core import wording
from csp.core.filters import Filters, add_months
from csp.statistics.control import SEASON_YEARS
from csp.topics.trends.rules import (
    FEW,
    WINDOW,
    Comparison,
    Control,
    Line,
    Sign,
    Verdict,
    Year,
    below_and_above,
    whole,
)

SHAPES = {"outside": "◆", "run": "●", "trend": "▶", "near": "■"}
"""The mark of each rule on the chart, said here so that the list below it can name them."""
RULE_WORDS = {
    "outside": "outside the limits",
    "run": "8 or more in a row on one side of the mean",
    "trend": "6 or more in a row rising or falling",
    "near": "2 of 3 in a row near the same limit",
}


def headline(label: str, place: str, found: Control, period: Sequence[date]) -> str:
    """The strongest thing the control chart says of the period, with its figures.

    "Shoplifting in Tunbridge Wells fell below its usual range in Apr 2020
    (21; 26 to 54 is usual for an April); back within it by Dec 2020."
    """
    subject = f"{label} in {place}"
    inside = [i for i in found.judged if found.months[i] in period]
    if not inside:
        return f"{subject}: {_latest(found)}no usual range, because too few complete months can be shown."
    last = inside[-1]
    if found.provisional():
        latest = f"{_count(found.recorded[last])} in {wording.month(found.months[last])}"
        since = f" since the break in {wording.month(found.months[found.breaks[-1]])}" if found.breaks else ""
        return f"{subject}: {latest}; no firm usual range, with fewer than {FEW} complete months{since}."
    signs = [sign for sign in found.signs if any(i in inside for i in sign.at)]
    outside = [sign for sign in signs if sign.rule == "outside"]
    if outside:
        return f"{subject} {_outside(found, outside, last)}."
    for rule in ("run", "trend", "near"):
        of_rule = [sign for sign in signs if sign.rule == rule]
        if of_rule:
            return f"{subject} {_said(found, of_rule[-1])}, though within the usual range."
    low, high = found.usual(last)
    span = wording.period(found.months[inside[0]], found.months[last])
    return (
        f"{subject} stayed within the usual range in {span}: {_count(found.recorded[last])} in "
        f"{wording.month(found.months[last])}, {_range(low, high)} is usual{_for_month(found, last)}."
    )


def _latest(found: Control) -> str:
    known = [i for i, n in enumerate(found.recorded) if isfinite(n)]
    if not known:
        return ""
    return f"{_count(found.recorded[known[-1]])} in {wording.month(found.months[known[-1]])}; "


def _outside(found: Control, outside: Sequence[Sign], last: int) -> str:
    """ "fell below the usual range in Apr and May 2020 (21 in Apr 2020; 22 to 58 is usual for an April)" """
    recent = outside[-1].upwards
    at = [sign.at[0] for sign in outside if sign.upwards == recent]
    centre, values = found.chart.centre, found.chart.values
    far = max(at, key=lambda i: abs(float(values[i] - centre[i])))
    low, high = found.usual(far)
    usual = f"{_range(low, high)} is usual{_for_month(found, far)}"
    figure = _count(found.recorded[far])
    when = months_words([found.months[i] for i in at])
    text = f"{'rose above' if recent else 'fell below'} the usual range in {when}"
    if len(at) == 1:
        text = f"{text}: {figure} recorded, {usual}"
    else:
        text = f"{text} ({figure} in {wording.month(found.months[far])}; {usual})"
    return text if last in at else f"{text}; within it in {wording.month(found.months[last])}"


def months_words(months: Sequence[date]) -> str:
    """ "Apr and May 2020"; three or more in a row "Apr to Jul 2020"; many "5 months from ... to ..."."""
    if len(months) > 2 and add_months(months[0], len(months) - 1) == months[-1]:
        return wording.period(months[0], months[-1])
    if len(months) > 4:
        return f"{len(months)} months from {wording.month(months[0])} to {wording.month(months[-1])}"
    said = [wording.month(month) for month in months]
    for i in range(len(months) - 1):
        if months[i].year == months[i + 1].year:
            said[i] = said[i].split()[0]
    return wording.list_words(said)


def _said(found: Control, sign: Sign) -> str:
    """What a rule other than a limit found, as it continues a sentence."""
    months = [found.months[i] for i in sign.at]
    span = wording.period(months[0], months[-1])
    n = wording.number(len(months))
    if sign.rule == "run":
        side = "above" if sign.upwards else "below"
        mean = _value(found, float(found.chart.centre[sign.at[-1]]))
        return f"stayed {side} the mean of {mean} for {n} months in a row, {span}"
    if sign.rule == "trend":
        way = "rose" if sign.upwards else "fell"
        first, end = (_value(found, float(found.values[i])) for i in (sign.at[0], sign.at[-1]))
        return (
            f"{way} through {n} months in a row, from {first} in {wording.month(months[0])} "
            f"to {end} in {wording.month(months[-1])}"
        )
    limit = "upper" if sign.upwards else "lower"
    return f"came close to the {limit} limit in {months_words(months)}"


def explanation(found: Control, sign: Sign) -> str:
    """One finding of the control chart in words.

    "Apr 2020 is outside the limits: 21 recorded, where 26 to 54 is usual for an April."
    """
    if sign.rule != "outside":
        text = _said(found, sign)
        return f"{text[:1].upper()}{text[1:]}."
    i = sign.at[0]
    low, high = found.usual(i)
    side = "above" if sign.upwards else "below"
    return (
        f"{wording.month(found.months[i])} is outside the limits, {side} them: {_count(found.recorded[i])} "
        f"recorded, where {_range(low, high)} is usual{_for_month(found, i)}."
    )


def season_sentence(found: Control, wanted: bool) -> str:
    """Whether seasons are taken out, or why they are not."""
    if not wanted:
        return "Seasons are left in, as you chose: a month that is high every year can pass for a signal."
    if found.factors is None:
        need = 12 * SEASON_YEARS
        if found.complete >= need:
            return "Seasons are left in: some calendar months have no records to take a season from."
        return (
            f"Seasons are left in: taking them out needs {need} complete months "
            f"in every calendar month, and {found.complete} are loaded."
        )
    return (
        "Seasons are taken out: each month is divided by how far its calendar month usually lies "
        f"from the average, over {wording.plural(found.complete, 'complete month')}. With few years an "
        "exceptional month shapes its own season: it looks less exceptional, and the same month of other "
        "years more so."
    )


def limits_sentence(found: Control) -> str:
    """What the limits rest on, where that is not all of the window: breaks, few months, incomplete ones."""
    said = []
    if found.breaks:
        starts = [wording.month(found.months[i]) for i in found.breaks]
        said.append(f"New limits start in {wording.list_words(starts)}, where what is counted changed.")
    if found.provisional():
        said.append(f"The latest limits are provisional: they rest on fewer than {FEW} months.")
    if found.incomplete:
        names = [wording.month(found.months[i]) for i in sorted(found.incomplete)]
        verb = "is" if len(names) == 1 else "are"
        said.append(
            f"{wording.list_words(names)} {verb} incomplete in the police upload: drawn hollow, and left "
            "out of seasons, limits and signals."
        )
    return " ".join(said)


def control_title(found: Control) -> str:
    """ "3 signals in 36 months, the latest in Dec 2020" """
    months = wording.plural(len(found.judged), "month")
    if not found.judged:
        return "Too few complete months for limits"
    if not found.signs:
        firm = "limits are provisional" if found.provisional() else "every month within the usual range"
        return f"No signal in {months}: {firm}"
    latest = max(sign.at[-1] for sign in found.signs)
    return f"{wording.plural(len(found.signs), 'signal')} in {months}, the latest in " + wording.month(
        found.months[latest]
    )


def comparison_title(label: str, home: Line, county: Line, asked: Comparison) -> str:
    """Where home stands beside the county, month by month.

    "Shoplifting: Tunbridge Wells below Kent in 36 of 36 months".
    """
    below, above, of = below_and_above(*(whole(line.values, line.hollow) for line in (home, county)))
    if not of:
        return f"{label}: no rate for {home.name}"
    side, n = ("below", below) if below >= above else ("above", above)
    what = "months" if asked.span == 1 else "12-month totals"
    return f"{label}: {home.name} {side} {county.name} in {n} of {of} {what}"


def years_title(label: str, place: str, found: Sequence[Year]) -> str:
    """ "Shoplifting in Tunbridge Wells: 2020 below 2019 in 9 of 12 months" """
    subject = f"{label} in {place}"
    if len(found) < 2 or not found[-1].current:
        return f"{subject} by month; no earlier year is loaded"
    now, before = found[-1], found[-2]
    below, above, of = below_and_above(*(whole(year.values, year.hollow) for year in (now, before)))
    if not of:
        return f"{subject}: {now.label}; no complete month of {before.label} to compare with"
    side, n = ("below", below) if below >= above else ("above", above)
    return f"{subject}: {now.label} {side} {before.label} in {n} of {wording.plural(of, 'month')}"


def years_words(place: str, found: Sequence[Year]) -> str:
    """What the chart of years plots: "Recorded per month, Tunbridge Wells, 2018 to 2020; strong: 2020"."""
    if not found:
        return f"Recorded per month, {place}; no month to show"
    first, last = found[0].label, found[-1].label
    span = last if first == last else f"{first} to {last}; strong: {last}"
    return f"Recorded per month, {place}, {span}"


def verdict_words(given: Verdict) -> str:
    """The last month of a small chart: "▼ below the limits", "▲ 9 months above mean", "○ noise"."""
    if given.at is None:
        return "– too few months"
    if given.sign is None:
        return "○ noise"
    up, n = given.sign.upwards, len(given.sign.at)
    mark = wording.UP if up else wording.DOWN
    said = {
        "outside": f"{'above' if up else 'below'} the limits",
        "run": f"{n} months {'above' if up else 'below'} mean",
        "trend": f"{n - 1} months {'rising' if up else 'falling'}",
        "near": f"near the {'upper' if up else 'lower'} limit",
    }
    return f"{mark} {said[given.sign.rule]}"


def multiples_title(verdicts: Sequence[Verdict]) -> str:
    """ "11 of 29 crime types end on a signal" """
    judged = [given for given in verdicts if given.at is not None]
    if not judged:
        return f"No crime type has {FEW} complete months to judge its last one by"
    signals = sum(given.sign is not None for given in judged)
    verb = "ends" if signals == 1 else "end"
    return f"{signals} of {wording.plural(len(judged), 'crime type')} {verb} on a signal"


MULTIPLES_READ = (
    "Strongest evidence first. Band: the usual range; ◆ the last month is a signal, ● it is noise. "
    "Each picture has a scale of its own."
)


def usual_words(found: Control, i: int) -> str:
    """ "41 in Dec 2020; 36 to 80 is usual for a December" """
    low, high = found.usual(i)
    return (
        f"{_count(found.recorded[i])} in {wording.month(found.months[i])}; "
        f"{_range(low, high)} is usual{_for_month(found, i)}"
    )


def populations(borrowed: Sequence[tuple[int, int]]) -> list[str]:
    """Which years' rates are over the population of another year, a sentence for each of those."""
    said = []
    for used in sorted({other for _, other in borrowed}):
        years = wording.list_words([str(year) for year, other in borrowed if other == used])
        said.append(f"Rates of {years} use the population of {used}, the nearest on file.")
    return said


def notes(filters: Filters, found: Control, asked: Comparison, place: str, county: str) -> list[str]:
    """What a reader must know of the charts: what they leave out, and which filters they do not use."""
    said = [limits_sentence(found)]
    if filters.whole_months:
        said.append("Incomplete months are left out, as you chose.")
    if filters.wards:
        said.append(f"{place} is narrowed to your choice of wards; {county} and the neighbours are whole.")
    if asked.suppress:
        said.append(
            "Months with 1 to 4 are hidden. Types with such a month have no limits: they would be false."
        )
    said.append(
        f"Charts show the {WINDOW} months up to the end of the period, the title is about the period; "
        "the comparison of the sidebar is not used here."
    )
    return [sentence for sentence in said if sentence]


def charted(found: Control) -> str:
    """What the control chart plots."""
    return "Recorded per month, season adjusted" if found.factors else "Recorded per month"


def figure_words(asked: Comparison, county: str) -> str:
    """What the chart of areas plots: "Rate per 1,000 people, rolling 12 months"."""
    what = "Rate per 1,000 people" if asked.rate else f"Recorded, {county} as the average of its districts"
    return f"{what}, {'by month' if asked.span == 1 else 'rolling 12 months (each point is a year)'}"


def explanations(found: Control) -> str:
    """Every signal as a numbered list, in the order of the numbers on the chart."""
    if not found.judged:
        return "No limits: too few complete months can be shown."
    if not found.signs:
        return "No month is outside the limits, and there is no run, trend or pair of near misses."
    return "\n".join(f"{i}. {sentence}" for i, sentence in enumerate(sign_sentences(found), 1))


def sign_sentences(found: Control) -> list[str]:
    """Every signal with its shape, in the order of the numbers on the chart, which are from 1."""
    return [f"{SHAPES[sign.rule]} {explanation(found, sign)}" for sign in found.signs]


def _count(n: float) -> str:
    return wording.count(float(n))


def _value(found: Control, n: float) -> str:
    """A charted value: whole where it is a count."""
    return wording.count(n) if found.factors or n == round(n) else wording.rate(n)


_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _for_month(found: Control, i: int) -> str:
    """The range is that of the calendar month where seasons are taken out: " for an April"."""
    if not found.factors:
        return ""
    name = _NAMES[found.months[i].month - 1]
    return f" for {'an' if name[0] in 'AO' else 'a'} {name}"


def _range(low: float, high: float) -> str:
    """Limits as whole counts that lie within them: 25.2 to 54.8 is 26 to 54, said inwards."""
    return f"{wording.count(_up(low))} to {wording.count(max(_up(low), _down(high)))}"


def _up(x: float) -> int:
    return -int(-x // 1)


def _down(x: float) -> int:
    return int(x // 1)
