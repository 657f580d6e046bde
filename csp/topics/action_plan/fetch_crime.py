"""Fetches the crime measure that an action acts on, month by month and around the action's start."""

from __future__ import annotations

from dataclasses import replace

from csp.comparison import resolve
from csp.core import damage, settings
from csp.core.filters import MAX_MONTHS, Filters, Period
from csp.data import queries
from csp.shell import screen
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
    area, loaded = settings.area(), queries.loaded(settings.area().force_slug)[filters.source]
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
            area.suppress_small_counts,
            rows[measure].change.is_real,
        )
        caveats += screen.caveats(around_start, scope)
    return LinkedCrime(trend, series[measure], incomplete, max(loaded.months), compared, caveats)
