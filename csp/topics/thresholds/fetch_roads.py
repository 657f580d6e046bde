"""What a rule about injury on the roads is put to: the people hurt in the district by month."""

from __future__ import annotations

from datetime import date

import numpy as np

from csp.core import events, settings
from csp.core.filters import add_months
from csp.core.measures import read_catalogue
from csp.data import queries
from csp.data.caching import keep_while_data_stands
from csp.topics.road_safety import fetch, figures
from csp.topics.road_safety.context import RoadSource
from csp.topics.road_safety.findings.casualties import LABELS
from csp.topics.road_safety.own_year import list_sources
from csp.topics.road_safety.rules.month_counts import MONTH_LINES, lay_out_months
from csp.topics.road_safety.rules.periods import join_periods
from csp.topics.road_safety.rules.severity import ALL, KILLED_OR_SERIOUS, SEVERITIES
from csp.topics.thresholds.rules import Cells


def find_road_source(source: str) -> RoadSource | None:
    """Whose collisions stand beside a source of crime; None where none are loaded of the district."""
    return next((each for each in list_sources(source) if figures.find_loaded_years(each.code).spans), None)


def list_watched_lines() -> tuple[str, ...]:
    """What a rule watches."""
    return (ALL, KILLED_OR_SERIOUS)


def name_lines() -> dict[str, str]:
    """What is watched, by code."""
    return {ALL: "Road casualties", KILLED_OR_SERIOUS: f"{LABELS[KILLED_OR_SERIOUS]} (adjusted)"}


@keep_while_data_stands(maxsize=2)
def fetch_road_cells(source: str) -> Cells:
    """The people hurt in the district, and in its peers, over all months loaded. Kept.

    source: of crime, beside which the collisions stand. Raises ValueError where none are loaded.
    """
    road = find_road_source(source)
    if road is None:
        raise ValueError("No road collisions are loaded.")
    area, populations, loaded = settings.area(), queries.populations(), figures.find_loaded_years(road.code)
    days = join_periods(loaded.spans)
    length = 12 * (days.end.year - days.start.year) + days.end.month - days.start.month + 1
    months = tuple(add_months(days.start, i) for i in range(length))
    counts = lay_out_months(fetch.fetch_casualty_months(road.code, area.peers), months, area.peers)
    home = area.peers.index(area.home)
    people = np.array([[populations.of(code, m.year)[0] for code in area.peers] for m in months])
    phi = figures.estimate_dispersion(road.code)
    return Cells(
        months=months,
        measures=MONTH_LINES,
        areas=(area.home,),
        counts=counts[:, :, [home]],
        population=people[:, [home]],
        usable=np.array([any(span.start <= month <= span.end for span in loaded.spans) for month in months]),
        home=area.home,
        districts=area.peers,
        district_counts=counts,
        district_population=people,
        dispersion=tuple(phi.of(line) for line in MONTH_LINES),
        listed=SEVERITIES,
        exceptional=_mark_exceptional(months),
    )


def _mark_exceptional(months: tuple[date, ...]) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """[month, line], the months of spans that concern everything, such as lockdowns."""
    spans = events.read_events(read_catalogue().measures)
    exceptional = {month for each in spans if not each.measures for month in each.exceptional_months}
    return np.repeat([[month in exceptional] for month in months], len(MONTH_LINES), axis=1)
