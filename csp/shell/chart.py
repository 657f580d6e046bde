"""What every chart shares: its words, and how a specification is made from a template. Pure.

Every chart carries its finding as the title, and what is plotted, its unit, period
and source as the subtitle, so that a downloaded picture explains itself.

Altair takes about 50 ms to check and write a chart, as long as everything else on a
page. So each kind of chart is written by Altair once per colour mode, with its data and
words left open, and filled in for every view.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt

from csp.shell import theme

Spec = dict[str, Any]


@dataclass(frozen=True)
class Words:
    """What is written on a chart; the source is the last line of the subtitle."""

    title: str
    subtitle: str
    source: str


def wrap(text: str, width: int = 62) -> list[str]:
    """Lines of at most width characters: Vega does not break titles itself."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + len(word) < width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def fill(template: Spec, words: Words, data: Mapping[str, Any], letters: int = 62, **values: Any) -> Spec:
    """A chart from its template: named data, the values of its parameters, title and description.

    letters: how many fit in a line of the title; a chart across the page has room for 95.
    """
    params = [
        {**param, "value": values[param["name"]]} if param["name"] in values else param
        for param in template.get("params", [])
    ]
    return {
        **template,
        "params": params,
        "datasets": dict(data),
        "title": {
            "text": wrap(words.title, letters),
            "subtitle": [*wrap(words.subtitle, letters), words.source],
        },
        "description": f"{words.title}. {words.subtitle}. {words.source}",
    }


def template(chart: alt.TopLevelMixin, mode: theme.Mode) -> Spec:
    spec: Spec = chart.to_dict()
    spec["config"] = theme.chart_config(mode)
    return spec
