"""The charts of the county comparison with their words, as the page and the report show them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from csp.comparison.standings import Standings
from csp.core import wording
from csp.core.geography import Outlines
from csp.core.measures import Measure
from csp.core.settings import Area
from csp.shell import theme
from csp.shell.chart import Chart, Words
from csp.topics.county import charts, findings
from csp.topics.county.rules import Funnel


@dataclass(frozen=True)
class Comparison:
    """What every part of the page shows: one measure in the districts of a group.

    area: the settings, with the group in place of the peers. districts: build_district_frame() of the
    tables. county_rate: of all of them together. comparable: whether there is an earlier period. rank:
    what the rank among them is called.
    """

    area: Area
    standings: Standings
    measure: Measure
    districts: pd.DataFrame
    county_rate: float
    periods: tuple[str, str]
    unit: str
    comparable: bool
    credit: str
    mode: theme.Mode
    rank: str = "County rank"


def draw_rates(comparison: Comparison, other: str = "") -> Chart:
    """The districts as bars, lowest rate first; other: the one compared with home, "" for none."""
    area, measure = comparison.area, comparison.measure
    words = Words(
        f"{measure.long_label} in the {len(area.peers)} {area.peers_label}",
        f"Rate {comparison.unit}, {comparison.periods[0]}; lines: 95% limits",
        comparison.credit,
    )
    return charts.district_rates(
        comparison.districts, comparison.county_rate, area.county, words, comparison.mode, other
    )


def draw_places(comparison: Comparison, other: str = "") -> Chart:
    """The place of each district before and now, level with its bar."""
    words = Words(
        f"{comparison.measure.long_label}: {wording.lower_first(comparison.rank)} before and now",
        f"By rate; turquoise: neighbours of {comparison.area.home_name}",
        comparison.credit,
    )
    return charts.district_places(comparison.districts, comparison.periods, words, comparison.mode, other)


def draw_funnel(comparison: Comparison, funnel: Funnel, other: str = "") -> Chart:
    """The districts by population, with limits that allow for how far they differ at all."""
    title, subtitle = findings.write_funnel_words(
        funnel, comparison.measure, comparison.area.names, comparison.periods[0], comparison.unit
    )
    words = Words(title, subtitle, comparison.credit)
    return charts.district_funnel(funnel, comparison.districts, words, comparison.mode, other)


def draw_map(
    comparison: Comparison, outlines: Outlines, marked: Sequence[str]
) -> tuple[Chart, list[tuple[str, str]]]:
    """The map of the districts, some of them outlined strongly, and its legend."""
    unit, period = comparison.unit, comparison.periods[0]
    words = Words(
        f"{comparison.measure.long_label} by district",
        f"Rate {unit}, {period}{'; schematic outlines' if outlines.schematic else ''}",
        comparison.credit,
    )
    return charts.district_map(outlines, comparison.districts, unit, words, comparison.mode, marked)
