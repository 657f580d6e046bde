"""The sentences of the control chart: what it says of the period, and each of its findings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import isfinite

from csp.core import wording
from csp.core.disclosure import is_too_few
from csp.core.filters import add_months
from csp.statistics.control import SEASON_YEARS
from csp.topics.trends.rules import FEW, Control, Sign

RULE_WORDS = {
    "outside": "outside the usual range",
    "run": "8 or more in a row above or below the average",
    "trend": "6 or more in a row rising or falling",
    "near": "2 of 3 in a row close to the same limit",
}


def write_headline(
    label: str, place: str, control: Control, period: Sequence[date], borough: float | None = None
) -> str:
    """The strongest thing the control chart says of the period, with its figures.

    "Shoplifting in Tunbridge Wells fell below its usual range in Apr 2020
    (21; 26 to 54 is usual for an April); back within it by Dec 2020."
    borough: what the whole borough has in the period, where the place is a choice of its wards.
    """
    subject = f"{label} in {place}"
    inside = [i for i in control.judged if control.months[i] in period]
    total = sum(float(control.recorded[i]) for i in inside)
    if inside and borough is not None and is_too_few(total):
        span = wording.period(control.months[inside[0]], control.months[inside[-1]])
        recorded = f"{_count(total) if total else 'none'} recorded in {span}"
        return f"{subject}: {recorded}, {wording.too_few(borough)}."
    if not inside:
        return f"{subject}: {_latest(control)}no usual range, because too few complete months can be shown."
    last = inside[-1]
    if control.provisional():
        latest = f"{_count(control.recorded[last])} in {wording.month(control.months[last])}"
        since = (
            f" since the break in {wording.month(control.months[control.breaks[-1]])}"
            if control.breaks
            else ""
        )
        return f"{subject}: {latest}; no firm usual range, with fewer than {FEW} complete months{since}."
    signs = [sign for sign in control.signs if any(i in inside for i in sign.at)]
    outside = [sign for sign in signs if sign.rule == "outside"]
    if outside:
        return f"{subject} {_outside(control, outside, last)}."
    for rule in ("run", "trend", "near"):
        of_rule = [sign for sign in signs if sign.rule == rule]
        if of_rule:
            return f"{subject} {_pattern_words(control, of_rule[-1])}, though within the usual range."
    low, high = control.usual(last)
    span = wording.period(control.months[inside[0]], control.months[last])
    return (
        f"{subject} stayed within the usual range in {span}: {_count(control.recorded[last])} in "
        f"{wording.month(control.months[last])}, {_range(low, high)} is usual{_for_month(control, last)}."
    )


def _latest(control: Control) -> str:
    recorded = [i for i, n in enumerate(control.recorded) if isfinite(n)]
    if not recorded:
        return ""
    return f"{_count(control.recorded[recorded[-1]])} in {wording.month(control.months[recorded[-1]])}; "


def _outside(control: Control, outside: Sequence[Sign], last: int) -> str:
    """ "fell below the usual range in Apr and May 2020 (21 in Apr 2020; 22 to 58 is usual for an April)" """
    recent = outside[-1].upwards
    at = [sign.at[0] for sign in outside if sign.upwards == recent]
    centre, values = control.chart.centre, control.chart.values
    far = max(at, key=lambda i: abs(float(values[i] - centre[i])))
    low, high = control.usual(far)
    usual = f"{_range(low, high)} is usual{_for_month(control, far)}"
    figure = _count(control.recorded[far])
    when = describe_months([control.months[i] for i in at])
    text = f"{'rose above' if recent else 'fell below'} the usual range in {when}"
    if len(at) == 1:
        text = f"{text}: {figure} recorded, {usual}"
    else:
        text = f"{text} ({figure} in {wording.month(control.months[far])}; {usual})"
    return text if last in at else f"{text}; within it in {wording.month(control.months[last])}"


def describe_months(months: Sequence[date]) -> str:
    """ "Apr and May 2020"; three or more in a row "Apr to Jul 2020"; many "5 months from ... to ..."."""
    if len(months) > 2 and add_months(months[0], len(months) - 1) == months[-1]:
        return wording.period(months[0], months[-1])
    if len(months) > 4:
        return f"{len(months)} months from {wording.month(months[0])} to {wording.month(months[-1])}"
    names = [wording.month(month) for month in months]
    for i in range(len(months) - 1):
        if months[i].year == months[i + 1].year:
            names[i] = names[i].split()[0]
    return wording.list_words(names)


def _pattern_words(control: Control, sign: Sign) -> str:
    """What a rule other than that of a limit says, as it continues a sentence.

    Counts are those recorded. A pattern of the adjusted months may not show in these, so it says
    that it is one of the adjusted months.
    """
    months = [control.months[i] for i in sign.at]
    span = wording.period(months[0], months[-1])
    n = wording.number(len(months))
    if sign.rule == "run":
        side = "above" if sign.upwards else "below"
        average = _value(control, float(control.chart.centre[sign.at[-1]]))
        return (
            f"stayed {side} the average of {average} a month for {n} months in a row, "
            f"{span}{_adjusted(control)}"
        )
    if sign.rule == "trend":
        way = "rose" if sign.upwards else "fell"
        first, end = (_count(control.recorded[i]) for i in (sign.at[0], sign.at[-1]))
        if control.factors:
            return (
                f"{way} through {n} months in a row{_adjusted(control)}: {first} recorded in "
                f"{wording.month(months[0])}, {end} in {wording.month(months[-1])}"
            )
        return (
            f"{way} through {n} months in a row, from {first} in {wording.month(months[0])} "
            f"to {end} in {wording.month(months[-1])}"
        )
    end = "top" if sign.upwards else "bottom"
    return f"came close to the {end} of the usual range in {describe_months(months)}{_adjusted(control)}"


def _adjusted(control: Control) -> str:
    return ", adjusted for season" if control.factors else ""


def explain_sign(control: Control, sign: Sign) -> str:
    """One finding of the control chart in words.

    "Apr 2020 was below the usual range: 21 recorded, where 26 to 54 is usual for an April."
    """
    if sign.rule != "outside":
        text = _pattern_words(control, sign)
        return f"{text[:1].upper()}{text[1:]}."
    i = sign.at[0]
    low, high = control.usual(i)
    side = "above" if sign.upwards else "below"
    return (
        f"{wording.month(control.months[i])} was {side} the usual range: "
        f"{_count(control.recorded[i])} recorded, where {_range(low, high)} is usual{_for_month(control, i)}."
    )


def write_note(control: Control, sign: Sign) -> str:
    """One finding as a few words beside its months on the chart, whose subtitle says what is charted.

    "Apr 2020: 522, usually 567 to 760" "8 months below average, May to Dec 2020"
    """
    months = [control.months[i] for i in sign.at]
    span = wording.period(months[0], months[-1])
    if sign.rule == "outside":
        low, high = control.usual(sign.at[0])
        return f"{span}: {_count(control.recorded[sign.at[0]])}, usually {_range(low, high)}"
    if sign.rule == "run":
        return f"{len(months)} months {'above' if sign.upwards else 'below'} average, {span}"
    if sign.rule == "trend":
        # The recorded months need not rise or fall with those that are charted.
        way = f"{'rising' if sign.upwards else 'falling'}{' (adjusted)' if control.factors else ''}"
        return f"{len(months)} months {way}, {span}"
    side = "upper" if sign.upwards else "lower"
    return f"Close to the {side} limit: {describe_months(months)}"


def describe_season(control: Control, adjusts: bool) -> str:
    """Whether months are adjusted for season, or why they are not. adjusts: what the reader has chosen."""
    if not adjusts:
        return "Not adjusted for season, as you chose: a month that is high every year can look unusual."
    if control.factors is None:
        need = 12 * SEASON_YEARS
        if control.complete >= need:
            return "Not adjusted for season: some calendar months have no records to take a season from."
        return (
            f"Not adjusted for season: that needs {need} complete months "
            f"in every calendar month, and {control.complete} are loaded."
        )
    return (
        "Adjusted for season: each month is divided by how far its calendar month usually lies "
        f"from the average, over {wording.plural(control.complete, 'complete month')}. With few years an "
        "unusual month shapes its own season: it looks less unusual, and the same month of other "
        "years more so."
    )


def describe_limits(control: Control) -> str:
    """What the limits rest on, where that is not all of the window: breaks, few months, incomplete ones."""
    sentences = []
    if control.breaks:
        starts = [wording.month(control.months[i]) for i in control.breaks]
        sentences.append(
            f"A new usual range starts in {wording.list_words(starts)}, where what is counted changed."
        )
    if control.provisional():
        sentences.append(f"The latest usual range is provisional: it rests on fewer than {FEW} months.")
    if control.incomplete:
        names = [wording.month(control.months[i]) for i in sorted(control.incomplete)]
        verb = "is" if len(names) == 1 else "are"
        sentences.append(
            f"{wording.list_words(names)} {verb} incomplete in the police upload: drawn as open circles, "
            "and left out of seasons, the usual range and unusual months."
        )
    return " ".join(sentences)


def write_control_title(control: Control, period: Sequence[date]) -> str:
    """How many months of the period are outside the usual range, as the page's own title has it.

    "3 of 12 months are outside the usual range, Jan to Dec 2020"
    """
    inside = [i for i in control.judged if control.months[i] in period]
    if not inside:
        return "too few complete months for a usual range"
    if control.provisional():
        return "the usual range is provisional"
    span = wording.period(control.months[inside[0]], control.months[inside[-1]])
    outside = {i for sign in control.signs if sign.rule == "outside" for i in sign.at if i in inside}
    if not outside:
        return f"no month is outside the usual range, {span}"
    verb = "is" if len(outside) == 1 else "are"
    return f"{len(outside)} of {wording.plural(len(inside), 'month')} {verb} outside the usual range, {span}"


def describe_charted(control: Control) -> str:
    """What the control chart plots."""
    return "Recorded per month, adjusted for season" if control.factors else "Recorded per month"


def describe_usual(control: Control, i: int) -> str:
    """ "41 in Dec 2020; 36 to 80 is usual for a December" """
    low, high = control.usual(i)
    return (
        f"{_count(control.recorded[i])} in {wording.month(control.months[i])}; "
        f"{_range(low, high)} is usual{_for_month(control, i)}"
    )


def _count(n: float) -> str:
    return wording.count(float(n))


def _value(control: Control, n: float) -> str:
    """A charted value: whole where it is a count."""
    return wording.count(n) if control.factors or n == round(n) else wording.rate(n)


def _for_month(control: Control, i: int) -> str:
    """The range is that of the calendar month where months are adjusted for season: " for an April"."""
    return f" for {wording.a_month(control.months[i].month)}" if control.factors else ""


def _range(low: float, high: float) -> str:
    """Limits as whole counts that lie within them: 25.2 to 54.8 is 26 to 54, rounded inwards."""
    return f"{wording.count(_up(low))} to {wording.count(max(_up(low), _down(high)))}"


def _up(x: float) -> int:
    return -int(-x // 1)


def _down(x: float) -> int:
    return int(x // 1)
