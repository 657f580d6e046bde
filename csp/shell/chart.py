"""What every chart shares: its words, and how it is made from a template. Pure.

Every chart carries its finding as the title, and what is plotted, its unit, period
and source as the subtitle, so that a downloaded picture explains itself.

A kind of chart is a ChartTemplate. Two costs are why. Altair takes about 50 ms to check
and write a chart, as long as everything else on a page, so each template is written once
per colour mode. And a browser builds a chart anew when the text of its specification
changes, which takes several times as long as to redraw it when its data changes. So a
specification is the same for every view, and whatever varies from one view to the next is
data: rows in named datasets, the words in the dataset WORDS, and single figures, such as
where an axis ends, in the dataset SETTINGS, which the specification reads by expressions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from csp.core.later import import_later
from csp.shell import theme

if TYPE_CHECKING:
    import altair as alt
else:
    # Half of what the first page would import: it has no chart.
    alt = import_later("altair")

Spec = dict[str, Any]
Rows = list[dict[str, Any]]

SETTINGS = "settings"
"""The dataset of one row that holds the single figures of a chart."""
WORDS = "words"
"""The dataset of one row that holds title and subtitle in lines, and both as one description."""


@dataclass(frozen=True)
class Words:
    """What is written on a chart; the source is the last line of the subtitle."""

    title: str
    subtitle: str
    source: str


@dataclass(frozen=True)
class Lines:
    """How many letters fit in a line of each of a chart's words; a source of None is never broken.

    in_meeting: the part of them that fits on the screen of a meeting, where they are larger.
    """

    title: int
    subtitle: int
    source: int | None = None
    in_meeting: float = 0.82

    def fit(self, mode: theme.Mode) -> Lines:
        """The lines of a mode."""
        if not mode.endswith("meeting"):
            return self
        source = None if self.source is None else int(self.source * self.in_meeting)
        return Lines(int(self.title * self.in_meeting), int(self.subtitle * self.in_meeting), source)


HALF_PAGE = Lines(62, 62)


@dataclass(frozen=True)
class Chart:
    """One chart: a specification that does not depend on the view, and the data and words that do.

    data: rows by the name of their dataset, every row of one with the same keys.
    """

    specification: Spec
    data: Mapping[str, Rows]
    words: Words
    lines: Lines


class ChartTemplate:
    """A kind of chart: its specification without data and words, written once per colour mode.

    description: its name for screen readers, which says what kind of picture it is. What it shows
    would vary with the view: that is the description of a mark, see _words_layer().
    build: makes the Altair chart of a mode, with named datasets.
    lines: how its words are broken.
    shapes: datasets of the outlines of areas, as GeoJSON features. They are the same for every view
    and stand in the specification: Streamlit sends datasets as tables, which cannot hold them.
    """

    def __init__(
        self,
        description: str,
        build: Callable[[theme.Mode], alt.LayerChart],
        *,
        lines: Lines = HALF_PAGE,
        shapes: Mapping[str, Rows] | None = None,
    ) -> None:
        self._description = description
        self._build = build
        self._lines = lines
        self._shapes = dict(shapes or {})
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
        spec["layer"].append(_words_layer())
        spec["description"] = self._description
        spec["title"] = {"text": _lines_of("title"), "subtitle": _lines_of("subtitle"), "aria": False}
        return spec

    def fill(
        self,
        mode: theme.Mode,
        words: Words,
        data: Mapping[str, Rows],
        *,
        settings: Mapping[str, Any] | None = None,
    ) -> Chart:
        """A chart of this kind. settings: the values of the names given to layered()."""
        rows = dict(data) if settings is None else {**data, SETTINGS: [dict(settings)]}
        return Chart(self.specification(mode), rows, words, self._lines.fit(mode))


def chart_template(
    description: str, *, lines: Lines = HALF_PAGE
) -> Callable[[Callable[[theme.Mode], alt.LayerChart]], ChartTemplate]:
    """Make a ChartTemplate of the function that builds it."""

    def make(build: Callable[[theme.Mode], alt.LayerChart]) -> ChartTemplate:
        template = ChartTemplate(description, build, lines=lines)
        _TEMPLATES.append(template)
        return template

    return make


_TEMPLATES: list[ChartTemplate] = []


def list_templates() -> tuple[ChartTemplate, ...]:
    """The kinds of charts of all modules that have been imported, but for those made for a view."""
    return tuple(_TEMPLATES)


def to_vega_lite(chart: Chart) -> Spec:
    """A chart as one specification with its words and its rows as named datasets.

    It stands alone: both what is drawn and what a reader takes away are made from it.
    """
    words, lines = chart.words, chart.lines
    title, subtitle = wrap(words.title, lines.title), wrap(words.subtitle, lines.subtitle)
    subtitle += [words.source] if lines.source is None else wrap(words.source, lines.source)
    row = {
        "title": "\n".join(title),
        "subtitle": "\n".join(subtitle),
        "description": f"{words.title}. {words.subtitle}. {words.source}",
    }
    shapes = chart.specification.get("datasets", {})
    return {**chart.specification, "datasets": {**shapes, **chart.data, WORDS: [row]}}


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
    Marks without a tooltip say nothing to screen readers: they repeat what those with one say, and
    Vega leaves a layer without any marks unnamed.
    """
    for layer in layers:
        if layer.encoding is alt.Undefined or layer.encoding.tooltip is alt.Undefined:
            mark = layer.mark if isinstance(layer.mark, alt.MarkDef) else alt.MarkDef(type=layer.mark)
            mark.aria = False
            layer.mark = mark
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


