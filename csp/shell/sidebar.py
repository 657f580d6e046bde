"""The filters in the sidebar, bound to the URL. Their labels are a public contract: links hold them.

Read from top to bottom like a sentence: what, where, when, against what.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from csp.core import settings, wording
from csp.core.errors import UserError
from csp.core.filters import (
    MAX_MONTHS,
    Filters,
    Period,
    find_default_comparison,
    find_default_period,
    list_comparisons,
)
from csp.core.markup import plain
from csp.core.measures import Measure, Source, read_catalogue
from csp.core.settings import Area
from csp.data import queries
from csp.shell import messages, screen, widgets

_KEYS = ("type", "ward", "to", "months", "against", "source", "whole_months")
_WITHOUT = "without_"
_DEFAULTS = "sidebar_defaults"


def choose(**values: Any) -> None:
    """Set filters from a click, in a callback, before they are drawn: choose(type="Shoplifting")."""
    st.session_state.update(values)


def draw(area: Area) -> Filters:
    """Draw every shared filter and return their values. Called once per run, by the frame."""
    catalogue = read_catalogue()
    with st.sidebar:
        messages.subheader(area.partnership)
        # The source decides what the others offer, and stands below them.
        top = st.container()
        source = _draw_source(area)
        with top:
            measure = _draw_measure(catalogue.offered(source.code))
            wards = _draw_wards(source, area)
            period, comparison = _draw_period(source, area)
            exclude = _draw_flags(source)
            whole = _draw_whole_months(source)
        filters = Filters(source.code, measure.code, wards, period, comparison, exclude, whole)
        _draw_buttons()
    return filters


def _draw_source(area: Area) -> Source:
    loaded = queries.loaded(area.force_slug)
    usable = [source for source in read_catalogue().sources.values() if source.code in loaded]
    if not usable:
        raise UserError(
            f"No months of {area.force} are loaded. Run python -m csp sample for the sample, "
            "or import street files with python -m csp import police."
        )
    usable.sort(key=lambda s: s.simulated)
    by_label = {s.label: s for s in usable}
    screen.drop_stale_choice("source", by_label)
    _remember("source", next(iter(by_label)))
    label = st.selectbox("Source", by_label, key="source", bind="query-params")
    return by_label[label]


def _draw_measure(offered: Sequence[Measure]) -> Measure:
    by_label = {measure.label: measure for measure in offered}
    _remember("type", next(iter(by_label)))
    screen.follow_renamed("type", read_catalogue().renamed)
    label = st.session_state.get("type")
    if screen.drop_stale_choice("type", by_label):
        messages.caption(f"“{label}” is not in this source.")
    return by_label[st.selectbox("Crime type", by_label, key="type", bind="query-params")]


def _draw_wards(source: Source, area: Area) -> tuple[str, ...]:
    counted = queries.wards_counted(source.code, area.home)
    codes = {name: code for code, name in queries.wards(area.home).items() if code in counted}
    if not codes:
        messages.caption(f"This source has no wards for {area.home_name}.")
        st.session_state.pop("ward", None)
        return ()
    screen.drop_stale_choice("ward", codes)
    _remember("ward", [])
    names = st.multiselect(
        "Wards", codes, key="ward", bind="query-params", placeholder=f"All of {area.home_name}"
    )
    return tuple(codes[name] for name in names)


def _draw_period(source: Source, area: Area) -> tuple[Period, Period]:
    months = queries.loaded(area.force_slug)[source.code].months
    first = find_default_period(months, area.year_start)
    ends = {wording.month(month): month for month in sorted(months, reverse=True)}
    lengths = {wording.plural(n, "month"): n for n in range(1, MAX_MONTHS + 1)}
    _remember("to", wording.month(first.end))
    _remember("months", wording.plural(first.months, "month"))
    _remember("against", find_default_comparison(first, months))
    screen.drop_stale_choice("to", ends)
    screen.drop_stale_choice("months", lengths)
    end = st.selectbox(
        "Period ending", ends, index=list(ends.values()).index(first.end), key="to", bind="query-params"
    )
    length = st.selectbox("Length", lengths, index=first.months - 1, key="months", bind="query-params")
    period = Period.ending(ends[end], lengths[length])
    offered = list_comparisons(period, months)
    screen.drop_stale_choice("against", offered)
    default = list(offered).index(find_default_comparison(period, months))
    against = st.selectbox("Compare with", offered, index=default, key="against", bind="query-params")
    return period, offered[against]


def _draw_flags(source: Source) -> tuple[str, ...]:
    """A switch for each flag of the source that may be left out."""
    catalogue = read_catalogue()
    flags = [catalogue.flags[code] for code in queries.flags(source.code) if code in catalogue.flags]
    for flag in flags:
        _remember(f"{_WITHOUT}{flag.code}", False)
    return tuple(
        flag.code
        for flag in flags
        if flag.excludable
        and st.toggle(
            plain(f"Leave out {flag.label}"),
            key=f"{_WITHOUT}{flag.code}",
            bind="query-params",
            help=plain(flag.definition),
        )
    )


def _draw_whole_months(source: Source) -> bool:
    flagged = queries.loaded(settings.area().force_slug)[source.code].incomplete
    if not flagged:
        return False
    _remember("whole_months", False)
    names = wording.list_words([wording.month(month) for month in sorted(flagged)])
    return st.toggle(
        "Leave out incomplete months",
        key="whole_months",
        bind="query-params",
        help=plain(f"Far fewer rows than the months around them: {names}."),
    )


def _draw_buttons() -> None:
    with st.container(horizontal=True):
        st.button("Reset", icon=":material/restart_alt:", on_click=_reset, width="stretch")
        widgets.copy_link(_address(), key="copy_link")


def _address() -> dict[str, list[str]]:
    """Every filter by name, defaults too: a link must show the same view after the defaults have moved on."""
    address: dict[str, list[str]] = {}
    for key, value in st.session_state.items():
        if key in _KEYS or str(key).startswith(_WITHOUT):
            values = value if isinstance(value, list) else [value]
            address[str(key)] = [str(v).lower() if isinstance(v, bool) else str(v) for v in values]
    return address


def _remember(key: str, default: Any) -> None:
    """Note the value that a reset gives a filter."""
    st.session_state.setdefault(_DEFAULTS, {})[key] = default


def _reset() -> None:
    """Every filter as it opens. Set, not deleted: a deleted one would be read from the address again."""
    st.session_state.update(st.session_state.get(_DEFAULTS, {}))
