"""The figures of roads for pages about something else: the overview, the priorities, the report.

They are those of the page Road safety, of the latest whole year that ends with what the other page shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from csp.core import settings
from csp.core.change import ChangeRules
from csp.core.elements import Tile
from csp.core.filters import Filters, add_months
from csp.core.measures import read_catalogue
from csp.data import queries
from csp.data.caching import keep_while_data_stands
from csp.topics.road_safety import fetch
from csp.topics.road_safety.rules.dispersion import RoadDispersion, estimate_road_dispersion
from csp.topics.road_safety.rules.own_year import find_own_year, list_spans
from csp.topics.road_safety.rules.periods import Period, find_year_before, join_periods
from csp.topics.road_safety.rules.severity import PlaceFigures, compare_places, sum_months
from csp.topics.road_safety.tables.feeds import build_road_tile

PUBLISHED, SAMPLE = "dft", "sample"
CREDITS = {
    PUBLISHED: "Department for Transport, Road Safety Data, Open Government Licence v3.0",
    SAMPLE: "Simulated collisions",
}


@dataclass(frozen=True, eq=False)
class RoadYear:
    """A year of roads in every district. periods: it and the year before, comparable: loaded or not.

    spans: all that is loaded, in whole months.
    """

    source: str
    periods: tuple[Period, Period]
    comparable: bool
    places: tuple[PlaceFigures, ...]
    home: PlaceFigures
    dispersion: RoadDispersion
    spans: tuple[Period, ...]

    @property
    def now(self) -> Period:
        """The year itself."""
        return self.periods[0]

    @property
    def simulated(self) -> bool:
        """Whether the collisions are those of the sample."""
        return self.source == SAMPLE

    @property
    def rules(self) -> ChangeRules:
        """How changes are judged."""
        area = settings.area()
        return ChangeRules(self.comparable, area.significance, area.small_base)


def fetch_road_year(filters: Filters) -> RoadYear | None:
    """The year of roads beside a page's filters: None where none is loaded that ends by then.

    What is published comes first. The sample stands beside the sample of recorded crime alone.
    """
    until = add_months(filters.period.end, 1) - timedelta(days=1)
    simulated = read_catalogue().sources[filters.source].simulated
    for source in (PUBLISHED, *([SAMPLE] if simulated else [])):
        year = _fetch_year(source, until)
        if year is not None:
            return year
    return None


def build_tiles_of_roads(filters: Filters) -> list[Tile]:
    """The tile of the overview, the only one of the list; none where no year of roads is loaded."""
    year = fetch_road_year(filters)
    if year is None:
        return []
    return [build_road_tile(year.home, year.periods, settings.area().suppress_small_counts)]


@keep_while_data_stands(maxsize=8)
def _fetch_year(source: str, until: date) -> RoadYear | None:
    area = settings.area()
    spans = list_spans(fetch.fetch_years(), source)
    own = find_own_year(spans, until)
    casualties = fetch.fetch_casualty_months(source, area.peers)
    if own is None or area.home not in set(casualties["district_code"]):
        return None
    now, comparable = own
    before = find_year_before(now)
    collisions = fetch.fetch_collision_months(source, area.peers)
    dispersion = estimate_dispersion(source)
    places = compare_places(
        (sum_months(casualties, collisions, now), sum_months(casualties, collisions, before)),
        {code: area.names[code] for code in sorted(area.peers, key=lambda each: area.names[each])},
        queries.populations(),
        (now, before),
        dispersion,
        ChangeRules(comparable, area.significance, area.small_base),
    )
    home = next(place for place in places if place.code == area.home)
    return RoadYear(source, (now, before), comparable, places, home, dispersion, spans)


@keep_while_data_stands(maxsize=2)
def estimate_dispersion(source: str) -> RoadDispersion:
    """How many times their mean counts vary, from all that is loaded of the districts of the settings."""
    area = settings.area()
    days = join_periods(list_spans(fetch.fetch_years(), source))
    span = fetch.Span(source, area.peers, days.start, days.end)
    months = fetch.fetch_collision_months(source, area.peers)
    return estimate_road_dispersion(months, fetch.fetch_collisions(span))
