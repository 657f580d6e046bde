"""The figures that the page about roads opens with. Pure."""

from __future__ import annotations

from csp.comparison.key_figures import build_tile
from csp.core import wording
from csp.core.elements import Tile
from csp.topics.road_safety.findings.casualties import explain_standing
from csp.topics.road_safety.findings.page import write_tile
from csp.topics.road_safety.rules.severity import ALL, KILLED_OR_SERIOUS, PlaceFigures


def build_tiles(figures: PlaceFigures) -> list[Tile]:
    """All casualties and the killed or seriously injured, with rate and place: changes are in the table."""
    return [_build_level(figures, line) for line in (ALL, KILLED_OR_SERIOUS)]


def _build_level(figures: PlaceFigures, line: str) -> Tile:
    change = figures.changes[line]
    label, note = write_tile(line, figures)
    tile = build_tile(line, label, wording.count(change.now), note)
    standing = figures.standing if line == ALL else figures.serious_standing
    if standing is None:
        return tile
    strip = {
        "of": standing.of,
        "place": standing.rank,
        "best": standing.best,
        "worst": standing.worst,
        "text": ". ".join(filter(None, (tile["text"], explain_standing(standing)))),
    }
    return {**tile, "strip": strip}  # type: ignore[typeddict-item]
