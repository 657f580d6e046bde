"""Charts as pictures: every kind of chart, from both colour modes, with its words, nothing from outside."""

from __future__ import annotations

import json
import re
import struct
import time
from html import unescape
from xml.etree import ElementTree

import pytest

from csp.shell import picture, screen, theme
from tests.pages.conftest import ROOT, TIMEOUT, AppTest

VIEWS = (
    ("county", {"county_tab": "Map", "district": "Swale"}),
    ("trends", {"tab": "With Kent"}),
    ("trends", {"tab": "Year by year"}),
    # A legend without an entry: no month is unusual.
    ("trends", {"type": "Robbery", "ward": "Capel", "season": "false"}),
    ("wards", {"tab": "All wards", "picture": "true", "shade_by": "Change"}),
    ("wards", {"tab": "Make-up", "ward": "Park"}),
    ("profile", {"tab": "Wards", "type": "Violent crime"}),
    ("profile", {"tab": "Make-up", "type": "Violent crime"}),
    ("profile", {"tab": "Outcomes", "type": "Violent crime"}),
    ("priorities", {}),
    ("action", {"action": "DA-02"}),
)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def charts():
    """The charts of the views in light and dark, by their kind."""
    drawn: dict[str, dict] = {"light": {}, "dark": {}}
    pack = screen._packed
    with pytest.MonkeyPatch.context() as patch:
        for mode, kinds in drawn.items():

            def keep(chart, kinds=kinds):
                kinds[chart.specification["description"]] = chart
                return pack(chart)

            patch.setattr(screen, "_packed", keep)
            for page, query in VIEWS:
                app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=TIMEOUT)
                app.context = {"theme": mode}
                for key, value in query.items():
                    app.query_params[key] = value
                app.switch_page(f"pages/{page}.py")
                app.run()
    assert len(drawn["light"]) >= 13
    assert list(drawn["light"]) == list(drawn["dark"])
    return drawn


def write(chart) -> str:
    """A specification as text, without the names that Altair counts up."""
    return re.sub(r"view_\w+", "", json.dumps(picture.write_specification(chart), sort_keys=True))


def test_a_picture_is_the_same_whatever_the_mode_of_the_screen(charts):
    for kind, chart in charts["light"].items():
        assert write(charts["dark"][kind]) == write(chart), kind


def test_an_svg_has_the_words_of_its_chart_and_asks_for_nothing(charts):
    for kind, chart in charts["dark"].items():
        drawn = picture.draw_svg(chart)
        root = ElementTree.fromstring(drawn)
        words = " ".join(part for text in root.iter(f"{SVG}text") for part in text.itertext())
        for each in (chart.words.title, chart.words.subtitle, chart.words.source):
            assert " ".join(each.split()) in " ".join(words.split()), (kind, each)
        assert root.get("role") == "img"
        assert 80 < float(root.get("height", "")) < 1200
        assert 400 < float(root.get("width", "")) <= picture.WIDTH + 2
        assert root.findtext(f"{SVG}title") == chart.words.title
        assert root.findtext(f"{SVG}desc", "").startswith(kind)
        assert set(re.findall(r"https?://[^\"' )]+", unescape(drawn))) <= {
            "http://www.w3.org/1999/xlink",
            "http://www.w3.org/2000/svg",
        }
        assert not re.search(r"@import|@font-face|<image|<foreignObject", drawn)
        assert theme.LIGHT.background in drawn
        assert theme.DARK.background not in drawn


def test_the_months_of_a_picture_are_those_of_the_page(charts):
    drawn = picture.draw_svg(charts["light"]["Line chart: counts by month, two periods marked"])
    labels = re.findall(r">((?:Jan|Jul) \d{4})<", drawn)
    assert labels == ["Jan 2018", "Jul 2018", "Jan 2019", "Jul 2019", "Jan 2020", "Jul 2020"]


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process cannot be set here")
@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Auckland"])
def test_a_day_is_midnight_where_the_dashboard_runs(charts, zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        spec = picture.write_specification(charts["light"]["Line chart: counts by month, two periods marked"])
        first = spec["datasets"]["months"][0]["month"] / 1000
        assert time.localtime(first)[:5] == (2018, 1, 1, 0, 0)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_png_has_200_dots_an_inch_and_says_what_it_shows(charts):
    chart = charts["dark"]["Slope chart: the place of each district by rate before and now"]
    drawn = picture.draw_png(chart)
    chunks = dict(read_chunks(drawn))
    width, _ = struct.unpack(">II", chunks[b"IHDR"][:8])
    assert width == picture.WIDTH * picture.DOTS_PER_INCH / 72
    assert struct.unpack(">II", chunks[b"pHYs"][:8]) == (7874, 7874)
    assert chart.words.title.encode() in chunks[b"iTXt"]


def read_chunks(png: bytes):
    """The kinds and contents of the parts of a PNG."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12
