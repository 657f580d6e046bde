"""Damage to the files of a store: what is read all the same, what check finds, what repair mends."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from csp.__main__ import app
from csp.core import settings
from csp.core.errors import UserError
from csp.data import database, soundness
from csp.data.store import MANIFEST, MANIFEST_SCHEMA, PREVIOUS, SEALS, Store, manifest_bytes, read_manifest
from csp.imports import manifest
from csp.imports.check import examine
from csp.imports.formats.boundaries import import_boundaries
from csp.imports.formats.lookup import import_lookup
from csp.imports.formats.police import import_street
from csp.imports.formats.population import import_population
from csp.imports.manifest import manifest_rows
from csp.imports.repair import repair
from tests.damage import empty, flip, remove, truncate
from tests.stored import files_in_force

pytestmark = pytest.mark.slow

HOME = "E07000116"


def as_of_earlier_version(path: Path) -> None:
    """Makes a manifest one of the version without a counter and seals."""
    table = pq.read_table(path, partitioning=None).replace_schema_metadata(None)
    pq.write_table(table.drop_columns(["sequence", *SEALS.values()]), path)


DAMAGES = pytest.mark.parametrize("damage", [remove, truncate, flip, empty])
Damage = Callable[[Path], None]


@pytest.fixture(autouse=True)
def _no_sample(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "SAMPLE", tmp_path / "no sample")


@pytest.fixture
def months(street) -> list[Path]:
    """Street files of two months, the second with a row that is declined."""
    rows = {"2018-10": [{}] * 3, "2018-11": [{}, {"Crime type": "Piracy"}]}
    return [
        street([{"Month": month, **row} for row in month_rows], name=f"{month}-kent-street.csv")
        for month, month_rows in rows.items()
    ]


@pytest.fixture
def filled(extracts, months) -> Store:
    """A store that holds them."""
    assert import_street(months).ok
    return extracts


def file_of(store: Store, column: str, month: str = "2018-11") -> Path:
    (row,) = (
        row for row in manifest_rows(store) if f"{row['month']:%Y-%m}" == month and not row["replaced_at"]
    )
    return store.root / row[column]


def counted() -> dict[str, int]:
    """Rows by month, as the dashboard reads them."""
    database.forget_stamp()
    with database.connect() as connection:
        rows = connection.execute("SELECT strftime(month, '%Y-%m'), sum(n) FROM monthly_counts GROUP BY 1")
        return {month: int(n) for month, n in rows.fetchall()}


# The dashboard reads what is whole.


@DAMAGES
@pytest.mark.parametrize("column", ["data_file", "counts_file"])
def test_a_damaged_month_is_left_out_and_comes_back_when_its_file_is_imported_again(
    filled, months, damage, column
):
    assert counted() == {"2018-10": 3, "2018-11": 1}
    before = database.stamp()
    damage(file_of(filled, column))
    soundness.suspect(filled)
    assert counted() == {"2018-10": 3}
    assert database.stamp() != before
    assert [row["month"].month for row in soundness.examine_store(filled).left_out] == [11]
    assert [one.result for one in import_street(months).loaded] == ["unchanged", "replaced"]
    assert counted() == {"2018-10": 3, "2018-11": 1}
    assert examine(filled) == []


def test_a_file_put_back_counts_again_without_an_import(filled):
    path = file_of(filled, "data_file")
    content = path.read_bytes()
    flip(path)
    assert counted() == {"2018-10": 3}
    path.write_bytes(content)
    assert counted() == {"2018-10": 3, "2018-11": 1}


@pytest.mark.usefixtures("filled")
def test_a_file_is_read_once_for_as_long_as_it_stays_as_it_is(monkeypatch):
    counted()
    monkeypatch.setattr(soundness, "seal", lambda path: pytest.fail(f"{path} is read again"))
    assert counted() == {"2018-10": 3, "2018-11": 1}


@DAMAGES
def test_an_unsealed_file_of_an_earlier_version_is_left_out_where_it_cannot_be_read(filled, damage):
    as_of_earlier_version(filled.root / MANIFEST)
    assert counted() == {"2018-10": 3, "2018-11": 1}
    path = file_of(filled, "counts_file")
    if damage is flip:  # in its footer; in the data a flip may give another figure, which no one can tell
        content = path.read_bytes()
        footer = len(content) - 8 - int.from_bytes(content[-8:-4], "little")
        path.write_bytes(content[:footer] + bytes(64) + content[footer + 64 :])
    else:
        damage(path)
    assert counted() == {"2018-10": 3}


def test_a_file_with_other_columns_is_left_out_even_with_a_seal(filled):
    path = file_of(filled, "counts_file")
    pq.write_table(pa.table({"n": [1]}), path)
    rows = [
        {**row, "counts_seal": None} if row["month"].month == 11 else row for row in manifest_rows(filled)
    ]
    (filled.root / MANIFEST).write_bytes(manifest_bytes(rows))
    assert counted() == {"2018-10": 3}
    assert any("other columns" in finding.wrong for finding in examine(filled))


# The list of files.


@DAMAGES
def test_where_the_manifest_is_damaged_the_one_before_it_is_read_and_nothing_is_written(
    filled, street, damage
):
    damage(filled.root / MANIFEST)
    assert filled.read()[1] == "previous"
    assert counted() == {"2018-10": 3}
    files = {path for path in filled.root.rglob("*") if path.is_file()}
    with pytest.raises(UserError, match="Run python -m csp repair"):
        import_street([street()])
    assert {path for path in filled.root.rglob("*") if path.is_file()} == files


def test_any_bit_flipped_in_a_manifest_is_noticed(filled, tmp_path):
    sound = (filled.root / MANIFEST).read_bytes()
    assert sound == manifest_bytes(manifest_rows(filled))
    chance = random.Random(20)
    for _ in range(150):
        content = bytearray(sound)
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path = tmp_path / "flipped.parquet"
        path.write_bytes(content)
        table = read_manifest(path)
        assert table is None


def test_where_both_lists_are_damaged_nothing_is_shown_and_repair_brings_it_back(filled, street):
    before = counted()
    flip(filled.root / MANIFEST)
    empty(filled.root / PREVIOUS)
    assert filled.read()[1] == "lost"
    assert counted() == {}
    with pytest.raises(UserError, match="Run python -m csp repair"):
        import_street([street()])
    report = repair(filled)
    assert any("from the files themselves" in sentence for sentence in report.done)
    assert any("the name of the file it came from" in sentence for sentence in report.done)
    assert report.left == []
    assert counted() == before
    # The files of one import are written side by side, so their own order is not that of the months.
    rows = sorted(manifest_rows(filled), key=lambda row: row["month"])
    assert [(row["rows_read"], row["rows_declined"]) for row in rows] == [(3, 0), (2, 1)]


def test_repair_adds_to_the_previous_list_what_the_last_import_brought(filled):
    truncate(filled.root / MANIFEST)
    assert repair(filled).left == []
    assert counted() == {"2018-10": 3, "2018-11": 1}
    assert [row["sha256"] != "" for row in manifest_rows(filled)] == [True, False]


def test_repair_keeps_the_month_that_the_last_import_replaced(filled, street):
    assert import_street([street([{}] * 5)]).ok
    remove(filled.root / MANIFEST)
    assert repair(filled).left == []
    assert counted() == {"2018-10": 5, "2018-11": 1}


def test_a_lost_manifest_of_an_unmarked_store_is_rebuilt_before_anything_is_swept(filled, street):
    for name in (MANIFEST, PREVIOUS, ".csp-store"):
        (filled.root / name).unlink()
    with pytest.raises(UserError, match="Run python -m csp repair"):
        import_street([street()])
    assert repair(filled).left == []
    assert counted() == {"2018-10": 3, "2018-11": 1}


# The order of imports.


def test_a_clock_set_back_does_not_let_an_earlier_import_win(extracts, tmp_path, monkeypatch):
    def at(year: int, people: int) -> None:
        class Clock(manifest.datetime):
            @classmethod
            def now(cls, tz=None):
                return cls(year, 1, 1, tzinfo=tz)

        monkeypatch.setattr(manifest, "datetime", Clock)
        path = tmp_path / f"{people}.csv"
        path.write_text(
            f"area_code,year,population\n{HOME},2020,{people}\n"
            + ("E05000001,2020,7\n" if year > 2020 else ""),
            encoding="utf-8",
        )
        assert import_population([path]).ok

    # Two tables of the same area and year: the later import counts.
    at(2026, 100)
    first = files_in_force(extracts, "population")
    at(2001, 200)
    rows = [row for row in manifest_rows(extracts) if row["replaced_at"] is None]
    assert [row["sequence"] for row in manifest_rows(extracts)] == [1, 2]
    if len(rows) == 2:
        assert files_in_force(extracts, "population")[0] == first[0]
    with database.connect() as connection:
        statement = f"SELECT population FROM population WHERE area_code = '{HOME}' AND year = 2020"
        assert connection.execute(statement).fetchall() == [(200,)]


def test_the_rows_of_an_earlier_version_count_in_their_order(extracts, write_store):
    names = [{"kind": "population", "data_file": f"population/{name}.parquet"} for name in ("b", "a", "c")]
    store = write_store(extracts.root, manifest=names)
    assert [Path(path).stem for path in files_in_force(store, "population")] == ["b", "a", "c"]


# Check and repair, as commands.


@pytest.fixture
def run():
    def call(*arguments: object):
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return call


@pytest.mark.usefixtures("filled")
def test_check_of_a_sound_store_says_so(run):
    result = run("check")
    assert (result.exit_code, result.stdout) == (0, "No fault found: every file is as it was written.\n")


def test_check_finds_every_kind_of_fault_one_line_each(filled, months, run, tmp_path):
    assert import_street([months[0].parent / months[0].name]).ok
    faults = {
        "is missing": lambda: remove(file_of(filled, "data_file", "2018-10")),
        "is not as it was written": lambda: flip(file_of(filled, "counts_file", "2018-10")),
        "is cut short": lambda: truncate(file_of(filled, "data_file")),
        "is a link": lambda: link(file_of(filled, "rejects_file"), tmp_path),
        "was not put there by any import": lambda: (filled.root / "notes.txt").write_text("mine"),
        "is named by no import": lambda: orphan(filled),
        "was never finished": lambda: (filled.root / "work" / "csp-part-9.csv").write_text("half"),
        f"{PREVIOUS} cannot be read": lambda: empty(filled.root / PREVIOUS),
    }
    for earlier, (words, spoil) in enumerate(faults.items()):
        spoil()
        result = run("check")
        assert result.exit_code == 1
        lines = result.stdout.splitlines()
        assert len(lines) == earlier + 1, lines
        assert sum(words in line for line in lines) == 1, lines
    rows = manifest_rows(filled)
    twice = [*rows, {**rows[0], "month": rows[1]["month"].replace(year=2017)}]
    (filled.root / MANIFEST).write_bytes(manifest_bytes(twice))
    assert "is named 2 times in the list of files" in run("check").stdout
    flip(filled.root / MANIFEST)
    assert f"{MANIFEST} is missing or cannot be read" in run("check").stdout


def link(path: Path, folder: Path) -> None:
    target = folder / "elsewhere"
    path.rename(target)
    path.symlink_to(target)


def orphan(store: Store) -> None:
    (store.root / "lookup").mkdir()
    (store.root / "lookup" / "lsoa2011-0123456789abcdef.parquet").write_bytes(b"PAR1")


def test_status_says_what_is_damaged(filled, run):
    truncate(file_of(filled, "data_file"))
    result = run("status")
    assert result.exit_code == 0
    assert "kent 2018-11: its file is cut short or has grown; import it again" in result.stdout
    flip(filled.root / MANIFEST)
    empty(filled.root / PREVIOUS)
    result = run("status")
    assert result.exit_code == 0
    assert "is missing or cannot be read. Run python -m csp repair" in result.stdout


def test_repair_takes_what_is_damaged_from_the_files_given_and_nothing_else(filled, months, run, street):
    earlier = street([{}], folder="downloads/earlier")  # another edition of the sound month
    other = street([{"Month": "2018-12"}], name="2018-12-kent-street.csv", folder="downloads")
    archive = earlier.parent.parent / months[1].name
    archive.write_bytes(months[1].read_bytes())
    truncate(file_of(filled, "data_file"))
    assert run("repair").exit_code == 1
    assert counted() == {"2018-10": 3}
    result = run("repair", other.parent)
    assert result.exit_code == 0, result.stderr
    assert "2018-11-kent-street.csv was imported again (1 rows)." in result.stdout
    assert counted() == {"2018-10": 3, "2018-11": 1}
    assert run("check").exit_code == 0
    assert "There was nothing to repair." in run("repair").stdout


def test_repair_counts_again_from_sound_incidents(filled, run):
    remove(file_of(filled, "counts_file"))
    result = run("repair")
    assert result.exit_code == 0, result.stderr
    assert "The counts of kent 2018-11 were made again from its incidents." in result.stdout
    assert counted() == {"2018-10": 3, "2018-11": 1}


def test_repair_says_what_it_could_not(filled, run):
    remove(file_of(filled, "data_file"))
    (filled.root / "notes.txt").write_text("mine", encoding="utf-8")
    result = run("repair")
    assert result.exit_code == 1
    left = result.stderr.splitlines()
    assert len(left) == 2
    assert "Import 2018-11-kent-street.csv again: python -m csp import police PATH." in left[0]
    assert "notes.txt was not put there by any import" in left[1]
    assert (filled.root / "notes.txt").exists()


def test_reference_tables_are_mended_from_the_files_given(extracts, tmp_path, months, run):
    ring = [[0.2, 51.1], [0.3, 51.1], [0.3, 51.2], [0.2, 51.2], [0.2, 51.1]]
    outlines = tmp_path / "downloads" / "wards.geojson"
    outlines.parent.mkdir()
    feature = {
        "type": "Feature",
        "properties": {"WD19CD": "E05000001", "WD19NM": "One", "LAD19CD": HOME},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    outlines.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    people = outlines.with_name("people.csv")
    people.write_text(f"area_code,year,population\n{HOME},2020,100\n", encoding="utf-8")
    lookup = outlines.with_name("lookup.csv")
    lookup.write_text(
        "LSOA11CD,WD19CD,WD19NM,LAD19CD,LAD19NM\nE01000001,E05000001,One,E07000116,Tunbridge Wells\n",
        encoding="utf-8",
    )
    for importer, path in (
        (import_boundaries, outlines),
        (import_population, people),
        (import_lookup, lookup),
    ):
        assert importer([path]).ok
    for kind in ("boundaries", "population", "lookup"):
        flip(Path(files_in_force(extracts, kind)[0]))
    with pytest.raises(UserError, match=rf"outlines of {HOME} cannot be read"):
        import_street(months)
    assert run("repair", outlines.parent).exit_code == 0
    assert run("check").exit_code == 0
    assert import_street(months).ok


def test_the_schema_of_the_manifest_names_a_seal_for_every_file():
    for column in ("data", "counts", "rejects"):
        assert {f"{column}_file", f"{column}_seal"} <= set(MANIFEST_SCHEMA.names)
