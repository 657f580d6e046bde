"""Fetches the crime measure that an action acts on: by month, around its start, beside other places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from csp.comparison import resolve
from csp.core import damage
from csp.core.dispersion import Level
from csp.core.errors import UserError
from csp.core.filters import MAX_MONTHS, Filters, Period
from csp.core.harm import HarmWeights
from csp.core.measures import Measure, read_catalogue
from csp.core.scope import Scope
from csp.data import completeness, queries
from csp.shell import screen
from csp.statistics.displacement import Effect
from csp.topics.action_plan.rules.effect import (
    ActionEffect,
    choose_places,
    choose_sides,
    measure_action,
    sum_months,
    weigh_effect,
)
from csp.topics.action_plan.rules.linked_crime import (
    LinkedCrime,
    compare_before_after,
    count_by_month,
    months_since,
)
from csp.topics.action_plan.store.records import ActionRow


def fetch_linked_crime(action: ActionRow, measure: str, filters: Filters, months: int) -> LinkedCrime:
    """The measure of the active source in the whole district, by month, with its before and after.

    months: the length of the series. It ends with the last month loaded, or begins a year before the
    action's start where that is earlier.
    """
    area, loaded = queries.area(), queries.loaded(queries.area().force_slug)[filters.source]
    whole = replace(resolve.drop_wards(filters), measure=measure)
    trend = Period.ending(max(loaded.months), months)
    since = months_since(action.started, loaded.months) if action.started else None
    if since is not None and since.shift(-1).start < trend.start:
        trend = Period(since.shift(-1).start, months)
    series, incomplete = resolve.fetch_monthly_series(whole, area.home, trend, [measure])
    unread = damage.describe_missing_months(
        queries.unreadable(), filters.source, trend.each(), area.force_slug
    )
    compared, caveats = None, [unread] if unread else []
    if since is not None:
        around_start = replace(whole, period=since, comparison=since.shift(-1))
        scope = resolve.resolve_scope(around_start)
        _, rows = resolve.fetch_comparison(around_start, scope)
        monthly = queries.by_month(whole, area.home, Period.ending(since.end, 2 * MAX_MONTHS))
        compared = compare_before_after(
            count_by_month(monthly, measure),
            scope,
            queries.populations(),
            area.home,
            rows[measure].change,
        )
        caveats += screen.caveats(around_start, scope, home_alone=True)
    return LinkedCrime(trend, series[measure], incomplete[measure], max(loaded.months), compared, caveats)


@dataclass(frozen=True)
class Question:
    """Whose effect is asked about: the place covered, its comparison, where crime may have moved to.

    All by code; beside is "" where a comparison is to be proposed.
    """

    covered: str
    beside: str = ""
    moved: tuple[str, ...] = ()


def list_places(source: str, covered: str) -> dict[str, str]:
    """The names of the places that may be compared with the one covered, by code: wards with wards.

    In public mode no wards, since their months are not published.
    """
    area = queries.area(source)
    if covered == area.home:
        return {code: area.names[code] for code in area.peers if code != area.home}
    if area.is_public:
        return {}
    counted = queries.wards_counted(source, area.home)
    return {
        code: name for code, name in queries.wards(area.home).items() if code in counted and code != covered
    }


def fetch_effect(
    action: ActionRow, measure: str, filters: Filters, question: Question
) -> tuple[ActionEffect | None, list[str]]:
    """What came of an action in a place beside a comparison, and every caveat; None without a comparison.

    Before the start, or where the months around it cannot be compared, it is what could be seen in a
    year like the latest one.
    """
    area, source = queries.area(filters.source), filters.source
    level: Level = "district" if question.covered == area.home else "ward"
    around, caveats = _resolve_start(action.started, replace(resolve.drop_wards(filters), measure=measure))
    sides = choose_sides(around, _list_latest_months(source, measure))
    counts = _count_places(source, level, measure, filters.exclude)
    offered = tuple(list_places(source, question.covered))
    levels = {code: sum_months(counts, (code,), sides.before) for code in (question.covered, *offered)}
    preferred = area.neighbours if level == "district" else offered
    places = choose_places(levels, question.covered, offered, preferred, question.beside, question.moved)
    if places is None:
        return None, caveats
    phi = resolve.fetch_dispersions(source).of(measure, level)
    return measure_action(counts, places, sides, phi), caveats


def _resolve_start(started: date | None, filters: Filters) -> tuple[Scope | None, list[str]]:
    """The complete months since a start with those a year before, and what is to be said of them."""
    loaded = queries.loaded(queries.area().force_slug)[filters.source].months
    since = months_since(started, loaded) if started else None
    if since is None:
        return None, []
    around = replace(filters, period=since, comparison=since.shift(-1), whole_months=True)
    try:
        scope = resolve.resolve_scope(around)
    except UserError as error:
        return None, [str(error)]
    return scope, screen.caveats(around, scope)


def _list_latest_months(source: str, measure: str) -> Sequence[date]:
    """The latest complete months, a year of them at most."""
    loaded = queries.loaded(queries.area().force_slug)[source].months
    complete = sorted(loaded - completeness.find_incomplete_months(source, measure))
    return complete[-MAX_MONTHS:]


def _count_places(
    source: str, level: Level, measure: str, exclude: Sequence[str]
) -> dict[str, dict[date, int]]:
    """A measure by place and month, over everything loaded. exclude: flags whose rows are left out."""
    area = queries.area(source)
    rows: pd.DataFrame
    if level == "district":
        rows = queries.flagged_by_district(source, area.peers)
    else:
        rows = queries.flagged_by_ward(source, area.home)
    rows = rows[(rows["measure"] == measure) & ~rows["flag"].isin(list(exclude))]
    counts: dict[str, dict[date, int]] = {}
    for place, month, n in zip(rows["area_code"], rows["month"].dt.date, rows["n"], strict=True):
        of_place = counts.setdefault(place, {})
        of_place[month] = of_place.get(month, 0) + int(n)
    return counts


def fetch_harm_effect(
    measure: Measure, filters: Filters, effect: ActionEffect, weights: HarmWeights
) -> Effect | None:
    """The effect on a crime type in days of harm; None before the start, and where it has no score."""
    offences = measure.offences[read_catalogue().sources[filters.source].vocabulary]
    days = {offence: weights.days[offence] for offence in offences if offence in weights.days}
    if effect.effect is None:
        return None
    before, after = (
        _count_offences(filters, months, measure) for months in (effect.sides.before, effect.sides.after)
    )
    return weigh_effect(before, after, effect, days)


def _count_offences(
    filters: Filters, months: tuple[date, ...], measure: Measure
) -> dict[tuple[str, str], int]:
    """Every offence by district and by ward of home, over some months; of flagged rows where those count."""
    area, scope = queries.area(filters.source), Scope(months, (), (), (), (), ())
    rows = queries.by_offence_and_place(resolve.drop_wards(filters), scope, area.home, area.peers)
    if measure.flag:
        rows = rows[rows["flag"] == measure.flag]
    counts: dict[tuple[str, str], int] = {}
    for district, ward, offence, n in zip(
        rows["district_code"], rows["ward"], rows["offence"], rows["n"], strict=True
    ):
        for place in filter(None, (district, ward)):
            counts[place, offence] = counts.get((place, offence), 0) + int(n)
    return counts