def between(least: float | str, most: str, *, nice: bool = False) -> alt.Scale:
    """The scale of an axis that ends at given values: numbers, or names of settings.

    Left to itself, Vega searches the rows of every layer for where an axis ends, and warns of a layer
    that has none. Layers come and go with the data, so every axis of figures is given its ends.
    """
    ends = [alt.expr(end) if isinstance(end, str) else end for end in (least, most)]
    return alt.Scale(domain=ends, nice=nice)


def responsive(chart: alt.LayerChart, height: int, of_each: str = "") -> alt.LayerChart:
    """The chart as wide as its place on the page.

    height: in px, of the whole chart or of each row of a dataset, where of_each names one.
    """
    autosize = alt.AutoSizeParams(type="fit-x", contains="padding")
    wide = chart.properties(width="container", height=height, autosize=autosize)
    if not of_each:
        return wide
    # A step for each category would do the same, but Vega-Lite warns of one beside autosize.
    return wide.add_params(alt.param(name="height", expr=f"{height} * max(length(data('{of_each}')), 1)"))


def clicks(name: str, field: str) -> alt.Parameter:
    """The selection of a chart whose marks can be clicked: the values of a field, by the name.

    Each click puts the value of a mark into the selection or takes it out again, so that every one
    changes it: a click that changes nothing is not heard. See csp.shell.screen.clickable_chart().
    """
    return alt.selection_point(name=name, fields=[field], on="click", clear=False, toggle="true")


def _words_layer() -> Spec:
    """A mark that draws nothing and says the words to screen readers.

    Vega follows the data in the description of a mark, but writes that of a title only once, when
    the chart is built.
    """
    words = alt.Chart(alt.NamedData(WORDS)).mark_point(
        opacity=0, size=0, tooltip=None, ariaRoleDescription="title"
    )
    layer = words.encode(description="description:N").to_dict()
    return {name: layer[name] for name in ("data", "mark", "encoding")}


def _lines_of(name: str) -> dict[str, str]:
    """An expression for the lines of a text in the dataset WORDS."""
    return {"expr": f"split(data('{WORDS}')[0].{name}, '\\n')"}


def midnight(day: date) -> datetime:
    """The start of a day, to be put on an axis of time.

    A bare date would be midnight in Greenwich, and browsers west of it would show the day before.
    A date as text would be read when a chart is built, but no more when its data changes.
    """
    return datetime.combine(day, time())
