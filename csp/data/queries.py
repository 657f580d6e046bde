"""One typed, cached function per statement of queries/. The only way a page reaches data."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import duckdb
import pandas as pd
import streamlit as st

from csp.core import coverage, geography, own_words, settings
from csp.core.areas import District
from csp.core.damage import Unreadable
from csp.core.filters import Filters, Period
from csp.core.geography import Outlines, OwnArea
from csp.core.measures import read_catalogue
from csp.core.own_months import (
    describe_left_out,
    describe_left_out_in_part,
    describe_missing_months,
    describe_no_months,
)
from csp.core.population import Populations
from csp.core.scope import Scope
from csp.core.settings import Area
from csp.data import database
from csp.data.caching import keep_while_data_stands
from csp.data.cases import Cases
from csp.data.own_area import find_ended, find_missing_months, find_neighbours, find_unloaded

_connect = keep_while_data_stands(maxsize=2)(database.connect)
_connecting = threading.Lock()


def _connection() -> duckdb.DuckDBPyConnection:
    """The connection to the data as they are now. While one thread builds it, the others wait."""
    with _connecting:
        return _connect()


class _FilesChangedError(Exception):
    """The files that a statement reads have changed since they were examined."""


def _run(name: str, parameters: tuple[tuple[str, Any], ...]) -> pd.DataFrame:
    values = {key: list(value) if isinstance(value, tuple) else value for key, value in parameters}
    if not database.is_current(name):
        raise _FilesChangedError(name)
    return database.run(_connection(), name, values)


@keep_while_data_stands(maxsize=512)
def _answer(name: str, parameters: tuple[tuple[str, Any], ...]) -> pd.DataFrame:
    """The answer of a statement.

    Where files have gone, changed or broken since the stamp was taken, the page is drawn again
    from its start: its earlier answers may have counted a month that can no longer be read.
    """
    stamp = database.recent_stamp()
    try:
        return _run(name, parameters)
    except (duckdb.Error, _FilesChangedError):
        # Usually an import has replaced a month and removed its old file since the stamp was taken.
        database.forget_stamp()
        if database.recent_stamp() == stamp:
            database.look_again()
    if database.recent_stamp() != stamp:
        st.rerun()
    return _run(name, parameters)


def ask(name: str, **parameters: Any) -> pd.DataFrame:
    """The answer of a statement of queries/, by its folder and name; kept until the data change.

    A statement that several topics share has a function below; one that a single topic asks may be
    asked from that topic's fetch.py. The answer is a lazy copy, so that no caller changes the one
    that is kept. Raises ValueError for a parameter too few or too many.
    """
    return _answer(name, tuple(parameters.items())).copy(deep=False)


def by_district(filters: Filters, scope: Scope, home: str) -> pd.DataFrame:
    """measure, district_code, now, before: counts of every measure in the period and its comparison.

    Home is narrowed to the filters' wards, if any; other districts are whole.
    """
    return ask(
        "measures/by_district",
        source=filters.source,
        home=home,
        wards=filters.wards,
        excluded=filters.exclude,
        months=scope.months,
        before=scope.before,
    )


def by_flag(filters: Filters, scope: Scope, district: str) -> pd.DataFrame:
    """measure, flag, now, before: the flagged part of each measure in one district."""
    return ask(
        "measures/by_flag",
        source=filters.source,
        district=district,
        wards=filters.wards,
        months=scope.months,
        before=scope.before,
    )


def by_month(filters: Filters, district: str, period: Period) -> pd.DataFrame:
    """measure, month, n in one district over the months of a period; months without a row are absent."""
    return ask(
        "measures/by_month",
        source=filters.source,
        district=district,
        wards=filters.wards,
        excluded=filters.exclude,
        start=period.start,
        end=period.end,
    )


@keep_while_data_stands(maxsize=2)
def area() -> Area:
    """The settings as recorded crime allows: without the peers of which none is loaded, or not every month.

    Where the file names no neighbours, they are the peers that share a boundary with home by the outlines.
    """
    stated = settings.area()
    left_out = {*list_unloaded_peers(), *find_partly_loaded_peers()}
    peers = tuple(code for code in stated.peers if code not in left_out)
    neighbours = stated.neighbours
    if not stated.names_neighbours:
        neighbours = find_neighbours(ask("store/boundaries", districts=peers), stated.home, peers)
    return replace(stated, peers=peers, neighbours=neighbours)


@keep_while_data_stands(maxsize=2)
def list_unloaded_peers() -> tuple[str, ...]:
    """The peers of the settings of which the source that pages begin with holds nothing; none without one.

    Those that have ended, and of which it holds nothing after their last day, are among them.
    """
    stated = settings.area()
    source = next(iter(list_sources()), None)
    if source is None:
        return ()
    frame = ask("store/months")
    every = tuple(frame.loc[frame["source"] == source, "month"].dt.date)
    counted = ask("county/months", source=source, districts=stated.peers, months=every)
    districts, months = settings.read_districts(), _list_months_of_forces(source)
    unloaded = find_unloaded(stated, districts, months, set(counted["district_code"]))
    rows = zip(counted["district_code"], counted["month"].dt.date, strict=True)
    ended = find_ended(stated.peers, districts, rows, max(every))
    return (*unloaded, *(code for code in ended if code != stated.home and code not in unloaded))


@keep_while_data_stands(maxsize=2)
def find_partly_loaded_peers() -> dict[str, tuple[date, ...]]:
    """By peer of which that source holds some months, those of the area's own force that it lacks."""
    source = next(iter(list_sources()), None)
    months = _list_months_of_forces(source) if source else {}
    return find_missing_months(settings.area(), settings.read_districts(), months)


