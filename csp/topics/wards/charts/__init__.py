"""The ward map in its three views, and the charts of the profile beside it. Pure."""

from csp.topics.wards.charts.months import trend
from csp.topics.wards.charts.places import find, labelled, places_in, radius
from csp.topics.wards.charts.shades import SHADES, Legend, Shaded, shaded
from csp.topics.wards.charts.shares import mix
from csp.topics.wards.charts.views import MEETING, VIEWS, MapContext, ink, picture, ward_map

__all__ = [
    "MEETING",
    "SHADES",
    "VIEWS",
    "Legend",
    "MapContext",
    "Shaded",
    "find",
    "ink",
    "labelled",
    "mix",
    "picture",
    "places_in",
    "radius",
    "shaded",
    "trend",
    "ward_map",
]
