"""The districts beside one another, a district a row."""

from __future__ import annotations

from math import isfinite

from csp.comparison.standings import Standings
from csp.comparison.tables import build_movement_cell
from csp.core import wording
from csp.core.settings import Area
from csp.core.table import UNKNOWN, Cell, Column, Row, Table, Tone


def build_peer_table(standings: Standings, measure: str, area: Area, unit: str, comparable: bool) -> Table:
    """The districts from the lowest rate: rate, rank now and before, movement, count."""
    i = standings.measures.index(measure)
    order = sorted(
        range(len(standings.districts)),
        key=lambda j: (
            not standings.rank[i, j],
            int(standings.rank[i, j]),
            area.names[standings.districts[j]],
        ),
    )
    columns = (
        Column("District", numeric=False),
        Column(f"Rate {unit}", emphasis=True),
        Column("Rank now", numeric=False, help="By rate."),
        Column("Rank before", numeric=False, help="By rate in the period compared with."),
        Column("Movement", numeric=False, help="▲ towards the highest rate, ▼ towards the lowest."),
        Column("Recorded"),
    )
    return Table(
        caption=f"{area.peers_label} by rate, now and before",
        columns=columns,
        rows=tuple(_build_peer_row(standings, (i, j), area, comparable) for j in order),
    )


def _build_peer_row(standings: Standings, at: tuple[int, int], area: Area, comparable: bool) -> Row:
    """One district. at: its measure's row and its own column in the matrices."""
    code = standings.districts[at[1]]
    role = area.role(code)
    tone: Tone = "home" if role == "home" else "neighbour" if role == "neighbour" else ""
    now, before = int(standings.rank[at]), int(standings.rank_before[at]) if comparable else 0
    of = standings.ranked
    tied, tied_before = bool(standings.tied[at]), bool(standings.tied_before[at])
    best, worst = int(standings.rank_best[at]), int(standings.rank_worst[at])
    ranks = wording.rank_with_range(now, best, worst, of, tied)
    low, high = wording.rate(float(standings.low[at])), wording.rate(float(standings.high[at]))
    count, rate = int(standings.now[at]), float(standings.rate[at])
    cells = (
        Cell(area.names[code], area.names[code], tone),
        Cell(wording.rate(rate), rate, tip=f"95% limits {low} to {high}") if isfinite(rate) else UNKNOWN,
        Cell(wording.standing(now, of, tied), now, tip=f"{ranks[:1].upper()}{ranks[1:]}.")
        if now
        else UNKNOWN,
        Cell(wording.standing(before, of, tied_before), before) if before else UNKNOWN,
        build_movement_cell(now, before),
        Cell(wording.count(count), count),
    )
    return Row(code, cells, selected=role == "home")
