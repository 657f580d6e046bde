"""The tile about roads of the overview. Pure."""

from __future__ import annotations

from csp.comparison.key_figures import build_tile
from csp.core.change_cells import tone_of
from csp.core.elements import Tile
from csp.topics.road_safety.findings.feeds import LABEL, write_tile
from csp.topics.road_safety.rules.periods import Period
from csp.topics.road_safety.rules.severity import ALL, PlaceFigures
from csp.topics.road_safety.tables.casualties import POLARITY

TILE = "road_casualties"


def build_road_tile(figures: PlaceFigures, periods: tuple[Period, Period]) -> Tile:
    """The casualties of the latest year, which leads to the page about roads."""
    tile = build_tile(TILE, f"{LABEL}, {periods[0].label}", *write_tile(figures))
    return {**tile, "tone": tone_of(figures.changes[ALL], POLARITY), "clickable": True}
