"""The tables of the what-if thresholds: the warnings and why, the matrix, the saved rules."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from csp.core import wording
from csp.core.measures import Measure
from csp.core.table import UNKNOWN, Cell, Column, Row, Table, Tone
from csp.shell import theme
from csp.topics.thresholds import findings
from csp.topics.thresholds.rules import Replay, Result, Rule, ScenarioResult
from csp.topics.thresholds.rules.encoding import OVER, VERSUS, WATCH, label

# Rows of the list on screen; the matrix and the download have the rest.
LISTED = 12
# Rows beside the map, in the first screen.
FIRST = 8


def _mark(result: Result, i: int) -> str:
    up = result.observed.ravel()[i] > result.expected.ravel()[i]
    return wording.UP if up else wording.DOWN


def _tone(result: Result, i: int, polarity: Mapping[str, str]) -> Tone:
    if polarity.get(result.cell(i)[0]) == "neutral":
        return ""
    return "worse" if _mark(result, i) == wording.UP else "better"


def explain_flag(result: Result, i: int, names: Mapping[str, str]) -> str:
    """The flag of one cell in words, without the place: that is the row's header."""
    return findings.explain(result, i, names).partition(": ")[2]


def build_flag_table(result: Result, names: Mapping[str, str], measures: Mapping[str, Measure]) -> Table:
    """The flagged cells, the clearest first, each with the reason in words. At most LISTED rows."""
    polarity = {code: m.polarity for code, m in measures.items()}
    rows = []
    for i in result.flags()[:LISTED]:
        measure, area = result.cell(i)
        place = f"{_mark(result, i)} {names[measure]}, {names[area]}"
        cells = (Cell(place, place, _tone(result, i, polarity)), Cell(explain_flag(result, i, names)))
        rows.append(Row(join_row_id(measure, area), cells))
    return Table(
        caption=f"Warnings, {findings.describe_window(result)}",
        columns=(
            Column("Warning", numeric=False, sortable=False),
            Column("Why", numeric=False, sortable=False, wrap=True),
        ),
        rows=tuple(rows),
        clickable=_name_click(result.rule),
    )


def build_short_table(result: Result, names: Mapping[str, str], measures: Mapping[str, Measure]) -> Table:
    """The clearest warnings with their figures, as they stand beside the map. At most FIRST rows."""
    polarity = {code: m.polarity for code, m in measures.items()}
    deviations = result.rule.unit == "sd"
    rows = []
    for i in result.flags()[:FIRST]:
        measure, area = result.cell(i)
        place = f"{_mark(result, i)} {names[measure]}"
        if result.rule.watch == "ward_types":
            place = f"{place}, {names[area]}"
        now, before = int(result.observed.ravel()[i]), float(result.expected.ravel()[i])
        difference = float((result.z if deviations else result.difference_pct).ravel()[i])
        cells = (
            Cell(place, place, _tone(result, i, polarity), tip=explain_flag(result, i, names)),
            Cell(wording.count(now), now),
            Cell(wording.count(before) if before == round(before) else wording.rate(before), before),
            Cell(
                _write_difference(difference, deviations), difference if math.isfinite(difference) else None
            ),
        )
        rows.append(Row(join_row_id(measure, area), cells))
    return Table(
        caption=f"The clearest warnings, {findings.describe_window(result)}",
        columns=(
            Column("Warning", numeric=False, sortable=False),
            Column("Recorded", sortable=False),
            Column("Against", sortable=False),
            Column("Standard deviations" if deviations else "Change", emphasis=True, sortable=False),
        ),
        rows=tuple(rows),
        clickable=_name_click(result.rule),
    )


def _name_click(rule: Rule) -> str:
    """What a click on a row opens."""
    return {
        "ward_types": "Click to open the profile of this crime type in this ward",
        "types": "Click to open the profile of this crime type",
        "roads": "Click to open the page about roads",
    }[rule.watch]


def _write_difference(difference: float, deviations: bool) -> str:
    if not math.isfinite(difference):
        return "from 0"
    return wording.rate(difference) if deviations else wording.pct(difference, sign=True)


def join_row_id(measure: str, area: str) -> str:
    return f"{measure}|{area}"


def split_row_id(row: str) -> tuple[str, str]:
    """Measure and area of a row_id."""
    measure, _, area = row.partition("|")
    return measure, area


