"""The tile about roads of the overview. Pure."""

from __future__ import annotations

from csp.comparison.key_figures import build_tile
from csp.core import wording
from csp.core.change_cells import tone_of
from csp.core.elements import Tile
from csp.topics.road_safety.findings.feeds import LABEL, write_tile
from csp.topics.road_safety.rules.periods import Period
from csp.topics.road_safety.rules.severity import ALL, PlaceFigures
from csp.topics.road_safety.tables.casualties import POLARITY

TILE = "road_casualties"


def build_road_tile(figures: PlaceFigures, periods: tuple[Period, Period], among_wards: bool = False) -> Tile:
    """The casualties of the latest year, which leads to the page about roads.

    Its label has one line: what is read aloud and on hover has the months in full. among_wards: beside
    figures of some wards, it says that these are of the whole district.
    """
    figure, note = write_tile(figures)
    if among_wards:
        note = f"all of {figures.name}; {note}"
    tile = build_tile(TILE, f"{LABEL}, year to {wording.month(periods[0].end)}", figure, note)
    text = f"{LABEL}, {periods[0].label}: {figure}, {note}"
    return {**tile, "text": text, "tone": tone_of(figures.changes[ALL], POLARITY), "clickable": True}
