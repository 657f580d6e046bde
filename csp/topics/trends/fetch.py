"""The series of the Trends page, judged by month: of one crime type, of all of them, and of other areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from csp.comparison import resolve
from csp.core import events, wording
from csp.core.disclosure import is_too_few
from csp.core.events import Event
from csp.core.filters import Filters, Period
from csp.core.measures import Measure, read_catalogue
from csp.data import completeness, deliveries, queries
from csp.topics.trends import rules
from csp.topics.trends.rules import (
    Comparison,
    Control,
    Judging,
    Line,
    Series,
    TargetCheck,
    Total,
    Verdict,
    Year,
)


@dataclass(frozen=True, eq=False)
class Trend:
    """One crime type by month, judged.

    history: the months that it is judged from; months: those that are shown. series and incomplete go
    with the history. borough: what the whole borough has in the period, where the place is a choice of its
    wards; few: what stands in the place of every claim where these have too few, else "". provisional: the
    months that the source may yet revise.
    """

    filters: Filters
    measure: Measure
    place: str
    history: Period
    months: tuple[date, ...]
    loaded: frozenset[date]
    series: Series
    incomplete: Sequence[int]
    judging: Judging
    control: Control
    events: tuple[Event, ...]
    target: TargetCheck | None
    borough: float | None
    few: str
    provisional: frozenset[date]

    @property
    def window(self) -> str:
        """The months that are shown, in words."""
        return wording.period(self.months[0], self.months[-1])

    @property
    def own_events(self) -> list[Event]:
        """The events that concern the crime type."""
        return [event for event in self.events if event.concerns(self.measure.code)]

    def sum_years(self) -> tuple[Total, ...]:
        """Totals of 12 months, for what is too rare to be judged by month."""
        return rules.sum_years(self.series, self.history, self.incomplete)

    def cut_years(self) -> tuple[Year, ...]:
        """The years, to be drawn over each other."""
        return rules.cut_years(self.series, self.history, self.incomplete)


def fetch_trend(filters: Filters, adjusts: bool = True) -> Trend:
    """The crime type of the filters. adjusts: whether seasons are taken out where they are clear."""
    area, catalogue = queries.area(), read_catalogue()
    code, place = filters.measure, resolve.describe_place(filters)
    loaded = queries.loaded(area.force_slug)[filters.source].months
    history = rules.history_period(filters.period.end, area.year_start)
    marks = events.read_events(catalogue.measures)
    counts, incomplete = resolve.fetch_monthly_series(filters, area.home, history, [code])
    borough = _count_borough(filters) if filters.wards else None
    few = ""
    if borough is not None:
        own = dict(zip(history.each(), counts[code], strict=True))
        if is_too_few(sum(own.get(month) or 0 for month in filters.period.each())):
            few = wording.too_few(borough)
    series = rules.drop_incomplete(counts, incomplete, filters.whole_months)
    judging = Judging(
        start=history.start,
        judged_from=filters.period.start,
        incomplete=incomplete,
        seasonal=adjusts,
        events=marks,
        dispersions=resolve.fetch_dispersions(filters.source),
        level="ward" if filters.wards else "district",
    )
    control = rules.judge_every_series(series, judging)[code]
    is_whole = not filters.wards and not filters.exclude
    yearly = area.targets.get(code) if is_whole else None
    return Trend(
        filters=filters,
        measure=catalogue.measures[code],
        place=place,
        history=history,
        months=rules.window_period(filters.period.end).each(),
        loaded=frozenset(loaded),
        series=series[code],
        incomplete=incomplete[code],
        judging=judging,
        control=control,
        events=marks,
        target=None if yearly is None else rules.check_target(control, yearly),
        borough=borough,
        few=few,
        provisional=deliveries.find_provisional(filters.source),
    )


def _count_borough(filters: Filters) -> float:
    """The whole borough's count of the crime type in the period."""
    home = queries.area().home
    whole, _ = resolve.fetch_monthly_series(
        resolve.drop_wards(filters), home, filters.period, [filters.measure]
    )
    return sum(n or 0 for n in whole[filters.measure])


@dataclass(frozen=True)
class AreaLines:
    """The borough beside the county and the neighbours. borrowed: years with the population of another."""

    lines: Sequence[Line]
    comparison: Comparison
    borrowed: Sequence[tuple[int, int]]


def fetch_areas(trend: Trend, rate: bool = True, rolling: bool = False) -> AreaLines:
    """The borough beside other areas, as rates or counts, by month or over 12 months to each."""
    area, filters = queries.area(trend.filters.source), trend.filters
    comparison = Comparison.of(
        filters,
        trend.loaded,
        completeness.find_incomplete_months(filters.source, filters.measure),
        rate,
        rolling,
    )
    areas = queries.trend_by_district(filters, area.peers, area.home, comparison.counted)
    places, populations = rules.Places.of(area, filters.wards, trend.place), queries.populations()
    lines = rules.area_lines(areas, places, populations, comparison)
    return AreaLines(lines, comparison, rules.list_borrowed_years(populations, places.home_codes, comparison))


@dataclass(frozen=True)
class EveryType:
    """Every crime type that the source can answer, the strongest evidence first.

    separate: the codes of those that share no records.
    """

    measures: Sequence[Measure]
    controls: Mapping[str, Control]
    verdicts: Mapping[str, Verdict]
    separate: Sequence[str]


def fetch_every_type(trend: Trend) -> EveryType:
    """The last month of every crime type, judged as that of the trend is."""
    area, catalogue, filters = queries.area(), read_catalogue(), trend.filters
    offered = catalogue.offered(filters.source)
    every, gaps = resolve.fetch_monthly_series(filters, area.home, trend.history, [m.code for m in offered])
    controls = rules.judge_every_series(
        rules.drop_incomplete(every, gaps, filters.whole_months), replace(trend.judging, incomplete=gaps)
    )
    verdicts = {code: rules.judge_last_month(each) for code, each in controls.items()}
    order = [catalogue.measures[code] for code in rules.order_by_evidence(verdicts)]
    vocabulary = catalogue.sources[filters.source].vocabulary
    return EveryType(order, controls, verdicts, rules.list_separate(verdicts, offered, vocabulary))