def _list_months_of_forces(source: str) -> dict[str, frozenset[date]]:
    """The months that a source holds by the short name of the force; {} of a simulated one: it has none."""
    frame = ask("store/months")
    own = frame[frame["source"] == source]
    if source in _list_simulated():
        return {}
    return {str(force): frozenset(each["month"].dt.date) for force, each in own.groupby("force")}


def list_sources() -> tuple[str, ...]:
    """The codes of the sources that cover the area, the published ones before the simulated."""
    simulated = _list_simulated()
    return tuple(sorted(loaded(settings.area().force_slug), key=lambda code: (code in simulated, code)))


def describe_unloaded_peers() -> list[str]:
    """Which peers are left out of comparisons since nothing of them is loaded, or not every month."""
    districts, unloaded = settings.read_districts(), list_unloaded_peers()
    in_part = {districts[code].name: months for code, months in find_partly_loaded_peers().items()}
    sentences = (
        describe_left_out([districts[code].name for code in unloaded if not districts[code].valid_to]),
        describe_left_out_in_part(in_part),
        *(own_words.describe_ended_peer(each) for code in unloaded if (each := districts[code]).valid_to),
    )
    return [sentence for sentence in sentences if sentence]


@keep_while_data_stands(maxsize=2)
def describe_ended_home() -> str:
    """When home ended and what it went into, and whether later months are shown; "" where it is in force."""
    districts = settings.read_districts()
    home = districts[settings.area().home]
    if home.valid_to is None:
        return ""
    successor = districts.get(home.successor)
    months = [month for each in loaded(home.force_slug).values() for month in each.months]
    return own_words.describe_ended_home(home, successor, max(months, default=home.valid_to) > home.valid_to)


@dataclass(frozen=True)
class Loaded:
    """What is loaded of one source: the months of the area's own force, and which look incomplete."""

    months: frozenset[date]
    incomplete: frozenset[date]


@keep_while_data_stands(maxsize=8)
def loaded(force: str) -> dict[str, Loaded]:
    """The sources that cover the area, by code: those with a month of the area's own force and a row of home.

    Without a row of home every figure would be an invented zero: the sample is of another area, or the files
    were imported for one.
    """
    frame, holding, home = (
        ask("store/months"),
        holding_home(),
        settings.read_districts()[settings.area().home],
    )
    rows: dict[str, dict[date, int]] = {}
    for source, own, month, n in zip(
        frame["source"], frame["force"], frame["month"].dt.date, frame["rows_read"], strict=True
    ):
        # A simulated source has no forces: there the manifest names the source itself.
        if own in (force, source):
            rows.setdefault(source, {})[month] = int(n)
    if home.valid_to:
        rows = {source: _drop_unnamed(source, home, months) for source, months in rows.items()}
    return {
        source: Loaded(frozenset(months), frozenset(coverage.find_incomplete_months(months)))
        for source, months in rows.items()
        if source in holding
    }


