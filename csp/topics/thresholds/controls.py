"""The controls of the what-if rule, which read as one sentence, and the rule that they are set to.

The controls are bound to the address under the keys of csp.topics.thresholds.rules.encoding, which
says how a rule is written there. The label of each stands before it and is its word in the sentence.

The limit is set by an element of our own, which knows the number of warnings at every stop and so
shows it while it is dragged: a slider of Streamlit 1.67 sends nothing before it is let go. That element
is not bound to the address, so Streamlit's slider stands behind it, where nobody sees it, and holds its
value.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from csp.core import settings
from csp.core.markup import plain
from csp.core.measures import read_catalogue
from csp.shell import messages, screen, theme, widgets
from csp.topics.thresholds import fetch, findings, judging, scenarios
from csp.topics.thresholds.charts import RANGES, list_limits
from csp.topics.thresholds.judging import Curve, fit_rule
from csp.topics.thresholds.rules import BALANCED, Rule, find_baseline
from csp.topics.thresholds.rules.encoding import (
    DEFAULT_LIMITS,
    DIRECTION,
    LIMIT_KEYS,
    OVER,
    RENAMED,
    UNIT,
    VERSUS,
    WATCH,
    from_controls,
    label,
    to_controls,
    to_query,
    write_value,
)

HIGHEST_LEAST_COUNT = 200
_IN_FORCE = "rule_in_force"


def load_rule(rule: Rule, source: str) -> None:
    """In a callback, or before the controls are drawn: set them to a rule."""
    st.session_state.update(to_controls(_within_controls(rule, source), fetch.fetch_labels(source)))


def write_address(rule: Rule, source: str) -> dict[str, list[str]]:
    """The whole rule as query parameters, defaults too, and which filters count here."""
    query = to_query(_within_controls(rule, source), fetch.fetch_labels(source))
    filters = {key: write_value(st.session_state[key]) for key in ("source", "to") if key in st.session_state}
    return {**query, **filters}


def _within_controls(rule: Rule, source: str) -> Rule:
    """A rule cut down to what the controls can be set to."""
    fitted, highest = fit_rule(rule, source), RANGES[rule.unit][0]
    limit = float(min(rule.limit, highest))
    return replace(fitted, limit=limit, least=min(rule.least, HIGHEST_LEAST_COUNT))


def read_current_rule(source: str) -> Rule:
    """The rule as last set on the page What if in this session; the baseline where none was."""
    rule: Rule = st.session_state.get(_IN_FORCE) or find_baseline(scenarios.list_scenarios()).rule
    return fit_rule(rule, source)


def set_current_rule(rule: Rule) -> None:
    """In a callback: the rule that the page What if opens with."""
    st.session_state[_IN_FORCE] = rule


def _read_controls(source: str) -> Rule:
    """The rule the controls are set to. Kept for the other pages, which have no controls of it."""
    rule = fit_rule(from_controls(st.session_state, BALANCED.rule, fetch.fetch_labels(source)), source)
    st.session_state[_IN_FORCE] = rule
    return rule


def draw_sentence(source: str, month: date, mode: theme.Mode) -> tuple[Rule, Curve]:
    """Draw the controls; gives the rule that they are set to and its curve for a month."""
    if _IN_FORCE in st.session_state and "over" not in st.session_state:
        # Back from another page: Streamlit has dropped the values of controls that were not drawn there.
        load_rule(st.session_state[_IN_FORCE], source)
    with st.container(key="sentence", horizontal=True, vertical_alignment="center", gap="small"):
        _draw_what_is_watched(source)
        # What the limit's stops come to is known when all the others have been read.
        limit_slot = st.container(width=widgets.LIVE_SLIDER_WIDTH)
        _draw_what_counts()
        with st.expander("Advanced", key="advanced"):
            unit = _draw_advanced(source, on_roads=WATCH[st.session_state["watch"]] == "roads")
    with st.container(key="unseen_limit"):
        _hold_limit(unit)
    rule = _read_controls(source)
    curve = judging.compute_curve(source, rule, month, list_limits(rule))
    stops = findings.list_stops(curve.limits, curve.counts, curve.flats, rule.unit)
    with limit_slot:
        widgets.live_slider(
            ("by", "Limit"),
            stops,
            rule.limit,
            key="limit_slider",
            mode=mode,
            on_release=partial(_set_limit, LIMIT_KEYS[rule.unit]),
        )
    return rule, curve


def _set_limit(key: str, value: float) -> None:
    st.session_state[key] = value


def pick_flags(place: Any, heading: str, source: str, *, key: str) -> None:
    """Draw the flags of a source that may be left out, any number of them; nothing where there are none."""
    flags = list(fetch.fetch_excludable_flags(source))
    screen.drop_stale_choice(key, flags)
    if flags:
        place.pills(
            plain(heading), flags, selection_mode="multi", key=key, bind="query-params", format_func=plain
        )


def read_flags(key: str, source: str) -> tuple[str, ...]:
    """Codes of the flags that pick_flags() has picked."""
    flags = fetch.fetch_excludable_flags(source)
    return tuple(flags[picked] for picked in st.session_state.get(key, ()))


def _draw_what_is_watched(source: str) -> None:
    """ "Warn me when crime in a ward over 12 months is up" """
    offered = {"types": True, "ward_types": fetch.has_wards(source), "roads": fetch.has_roads(source)}
    watches = [text for text, watch in WATCH.items() if offered[watch]]
    screen.follow_renamed("watch", RENAMED)
    screen.drop_stale_choice("watch", watches)
    _select("Warn me when", watches, "watch", 310)
    _select("over", list(OVER), "over", 175, at=list(OVER.values()).index(BALANCED.rule.months))
    screen.follow_renamed("direction", RENAMED)
    _select("is", list(DIRECTION), "direction", 155)


def _draw_what_counts() -> None:
    """ "on last year, ignoring counts under 20", and whether only clear changes count."""
    screen.follow_renamed("versus", RENAMED)
    _select("on", list(VERSUS), "versus", 320)
    st.number_input(
        "ignoring counts under",
        0,
        HIGHEST_LEAST_COUNT,
        BALANCED.rule.least,
        5,
        key="least",
        bind="query-params",
        width=310,
    )
    st.toggle("Only clear changes", value=True, key="beyond_chance", bind="query-params", width="content")


def _select(words: str, options: list[str], key: str, width: int, at: int = 0) -> None:
    st.selectbox(plain(words), options, index=at, key=key, bind="query-params", width=width)


def _draw_advanced(source: str, on_roads: bool) -> str:
    """The crime types watched, the flags left out, and what the limit is counted in, which it gives."""
    labels = [m.label for m in read_catalogue().offered(source)]
    screen.follow_renamed("watched", read_catalogue().renamed, several=True)
    screen.drop_stale_choice("watched", labels)
    every = "Every type that is no total of others"
    if on_roads:
        messages.caption(findings.explain_roads(settings.area().is_public))
    else:
        st.multiselect("Crime types", labels, key="watched", placeholder=every, bind="query-params")
        pick_flags(st, "Leave out", source, key="leave_out")
    screen.follow_renamed("unit", RENAMED)
    unit = st.segmented_control(
        "Limit in",
        list(UNIT),
        default=label(UNIT, "%"),
        key="unit",
        bind="query-params",
        required=True,
        format_func=plain,
        help="Per cent of what it is held against, or standard deviations.",
    )
    return UNIT[unit]


def _hold_limit(unit: str) -> None:
    """The limit of a unit, bound to the address. Each unit has a control of its own."""
    highest, step = RANGES[unit]
    st.slider("Limit", 0.0, highest, DEFAULT_LIMITS[unit], step, key=LIMIT_KEYS[unit], bind="query-params")
