"""Recorded crime by partnership as pages ask for it: whose figures are loaded, of which years, of whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from csp.core import settings
from csp.core.filters import Period, add_months
from csp.core.measures import Measure, Source, read_catalogue
from csp.core.recorded_crime import TOTAL, build_measures, read_caveats, read_offences
from csp.core.recorded_places import (
    Group,
    Partnership,
    build_groups,
    find_partnerships,
    follow_successors,
    replace_peers,
)
from csp.core.recorded_years import Published, Years
from csp.core.settings import Area
from csp.data import queries
from csp.data.caching import keep_while_data_stands


@dataclass(frozen=True, eq=False)
class Recorded:
    """What a publisher has of home and its peers: its source, the areas that are compared, and their figures.

    years: the first day of each year of which there is any figure, in order. area: the settings with the
    districts of the groups as peers.
    """

    source: Source
    area: Area
    groups: tuple[Group, ...]
    figures: Years

    @property
    def years(self) -> tuple[date, ...]:
        return tuple(self.figures.starts)

    @property
    def ends(self) -> tuple[date, ...]:
        """The first day of the last month of each year."""
        return tuple(add_months(start, 11) for start in self.years)

    def list_measures(self, period: Period) -> list[Measure]:
        """All crime, and the offences of which any area has a figure in a year, in the order of the table."""
        return [
            measure
            for code, measure in build_measures().items()
            if code == TOTAL
            or any(self.figures.read(group, code, period.start).count is not None for group in self.groups)
        ]


@keep_while_data_stands(maxsize=2)
def list_partnerships() -> tuple[Partnership, ...]:
    """Every partnership of every publisher, with its districts."""
    frame = queries.ask("recorded/partnerships")
    rows = [
        Partnership(source, force, name, tuple(filter(None, districts.split(";"))))
        for source, force, name, districts in frame.itertuples(index=False, name=None)
    ]
    # What names no force says which districts a partnership has, or has a score; it counts nothing.
    found = find_partnerships(rows, settings.read_districts())
    return tuple(each for each in found if each.force)


@keep_while_data_stands(maxsize=2)
def list_sources() -> tuple[Source, ...]:
    """The yearly sources that have a year of home's force, in the order of measures.yml."""
    publishers = {each.source for each in list_partnerships()}
    yearly = [source for source in read_catalogue().sources.values() if source.code in publishers]
    area = settings.area()
    return tuple(source for source in yearly if fetch(source.code, area.peers).years)


@keep_while_data_stands(maxsize=8)
def fetch(source: str, peers: tuple[str, ...]) -> Recorded:
    """What a source has of home and some districts. peers: their codes, home among them."""
    stated = settings.area()
    area = replace(stated, peers=peers, neighbours=stated.neighbours or queries.area().neighbours)
    districts = settings.read_districts()
    partnerships = [each for each in list_partnerships() if each.source == source]
    groups = build_groups(area, partnerships, districts)
    names = tuple(sorted({each.name for group in groups for each in group.partnerships}))
    own = districts[area.home].force_area if area.home in districts else ""
    forces = {each.force for group in groups for each in group.partnerships if area.home in group.districts}
    frame = queries.ask(
        "recorded/figures", source=source, partnerships=names, forces=tuple(sorted({*forces, own} - {""}))
    )
    figures = Years(source, _read_rows(frame), read_offences(), read_caveats())
    return Recorded(read_catalogue().sources[source], replace_peers(area, groups), groups, figures)


def _read_rows(frame: pd.DataFrame) -> list[Published]:
    return [
        Published(
            force,
            partnership,
            start.date(),
            int(months),
            offence,
            measure,
            None if pd.isna(value) else float(value),
            remark,
            bool(is_usable),
        )
        for force, partnership, start, months, offence, measure, value, remark, is_usable in frame.itertuples(
            index=False, name=None
        )
    ]


@dataclass(frozen=True)
class Score:
    """A Crime Severity Score as published. districts: the codes of those that it is of."""

    districts: tuple[str, ...]
    start: date
    months: int
    value: float


@keep_while_data_stands(maxsize=1)
def list_scores() -> tuple[Score, ...]:
    """The published scores of all crime, the earliest first."""
    frame = queries.ask("recorded/severity")
    named = {
        name: find_partnerships([Partnership("ons", "", name)], settings.read_districts())[0].districts
        for name, districts in zip(frame["partnership"], frame["districts"], strict=True)
        if not districts
    }
    return tuple(
        Score(
            follow_successors(districts.split(";"), settings.read_districts())
            if districts
            else named[partnership],
            start.date(),
            int(months),
            float(value),
        )
        for partnership, districts, start, months, value in frame.itertuples(index=False, name=None)
    )