def _drop_unnamed(source: str, home: District, months: dict[date, int]) -> dict[date, int]:
    """The months of a home that has ended, without those after its last day that have no row of it."""
    counted = ask("county/months", source=source, districts=(home.code,), months=tuple(months))
    named = set(counted["month"].dt.date)
    return {m: n for m, n in months.items() if home.valid_to is None or m <= home.valid_to or m in named}


@keep_while_data_stands(maxsize=2)
def holding_home() -> frozenset[str]:
    """The sources that have any row of the home district."""
    return frozenset(ask("store/holding", district=settings.area().home)["source"])


@keep_while_data_stands(maxsize=2)
def explain_missing_months() -> str:
    """Why the street files that are loaded count nowhere; "" where they do count, or there is none."""
    frame, simulated = ask("store/months"), _list_simulated()
    forces = frozenset(frame.loc[~frame["source"].isin(simulated), "force"])
    return describe_missing_months(settings.area(), forces, bool(holding_home() - simulated))


def explain_no_months() -> str:
    """Why no recorded crime of home is loaded, where none is."""
    has_sample = bool(ask("store/months")["source"].isin(_list_simulated()).any())
    return explain_missing_months() or describe_no_months(settings.area(), has_sample)


def _list_simulated() -> frozenset[str]:
    return frozenset(code for code, source in read_catalogue().sources.items() if source.simulated)


@keep_while_data_stands(maxsize=2)
def unreadable() -> Unreadable:
    """What was imported and cannot be read: it is left out as if it had not been."""
    conditions = database.examine_stores()
    extracts, sample = conditions[-1], conditions[0]
    return Unreadable(
        rows=tuple(
            (row["kind"], row["source"], row["force"], row["month"])
            for condition in conditions
            for row in condition.left_out
        ),
        listing=extracts.listing,
        sample_listing=sample.listing,
    )


def flags(source: str) -> tuple[str, ...]:
    """The flags that occur in a source."""
    return tuple(ask("store/flags", source=source)["flag"])


def wards(district: str) -> dict[str, str]:
    """Ward names by code, in the order of the names.

    Wards of one name in two districts of an area of one's own have their district behind it.
    """
    frame = ask("store/wards", district=district)
    if frame["part_code"].nunique() > 1:
        names = settings.area().names
        is_shared = frame.groupby("ward")["part_code"].transform("nunique") > 1
        of = frame["part_code"].map(lambda code: f" ({names.get(code, code)})")
        frame["ward"] = frame["ward"] + of.where(is_shared, "")
    return dict(zip(frame["ward_code"], frame["ward"], strict=True))


def own_wards(areas: tuple[str, ...]) -> pd.DataFrame:
    """area_code, entry, ward_code: the wards on file of areas of one's own, by the part that named them."""
    return ask("store/own_wards", areas=areas)


def own_unknown(areas: tuple[str, ...]) -> pd.DataFrame:
    """area_code, district_code, ward: what areas of one's own name and no table has."""
    return ask("store/own_unknown", areas=areas)


def wards_counted(source: str, district: str) -> frozenset[str]:
    """The wards for which the source has any row."""
    return frozenset(ask("store/wards_counted", source=source, district=district)["ward_code"])


@keep_while_data_stands(maxsize=4)
def district_outlines(codes: tuple[str, ...]) -> Outlines | None:
    """The outlines of districts: imported ones, else schematic ones, else None."""
    return geography.find_districts(codes, ask("store/boundaries", districts=codes), _list_own_areas(codes))


