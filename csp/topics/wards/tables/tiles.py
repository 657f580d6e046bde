"""Every ward as a tile of the map."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from csp.core.elements import AreaTile, AreaTiles
from csp.shell import maps, theme


def build_ward_tiles(
    arrangement: pd.DataFrame,
    values: pd.DataFrame,
    names: Mapping[str, str],
    selected: Collection[str],
    caption: str,
    mode: theme.Mode,
) -> AreaTiles | None:
    """Every ward on its tile, with its name and its figure; None where not all of them have a place.

    arrangement: ward_code, column, row, counted from 0 (geography.read_ward_tiles()). values: area_code,
    fill, label and tooltip (csp.topics.wards.charts.shaded()). names: by code.
    """
    placed = arrangement[arrangement["ward_code"].isin(list(names))]
    if len(placed) < len(names):
        return None
    colours = theme.palette(mode)
    rows = {str(row["area_code"]): row for row in values.to_dict("records")}
    tiles = [
        AreaTile(
            id=code,
            name=names[code],
            figure=rows[code]["label"],
            tip=rows[code]["tooltip"],
            fill=rows[code]["fill"],
            ink=maps.pick_readable(rows[code]["fill"], colours.text, colours.background, *theme.PLAIN_INKS),
            column=int(column) + 1,
            row=int(row) + 1,
            selected=code in selected,
        )
        for code, column, row in zip(*(placed[name] for name in ("ward_code", "column", "row")), strict=True)
    ]
    # Read by rows, as a keyboard and a screen reader go through them.
    tiles.sort(key=lambda tile: (tile["row"], tile["column"]))
    return AreaTiles(caption=caption, columns=int(placed["column"].max()) + 1, tiles=tiles)
