"""What a page shows, resolved from its filters against what is loaded: months, place, populations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from csp.comparison import published
from csp.comparison.rows import MeasureRow
from csp.comparison.rules import build_measure_rows, rank_districts
from csp.comparison.standings import Basis, Standings
from csp.core import wording
from csp.core.dispersion import Dispersions, estimate_dispersions, read_defaults
from csp.core.errors import UserError
from csp.core.filters import MAX_MONTHS, Filters, Period
from csp.core.measures import Flag, Measure, read_catalogue
from csp.core.scope import Scope, resolve_months
from csp.core.settings import Area
from csp.data import completeness, queries, status
from csp.data.caching import keep_while_data_stands
from csp.data.own_places import name_own_place


def resolve_scope(filters: Filters) -> Scope:
    """The months in force for the filters, resolved against what is loaded.

    Raises UserError where none is left: a count of nothing would read as a record low; NothingYetError
    where public mode has no figures of the ward and the crime type.
    """
    if filters.wards:
        published.require_published(filters)
    loaded = queries.loaded(queries.area().force_slug)[filters.source]
    # A gap in any district, because the ranks rest on all of them.
    partly = completeness.fetch_incomplete_cells(filters.source).months(filters.measure)
    scope = resolve_months(filters, loaded.months, loaded.incomplete, partly)
    if not scope.months:
        raise UserError(
            f"No complete month is left of {wording.period(filters.period.start, filters.period.end)}. "
            "Choose another period, or count incomplete months as well."
        )
    return published.drop_unpublished_comparison(filters, scope)


def describe_periods(filters: Filters, scope: Scope) -> tuple[str, str]:
    """The period and its comparison in words: "Jan to Dec 2020", "Jan to Dec 2019".

    Fewer months may be counted than the period has: "Jan to Dec 2020 (11 of 12 months)".
    """
    counted = len(scope.months)
    part = "" if counted == filters.period.months else f" ({counted} of {filters.period.months} months)"
    return (
        wording.period(filters.period.start, filters.period.end) + part,
        wording.period(filters.comparison.start, filters.comparison.end) + part,
    )


def describe_span(filters: Filters, scope: Scope) -> str:
    """Both periods in one phrase: "Jan to Dec 2020 against Jan to Dec 2019"; one where there is no other."""
    now, before = describe_periods(filters, scope)
    return f"{now} against {before}" if scope.comparable else now


def describe_place(filters: Filters) -> str:
    """The place the figures are for: the district, an area of one's own, one ward, or a number of wards."""
    area = queries.area(filters.source)
    if not filters.wards:
        return area.home_name
    if own := name_own_place(filters.source, filters.wards):
        return own
    names = queries.wards(area.home)
    if len(filters.wards) <= 2:
        return wording.list_words([names[code] for code in filters.wards])
    return f"{len(filters.wards)} wards of {area.home_name}"


def build_basis(filters: Filters, scope: Scope) -> Basis:
    """What every figure of a comparison under these filters shares."""
    area, incomplete = queries.area(filters.source), completeness.fetch_incomplete_cells(filters.source)
    return Basis(
        home=area.home,
        districts=area.peers,
        populations=queries.populations(),
        years=(filters.period.year, filters.comparison.year),
        comparable=scope.comparable,
        whole_home=not filters.wards,
        small_base=area.small_base,
        significance=area.significance,
        vocabulary=read_catalogue().sources[filters.source].vocabulary,
        dispersions=fetch_dispersions(filters.source),
        listed=tuple(measure.code for measure in _keep_published(list_judged(filters.source), filters)),
        is_public=area.is_public,
        incomplete=incomplete.within(scope.months),
        incomplete_before=incomplete.within(scope.before),
    )


@keep_while_data_stands(maxsize=4)
def fetch_dispersions(source: str) -> Dispersions:
    """How many times its mean the count of each crime type varies, from all the months of a source."""
    area = queries.area(source)
    left_out = queries.loaded(area.force_slug)[source].incomplete
    incomplete = completeness.fetch_incomplete_cells(source)
    cells = [
        (measure, cell.month, cell.district)
        for measure, each in incomplete.by_measure.items()
        for cell in each
    ]
    districts = queries.flagged_by_district(source, area.peers)
    wards = queries.flagged_by_ward(source, area.home)
    return Dispersions(
        {
            **estimate_dispersions(districts, "district", left_out, cells),
            **estimate_dispersions(
                wards,
                "ward",
                left_out,
                # Of an incomplete district every ward is.
                [
                    (measure, month, ward)
                    for measure, month, district in cells
                    if district == area.home
                    for ward in queries.wards(area.home)
                ],
            ),
        },
        read_defaults(),
    )


