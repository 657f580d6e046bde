"""The small lines of trends within tables, as those on the page: from 0, the last point marked. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from csp.shell import theme

WIDTH, HEIGHT = 132, 26
_MARGIN = 3


def draw_line(values: Sequence[float | None], incomplete: Sequence[int] = ()) -> str:
    """An SVG of WIDTH times HEIGHT px. None: a month that is missing, where the line is broken."""
    colour, page = theme.LIGHT.home, theme.LIGHT.background
    top = max((value for value in values if value is not None), default=0) or 1
    steps = max(len(values) - 1, 1)
    points = [
        None
        if value is None
        else (
            _MARGIN + at * (WIDTH - 2 * _MARGIN) / steps,
            HEIGHT - _MARGIN - value * (HEIGHT - 2 * _MARGIN) / top,
        )
        for at, value in enumerate(values)
    ]
    path = ""
    for at, point in enumerate(points):
        if point is not None:
            path += f"{'L' if at and points[at - 1] is not None else 'M'}{point[0]:.1f} {point[1]:.1f}"
    circles = ""
    for at in sorted({*incomplete, len(points) - 1}):
        point = points[at] if 0 <= at < len(points) else None
        if point is not None:
            fill = page if at in incomplete else colour
            circles += (
                f'<circle cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="3" fill="{fill}" stroke="{colour}"/>'
            )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.8"/>{circles}</svg>'
    )
