"""The districts compared, and which of the areas similar to home have their months loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from csp.comparison import resolve
from csp.core.filters import Filters
from csp.core.measures import read_catalogue
from csp.core.scope import Scope
from csp.core.settings import Area
from csp.data import queries
from csp.shell import theme
from csp.topics.county import findings, tables
from csp.topics.county.pictures import Comparison
from csp.topics.county.rules import list_loaded


@dataclass(frozen=True)
class SimilarAreas:
    """Names by code, the most similar first: of those with every month loaded, and of the others."""

    loaded: Mapping[str, str]
    missing: Mapping[str, str]

    def replace_peers(self, area: Area) -> Area:
        """The settings with home and the similar areas that are loaded in place of the peers."""
        names = {**self.loaded, **area.names}
        return replace(
            area,
            peers=(area.home, *self.loaded),
            peers_label="similar areas",
            county="Similar areas",
            names=names,
        )


@dataclass(frozen=True)
class Neighbour:
    """An area similar to home. distance: how far it is from home; None where the list does not say."""

    code: str
    name: str
    distance: float | None


def list_similar() -> tuple[Neighbour, ...]:
    """The areas similar to home, the most similar first; none where no list of them is imported."""
    area = queries.area()
    frame = queries.ask("county/similar", home=area.home)
    return tuple(
        Neighbour(code, area.names.get(code) or name or code, None if pd.isna(distance) else float(distance))
        for code, name, distance in frame.itertuples(index=False, name=None)
        if code != area.home
    )


def lacks_neighbours() -> bool:
    """Whether home is where ONS publishes no nearest neighbours, and no other list is imported."""
    return not queries.area().home.startswith("E") and not list_similar()


def fetch_similar(filters: Filters, scope: Scope) -> SimilarAreas | None:
    """The areas similar to home; None where no list of them is imported."""
    populations = queries.populations()
    names = {each.code: each.name for each in list_similar()}
    if not names:
        return None
    months = (*scope.months, *scope.before)
    counts = queries.ask("county/months", source=filters.source, districts=tuple(names), months=months)
    people = {code: populations.of(code, filters.period.year)[0] for code in names}
    loaded = list_loaded(counts, months, people)
    return SimilarAreas(
        {code: name for code, name in names.items() if code in loaded},
        {code: name for code, name in names.items() if code not in loaded},
    )


def fetch_comparison(filters: Filters, scope: Scope, area: Area, mode: theme.Mode) -> Comparison:
    """The crime type of the filters in the districts of a group, which area has in place of the peers."""
    catalogue = read_catalogue()
    measure, source = catalogue.measures[filters.measure], catalogue.sources[filters.source]
    standings = resolve.fetch_standings(filters, scope, catalogue.offered(filters.source), area.peers)
    return Comparison(
        area=area,
        standings=standings,
        measure=measure,
        districts=tables.build_district_frame(standings, measure.code, area),
        county_rate=findings.compute_county_rate(standings, measure.code),
        periods=resolve.describe_periods(filters, scope),
        unit=resolve.describe_rate_unit(scope),
        comparable=scope.comparable,
        credit=source.credit,
        mode=mode,
        rank="County rank" if area.peers == queries.area(filters.source).peers else "Rank",
    )
