"""The features of a GeoJSON file, within limits, and whether the service that gave them cut them short."""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from csp.core.characters import quote
from csp.core.errors import UserError
from csp.imports import limits

Feature = Mapping[str, Any]

_GET_GEOJSON = "Download the same outlines as GeoJSON, in WGS84 where it is offered."
# Files of outlines that are no GeoJSON, by their first bytes, and by what stands in them.
_BINARY = {
    b"\x00\x00\x27\x0a": "part of a Shapefile",
    b"SQLite format 3": "a GeoPackage",
    b"PK\x03\x04": "an archive or a workbook",
    b"\x1f\x8b": "packed (gzip)",
}
_MARKUP = {
    b"<kml": "KML",
    b"FeatureCollection": "GML",
    b"<html": "a web page",
    b"<!doctype html": "a web page",
}
_HEAD_BYTES = 4096

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
    listed = raw if isinstance(raw, list) else [raw]
    if listed and all(isinstance(each, dict) and each.get("type") == "Feature" for each in listed):
        raw = {"features": listed}
    features = raw.get("features") if isinstance(raw, dict) else None
    if not isinstance(features, list) or any(
        isinstance(each, dict) and "attributes" in each for each in features
    ):
        raise UserError(_refuse_other(raw, shown))
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


def _refuse_other(raw: Any, shown: str) -> str:
    """The sentence for JSON that is no GeoJSON with features."""
    answer = raw if isinstance(raw, dict) else {}
    error = answer.get("error")
    if isinstance(error, dict):
        words = quote(str(error.get("message", "")))
        return f"{shown} is no outline but an answer of the service that it failed ({words}). Ask it again."
    if answer.get("type") == "Topology":
        return f"{shown} is TopoJSON, not GeoJSON. {_GET_GEOJSON}"
    if isinstance(answer.get("features"), list):
        return f"{shown} is Esri JSON, not GeoJSON. Ask the service with f=geojson and outSR=4326."
    return f"{shown} cannot be read as GeoJSON: it has no list of features. Download the ward file."


def _refuse_no_json(content: bytes, shown: str) -> str:
    """The sentence for a file that is no JSON at all, or not all of it."""
    head = content[:_HEAD_BYTES].removeprefix(codecs.BOM_UTF8).lstrip()
    binary = next((kind for start, kind in _BINARY.items() if content.startswith(start)), "")
    lower = head.lower()
    markup = next((kind for words, kind in _MARKUP.items() if words.lower() in lower), "XML")
    if not head:
        return f"{shown} is empty. Download it again."
    if binary or head.startswith(b"<"):
        return f"{shown} is {binary or markup}, not GeoJSON. {_GET_GEOJSON}"
    if not head.startswith((b"{", b"[")):
        return f"{shown} is no GeoJSON: it does not begin as such files do. {_GET_GEOJSON}"
    return f"{shown} cannot be read as GeoJSON, it may be cut short. Download it again."


def _read_json(path: Path, shown: str) -> Any:
    content = path.read_bytes()
    if len(content) > limits.MB and _brackets(content) > len(content) // limits.CHARACTERS_A_BRACKET:
        raise UserError(f"{shown} is not GeoJSON of outlines: {_NO_FIGURES} Check that it is the right file.")
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        if any(content.startswith(start) for start in _BINARY):
            raise UserError(_refuse_no_json(content, shown)) from error
        raise UserError(f"{shown} is not UTF-8 text, so it is not GeoJSON. Download it again.") from error
    except RecursionError as error:
        raise UserError(
            f"{shown} is not GeoJSON of outlines: it is nested far deeper. Check that it is the right file."
        ) from error
    except ValueError as error:
        raise UserError(_refuse_no_json(content, shown)) from error


def _brackets(content: bytes) -> int:
    return content.count(b"[") + content.count(b"{")


def _refuse_constant(name: str) -> float:
    """JSON knows neither NaN nor Infinity, whatever Python's reader makes of them."""
    raise ValueError(name)
