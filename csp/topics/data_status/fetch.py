"""What the page Data needs of the data: incomplete counts, coverage by month, and what measures mean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal

from csp.core import disclosure, settings
from csp.core.filters import Period
from csp.core.incomplete_cells import IncompleteCell
from csp.core.measures import read_catalogue
from csp.core.recorded_crime import build_measures
from csp.core.status import LoadedMonth
from csp.data import completeness, deliveries, queries, recorded_crime
from csp.data.caching import keep_while_data_stands
from csp.topics.data_status.rules.coverage import Coverage, Line, Upload, build_coverage
from csp.topics.data_status.rules.definitions import Definition, list_definitions
from csp.topics.data_status.tables.loaded import name_force
from csp.topics.data_status.tables.partner_figures import PeriodFigure

Rows = Literal["Forces", "Districts", "Crime types"]


def find_today() -> date:
    """The day on the wall, by which months are old."""
    return datetime.now().astimezone().date()


def list_incomplete_cells() -> list[tuple[str, IncompleteCell]]:
    """The crime types that are incomplete in a district, each with the code of its source."""
    area = queries.area()
    return [
        (source, cell)
        for source in queries.loaded(area.force_slug)
        for cell in completeness.fetch_incomplete_cells(source).list_own()
    ]


def list_period_figures() -> list[PeriodFigure]:
    """What partners count by the quarter or the year in the home district, a source after another."""
    catalogue = read_catalogue()
    figures = []
    for row in queries.partner_figures(settings.area().home).to_dict("records"):
        source = catalogue.sources.get(row["source"])
        if source is None:
            continue
        offence = catalogue.offences[source.vocabulary].get(row["offence"])
        figure = int(row["n"])
        figures.append(
            PeriodFigure(
                source.label,
                offence.label if offence else row["offence"],
                row["start"].date(),
                int(row["months"]),
                figure,
                source.small and figure > 0 and disclosure.is_too_few(figure),
            )
        )
    return figures


def fetch_coverage(rows: Rows, source: str, measure: str, district: str, window: Period) -> Coverage:
    """The calendar of a span: of every force, of a crime type by district, or of a district by crime type."""
    months = window.each()
    if rows == "Forces":
        return build_coverage(_list_force_lines(), months, "Rows")
    catalogue, area = read_catalogue(), settings.area()
    cells = completeness.fetch_incomplete_cells(source)
    if rows == "Districts":
        counts = _count_by_district(source, measure)
        lines = [
            Line(
                area.names[code],
                _find_upload(source, code),
                counts.get(code, {}),
                cells.months(measure, code) if code in queries.area().peers else (),
            )
            for code in sorted(area.peers, key=lambda code: (code != area.home, area.names[code]))
        ]
        return build_coverage(lines, months, catalogue.measures[measure].label)
    upload = _find_upload(source, district)
    lines = [
        Line(
            each.label,
            upload,
            _count_by_district(source, each.code).get(district, {}),
            cells.months(each.code, district),
        )
        for each in catalogue.offered(source)
    ]
    return build_coverage(lines, months, area.names[district])


def _list_force_lines() -> list[Line]:
    catalogue = read_catalogue()
    own = settings.area().force_slug
    groups: dict[tuple[str, str], list[LoadedMonth]] = {}
    for each in deliveries.list_months():
        if each.source in catalogue.sources:
            groups.setdefault((each.source, each.force), []).append(each)
    # The area's own force first, and what is simulated last.
    order = sorted(groups, key=lambda key: (catalogue.sources[key[0]].simulated, key[1] != own, key))
    return [
        Line(
            catalogue.sources[source].label
            if force == source
            else f"{name_force(force)}, {catalogue.sources[source].label}",
            Upload.of(groups[source, force]),
            {each.month: each.stored for each in groups[source, force]},
        )
        for source, force in order
    ]


@keep_while_data_stands(maxsize=64)
def _find_upload(source: str, district: str) -> Upload:
    """What is loaded of the force of a district; a source without forces has its own name in their place."""
    own = settings.read_districts()[district].force_slug
    return Upload.of(
        [each for each in deliveries.list_months() if each.source == source and each.force in (own, source)]
    )


@keep_while_data_stands(maxsize=64)
def _count_by_district(source: str, measure: str) -> Mapping[str, Mapping[date, int]]:
    frame = queries.flagged_by_district(source, settings.area().peers)
    own = frame[frame["measure"] == measure].groupby(["area_code", "month"], as_index=False)["n"].sum()
    counts: dict[str, dict[date, int]] = {}
    for code, month, n in zip(own["area_code"], own["month"].dt.date, own["n"], strict=True):
        counts.setdefault(code, {})[month] = int(n)
    return counts


def fetch_definitions() -> list[Definition]:
    """Every measure, those of the publishers of years too where any is loaded."""
    yearly = build_measures().values() if recorded_crime.list_sources() else ()
    return list_definitions(read_catalogue(), yearly)
