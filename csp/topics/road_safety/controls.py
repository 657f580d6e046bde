"""The choices of the page about roads, bound to its address: the period, the source, and what a tab shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import streamlit as st

from csp.core.markup import plain
from csp.shell import messages, screen, share
from csp.topics.road_safety import context, figures
from csp.topics.road_safety.context import RoadContext, RoadSource
from csp.topics.road_safety.findings import page as findings

PERIOD, SOURCE = "road_period", "road_source"
T = TypeVar("T")


def list_sources(with_sample: bool) -> dict[str, RoadSource]:
    """The sources with a period to show, by label, what is published first.

    with_sample: simulated collisions are offered, as they are while recorded crime is simulated too.
    """
    return {
        source.label: source
        for source in context.SOURCES
        if figures.find_loaded_years(source.code).periods and (with_sample or not source.simulated)
    }


def has_years(with_sample: bool) -> bool:
    """Whether anything of the home district is loaded, be it less than a whole year."""
    return any(
        figures.find_loaded_years(source.code).spans
        for source in context.SOURCES
        if with_sample or not source.simulated
    )


def draw_choice(with_sample: bool) -> RoadContext | None:
    """The line of controls on top of the page, and what is chosen; None where nothing is loaded."""
    sources = list_sources(with_sample)
    if not sources:
        return None
    with st.container(key="road_choice", horizontal=True, vertical_alignment="center", gap="small"):
        # In the order of the sentence: when, against what, from where.
        period_place, against = st.container(width=260), st.container(width="content")
        source = next(iter(sources.values()))
        if len(sources) > 1:
            source = _select("Source", sources, SOURCE)
        loaded = figures.find_loaded_years(source.code)
        with period_place:
            period = _select("Period", {each.label: each for each in loaded.periods}, PERIOD)
        road = context.build_context(source, loaded, period, screen.mode())
        messages.caption(findings.describe_comparison(road.before, road.comparable), place=against)
        if source.simulated:
            share.draw_sample_chip(findings.explain_sample(road.area))
    return road


def _select(label: str, options: Mapping[str, T], key: str) -> T:
    screen.drop_stale_choice(key, options)
    name: str = st.selectbox(
        plain(label), list(options), key=key, bind="query-params", label_visibility="collapsed", width=260
    )
    return options[name]


def choose(label: str, options: Mapping[str, T], key: str) -> T:
    """One of a few choices of a tab, all in sight."""
    names = list(options)
    name = screen.options(
        st.container(width="content"), label, names, key=key, default=names[0], labelled=False
    )
    return options[name]