def build_flag_download(result: Result, names: Mapping[str, str]) -> Table:
    """Every flagged cell with its figures, for the download."""
    texts = ("Crime type", "Place", "Why")
    figures = ("Count", "Held against", "Difference, per cent", "Difference, standard deviations")
    blocks = (result.observed, result.expected, result.difference_pct, result.z)
    rows = []
    for i in result.flags():
        measure, area = result.cell(i)
        words = (names[measure], names[area], explain_flag(result, i, names))
        cells = (*(Cell(text, text) for text in words), *(_figure(float(b.ravel()[i])) for b in blocks))
        rows.append(Row(join_row_id(measure, area), cells))
    return Table(
        caption=f"Warnings, {findings.describe_window(result)}",
        columns=(*(Column(text, numeric=False) for text in texts), *(Column(text) for text in figures)),
        rows=tuple(rows),
    )


def _figure(value: float) -> Cell:
    return Cell(f"{value:.10g}", value) if math.isfinite(value) else Cell("from 0")


def build_flag_matrix(
    result: Result,
    names: Mapping[str, str],
    measures: Mapping[str, Measure],
    mode: theme.Mode,
) -> Table:
    """Wards down, crime types across: the difference of each, and ▲ or ▼ with a fill where it is flagged."""
    looks = [_looks(mode)["" if measures[code].polarity == "neutral" else "real"] for code in result.measures]
    rows = []
    for j, area in enumerate(result.areas):
        cells = [
            _matrix_cell(result, i, j, not result.enough[i, j], looks[i]) for i in range(len(result.measures))
        ]
        tip = wording.plural(int(result.flagged[:, j].sum()), "warning")
        rows.append(Row(area, (Cell(names[area], names[area], tip=tip), *cells)))
    unit = "per cent" if result.rule.unit == "%" else "standard deviations"
    return Table(
        caption=f"Difference from what each is held against ({unit}), {findings.describe_window(result)}",
        columns=(
            Column("Ward", numeric=False),
            *(Column(names[code], help=measures[code].definition) for code in result.measures),
        ),
        rows=tuple(rows),
        upright=True,
        across="Crime type",
        figure=f"Difference ({unit})",
    )


Look = tuple[str, str]


def _looks(mode: theme.Mode) -> dict[str, dict[bool, Look]]:
    """Fill and ink of a flagged cell that rose (True) or fell; neutral types have neither good nor bad."""
    colours = theme.palette(mode)
    neutral = (colours.neutral, colours.background)
    return {
        "real": {
            True: (colours.worse_text, colours.background),
            False: (colours.better_text, colours.background),
        },
        "": {True: neutral, False: neutral},
    }


def _matrix_cell(result: Result, i: int, j: int, dot: bool, look: Mapping[bool, Look]) -> Cell:
    if reason := int(result.reason[i, j]):
        return Cell(wording.MISSING, None, "quiet", tip=findings.REASONS[reason])
    if dot:
        return Cell("·", None, "quiet")
    difference = float((result.difference_pct if result.rule.unit == "%" else result.z)[i, j])
    text, value = _short(difference, result.rule.unit), difference if math.isfinite(difference) else None
    if not result.flagged[i, j]:
        return Cell(text, value)
    rose = difference > 0
    fill, ink = look[rose]
    mark = wording.UP if rose else wording.DOWN
    tip = f"{wording.count(int(result.observed[i, j]))} against {float(result.expected[i, j]):.4g}: a warning"
    return Cell(f"{mark}{text.lstrip('+' + wording.MINUS)}", value, tip=tip, fill=fill, ink=ink)


def _short(difference: float, unit: str) -> str:
    if not math.isfinite(difference):
        return "new" if difference > 0 else wording.MISSING
    if unit == "%":
        return wording.count(difference, sign=True)
    return wording.rate(difference)


def build_type_table(result: Result, names: Mapping[str, str], measures: Mapping[str, Measure]) -> Table:
    """Every crime type of the borough under the rule, flagged first, in the words of the rule."""
    polarity = {code: m.polarity for code, m in measures.items()}
    flags = result.flags()
    rows = []
    for i in [*flags, *(i for i in range(result.flagged.size) if i not in flags)]:
        measure, area = result.cell(i)
        is_flagged = i in flags
        mark = f"{_mark(result, i)} warning" if is_flagged else "○ no warning"
        tone = _tone(result, i, polarity) if is_flagged else "quiet"
        cells = (
            Cell(names[measure], names[measure]),
            Cell(mark, int(is_flagged), tone),
            Cell(explain_flag(result, i, names)),
        )
        rows.append(Row(join_row_id(measure, area), cells))
    on_roads = result.rule.on_roads
    what = "The people hurt on the roads" if on_roads else "Every crime type"
    return Table(
        caption=f"{what} of the district, {findings.describe_window(result)}",
        columns=(
            Column("People hurt" if on_roads else "Crime type", numeric=False),
            Column("Result", numeric=False, help="Under this rule."),
            Column("Why", numeric=False, sortable=False, wrap=True),
        ),
        rows=tuple(rows),
        clickable=_name_click(result.rule),
    )