def _list_own_areas(codes: tuple[str, ...]) -> tuple[OwnArea, ...]:
    """The areas of one's own among some districts, with the wards that are on file of them."""
    districts = settings.read_districts()
    own = [districts[code] for code in codes if code in districts and districts[code].within]
    if not own:
        return ()
    rows = own_wards(tuple(each.code for each in own))
    # Parts that are whole districts stand before those that are wards.
    starts = rows["area_code"].map({each.code: len(each.parts) for each in own})
    single = rows[rows["entry"] >= starts]
    return tuple(
        OwnArea(each.code, each.parts, tuple(single.loc[single["area_code"] == each.code, "ward_code"]))
        for each in own
    )


@keep_while_data_stands(maxsize=2)
def populations() -> Populations:
    """Mid-year population of districts and wards."""
    frame = ask("store/population")
    return Populations(
        {
            (area, int(year)): int(people)
            for area, year, people in zip(frame["area_code"], frame["year"], frame["population"], strict=True)
        }
    )


def by_ward(filters: Filters, scope: Scope, district: str) -> pd.DataFrame:
    """measure, ward_code, now, before of a whole district; ward_code is "" for rows in no known ward."""
    return ask(
        "wards/by_ward",
        source=filters.source,
        district=district,
        months=scope.months,
        before=scope.before,
        excluded=filters.exclude,
    )


def points(filters: Filters, scope: Scope) -> pd.DataFrame:
    """longitude, latitude, ward_code, location, n of one measure by map point of the whole home district.

    Most first. Empty where the source has no positions.
    """
    return ask(
        "wards/points",
        source=filters.source,
        measure=filters.measure,
        months=scope.months,
        excluded=filters.exclude,
    )


@keep_while_data_stands(maxsize=4)
def ward_outlines(district: str) -> Outlines | None:
    """The ward outlines of a district: imported ones, else schematic ones, else None."""
    is_own = bool(settings.read_districts()[district].within)
    on_file = tuple(wards(district)) if is_own else ()
    return geography.find_wards(district, ask("store/boundaries", districts=(district,)), on_file)


@keep_while_data_stands(maxsize=4)
def cases(source: str, district: str) -> Cases:
    """Every incident of a district by month, ward, offence, flag and outcome, read once and kept.

    Reads the incidents: half a second for a district with 5 million rows, then nothing.
    """
    return Cases.from_frame(ask("profile/outcomes", source=source, district=district))


def trend_by_district(
    filters: Filters, districts: tuple[str, ...], home: str, period: Period
) -> pd.DataFrame:
    """district_code, month, n, n_whole of the filters' measure; home's n is narrowed to their wards."""
    return ask(
        "trends/by_district",
        source=filters.source,
        measure=filters.measure,
        districts=districts,
        home=home,
        wards=filters.wards,
        excluded=filters.exclude,
        start=period.start,
        end=period.end,
    )


def flagged_by_ward(source: str, district: str) -> pd.DataFrame:
    """measure, month, area_code, flag, n of the wards of a district over everything loaded."""
    return ask("thresholds/by_ward", source=source, district=district)


def flagged_by_district(source: str, districts: tuple[str, ...]) -> pd.DataFrame:
    """measure, month, area_code, flag, n of whole districts over everything loaded."""
    return ask("thresholds/by_district", source=source, districts=districts)


def by_offence_and_place(
    filters: Filters, scope: Scope, home: str, districts: tuple[str, ...]
) -> pd.DataFrame:
    """district_code, ward ("" outside home and in no known ward), offence, flag, n of the period."""
    return ask(
        "harm/by_offence",
        source=filters.source,
        home=home,
        districts=districts,
        months=scope.months,
        excluded=filters.exclude,
    )


def harm_weights() -> pd.DataFrame:
    """index, subgroup, median_days, mean_days of the indices of harm that were imported."""
    return ask("store/harm_weights")


def survey_figures() -> pd.DataFrame:
    """survey, area, period, question, answer, per_cent, base (missing: not said), as imported."""
    return ask("store/survey")


def by_offence(filters: Filters, scope: Scope, districts: tuple[str, ...]) -> pd.DataFrame:
    """district_code, offence, flag, now, before of whole districts in the period and its comparison."""
    return ask(
        "thresholds/by_offence",
        source=filters.source,
        districts=districts,
        months=scope.months,
        before=scope.before,
    )
