"""What the page Data needs of the data: months, coverage, and figures of the same thing from two places."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations
from typing import Any, Literal

import pandas as pd

from csp.core import reference_tables, settings, wording
from csp.core.filters import Period
from csp.core.incomplete_cells import IncompleteCell
from csp.core.measures import read_catalogue
from csp.core.recorded_crime import build_measures
from csp.core.status import LoadedMonth
from csp.data import completeness, deliveries, queries, recorded_crime
from csp.data.caching import keep_while_data_stands
from csp.data.partner_history import list_revisions
from csp.topics.data_status.findings.months import name_period
from csp.topics.data_status.rules.coverage import Coverage, Line, Upload, build_coverage
from csp.topics.data_status.rules.definitions import Definition, list_definitions
from csp.topics.data_status.rules.reconciliation import (
    Counts,
    Difference,
    Reconciled,
    compare_months,
    compare_published,
    compare_publishers,
    compare_wards,
    compare_years,
    find_shared_months,
)
from csp.topics.data_status.tables.loaded import name_force
from csp.topics.data_status.tables.revisions import RevisedCell

Rows = Literal["Forces", "Districts", "Crime types"]


def find_today() -> date:
    """The day on the wall, by which months are old."""
    return datetime.now().astimezone().date()


def list_incomplete_cells() -> list[tuple[str, IncompleteCell]]:
    """The crime types that are incomplete in a district, each with the code of its source."""
    area = queries.area()
    return [
        (source, cell)
        for source in queries.loaded(area.force_slug)
        for cell in completeness.fetch_incomplete_cells(source).list_own()
    ]


def fetch_coverage(rows: Rows, source: str, measure: str, district: str, window: Period) -> Coverage:
    """The calendar of a span: of every force, of a crime type by district, or of a district by crime type."""
    months = window.each()
    if rows == "Forces":
        return build_coverage(_list_force_lines(), months, "Rows")
    catalogue, area = read_catalogue(), settings.area()
    cells = completeness.fetch_incomplete_cells(source)
    if rows == "Districts":
        counts = _count_by_district(source, measure)
        lines = [
            Line(
                area.names[code],
                _find_upload(source, code),
                counts.get(code, {}),
                cells.months(measure, code) if code in queries.area().peers else (),
            )
            for code in sorted(area.peers, key=lambda code: (code != area.home, area.names[code]))
        ]
        return build_coverage(lines, months, catalogue.measures[measure].label)
    upload = _find_upload(source, district)
    lines = [
        Line(
            each.label,
            upload,
            _count_by_district(source, each.code).get(district, {}),
            cells.months(each.code, district),
        )
        for each in catalogue.offered(source)
    ]
    return build_coverage(lines, months, area.names[district])


def _list_force_lines() -> list[Line]:
    catalogue = read_catalogue()
    groups: dict[tuple[str, str], list[LoadedMonth]] = {}
    for each in deliveries.list_months():
        groups.setdefault((each.source, each.force), []).append(each)
    return [
        Line(
            catalogue.sources[source].label
            if force == source
            else f"{name_force(force)}, {catalogue.sources[source].label}",
            Upload.of(months),
            {each.month: each.stored for each in months},
        )
        for (source, force), months in groups.items()
        if source in catalogue.sources
    ]


@keep_while_data_stands(maxsize=64)
def _find_upload(source: str, district: str) -> Upload:
    """What is loaded of the force of a district; a source without forces has its own name in their place."""
    own = settings.read_districts()[district].force_slug
    return Upload.of(
        [each for each in deliveries.list_months() if each.source == source and each.force in (own, source)]
    )


@keep_while_data_stands(maxsize=64)
def _count_by_district(source: str, measure: str) -> Mapping[str, Mapping[date, int]]:
    frame = queries.flagged_by_district(source, settings.area().peers)
    own = frame[frame["measure"] == measure].groupby(["area_code", "month"], as_index=False)["n"].sum()
    counts: dict[str, dict[date, int]] = {}
    for code, month, n in zip(own["area_code"], own["month"].dt.date, own["n"], strict=True):
        counts.setdefault(code, {})[month] = int(n)
    return counts


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
    every = [fetch_counts(source) for source in queries.list_sources()]
    wards = [_reconcile_wards(counts) for counts in every] if by_ward else []
    pairs = [_reconcile_months(first, second) for first, second in combinations(every, 2)]
    published = [pair for counts in every for pair in _reconcile_published(counts)]
    return tuple(pair for pair in (*wards, *pairs, *_reconcile_years(every), *published) if pair.differences)


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
    span = wording.period(months[0], months[-1]) if months else ""
    return Reconciled(first, second, span, tuple(differences))


_YEAR = re.compile(r"count_(\d{4})")


def _reconcile_published(counts: Counts) -> list[Reconciled]:
    """The partnership's own table, each calendar year of which every month is loaded."""
    if settings.area().home != settings.SAMPLE_HOME:
        return []
    rows = reference_tables.read(settings.REFERENCE / "published_2020.csv")
    labels = {row["measure"]: row["label"] for row in rows}
    years = sorted({int(match[1]) for name in rows[0] if (match := _YEAR.fullmatch(name))}) if rows else []
    tables = []
    for year in (Period(date(number, 1, 1), 12) for number in years):
        if counts.has(year.each()):
            figures = {row["measure"]: int(row[f"count_{year.start.year}"]) for row in rows}
            differences = compare_published(counts, figures, labels, year)
            tables.append(_name("Published table", counts.source.label, year.each(), differences))
    return tables


