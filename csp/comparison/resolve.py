"""What a page shows, resolved from its filters against what is loaded: months, place, populations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from csp.comparison.rows import MeasureRow
from csp.comparison.rules import build_measure_rows, rank_districts
from csp.comparison.standings import Basis, Standings
from csp.core import disclosure, settings, wording
from csp.core.errors import UserError
from csp.core.filters import MAX_MONTHS, Filters, Period
from csp.core.measures import Flag, Measure, read_catalogue
from csp.core.scope import Scope, resolve_months
from csp.data import queries
from csp.data.caching import keep_while_data_stands


def resolve_scope(chosen: Filters) -> Scope:
    """The months in force for the filters, resolved against what is loaded.

    Raises UserError where none is left: a count of nothing would read as a record low.
    """
    found = queries.loaded(settings.area().force_slug)[chosen.source]
    in_force = resolve_months(chosen, found.months, found.incomplete)
    if not in_force.months:
        raise UserError(
            f"No complete month is left of {wording.period(chosen.period.start, chosen.period.end)}. "
            "Choose another period, or count incomplete months as well."
        )
    return in_force


def describe_periods(chosen: Filters, in_force: Scope) -> tuple[str, str]:
    """The period and its comparison as they are said: "Jan to Dec 2020", "Jan to Dec 2019".

    What is counted may be less than what was asked for: "Jan to Dec 2020 (11 of 12 months)".
    """
    counted = len(in_force.months)
    part = "" if counted == chosen.period.months else f" ({counted} of {chosen.period.months} months)"
    return (
        wording.period(chosen.period.start, chosen.period.end) + part,
        wording.period(chosen.comparison.start, chosen.comparison.end) + part,
    )


def describe_span(chosen: Filters, in_force: Scope) -> str:
    """Both periods in one phrase: "Jan to Dec 2020 against Jan to Dec 2019"; one where there is no other."""
    now, before = describe_periods(chosen, in_force)
    return f"{now} against {before}" if in_force.comparable else now


def describe_place(chosen: Filters) -> str:
    """The place the figures are for: the district, one ward, or a number of wards of it."""
    area = settings.area()
    if not chosen.wards:
        return area.home_name
    names = queries.wards(area.home)
    if len(chosen.wards) <= 2:
        return wording.list_words([names[code] for code in chosen.wards])
    return f"{len(chosen.wards)} wards of {area.home_name}"


def build_basis(chosen: Filters, in_force: Scope) -> Basis:
    """What every figure of a comparison under these filters shares."""
    area = settings.area()
    return Basis(
        home=area.home,
        districts=area.peers,
        populations=queries.populations(),
        years=(chosen.period.year, chosen.comparison.year),
        comparable=in_force.comparable,
        whole_home=not chosen.wards,
        small_base=area.small_base,
        significance=area.significance,
        vocabulary=read_catalogue().sources[chosen.source].vocabulary,
        suppress=area.suppress_small_counts,
        sums=disclosure.list_families({m.code: m.parent for m in read_catalogue().measures.values()}),
    )


def describe_population_years(chosen: Filters, in_force: Scope) -> list[str]:
    """Which rates use the population of another year, because that of their own is not on file."""
    populations = queries.populations()
    years = {chosen.period.year, chosen.comparison.year} if in_force.comparable else {chosen.period.year}
    areas = chosen.wards or settings.area().peers
    used = {(year, populations.of(area, year)[1]) for area in areas for year in years}
    return [
        f"Rates of {year} use the population of {found}, the nearest on file."
        for year, found in sorted(pair for pair in used if pair[1] not in (None, pair[0]))
    ]


def sum_ward_populations(chosen: Filters) -> tuple[float, float] | None:
    """The population of the chosen wards in the years of both periods; None for the whole district.

    nan where one of the wards has none: the patch then has no rate.
    """
    if not chosen.wards:
        return None
    years = (chosen.period.year, chosen.comparison.year)
    populations = queries.populations()
    now, before = (sum(populations.of(ward, year)[0] for ward in chosen.wards) for year in years)
    return now, before


def fetch_monthly_series(
    chosen: Filters, district: str, trend: Period, codes: Sequence[str]
) -> tuple[dict[str, list[float | None]], list[int]]:
    """Counts per month of each measure in a district, and the positions of incomplete months.

    None where the month is not loaded, or the count is small and small counts are hidden.
    """
    known = queries.loaded(settings.area().force_slug)[chosen.source]
    series = _count_by_month(replace(chosen, measure=""), district, trend, tuple(codes))
    hollow = [i for i, month in enumerate(trend.each()) if month in known.incomplete]
    return {code: list(points) for code, points in series.items()}, hollow


# A click on another crime type asks for the same comparison and the same months again: what
# depends on the rest of the filters is kept until the data or the settings change.


@keep_while_data_stands(maxsize=64)
def _count_by_month(
    chosen: Filters, district: str, trend: Period, codes: tuple[str, ...]
) -> dict[str, tuple[float | None, ...]]:
    area = settings.area()
    loaded = queries.loaded(area.force_slug)[chosen.source].months
    hide = area.suppress_small_counts
    monthly = queries.by_month(chosen, district, trend)
    found = {
        (measure, month): int(n)
        for measure, month, n in zip(
            monthly["measure"].tolist(), monthly["month"].dt.date, monthly["n"].tolist(), strict=True
        )
    }

    def point(code: str, month: date) -> float | None:
        n = found.get((code, month), 0)
        return None if month not in loaded or (hide and disclosure.is_small(n)) else float(n)

    return {code: tuple(point(code, month) for month in trend.each()) for code in codes}


def fetch_standings(chosen: Filters, in_force: Scope, measures: Sequence[Measure]) -> Standings:
    """Measures in every district, ranked."""
    return _fetch_standings(replace(chosen, measure=""), in_force, tuple(m.code for m in measures))


def fetch_comparison(
    chosen: Filters, in_force: Scope, flag: Flag | None = None
) -> tuple[Standings, dict[str, MeasureRow]]:
    """Every row of the crime type table (listed()) by code, and the districts they are ranked among.

    flag: the one told apart. Whether a change is a signal is decided over these rows together.
    """
    usual = replace(chosen, measure="")
    is_listed = chosen.measure in (m.code for m in list_measures(usual))
    return _fetch_comparison(usual if is_listed else chosen, in_force, flag)


@keep_while_data_stands(maxsize=64)
def _fetch_standings(chosen: Filters, in_force: Scope, codes: tuple[str, ...]) -> Standings:
    counts = queries.by_district(chosen, in_force, settings.area().home)
    return rank_districts(counts, codes, build_basis(chosen, in_force))


@keep_while_data_stands(maxsize=64)
def _fetch_comparison(
    chosen: Filters, in_force: Scope, flag: Flag | None
) -> tuple[Standings, dict[str, MeasureRow]]:
    shown = list_measures(chosen)
    ranked = _fetch_standings(chosen, in_force, tuple(m.code for m in shown))
    flagged = queries.by_flag(chosen, in_force, settings.area().home)
    rows = build_measure_rows(
        ranked, shown, build_basis(chosen, in_force), flagged, flag, sum_ward_populations(chosen)
    )
    return ranked, {row.code: row for row in rows}


def drop_wards(chosen: Filters) -> Filters:
    """The same filters for the whole district, for pages that compare districts."""
    return replace(chosen, wards=())


def list_measures(chosen: Filters) -> list[Measure]:
    """The rows of the crime type table: those published, else all the source answers; and the one chosen.

    Whether a change is a signal is decided over these rows, so every page that says it takes the same.
    """
    known = read_catalogue()
    offered = known.offered(chosen.source)
    recorded = known.sources[chosen.source].vocabulary == "recorded"
    shown = [m for m in offered if m.published or not recorded]
    return shown + [m for m in offered if m.code == chosen.measure and m not in shown]


def describe_rate_unit(in_force: Scope) -> str:
    """What a rate is: "crimes per 1,000 people" over a year, else over how many months."""
    months = len(in_force.months)
    return "per 1,000" if months == MAX_MONTHS else f"per 1,000 in {wording.plural(months, 'month')}"
