"""What the elements of a page are drawn from: tables build these values, csp.shell.widgets draws them. Pure.

They lie here since those who build them must know nothing of the screen. A table has a value of
its own, csp.core.table.Table.

The values of the board, the bars and the timeline are typed dictionaries: they go to the browser
as they are, by hundreds, and nothing else reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NotRequired, TypedDict

from csp.core.table import Table, Tone


@dataclass(frozen=True)
class Multiple:
    """One small control chart: its series, its limits, and what its last month is.

    values are those charted, None where there is none; incomplete are the positions of months that
    are marked and left out of the line; limits are (start, stop, lower, upper) of each segment;
    last is the position judged, None where there are no limits.
    """

    id: str
    label: str
    verdict: str
    tip: str
    tone: Tone
    signal: bool
    selected: bool
    values: tuple[float | None, ...]
    incomplete: tuple[int, ...]
    limits: tuple[tuple[int, int, float, float], ...]
    last: int | None


@dataclass(frozen=True)
class TableGroup:
    """A table under a heading that opens and closes. note stands beside the heading, tip is said on hover.

    text: what the button beside it copies; there is none where it is "".
    """

    id: str
    title: str
    note: str
    table: Table
    text: str = ""
    tip: str = ""


class EditColumn(TypedDict):
    """A column of a table that is edited: typed in, chosen from options or only read.

    options are (value, label). width is that of a column of a CSS grid. only: the cell is there only where
    another of the row has a value, {column: value}; under: it stands below the cell of another column.
    many: it can be set for many rows at once. reset: choosing that value takes back what was typed in the
    row, and typing in the row chooses the value of edited.
    """

    id: str
    label: str
    kind: Literal["read", "text", "long", "choice"]
    width: str
    options: NotRequired[list[tuple[str, str]]]
    only: NotRequired[dict[str, str]]
    under: NotRequired[str]
    many: NotRequired[bool]
    reset: NotRequired[str]
    edited: NotRequired[str]


class EditRow(TypedDict):
    """A row of a table that is edited: its values by column, and what else is said of some of them.

    before are the values that a reset goes back to; notes stand below a value.
    """

    id: str
    values: dict[str, str]
    before: dict[str, str]
    notes: dict[str, str]


class SliderStop(TypedDict):
    """A stop of a slider: the value, its words, and what it comes to.

    figure is the value ("30%"), says what it comes to ("8 warnings"), note what else is true there, ""
    for nothing; n is the height of the line over the slider.
    """

    at: float
    figure: str
    says: str
    note: str
    n: int


class Card(TypedDict):
    """A card of the board: id is sent back when it is clicked, tip is what it says in full.

    order is its place among all cards, by which a column is ordered; version is that of what it stands for,
    which is sent back with a move.
    """

    id: str
    ref: str
    shape: str
    text: str
    lead: str
    due: str
    late: bool
    updated: str
    tip: str
    order: int
    version: int


class BoardColumn(TypedDict):
    """A status as a column: colour is a name of csp.shell.theme.rag(), shape the mark that goes with it."""

    id: str
    word: str
    shape: str
    colour: str


class Lane(TypedDict):
    """A group of cards: those shown, and how many there are, both by the id of their column."""

    title: str
    summary: str
    cells: dict[str, list[Card]]
    counts: dict[str, int]


class Board(TypedDict):
    """Cards in columns by status, every one of which is drawn, and lanes by group.

    open is the id of the card that is open beside the board, "" for none.
    """

    statuses: list[BoardColumn]
    lanes: list[Lane]
    open: str


class CountEntry(TypedDict):
    """A count that filters: id is sent back when it is clicked. note says more of it; "" for nothing.

    figure is "" where it cannot be told, and then it cannot be pressed either.
    """

    id: str
    label: str
    figure: str
    note: str
    tip: str
    tone: Tone
    selected: bool


class CountStrip(TypedDict):
    """Counts in a row, each of which filters; the caption is their text alternative."""

    caption: str
    entries: list[CountEntry]


class BarPart(TypedDict):
    """A part of a bar, as long as its count."""

    status: str
    count: int
    shape: str
    word: str
    colour: str
    tip: str
    selected: bool


class Bar(TypedDict):
    """A bar with its name in front and its total behind."""

    id: str
    label: str
    total: int
    parts: list[BarPart]
    selected: bool


class StatusBars(TypedDict):
    """Stacked bars of statuses; the caption is their text alternative."""

    caption: str
    rows: list[Bar]
    legend: list[str]


class TimelineItem(TypedDict):
    """An entry of a history. correct is sent back when its button is clicked; without it there is none.

    act: what the button says, where it does not correct an update.
    replaced: a later entry corrects this one, which is struck through. A link is one only if it
    is the address of a web page.
    """

    shape: str
    colour: str
    head: str
    note: str
    by: str
    value: NotRequired[str]
    link: NotRequired[str]
    remark: NotRequired[str]
    replaced: NotRequired[bool]
    correct: NotRequired[str]
    act: NotRequired[str]


class Timeline(TypedDict):
    """A history, the latest entry first; the caption is its text alternative."""

    caption: str
    items: list[TimelineItem]


class AreaTile(TypedDict):
    """An area as a tile: its cell in a grid (from 1), its shade, and the ink that can be read on it.

    tip is what it says in full, the name first, a line for each figure.
    """

    id: str
    name: str
    figure: str
    tip: str
    fill: str
    ink: str
    column: int
    row: int
    selected: bool


class AreaTiles(TypedDict):
    """Areas as tiles of equal size in so many columns; the caption is their text alternative."""

    caption: str
    columns: int
    tiles: list[AreaTile]


class Strip(TypedDict):
    """A place among so many as a row of dots, the lowest on the left: places count from 1.

    best and worst are the ends of the range that the place could be in.
    """

    of: int
    place: int
    best: int
    worst: int
    text: str


class Tile(TypedDict):
    """A figure to be read from afar, with its label above and a note below.

    text says all of it in one sentence. spark is a series drawn as a small line, None where a month is
    missing, the positions in incomplete as rings. clickable: its id is sent back when it is clicked.
    """

    id: str
    label: str
    figure: str
    note: str
    text: str
    tone: Tone
    clickable: NotRequired[bool]
    spark: NotRequired[list[float | None]]
    incomplete: NotRequired[list[int]]
    strip: NotRequired[Strip]


class GroupEntry(TypedDict):
    """An entry of a column: id is sent back when it is clicked, text is what it says in full."""

    id: str
    label: str
    figure: str
    text: str
    tone: Tone
    selected: bool
    spark: list[float | None]
    incomplete: list[int]


class Group(TypedDict):
    """A column of entries: its heading, and a line below it where it has none or more than are shown."""

    title: str
    note: str
    entries: list[GroupEntry]


class OrderEntry(TypedDict):
    """An entry of a list that is put in order. usual: its name where title is ""; about: what it is."""

    id: str
    included: bool
    title: str
    usual: str
    about: str
