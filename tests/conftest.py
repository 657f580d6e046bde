"""Fixtures that more than one folder of tests needs."""

from __future__ import annotations

import csv
import multiprocessing
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from xdist.scheduler import LoadScopeScheduling

from csp.core import settings
from csp.data.partner_tables import PARTNER_TABLES
from csp.data.store import (
    CASUALTIES,
    COLLISIONS,
    DISTANCE,
    HARM_WEIGHTS,
    INCIDENTS,
    MANIFEST,
    MANIFEST_SCHEMA,
    MONTHLY_COUNTS,
    PARTNER_FIGURES,
    PEERS,
    POPULATION,
    RECORDED_CRIME,
    SURVEY,
    VEHICLES,
    WARD_CASUALTIES,
    WARD_COUNTS,
    Store,
)
from csp.imports.published import write_published

REAL = Path(__file__).resolve().parent.parent.parent / "shared" / "real"

STREET_COLUMNS = (
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
    "Context",
)

# A row in Tunbridge Wells, as the site writes it.
STREET_ROW = {
    "Month": "2018-10",
    "Reported by": "Kent Police",
    "Falls within": "Kent Police",
    "Longitude": "0.263000",
    "Latitude": "51.132000",
    "Location": "On or near High Street",
    "LSOA code": "E01024785",
    "LSOA name": "Tunbridge Wells 009A",
    "Crime type": "Burglary",
    "Last outcome category": "Under investigation",
}

# The reference tables that an import may write.
_WARDS = [("ward_code", pa.string()), ("ward", pa.string()), ("district_code", pa.string())]
TABLES = {
    "population": POPULATION,
    "boundaries": pa.schema([*_WARDS, ("year", pa.int32()), ("geometry", pa.binary())]),
    "harm": HARM_WEIGHTS,
    "casualties": CASUALTIES,
    "collisions": COLLISIONS,
    "vehicles": VEHICLES,
    "ward_casualties": WARD_CASUALTIES,
    "ward_counts": WARD_COUNTS,
    "lookup": pa.schema([("lsoa_code", pa.string()), *_WARDS, ("district", pa.string())]),
    "peers": PEERS.append(DISTANCE),
    "survey": SURVEY,
    "recorded_crime": RECORDED_CRIME,
    "partner_figures": PARTNER_FIGURES,
    **PARTNER_TABLES,
}

# Folders whose every test runs a page, a browser, a server or an attack, or reads the real extracts. What
# is slow elsewhere carries the mark itself: pytest -m "not slow" is for the minute between two edits.
SLOW_FOLDERS = frozenset({"pages", "e2e", "server", "fuzz", "real"})

WriteStreet = Callable[..., Path]


# Tests in a browser take longest, and come last: Playwright leaves an event loop behind in its process, in
# which no test of the server could run its own.
BROWSER_FOLDER = "e2e"
# Of these the tests share a server of the file's own, or take minutes: they come first and stay together.
LONG_BROWSER_FILES = frozenset(
    {
        "test_board.py",
        "test_deployment.py",
        "test_hostile_text.py",
        "test_login.py",
        "test_meeting_record.py",
        "test_policy.py",
        "test_report.py",
    }
)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two processes for the whole suite. A choice of tests runs in pytest's own: it would wait for others."""
    is_whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return 2 if is_whole and not (config.option.keyword or config.option.markexpr) else 0


class Halves(LoadScopeScheduling):
    """One process runs the pages, another what needs no page; who is done goes on with the browser.

    Within each half the tests have their order: what one leaves behind for the next is the same every time.
    In the browser each test has a window as good as new. So those that share no server of their own are
    given out one by one, the long files before them, and both processes end together.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = Path(nodeid.partition("::")[0])
        if file.parts[1] == BROWSER_FOLDER:
            return str(file) if file.name in LONG_BROWSER_FILES else nodeid
        return "pages" if file.parts[1] == "pages" else "plain"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Halves:
    # In the order of the collection, and not by the number of tests.
    config.option.loadscopereorder = False
    return Halves(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests of the slow folders, and puts those in a browser last."""
    for item in items:
        if SLOW_FOLDERS & _list_folders(item):
            item.add_marker(pytest.mark.slow)
    items.sort(key=_find_turn)


def _find_turn(item: pytest.Item) -> int:
    if BROWSER_FOLDER not in _list_folders(item):
        return 0
    return 1 if item.path.name in LONG_BROWSER_FILES else 2


def _list_folders(item: pytest.Item) -> set[str]:
    return set(item.path.relative_to(item.config.rootpath).parts)


@pytest.fixture
def real() -> Path:
    """The folder of real extracts beside the checkout."""
    if not REAL.is_dir():
        pytest.skip(f"no real extracts at {REAL}")
    return REAL


