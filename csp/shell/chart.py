"""What every chart shares: its words, and how it is made from a template. Pure.

Every chart carries its finding as the title, and what is plotted, its unit, period
and source as the subtitle, so that a downloaded picture explains itself.

A kind of chart is a ChartTemplate. Two costs are why. Altair takes about 50 ms to check
and write a chart, as long as everything else on a page, so each template is written once
per colour mode. And a browser builds a chart anew when the text of its specification
changes, but only redraws it when its data changes. So whatever varies from one view to the
next is data: rows in named datasets, and single figures, such as where an axis ends, in the
dataset SETTINGS, which the specification reads by expressions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import altair as alt

from csp.shell import theme

Spec = dict[str, Any]
Rows = list[dict[str, Any]]

SETTINGS = "settings"
"""The dataset of one row that holds the single figures of a chart."""
WORDS = "words"
"""The dataset of one row that holds title and subtitle, where the words are data as well."""


@dataclass(frozen=True)
class Words:
    """What is written on a chart; the source is the last line of the subtitle."""

    title: str
    subtitle: str
    source: str


@dataclass(frozen=True)
class Lines:
    """How many letters fit in a line of each of a chart's words; a source of None is never broken."""

    title: int
    subtitle: int
    source: int | None = None


HALF_PAGE = Lines(62, 62)


@dataclass(frozen=True)
class Chart:
    """One chart: a specification that does not depend on the view, and the data and words that do.

    data: rows by the name of their dataset, every row of one with the same keys. Where
    words_are_data, the words reach the browser as a dataset too.
    """

    specification: Spec
    data: Mapping[str, Rows]
    words: Words
    lines: Lines
    words_are_data: bool = False


class ChartTemplate:
    """A kind of chart: its specification without data and words, written once per colour mode.

    build: makes the Altair chart of a mode, with named datasets.
    lines: how its words are broken.
    optional: fields without which a layer is left out. Vega warns of a field that has no value in
    any row, where the field gives its axis the limits.
    shapes: datasets of the outlines of areas, as GeoJSON features. They are the same for every view
    and stand in the specification: Streamlit sends datasets as tables, which cannot hold them.
    description: a constant text alternative. With it the title and subtitle are data, so that the
    specification stays the same whatever is shown: for charts that are redrawn while a slider is
    dragged. Without it title, subtitle and text alternative are written into the specification.
    """

    def __init__(
        self,
        build: Callable[[theme.Mode], alt.LayerChart],
        *,
        lines: Lines = HALF_PAGE,
        optional: Sequence[str] = (),
        shapes: Mapping[str, Rows] | None = None,
        description: str = "",
    ) -> None:
        self._build = build
        self._lines = lines
        self._optional = frozenset(optional)
        self._shapes = dict(shapes or {})
        self._description = description
        self._specifications: dict[theme.Mode, Spec] = {}

    def specification(self, mode: theme.Mode) -> Spec:
        """The Vega-Lite specification of a colour mode; the same object every time."""
        if mode not in self._specifications:
            self._specifications[mode] = self._write(mode)
        return self._specifications[mode]

    def _write(self, mode: theme.Mode) -> Spec:
        spec: Spec = self._build(mode).to_dict()
        spec["config"] = theme.chart_config(mode)
        if self._shapes:
            spec["datasets"] = self._shapes
        if self._description:
            words = holder(WORDS).to_dict()
            spec["layer"].append({"data": words["data"], "mark": words["mark"]})
            spec["description"] = self._description
            spec["title"] = {"text": _lines_of("title"), "subtitle": _lines_of("subtitle")}
        return spec

    def fill(
        self,
        mode: theme.Mode,
        words: Words,
        data: Mapping[str, Rows],
        *,
        settings: Mapping[str, Any] | None = None,
        height: int | None = None,
    ) -> Chart:
        """A chart of this kind.

        settings: the values of the names given to layered(). height: in px, where it depends on
        the number of rows. It is part of the specification, so another height makes the browser
        build the chart anew, as does a layer that has nothing to draw.
        """
        spec = self.specification(mode)
        if self._optional:
            layers = [layer for layer in spec["layer"] if self._is_drawn({**spec, **layer}, data)]
            spec = {**spec, "layer": layers}
        if height is not None:
            spec = {**spec, "height": height}
        rows = dict(data) if settings is None else {**data, SETTINGS: [dict(settings)]}
        return Chart(spec, rows, words, self._lines, bool(self._description))

    def _is_drawn(self, layer: Spec, data: Mapping[str, Rows]) -> bool:
        rows = data.get(layer["data"]["name"], [])
        channels = layer.get("encoding", {}).values()
        fields = {str(channel.get("field")) for channel in channels if isinstance(channel, dict)}
        return all(any(row.get(field) is not None for row in rows) for field in fields & self._optional)


