"""Public mode in a browser: no byte that is received has a true count of a ward."""

from __future__ import annotations

import random
import re
import struct
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from playwright.sync_api import Browser, Page

from csp.core import settings
from csp.data.store import MARKER
from csp.imports.ownership import EXTRACTS
from csp.imports.published import write_published
from tests.conftest import WriteStore
from tests.e2e.browser import PATIENCE_MS, ROOT, serving, settled

HOME = "E07000116"
WARDS = {"E05005137": "Culverden", "E05005140": "Park", "E05005141": "Pembury"}
OFFENCES = ("robbery", "shoplifting", "drugs")
VISITS = ("", "?ward=Park", "wards", "wards?ward=Park&type=Robbery", "profile?type=Robbery", "data", "report")


def draw_counts() -> list[dict[str, object]]:
    """Counts so large that none of a year is a number of anything else."""
    chance = random.Random(16)
    return [
        {"source": "police", "district_code": HOME, "ward_code": ward, "offence": offence}
        | {"month": date(year, month, 1), "n": chance.randint(2_000_000, 9_000_000)}
        for ward in WARDS
        for offence in OFFENCES
        for year in (2019, 2020)
        for month in range(1, 13)
    ]


def list_true(rows: list[dict[str, object]], published: Path) -> set[int]:
    """The counts by ward and month or year that are published with another number, or not at all."""
    true: Counter[tuple[object, ...]] = Counter()
    for row in rows:
        for offence in (row["offence"], "all"):
            true[row["ward_code"], offence, row["month"].year] += row["n"]  # type: ignore[attr-defined, operator]
            true[row["ward_code"], offence, row["month"]] += row["n"]  # type: ignore[operator]
    shown = {
        row["n"]
        for kind in ("ward_counts", "monthly_counts")
        for path in (published / kind).iterdir()
        for row in pq.read_table(path).to_pylist()
    }
    return set(true.values()) - shown


@pytest.fixture
def public(
    browser: object,  # noqa: ARG001 no browser, no server
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    write_store: WriteStore,
) -> Iterator[tuple[str, set[int]]]:
    """A dashboard of public mode, and the true counts of its wards."""
    text = (settings.REFERENCE / "area.toml").read_text(encoding="utf-8")
    (tmp_path / "area.toml").write_text(text.replace("public = false", "public = true"), encoding="utf-8")
    places = {
        "CSP_AREA": "area.toml",
        "CSP_EXTRACTS": "extracts",
        "CSP_PUBLISHED": "published",
        "CSP_BOARD": "board",
    }
    environment = {name: str(tmp_path / place) for name, place in places.items()}
    for name, place in environment.items():
        monkeypatch.setenv(name, place)
    rows = draw_counts()
    write_store(tmp_path / "extracts", rows)
    (tmp_path / "extracts" / MARKER).write_text(EXTRACTS.marker, encoding="utf-8")
    write_published()
    with serving(ROOT, tmp_path / "server.log", environment) as address:
        yield address, list_true(rows, tmp_path / "published")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        yield page


def record(page: Page) -> list[bytes]:
    """Everything that the page receives over its connection from now on, message by message."""
    received: list[bytes] = []

    def keep(content: str | bytes) -> None:
        received.append(content if isinstance(content, bytes) else content.encode())

    page.on("websocket", lambda socket: socket.on("framereceived", keep))
    return received


def find_numbers(received: list[bytes], numbers: set[int]) -> set[int]:
    """Which numbers are in what was received: in digits, or packed as whole and real numbers."""
    whole = b"\n".join(received)
    in_words = re.findall(rb"(?<![\d.])\d{1,3}(?:,\d{3})+|(?<![\d.])\d{5,}", whole)
    words = {int(word.replace(b",", b"")) for word in in_words}
    packed = {n for n in numbers if struct.pack("<q", n) in whole or struct.pack("<d", n) in whole}
    return (numbers & words) | packed


def test_no_true_count_of_a_ward_reaches_the_browser(public: tuple[str, set[int]], page: Page) -> None:
    address, true = public
    assert len(true) > 200
    received = record(page)
    for visit in VISITS:
        page.goto(f"{address}/{visit}")
        settled(page)
    assert find_numbers(received, true) == set()
    shown = {
        row["n"]
        for path in (Path(settings.published()) / "ward_counts").iterdir()
        for row in pq.read_table(path).to_pylist()
        if row["first_month"] == date(2020, 1, 1)
        and row["source"] == "police"
        and row["offence"] == "robbery"
    }
    assert find_numbers(received, shown) >= {n for n in shown if n}, (
        "what is published is found by the same search"
    )
