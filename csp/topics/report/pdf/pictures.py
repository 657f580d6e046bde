"""Charts of the report as SVG, in the size that they have on paper. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from csp.core.markup import visible
from csp.shell import picture
from csp.topics.report.document import Picture

_SIZE = re.compile(r'<svg[^>]*? (?P<side>width|height)="(?P<px>[\d.]+)"')
_SIDES = re.compile(r' (width|height)="([\d.]+)"')


@dataclass(frozen=True)
class Space:
    """Width between the margins and most height of a picture, in mm."""

    width: float
    height: float


def describe_picture(block: Picture, space: Space) -> dict[str, Any]:
    """A picture with its caption; a sentence of what it shows where it cannot be drawn.

    The caption has the finding, so the picture is drawn without its title. One of picture.WIDTH fills the
    space between the margins, others are set on the same scale, so that the words of all are of one size.
    """
    words = replace(block.chart.words, title="")
    try:
        svg = visible(picture.draw_svg(replace(block.chart, words=words)))
    except ValueError:
        text = f"{visible(block.caption)}: this picture could not be drawn. It shows: {visible(block.alt)}"
        return {"is": "paragraph", "tone": "warning", "runs": [_run(text)]}
    width, height = _measure(svg)
    scale = min(space.width / picture.WIDTH, space.width / width, space.height / height)
    return {
        "is": "picture",
        "svg": svg,
        "width": width * scale,
        "caption": visible(block.caption),
        "alt": visible(block.alt) or visible(block.caption),
    }


def _run(text: str) -> dict[str, Any]:
    return {"text": text, "bold": False, "italic": False, "link": ""}


def _measure(svg: str) -> tuple[float, float]:
    """Width and height of a picture, in px."""
    sides = dict(_SIDES.findall(svg.partition(">")[0]))
    return float(sides["width"]), float(sides["height"])
