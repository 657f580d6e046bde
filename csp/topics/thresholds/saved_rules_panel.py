"""The saved rules on the screen: to see, save, compare and delete them, and to set everyone's baseline.

What is written acts on the rule in view: the saved rule that the controls are set to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from csp.core.markup import plain
from csp.core.measures import read_catalogue
from csp.shell import messages, people, screen, theme, widgets
from csp.topics.action_plan.fetch import is_away
from csp.topics.thresholds import controls, fetch, findings, scenarios, tables
from csp.topics.thresholds.judging import fit_rule
from csp.topics.thresholds.rules import KeptScenario, Rule, ScenarioResult

# What became of a write is kept under this name.
_TOPIC = "saved_rule"
# The name of the saved rule seen last: two may say the same.
_SEEN = "saved_rule_seen"


def draw_saved_rules(results: Sequence[ScenarioResult], rule: Rule, source: str, mode: theme.Mode) -> None:
    """The saved rules with what they come to. rule: the one in view."""
    by_name = {each.scenario.name: each.scenario for each in results}

    def see(name: str) -> None:
        st.session_state[_SEEN] = name
        controls.load_rule(by_name[name].rule, source)

    messages.caption("A click shows a saved rule. They are kept with the action plan, for everybody.")
    widgets.table(tables.build_scenario_table(results, rule), key="scenarios", mode=mode, on_pick=see)
    messages.show_outcome(_TOPIC)
    in_view = _find_in_view(list(by_name.values()), rule, source)
    with st.container(width=240):
        address = controls.write_address(rule, source)
        widgets.copy_link(address, key="copy_rule", label="Copy link to this rule")
    person = None if is_away() else people.editor()
    if person is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            _draw_writing(in_view, source, person.name)
    # Every element of a page slows a click down a little, so these are drawn when they are asked for.
    if st.toggle("Compare two saved rules", key="scenarios_open", bind="query-params"):
        _draw_comparison(results, mode)


def _find_in_view(saved: Sequence[KeptScenario], rule: Rule, source: str) -> KeptScenario | None:
    """The saved rule that is the one in view; None where the rule in view is not saved."""
    same = [each for each in saved if fit_rule(each.rule, source) == rule]
    seen = st.session_state.get(_SEEN)
    return next((each for each in same if each.name == seen), same[0] if same else None)


def _draw_writing(in_view: KeptScenario | None, source: str, who: str) -> None:
    with st.popover("Save the rule in view", icon=":material/save:"), st.form("save_scenario", border=False):
        st.text_input("Save it as", key="scenario_name", placeholder="A name for it")
        st.checkbox("Replace a saved rule of this name", key="scenario_replace")
        st.form_submit_button("Save", on_click=_save, args=(source, who), icon=":material/save:")
    if in_view is None:
        messages.caption("Once it is saved, it can become everyone's baseline.")
        return
    if in_view.is_baseline:
        messages.caption(f"“{in_view.name}” is everyone's baseline.")
    else:
        _draw_question(
            "Make this everyone's baseline",
            f"Make “{in_view.name}” the baseline for everybody? Warnings are then compared with its own.",
            f"Yes, make {in_view.name} the baseline",
            (scenarios.make_baseline, in_view, who, f"{in_view.name} is everyone's baseline now."),
        )
    if in_view.saved_by:
        _draw_question(
            "Delete this rule",
            f"Delete “{in_view.name}” for good? It is kept for everybody.",
            f"Delete {in_view.name}",
            (scenarios.delete, in_view, who, f"{in_view.name} is deleted."),
        )


Write = tuple[Callable[[KeptScenario, str], None], KeptScenario, str, str]


def _draw_question(label: str, question: str, answer: str, write: Write) -> None:
    """A button that asks first: it opens a question, whose own button writes."""
    with st.popover(plain(label)):
        messages.paragraph(question)
        st.button(plain(answer), on_click=_write, args=write, type="primary")


def _save(source: str, who: str) -> None:
    name, replacing = str(st.session_state["scenario_name"]), bool(st.session_state["scenario_replace"])

    def save() -> str:
        scenarios.save(name, controls.read_current_rule(source), who, replacing)
        st.session_state[_SEEN] = name.strip()
        return f"{name.strip()} is saved."

    messages.attempt(_TOPIC, save)


def _write(act: Callable[[KeptScenario, str], None], scenario: KeptScenario, who: str, done: str) -> None:
    """In a callback: change a saved rule, and keep what became of it. done is the sentence of success."""

    def change() -> str:
        act(scenario, who)
        return done

    messages.attempt(_TOPIC, change)


def _draw_comparison(results: Sequence[ScenarioResult], mode: theme.Mode) -> None:
    first, second = _choose_pair(results)
    names = (first.scenario.name, second.scenario.name)
    messages.paragraph(
        findings.describe_side_by_side(first.result, second.result, fetch.fetch_names(), names)
    )
    measures = {code: measure.label for code, measure in read_catalogue().measures.items()}
    table = tables.build_comparison_table(first, second, fetch.list_flag_labels(), measures)
    widgets.table(table, key="side_by_side", mode=mode)


def _choose_pair(results: Sequence[ScenarioResult]) -> tuple[ScenarioResult, ScenarioResult]:
    """The two saved rules that are compared: the baseline with the last of its kind, unless chosen."""
    by_name = {each.scenario.name: each for each in results}
    names, places = list(by_name), st.columns(2)
    for key in ("compare", "beside"):
        screen.drop_stale_choice(key, by_name)
    at = next(i for i, each in enumerate(results) if each.scenario.is_baseline)
    on_roads = results[at].scenario.rule.on_roads
    alike = [i for i, each in enumerate(results) if each.scenario.rule.on_roads == on_roads and i != at]
    # A rule about roads and one about crime have no warning in common.
    other = alike[-1] if alike else (len(names) - 1 if at < len(names) - 1 else 0)
    first = places[0].selectbox("Compare", names, index=at, key="compare", bind="query-params")
    second = places[1].selectbox("With", names, index=other, key="beside", bind="query-params")
    return by_name[first], by_name[second]
