"""The what-if rule on the screen: its controls, the block it is put to, and the scenarios that are kept.

The controls are bound to the address under the keys of Rule (csp.topics.thresholds.rules.rule.KEYS), with
two liberties: the address has the labels of the controls, and a limit in standard deviations
has a key of its own, limit_sd, because a slider keeps its range for life.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import streamlit as st

from csp import widgets
from csp.core import settings, wording
from csp.core.errors import UserError
from csp.core.markup import plain
from csp.core.measures import read_catalogue
from csp.data import queries
from csp.data.caching import keep_while_data_stands
from csp.shell import messages, screen, theme
from csp.topics.action_plan import board_view
from csp.topics.action_plan.store import scenarios as store
from csp.topics.thresholds import findings as words
from csp.topics.thresholds import rules as thresholds
from csp.topics.thresholds import tables
from csp.topics.thresholds.charts import RANGES
from csp.topics.thresholds.rules import (
    BALANCED,
    SCENARIOS,
    Cells,
    Replay,
    Result,
    Rule,
    build,
    default_measures,
    disclosed,
    evaluate,
)
from csp.topics.thresholds.rules.rule import Watch
from csp.topics.thresholds.tables import Kept, Tried

MOST_LEAST = 200
# The fragments that show what a rule comes to.
RESULTS = ("finding", "results")
_IN_FORCE = "rule_in_force"
_LIMITS = {"%": "limit", "sd": "limit_sd"}
_DEFAULTS = {"%": BALANCED.rule.limit, "sd": 3.0}


# ------------------------------------------------------------------ the data


@keep_while_data_stands(maxsize=8)
def cells(source: str, watch: Watch, exclude: tuple[str, ...]) -> Cells:
    """Every measure of a source in the wards, or in the borough, over everything loaded. Kept."""
    area = settings.area()
    home, loaded = area.home, queries.loaded(area.force_slug)[source]
    by_district = queries.flagged_by_district(source, area.peers)
    in_wards, populations = watch == "ward_types", queries.populations()
    return build(
        queries.flagged_by_ward(source, home) if in_wards else by_district,
        by_district,
        measures=[m.code for m in read_catalogue().offered(source)],
        areas=tuple(queries.wards(home)) if in_wards else (home,),
        home=home,
        districts=area.peers,
        loaded=loaded.months,
        incomplete=loaded.incomplete,
        population=lambda code, year: populations.of(code, year)[0],
        exclude=exclude,
    )


def block(source: str, rule: Rule) -> tuple[Cells, Rule]:
    """The cells a rule is put to, and the rule with the crime types it watches spelled out."""
    watched = tuple(rule.measures) or default_measures(read_catalogue(), source)
    return cells(source, rule.watch, rule.exclude), replace(rule, measures=watched)


def judge(source: str, rule: Rule, month: date) -> Result:
    """A rule put to a month; in public mode without the flags of cells with a small count."""
    cells, full = block(source, fitted(rule, source))
    area = settings.area()
    return _judged(cells, full, month, area.significance, area.suppress_small_counts)


# The title, the results below the controls and the scenarios each ask for the same few rules.
@lru_cache(maxsize=64)
def _judged(cells: Cells, rule: Rule, month: date, significance: float, hide: bool) -> Result:
    result = evaluate(cells, rule, cells.months.index(month), significance)
    return disclosed.without_small(result) if hide else result


def replay(source: str, rule: Rule) -> Replay:
    """A rule put to every month; in public mode as judge()."""
    cells, full = block(source, fitted(rule, source))
    result = thresholds.replay(cells, full, settings.area().significance)
    return disclosed.replay_without_small(cells, result) if settings.area().suppress_small_counts else result


def curve(source: str, rule: Rule, month: date, limits: Sequence[float]) -> list[int]:
    """How many a rule flags at each limit; in public mode as judge()."""
    cells, full = block(source, fitted(rule, source))
    of = disclosed.curve_without_small if settings.area().suppress_small_counts else thresholds.curve
    counts: list[int] = of(
        cells, full, cells.months.index(month), limits, settings.area().significance
    ).tolist()
    return counts


def names() -> dict[str, str]:
    """Labels of measures, wards and the borough by code."""
    area = settings.area()
    labels = {code: measure.label for code, measure in read_catalogue().measures.items()}
    return {**labels, **queries.wards(area.home), area.home: area.home_name}


def flag_labels() -> dict[str, str]:
    return {code: flag.label for code, flag in read_catalogue().flags.items()}


def excludable(source: str) -> dict[str, str]:
    """Codes of the flags of a source that may be left out, by label."""
    flags = (read_catalogue().flags[code] for code in queries.flags(source))
    return {flag.label: flag.code for flag in flags if flag.excludable}


def has_wards(source: str) -> bool:
    return bool(queries.wards_counted(source, settings.area().home))


# ------------------------------------------------------------------ the controls


def state_of(rule: Rule, source: str) -> dict[str, Any]:
    """What the controls hold for a rule, by key: also what an address of it holds."""
    measures, highest = read_catalogue().measures, RANGES[rule.unit][0]
    flags = {code: label for label, code in excludable(source).items()}
    offered = {m.code for m in read_catalogue().offered(source)}
    return {
        "watch": words.label(words.WATCH, rule.watch),
        "over": words.label(words.OVER, rule.months),
        "versus": words.label(words.VERSUS, rule.against),
        "unit": words.label(words.UNIT, rule.unit),
        _LIMITS[rule.unit]: float(min(rule.limit, highest)),
        "direction": words.label(words.DIRECTION, rule.direction),
        "least": min(rule.least, MOST_LEAST),
        "beyond_chance": rule.significant,
        "leave_out": [flags[code] for code in rule.exclude if code in flags],
        "watched": [measures[code].label for code in rule.measures if code in offered],
    }


def load(rule: Rule, source: str) -> None:
    """In a callback, or before the controls are drawn: set them to a rule."""
    st.session_state.update(state_of(rule, source))


def address(rule: Rule, source: str) -> dict[str, list[str]]:
    """The whole rule as query parameters, defaults too, and what of the sidebar counts here."""
    held: dict[str, Any] = state_of(rule, source)
    for key in ("source", "to"):
        if key in st.session_state:
            held[key] = st.session_state[key]
    return {
        key: [_written(each) for each in (value if isinstance(value, list) else [value])]
        for key, value in held.items()
    }


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


def current(source: str) -> Rule:
    """The rule as last set on the thresholds page in this session; the baseline where none was."""
    rule: Rule = st.session_state.get(_IN_FORCE) or baseline(kept_scenarios()).rule
    return fitted(rule, source)


def put(rule: Rule) -> None:
    """In a callback: the rule that the thresholds page opens with."""
    st.session_state[_IN_FORCE] = rule


def fitted(rule: Rule, source: str) -> Rule:
    """A rule without what the source does not have: its wards, flags and crime types."""
    offered = {m.code for m in read_catalogue().offered(source)}
    flags = set(excludable(source).values())
    return replace(
        rule,
        watch=rule.watch if has_wards(source) else "types",
        exclude=tuple(code for code in rule.exclude if code in flags),
        measures=tuple(code for code in rule.measures if code in offered),
    )


def controls(source: str) -> None:
    """Draw the controls. A drag reruns the fragments that RESULTS names, and not the controls."""
    if _IN_FORCE in st.session_state and "over" not in st.session_state:
        # Back from another page, which has dropped the controls.
        load(fitted(st.session_state[_IN_FORCE], source), source)
    # Wide enough on 1440 px that no segment is cut off.
    first = st.columns([20, 30, 25, 17], vertical_alignment="bottom")
    second = st.columns([23, 11, 20, 17, 19], vertical_alignment="center")
    _what(source, first)
    with first[3].popover("What counts", width="stretch"):
        _counted(source)
    _line(second)


def chosen(source: str) -> Rule:
    """The rule the controls are set to. Kept for the other pages, which have no controls of it."""
    state = st.session_state
    by_label = {m.label: m.code for m in read_catalogue().offered(source)}
    flags, unit = excludable(source), words.UNIT[state["unit"]]
    rule = Rule(
        watch=words.WATCH[state["watch"]],  # type: ignore[arg-type]
        months=words.OVER[state["over"]],
        against=words.VERSUS[state["versus"]],  # type: ignore[arg-type]
        limit=state[_LIMITS[unit]],
        unit=unit,  # type: ignore[arg-type]
        direction=words.DIRECTION[state["direction"]],  # type: ignore[arg-type]
        least=state["least"],
        significant=state["beyond_chance"],
        exclude=tuple(flags[label] for label in state.get("leave_out", ())),
        measures=tuple(by_label[label] for label in state["watched"]),
    )
    state[_IN_FORCE] = rule
    return rule


def _again() -> None:
    st.rerun(RESULTS)


# How every control of the rule is tied to the address and to what it changes.
_TIED: dict[str, Any] = {"bind": "query-params", "on_change": _again}


def _what(source: str, places: Any) -> None:
    """What is watched, over what, against what."""
    watches = list(words.WATCH) if has_wards(source) else [words.label(words.WATCH, "types")]
    screen.drop_stale_choice("watch", watches)
    places[0].segmented_control(
        "Crime types in", watches, default=watches[0], key="watch", required=True, format_func=plain, **_TIED
    )
    places[1].segmented_control(
        "Over", list(words.OVER), default="12 months", key="over", required=True, format_func=plain, **_TIED
    )
    places[2].selectbox("Against", list(words.VERSUS), key="versus", **_TIED)


def _counted(source: str) -> None:
    """The crime types watched and the flags left out."""
    labels, flags = [m.label for m in read_catalogue().offered(source)], list(excludable(source))
    screen.drop_stale_choice("watched", labels)
    screen.drop_stale_choice("leave_out", flags)
    every = "Every type that is no total of others"
    st.multiselect("Crime types", labels, key="watched", placeholder=every, **_TIED)
    if flags:
        st.pills("Leave out", flags, selection_mode="multi", key="leave_out", format_func=plain, **_TIED)


def _line(places: Any) -> None:
    """Where the line is: unit, limit, direction, least count, and whether chance is enough."""
    # Another unit brings another slider: it reruns the page.
    unit = words.UNIT[
        places[1].segmented_control(
            "Unit",
            list(words.UNIT),
            default="%",
            key="unit",
            bind="query-params",
            required=True,
            format_func=plain,
            help="% of what it is held against, or standard deviations (SD).",
        )
    ]
    highest, step = RANGES[unit]
    said = "%g %%" if unit == "%" else "%g standard deviations"
    key = _LIMITS[unit]
    places[0].slider("Limit", 0.0, highest, _DEFAULTS[unit], step, key=key, format=said, **_TIED)
    places[2].segmented_control(
        "Direction",
        list(words.DIRECTION),
        default="Up",
        key="direction",
        required=True,
        format_func=plain,
        **_TIED,
    )
    places[3].slider("Least count", 0, MOST_LEAST, BALANCED.rule.least, 5, key="least", **_TIED)
    places[4].toggle("More than chance", value=True, key="beyond_chance", **_TIED)


# ------------------------------------------------------------------ scenarios


def kept_scenarios() -> tuple[Kept, ...]:
    """The three that ship, then those saved; one of the three may be the baseline by being saved as it is."""
    saved = {row.name: row for row in (board_view.read_if_there(store.scenarios) or ())}
    found = []
    for shipped in SCENARIOS:
        row = saved.pop(shipped.name, None)
        marked = (row.is_baseline, row.version) if row else (False, None)
        found.append(Kept(shipped.name, shipped.meaning, shipped.rule, "", *marked))
    for row in saved.values():
        rule = Rule.from_query(json.loads(row.rule), BALANCED.rule)
        meaning = words.rule_words(rule, flag_labels(), names())
        by = f"{row.who}, {row.changed_at:%d} {wording.month(row.changed_at.date())}"
        found.append(Kept(row.name, meaning, rule, by, row.is_baseline, row.version))
    if not any(each.is_baseline for each in found):
        found = [replace(each, is_baseline=each.name == BALANCED.name) for each in found]
    return tuple(found)


def baseline(scenarios: tuple[Kept, ...]) -> Kept:
    return next(each for each in scenarios if each.is_baseline)


def save(name: str, rule: Rule, who: str, replacing: bool) -> None:
    """Save a rule under a name; replacing: over one of the same name."""
    title = name.strip()
    if title.casefold() in {shipped.name.casefold() for shipped in SCENARIOS}:
        raise UserError(f'"{title}" comes with the dashboard: give your scenario another name.')
    known = {row.name: row.version for row in store.scenarios(board_view.board())}
    if title in known and not replacing:
        raise UserError(
            f'There is a scenario "{title}": tick “Replace” to save over it, or take another name.'
        )
    store.save_scenario(
        board_view.board(), title, _written_rule(rule), expected_version=known.get(title), who=who
    )


def _written_rule(rule: Rule) -> str:
    return json.dumps(rule.to_query())


def make_baseline(chosen: Kept, who: str) -> None:
    """Make a scenario the one that others are compared with; one that ships is saved as it is for that."""
    version = chosen.version
    if version is None:
        row = store.save_scenario(
            board_view.board(), chosen.name, _written_rule(chosen.rule), expected_version=None, who=who
        )
        version = row.version
    store.set_baseline(board_view.board(), chosen.name, expected_version=version, who=who)


def remove(chosen: Kept, who: str) -> None:
    """Delete a saved scenario for good."""
    if chosen.version is None or not chosen.kept:
        raise UserError(f'"{chosen.name}" comes with the dashboard and stays.')
    store.delete_scenario(board_view.board(), chosen.name, expected_version=chosen.version, who=who)


def draw_scenarios(tried: Sequence[Tried], source: str, mode: theme.Mode) -> None:
    """The scenarios with what they come to; to load, keep, compare and delete them."""
    by_name = {each.scenario.name: each.scenario for each in tried}
    messages.caption("A click loads a scenario. Saved ones are kept with the action plan, for everybody.")
    widgets.table(
        tables.scenarios(tried, current(source)),
        key="scenarios",
        mode=mode,
        on_pick=lambda name: load(fitted(by_name[name].rule, source), source),
    )
    board_view.tell("scenario")
    # Every element of a page slows a drag down a little, so these are drawn when they are asked for.
    if not st.toggle("Save, compare or delete scenarios", key="scenarios_open", bind="query-params"):
        return
    left, right = st.columns([9, 11], gap="medium")
    with left:
        _draw_keeping(by_name, source)
    with right:
        pair = _chosen_pair(tried)
        called = (pair[0].scenario.name, pair[1].scenario.name)
        said = words.side_by_side(pair[0].result, pair[1].result, names(), called)
        messages.paragraph(said)
    measures = {code: measure.label for code, measure in read_catalogue().measures.items()}
    widgets.table(tables.side_by_side(*pair, flag_labels(), measures), key="side_by_side", mode=mode)


def _draw_keeping(by_name: Mapping[str, Kept], source: str) -> None:
    person = None if board_view.is_away() else board_view.editor()
    if person is None:
        return
    with st.form("save_scenario", border=True):
        st.text_input("Save the rule above as", key="scenario_name", placeholder="A name for it")
        st.checkbox("Replace a scenario of this name", key="scenario_replace")
        st.form_submit_button("Save", on_click=_save, args=(source, person.name), icon=":material/save:")
    chosen = by_name[st.selectbox("Scenario", by_name, key="scenario")]
    first, second = st.columns(2)
    first.button(
        "Set as baseline",
        on_click=_told,
        args=(make_baseline, chosen, person.name, f"{chosen.name} is the baseline now."),
        disabled=chosen.is_baseline,
        width="stretch",
    )
    with second.popover("Delete", disabled=not chosen.kept, width="stretch"):
        messages.paragraph(f"Delete “{chosen.name}” for good? It is kept for everybody.")
        st.button(
            plain(f"Delete {chosen.name}"),
            on_click=_told,
            args=(remove, chosen, person.name, f"{chosen.name} is deleted."),
            type="primary",
        )


def _save(source: str, who: str) -> None:
    name = str(st.session_state["scenario_name"])
    try:
        save(name, current(source), who, bool(st.session_state["scenario_replace"]))
    except UserError as error:
        board_view.say("scenario", str(error), good=False)
    else:
        board_view.say("scenario", f"{name.strip()} is saved.")


def _told(act: Callable[[Kept, str], None], chosen: Kept, who: str, done: str) -> None:
    """In a callback: do it, and say what became of it."""
    try:
        act(chosen, who)
    except UserError as error:
        board_view.say("scenario", str(error), good=False)
    else:
        board_view.say("scenario", done)


def _chosen_pair(tried: Sequence[Tried]) -> tuple[Tried, Tried]:
    """The two scenarios that are compared: the baseline with the last of the list, unless chosen."""
    by_name = {each.scenario.name: each for each in tried}
    listed, places = list(by_name), st.columns(2)
    for key in ("compare", "beside"):
        screen.drop_stale_choice(key, by_name)
    at = next(i for i, each in enumerate(tried) if each.scenario.is_baseline)
    other = len(listed) - 1 if at < len(listed) - 1 else 0
    first = places[0].selectbox("Compare", listed, index=at, key="compare", bind="query-params")
    second = places[1].selectbox("With", listed, index=other, key="beside", bind="query-params")
    return by_name[first], by_name[second]
