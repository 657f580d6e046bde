"""What is loaded of the area of the settings: sources, months, peers to compare with, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from csp.core import coverage, own_words, settings
from csp.core.areas import District
from csp.core.damage import Unreadable
from csp.core.measures import read_catalogue
from csp.core.own_months import (
    describe_left_out,
    describe_left_out_in_part,
    describe_missing_months,
    describe_no_months,
)
from csp.core.settings import Area
from csp.data import database
from csp.data.caching import keep_while_data_stands
from csp.data.own_area import find_ended, find_missing_months, find_neighbours, find_unloaded
from csp.data.queries.asking import ask


@keep_while_data_stands(maxsize=8)
def area(source: str = "") -> Area:
    """The settings as recorded crime allows: without the peers of which none is loaded, or not every month.

    Where the file names no neighbours, they are the peers that share a boundary with home by the outlines.
    source: one that partners declared has figures of some districts alone, often of home: it is compared with
    those of them that it has, since every other would count as 0.
    """
    if source:
        return _keep_peers_of(source, area())
    stated = settings.area()
    left_out = {*list_unloaded_peers(), *find_partly_loaded_peers()}
    peers = tuple(code for code in stated.peers if code not in left_out)
    neighbours = stated.neighbours
    if not stated.names_neighbours:
        neighbours = find_neighbours(ask("store/boundaries", districts=peers), stated.home, peers)
    return replace(stated, peers=peers, neighbours=neighbours)


def _keep_peers_of(source: str, stated: Area) -> Area:
    """The settings without the peers of which a declared source has no row."""
    sources = read_catalogue().sources
    if source not in sources or not sources[source].is_declared:
        return stated
    frame = ask("store/months")
    every = tuple(frame.loc[frame["source"] == source, "month"].dt.date)
    counted = set(ask("county/months", source=source, districts=stated.peers, months=every)["district_code"])
    return replace(stated, peers=tuple(code for code in stated.peers if code in {*counted, stated.home}))


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
    """The months that a source holds by the short name of the force; {} of one that is of no force.

    That is a simulated one, and one that partners declare: the manifest names the source itself there.
    """
    if source in _list_simulated():
        return {}
    frame = ask("store/months")
    own = frame[(frame["source"] == source) & (frame["force"] != source)]
    return {str(force): frozenset(each["month"].dt.date) for force, each in own.groupby("force")}


def list_sources() -> tuple[str, ...]:
    """The codes of the sources that cover the area, those first that pages begin with (Source.order)."""
    usable = loaded(settings.area().force_slug)
    sources = [source for source in read_catalogue().sources.values() if source.code in usable]
    return tuple(source.code for source in sorted(sources, key=lambda source: source.order))


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
        # A simulated source and a partner's have no forces: there the manifest names the source itself.
        if own in (force, source):
            rows.setdefault(source, {})[month] = int(n)
    if home.valid_to:
        rows = {source: _drop_unnamed(source, home, months) for source, months in rows.items()}
    return {
        source: Loaded(frozenset(months), frozenset(coverage.find_incomplete_months(months)))
        for source, months in rows.items()
        # One that is declared no more, or whose declaration cannot be read, is left out.
        if source in holding and source in read_catalogue().sources
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
    # What partners declare has no force.
    of_forces = ~frame["source"].isin(simulated) & (frame["source"] != frame["force"])
    forces = frozenset(frame.loc[of_forces, "force"])
    holds_home = bool(holding_home() & set(frame.loc[of_forces, "source"]))
    return describe_missing_months(settings.area(), forces, holds_home)


def explain_no_months() -> str:
    """Why no recorded crime of home is loaded, where none is."""
    has_sample = bool(ask("store/months")["source"].isin(_list_simulated()).any())
    return explain_missing_months() or describe_no_months(settings.area(), has_sample)


@keep_while_data_stands(maxsize=2)
def is_sample_shown() -> bool:
    """Whether all recorded crime of the area is the embedded sample: nothing published is loaded."""
    return next(iter(list_sources()), None) in _list_simulated()


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
