"""A chart as a picture for a paper: SVG or PNG, light whatever the screen is, of one width, with its words.

Vega draws it once more, outside of the browser (vl-convert, which brings Liberation Sans along and asks
no other host). Charts know the colours of the mode in which they are read, so those of the dark mode are
put back into the light ones: every colour of csp.shell.theme has a partner of the same role.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import replace
from datetime import date, datetime, time
from functools import lru_cache
from html import escape
from typing import Any

from csp.shell import drawing, maps, theme
from csp.shell.chart import WORDS, Chart, Lines, Spec, to_vega_lite

WIDTH = 900
"""In px, of every chart that is as wide as its place on a page."""
DOTS_PER_INCH = 200
LINES = Lines(96, 124, 124)
"""How the words of such a chart are broken: on the page it may be half as wide."""
LABEL_LIMIT = 460
"""In px, of a name beside an axis."""
PADDING = 12
_HIGHEST = 20_000
_LONGEST_RAMP = 9
_HEX = re.compile(r"#[0-9A-Fa-f]{6}\b")
_RGBA = re.compile(r"rgba\((\d+),(\d+),(\d+),")


def draw_svg(chart: Chart) -> str:
    """The chart as SVG, its text as text; title and description for screen readers."""
    spec = write_specification(chart)
    drawn = drawing.to_svg(spec)
    if _is_endless(drawn):
        drawn = drawing.to_svg(_drop_legends(spec))
    head, rest = drawn.split(">", 1)
    return (
        f'{head} role="img"><title>{escape(chart.words.title)}</title>'
        f"<desc>{escape(_describe(chart))}</desc>{rest}"
    )


def draw_png(chart: Chart) -> bytes:
    """The chart as PNG with 200 dots an inch; what it shows stands in the file as well."""
    drawn = drawing.to_png(draw_svg(chart), DOTS_PER_INCH)
    return _add_texts(drawn, {"Title": chart.words.title, "Description": _describe(chart)})


def _is_endless(svg: str) -> bool:
    """Whether a picture has no height: outside of a browser, a legend without entries makes it endless."""
    height = re.search(r' height="([^"]+)"', svg)
    return height is not None and float(height[1]) > _HIGHEST


def _drop_legends(part: Any) -> Any:
    """The same without the legends whose entries depend on the data: here there are none."""
    if isinstance(part, dict):
        return {
            name: None
            if name == "legend" and isinstance(inner, dict) and "values" in inner
            else _drop_legends(inner)
            for name, inner in part.items()
        }
    return [_drop_legends(inner) for inner in part] if isinstance(part, list) else part


def _describe(chart: Chart) -> str:
    """What kind of picture it is, and its words."""
    words = chart.words
    return f"{chart.specification['description']}. {words.title}. {words.subtitle}. {words.source}"


def write_specification(chart: Chart) -> Spec:
    """The chart as a specification that stands alone, in the light mode and of a fixed width."""
    is_wide = chart.specification.get("width") == "container"
    spec = to_vega_lite(replace(chart, lines=LINES) if is_wide else chart)
    if spec["config"]["background"] == theme.DARK.background:
        spec = _to_light(spec)
    spec = {**spec, "config": {**theme.chart_config("light"), "padding": PADDING}}
    if not chart.words.title:
        spec["title"] = _lift_subtitle(spec["title"])
    datasets = _in_milliseconds(spec.pop("datasets"))
    if is_wide:
        spec = {**_lengthen_labels(spec), "width": WIDTH}
    return {**spec, "datasets": datasets}


def _lift_subtitle(title: Spec) -> Spec:
    """The subtitle in the place of a title that a paper has in its caption, without the room for it."""
    set_in = theme.chart_config("light")["title"]
    look = {"color": set_in["subtitleColor"], "fontSize": set_in["subtitleFontSize"], "fontWeight": "normal"}
    return {**look, "text": title["subtitle"], "aria": False}


def _lengthen_labels(part: Any) -> Any:
    """The same with room for whole names beside the axes: there is more of it than on a page."""
    if isinstance(part, dict):
        return {
            name: LABEL_LIMIT if name == "labelLimit" else _lengthen_labels(inner)
            for name, inner in part.items()
        }
    return [_lengthen_labels(inner) for inner in part] if isinstance(part, list) else part


def _in_milliseconds(datasets: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Days as the milliseconds in which a browser counts: as text they would only be labels."""
    return {
        name: [{key: _to_number(value) for key, value in row.items()} for row in rows]
        for name, rows in datasets.items()
    }


def _to_number(value: Any) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    # Without a zone, as the charts have them: midnight where the dashboard runs, as Vega reads it there.
    return value.timestamp() * 1000 if isinstance(value, datetime) else value


def _to_light(spec: Spec) -> Spec:
    """The same with the colours of the light mode in place of those of the dark one."""
    partners = _list_partners()

    def replace_hex(match: re.Match[str]) -> str:
        return partners.get(match[0].upper(), match[0])

    def replace_rgba(match: re.Match[str]) -> str:
        dark = "#{:02X}{:02X}{:02X}".format(*map(int, match.groups()))
        red, green, blue, _ = maps.rgba(partners.get(dark, dark))
        return f"rgba({red},{green},{blue},"

    def convert(value: Any) -> Any:
        if isinstance(value, str):
            return _RGBA.sub(replace_rgba, _HEX.sub(replace_hex, value))
        if isinstance(value, dict):
            return {key: convert(inner) for key, inner in value.items()}
        return [convert(inner) for inner in value] if isinstance(value, list) else value

    # The words are of the data, which may name a colour.
    words = spec["datasets"][WORDS]
    light: Spec = convert(spec)
    return {**light, "datasets": {**light["datasets"], WORDS: words}}


@lru_cache(maxsize=1)
def _list_partners() -> dict[str, str]:
    """The light colour of every dark one, by its hex digits in capitals."""
    dark, light = theme.DARK, theme.LIGHT
    partners: dict[str, str] = {}
    # The roles last: where one has the colour of a ramp's end or of a status, the role counts.
    for name in ("amounts", "change"):
        for count in range(1, _LONGEST_RAMP + 1):
            ramps = (maps.mix_ramp(getattr(each, name), count) for each in (dark, light))
            partners.update(zip(*ramps, strict=True))
    for state, signal in theme.rag("dark").items():
        partners.update(zip(vars(signal).values(), vars(theme.rag("light")[state]).values(), strict=True))
    partners.update((one, getattr(light, name)) for name, one in vars(dark).items() if isinstance(one, str))
    return {one.upper(): other for one, other in partners.items()}


def _add_texts(png: bytes, texts: dict[str, str]) -> bytes:
    """A PNG with texts in its head, in chunks of the kind that holds any letter (iTXt)."""
    after_head = 8 + 25
    chunks = [
        _build_chunk(b"iTXt", name.encode("latin-1") + b"\0\0\0\0\0" + words.encode())
        for name, words in texts.items()
    ]
    return b"".join((png[:after_head], *chunks, png[after_head:]))


def _build_chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
