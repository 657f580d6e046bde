"""The charts of road safety: districts, parts, months and the hours of a week. Pure."""

from csp.topics.road_safety.charts.bars import draw_districts, draw_parts, draw_places
from csp.topics.road_safety.charts.hours import draw_hours
from csp.topics.road_safety.charts.months import draw_months

__all__ = ["draw_districts", "draw_hours", "draw_months", "draw_parts", "draw_places"]
