"""The tables of the Trends page, and its small multiples. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import isfinite

from csp.core import wording
from csp.core.elements import Multiple
from csp.core.measures import Measure
from csp.core.table import UNKNOWN, Cell, Column, Row, Table, Tone
from csp.topics.trends import findings
from csp.topics.trends.rules import Comparison, Control, Line, Sign, Verdict, Year


def choose_tone(upwards: bool, polarity: str) -> Tone:
    """Worse or better by which way a signal points, where the measure has a good direction."""
    if polarity == "neutral":
        return "neutral"
    return "worse" if upwards else "better"


def build_multiple(measure: Measure, control: Control, verdict: Verdict, selected: bool) -> Multiple:
    """The small chart of one crime type."""
    chart = control.chart
    usual = "" if verdict.at is None else f"{measure.label}: {findings.describe_usual(control, verdict.at)}. "
    return Multiple(
        id=measure.code,
        label=measure.label,
        verdict=findings.describe_verdict(verdict),
        tip=f"{usual}Click to choose this crime type.",
        tone=choose_tone(verdict.sign.upwards, measure.polarity) if verdict.sign else "",
        signal=verdict.sign is not None,
        selected=selected,
        values=tuple(round(v, 2) if isfinite(v) else None for v in control.values.tolist()),
        incomplete=tuple(sorted(control.incomplete)),
        limits=tuple(
            (a, b, round(float(chart.lower[a]), 2), round(float(chart.upper[a]), 2))
            for a, b in control.segments()
        ),
        last=verdict.at,
    )


def build_type_table(
    measures: Sequence[Measure],
    controls: Mapping[str, Control],
    verdicts: Mapping[str, Verdict],
    selected: str,
) -> Table:
    """The small multiples as a table: the last month, what is usual, the verdict; in the order given."""
    columns = (
        Column("Crime type", numeric=False),
        Column("Month", numeric=False),
        Column("Recorded"),
        Column("Usual, from"),
        Column("Usual, to"),
        Column("Clear change", numeric=False, in_file=("Clear change", "What the chart says")),
        Column("By luck", help="How often chance alone would do as much in a steady series.", in_file=("p",)),
    )
    return Table(
        caption="Every crime type: is its last month unusual?",
        columns=columns,
        rows=tuple(
            Row(
                m.code,
                (Cell(m.label, m.label), *_type_cells(controls[m.code], verdicts[m.code])),
                selected=m.code == selected,
            )
            for m in measures
        ),
    )


def _type_cells(control: Control, verdict: Verdict) -> tuple[Cell, ...]:
    words = findings.describe_verdict(verdict)
    if verdict.at is None:
        return (
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            UNKNOWN,
            Cell(words, words, in_file=(wording.MISSING, words)),
            UNKNOWN,
        )
    month = wording.month(control.months[verdict.at])
    n, (low, high) = float(control.recorded[verdict.at]), control.usual(verdict.at)
    return (
        Cell(month, month),
        Cell(wording.count(n), n),
        Cell(wording.rate(low), low),
        Cell(wording.rate(high), high),
        Cell(words, words, in_file=("yes" if verdict.sign else "no", words)),
        Cell(wording.odds(verdict.p), verdict.p, in_file=(verdict.p,)),
    )


def build_control_table(control: Control) -> Table:
    """The months behind the control chart, latest first."""
    columns = (
        Column("Month", numeric=False),
        Column("Recorded", emphasis=True),
        Column("Adjusted for season", help="Recorded, over the factor of its calendar month."),
        Column("Usual, from", help="The lower limit, with the month's season put back in."),
        Column("Usual, to", help="The upper limit, with the month's season put back in."),
        Column("What the chart says", numeric=False),
    )
    by_month: dict[int, list[Sign]] = {}
    for sign in control.signs:
        for i in sign.at:
            by_month.setdefault(i, []).append(sign)
    rows = [
        Row(month.isoformat()[:7], _month_cells(control, i, month, by_month.get(i, ())))
        for i, month in enumerate(control.months)
        if isfinite(control.recorded[i])
    ]
    return Table(caption="The control chart by month", columns=columns, rows=tuple(reversed(rows)))


def _month_cells(control: Control, i: int, month: date, signs: Sequence[Sign]) -> tuple[Cell, ...]:
    n, value = float(control.recorded[i]), float(control.values[i])
    low, high = control.usual(i)
    says = "; ".join(findings.RULE_WORDS[sign.rule] for sign in signs) or _describe_quiet_month(control, i)
    limits = (
        (Cell(wording.rate(low), low), Cell(wording.rate(high), high))
        if isfinite(low)
        else (UNKNOWN, UNKNOWN)
    )
    return (
        Cell(wording.month(month), month.isoformat()[:7]),
        Cell(wording.count(n), n),
        Cell(wording.rate(value), value) if control.factors else UNKNOWN,
        *limits,
        Cell(says, says, "" if signs else "quiet"),
    )


def _describe_quiet_month(control: Control, i: int) -> str:
    """What the chart says of a month without a finding."""
    if i in control.incomplete:
        return "incomplete, left out"
    if control.chart.judged[i] and isfinite(control.chart.centre[i]):
        low, high = float(control.chart.lower[i]), float(control.chart.upper[i])
        return "usual" if low <= control.values[i] <= high else "on the steady slope"
    if control.chart.baseline[i] and control.segments():
        return "sets the usual range"
    return wording.MISSING


def build_area_table(lines: Sequence[Line], comparison: Comparison, what: str) -> Table:
    """The figures behind the lines of areas: a row per month, a column per area."""
    columns = (
        Column("Month", numeric=False),
        *(Column(line.name, group=what) for line in lines),
        Column("Data", numeric=False),
    )
    rows = []
    for i, month in enumerate(comparison.months):
        figures = [
            UNKNOWN if (v := line.values[i]) is None else Cell(f"{v:,.{comparison.decimals}f}", v)
            for line in lines
        ]
        state = "incomplete" if any(i in line.incomplete for line in lines) else "complete"
        name = Cell(wording.month(month), month.isoformat()[:7])
        rows.append(Row(month.isoformat()[:7], (name, *figures, Cell(state, state))))
    return Table(caption=what, columns=columns, rows=tuple(rows))


def build_year_table(years: Sequence[Year], names: Sequence[str]) -> Table:
    """The figures behind the lines of years: a row per month, a column per year."""
    columns = (Column("Month", numeric=False), *(Column(year.label) for year in years))
    return Table(
        caption="Recorded by month and year",
        columns=columns,
        rows=tuple(
            Row(
                name,
                (
                    Cell(name, name),
                    *(
                        UNKNOWN if (v := year.values[i]) is None else Cell(wording.count(v), v)
                        for year in years
                    ),
                ),
            )
            for i, name in enumerate(names)
        ),
    )
