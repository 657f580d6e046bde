"""What the what-if thresholds need from the data: counts to judge, and the names of what is counted."""

from __future__ import annotations

from csp.comparison import resolve
from csp.core import events
from csp.core.measures import read_catalogue
from csp.data import completeness, queries
from csp.data.caching import keep_while_data_stands
from csp.topics.thresholds.fetch_roads import fetch_road_cells, find_road_source, name_lines
from csp.topics.thresholds.rules import Cells, Extent, Watch, build
from csp.topics.thresholds.rules.encoding import Labels


def fetch_cells(source: str, watch: Watch, exclude: tuple[str, ...]) -> Cells:
    """What a rule is put to: crime in the wards or in the borough, or the people hurt on its roads."""
    return fetch_road_cells(source) if watch == "roads" else _fetch_crime_cells(source, watch, exclude)


@keep_while_data_stands(maxsize=8)
def _fetch_crime_cells(source: str, watch: Watch, exclude: tuple[str, ...]) -> Cells:
    """Every measure of a source in the wards, or in the borough, over everything loaded. Kept."""
    area = queries.area(source)
    home, loaded = area.home, queries.loaded(area.force_slug)[source]
    by_district = queries.flagged_by_district(source, area.peers)
    in_wards, populations = watch == "ward_types", queries.populations()
    measures, phi = [m.code for m in read_catalogue().offered(source)], resolve.fetch_dispersions(source)
    incomplete = completeness.fetch_incomplete_cells(source)
    spans = events.read_events(read_catalogue().measures)
    extent = Extent(
        measures=measures,
        areas=tuple(queries.wards(home)) if in_wards else (home,),
        home=home,
        districts=area.peers,
        loaded=loaded.months,
        incomplete=loaded.incomplete,
        dispersion=[phi.of(code, "ward" if in_wards else "district") for code in measures],
        listed=[m.code for m in resolve.list_judged(source)],
        incomplete_types={code: incomplete.months(code, home) for code in measures},
        exceptional_types={code: events.list_exceptional_months(spans, code) for code in measures},
    )
    return build(
        queries.flagged_by_ward(source, home) if in_wards else by_district,
        by_district,
        extent,
        population=lambda code, year: populations.of(code, year)[0],
        exclude=exclude,
    )


def fetch_names() -> dict[str, str]:
    """Labels of measures, of what is watched on the roads, of wards and of the borough by code."""
    area = queries.area()
    labels = {code: measure.label for code, measure in read_catalogue().measures.items()}
    return {**labels, **name_lines(), **queries.wards(area.home), area.home: area.home_name}


def list_flag_labels() -> dict[str, str]:
    """Labels of every flag by code."""
    return {code: flag.label for code, flag in read_catalogue().flags.items()}


def fetch_excludable_flags(source: str) -> dict[str, str]:
    """Codes of the flags of a source that may be left out, by label."""
    flags = (read_catalogue().flags[code] for code in queries.flags(source))
    return {flag.label: flag.code for flag in flags if flag.excludable}


def fetch_labels(source: str) -> Labels:
    """The labels of what a source offers to a rule: crime types, and flags that may be left out."""
    return Labels(
        measures={m.code: m.label for m in read_catalogue().offered(source)},
        flags={code: label for label, code in fetch_excludable_flags(source).items()},
    )


def has_roads(source: str) -> bool:
    """Whether any road collisions may stand beside a source."""
    return find_road_source(source) is not None


def has_wards(source: str) -> bool:
    """Whether any row of a source has a ward of the home district, and months by ward may be shown."""
    return not queries.area().is_public and bool(queries.wards_counted(source, queries.area().home))
