"""Areas as GeoJSON features that carry their fill and tooltip. Pure."""

from __future__ import annotations

from typing import Any

import pandas as pd

from csp.core.geography import Outlines
from csp.shell.maps.colours import Hex, rgba


def as_words(text: str) -> str:
    """Text that deck.gl shows as it is. It would work out a text that starts with "@@" as an expression."""
    return f" {text}" if text.startswith("@@") else text


def build_feature(code: str, name: str, polygons: Any, fill: Any, tooltip: str | None) -> dict[str, Any]:
    """A GeoJSON feature with its fields at the top, where deck's and Vega's expressions both find them."""
    return {
        "type": "Feature",
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
        "properties": {},
        "area_code": code,
        "name": as_words(name),
        "fill": rgba(fill),
        "tooltip": as_words(tooltip or name),
    }


def build_shapes(outlines: Outlines) -> list[dict[str, Any]]:
    """GeoJSON features with nothing but the shape and the area_code."""
    return [
        {
            "type": "Feature",
            "geometry": {"type": "MultiPolygon", "coordinates": polygons},
            "properties": {},
            "area_code": code,
        }
        for code, polygons in zip(outlines.frame["area_code"], outlines.frame["polygons"], strict=True)
    ]


def build_features(outlines: Outlines, values: pd.DataFrame, missing: Hex) -> list[dict[str, Any]]:
    """A feature for each area. values: area_code, fill, tooltip; an area without a row gets missing."""
    rows = {str(row["area_code"]): row for row in values.to_dict("records")}
    return [
        build_feature(
            code,
            name,
            polygons,
            rows.get(code, {}).get("fill") or missing,
            rows.get(code, {}).get("tooltip"),
        )
        for code, name, polygons in zip(
            outlines.frame["area_code"], outlines.frame["name"], outlines.frame["polygons"], strict=True
        )
    ]
