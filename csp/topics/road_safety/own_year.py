"""The figures of roads for pages about something else: the overview, the priorities, the report.

They are those of the page Road safety, of the latest whole year that ends with what the other page shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from csp.core.elements import Tile
from csp.core.filters import Filters, add_months
from csp.core.measures import read_catalogue
from csp.topics.road_safety import figures
from csp.topics.road_safety.context import SOURCES, RoadContext, RoadSource, build_context
from csp.topics.road_safety.rules.severity import PlaceFigures
from csp.topics.road_safety.tables.feeds import build_road_tile


@dataclass(frozen=True, eq=False)
class RoadYear:
    """A year of roads as the page has it: its choices, every district, and the home district."""

    road: RoadContext
    places: tuple[PlaceFigures, ...]
    home: PlaceFigures


def list_sources(source: str) -> list[RoadSource]:
    """The sources that may stand beside a source of crime: the sample beside the sample of crime alone."""
    simulated = read_catalogue().sources[source].simulated
    return [each for each in SOURCES if simulated or not each.simulated]


def fetch_road_year(filters: Filters) -> RoadYear | None:
    """The year of roads beside a page's filters: None where none is loaded that ends by then."""
    until = add_months(filters.period.end, 1) - timedelta(days=1)
    for source in list_sources(filters.source):
        loaded = figures.find_loaded_years(source.code)
        years = [year for year in loaded.years if year.end <= until]
        if years:
            places = figures.compare_districts(source.code, years[-1])
            road = build_context(source, loaded, years[-1], "light")
            return RoadYear(road, places, figures.pick_home(places))
    return None


def build_tiles_of_roads(filters: Filters) -> list[Tile]:
    """The tile of the overview, the only one of the list; none where no year of roads is loaded."""
    year = fetch_road_year(filters)
    return [build_road_tile(year.home, year.road.periods, bool(filters.wards))] if year else []
