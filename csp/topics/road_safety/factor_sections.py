"""The fatal four among the conditions, where a partner's table has them."""

from __future__ import annotations

import streamlit as st

from csp.shell import messages, screen, widgets
from csp.shell.chart import Words
from csp.topics.road_safety import charts, figures
from csp.topics.road_safety.context import RoadContext
from csp.topics.road_safety.fetch_records import fetch_road_factors
from csp.topics.road_safety.findings import factors as findings
from csp.topics.road_safety.rules.factors import FactorFigures, compare_factors
from csp.topics.road_safety.rules.severity import ALL
from csp.topics.road_safety.tables import casualties as tables


def compare_home_factors(road: RoadContext) -> FactorFigures | None:
    """The fatal four of the home district; None where no table has the period."""
    phi = figures.estimate_dispersion(road.source.code).of(ALL)
    return compare_factors(fetch_road_factors(), road.periods, phi, road.rules)


def note_missing_factors(road: RoadContext) -> None:
    """Which data would bring the fatal four."""
    if fetch_road_factors():
        messages.note(findings.describe_gap(road.now))
    messages.note(findings.NO_FATAL_FOUR)


def draw_factors(road: RoadContext, factors: FactorFigures) -> None:
    """The factors as bars and as a table."""
    finding = findings.write_factors(factors, road.place)
    subtitle = findings.write_factor_subtitle(road.place, road.periods, factors.comparable)
    words = Words(finding.removesuffix("."), subtitle, "; ".join(factors.sources))
    left, right = st.columns([5, 7], gap="medium")
    with left:
        screen.chart(charts.draw_parts(factors.parts, words, road.mode), key="road_factors")
    with right:
        caption = f"Fatal four, {road.place}, {road.now.label}, {'; '.join(factors.sources)}"
        table = tables.build_part_table(factors.parts, "Factor", road.periods, caption)
        widgets.table(table, key="road_factors_table", mode=road.mode)
        screen.download(table, f"fatal four {road.place}")
    messages.note(findings.COUNTED_WITH_EACH)
