"""The figures of every district, and how much such counts vary, kept until the data change."""

from __future__ import annotations

from csp.core import settings
from csp.core.change import ChangeRules
from csp.data import queries
from csp.data.caching import keep_while_data_stands
from csp.topics.road_safety import fetch
from csp.topics.road_safety.rules.dispersion import RoadDispersion, estimate_road_dispersion
from csp.topics.road_safety.rules.loaded import Loaded, find_loaded
from csp.topics.road_safety.rules.periods import Period, find_year_before, join_periods
from csp.topics.road_safety.rules.severity import PlaceFigures, compare_places, sum_months


@keep_while_data_stands(maxsize=4)
def find_loaded_years(source: str) -> Loaded:
    """What is loaded of a source; nothing where none of it is of the home district."""
    months = fetch.fetch_casualty_months(source, (settings.area().home,))
    return find_loaded(fetch.fetch_years(), source) if len(months) else Loaded()


@keep_while_data_stands(maxsize=4)
def estimate_dispersion(source: str) -> RoadDispersion:
    """How many times their mean counts vary, from everything loaded of the districts of the settings."""
    districts = settings.area().peers
    days = join_periods(find_loaded_years(source).spans)
    collisions = fetch.fetch_collisions(fetch.Span(source, districts, days.start, days.end))
    return estimate_road_dispersion(fetch.fetch_collision_months(source, districts), collisions)


@keep_while_data_stands(maxsize=32)
def compare_districts(source: str, now: Period) -> tuple[PlaceFigures, ...]:
    """The figures of every district of the settings by name, against the same days a year before."""
    area, before = settings.area(), find_year_before(now)
    casualties = fetch.fetch_casualty_months(source, area.peers)
    collisions = fetch.fetch_collision_months(source, area.peers)
    rules = ChangeRules(find_loaded_years(source).has(before), area.significance, area.small_base)
    return compare_places(
        (sum_months(casualties, collisions, now), sum_months(casualties, collisions, before)),
        {code: area.names[code] for code in sorted(area.peers, key=lambda each: area.names[each])},
        queries.populations(),
        (now, before),
        estimate_dispersion(source),
        rules,
        area.suppress_small_counts,
    )


def compare_home(source: str, now: Period) -> PlaceFigures:
    """The figures of the home district alone."""
    return pick_home(compare_districts(source, now))


def pick_home(places: tuple[PlaceFigures, ...]) -> PlaceFigures:
    """The figures of the home district."""
    home = settings.area().home
    return next(place for place in places if place.code == home)
