"""Recorded crime by partnership as a page shows it: two years of a publisher, home among its peers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from csp.comparison.standings import Basis
from csp.comparison.year_findings import describe_missing
from csp.comparison.years import YearComparison, compare_years
from csp.core import settings, wording
from csp.core.dispersion import ANY, Dispersions, Level, read_defaults
from csp.core.filters import Filters, Period
from csp.core.measures import Measure, Source, read_catalogue
from csp.core.population import Populations
from csp.core.recorded_crime import VOCABULARY, build_measures, read_offences
from csp.core.recorded_places import Group, describe_groups
from csp.core.settings import Area
from csp.data import queries, recorded_crime
from csp.data.caching import keep_while_data_stands
from csp.data.recorded_crime import Recorded


@dataclass(frozen=True, eq=False)
class YearView:
    """Two years of a source in the areas compared, with what a reader must know of them.

    area: the settings with the groups as peers. people: what the rates are per, in words.
    """

    source: Source
    area: Area
    groups: tuple[Group, ...]
    measure: Measure
    comparison: YearComparison
    periods: tuple[str, str]
    is_comparable: bool
    people: str


def name_offence(code: str) -> str:
    """The label of an offence, which links hold."""
    return build_measures()[code].label


def is_yearly(filters: Filters) -> bool:
    """Whether the source of the filters has the figures of years alone."""
    return read_catalogue().sources[filters.source].yearly


def fetch_years(filters: Filters, peers: tuple[str, ...] = (), label: str = "") -> YearView:
    """The years of the filters, which are of a yearly source.

    peers: other areas, home among them, in place of those of the settings; label: what they are called.
    """
    view = _fetch_years(filters.source, filters.measure, filters.period, filters.comparison, peers)
    if not label:
        return view
    return replace(view, area=replace(view.area, peers_label=wording.lower_first(label), county=label))


@keep_while_data_stands(maxsize=32)
def _fetch_years(source: str, code: str, period: Period, before: Period, peers: tuple[str, ...]) -> YearView:
    recorded = recorded_crime.fetch(source, peers or settings.area().peers)
    measures = recorded.list_measures(period)
    groups, figures = recorded.groups, recorded.figures
    populations, people = _find_people(recorded, period, before)
    basis = _build_basis(recorded, populations, (period, before))
    now, earlier = (
        {
            (measure.code, group.code): figures.read(group, measure.code, each.start)
            for measure in measures
            for group in groups
        }
        for each in (period, before)
    )
    comparison = compare_years(measures, now, earlier, basis, recorded.area.names)
    return YearView(
        recorded.source,
        recorded.area,
        groups,
        next((measure for measure in measures if measure.code == code), measures[0]),
        comparison,
        (wording.period(period.start, period.end), wording.period(before.start, before.end)),
        basis.comparable,
        people if comparison.standings else "",
    )


def _build_basis(recorded: Recorded, populations: Populations, years: tuple[Period, Period]) -> Basis:
    area, offences = recorded.area, read_offences()
    defaults = read_defaults()
    varies: dict[tuple[Level, str], float] = {
        ("district", code): defaults.get(("district", offence.varies_as), defaults["district", ANY])
        for code, offence in offences.items()
    }
    return Basis(
        home=area.home,
        districts=area.peers,
        populations=populations,
        years=(years[0].year, years[1].year),
        comparable=years[1].start in recorded.years,
        whole_home=True,
        small_base=area.small_base,
        significance=area.significance,
        vocabulary=VOCABULARY,
        dispersions=Dispersions({}, {**defaults, **varies}),
    )


def _find_people(recorded: Recorded, period: Period, before: Period) -> tuple[Populations, str]:
    """The people that rates are per, by group, and whose figures they are, in words.

    Those that the publisher gives with its rates, else the mid-year population of the districts.
    """
    years = (before.year, period.year)
    # Of a year without any the nearest counts, as of the earlier one in the workbook of ONS.
    published = {
        (group.code, start.year): round(people)
        for start in recorded.years
        for group in recorded.groups
        if (people := recorded.figures.read_people(group, start))
    }
    if published:
        given = sorted({str(year) for _, year in published})
        text = f"Rates use the population that ONS gives with its rates of {wording.list_words(given)}."
        return Populations(published), text
    loaded, figures = queries.populations(), {}
    used = set()
    for group in recorded.groups:
        for year in years:
            each = [loaded.of(code, year) for code in group.districts]
            if all(nearest is not None for _, nearest in each):
                figures[group.code, year] = round(sum(people for people, _ in each))
                used |= {nearest for _, nearest in each if nearest}
    if not figures:
        return Populations({}), ""
    named = wording.list_words([str(year) for year in sorted(used)])
    return Populations(figures), f"The publisher gives no rates: they use mid-year populations of {named}."


def describe_view(view: YearView) -> list[str]:
    """What a reader must know of the figures: whose they are, of whom there are none, and why."""
    code, comparison = view.measure.code, view.comparison
    now = {group.code: comparison.now[code, group.code] for group in view.groups}
    before = {group.code: comparison.before[code, group.code] for group in view.groups}
    marks = describe_missing(view.groups, now, before if view.is_comparable else {}, view.periods[1])
    # One line: the answer is to stand on the first screen.
    basis = " ".join([*describe_groups(view.groups, settings.area()), *filter(None, [view.people])])
    return [*marks, *filter(None, [basis])]


def describe_span(view: YearView) -> str:
    """Both years in one phrase; one where there is no earlier year."""
    now, before = view.periods
    return f"{now} against {before}" if view.is_comparable else now


def describe_peers(view: YearView) -> tuple[str, int]:
    """The areas that the ranks of the offence are among, in words, and how many they are."""
    table = view.comparison.standings.get(view.measure.code)
    return view.area.peers_label, table.ranked if table else 0