def describe_peers(area: Area) -> tuple[str, int]:
    """The districts that ranks are among, in words, and how many they are: those with a population.

    area: the settings with the peers of a source (queries.area), or with others in their place.
    """
    missing = _list_without_population(area)
    return wording.name_ranked(area.peers_label, missing), len(area.peers) - len(missing)


def _list_without_population(area: Area) -> list[str]:
    """The names of the peers that have no population of any year."""
    populations = queries.populations()
    # Any year will do: where one has none, the nearest is taken.
    return [area.names[code] for code in area.peers if not populations.of(code, 0)[0] > 0]


def describe_populations(filters: Filters, scope: Scope, area: Area | None = None) -> list[str]:
    """Which districts have no rate for want of a population, and which rates use that of another year.

    area: the settings with other peers, those in force where None.
    """
    area = area or queries.area(filters.source)
    missing = _list_without_population(area)
    years = [
        *_describe_population_years(filters, scope, area.peers),
        *_describe_edition(filters.period.year),
    ]
    # What is said of years is one note: it takes a line less above the figures.
    notes = [" ".join(years)] if years else []
    if missing:
        sentence = (
            f"No population is on file for {wording.list_words(missing)}: no rate and no rank. "
            "Import populations with python -m csp import population."
        )
        return [sentence, *notes]
    return notes


def _describe_population_years(filters: Filters, scope: Scope, peers: Sequence[str]) -> list[str]:
    """Which rates use the population of another year, because that of their own is not on file."""
    populations = queries.populations()
    years = {filters.period.year, filters.comparison.year} if scope.comparable else {filters.period.year}
    areas = filters.wards or peers
    used = {(year, populations.of(area, year)[1]) for area in areas for year in years}
    return wording.borrowed_years(
        (year, nearest) for year, nearest in used if nearest is not None and nearest != year
    )


def _describe_edition(year: int) -> list[str]:
    """Which imported file home's population is of, since editions differ; nothing of the built-in figures."""
    area = queries.area()
    people, nearest = queries.populations().of(area.home, year)
    file = status.list_population_files().get(nearest) if nearest else None
    return [f"{area.home_name}: {wording.count(people)} people in {nearest}, by {file}."] if file else []


def sum_ward_populations(filters: Filters) -> tuple[float, float] | None:
    """The population of the filters' wards in the years of both periods; None for the whole district.

    nan where one of the wards has no population: the wards together then have no rate.
    """
    if not filters.wards:
        return None
    years = (filters.period.year, filters.comparison.year)
    populations = queries.populations()
    now, before = (sum(populations.of(ward, year)[0] for ward in filters.wards) for year in years)
    return now, before


def fetch_monthly_series(
    filters: Filters, district: str, trend: Period, codes: Sequence[str]
) -> tuple[dict[str, list[float | None]], dict[str, list[int]]]:
    """Counts per month of each measure in a district, and the positions of its incomplete months.

    None where the month is not loaded, and in public mode of a ward, of which no months are published.
    """
    series = _count_by_month(replace(filters, measure=""), district, trend, tuple(codes))
    incomplete = {code: find_incomplete_positions(filters.source, code, district, trend) for code in codes}
    return {code: list(points) for code, points in series.items()}, incomplete


def find_incomplete_positions(source: str, measure: str, district: str, trend: Period) -> list[int]:
    """The positions of the months in which a measure is incomplete in a district, or the whole upload is."""
    incomplete = completeness.find_incomplete_months(source, measure, district)
    return [i for i, month in enumerate(trend.each()) if month in incomplete]


# After a click on another crime type the comparison and the months are the same as before. So what
# depends only on the other filters is kept until the data or the settings change.


