"""The tables of the ward map. Pure."""

from csp.topics.wards.tables.cells import NO_POPULATION
from csp.topics.wards.tables.locations import LOCATIONS_SHOWN, build_location_table
from csp.topics.wards.tables.matrix import build_ratio_legend, build_type_matrix, list_ratio_shades
from csp.topics.wards.tables.place import build_place_table
from csp.topics.wards.tables.tiles import build_ward_tiles
from csp.topics.wards.tables.wards import build_ward_table

__all__ = [
    "LOCATIONS_SHOWN",
    "NO_POPULATION",
    "build_location_table",
    "build_place_table",
    "build_ratio_legend",
    "build_type_matrix",
    "build_ward_table",
    "build_ward_tiles",
    "list_ratio_shades",
]
