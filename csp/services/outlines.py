"""Ward outlines of one district from a feature service of ArcGIS, as one GeoJSON file.

Documented at https://developers.arcgis.com/rest/services-reference/enterprise/query-feature-service-layer/: a
reply has at most so many features, says exceededTransferLimit where there are more (in the collection or in
its properties), and goes on at resultOffset. A fault comes with the status 200, as {"error": ...}.
"""

from __future__ import annotations

import json
from typing import Any

from csp.core.characters import printable
from csp.services.addresses import Layer, OutlineService
from csp.services.client import Client
from csp.services.errors import NotThereError, ServiceError

MOST_REPLIES = 100
_CUT = "exceededTransferLimit"


def fetch_outlines(client: Client, service: OutlineService, district: str) -> bytes:
    """The wards of a district as GeoJSON, in the newest edition that has any. Raises ServiceError."""
    for layer in service.layers:
        try:
            features = _fetch_layer(client, service, layer, district)
        except NotThereError:
            continue
        if features:
            return json.dumps({"type": "FeatureCollection", "features": features}).encode()
    raise NotThereError(f"{service.name} has no wards of {district} in {service.layers[0].name}")


def _fetch_layer(client: Client, service: OutlineService, layer: Layer, district: str) -> list[Any]:
    features: list[Any] = []
    seen: set[str] = set()
    for _ in range(MOST_REPLIES):
        reply = client.fetch(
            service.name,
            service.query.replace("{layer}", layer.name),
            {
                "where": f"LAD{layer.year}CD='{district}'",
                "outFields": f"WD{layer.year}CD,WD{layer.year}NM,LAD{layer.year}CD,LAD{layer.year}NM",
                "orderByFields": f"WD{layer.year}CD",
                "outSR": 4326,
                "geometryPrecision": 6,
                "resultOffset": len(features),
                "resultRecordCount": service.wards_a_reply,
                "f": "geojson",
            },
        )
        page, goes_on = _read_reply(reply, service)
        texts = {json.dumps(feature, sort_keys=True) for feature in page}
        if page and texts <= seen:
            raise ServiceError(f"{service.name} sends the same wards of {district} again and again")
        seen |= texts
        features += page
        if not goes_on:
            return features
        if not page:
            raise ServiceError(f"{service.name} breaks off after {len(features):,} wards of {district}")
    raise ServiceError(f"{service.name} sends wards of {district} without end")


def _read_reply(reply: bytes, service: OutlineService) -> tuple[list[Any], bool]:
    """The features of a reply, and whether there are more."""
    try:
        raw = json.loads(reply)
    except (ValueError, RecursionError) as error:
        page = "a web page" if reply.lstrip().startswith(b"<") else "something else"
        raise ServiceError(f"{service.name} sends {page} instead of GeoJSON") from error
    if not isinstance(raw, dict):
        raise ServiceError(f"{service.name} sends something else instead of GeoJSON")
    if isinstance(raw.get("error"), dict):
        raise _read_error(raw["error"], service)
    features = raw.get("features")
    if not isinstance(features, list):
        raise ServiceError(f"{service.name} sends no list of features")
    further = raw.get("properties")
    marks = (raw.get(_CUT), further.get(_CUT) if isinstance(further, dict) else None)
    return features, True in marks


def _read_error(error: dict[str, Any], service: OutlineService) -> ServiceError:
    """A layer or a column that is not there, or any other fault."""
    message = printable(str(error.get("message", "")))[:120].rstrip(".")
    if message == "Invalid URL" or error.get("code") == 404:
        return NotThereError(f"{service.name} does not have the layer")
    return ServiceError(f"{service.name} cannot answer ({message or 'no reason given'})")
