"""A local server that answers as the public services do, in their documented shapes, with made-up data.

ArcGIS: /arcgis/LAYER/FeatureServer/0/query. Nomis: /nomis/DATASET.data.csv. The police:
/data/archive/NAME.zip, which redirects to where the archives lie, as it does in truth, and
/api/crime-last-updated. What it is to do wrong stands in faults: by the beginning of a path a list of faults,
one for each request to come.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

LAYERS = ("WD_MAY_2025_UK_BGC_V2", "Wards_December_2024_Boundaries_UK_BGC")

SETTINGS = """
[outlines]
name = "the Open Geography service of ONS"
query = "{url}/arcgis/{{layer}}/FeatureServer/0/query"
layers = ["WD_MAY_2025_UK_BGC_V2", "Wards_December_2024_Boundaries_UK_BGC"]
years = [25, 24]
wards_a_reply = 200
download = "https://geoportal.example"
file = "the wards, as GeoJSON"

[population]
name = "Nomis"
districts = "{url}/nomis/NM_2002_1.data.csv"
wards = "{url}/nomis/NM_2014_1.data.csv"
years = 5
download = "https://nomis.example/districts"
file = "the districts, as CSV"
download_wards = "https://nomis.example/wards"
file_wards = "the wards, as CSV"

[population_of_northern_ireland]
name = "NISRA"
download = "https://www.nisra.gov.uk/statistics/population/mid-year-population-estimates"
file = "mid-year population estimates by local government district, all ages, as CSV or Excel"

[police]
name = "the police archive"
archive = "{url}/data/archive/{{archive}}.zip"
last_updated = "{url}/api/crime-last-updated"
download = "https://police.example"
file = "your force, 36 months"
"""


@dataclass
class Published:
    """What the services hold. newest: the name of the latest archive.

    layers: the year of the columns and the features, by name. people: the name and the figures by year, by
    code. archives: a zip as bytes or its path, by name.
    """

    layers: dict[str, tuple[int, list[dict[str, Any]]]] = field(default_factory=dict)
    people: dict[str, tuple[str, Mapping[int, int]]] = field(default_factory=dict)
    archives: dict[str, bytes | Path] = field(default_factory=dict)
    newest: str = ""
    features_a_reply: int = 2000


Fault = Callable[["Handler"], None]


class Server(ThreadingHTTPServer):
    """published: what is answered; requests: what was asked, path and range; sent: bytes of archives."""

    daemon_threads = True
    # Whoever hangs up, as a client that was killed does, is no fault of the server.
    block_on_close = False

    def __init__(self, published: Published, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.published = published
        self.faults: dict[str, list[Fault]] = {}
        self.requests: list[tuple[str, str]] = []
        self.sent = 0
        self.ranges = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing of a client that hung up."""