@dataclass(frozen=True)
class Revisions:
    """The figures of a partner's source that moved, the largest change first.

    revised: of those that two deliveries in turn both have, how many differ; shared: how many they are.
    """

    cells: tuple[RevisedCell, ...]
    revised: int
    shared: int


@keep_while_data_stands(maxsize=4)
def fetch_revisions(source: str) -> Revisions:
    """How the figures of a partner's source moved from one delivery to the next."""
    frame = list_revisions(source)
    if frame.empty:
        return Revisions((), 0, 0)
    is_shared = frame["before"].notna() & frame["after"].notna()
    moved = frame[frame["before"].fillna(0) != frame["after"].fillna(0)]
    size = (moved["after"].fillna(0) - moved["before"].fillna(0)).abs()
    ordered = moved.loc[size.sort_values(ascending=False, kind="stable").index]
    names = {**settings.area().names, **queries.wards(settings.area().home)}
    cells = tuple(_read_cell(row, source, names) for row in ordered.to_dict("records"))
    return Revisions(cells, int(frame["is_revised"].sum()), int(is_shared.sum()))


def _read_cell(row: Mapping[Hashable, Any], source: str, names: Mapping[str, str]) -> RevisedCell:
    catalogue, start = read_catalogue(), pd.Timestamp(row["start"]).date()
    offences = catalogue.offences.get(catalogue.sources[source].vocabulary, {})
    offence, code = str(row["offence"]), str(row["ward_code"] or row["district_code"] or "")
    label = offences[offence].label if offence in offences else offence.replace("_", " ")
    flag = catalogue.flags.get(str(row["flag"] or ""))
    return RevisedCell(
        name_period(start, int(row["months"])),
        start,
        names.get(code, code),
        f"{label}, {flag.label}" if flag else label,
        None if pd.isna(row["before"]) else int(row["before"]),
        None if pd.isna(row["after"]) else int(row["after"]),
        pd.Timestamp(row["later"]).date(),
    )


def fetch_definitions() -> list[Definition]:
    """Every measure, those of the publishers of years too where any is loaded."""
    yearly = build_measures().values() if recorded_crime.list_sources() else ()
    return list_definitions(read_catalogue(), yearly)
