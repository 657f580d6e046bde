"""Harm of crime types and places under the filters, by the weights that a control chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from csp.comparison import published
from csp.core.filters import Filters
from csp.core.harm import (
    Harm,
    HarmChoice,
    HarmWeights,
    Index,
    build_weights,
    read_indices,
    read_mix,
    weigh_measure,
)
from csp.core.markup import plain
from csp.core.measures import Measure, read_catalogue
from csp.core.scope import Scope
from csp.data import queries
from csp.data.caching import keep_while_data_stands
from csp.shell import screen

KEY = "harm"
"""The name of the control, in the address too."""
_CHOICES = {
    "median days": HarmChoice(),
    "average days": HarmChoice(statistic="mean"),
    "median days, police-found left out": HarmChoice(found=False),
    "average days, police-found left out": HarmChoice(statistic="mean", found=False),
}
HELP = (
    "Days of prison by the weights of the index. A few grave offences make the average of a type far "
    "higher than its median. Drugs and weapons come to light by police activity and can be left out."
)


@keep_while_data_stands(maxsize=4)
def fetch_indices() -> dict[str, Index]:
    """Every index of harm by its code: the one that ships, and those that were imported."""
    frame = queries.harm_weights()
    return read_indices(dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False))


def draw_choice(source: str) -> HarmWeights:
    """The control for the weights, and the weights that it is set to."""
    offered = _list_choices(fetch_indices())
    screen.drop_stale_choice(KEY, offered)
    name = st.selectbox(
        "Weights of harm",
        list(offered),
        key=KEY,
        bind="query-params",
        width=420,
        help=plain(HELP),
        label_visibility="collapsed",
    )
    return fetch_weights(source, offered[name])


def read_choice(source: str) -> HarmWeights:
    """The weights in force where the control is not drawn: as the address or this session has them."""
    offered = _list_choices(fetch_indices())
    name = st.session_state.get(KEY) or st.query_params.get(KEY, "")
    return fetch_weights(source, offered.get(name, HarmChoice()))


def _list_choices(indices: Mapping[str, Index]) -> dict[str, HarmChoice]:
    """The choices by name: "Harm: median days" for the first index, "Harm, css: median days" for another."""
    first, *others = indices.values()
    called = {first.code: "Harm", **{index.code: f"Harm, {index.name}" for index in others}}
    return {
        f"{start}: {name}": replace(choice, index=code)
        for code, start in called.items()
        for name, choice in _CHOICES.items()
    }


def fetch_weights(source: str, choice: HarmChoice) -> HarmWeights:
    """The weights of a choice in the words of a source."""
    return build_weights(fetch_indices(), read_mix(), read_catalogue().sources[source].vocabulary, choice)


Tallies = Mapping[str, Mapping[tuple[str, str | None], int]]


@keep_while_data_stands(maxsize=16)
def _fetch_tallies(filters: Filters, scope: Scope, peers: tuple[str, ...]) -> tuple[Tallies, Tallies]:
    """Counts by offence and flag: of every district, and of every ward of home ("" for no known ward)."""
    area = queries.area()
    frame = queries.by_offence_and_place(filters, scope, area.home, peers)
    districts: dict[str, dict[tuple[str, str | None], int]] = {code: {} for code in peers}
    wards: dict[str, dict[tuple[str, str | None], int]] = {}
    for district, ward, offence, flag, n in frame.itertuples(index=False, name=None):
        key = (offence, flag if isinstance(flag, str) else None)
        districts[district][key] = districts[district].get(key, 0) + int(n)
        if district == area.home:
            wards.setdefault(ward, {})[key] = int(n)
    return districts, wards


def _fetch(filters: Filters, scope: Scope, peers: tuple[str, ...] = ()) -> tuple[Tallies, Tallies]:
    """The tallies of home and its peers; peers: in place of those of the settings."""
    # Without them the answer is the same, and kept, for every crime type and ward.
    peers = peers or queries.area(filters.source).peers
    return _fetch_tallies(replace(filters, measure="", wards=()), scope, peers)


def fetch_measures(
    filters: Filters, scope: Scope, measures: Sequence[Measure], weights: HarmWeights
) -> dict[str, Harm]:
    """The harm of crime types in the place of the filters, by code."""
    districts, wards = _fetch(filters, scope)
    tally: dict[tuple[str, str | None], int] = {}
    places = [wards.get(code, {}) for code in filters.wards] or [districts[queries.area().home]]
    for place in places:
        for key, n in place.items():
            tally[key] = tally.get(key, 0) + n
    harms = {measure.code: _weigh(tally, measure, filters.source, weights) for measure in measures}
    if not published.is_adjusted(filters):
        return harms
    shown = _fetch_shown(filters, scope)
    return {
        code: replace(each, count=sum(shown.get((ward, code), 0) for ward in filters.wards))
        for code, each in harms.items()
    }


def fetch_districts(
    filters: Filters, scope: Scope, measure: Measure, weights: HarmWeights, peers: tuple[str, ...]
) -> dict[str, Harm]:
    """The harm of a crime type in every one of the districts that are compared, by code."""
    districts, _ = _fetch(filters, scope, peers)
    return {code: _weigh(tally, measure, filters.source, weights) for code, tally in districts.items()}


def fetch_wards(filters: Filters, scope: Scope, measure: Measure, weights: HarmWeights) -> dict[str, Harm]:
    """The harm of a crime type in every ward of home that has a name, by code."""
    _, wards = _fetch(filters, scope)
    names = queries.wards(queries.area().home)
    harms = {code: _weigh(wards.get(code, {}), measure, filters.source, weights) for code in names}
    if not queries.area().is_public:
        return harms
    shown = _fetch_shown(filters, scope)
    return {ward: replace(each, count=shown.get((ward, measure.code), 0)) for ward, each in harms.items()}


def _fetch_shown(filters: Filters, scope: Scope) -> Mapping[tuple[str, str], int]:
    """The counts of public mode by ward and crime type, as every page shows them.

    Each is adjusted by itself, so it is not the sum of its offences, which the days are of.
    """
    return _count_shown(replace(filters, measure="", wards=()), scope)


@keep_while_data_stands(maxsize=16)
def _count_shown(filters: Filters, scope: Scope) -> Mapping[tuple[str, str], int]:
    frame = queries.by_ward(filters, scope, queries.area().home)
    return {
        (ward, measure): int(n)
        for ward, measure, n in zip(frame["ward_code"], frame["measure"], frame["now"], strict=True)
    }


def _weigh(
    tally: Mapping[tuple[str, str | None], int], measure: Measure, source: str, weights: HarmWeights
) -> Harm:
    vocabulary = read_catalogue().sources[source].vocabulary
    return weigh_measure(tally, measure, vocabulary, weights)
