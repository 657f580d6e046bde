"""The tab Where of the page Road safety: the map of collisions, hot spots, and schemes.

The page calls draw_where() with a WhereContext; other tabs lead to its map by show_near_misses().
"""

from csp.topics.road_safety.where.context import WhereContext
from csp.topics.road_safety.where.controls import show_near_misses
from csp.topics.road_safety.where.sections import draw_where

__all__ = ["WhereContext", "draw_where", "show_near_misses"]
