"""The tile about roads of the overview. Pure."""

from __future__ import annotations

from csp.comparison.key_figures import build_tile
from csp.core.change_cells import tone_of
from csp.core.disclosure import is_small
from csp.core.elements import Tile
from csp.topics.road_safety.findings.feeds import LABEL, write_tile
from csp.topics.road_safety.rules.periods import Period
from csp.topics.road_safety.rules.severity import ALL, KILLED_OR_SERIOUS, PlaceFigures
from csp.topics.road_safety.tables.casualties import POLARITY

TILE = "road_casualties"


def build_road_tile(figures: PlaceFigures, periods: tuple[Period, Period], suppress: bool) -> Tile:
    """The casualties of the latest year. suppress: public mode, in which small counts are hidden."""
    hidden = is_hidden(figures, suppress)
    tile = build_tile(TILE, f"{LABEL}, {periods[0].label}", *write_tile(figures, hidden))
    return tile if hidden else {**tile, "tone": tone_of(figures.changes[ALL], POLARITY)}


def is_hidden(figures: PlaceFigures, suppress: bool) -> bool:
    """Whether the casualties of a place, or the killed or serious among them, are too few to show."""
    lines = (figures.changes[ALL], figures.changes[KILLED_OR_SERIOUS])
    return suppress and any(is_small(n) for change in lines for n in (change.now, change.before or 0))
