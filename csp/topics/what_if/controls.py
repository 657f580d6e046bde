"""The controls of the what-if on the figures, and the assumptions that they are set to."""

from __future__ import annotations

import streamlit as st

from csp.comparison import resolve
from csp.core.filters import Filters
from csp.core.measures import read_catalogue
from csp.shell import screen
from csp.topics.action_plan.fetch import fetch_listing_in_force
from csp.topics.thresholds.controls import pick_flags, read_flags
from csp.topics.what_if.rules import Adjustment

DEFAULT_FALL = 10.0
# The keys of the controls, which are their names in the address too.
KEYS = ("if_type", "fell_by", "as_before", "without")


def draw_controls(filters: Filters) -> None:
    """Draw the assumptions."""
    labels = [m.label for m in resolve.list_measures(filters)]
    renamed = read_catalogue().renamed
    screen.follow_renamed("if_type", renamed)
    screen.follow_renamed("as_before", renamed, several=True)
    for key in ("if_type", "as_before"):
        screen.drop_stale_choice(key, labels)
    first, second, third, fourth = st.columns([24, 28, 28, 20], gap="medium", vertical_alignment="center")
    first.selectbox(
        "If",
        labels,
        index=_find_opening_type(filters),
        key="if_type",
        bind="query-params",
    )
    second.slider(
        "fell by",
        -50.0,
        100.0,
        DEFAULT_FALL,
        5.0,
        key="fell_by",
        bind="query-params",
        format="%g%%",
        help="Below 0 it rises.",
    )
    third.multiselect(
        "went back to the period before",
        labels,
        key="as_before",
        bind="query-params",
        placeholder="No crime type",
    )
    pick_flags(fourth, "Without", filters.source, key="without")


def _find_opening_type(filters: Filters) -> int:
    """The position of the type that most actions of the plan in force act on; the first without any."""
    listing = fetch_listing_in_force()
    acted_on = [action.linked_measure for action in listing.actions] if listing else []
    tally = [acted_on.count(measure.code) for measure in resolve.list_measures(filters)]
    return tally.index(max(tally))


def read_assumptions(filters: Filters) -> list[Adjustment]:
    """What the controls assume, in the order in which it is applied: left out, as before, fallen."""
    codes, state = {m.label: m.code for m in resolve.list_measures(filters)}, st.session_state
    adjustments = [Adjustment("without", flag=code) for code in read_flags("without", filters.source)]
    adjustments += [Adjustment("as before", measure=codes[label]) for label in state["as_before"]]
    if state["fell_by"]:
        adjustments.append(Adjustment("fell by", measure=codes[state["if_type"]], percent=state["fell_by"]))
    return adjustments
