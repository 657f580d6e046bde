"""The evidence of each candidate priority, gathered from the data, the rule in force and the store."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from csp import statistics
from csp.comparison import resolve
from csp.comparison.rows import MeasureRow
from csp.comparison.rules import build_measure_rows
from csp.core import settings
from csp.core.filters import Filters
from csp.core.measures import read_catalogue
from csp.data import queries
from csp.topics.action_plan import board_view
from csp.topics.action_plan.store import reading
from csp.topics.action_plan.store import scenarios as store
from csp.topics.action_plan.store.records import Plan
from csp.topics.priorities import rules as priorities
from csp.topics.priorities.rules import CANDIDATES, Candidate, Evidence
from csp.topics.thresholds import rule_view, rules
from csp.topics.thresholds.rules import Rule, WhatIf, default_measures, disclosed
from csp.topics.thresholds.tables import Kept

# The plan whose priorities csp.topics.priorities.rules marks as adopted.
ADOPTED_PLAN = "2021-22"
AS_SET = "As set on the thresholds page"


def candidates(source: str) -> list[tuple[Candidate, str | None]]:
    """Every candidate with the measure of the source that stands for it, if there is one."""
    offered = [m.code for m in read_catalogue().offered(source)]
    return [(candidate, candidate.measure(offered)) for candidate in CANDIDATES]


def figures(chosen: Filters) -> dict[str, MeasureRow]:
    """The figures of each candidate's measure for the whole district, by measure."""
    whole, scope, area, known = (
        resolve.drop_wards(chosen),
        resolve.resolve_scope(chosen),
        settings.area(),
        read_catalogue(),
    )
    measures = [known.measures[code] for _, code in candidates(chosen.source) if code]
    basis = resolve.build_basis(whole, scope)
    table = resolve.fetch_standings(whole, scope, measures)
    rows = build_measure_rows(table, measures, basis, queries.by_flag(whole, scope, area.home))
    return {row.code: row for row in rows}


def flagged_wards(chosen: Filters, rule: Rule, exclude: Sequence[str] = ()) -> dict[str, tuple[int, int]]:
    """By measure of a candidate: in how many wards the rule flags it, and how many could be judged.

    The rule is put to wards, to its own crime types and those of the candidates together.
    """
    if not rule_view.has_wards(chosen.source):
        return {}
    wanted = [code for _, code in candidates(chosen.source) if code]
    own = rule.measures or default_measures(read_catalogue(), chosen.source)
    without = tuple(dict.fromkeys((*rule.exclude, *exclude)))
    full = replace(rule, watch="ward_types", exclude=without, measures=tuple(dict.fromkeys((*own, *wanted))))
    cells = rule_view.cells(chosen.source, full.watch, full.exclude)
    at = cells.months.index(chosen.period.end)
    result = rules.evaluate(cells, full, at, settings.area().significance)
    if settings.area().suppress_small_counts:
        result = disclosed.without_small(result)
    return {code: priorities.wards_flagged(result, [code]) for code in wanted}


def rules_on_offer(source: str) -> dict[str, Rule]:
    """The rules that flags can be counted under, by name: the baseline first."""
    kept: tuple[Kept, ...] = rule_view.kept_scenarios()
    ordered = sorted(kept, key=lambda each: not each.is_baseline)
    offered = {each.name: rule_view.fitted(each.rule, source) for each in ordered}
    current = rule_view.current(source)
    return offered if current in offered.values() else {**offered, AS_SET: current}


def evidence(
    chosen: Filters, wards: Mapping[str, tuple[int, int]], assumed: Mapping[str, WhatIf] | None = None
) -> list[Evidence]:
    """The evidence of every candidate. assumed: figures that stand in for those recorded, by measure."""
    found, harm = figures(chosen), priorities.harm_weights()
    concern = {code: entry.level for code, entry in (board_view.read_if_there(store.concerns) or {}).items()}
    populations, home = queries.populations(), settings.area().home
    years = (chosen.period.year, chosen.comparison.year)
    exposures = populations.of(home, years[0])[0], populations.of(home, years[1])[0]
    rows = []
    for candidate, measure in candidates(chosen.source):
        row = found.get(measure) if measure else None
        known = _of_row(row, wards.get(row.code, (0, 0))) if row and not row.change.suppressed_now else {}
        then = assumed.get(row.code) if row and assumed else None
        if row and known and then and then.changed and row.change.before is not None:
            known |= _assumed(then, exposures)
        rows.append(
            Evidence(
                code=candidate.code,
                label=candidate.label,
                volume=known.pop("volume", None),
                harm=harm.get(measure or candidate.measures[0]),
                concern=concern.get(candidate.code),
                adopted=candidate.adopted,
                part=candidate.part,
                **known,
            )
        )
    return rows


def _of_row(row: MeasureRow, wards: tuple[int, int]) -> dict[str, Any]:
    return {
        "volume": row.change.now,
        "before": row.change.before,
        "p": row.change.p,
        "signal": row.change.is_real,
        "neutral": row.polarity == "neutral",
        "rank": row.rank_now,
        "rank_before": row.rank_before,
        "areas": len(settings.area().peers),
        "wards_flagged": wards[0] if wards[1] else None,
        "wards": wards[1],
    }


def _assumed(row: WhatIf, exposures: tuple[float, float]) -> dict[str, Any]:
    known = all(math.isfinite(people) for people in exposures)
    p = float(statistics.change_p(row.now_if, row.before_if, *(exposures if known else ())))
    return {
        "volume": row.now_if, "before": row.before_if, "p": p, "signal": row.signal_if, "rank": row.rank_if
    }  # fmt: skip


def adopted_plan() -> Plan | None:
    """The plan whose priorities were adopted, where the store has it."""
    plans = board_view.read_if_there(reading.plans) or ()
    return next((plan for plan in plans if plan.label == ADOPTED_PLAN), None)
