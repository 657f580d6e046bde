"""The controls of the what-if rule, and the rule that they are set to.

The controls are bound to the address under the keys of csp.topics.thresholds.rules.encoding, which
says how a rule is written there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from csp.core.markup import plain
from csp.core.measures import read_catalogue
from csp.shell import screen
from csp.topics.thresholds import fetch, scenarios
from csp.topics.thresholds.charts import RANGES
from csp.topics.thresholds.judging import fit_rule
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
# The fragments that show what a rule comes to.
RESULTS = ("finding", "results")
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
    """The rule as last set on the thresholds page in this session; the baseline where none was."""
    rule: Rule = st.session_state.get(_IN_FORCE) or find_baseline(scenarios.list_scenarios()).rule
    return fit_rule(rule, source)


def set_current_rule(rule: Rule) -> None:
    """In a callback: the rule that the thresholds page opens with."""
    st.session_state[_IN_FORCE] = rule


def read_controls(source: str) -> Rule:
    """The rule the controls are set to. Kept for the other pages, which have no controls of it."""
    rule = from_controls(st.session_state, BALANCED.rule, fetch.fetch_labels(source))
    st.session_state[_IN_FORCE] = rule
    return rule


def draw_controls(source: str) -> None:
    """Draw the controls. A drag reruns the fragments that RESULTS names, and not the controls."""
    if _IN_FORCE in st.session_state and "over" not in st.session_state:
        # Back from another page: Streamlit has dropped the values of controls that were not drawn there.
        load_rule(st.session_state[_IN_FORCE], source)
    # Wide enough on 1440 px that no segment is cut off.
    first = st.columns([20, 30, 25, 17], vertical_alignment="bottom")
    second = st.columns([23, 11, 20, 17, 19], vertical_alignment="center")
    _draw_what_is_watched(source, first)
    with first[3].popover("What counts", width="stretch"):
        _draw_what_counts(source)
    _draw_limits(second)


def pick_flags(place: Any, heading: str, source: str, *, key: str, on_change: Callable[[], None]) -> None:
    """Draw the flags of a source that may be left out, any number of them; nothing where there are none."""
    flags = list(fetch.fetch_excludable_flags(source))
    screen.drop_stale_choice(key, flags)
    if flags:
        place.pills(
            plain(heading),
            flags,
            selection_mode="multi",
            key=key,
            bind="query-params",
            on_change=on_change,
            format_func=plain,
        )


def read_flags(key: str, source: str) -> tuple[str, ...]:
    """Codes of the flags that pick_flags() has picked."""
    flags = fetch.fetch_excludable_flags(source)
    return tuple(flags[picked] for picked in st.session_state.get(key, ()))


def _rerun_results() -> None:
    st.rerun(RESULTS)


# How every control of the rule is tied to the address and to what it changes.
_TIED: dict[str, Any] = {"bind": "query-params", "on_change": _rerun_results}


def _draw_what_is_watched(source: str, places: Any) -> None:
    """What is watched, over what, against what."""
    watches = list(WATCH) if fetch.has_wards(source) else [label(WATCH, "types")]
    screen.drop_stale_choice("watch", watches)
    screen.follow_renamed("versus", RENAMED)
    places[0].segmented_control(
        "Crime types in", watches, default=watches[0], key="watch", required=True, format_func=plain, **_TIED
    )
    places[1].segmented_control(
        "Over", list(OVER), default="12 months", key="over", required=True, format_func=plain, **_TIED
    )
    places[2].selectbox("Against", list(VERSUS), key="versus", **_TIED)


def _draw_what_counts(source: str) -> None:
    """The crime types watched and the flags left out."""
    labels = [m.label for m in read_catalogue().offered(source)]
    screen.follow_renamed("watched", read_catalogue().renamed, several=True)
    screen.drop_stale_choice("watched", labels)
    every = "Every type that is no total of others"
    st.multiselect("Crime types", labels, key="watched", placeholder=every, **_TIED)
    pick_flags(st, "Leave out", source, key="leave_out", on_change=_rerun_results)


def _draw_limits(places: Any) -> None:
    """Where the limit is: its height, unit and direction, the least count, and whether chance is enough."""
    with places[1].popover("Advanced", width="stretch"):
        unit = _draw_unit()
    highest, step = RANGES[unit]
    number_format = "%g%%" if unit == "%" else "%g standard deviations"
    default, key = DEFAULT_LIMITS[unit], LIMIT_KEYS[unit]
    places[0].slider("Limit", 0.0, highest, default, step, key=key, format=number_format, **_TIED)
    places[2].segmented_control(
        "Direction",
        list(DIRECTION),
        default="Up",
        key="direction",
        required=True,
        format_func=plain,
        **_TIED,
    )
    places[3].slider(
        "Ignore counts under", 0, HIGHEST_LEAST_COUNT, BALANCED.rule.least, 5, key="least", **_TIED
    )
    places[4].toggle("Only clear changes", value=True, key="beyond_chance", **_TIED)


def _draw_unit() -> str:
    """What the limit is counted in. Another unit brings another slider: it reruns the page."""
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
