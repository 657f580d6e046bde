"""The filters of a source that has the figures of years alone: a year, an earlier one, whole partnerships."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from csp.core import wording
from csp.core.filters import MAX_MONTHS, YEAR_BEFORE, Period, list_comparisons
from csp.core.measures import Measure, Source
from csp.core.settings import Area
from csp.data import recorded_crime
from csp.shell.filter_values import Finder
from csp.shell.pages import AGAINST, ENDING, LENGTH, SOURCE, TYPE, WARDS, WHOLE_MONTHS

YEAR = "12 months"


@dataclass(frozen=True)
class YearChoice:
    """What is chosen of each filter by its key, and what they offer by label. See filter_bar.View."""

    chosen: Mapping[str, Any]
    measures: Mapping[str, Measure]
    ends: Mapping[str, date]
    lengths: Mapping[str, int]
    comparisons: Mapping[str, Period]


def find_years(area: Area, source: Source, finder: Finder) -> YearChoice:
    """What a finder finds of the filters of a yearly source, of which at least one year is loaded."""
    recorded = recorded_crime.fetch(source.code, area.peers)
    ends = {wording.month(end): end for end in sorted(recorded.ends, reverse=True)}
    lengths = {YEAR: MAX_MONTHS}
    chosen: dict[str, Any] = {
        SOURCE: source.label,
        ENDING: finder.find(ENDING, ends, next(iter(ends)), "Year ending"),
        LENGTH: finder.find(LENGTH, lengths, YEAR, "Length"),
        WARDS: finder.find_several(WARDS, (), "Ward", f"all of {area.home_name}"),
        WHOLE_MONTHS: False,
    }
    period = Period.ending(ends[chosen[ENDING]], MAX_MONTHS)
    measures = {measure.label: measure for measure in recorded.list_measures(period)}
    chosen[TYPE] = finder.find(TYPE, measures, next(iter(measures)), "Crime type")
    comparisons = list_comparisons(period, ends.values())
    chosen[AGAINST] = finder.find(AGAINST, comparisons, YEAR_BEFORE, "Compare with")
    return YearChoice(chosen, measures, ends, lengths, comparisons)


def describe_left(yearly: str, monthly: str) -> str:
    """What a page says that needs months, of the source chosen and of the one that it shows. Their labels."""
    source = wording.quote_words([yearly])
    return f"{source} has no months, so Overview and County alone show it: here the source is {monthly}."
