"""A damaged file, table or board takes away what it held, says so, and blanks no page."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from streamlit.testing.v1 import AppTest

from csp.core import geography, measures, settings
from csp.core.geography import tables
from csp.data import database, soundness
from csp.data.store import MANIFEST, PREVIOUS, Store
from csp.imports.formats.boundaries import import_boundaries
from csp.imports.formats.lookup import import_lookup
from csp.imports.formats.police import import_street
from csp.imports.formats.population import import_population
from csp.shell.frame import BROKEN
from csp.shell.pages import PAGES, PLAN
from csp.topics.action_plan import fetch
from tests.damage import flip, rubbish, truncate
from tests.pages.conftest import Screen
from tests.pages.markdown import read
from tests.stored import files_in_force

PLAN_PAGES = [spec.file for spec in PAGES if spec.section == PLAN]
CRIME_PAGES = [spec.file for spec in PAGES if spec.filters]
ROADS = ("road_safety",)  # rests on the same lists of files
ON_BOARD = ["what_if", "priorities", "report"]  # pages about crime that keep something on the board
FEBRUARY = "Feb 2020 cannot be read; import it again."


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    """Extracts of two years with outlines, population and lookup, to be copied."""
    folder = tmp_path_factory.mktemp("template")
    store = Store(folder / "extracts")
    wards = [
        line.split(",") for line in (settings.REFERENCE / "wards.csv").read_text("utf-8").splitlines()[1:]
    ]
    features = []
    for i, (code, name, *_) in enumerate(wards):
        west, south = 0.15 + i % 5 * 0.05, 51.03 + i // 5 * 0.04
        ring = [[west, south], [west + 0.05, south], [west + 0.05, south + 0.04], [west, south + 0.04]]
        features.append(
            {
                "type": "Feature",
                "properties": {"WD19CD": code, "WD19NM": name.strip('"'), "LAD19CD": settings.SAMPLE_HOME},
                "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
            }
        )
    outlines = folder / "wards.geojson"
    outlines.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    people = folder / "people.csv"
    people.write_text("area_code,year,population\nE07000116,2020,5000\n", encoding="utf-8")
    lookup = folder / "lookup.csv"
    lookup.write_text(
        "LSOA11CD,WD19CD,WD19NM,LAD19CD,LAD19NM\nE01000001,E05000001,One,E07000116,Tunbridge Wells\n",
        encoding="utf-8",
    )
    months = [_street(folder, f"{year}-{month:02}") for year in (2019, 2020) for month in range(1, 13)]
    assert import_boundaries([outlines], store).ok
    assert import_population([people], store).ok
    assert import_lookup([lookup], store).ok
    assert import_street(months, store).ok
    return store.root


def _street(folder: Path, month: str) -> Path:
    path = folder / f"{month}-kent-street.csv"
    head = (
        "Month,Reported by,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category"
    )
    rows = [
        f"{month},Kent Police,{0.16 + i % 20 * 0.01:.6f},{51.04 + i % 13 * 0.01:.6f},On or near High Street,"
        f"E01024785,Tunbridge Wells 009A,{crime},Under investigation"
        for i, crime in enumerate(["Burglary", "Shoplifting", "Anti-social behaviour", "Drugs"] * 15)
    ]
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def extracts(template, tmp_path, monkeypatch) -> Store:
    """A copy of the template, taken for the user's extracts, beside a copy of the sample and a new board."""
    shutil.copytree(template, tmp_path / "extracts")
    shutil.copytree(settings.SAMPLE, tmp_path / "sample")
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    monkeypatch.setenv("CSP_BOARD", str(tmp_path / "board"))
    monkeypatch.setattr(settings, "SAMPLE", tmp_path / "sample")
    monkeypatch.setattr(fetch, "_AWAY_SECONDS", 0.5)
    return Store(tmp_path / "extracts")


@pytest.fixture
def reference(tmp_path, monkeypatch) -> Path:
    """A copy of data/reference, which the application reads."""
    folder = tmp_path / "reference"
    shutil.copytree(settings.REFERENCE, folder)
    for module in (settings, measures, tables):
        monkeypatch.setattr(module, "REFERENCE", folder)
    caches = (
        geography.read_places,
        geography.build_schematic_wards,
        geography.build_schematic_districts,
        tables.read_ward_rows,
    )
    for cache in caches:
        cache.cache_clear()
    yield folder
    for cache in caches:
        cache.cache_clear()


def month_file(store: Store, kind: str, month: str = "2020-02") -> Path:
    (path,) = store.root.glob(f"{kind}/source=police/force=kent/year={month[:4]}/{month}-*.parquet")
    return path


