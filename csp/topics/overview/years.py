"""The overview for a source that has years alone: no months, no wards, a year beside the one before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from csp.comparison import recorded
from csp.comparison.key_figures import build_tile
from csp.comparison.recorded import YearView
from csp.comparison.year_cells import name_missing
from csp.comparison.year_findings import NO_MONTHS, write_none
from csp.core import wording
from csp.core.elements import Tile
from csp.core.filters import Filters
from csp.shell import screen, tabs, widgets
from csp.topics.overview import findings
from csp.topics.overview.rules import group_by_direction
from csp.topics.overview.tables import PlanCounts, build_groups, build_overdue_tile, build_tiles
from csp.topics.overview.year_tables import build_year_table

UNIT = "per 1,000"


def draw_overview(
    filters: Filters,
    beside: tuple[PlanCounts | None, Sequence[Tile]],
    clicks: tuple[Callable[[str], None], Callable[[str], None]],
    bodies: dict[str, Callable[[], None]],
) -> None:
    """The page: finding, tiles, crime types by direction, and tabs.

    beside: the action plan in force, and tiles of something else. clicks: what a crime type and a tile do
    when they are clicked. bodies: tabs that other topics draw, by label.
    """
    view, (choose_type, open_tile) = recorded.fetch_years(filters), clicks
    place, measure = view.area.home_name, view.measure
    row = view.comparison.rows.get(measure.code)
    if row:
        finding = findings.write_title(row, place, *view.periods)
    else:
        figure = view.comparison.now[measure.code, view.area.home]
        finding = write_none(measure.label, place, view.periods[0], figure)
    detail = f"{place}, {recorded.describe_span(view)}. {NO_MONTHS}"
    screen.head(finding, detail, filters, view.is_comparable, recorded.describe_view(view), place)
    widgets.tiles(_build_tiles(view, *beside), key="figures", mode=screen.mode(), on_pick=open_tile)
    peers = recorded.describe_peers(view)
    directions = group_by_direction([*view.comparison.rows.values()])
    if view.comparison.rows:
        widgets.groups(
            build_groups(directions, None, measure.code, peers[1]),
            key="directions",
            mode=screen.mode(),
            caption=findings.CAPTION,
            on_pick=choose_type,
        )

    def draw_table() -> None:
        table = build_year_table(view.comparison, view.periods, peers[0], measure.code)
        widgets.table(table, key="crime_types", mode=screen.mode(), on_pick=choose_type)
        screen.download(table, f"crime types {view.periods[0]}")

    tabs.draw_tabs("overview_tab", {"Table": draw_table, **bodies})


def _build_tiles(view: YearView, plan: PlanCounts | None, others: Sequence[Tile]) -> list[Tile]:
    measure, home = view.measure.code, view.area.home
    row, before = view.comparison.rows.get(measure), view.comparison.before[measure, home]
    if row is None:
        figure = view.comparison.now[measure, home]
        tile = build_tile("level", view.periods[0], wording.MISSING, name_missing(figure))
        return [tile, build_overdue_tile(plan), *others]
    tiles = build_tiles(row, view.periods, UNIT, recorded.describe_peers(view), None, plan, others)
    if view.is_comparable and before.count is None:
        label = f"Change on {view.periods[1]}"
        tiles[1] = build_tile("change", label, wording.MISSING, f"{view.periods[1]}: {name_missing(before)}")
    return tiles
