"""What is loaded as tables: a source and force a row, and the outlines and population a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from csp.core import areas, settings, wording
from csp.core.coverage import group_runs
from csp.core.incomplete_cells import IncompleteCell
from csp.core.measures import Source
from csp.core.status import LoadedMonths, LoadedRoads, LoadedTable
from csp.core.table import UNKNOWN, Cell, Column, Row, Table
from csp.topics.data_status.findings.months import describe_age

# The name and the licence of each kind of table.
_OGL = "Open Government Licence v3.0"
_KINDS = {
    "boundaries": ("Ward outlines", f"ONS, {_OGL}; contains OS data © Crown copyright and database right"),
    "population": ("Population", f"ONS mid-year estimates, {_OGL}"),
    "lookup": ("Lookup of LSOAs and wards", f"ONS, {_OGL}"),
    "peers": ("Similar areas", f"Nearest neighbours of ONS, {_OGL}, or a list of your own"),
    "harm": ("Harm weights", "As its publisher says"),
    "survey": ("Survey figures", "As its publisher says"),
    "recorded_crime": ("Recorded crime by partnership", f"ONS or Home Office, {_OGL}"),
    "near_misses": ("Near misses on roads", "The partnership's own"),
    "speed_watch": ("Community Speed Watch", "As its publisher says"),
    "schools": ("Schools", "As its publisher says"),
    "road_costs": ("Values of prevention, in pounds", "As its publisher says"),
    "road_factors": ("Fatal four on roads", "As its publisher says"),
}
# Forces that no district has.
_OTHER_FORCES = {"btp": "British Transport Police"}
_ROADS = {"collisions": "Collisions", "casualties": "Casualties", "vehicles": "Vehicles"}
# The name and the licence of each source of road collisions.
_ROAD_SOURCES = {
    "dft": ("Department for Transport", f"Road Safety Data, {_OGL}"),
    "sample": ("Sample", "Simulated, free to use"),
}


def build_months(
    loaded: Sequence[LoadedMonths],
    sources: Mapping[str, Source],
    today: date | None = None,
    is_published: bool = False,
) -> Table:
    """Recorded crime by source and force. sources: by code. today: to say how old the latest month is.

    is_published: what lies in no ward is not known.
    """
    columns = (
        Column("Source", numeric=False),
        Column("Police force", numeric=False),
        Column("Months loaded", numeric=False, wrap=True),
        Column("Latest", numeric=False) if today else Column("Number"),
        Column("Missing in between", numeric=False, wrap=True),
        Column("Data incomplete", numeric=False, wrap=True),
        Column("Rows"),
        Column("In no ward"),
        Column("Imported", numeric=False),
        Column("Licence", numeric=False, wrap=True),
    )
    rows = tuple(_build_months_row(each, sources[each.source], today, is_published) for each in loaded)
    return Table("Recorded crime that is loaded", columns, rows)


def name_force(slug: str) -> str:
    """What a force is called; one that the tables lack by its short name: "west-anglia" -> "West Anglia"."""
    if slug in _OTHER_FORCES:
        return _OTHER_FORCES[slug]
    name = areas.name_force(slug, settings.read_districts().values())
    return slug.replace("-", " ").title() if name == slug else name


def _build_months_row(loaded: LoadedMonths, source: Source, today: date | None, is_published: bool) -> Row:
    # A source without forces is named itself in their place.
    force = UNKNOWN if loaded.force == loaded.source else Cell(name_force(loaded.force), loaded.force)
    latest = loaded.months[-1]
    age = describe_age(latest, today) if today else ""
    licence = source.licence or source.credit
    cells = (
        Cell(source.label, source.label),
        force,
        _build_span(loaded.months),
        Cell(age, latest.isoformat())
        if today
        else Cell(wording.count(len(loaded.months)), len(loaded.months)),
        _build_span(loaded.gaps),
        _build_span(loaded.incomplete),
        Cell(wording.count(loaded.rows), loaded.rows),
        # Of the sample the districts around have no wards at all.
        UNKNOWN if source.simulated or is_published else _build_number(loaded.without_ward),
        UNKNOWN if source.simulated else build_day(loaded.imported),
        Cell(licence, licence),
    )
    return Row(f"{loaded.source} {loaded.force}", cells)


def build_day(day: date | None) -> Cell:
    """A day, or a dash where it is not known."""
    return Cell(wording.day(day), day.isoformat()) if day else UNKNOWN


def _build_span(months: Sequence[date]) -> Cell:
    """Months as runs: "Jan 2018 to Dec 2020", "none"."""
    text = ", ".join(wording.period(first, last) for first, last in group_runs(months)) or "none"
    return Cell(text, months[0].isoformat() if months else "")


def build_roads(loaded: Sequence[LoadedRoads]) -> Table:
    """Road collisions, casualties and vehicles by source: of which years, and how recent."""
    columns = (
        Column("Source", numeric=False),
        Column("Table", numeric=False),
        Column("Years loaded", numeric=False, wrap=True),
        Column("Latest", numeric=False),
        Column("Provisional", numeric=False, wrap=True),
        Column("Rows"),
        Column("In no ward"),
        Column("Imported", numeric=False),
        Column("Licence", numeric=False, wrap=True),
    )
    return Table("Road collisions that are loaded", columns, tuple(map(_build_roads_row, loaded)))


def _build_roads_row(loaded: LoadedRoads) -> Row:
    source, licence = _ROAD_SOURCES[loaded.source]
    table, ward = _ROADS[loaded.kind], loaded.without_ward
    cells = (
        Cell(source, source),
        Cell(table, table),
        _build_year_runs(loaded.years),
        build_day(loaded.last),
        _build_year_runs(loaded.provisional),
        Cell(wording.count(loaded.rows), loaded.rows),
        # Of the sample the districts around have no wards at all.
        UNKNOWN if ward is None or loaded.source == "sample" else Cell(wording.count(ward), ward),
        build_day(loaded.imported),
        Cell(licence, licence),
    )
    return Row(f"{loaded.source} {loaded.kind}", cells)


def _build_year_runs(years: Sequence[int]) -> Cell:
    return Cell(wording.years(years) or "none", years[0] if years else "")


def build_incomplete(
    cells: Sequence[tuple[str, IncompleteCell]],
    labels: Mapping[str, str],
    names: Mapping[str, str],
) -> Table:
    """The crime types that are incomplete in a district and month, each with the label of its source.

    labels: of crime types; names: of districts, by code.
    """
    columns = (
        Column("Crime type", numeric=False),
        Column("District", numeric=False),
        Column("Month", numeric=False),
        Column("Recorded"),
        Column("Usual around it"),
        Column("Source", numeric=False),
    )
    rows = tuple(
        Row(
            f"{source} {cell.measure} {cell.district} {cell.month}",
            (
                Cell(labels[cell.measure], labels[cell.measure]),
                Cell(names[cell.district], names[cell.district]),
                Cell(wording.month(cell.month), cell.month.isoformat()),
                Cell(wording.count(cell.count), cell.count),
                Cell(wording.count(cell.usual), cell.usual),
                Cell(source, source),
            ),
        )
        for source, cell in cells
    )
    return Table("Crime types that are incomplete in a district", columns, rows)


def build_others(loaded: Sequence[LoadedTable]) -> Table:
    """Outlines, population and lookups: of which area and of which years, and when they were imported."""
    columns = (
        Column("Table", numeric=False),
        Column("Area", numeric=False),
        Column("Years", numeric=False),
        Column("Rows"),
        Column("Imported", numeric=False),
        Column("Licence", numeric=False, wrap=True),
    )
    return Table("Outlines, population and lookups", columns, tuple(map(_build_other_row, loaded)))


def _build_other_row(loaded: LoadedTable) -> Row:
    name, licence = _KINDS[loaded.kind]
    cells = (
        Cell(name, name),
        Cell(loaded.area, loaded.area),
        _build_years(loaded.years),
        Cell(wording.count(loaded.rows), loaded.rows),
        build_day(loaded.imported),
        Cell(licence, licence),
    )
    return Row(f"{loaded.kind} {loaded.area}", cells)


def _build_years(years: Sequence[int]) -> Cell:
    if not years:
        return UNKNOWN
    first, last = years[0], years[-1]
    return Cell(str(first) if first == last else f"{first} to {last}", first)


def _build_number(n: int) -> Cell:
    return Cell(wording.count(n), n)
