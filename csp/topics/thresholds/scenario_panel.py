"""The scenarios on the screen: to load, save, compare and delete them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from csp.core.markup import plain
from csp.core.measures import read_catalogue
from csp.shell import messages, people, screen, theme, widgets
from csp.topics.action_plan.fetch import is_away
from csp.topics.thresholds import controls, fetch, findings, scenarios, tables
from csp.topics.thresholds.rules import KeptScenario, ScenarioResult

# What became of a write is kept under this name.
_TOPIC = "scenario"


def draw_scenarios(results: Sequence[ScenarioResult], source: str, mode: theme.Mode) -> None:
    """The scenarios with what they come to; to load, keep, compare and delete them."""
    by_name = {each.scenario.name: each.scenario for each in results}
    messages.caption("A click loads a scenario. Saved ones are kept with the action plan, for everybody.")
    widgets.table(
        tables.build_scenario_table(results, controls.read_current_rule(source)),
        key="scenarios",
        mode=mode,
        on_pick=lambda name: controls.load_rule(by_name[name].rule, source),
    )
    messages.show_outcome(_TOPIC)
    # Every element of a page slows a drag down a little, so these are drawn when they are asked for.
    if not st.toggle("Save, compare or delete scenarios", key="scenarios_open", bind="query-params"):
        return
    left, right = st.columns([9, 11], gap="medium")
    with left:
        _draw_forms(by_name, source)
    with right:
        first, second = _choose_pair(results)
        names = (first.scenario.name, second.scenario.name)
        messages.paragraph(
            findings.describe_side_by_side(first.result, second.result, fetch.fetch_names(), names)
        )
    measures = {code: measure.label for code, measure in read_catalogue().measures.items()}
    table = tables.build_comparison_table(first, second, fetch.list_flag_labels(), measures)
    widgets.table(table, key="side_by_side", mode=mode)


def _draw_forms(by_name: Mapping[str, KeptScenario], source: str) -> None:
    person = None if is_away() else people.editor()
    if person is None:
        return
    with st.form("save_scenario", border=True):
        st.text_input("Save the rule above as", key="scenario_name", placeholder="A name for it")
        st.checkbox("Replace a scenario of this name", key="scenario_replace")
        st.form_submit_button("Save", on_click=_save, args=(source, person.name), icon=":material/save:")
    scenario = by_name[st.selectbox("Scenario", by_name, key="scenario")]
    first, second = st.columns(2)
    first.button(
        "Set as baseline",
        on_click=_write,
        args=(scenarios.make_baseline, scenario, person.name, f"{scenario.name} is the baseline now."),
        disabled=scenario.is_baseline,
        width="stretch",
    )
    with second.popover("Delete", disabled=not scenario.saved_by, width="stretch"):
        messages.paragraph(f"Delete “{scenario.name}” for good? It is kept for everybody.")
        st.button(
            plain(f"Delete {scenario.name}"),
            on_click=_write,
            args=(scenarios.delete, scenario, person.name, f"{scenario.name} is deleted."),
            type="primary",
        )


def _save(source: str, who: str) -> None:
    name, replacing = str(st.session_state["scenario_name"]), bool(st.session_state["scenario_replace"])

    def save() -> str:
        scenarios.save(name, controls.read_current_rule(source), who, replacing)
        return f"{name.strip()} is saved."

    messages.attempt(_TOPIC, save)


def _write(act: Callable[[KeptScenario, str], None], scenario: KeptScenario, who: str, done: str) -> None:
    """In a callback: change a scenario, and keep what became of it. done is the sentence of success."""

    def change() -> str:
        act(scenario, who)
        return done

    messages.attempt(_TOPIC, change)


def _choose_pair(results: Sequence[ScenarioResult]) -> tuple[ScenarioResult, ScenarioResult]:
    """The two scenarios that are compared: the baseline with the last of the list, unless chosen."""
    by_name = {each.scenario.name: each for each in results}
    names, places = list(by_name), st.columns(2)
    for key in ("compare", "beside"):
        screen.drop_stale_choice(key, by_name)
    at = next(i for i, each in enumerate(results) if each.scenario.is_baseline)
    other = len(names) - 1 if at < len(names) - 1 else 0
    first = places[0].selectbox("Compare", names, index=at, key="compare", bind="query-params")
    second = places[1].selectbox("With", names, index=other, key="beside", bind="query-params")
    return by_name[first], by_name[second]