@keep_while_data_stands(maxsize=64)
def _count_by_month(
    filters: Filters, district: str, trend: Period, codes: tuple[str, ...]
) -> dict[str, tuple[float | None, ...]]:
    loaded = queries.loaded(queries.area().force_slug)[filters.source].months
    if published.is_adjusted(filters):
        loaded = frozenset()
    monthly = queries.by_month(filters, district, trend)
    counts = {
        (measure, month): int(n)
        for measure, month, n in zip(
            monthly["measure"].tolist(), monthly["month"].dt.date, monthly["n"].tolist(), strict=True
        )
    }

    def point(code: str, month: date) -> float | None:
        return float(counts.get((code, month), 0)) if month in loaded else None

    return {code: tuple(point(code, month) for month in trend.each()) for code in codes}


def fetch_standings(
    filters: Filters, scope: Scope, measures: Sequence[Measure], districts: tuple[str, ...] = ()
) -> Standings:
    """Measures in every district, ranked. districts: the peers of the settings where there are none."""
    codes = tuple(m.code for m in measures)
    return _fetch_standings(replace(filters, measure=""), scope, codes, districts)


def fetch_comparison(
    filters: Filters, scope: Scope, flag: Flag | None = None
) -> tuple[Standings, dict[str, MeasureRow]]:
    """Every row of the crime type table (list_measures()) by code, and the districts they are ranked among.

    flag: the one whose records are counted apart. Whether a change is clear is decided over
    list_judged(); the filters' own type, where it is none of these, is judged with them.
    """
    any_measure = replace(filters, measure="")
    is_listed = filters.measure in (m.code for m in list_measures(any_measure))
    return _fetch_comparison(any_measure if is_listed else filters, scope, flag)


@keep_while_data_stands(maxsize=64)
def _fetch_standings(
    filters: Filters, scope: Scope, codes: tuple[str, ...], districts: tuple[str, ...] = ()
) -> Standings:
    counts, basis = queries.by_district(filters, scope, queries.area().home), build_basis(filters, scope)
    return rank_districts(counts, codes, replace(basis, districts=districts or basis.districts))


@keep_while_data_stands(maxsize=64)
def _fetch_comparison(
    filters: Filters, scope: Scope, flag: Flag | None
) -> tuple[Standings, dict[str, MeasureRow]]:
    measures = list_measures(filters)
    ranked = _fetch_standings(filters, scope, tuple(m.code for m in measures))
    flagged = queries.by_flag(filters, scope, queries.area().home)
    rows = build_measure_rows(
        ranked,
        measures,
        build_basis(filters, scope),
        flagged,
        flag,
        sum_ward_populations(filters),
        queries.area().names,
    )
    return ranked, {row.code: row for row in rows}


def count_borough(filters: Filters, scope: Scope) -> int | None:
    """The whole district's count of the crime type where wards are chosen; None where none is."""
    if not filters.wards:
        return None
    _, rows = fetch_comparison(drop_wards(filters), scope)
    return rows[filters.measure].change.now


def drop_wards(filters: Filters) -> Filters:
    """The same filters for the whole district, for pages that compare districts."""
    return replace(filters, wards=())


def list_judged(source: str) -> list[Measure]:
    """The crime types over which it is decided whether one of them has changed in a place and a period.

    The published ones, or all of the source. It is one list for every page, so that a claim has one
    verdict; any other type is judged with these and itself.
    """
    catalogue = read_catalogue()
    recorded = catalogue.sources[source].vocabulary == "recorded"
    return [m for m in catalogue.offered(source) if m.published or not recorded]


def list_measures(filters: Filters) -> list[Measure]:
    """The rows of the crime type table: those of list_judged(), and the filters' own."""
    listed = _keep_published(list_judged(filters.source), filters)
    offered = read_catalogue().offered(filters.source)
    return listed + [m for m in offered if m.code == filters.measure and m not in listed]


def _keep_published(measures: Sequence[Measure], filters: Filters) -> list[Measure]:
    """Those that public mode has of a ward, where one is chosen; of the whole district it has all."""
    return published.keep_published(measures, filters) if filters.wards else list(measures)


def describe_rate_unit(scope: Scope) -> str:
    """What a rate is: "crimes per 1,000 people" over a year, else over how many months."""
    months = len(scope.months)
    return "per 1,000" if months == MAX_MONTHS else f"per 1,000 in {wording.plural(months, 'month')}"
