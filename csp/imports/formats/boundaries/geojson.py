"""The features of a GeoJSON file, within limits, and whether the service that gave them cut them short."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from csp.core.errors import UserError
from csp.imports import limits

Feature = Mapping[str, Any]

_NO_FEATURE: Feature = {"properties": {}}
_NO_FIGURES = "it consists of brackets and holds hardly a figure."
# What a service of ArcGIS writes under a page that is not the last.
_CUT = "exceededTransferLimit"


@dataclass(frozen=True)
class Collection:
    """The features of a file, each with a mapping of properties. is_cut: the file is not all of them."""

    features: list[Feature]
    is_cut: bool


def read_collection(path: Path, shown: str) -> Collection:
    """The features of a file. Raises UserError for one that is no GeoJSON, or larger than any of wards."""
    raw = _read_json(path, shown)
    features = raw.get("features") if isinstance(raw, dict) else None
    if not isinstance(features, list):
        raise UserError(
            f"{shown} cannot be read as GeoJSON: it has no list of features. Download the ward file."
        )
    if len(features) > limits.OUTLINE_FEATURES:
        raise UserError(
            f"{shown} holds {len(features):,} features, more than there are wards. Download the ward file."
        )
    further = raw.get("properties")
    marks = [raw.get(_CUT), further.get(_CUT) if isinstance(further, dict) else None]
    # One without properties is read all the same, to be declined and counted.
    return Collection(
        [
            feature
            if isinstance(feature, dict) and isinstance(feature.get("properties"), dict)
            else _NO_FEATURE
            for feature in features
        ],
        True in marks,
    )


def _read_json(path: Path, shown: str) -> Any:
    content = path.read_bytes()
    if len(content) > limits.MB and _brackets(content) > len(content) // limits.CHARACTERS_A_BRACKET:
        raise UserError(f"{shown} is not GeoJSON of outlines: {_NO_FIGURES} Check that it is the right file.")
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise UserError(f"{shown} is not UTF-8 text, so it is not GeoJSON. Download it again.") from error
    except RecursionError as error:
        raise UserError(
            f"{shown} is not GeoJSON of outlines: it is nested far deeper. Check that it is the right file."
        ) from error
    except ValueError as error:
        raise UserError(
            f"{shown} cannot be read as GeoJSON, it may be cut short. Download it again."
        ) from error


def _brackets(content: bytes) -> int:
    return content.count(b"[") + content.count(b"{")


def _refuse_constant(name: str) -> float:
    """JSON knows neither NaN nor Infinity, whatever Python's reader makes of them."""
    raise ValueError(name)
