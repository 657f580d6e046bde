"""Each section of a report by its key: a function that makes its blocks from what the pages use."""

from __future__ import annotations

from collections.abc import Callable

from csp.topics.report.arrangement import CRIME
from csp.topics.report.document import Block
from csp.topics.report.fetch import ReportContext
from csp.topics.report.sections.annexes import (
    build_data_notes,
    build_decisions,
    build_glossary,
    build_horizon,
)
from csp.topics.report.sections.crime import build_all_crime, build_stands_out, build_trend
from csp.topics.report.sections.crime_type import (
    build_crime_type,
    build_public_views,
    build_serious_violence,
)
from csp.topics.report.sections.front import build_introduction, build_review
from csp.topics.report.sections.plan import build_action_plan, build_overdue
from csp.topics.report.sections.priorities import build_evidence, build_priorities
from csp.topics.report.sections.road_safety import build_road_safety
from csp.topics.report.sections.short import (
    build_clearest,
    build_key_figures,
    build_map,
    build_since_actions,
    build_since_figures,
    build_since_warnings,
)

BUILDERS: dict[str, Callable[[ReportContext], tuple[Block, ...]]] = {
    "introduction": build_introduction,
    "review": build_review,
    "all_crime": build_all_crime,
    "trend": build_trend,
    "stands_out": build_stands_out,
    "serious_violence": build_serious_violence,
    "public_views": build_public_views,
    "road_safety": build_road_safety,
    "horizon": build_horizon,
    "priorities": build_priorities,
    "action_plan": build_action_plan,
    "evidence": build_evidence,
    "data_notes": build_data_notes,
    "decisions": build_decisions,
    "glossary": build_glossary,
    "key_figures": build_key_figures,
    "clearest": build_clearest,
    "map": build_map,
    "overdue": build_overdue,
    "since_figures": build_since_figures,
    "since_warnings": build_since_warnings,
    "since_actions": build_since_actions,
}


def build_blocks(context: ReportContext, key: str) -> tuple[Block, ...]:
    """The blocks of a section, without what authors write. Raises KeyError for a key that no section has."""
    if key.startswith(CRIME):
        return build_crime_type(context, key.removeprefix(CRIME))
    return BUILDERS[key](context)
