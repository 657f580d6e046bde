"""The sentences of the control chart's findings, and the figures they quote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csp.core import wording
from csp.core.disclosure import is_too_few
from csp.core.filters import add_months
from csp.topics.trends.rules import Control, Sign

RULE_WORDS = {
    "outside": "outside the usual range",
    "run": "8 or more in a row above or below the average",
    "near": "2 of 3 in a row close to the same limit",
}


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


def describe_pattern(control: Control, sign: Sign) -> str:
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
    end = "top" if sign.upwards else "bottom"
    return f"came close to the {end} of the usual range in {describe_months(months)}{_adjusted(control)}"


def _adjusted(control: Control) -> str:
    return ", adjusted for season" if control.factors else ""


def explain_sign(control: Control, sign: Sign) -> str:
    """One finding of the control chart in words.

    "Apr 2020 was below the usual range: 21 recorded, where 26 to 54 is usual for an April."
    """
    if sign.rule != "outside":
        text = describe_pattern(control, sign)
        return f"{text[:1].upper()}{text[1:]}."
    i = sign.at[0]
    usual = quote_range(*control.usual(i))
    side = "above" if sign.upwards else "below"
    return (
        f"{wording.month(control.months[i])} was {side} the usual range: "
        f"{quote_count(control.recorded[i])} recorded, where {usual} is usual{name_month(control, i)}."
    )


def write_note(control: Control, sign: Sign) -> str:
    """One finding as a few words beside its months on the chart, whose subtitle says what is charted.

    "Apr 2020: 522, usually 567 to 760" "8 months below average, May to Dec 2020"
    """
    months = [control.months[i] for i in sign.at]
    span = wording.period(months[0], months[-1])
    if sign.rule == "outside":
        low, high = control.usual(sign.at[0])
        return f"{span}: {quote_count(control.recorded[sign.at[0]])}, usually {quote_range(low, high)}"
    if sign.rule == "run":
        return f"{len(months)} months {'above' if sign.upwards else 'below'} average, {span}"
    side = "upper" if sign.upwards else "lower"
    return f"Close to the {side} limit: {describe_months(months)}"


def describe_charted(control: Control) -> str:
    """What the control chart plots."""
    return "Recorded per month, adjusted for season" if control.factors else "Recorded per month"


def describe_usual(control: Control, i: int) -> str:
    """ "41 in Dec 2020; 36 to 80 is usual for a December" """
    low, high = control.usual(i)
    return (
        f"{quote_count(control.recorded[i])} in {wording.month(control.months[i])}; "
        f"{quote_range(low, high)} is usual{name_month(control, i)}"
    )


def quote_count(n: float) -> str:
    """A number of records: "1,024"."""
    return wording.count(float(n))


def quote_few(n: float) -> str:
    """The same in a title, which points at no single case: "none", "fewer than 5", "12"."""
    if not n:
        return "none"
    return "fewer than 5" if is_too_few(n) else quote_count(n)


def _value(control: Control, n: float) -> str:
    """A charted value: whole where it is a count."""
    return wording.count(n) if control.factors or n == round(n) else wording.rate(n)


def name_month(control: Control, i: int) -> str:
    """ " for an April": the range is that of the calendar month where months are adjusted for season."""
    return f" for {wording.a_month(control.months[i].month)}" if control.factors else ""


def quote_range(low: float, high: float) -> str:
    """Limits as whole counts that lie within them: 25.2 to 54.8 is 26 to 54, rounded inwards."""
    return f"{wording.count(_up(low))} to {wording.count(max(_up(low), _down(high)))}"


def _up(x: float) -> int:
    return -int(-x // 1)


def _down(x: float) -> int:
    return int(x // 1)