def opened(page: str = "") -> Screen:
    database.forget_stamp()
    app = AppTest.from_file(str(settings.ROOT / "app.py"), default_timeout=60)
    if page:
        app.switch_page(f"pages/{page}.py")
    return Screen(app).run()


def every_page(*words: str, but: tuple[str, ...] = (), also: tuple[str, ...] = ()) -> None:
    """Visits all pages: each has its title and no error; those about crime say the words, unless in but, and
    so do those in also.
    """
    screen = opened()
    for spec in PAGES:
        screen.go(spec.file)
        assert len(screen.app.title) == 1, spec.file
        assert not screen.app.error, spec.file
        for sentence in words:
            is_due = spec.file in (*CRIME_PAGES, *also) and spec.file not in but
            assert screen.says(sentence) == is_due, (spec.file, sentence)


@pytest.mark.parametrize(
    ("kind", "damage"), [("incidents", truncate), ("monthly_counts", flip), ("monthly_counts", Path.unlink)]
)
def test_a_damaged_month_is_left_out_and_named_on_every_page_it_touches(extracts, kind, damage):
    damage(month_file(extracts, kind))
    every_page(FEBRUARY)


def test_a_month_that_a_page_does_not_show_is_not_named_on_it(extracts):
    truncate(month_file(extracts, "incidents", "2019-01"))
    app = AppTest.from_file(str(settings.ROOT / "app.py"), default_timeout=60)
    app.query_params["months"] = "3 months"
    screen = Screen(app).run()
    sentence = "Jan 2019 cannot be read; import it again."
    assert not screen.go("county").says(sentence)
    assert screen.go("trends").says(sentence)
    screen.app.selectbox(key="source").select("Sample")
    assert not screen.run().says(sentence)


def test_the_series_of_an_action_names_the_month_it_lacks(extracts):
    truncate(month_file(extracts, "incidents"))
    app = AppTest.from_file(str(settings.ROOT / "app.py"), default_timeout=60)
    app.query_params["action"] = "AS-01"
    app.query_params["action_tab"] = "Its crime type"
    app.switch_page("pages/action.py")
    assert Screen(app).run().says(FEBRUARY)


def test_without_outlines_maps_are_schematic_and_say_so(extracts):
    Path(files_in_force(extracts, "boundaries")[0]).unlink()
    words = "The imported outlines cannot be read"
    screen = opened("wards")
    assert screen.says(words)
    assert screen.go("county").says(words)
    assert not screen.go("overview").says(words)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("population", "The imported population cannot be read, so rates use the built-in figures"),
        ("lookup", "The imported lookup of LSOAs cannot be read"),
    ],
)
def test_without_a_reference_table_pages_say_so(extracts, kind, words):
    flip(Path(files_in_force(extracts, kind)[0]))
    assert opened("overview").says(words)


def test_a_damaged_list_of_files_gives_way_to_the_one_before_and_both_to_the_sample(extracts):
    flip(extracts.root / MANIFEST)
    every_page("so the one before the last import is used. Run python -m csp repair.", also=ROADS)
    truncate(extracts.root / PREVIOUS)
    soundness.suspect(extracts)
    screen = opened("county")
    assert screen.says("so nothing imported is shown. Run python -m csp repair.")
    assert screen.says("Sample data")


@pytest.mark.parametrize("damage", [flip, Path.unlink])
def test_damage_in_the_sample_leaves_the_extracts(extracts, damage):
    for path in settings.SAMPLE.rglob("*.parquet"):
        damage(path)
    assert len(files_in_force(extracts, "incidents")) == 24
    every_page("The embedded sample cannot be read. Write it again with python -m csp sample.", also=ROADS)


def test_a_damaged_year_of_the_sample_is_named(tmp_path, monkeypatch):
    shutil.copytree(settings.SAMPLE, tmp_path / "sample")
    monkeypatch.setattr(settings, "SAMPLE", tmp_path / "sample")
    flip(next((tmp_path / "sample").glob("monthly_counts/**/2020-*.parquet")))
    screen = opened("county")
    assert screen.says("12 months (Jan 2020 to Dec 2020) of the sample cannot be read; write them again")
    assert screen.filters()["to"] == "Dec 2019"


# While the dashboard runs.


@pytest.mark.parametrize("damage", [truncate, flip, Path.unlink], ids=["truncated", "flipped", "deleted"])
def test_a_file_that_breaks_while_the_dashboard_runs_costs_that_month_alone(extracts, damage):
    screen = opened("overview")
    assert not screen.says(FEBRUARY)
    damage(month_file(extracts, "incidents"))
    screen.go("profile")  # reads the incidents themselves
    assert not screen.app.error
    assert screen.says(FEBRUARY)
    assert screen.go("overview").says(FEBRUARY)


