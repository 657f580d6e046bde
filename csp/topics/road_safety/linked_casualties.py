"""The page of an action that acts on road casualties: their months around its start, and whether it worked.

The rules and sentences are those that the page has for recorded crime; the counts are of people hurt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from csp.core import settings
from csp.core.change import ChangeRules, judge_changes
from csp.core.filters import Filters, Period, add_months
from csp.core.scope import Scope
from csp.data import queries
from csp.shell import messages, theme
from csp.topics.action_plan import charts, sections
from csp.topics.action_plan.chart_notes import ROADS, fetch_notes
from csp.topics.action_plan.fetch_crime import Question
from csp.topics.action_plan.rules.effect import (
    ActionEffect,
    choose_places,
    choose_sides,
    measure_action,
    sum_months,
)
from csp.topics.action_plan.rules.linked_crime import (
    MOST_MONTHS,
    BeforeAfter,
    LinkedCrime,
    compare_before_after,
    months_since,
)
from csp.topics.action_plan.store.records import ActionRow
from csp.topics.road_safety import fetch, figures
from csp.topics.road_safety.context import RoadSource
from csp.topics.road_safety.findings import feeds
from csp.topics.road_safety.findings.casualties import NO_COLLISIONS
from csp.topics.road_safety.findings.page import explain_sample
from csp.topics.road_safety.own_year import list_sources
from csp.topics.road_safety.rules.severity import ALL

MOVES = "collisions"
"""What may have moved to another place."""
MEASURE = "road_casualties"
"""The code of the linked measure of an action on road casualties."""


@dataclass(frozen=True, eq=False)
class CasualtyMonths:
    """Casualties by district and month of a source, a month without any being absent. months: loaded."""

    source: RoadSource
    counts: dict[str, dict[date, int]]
    months: tuple[date, ...]


def fetch_months(filters: Filters) -> CasualtyMonths | None:
    """The casualties of the districts: published ones first, the sample beside the sample of crime alone."""
    area = settings.area()
    for source in list_sources(filters.source):
        spans = figures.find_loaded_years(source.code).spans
        if not spans:
            continue
        counts = _sum_counts(fetch.fetch_casualty_months(source.code, area.peers), "district_code")
        months = [
            add_months(span.start, i)
            for span in spans
            for i in range(12 * (span.end.year - span.start.year) + span.end.month - span.start.month + 1)
        ]
        return CasualtyMonths(source, counts, tuple(months))
    return None


def _sum_counts(rows: pd.DataFrame, column: str) -> dict[str, dict[date, int]]:
    """Casualties by the codes of a column and by month, whatever the severity."""
    counts: dict[str, dict[date, int]] = {}
    for code, month, n in zip(rows[column], rows["month"].dt.date, rows["casualties"], strict=True):
        of_place = counts.setdefault(str(code), {})
        of_place[month] = of_place.get(month, 0) + int(n)
    return counts


def draw_linked_casualties(action: ActionRow, filters: Filters, mode: theme.Mode) -> None:
    """The months of road casualties with the start of an action, and before and after."""
    loaded = fetch_months(filters)
    if loaded is None:
        messages.note(NO_COLLISIONS)
        return
    _note_sample(loaded)
    series = build_series(action.started, loaded)
    notes = fetch_notes(ROADS)
    sections.draw_series(action, series, (feeds.LABEL, feeds.LABEL), loaded.source.credit, notes, mode)
    _draw_link()


def _note_sample(loaded: CasualtyMonths) -> None:
    if loaded.source.simulated:
        messages.note(explain_sample(settings.area()))


def build_series(started: date | None, loaded: CasualtyMonths) -> LinkedCrime:
    """The series of the home district, as the page has it of a crime type."""
    area = settings.area()
    last = max(loaded.months)
    trend = Period.ending(last, charts.MONTHS)
    around = _find_sides(started, loaded.months)
    if around is not None and add_months(around.months[0], -12) < trend.start:
        trend = Period(add_months(around.months[0], -12), charts.MONTHS)
    own = loaded.counts[area.home]
    return LinkedCrime(
        trend,
        [_show_count(own, month, loaded.months) for month in trend.each()],
        [],
        last,
        _compare(own, around, loaded.source.code) if around else None,
        [],
    )


def _show_count(counts: dict[date, int], month: date, loaded: Sequence[date]) -> float | None:
    """The count of a month; None where it is not loaded."""
    return counts.get(month, 0) if month in loaded else None


def _find_sides(started: date | None, months: Sequence[date]) -> Scope | None:
    """The months since a start, at most a year of them, with those a year before; None without any.

    Without a comparison where any of the months before is not loaded.
    """
    since = months_since(started, months) if started else None
    if since is None:
        return None
    after = tuple(month for month in since.each() if month in months)
    before = tuple(add_months(month, -12) for month in after)
    comparable = set(before) <= set(months)
    return Scope(after, before if comparable else (), (), (), (), ())


def _compare(counts: dict[date, int], around: Scope, source: str) -> BeforeAfter | None:
    area = settings.area()
    after, before = (sum(counts.get(month, 0) for month in side) for side in (around.months, around.before))
    people = queries.populations()
    years = [side[(len(side) - 1) // 2].year for side in (around.months, around.before) if side]
    exposures = [people.of(area.home, year)[0] for year in years]
    (verdict,) = judge_changes(
        [after],
        [before],
        ChangeRules(around.comparable, area.significance, area.small_base),
        (exposures[0], exposures[-1]),
        dispersion=figures.estimate_dispersion(source).of(ALL),
    )
    return compare_before_after(counts, around, people, area.home, verdict)


def draw_casualty_effect(action: ActionRow, filters: Filters, mode: theme.Mode) -> None:
    """Whether casualties fell more than beside: in the district or a ward, with a place of like level."""
    loaded = fetch_months(filters)
    if loaded is None:
        messages.note(NO_COLLISIONS)
        return
    _note_sample(loaded)
    question = sections.ask_places(partial(list_places, loaded.source.code), MOVES)
    effect = measure_effect(action.started, loaded, question)
    if effect is None:
        messages.note(feeds.NO_COMPARISON)
        return
    proposed = effect.places.beside != question.beside
    subject = sections.Subject(feeds.LABEL, MOVES)
    sections.write_effect(action, subject, effect, proposed, max(loaded.months))
    sections.draw_effect_table(action, effect, mode, MOVES)
    if not settings.area().is_public:
        messages.caption(feeds.PLACES_ON_THE_PAGE)
    _draw_link()


def _draw_link() -> None:
    st.page_link("pages/road_safety.py", label="The roads in full", icon=":material/traffic:")


def list_places(source: str, covered: str) -> dict[str, str]:
    """The names of the places that may be compared with the one covered, by code: wards with wards.

    In public mode no wards, since their months are not published.
    """
    area = settings.area()
    if covered == area.home:
        return {code: area.names[code] for code in figures.list_peers(source) if code != area.home}
    if area.is_public:
        return {}
    counted = count_by_ward(source)
    return {
        code: name for code, name in queries.wards(area.home).items() if code in counted and code != covered
    }


def count_by_ward(source: str) -> dict[str, dict[date, int]]:
    """Casualties by ward of the home district and month; those in no known ward are left out."""
    rows = fetch.fetch_ward_months(source, settings.area().home)
    return _sum_counts(rows[rows["ward_code"] != ""], "ward_code")


def measure_effect(started: date | None, loaded: CasualtyMonths, question: Question) -> ActionEffect | None:
    """The difference of the differences between a place and one of like level, in people hurt.

    Before the start, or without a year to compare with, it is what could be seen in the latest year. None
    without a comparison.
    """
    area, source = settings.area(), loaded.source.code
    is_whole = question.covered == area.home
    counts = loaded.counts if is_whole else count_by_ward(source)
    sides = choose_sides(_find_sides(started, loaded.months), loaded.months[-MOST_MONTHS:])
    offered = tuple(list_places(source, question.covered))
    levels = {code: sum_months(counts, (code,), sides.before) for code in (question.covered, *offered)}
    preferred = area.neighbours if is_whole else offered
    places = choose_places(levels, question.covered, offered, preferred, question.beside, question.moved)
    if places is None:
        return None
    phi = figures.estimate_dispersion(source).of(ALL)
    return measure_action(counts, places, sides, phi)
