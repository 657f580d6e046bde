"""An import killed at any moment leaves the old month or the new one, and the next import works."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from csp.core.settings import ROOT
from csp.data import soundness
from csp.data.store import MANIFEST, MARKER, PREVIOUS, SEALS, Store, read_manifest
from csp.imports.check import examine
from csp.imports.formats.police import import_street
from tests.stored import read_rows, rows_in_force
from tests.unit.imports.killed import kill_at_steps

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")]

OLD, NEW = 3, 5  # rows stored of the month, before and after
OWN = {MANIFEST, PREVIOUS, MARKER, ".lock"}

# Stands before the k-th change to the disk that an import makes sure of, and kills itself there.
KILLED_AT_STEP = """
import os, signal, sys
from pathlib import Path

steps = 0

def stop_before(action):
    def stepped(*arguments):
        global steps
        steps += 1
        if steps == int(sys.argv[1]):
            os.kill(os.getpid(), signal.SIGKILL)
        return action(*arguments)
    return stepped

os.replace = stop_before(os.replace)
os.fsync = stop_before(os.fsync)

from csp.imports.formats.police import import_street

summary = import_street([Path(sys.argv[2])])
assert summary.ok
"""


def rows_of(store: Store, column: str) -> int:
    return sum(row["n"] for row in read_rows(store, "incidents", column))


def files_on_disk(store: Store) -> set[str]:
    return {p.relative_to(store.root).as_posix() for p in store.root.rglob("*") if p.is_file()}


def files_named(store: Store) -> set[str]:
    columns = ("data_file", "counts_file", "rejects_file")
    return {row[column] for row in rows_in_force(store, "incidents") for column in columns if row[column]}


def assert_old_or_new(store: Store) -> int:
    """The month is wholly the old or wholly the new edition, in data, counts and manifest alike."""
    stored = rows_of(store, "data_file")
    assert stored in (OLD, NEW)
    assert rows_of(store, "counts_file") == stored
    assert [row["rows_stored"] for row in rows_in_force(store, "incidents")] == [stored]
    assert files_named(store) <= files_on_disk(store)
    # Either manifest can be read by itself, and what is named is as it was written.
    assert store.read()[1] == "current"
    assert read_manifest(store.root / PREVIOUS) is not None
    assert soundness.examine_store(store).faults == {}
    return stored


def assert_next_import_works(store: Store, new: Path) -> None:
    assert import_street([new], store).ok
    assert rows_of(store, "data_file") == rows_of(store, "counts_file") == NEW
    assert files_on_disk(store) == {*files_named(store), *OWN}
    assert examine(store) == []


@pytest.fixture
def editions(extracts: Store, street) -> tuple[Path, Path]:
    """The old edition of a month, imported, and a newer file of it."""
    medway = {"LSOA name": "Medway 001A"}
    old = street([{}] * OLD + [medway], folder="old")
    new = street([{}] * NEW + [medway], folder="new")
    assert import_street([old], extracts).ok
    return old, new


def test_killed_before_any_step_the_month_is_old_or_new(extracts, editions):
    new = editions[1]
    stores = kill_at_steps(import_street, extracts, [new])
    seen = [assert_old_or_new(store) for store in stores]
    # Old until the manifest is replaced, new from then on, and never back.
    assert seen == sorted(seen)
    assert set(seen) == {OLD, NEW}
    assert len(seen) > 10
    for store in stores:
        assert_next_import_works(store, new)


def test_killed_before_any_step_of_the_first_import_the_folder_is_empty_or_holds_the_month(extracts, street):
    new = street([{}] * NEW)
    seen = []
    for store in kill_at_steps(import_street, extracts, [new], every=3):
        seen.append(len(rows_in_force(store, "incidents")))
        assert store.read()[1] == "current"
        assert_next_import_works(store, new)
    assert seen == sorted(seen)
    assert set(seen) == {0, 1}


def test_killed_before_any_step_of_taking_over_a_store_of_an_earlier_version(extracts, editions):
    old, new = editions
    earlier = extracts.root.with_name("earlier")
    table = pq.read_table(extracts.root / MANIFEST, partitioning=None).replace_schema_metadata(None)
    pq.write_table(table.drop_columns(["sequence", *SEALS.values()]), extracts.root / MANIFEST)
    for name in (MARKER, PREVIOUS):
        (extracts.root / name).unlink()
    shutil.move(extracts.root, earlier)
    for step in range(1, 9, 2):
        shutil.copytree(earlier, extracts.root)
        subprocess.run(
            [sys.executable, "-c", KILLED_AT_STEP, str(step), str(old)], cwd=ROOT, check=False, timeout=60
        )
        assert rows_of(extracts, "data_file") == rows_of(extracts, "counts_file") == OLD
        assert_next_import_works(extracts, new)
        shutil.rmtree(extracts.root)


def parts(store: Store) -> bool:
    return any((store.root / "work").glob("*.parquet"))


def extra_data(folder: str) -> Callable[[Store], bool]:
    def seen(store: Store) -> bool:
        on_disk = [p for p in (store.root / folder).rglob("*") if p.is_file()]
        return len(on_disk) > 1

    return seen


def after(seconds: float) -> Callable[[Store], bool]:
    begin = time.monotonic() + seconds
    return lambda _store: time.monotonic() > begin


@pytest.mark.parametrize(
    "moment",
    [parts, extra_data("incidents"), extra_data("monthly_counts"), extra_data("rejects")],
    ids=["parts written", "incidents published", "counts published", "rejects published"],
)
def test_the_command_killed_at_a_sight_on_the_disk(extracts, editions, moment):
    kill_the_command(extracts, editions[1], moment)


@pytest.mark.parametrize("seconds", [0.3, 0.6, 0.9, 1.2, 1.5])
def test_the_command_killed_after_a_while(extracts, editions, seconds):
    kill_the_command(extracts, editions[1], after(seconds))


def kill_the_command(store: Store, new: Path, moment: Callable[[Store], bool]) -> None:
    command = [sys.executable, "-m", "csp", "import", "police", str(new)]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while child.poll() is None and not moment(store):
        time.sleep(0.0005)
    child.kill()
    child.wait(timeout=30)
    assert_old_or_new(store)
    assert_next_import_works(store, new)