def test_outlines_that_break_while_the_dashboard_runs_give_way_to_schematic_ones(extracts):
    screen = opened("overview")
    truncate(Path(files_in_force(extracts, "boundaries")[0]))
    assert screen.go("wards").says("The imported outlines cannot be read")
    assert len(screen.app.title) == 1


def test_a_month_imported_again_is_back_at_the_next_click(extracts, template):
    path = month_file(extracts, "monthly_counts")
    truncate(path)
    screen = opened("overview")
    assert screen.says(FEBRUARY)
    (result,) = import_street([template.parent / "2020-02-kent-street.csv"], extracts).loaded
    assert result.result == "replaced"
    database.forget_stamp()
    assert not screen.run().says(FEBRUARY)


# Reference tables, settings, and the board.


def every_plan_page(words: str) -> None:
    """The action plan draws, and says why there is no recorded crime."""
    screen = opened(PLAN_PAGES[0])
    for page in PLAN_PAGES:
        screen.go(page)
        assert len(screen.app.title) == 1, page
        assert not screen.app.error, page
        assert any(words in caption.value.replace("\\", "") for caption in screen.app.caption), page


@pytest.mark.usefixtures("extracts")
@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("measures.yml", rubbish),
        ("measures.yml", Path.unlink),
        ("districts.csv", rubbish),
        ("wards.csv", Path.unlink),
        ("population.csv", rubbish),
    ],
)
def test_a_damaged_reference_table_is_one_sentence_and_the_action_plan_draws(reference, name, damage):
    opened("quarter")
    damage(reference / name)
    os.utime(reference / "places.csv")  # as a dashboard that is started again, it builds its tables anew
    settings._read_area.cache_clear()
    every_plan_page(name)
    app = AppTest.from_file(str(settings.ROOT / "app.py"), default_timeout=60).run()
    assert not app.exception
    (error,) = app.error
    assert name in read(error.value)
    assert error.value != BROKEN
    assert "\n" not in error.value


@pytest.mark.usefixtures("extracts")
@pytest.mark.parametrize(
    ("name", "page", "query"),
    [
        ("places.csv", "wards", {}),
        ("outlines.csv", "county", {"county_tab": "Map"}),
        ("events.csv", "trends", {}),
        ("harm_weights.csv", "priorities", {}),
        ("harm_offences.csv", "overview", {"overview_tab": "Harm"}),
    ],
)
def test_a_damaged_table_of_one_page_is_told_there_and_leaves_the_others(reference, name, page, query):
    rubbish(reference / name)
    app = AppTest.from_file(str(settings.ROOT / "app.py"), default_timeout=60)
    app.query_params.update(query)
    app.switch_page(f"pages/{page}.py")
    app.run()
    assert not app.exception
    (error,) = app.error
    assert name in read(error.value)
    assert "\n" not in error.value
    Screen(app).go("overview")
    assert len(app.title) == 1


@pytest.mark.usefixtures("extracts")
@pytest.mark.parametrize("text", ["[partnership", "", "partnership = 3\n"])
def test_unusable_settings_leave_the_action_plan_to_be_read_and_not_to_be_changed(
    tmp_path, monkeypatch, text
):
    path = tmp_path / "area.toml"
    path.write_text(text, encoding="utf-8")
    opened("quarter")
    monkeypatch.setenv("CSP_AREA", str(path))
    every_plan_page("area.toml")


def spoil_board(folder: Path) -> None:
    (folder / "board.sqlite").write_bytes(b"nothing of the kind" * 400)


def replace_board_by_folder(folder: Path) -> None:
    shutil.rmtree(folder)
    (folder / "board.sqlite").mkdir(parents=True)


@pytest.mark.usefixtures("extracts")
@pytest.mark.parametrize("spoil", [spoil_board, replace_board_by_folder])
def test_without_its_board_recorded_crime_draws(tmp_path, spoil: Callable[[Path], None]):
    (tmp_path / "board").mkdir()
    spoil(tmp_path / "board")
    screen = opened()
    for page in CRIME_PAGES:
        screen.go(page)
        assert len(screen.app.title) == 1, page
        assert not screen.app.error, page
        assert screen.says("The action plan cannot be read") == (page in ON_BOARD), page


def test_the_template_is_whole(template):
    assert pq.read_metadata(month_file(Store(template), "incidents")).num_rows