@pytest.fixture
def extracts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """An empty store, which the application takes for the user's extracts."""
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    return Store(tmp_path / "extracts")


@pytest.fixture(scope="session")
def published_sample(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The environment of public mode on the sample, published once: settings and folders by variable."""
    folder = tmp_path_factory.mktemp("public")
    text = (settings.ROOT / "data" / "reference" / "area.toml").read_text(encoding="utf-8")
    (folder / "area.toml").write_text(text.replace("public = false", "public = true"), encoding="utf-8")
    places = {"CSP_AREA": "area.toml", "CSP_PUBLISHED": "published", "CSP_EXTRACTS": "extracts"}
    environment = {name: str(folder / place) for name, place in places.items()}
    with pytest.MonkeyPatch.context() as patch:
        for name, place in environment.items():
            patch.setenv(name, place)
        write_published()
    return environment


@pytest.fixture
def published(published_sample: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> Store:
    """Public mode on the published sample, which is the store given."""
    for name, place in published_sample.items():
        monkeypatch.setenv(name, place)
    return Store(Path(published_sample["CSP_PUBLISHED"]))


@pytest.fixture
def street(tmp_path: Path) -> WriteStreet:
    """Writes a street file: street([{changed columns}, ...], name=..., newline=...) -> its path."""

    def write(
        rows: Iterable[Mapping[str, str]] = ({},),
        name: str = "2018-10-kent-street.csv",
        newline: str = "\n",
        folder: str = "given",
    ) -> Path:
        path = tmp_path / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, STREET_COLUMNS, restval="", lineterminator=newline)
            writer.writeheader()
            writer.writerows({**STREET_ROW, **row} for row in rows)
        return path

    return write


@pytest.fixture(scope="session")
def processes() -> ForkServerContext:
    """Starts processes from one that has the imports done: quick to start, and free of our threads.

    They have the environment that the first of them was started in, and not what a test has set since.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pytest", "tests.action_plan.boards", "tests.action_plan.limited"])
    return context


WriteStore = Callable[..., Store]


@pytest.fixture(scope="session")
def write_store() -> WriteStore:
    """Writes a whole store and replaces the one that was there, as an import does: by one rename.

    write_store(root, counts, rows_read={(source, force, month): n}, manifest=[...], population=[...],
    boundaries=[...], lookup=[...]). Rows are dicts by column; a row of counts has a "force" as well ("kent"
    where absent). manifest holds further rows of the manifest, as they stand.
    """
    return _write_store


def _write_store(
    root: Path,
    counts: Iterable[Mapping[str, Any]] = (),
    rows_read: Mapping[tuple[str, str, date], int] | None = None,
    manifest: Iterable[Mapping[str, Any]] = (),
    **tables: Iterable[Mapping[str, Any]],
) -> Store:
    loaded: dict[tuple[str, str, date], list[Mapping[str, Any]]] = {key: [] for key in rows_read or {}}
    for row in counts:
        loaded.setdefault((row["source"], row.get("force", "kent"), row["month"]), []).append(row)
    written = [*manifest]
    for (source, force, month), rows in loaded.items():
        files = {
            "data_file": _write_table(root / "incidents", rows, INCIDENTS),
            "counts_file": _write_table(root / "monthly_counts", rows, MONTHLY_COUNTS),
        }
        n = sum(row["n"] for row in rows)
        counted = {
            "rows_read": (rows_read or {}).get((source, force, month), n),
            "rows_stored": n,
            "without_location": sum(row["n"] for row in rows if row.get("district_code") is None),
            "without_ward": sum(
                row["n"] for row in rows if row.get("district_code") and not row.get("ward_code")
            ),
        }
        key = {"kind": "incidents", "source": source, "force": force, "month": month}
        written.append({**key, **counted, **files})
    for kind, rows_of_kind in tables.items():
        written.append({"kind": kind, "data_file": _write_table(root / kind, rows_of_kind, TABLES[kind])})
    root.mkdir(parents=True, exist_ok=True)
    part = root / f"{uuid4()}.part"
    pq.write_table(
        pa.Table.from_pylist(
            [{**dict.fromkeys(MANIFEST_SCHEMA.names), **row} for row in written], MANIFEST_SCHEMA
        ),
        part,
    )
    part.replace(root / MANIFEST)
    return Store(root)


def _write_table(folder: Path, rows: Iterable[Mapping[str, Any]], schema: pa.Schema) -> str:
    """A new immutable file; columns that a row leaves out are null. Its name, relative to the store."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{uuid4()}.parquet"
    pq.write_table(
        pa.Table.from_pylist([{**dict.fromkeys(schema.names), **row} for row in rows], schema), path
    )
    return f"{folder.name}/{path.name}"
