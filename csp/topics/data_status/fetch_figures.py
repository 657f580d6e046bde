"""Figures of the borough from two places: sources against each other, wards, and the published table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations

from csp.core import reference_tables, settings, wording
from csp.core.coverage import group_runs
from csp.core.filters import Period
from csp.core.measures import read_catalogue
from csp.core.recorded_crime import build_measures
from csp.data import deliveries, queries, recorded_crime
from csp.data.caching import keep_while_data_stands
from csp.topics.data_status.rules.reconciliation import (
    Counts,
    Difference,
    Missing,
    Reconciled,
    compare_months,
    compare_published,
    compare_publishers,
    compare_wards,
    compare_years,
    find_shared_months,
)

PUBLISHED = "Published table"


@keep_while_data_stands(maxsize=8)
def fetch_counts(source: str) -> Counts:
    """The monthly counts of a source in the borough."""
    area = settings.area()
    frame = queries.flagged_by_district(source, (area.home,))
    by_measure: dict[str, dict[date, int]] = {each.code: {} for each in read_catalogue().offered(source)}
    for measure, month, n in zip(frame["measure"], frame["month"].dt.date, frame["n"], strict=True):
        own = by_measure.setdefault(measure, {})
        own[month] = own.get(month, 0) + int(n)
    loaded = queries.loaded(area.force_slug)[source]
    return Counts(
        read_catalogue().sources[source],
        by_measure,
        loaded.months,
        loaded.incomplete,
        deliveries.find_provisional(source),
    )


@keep_while_data_stands(maxsize=2)
def fetch_reconciliation(by_ward: bool) -> tuple[Reconciled, ...]:
    """The borough against its wards, every two sources of the same months, and the published table.

    by_ward: whether counts by ward are exact, so that they can be held against the borough.
    """
    every = [fetch_counts(source) for source in _list_compared()]
    wards = [_reconcile_wards(counts) for counts in every] if by_ward else []
    pairs = [_reconcile_months(first, second) for first, second in combinations(every, 2)]
    published = [pair for counts in every for pair in _reconcile_published(counts)]
    every_pair = (*wards, *pairs, *_reconcile_years(every), *published)
    return tuple(pair for pair in every_pair if pair.differences and not pair.is_without_wards)


def list_without_wards() -> list[str]:
    """The labels of the sources that do not say in which ward anything is."""
    every = [fetch_counts(source) for source in _list_compared()]
    return [counts.source.label for counts in every if _reconcile_wards(counts).is_without_wards]


def _list_compared() -> list[str]:
    """The monthly sources that are compared: the sample only where nothing else is loaded."""
    catalogue, sources = read_catalogue(), queries.list_sources()
    return [code for code in sources if not catalogue.sources[code].simulated] or list(sources)


def _reconcile_wards(counts: Counts) -> Reconciled:
    """The latest 12 months of a source, or fewer."""
    months, source = find_shared_months(counts, counts), counts.source
    frame = queries.ask("data_status/wards", source=source.code, district=settings.area().home, months=months)
    sums = {
        measure: (int(total), int(without), int(other))
        for measure, total, without, other in frame.itertuples(index=False, name=None)
    }
    labels = {each.code: each.label for each in read_catalogue().offered(source.code)}
    differences = compare_wards({code: sums[code] for code in labels if code in sums}, labels)
    return _name("The borough", f"its wards added up ({source.label})", months, differences)


def _reconcile_months(first: Counts, second: Counts) -> Reconciled:
    labels = {each.code: each.label for each in read_catalogue().measures.values()}
    months = find_shared_months(first, second)
    differences = compare_months(first, second, labels, months) if months else []
    return _name(first.source.label, second.source.label, months, differences)


def _read_years(source: str) -> dict[date, dict[str, int]]:
    """What a publisher has of home alone, by the first day of the year and offence."""
    area = settings.area()
    recorded = recorded_crime.fetch(source, area.peers)
    group = next((each for each in recorded.groups if area.home in each.districts), None)
    if group is None or group.is_joint:
        return {}
    years: dict[date, dict[str, int]] = {}
    for start in recorded.years:
        for code in build_measures():
            count = recorded.figures.read(group, code, start).count
            if count is not None:
                years.setdefault(start, {})[code] = count
    return years


def _reconcile_years(every: Sequence[Counts]) -> list[Reconciled]:
    """The latest year that each publisher shares with a monthly source, and with the other publisher."""
    catalogue, offences = read_catalogue(), build_measures()
    labels = {each.code: each.label for each in catalogue.measures.values()}
    named = {code: each.label for code, each in offences.items()}
    years = {source.code: _read_years(source.code) for source in recorded_crime.list_sources()}
    pairs = []
    for code, figures in years.items():
        for counts in every:
            shared = [start for start in figures if counts.has(Period(start, 12).each())]
            if shared:
                year = Period(max(shared), 12)
                differences = compare_years(counts, figures[year.start], labels, year)
                pairs.append(
                    _name(catalogue.sources[code].label, counts.source.label, year.each(), differences)
                )
    for (code, first), (other, second) in combinations(years.items(), 2):
        shared = [start for start in first if start in second]
        if shared:
            year = Period(max(shared), 12)
            differences = compare_publishers(first[year.start], second[year.start], named)
            pairs.append(
                _name(catalogue.sources[code].label, catalogue.sources[other].label, year.each(), differences)
            )
    return pairs


def _name(first: str, second: str, months: Sequence[date], differences: Sequence[Difference]) -> Reconciled:
    span = ", ".join(wording.period(start, end) for start, end in group_runs(months))
    return Reconciled(first, second, span, tuple(differences))


_YEAR = re.compile(r"count_(\d{4})")


def _read_published() -> Sequence[Mapping[str, str]]:
    return reference_tables.read(settings.REFERENCE / "published_2020.csv")


def _list_published_years() -> list[Period]:
    """The calendar years of the published table, in order."""
    columns = {name for row in _read_published()[:1] for name in row}
    years = sorted(int(match[1]) for name in columns if (match := _YEAR.fullmatch(name)))
    return [Period(date(year, 1, 1), 12) for year in years]


def _reconcile_published(counts: Counts) -> list[Reconciled]:
    """The partnership's own table, each calendar year of which every month is loaded."""
    if settings.area().home != settings.SAMPLE_HOME:
        return []
    rows = _read_published()
    labels = {row["measure"]: row["label"] for row in rows}
    tables = []
    for year in _list_published_years():
        if counts.has(year.each()):
            figures = {row["measure"]: int(row[f"count_{year.start.year}"]) for row in rows}
            differences = compare_published(counts, figures, labels, year)
            tables.append(_name(PUBLISHED, counts.source.label, year.each(), differences))
    return tables


def list_missing() -> list[Missing]:
    """The years of publishers and of the published table of which a monthly source lacks months."""
    every = [fetch_counts(source) for source in _list_compared()]
    catalogue = read_catalogue()
    years = [
        (catalogue.sources[source.code].label, [Period(start, 12) for start in _read_years(source.code)])
        for source in recorded_crime.list_sources()
    ]
    if settings.area().home == settings.SAMPLE_HOME:
        years.append((PUBLISHED, _list_published_years()))
    return [
        Missing(name, counts.source.label, wording.period(latest.start, latest.end), missing)
        for name, periods in years
        for counts in every
        if periods and not any(counts.has(period.each()) for period in periods)
        if (latest := max(periods, key=lambda period: period.start))
        if (missing := 12 - latest.loaded(counts.loaded))
    ]
