"""Attacks one importer with made files, in a process of its own: python tests/fuzz/importers.py KIND

Whatever the file, the command ends in rows stored or in a sentence, never in another exception;
nothing beside the store is written; and afterwards the store opens with an earlier import whole.
The seeds come first: inputs that once went wrong. Prints what it tried, as a line of JSON.

Longer sessions: --minutes 10 --random. A failure prints the smallest input that shows it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

import hypothesis  # noqa: E402 - the packages are found from ROOT
from hypothesis import HealthCheck, Phase, given, settings  # noqa: E402
from inputs import SUFFIX, Given, given_file, words  # noqa: E402
from seeds import SEEDS  # noqa: E402
from typer.testing import CliRunner  # noqa: E402

from csp.__main__ import app  # noqa: E402
from csp.core.characters import printable  # noqa: E402
from csp.data import database  # noqa: E402
from csp.data.store import Store  # noqa: E402
from csp.imports.formats.police import import_street  # noqa: E402

MEMORY_BYTES = 6 << 30
# Thousands of small files that are waited for to be on the disk: in memory where there is such a folder.
MEMORY_FOLDER = "/dev/shm" if Path("/dev/shm").is_dir() else None

EARLIER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
    "Last outcome category,Context\n"
    ",2017-03,British Transport Police,x,0.263,51.132,On or near A,E01024785,Tunbridge Wells 009A,Drugs,,\n"
)
# What a sentence for people never holds.
JARGON = ("Traceback", "Error", "Exception", "NoneType", "duckdb", "pyarrow", "codec", "universal-newline")


class Attack:
    """A store with an earlier import, copied anew for each file that is given to the importer."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind = kind
        self.tries: Counter[str] = Counter()
        self.template = folder / "template"
        self.place = folder / "place"
        earlier = folder / "2017-03-btp-street.csv"
        earlier.write_text(EARLIER, encoding="utf-8")
        assert import_street([earlier], Store(self.template)).ok
        self.tree = _tree(self.template)
        # The same path each time: the read side remembers stores by their folder.
        self.store = self.place / "around" / "extracts"
        os.environ["CSP_EXTRACTS"] = str(self.store)

    def __call__(self, attack: Given) -> None:
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.copytree(self.template, self.store)
        given_folder = self.place / "around" / "given"
        given_folder.mkdir()
        path = given_folder / attack.name
        path.write_bytes(attack.content)
        os.chdir(given_folder)
        before = self._around()
        self._import(given_folder if attack.carrier == "folder" else path)
        assert self._around() == before, "something beside the store was written"
        if _tree(self.store) != self.tree:
            self.tries["changed"] += 1
            self._check_store()

    def _around(self) -> set[tuple[str, int, int]]:
        """Every file of the neighbourhood that is not the store's."""
        return {
            (path.as_posix(), path.stat().st_size, path.stat().st_mtime_ns)
            for path in self.place.parent.rglob("*")
            if path.is_file() and not path.is_relative_to(self.store)
        }

    def _import(self, path: Path) -> None:
        result = CliRunner().invoke(app, ["import", self.kind, str(path)])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code in (0, 1), result.output
        lines = result.output.splitlines()
        assert all(line == printable(line) for line in lines), result.output
        refused = [line for line in result.stderr.splitlines() if line]
        assert (result.exit_code == 1) == bool(refused), result.output
        for sentence in refused:
            assert sentence.endswith("."), sentence
            assert len(sentence) < 1_000, sentence
            assert not any(word in sentence for word in JARGON), sentence
        self.tries["tries"] += 1
        self.tries["refused" if result.exit_code else "stored"] += 1

    def _check_store(self) -> None:
        with database.connect() as connection:
            row = connection.execute(
                "SELECT sum(n) FROM incidents WHERE month = DATE '2017-03-01' AND offence = 'drugs'"
            ).fetchone()
            assert row == (1,), "the earlier import is gone"
            database.run(connection, "store/collisions", {})  # which makes the tables of roads
            for view in (
                "monthly_counts",
                "boundaries",
                "population",
                "collisions",
                "casualties",
                "near_misses",
            ):
                connection.execute(f"SELECT * FROM {view}").fetchall()
        status = CliRunner().invoke(app, ["status"])
        assert status.exit_code == 0, status.output


def _tree(root: Path) -> dict[str, bytes]:
    """Every file of a store with its bytes."""
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def run(kind: str, examples: int, minutes: float, random: bool) -> Counter[str]:
    """Tries the seeds, then made files until there were enough of them or the time is over."""
    with tempfile.TemporaryDirectory(dir=MEMORY_FOLDER) as folder:
        attack = Attack(kind, Path(folder).resolve())
        for name, seed in SEEDS.items():
            if name.startswith(f"{kind}: "):
                try:
                    attack(seed)
                except Exception:
                    sys.stderr.write(f"the seed {name!r}\n")
                    raise
        end = time.monotonic() + 60 * minutes
        while True:
            _try_many(attack, kind, examples, random)
            if time.monotonic() >= end:
                break
        os.chdir(ROOT)
        return attack.tries


def _try_many(attack: Attack, kind: str, examples: int, random: bool) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=not random,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
        report_multiple_bugs=False,
    )
    @given(given_file(kind))
    def every_file(made: Given) -> None:
        try:
            attack(made)
        except Exception as error:
            hypothesis.note(words(made))
            raise AssertionError(f"{type(error).__name__}: {error}") from error

    every_file()


def main() -> int:
    """The command line; 1 when a file did what none may do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=sorted(SUFFIX))
    parser.add_argument("--examples", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--random", action="store_true", help="other files each time")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    try:
        tries = run(options.kind, options.examples, options.minutes, options.random)
    except Exception:
        traceback.print_exc()
        return 1
    sys.stdout.write(json.dumps(tries) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
