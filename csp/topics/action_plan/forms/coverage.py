"""The wards and crime types that an action covers: shown, leading to their pages, and changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from csp.core.filters import Filters
from csp.core.markup import bold, plain
from csp.core.measures import read_catalogue
from csp.data import queries
from csp.shell import filter_bar, messages, navigation, screen
from csp.shell.typed import SEPARATOR
from csp.topics.action_plan.findings import coverage as words
from csp.topics.action_plan.findings.held import EVERYWHERE
from csp.topics.action_plan.forms import held
from csp.topics.action_plan.forms.held import Holder, Write
from csp.topics.action_plan.rules.coverage import list_crime_types
from csp.topics.action_plan.store.entry_records import ActionDetails, Coverage
from csp.topics.action_plan.store.records import ActionRow


def fetch_names(filters: Filters | None) -> dict[str, str]:
    """The wards of home and the crime types by their codes; none where no recorded crime can be read."""
    if filters is None:
        return dict(words.OTHER_TYPES)
    types = {code: measure.label for code, measure in read_catalogue().measures.items()}
    return {**fetch_wards(), **types, **words.OTHER_TYPES}


def fetch_wards() -> Mapping[str, str]:
    """The names of the wards of home by code."""
    return queries.wards(queries.area().home)


def draw_coverage(
    action: ActionRow,
    details: ActionDetails,
    filters: Filters,
    names: Mapping[str, str],
    holder: Holder | None,
) -> None:
    """What the action acts on and where, each leading to its page. holder: of who may change it."""
    if holder is not None and held.draw_outcome(holder, Coverage):
        return
    where, on, change = st.columns([4, 4, 3], gap="large")
    with on:
        messages.paragraph(bold("On"))
        codes = list_crime_types(action, details)
        if not codes:
            messages.caption("No crime type is named.")
        with st.container(horizontal=True):
            for code in codes:
                _draw_type(code, names, filters)
    with where:
        messages.paragraph(bold("Where"))
        if not details.coverage.wards:
            messages.caption(f"In {EVERYWHERE}: no ward is named.")
        with st.container(horizontal=True):
            for code in sorted(details.coverage.wards, key=lambda code: names.get(code, code)):
                _draw_ward(code, names)
    if holder is not None:
        with change, held.draw_part("Change wards and crime types", "coverage", "edit", action.id) as part:
            if part.open:
                _draw_form(action, holder)


def _draw_type(code: str, names: Mapping[str, str], filters: Filters) -> None:
    name = names.get(code, code)
    offered = {measure.code for measure in read_catalogue().offered(filters.source)}
    if code in words.OTHER_TYPES:
        st.button(plain(name), key=f"type-{code}", on_click=navigation.go, args=("road_safety",))
    elif code in offered:
        st.button(plain(name), key=f"type-{code}", on_click=_open_type, args=(name,))
    else:
        messages.caption(f"{name}: not in the source that is loaded")


def _open_type(label: str) -> None:
    filter_bar.choose(type=label)
    navigation.go("profile")


def _draw_ward(code: str, names: Mapping[str, str]) -> None:
    if code in names:
        st.button(plain(names[code]), key=f"ward-{code}", on_click=_open_ward, args=(names[code],))
    else:
        messages.caption(f"{code}: not a ward of the outlines that are loaded")


def _open_ward(name: str) -> None:
    filter_bar.choose(ward=[name])
    navigation.go("wards")


def _draw_form(action: ActionRow, holder: Holder) -> None:
    key, version, content = held.find_single(action, Coverage)
    values = {"wards": SEPARATOR.join(content.wards), "types": SEPARATOR.join(content.crime_types)}
    form = held.begin_form(holder, Coverage, key, version, values)
    wards = fetch_wards()
    types = {code: measure.label for code, measure in read_catalogue().measures.items()} | dict(
        words.OTHER_TYPES
    )

    def draw(label: str, field: str, options: Mapping[str, str], placeholder: str) -> None:
        typed = form.read_choices(field)
        st.multiselect(
            plain(label),
            # What is named already stays on offer, though no outlines know it.
            [*options, *(code for code in typed if code not in options)],
            typed,
            format_func=lambda code: options.get(code, code),
            placeholder=plain(placeholder),
            **form.bind(field),
        )

    def make() -> Write:
        new = Coverage(tuple(form.read_choices("wards")), tuple(form.read_choices("types")))
        return Write(holder, Coverage, key, new, form.version, words.STORED, form.name)

    draw("Wards it covers", "wards", wards, f"All of {queries.area().home_name}")
    draw("Further crime types", "types", types, "None but the plan's own")
    messages.caption(words.ABOUT)
    st.button("Store", key=form.key_of("store"), type="primary", on_click=held.send, args=(Coverage, make))


def choose_type(codes: Sequence[str], names: Mapping[str, str]) -> str:
    """The code of the crime type shown, the reader's choice where there are several; "" for none."""
    if len(codes) < 2:
        return codes[0] if codes else ""
    by_name = {names.get(code, code): code for code in codes}
    screen.drop_stale_choice("acts_on", by_name)
    name = st.selectbox("Crime type shown", by_name, key="acts_on", bind="query-params", width=320)
    return by_name[name]
