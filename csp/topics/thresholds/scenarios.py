"""The saved rules on offer, and what is written of them. The store's own word for one is scenario.

They are kept with the action plan, for everybody.
"""

from __future__ import annotations

import json
from dataclasses import replace

from csp.core import wording
from csp.core.errors import UserError
from csp.topics.action_plan.fetch import fetch_board, read_if_there
from csp.topics.action_plan.store import records
from csp.topics.action_plan.store.scenarios import (
    delete_scenario,
    list_stored_scenarios,
    save_scenario,
    set_baseline,
)
from csp.topics.thresholds import fetch, findings
from csp.topics.thresholds.rules import BALANCED, SCENARIOS, KeptScenario, Rule
from csp.topics.thresholds.rules.encoding import from_query, to_query


def write_rule(rule: Rule) -> str:
    """A rule as the store keeps it: JSON of the encoding, with codes for crime types and flags."""
    return json.dumps(to_query(rule))


def read_rule(text: str) -> Rule:
    """A rule from the store, in the form of this version or of an earlier one."""
    return from_query(json.loads(text), BALANCED.rule)


def list_scenarios() -> tuple[KeptScenario, ...]:
    """Those that ship, then those saved; one that ships may be the baseline by being saved as it is."""
    saved = {row.name: row for row in (read_if_there(list_stored_scenarios) or ())}
    scenarios = []
    for shipped in SCENARIOS:
        row = saved.pop(shipped.name, None)
        is_baseline, version = (row.is_baseline, row.version) if row else (False, None)
        scenarios.append(KeptScenario(shipped.name, shipped.meaning, shipped.rule, "", is_baseline, version))
    scenarios += [_from_record(row) for row in saved.values()]
    if not any(each.is_baseline for each in scenarios):
        scenarios = [replace(each, is_baseline=each.name == BALANCED.name) for each in scenarios]
    return tuple(scenarios)


def _from_record(row: records.Scenario) -> KeptScenario:
    rule = read_rule(row.rule)
    meaning = findings.describe_rule(rule, fetch.list_flag_labels(), fetch.fetch_names())
    saved_by = f"{row.who}, {row.changed_at:%d} {wording.month(row.changed_at.date())}"
    return KeptScenario(row.name, meaning, rule, saved_by, row.is_baseline, row.version)


def save(name: str, rule: Rule, who: str, replacing: bool) -> None:
    """Save a rule under a name; replacing: over one of the same name.

    Raises UserError for a name that ships, or one that is taken and not to be replaced.
    """
    title = name.strip()
    if title.casefold() in {shipped.name.casefold() for shipped in SCENARIOS}:
        raise UserError(f'"{title}" is built in: give your rule another name.')
    versions = {row.name: row.version for row in list_stored_scenarios(fetch_board())}
    if title in versions and not replacing:
        raise UserError(
            f'There is a saved rule "{title}": tick “Replace” to save over it, or take another name.'
        )
    save_scenario(fetch_board(), title, write_rule(rule), expected_version=versions.get(title), who=who)


def make_baseline(scenario: KeptScenario, who: str) -> None:
    """Make a scenario the one that others are compared with; one that ships is saved as it is for that."""
    version = scenario.version
    if version is None:
        row = save_scenario(
            fetch_board(), scenario.name, write_rule(scenario.rule), expected_version=None, who=who
        )
        version = row.version
    set_baseline(fetch_board(), scenario.name, expected_version=version, who=who)


def delete(scenario: KeptScenario, who: str) -> None:
    """Delete a saved scenario for good. Raises UserError for one that ships."""
    if scenario.version is None or not scenario.saved_by:
        raise UserError(f'"{scenario.name}" is built in and stays.')
    delete_scenario(fetch_board(), scenario.name, expected_version=scenario.version, who=who)