def chart_template(
    *, lines: Lines = HALF_PAGE, optional: Sequence[str] = (), description: str = ""
) -> Callable[[Callable[[theme.Mode], alt.LayerChart]], ChartTemplate]:
    """Make a ChartTemplate of the function that builds it."""
    return lambda build: ChartTemplate(build, lines=lines, optional=optional, description=description)


def to_vega_lite(chart: Chart) -> Spec:
    """A chart as one specification with its words as the title and its rows as named datasets.

    It stands alone: both what is drawn and what a reader takes away are made from it.
    """
    words, lines = chart.words, chart.lines
    title, subtitle = wrap(words.title, lines.title), wrap(words.subtitle, lines.subtitle)
    subtitle += [words.source] if lines.source is None else wrap(words.source, lines.source)
    datasets = {**chart.specification.get("datasets", {}), **chart.data}
    if chart.words_are_data:
        row = {"title": "\n".join(title), "subtitle": "\n".join(subtitle)}
        return {**chart.specification, "datasets": {**datasets, WORDS: [row]}}
    return {
        **chart.specification,
        "datasets": datasets,
        "title": {"text": title, "subtitle": subtitle},
        "description": f"{words.title}. {words.subtitle}. {words.source}",
    }


def wrap(text: str, width: int = 62) -> list[str]:
    """Lines of at most width characters: Vega does not break titles itself."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + len(word) < width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def layered(*layers: alt.Chart, settings: Sequence[str] = ()) -> alt.LayerChart:
    """Layers over each other; each name of settings can be used in their expressions.

    Its value is read from the dataset SETTINGS, so that another value is a change of data alone.
    """
    if not settings:
        return alt.LayerChart(layer=list(layers))
    params = [alt.param(name=name, expr=f"data('{SETTINGS}')[0].{name}") for name in settings]
    return alt.LayerChart(layer=[*layers, holder(SETTINGS)]).add_params(*params)


def holder(name: str) -> alt.Chart:
    """A mark that draws nothing: Vega-Lite drops a dataset that no mark uses, even if expressions read it."""
    chart: alt.Chart = alt.Chart(alt.NamedData(name)).mark_point(opacity=0, size=0, tooltip=None, aria=False)
    return chart


def in_order_of(dataset: str, field: str) -> alt.Scale:
    """A scale whose categories stand in the order of the rows of a dataset.

    sort=None alone does that only when the chart is built: when the data changes, Vega keeps the
    order in which it first saw the categories.
    """
    return alt.Scale(domain=alt.expr(f"pluck(data('{dataset}'), '{field}')"))


def responsive(chart: alt.LayerChart, height: int | None = None) -> alt.LayerChart:
    """The chart as wide as its place on the page; height in px, None where fill() gives it."""
    wide = chart.properties(width="container", autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
    return wide if height is None else wide.properties(height=height)


def _lines_of(name: str) -> dict[str, str]:
    """An expression for the lines of a text in the dataset WORDS."""
    return {"expr": f"split(data('{WORDS}')[0].{name}, '\\n')"}


def midnight(day: date) -> datetime:
    """The start of a day, to be put on an axis of time.

    A bare date would be midnight in Greenwich, and browsers west of it would show the day before.
    A date as text would be read when a chart is built, but no more when its data changes.
    """
    return datetime.combine(day, time())
