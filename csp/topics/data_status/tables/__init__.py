"""The tables of the page Data. Pure."""

from csp.topics.data_status.tables.loaded import (
    build_incomplete,
    build_months,
    build_others,
    build_roads,
    name_force,
)

__all__ = ["build_incomplete", "build_months", "build_others", "build_roads", "name_force"]
