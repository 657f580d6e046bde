"""The map of collisions, and the bars of a scheme before and after. Pure."""

from csp.topics.road_safety.where.charts.before_after import draw_before_after
from csp.topics.road_safety.where.charts.collision_map import (
    MEETING,
    Layers,
    MapContext,
    build_legend,
    draw_map,
)
from csp.topics.road_safety.where.charts.map_picture import draw_picture

__all__ = ["MEETING", "Layers", "MapContext", "build_legend", "draw_before_after", "draw_map", "draw_picture"]
