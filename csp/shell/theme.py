"""Colours by role, and how charts are set. The one place where a colour is written down.

Base palette: Analysis Function (UK government) categorical palette. Dark mode uses
tints of the same hues, because dark blue on a dark page cannot be read. Text
variants reach a contrast of 4.5 to 1 on their page, marks at least 3 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from csp.shell.maps.colours import Ink

# On the screen of a meeting a page has the colours of its mode and larger text.
Mode = Literal["light", "dark", "light meeting", "dark meeting"]
Colour = Literal["light", "dark"]
# Quoted: a canvas refuses a bare name with a digit, and a downloaded picture then loses its font and size.
FONT = "'Source Sans', 'Source Sans 3', 'Source Sans Pro', sans-serif"
# In px: text that can be read from three metres, and on the screen of a meeting from across the room.
FONT_SIZE = 16
MEETING_FONT_SIZE = 21
PLAIN_INKS = ("#FFFFFF", "#000000")
"""For a shade half way between a page and its words, on which neither of these can be read."""


@dataclass(frozen=True)
class Palette:
    """Colours of one mode, as hex strings."""

    home: str
    neighbour: str
    neighbour_text: str
    peer: str
    worse: str
    better: str
    neutral: str
    worse_text: str
    better_text: str
    text: str
    quiet: str
    background: str
    grid: str
    amounts: tuple[str, ...]
    """Shades of one blue, least to most."""
    change: tuple[str, ...]
    """Fall to rise: blue, white, orange; the middle one is no change."""
    on_dark_shade: str
    """Text on the deepest shades."""


LIGHT = Palette(
    home="#12436D",
    neighbour="#28A197",
    neighbour_text="#0F6E66",
    peer="#8A949F",
    worse="#F46A25",
    better="#28A197",
    neutral="#3D3D3D",
    worse_text="#B23F07",
    better_text="#0F6E66",
    text="#0B0C0C",
    quiet="#57606A",
    background="#FFFFFF",
    grid="#DDE1E6",
    amounts=("#EAF1F8", "#BFD5EA", "#8AB3D9", "#4079B0", "#12436D"),
    change=("#12436D", "#6C9CC6", "#C9DDEE", "#FFFFFF", "#FBD9C4", "#F6A173", "#CB4C0A"),
    on_dark_shade="#FFFFFF",
)

DARK = Palette(
    home="#7DB4E6",
    neighbour="#3CC0B4",
    neighbour_text="#5FD6CB",
    peer="#7B8794",
    worse="#F98B52",
    better="#3CC0B4",
    neutral="#C7CDD4",
    worse_text="#FFA574",
    better_text="#5FD6CB",
    text="#F1F3F5",
    quiet="#AEB7C1",
    background="#11161C",
    grid="#36404B",
    amounts=("#1D2C3B", "#254766", "#336A9A", "#5191C9", "#9CC8F0"),
    change=("#7DB4E6", "#4376A4", "#2A445C", "#2B3138", "#5B3B29", "#A85A2B", "#F98B52"),
    on_dark_shade="#11161C",
)


def colour(mode: Mode) -> Colour:
    return "dark" if mode.startswith("dark") else "light"


def palette(mode: Mode) -> Palette:
    return DARK if colour(mode) == "dark" else LIGHT


def font_size(mode: Mode) -> int:
    """Of the words on a chart, in px."""
    return MEETING_FONT_SIZE if mode.endswith("meeting") else FONT_SIZE


def ink(mode: Mode) -> Ink:
    """Lines and words of a map."""
    colours = palette(mode)
    return Ink(
        line=colours.background,
        selected=colours.worse,
        text=colours.text,
        halo=colours.background,
        tip_text=colours.background,
        tip=colours.text,
    )


def enlarge(px: int, mode: Mode, times: float) -> int:
    """A length in px, that many times as long on the screen of a meeting."""
    return round(px * times) if mode.endswith("meeting") else px


def chart_config(mode: Mode) -> dict[str, Any]:
    """The Vega-Lite config shared by every chart: text as large as font_size() says."""
    colours, size = palette(mode), font_size(mode)
    axis = {
        "labelColor": colours.text,
        "titleColor": colours.quiet,
        "gridColor": colours.grid,
        "domainColor": colours.grid,
        "tickColor": colours.grid,
        "labelFontSize": size,
        "titleFontSize": size,
        "titleFontWeight": "normal",
        "labelFont": FONT,
        "titleFont": FONT,
        "labelLimit": 15 * size,
        # Vega says to screen readers from where to where an axis goes, but does not follow the data in it.
        "aria": False,
    }
    return {
        "background": colours.background,
        "font": FONT,
        "axis": axis,
        "title": {
            "anchor": "start",
            "color": colours.text,
            "fontSize": size + 2,
            "fontWeight": 600,
            "subtitleColor": colours.quiet,
            "subtitleFontSize": size - 2,
            "subtitlePadding": 4,
            "offset": 12,
        },
        "legend": {
            "labelColor": colours.text,
            "titleColor": colours.quiet,
            "labelFontSize": size,
            "titleFontSize": size,
            "aria": False,
        },
        "text": {"font": FONT, "fontSize": size, "color": colours.text},
        "view": {"stroke": None},
    }


def shade_of_rank(rank: int, of: int, mode: Mode) -> tuple[str, str]:
    """Fill and text colour of a rank, 1 to of: the deeper, the higher the rate."""
    colours = palette(mode)
    step = min((rank - 1) * len(colours.amounts) // max(of, 1), len(colours.amounts) - 1)
    return colours.amounts[step], colours.on_dark_shade if step >= 3 else colours.text


@dataclass(frozen=True)
class Signal:
    """A status colour: fill of a mark, ink of the words on it, text on the page."""

    fill: str
    ink: str
    text: str


# The colours people know from their reports; a word and a shape always go with them.
_RAG: dict[Colour, dict[str, Signal]] = {
    "light": {
        "green": Signal("#1B7A4B", "#FFFFFF", "#1B6E44"),
        "amber": Signal("#F5B335", "#1B1F24", "#8A5A00"),
        "red": Signal("#B3261E", "#FFFFFF", "#B3261E"),
        "blue": Signal("#12436D", "#FFFFFF", "#12436D"),
        "grey": Signal("#D5DAE0", "#1B1F24", "#57606A"),
    },
    "dark": {
        "green": Signal("#4CC38A", "#11161C", "#6BD6A1"),
        "amber": Signal("#F0B24A", "#11161C", "#F3C06B"),
        "red": Signal("#F2766B", "#11161C", "#FF9488"),
        "blue": Signal("#7DB4E6", "#11161C", "#9CC8F0"),
        "grey": Signal("#4A5663", "#F1F3F5", "#AEB7C1"),
    },
}


def rag(mode: Mode) -> dict[str, Signal]:
    """The status colours of a mode by the names of csp.topics.action_plan.store.status.Rag.colour."""
    return _RAG[colour(mode)]