@contextmanager
def serving(published: Published, port: int = 0) -> Iterator[Server]:
    """The server, running until the block ends."""
    with Server(published, port) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class Handler(BaseHTTPRequestHandler):
    """One request after another of one client."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        """Answers by the path, unless a fault is due."""
        path = urlsplit(self.path).path
        self.server.requests.append((self.path, self.headers.get("Range", "")))
        for start, faults in self.server.faults.items():
            if path.startswith(start) and faults:
                faults.pop(0)(self)
                return
        self.answer()

    def answer(self) -> None:
        """Answers by the path, as a service that is well."""
        path = urlsplit(self.path).path
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        if layer := re.fullmatch(r"/arcgis/(\w+)/FeatureServer/0/query", path):
            self._answer_outlines(layer[1], query)
        elif re.fullmatch(r"/nomis/NM_(2002|2014)_1\.data\.csv", path):
            self._answer_people(query)
        elif named := re.fullmatch(r"/data/archive/([\w-]+)\.zip", path):
            self._redirect(named[1])
        elif named := re.fullmatch(r"/bucket/([\w-]+)\.zip", path):
            self._answer_archive(self.server.published.archives[named[1]], named[1])
        elif path == "/api/crime-last-updated":
            self.reply(json.dumps({"date": f"{self.server.published.newest}-01"}).encode())
        else:
            self.reply(b"Not found", 404)

    def reply(
        self, content: bytes, status: int = 200, kind: str = "application/json", **headers: str
    ) -> None:
        """Sends a whole reply."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def _answer_outlines(self, layer: str, query: Mapping[str, str]) -> None:
        published = self.server.published
        if layer not in published.layers:
            error = {"code": 400, "message": "Invalid URL", "details": ["Invalid URL"]}
            self.reply(json.dumps({"error": error}).encode())
            return
        year, features = published.layers[layer]
        wanted = re.fullmatch(rf"LAD{year}CD='(\w+)'", query["where"])
        if wanted is None:
            error = {"code": 400, "message": "Cannot perform query. Invalid query parameters.", "details": []}
            self.reply(json.dumps({"error": error}).encode())
            return
        of_district = [each for each in features if each["properties"][f"LAD{year}CD"] == wanted[1]]
        start = int(query.get("resultOffset", 0))
        most = min(int(query.get("resultRecordCount", 2000)), published.features_a_reply)
        page = {
            "type": "FeatureCollection",
            "crs": {"type": "name", "properties": {"name": "EPSG:4326"}},
            "features": of_district[start : start + most],
        }
        if start + most < len(of_district):
            page |= {"properties": {"exceededTransferLimit": True}}
        self.reply(json.dumps(page).encode(), kind="application/geo+json")

    def _answer_people(self, query: Mapping[str, str]) -> None:
        dates = query["date"].split(",")
        names = query["select"].upper().split(",")
        lines = [",".join(f'"{name}"' for name in names)]
        for code in query["geography"].split(","):
            name, figures = self.server.published.people.get(code, ("", {}))
            for year in sorted(figures, reverse=True)[: len(dates)]:
                cells = {
                    "DATE_NAME": str(year),
                    "GEOGRAPHY_NAME": f'"{name}"',
                    "GEOGRAPHY_CODE": f'"{code}"',
                    "GENDER_NAME": '"Total"',
                    "C_AGE_NAME": '"All Ages"',
                    "MEASURES_NAME": '"Value"',
                    "OBS_VALUE": str(figures[year]),
                }
                lines.append(",".join(cells[column] for column in names))
        self.reply(("\n".join(lines) + "\n").encode(), kind="text/csv")

    def _redirect(self, name: str) -> None:
        archive = self.server.published.newest if name == "latest" else name
        if archive not in self.server.published.archives:
            self.reply(b"<html>Not found</html>", 404, "text/html")
        else:
            self.reply(b"", 302, Location=f"{self.server.url}/bucket/{archive}.zip")

    def _answer_archive(self, archive: bytes | Path, name: str) -> None:
        content = archive if isinstance(archive, bytes) else archive.read_bytes()
        edition = f'"{name}-{len(content)}-{hash(content) & 0xFFFF}"'
        wanted = re.fullmatch(r"bytes=(\d*)-(\d*)", self.headers.get("Range", ""))
        if not self.server.ranges or wanted is None:
            self.reply(content, 200, "application/zip", ETag=edition)
            return
        first, last = self._find_range(wanted[1], wanted[2], len(content))
        part = content[first : last + 1]
        self.server.sent += len(part)
        place = f"bytes {first}-{last}/{len(content)}"
        self.reply(part, 206, "application/zip", ETag=edition, Content_Range=place)

    @staticmethod
    def _find_range(first: str, last: str, size: int) -> tuple[int, int]:
        if not first:
            return max(0, size - int(last)), size - 1
        return int(first), min(int(last), size - 1) if last else size - 1

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


def ask_too_often(after: str = "0") -> Fault:
    """429, to be asked again after so many seconds."""
    return lambda handler: handler.reply(b"", 429, Retry_After=after)


def be_out_of_order(handler: Handler) -> None:
    """503."""
    handler.reply(b"", 503)


def cut_short(handler: Handler) -> None:
    """A reply that promises more than it holds."""
    handler.send_response(206 if handler.headers.get("Range") else 200)
    handler.send_header("Content-Length", "1000")
    handler.send_header("Content-Range", "bytes 0-999/1000")
    handler.end_headers()
    handler.wfile.write(b"{" * 10)
    handler.close_connection = True


def send_page(handler: Handler) -> None:
    """A page of a service that is being mended, under 200."""
    handler.reply(b"<!DOCTYPE html><html><body>Back soon</body></html>", kind="text/html")


def send_error(handler: Handler) -> None:
    """What ArcGIS says of a fault: under 200."""
    error = {"code": 500, "message": "Error performing query operation", "details": []}
    handler.reply(json.dumps({"error": error}).encode())


def hang_up(handler: Handler) -> None:
    """Nothing at all."""
    handler.close_connection = True
