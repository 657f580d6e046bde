"""The figures of every district, and how much such counts vary, kept until the data change."""

from __future__ import annotations

from datetime import date

import pandas as pd

from csp.core import settings
from csp.core.change import ChangeRules
from csp.data import queries
from csp.data.caching import keep_while_data_stands
from csp.data.own_area import find_ended
from csp.topics.road_safety import fetch
from csp.topics.road_safety.rules.dispersion import RoadDispersion, estimate_road_dispersion
from csp.topics.road_safety.rules.loaded import Loaded, find_loaded
from csp.topics.road_safety.rules.periods import Period, find_year_before, join_periods
from csp.topics.road_safety.rules.severity import PlaceFigures, compare_places, sum_months


@keep_while_data_stands(maxsize=4)
def find_loaded_years(source: str) -> Loaded:
    """What is loaded of a source; nothing where none of it is of the home district.

    Of a home that has ended, nothing after its last day where no casualty is of its wards.
    """
    home = settings.area().home
    months = fetch.fetch_casualty_months(source, (home,))
    loaded = find_loaded(fetch.fetch_years(), source) if len(months) else Loaded()
    last_day = settings.read_districts()[home].valid_to
    ended = last_day and _list_ended(months, (home,), loaded)
    return loaded.end_on(last_day) if last_day and ended else loaded


def _list_ended(months: pd.DataFrame, codes: tuple[str, ...], loaded: Loaded) -> tuple[str, ...]:
    """The districts that ended before the last day loaded and of which no casualty is after their end."""
    rows = zip(months["district_code"], months["month"].dt.date, strict=True)
    last = max((span.end for span in loaded.spans), default=date.min)
    return find_ended(codes, settings.read_districts(), rows, last)


@keep_while_data_stands(maxsize=4)
def list_peers(source: str) -> tuple[str, ...]:
    """The peers of the settings of which a source has a casualty: of any other nothing is loaded.

    A count of none in years of a whole district would be an invented one.
    """
    peers = settings.area().peers
    months = fetch.fetch_casualty_months(source, peers)
    hurt = {*months["district_code"]} - {*_list_ended(months, peers, find_loaded_years(source))}
    return tuple(code for code in peers if code in hurt or code == settings.area().home)


def list_left_out(source: str) -> list[str]:
    """The names of the peers that are left out of comparisons of a source."""
    area, peers = settings.area(), list_peers(source)
    return [area.names[code] for code in area.peers if code not in peers]


@keep_while_data_stands(maxsize=4)
def estimate_dispersion(source: str) -> RoadDispersion:
    """How many times their mean counts vary, from everything loaded of the districts of the settings."""
    districts = list_peers(source)
    days = join_periods(find_loaded_years(source).spans)
    collisions = fetch.fetch_collisions(fetch.Span(source, districts, days.start, days.end))
    return estimate_road_dispersion(fetch.fetch_collision_months(source, districts), collisions)


@keep_while_data_stands(maxsize=32)
def compare_districts(source: str, now: Period) -> tuple[PlaceFigures, ...]:
    """The figures of every district of the settings by name, against the same days a year before."""
    area, before, peers = settings.area(), find_year_before(now), list_peers(source)
    casualties = fetch.fetch_casualty_months(source, peers)
    collisions = fetch.fetch_collision_months(source, peers)
    rules = ChangeRules(find_loaded_years(source).has(before), area.significance, area.small_base)
    return compare_places(
        (sum_months(casualties, collisions, now), sum_months(casualties, collisions, before)),
        {code: area.names[code] for code in sorted(peers, key=lambda each: area.names[each])},
        queries.populations(),
        (now, before),
        estimate_dispersion(source),
        rules,
    )


def compare_home(source: str, now: Period) -> PlaceFigures:
    """The figures of the home district alone."""
    return pick_home(compare_districts(source, now))


def pick_home(places: tuple[PlaceFigures, ...]) -> PlaceFigures:
    """The figures of the home district."""
    home = settings.area().home
    return next(place for place in places if place.code == home)