def build_scenario_table(results: Sequence[ScenarioResult], current: Rule) -> Table:
    """Every saved rule in words and what it comes to; the one in force is marked."""
    rows = []
    for each in results:
        name = f"★ {each.scenario.name}" if each.scenario.is_baseline else each.scenario.name
        rows.append(
            Row(
                each.scenario.name,
                (
                    Cell(
                        name,
                        each.scenario.name,
                        tip="Everyone's baseline" if each.scenario.is_baseline else "",
                    ),
                    Cell(each.scenario.meaning),
                    *_outcome_cells(each),
                    Cell(each.scenario.saved_by or "built in", tone="quiet"),
                ),
                selected=each.scenario.rule == current,
            )
        )
    return Table(
        caption="Saved rules; ★ is everyone's baseline",
        columns=(
            Column("Saved rule", numeric=False),
            Column("What it says", numeric=False, sortable=False, wrap=True),
            Column("Warnings now", emphasis=True),
            Column("Past year", help="Warnings in the past year, each month counted."),
            Column("By luck", help="How many there would have been in the past year if nothing had changed."),
            Column("Kept by", numeric=False),
        ),
        rows=tuple(rows),
        clickable="Click to see this saved rule",
    )


def _outcome_cells(each: ScenarioResult) -> tuple[Cell, ...]:
    if not each.replay.months:
        return (Cell(wording.count(int(each.result.flagged.sum()))), UNKNOWN, UNKNOWN)
    now, flags = int(each.result.flagged.sum()), int(each.replay.flags.sum())
    luck = float(each.replay.luck.sum())
    return (
        Cell(wording.count(now), now),
        Cell(wording.count(flags), flags),
        Cell(wording.rate(luck), luck),
    )


def build_comparison_table(
    first: ScenarioResult, second: ScenarioResult, flags: Mapping[str, str], measures: Mapping[str, str]
) -> Table:
    """Two saved rules, a line for each part of them and for what they come to; differences are strong."""
    lines = [
        ("Watched", [label(WATCH, t.scenario.rule.watch) for t in (first, second)]),
        ("Over", [label(OVER, t.scenario.rule.months) for t in (first, second)]),
        ("Against", [label(VERSUS, t.scenario.rule.against) for t in (first, second)]),
        ("Limit", [findings.describe_limit_and_direction(t.scenario.rule) for t in (first, second)]),
        ("Ignore counts under", [wording.count(t.scenario.rule.least) for t in (first, second)]),
        (
            "Only clear changes",
            ["yes" if t.scenario.rule.significant else "no" for t in (first, second)],
        ),
        ("Left out", [_codes(t.scenario.rule.exclude, flags, "nothing") for t in (first, second)]),
        ("Crime types", [_codes(t.scenario.rule.measures, measures, "all") for t in (first, second)]),
        ("Warnings now", [wording.count(int(t.result.flagged.sum())) for t in (first, second)]),
        ("Past year", [_replayed(t.replay) for t in (first, second)]),
        ("By luck", [_by_luck(t.replay) for t in (first, second)]),
    ]
    names = (first.scenario.name, second.scenario.name)
    return Table(
        caption=f"{names[0]} beside {names[1]}",
        columns=(
            Column("", numeric=False, sortable=False),
            *(Column(name, numeric=False, sortable=False, wrap=True) for name in names),
        ),
        rows=tuple(
            Row(
                head,
                (
                    Cell(head, head),
                    *(Cell(text, text, "strong" if texts[0] != texts[1] else "") for text in texts),
                ),
            )
            for head, texts in lines
        ),
    )


def _codes(codes: Sequence[str], labels: Mapping[str, str], none: str) -> str:
    return wording.list_words([labels.get(code, code) for code in codes]) if codes else none


def _replayed(result: Replay) -> str:
    if not result.months:
        return "none: not enough months"
    return f"{wording.count(int(result.flags.sum()))} in {wording.plural(len(result.months), 'month')}"


def _by_luck(result: Replay) -> str:
    return wording.rate(float(result.luck.sum()))
