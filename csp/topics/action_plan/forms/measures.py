"""The measures of an action: how each stands, its picture by quarter, and the form to add or change one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from csp.core.markup import plain
from csp.shell import messages, screen, theme, widgets
from csp.shell.chart import Words
from csp.shell.typed import Form
from csp.topics.action_plan import charts
from csp.topics.action_plan.findings import measures as words
from csp.topics.action_plan.findings.held import write_stored
from csp.topics.action_plan.forms import held
from csp.topics.action_plan.forms.held import Holder, Write
from csp.topics.action_plan.rules.measures import MeasureStanding, list_standings
from csp.topics.action_plan.store import check
from csp.topics.action_plan.store.entry_records import Measure, Sense
from csp.topics.action_plan.store.records import ActionView
from csp.topics.action_plan.tables.measures import build_standing_table, build_value_table

SENSES: dict[str, Sense] = {"at least": "at least", "at most": "at most"}


def draw_measures(view: ActionView, holder: Holder | None, mode: theme.Mode) -> None:
    """Every measure with its latest number and its picture. holder: of who may change them, if anybody."""
    standings = list_standings(view)
    if holder is not None and not held.draw_outcome(holder, Measure):
        _draw_form(view, holder)
    if not standings:
        messages.note(words.NO_MEASURE)
        return
    widgets.table(
        build_standing_table(standings, view.action.ref, "Click to change this measure" if holder else ""),
        key="measures",
        mode=mode,
        on_pick=_open(holder) if holder else None,
    )
    _draw_pictures(view, standings, mode)


def offer_first(view: ActionView, holder: Holder, address: Mapping[str, str]) -> None:
    """Under the form of an update: a way to a first measure, without which no number can be given.

    address: the tab of the measures, by the key of the tabs.
    """

    def lead() -> None:
        st.session_state.update(address)
        held.open_for(holder, Measure)

    if not view.measures:
        st.button("Add a measure, to give a number", icon=":material/add:", on_click=lead)


def _open(holder: Holder) -> Callable[[str], None]:
    return lambda key: held.open_for(holder, Measure, key)


def _draw_pictures(view: ActionView, standings: list[MeasureStanding], mode: theme.Mode) -> None:
    """A picture of every measure that has numbers, two beside each other."""
    reported = [standing for standing in standings if standing.points]
    if not reported:
        messages.caption(words.NO_NUMBER)
    # On the screen of a meeting words are larger: each picture has the whole width.
    columns = st.columns(1 if mode.endswith("meeting") else 2, gap="large")
    for at, standing in enumerate(reported):
        with columns[at % len(columns)]:
            text = Words(
                words.write_measure_title(standing),
                words.describe_picture(standing),
                words.describe_source(standing, view.plan.label),
            )
            picture = charts.build_value_chart(standing.points, standing.measure, text, mode)
            screen.chart(picture, key=f"values-{at}" if at else "values")
            name = f"{view.action.ref} measure {at + 1}" if at else f"{view.action.ref} measure"
            screen.download(build_value_table(standing), name)


def _draw_form(view: ActionView, holder: Holder) -> None:
    """The open form, or the button that opens one for a new measure."""
    key = held.find_open(holder, Measure)
    if not key:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                "Add a measure",
                key="add_measure",
                icon=":material/add:",
                on_click=held.open_for,
                args=(holder, Measure),
            )
            if view.measures:
                messages.caption("A click on a measure below changes it.")
        return
    stored = held.pick(view.measures, key)
    content = stored.content if stored else Measure("", frequency=view.action.reporting or "quarterly")
    form = held.begin_form(holder, Measure, key, stored.version if stored else 0, _write_values(content))
    with st.container(border=True):
        _draw_fields(form)
        held.draw_buttons(
            holder, Measure, stored, form, lambda: _make_write(holder, key, form, is_new=stored is None)
        )


def _write_values(content: Measure) -> dict[str, str]:
    return {
        "name": content.name,
        "unit": content.unit,
        "sense": content.sense or "at least",
        "target": _editable(content.target),
        "frequency": content.frequency,
        "baseline": _editable(content.baseline),
    }


def _editable(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"


def _draw_fields(form: Form) -> None:
    name, unit, frequency = st.columns([3, 1, 1])
    _draw_line(name, form, "name", "What is counted", "Helpline calls")
    _draw_line(unit, form, "unit", "Unit", "calls")
    _draw_line(frequency, form, "frequency", "Reported", "quarterly")
    sense, target, baseline, _ = st.columns([1, 1, 1, 2])
    senses = [*SENSES]
    sense.selectbox(
        "Target is met by",
        senses,
        index=senses.index(form.read("sense")),
        format_func=lambda each: f"{each} the target",
        **form.bind("sense"),
    )
    _draw_line(target, form, "target", "Target", "A number, or none")
    _draw_line(baseline, form, "baseline", "Baseline", "A number, or none")


def _draw_line(place: DeltaGenerator, form: Form, field: str, label: str, placeholder: str) -> None:
    place.text_input(plain(label), form.read(field), placeholder=placeholder, **form.bind(field))


def _make_write(holder: Holder, key: str, form: Form, is_new: bool) -> Write:
    target = check.number(form.read("target"), "The target")
    content = Measure(
        form.read("name"),
        form.read("unit"),
        "" if target is None else SENSES[form.read("sense")],
        target,
        form.read("frequency"),
        check.number(form.read("baseline"), "The baseline"),
    )
    return Write(holder, Measure, key, content, form.version, write_stored(content, is_new), form.name)
