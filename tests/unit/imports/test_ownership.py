"""An import deletes, overwrites and follows nothing but what an import can have made."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from csp import sample
from csp.core import settings
from csp.core.errors import UserError
from csp.data.store import MANIFEST, MARKER, PREVIOUS, SEALS, Store
from csp.imports.check import examine
from csp.imports.formats.police import import_street
from csp.imports.manifest import manifest_rows, writing
from csp.imports.ownership import SAMPLE
from tests.stored import files_in_force

pytestmark = pytest.mark.slow

# Where people have kept their own files: what the sweep of earlier versions took.
PLACES = (
    "notes.txt",
    "boundaries/Wards_December_2019.geojson",
    "boundaries/old/E07000116.parquet",
    "population/mye.csv",
    "lookup/lookup.csv",
    "rejects/2018-10-kent.csv",
    "incidents/2018-10-kent-street.csv",
    "monthly_counts/source=police/force=kent/year=2018/2018-10.parquet",
    "work/1.csv",
    "work/letters/to-the-council.docx",
    "work/csp-part-1.docx",
    ".hidden/file",
)


def put(path: Path, text: str = "mine") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def everything(folder: Path) -> dict[str, bytes | str | None]:
    """Every file, folder and link below a folder, with its content; links are not followed."""
    tree: dict[str, bytes | str | None] = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            tree[name] = path.readlink().as_posix()
        else:
            tree[name] = None if path.is_dir() else path.read_bytes()
    return tree


def of_earlier_version(store: Store) -> None:
    """Makes a store one of the version without mark, seals, counter and previous manifest."""
    path = store.root / MANIFEST
    table = pq.read_table(path, partitioning=None).replace_schema_metadata(None)
    pq.write_table(table.drop_columns(["sequence", *SEALS.values()]), path)
    (store.root / MARKER).unlink()
    (store.root / PREVIOUS).unlink()


@pytest.mark.parametrize("place", PLACES)
def test_a_folder_that_holds_anything_else_is_refused_and_left_as_it_was(extracts, street, place):
    put(extracts.root / place)
    before = everything(extracts.root)
    with pytest.raises(UserError, match="holds what the dashboard has not put there") as refused:
        import_street([street()])
    named = re.search(r"\((.*)\), so nothing was written or deleted", str(refused.value))
    assert named
    assert place.startswith(named[1])
    assert everything(extracts.root) == before


def test_a_store_of_an_earlier_version_with_anything_else_in_it_is_refused(extracts, street):
    assert import_street([street()]).ok
    of_earlier_version(extracts)
    for place in PLACES:
        if place == "work/1.csv":  # what that version itself called a part
            continue
        mine = put(extracts.root / place)
        before = everything(extracts.root)
        with pytest.raises(UserError, match="holds what the dashboard has not put there"):
            import_street([street()])
        assert everything(extracts.root) == before
        for made in (mine, *mine.parents):
            if made.is_relative_to(extracts.root) and made != extracts.root:
                made.unlink() if made == mine else _remove_if_empty(made)


def _remove_if_empty(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()


def test_in_a_store_other_files_are_left_alone_and_named(extracts, street):
    assert import_street([street()]).ok
    mine = [put(extracts.root / place) for place in PLACES]
    summary = import_street([street([{}, {}])])
    assert summary.ok
    assert [path.read_text(encoding="utf-8") for path in mine] == ["mine"] * len(PLACES)
    for named in (summary.foreign, [finding.name for finding in examine(extracts)]):
        assert all(any(place.startswith(name) for name in named) for place in PLACES)
        assert len(named) <= len(PLACES)


def test_an_empty_folder_and_a_missing_one_are_marked(tmp_path, street):
    for root in (tmp_path / "missing" / "deep", tmp_path / "empty"):
        if root.name == "empty":
            root.mkdir()
            put(root / ".DS_Store")
            put(root / "Thumbs.db")
        assert import_street([street()], Store(root)).ok
        assert (root / MARKER).read_text(encoding="utf-8").startswith("community safety dashboard: extracts")
    assert (root / ".DS_Store").exists()
    assert (root / "Thumbs.db").exists()


def test_a_store_of_an_earlier_version_is_taken_over_whole(extracts, street):
    files = [street([{"Month": f"2018-{m}"}] * 3, name=f"2018-{m}-kent-street.csv") for m in ("09", "10")]
    assert import_street(files).ok
    before = set(files_in_force(extracts, "incidents"))
    of_earlier_version(extracts)
    put(extracts.root / "work" / "2.parquet")  # what a killed import of that version left
    assert set(files_in_force(extracts, "incidents")) == before
    summary = import_street([street([{"Month": "2018-11"}], name="2018-11-kent-street.csv")])
    assert summary.ok
    assert before < set(files_in_force(extracts, "incidents"))
    rows = manifest_rows(extracts)
    assert [row["sequence"] for row in rows] == [0, 1, 2]
    assert all(row["data_seal"] and row["counts_seal"] for row in rows)
    assert (extracts.root / MARKER).exists()


@pytest.mark.parametrize("name", ["incidents", "work", "rejects", "boundaries", ".lock", MANIFEST, MARKER])
def test_a_link_in_the_place_of_the_stores_own_is_neither_followed_nor_removed(
    extracts, street, tmp_path, name
):
    assert import_street([street([{}, {"Crime type": "Piracy"}])]).ok
    outside = tmp_path / "outside"
    put(outside / "source=police/force=kent/year=2018/2018-10-0123456789abcdef.parquet")
    put(outside / "E07000116-0123456789abcdef.parquet")
    put(outside / "csp-part-1.csv")
    mine = put(tmp_path / "mine.txt")
    place = extracts.root / name
    is_folder = place.is_dir() or not place.exists()
    if place.exists():
        place.rename(tmp_path / "moved")
    place.symlink_to(outside if is_folder else mine, target_is_directory=is_folder)
    before = everything(outside)
    with pytest.raises(UserError, match="link"):
        import_street([street([{}])])
    assert everything(outside) == before
    assert mine.read_text(encoding="utf-8") == "mine"
    assert place.is_symlink()


def test_a_link_in_the_place_of_a_data_file_is_replaced_and_what_it_leads_to_is_not(
    extracts, street, tmp_path
):
    assert import_street([street()]).ok
    (data,) = map(Path, files_in_force(extracts, "incidents"))
    mine = put(tmp_path / "mine.txt")
    data.unlink()
    data.symlink_to(mine)
    assert import_street([street()]).loaded[0].result == "replaced"
    assert not data.is_symlink()
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_link_named_like_a_part_is_not_written_through(extracts, street, tmp_path):
    assert import_street([street()]).ok
    mine = put(tmp_path / "mine.txt")
    for number in range(1, 8):
        for suffix in (".csv", ".parquet", ".spill"):
            (extracts.root / "work" / f"csp-part-{number}{suffix}").symlink_to(mine)
    assert import_street([street([{}, {}])]).ok
    assert mine.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    "name", ["../outside.parquet", "boundaries/../../outside.parquet", "notes.txt", "boundaries/a b.parquet"]
)
def test_no_name_leads_out_of_the_store_whatever_an_importer_asks_for(extracts, street, name):
    assert import_street([street()]).ok
    with writing(extracts) as writer:
        part = put(writer.part(".parquet"))
        before = manifest_rows(extracts)
        with pytest.raises(UserError, match="is not a name of the store's files"):
            writer.publish([{"kind": "boundaries", "force": "x", "month": None}], {part: name})
        assert manifest_rows(extracts) == before
    assert not (extracts.root / name).exists()


def test_extracts_that_are_a_file_the_sample_or_the_project_are_refused(tmp_path, street):
    extract = street()
    file = put(tmp_path / "extracts.txt")
    embedded = tmp_path / "sample"
    shutil.copytree(settings.SAMPLE, embedded)
    project = tmp_path / "project"
    for name in ("app.py", "README.md", "csp/data/store.py", "data/extracts/manifest.parquet"):
        put(project / name)
    for root, words in (
        (file, "is not a folder"),
        (embedded, "holds the embedded sample"),
        (project, "README.md, app.py, csp and 1 more"),
    ):
        before = everything(tmp_path)
        with pytest.raises(UserError, match=words):
            import_street([extract], Store(root))
        assert everything(tmp_path) == before


def test_a_store_behind_a_link_is_the_store_it_leads_to(tmp_path, street):
    (tmp_path / "there").mkdir()
    (tmp_path / "here").symlink_to(tmp_path / "there", target_is_directory=True)
    assert import_street([street()], Store(tmp_path / "here")).ok
    put(tmp_path / "other" / "letters.txt")
    (tmp_path / "wrong").symlink_to(tmp_path / "other", target_is_directory=True)
    with pytest.raises(UserError, match=r"letters\.txt"):
        import_street([street()], Store(tmp_path / "wrong"))


def test_a_store_of_a_later_version_is_not_written(extracts, street):
    assert import_street([street()]).ok
    (extracts.root / MARKER).write_text("community safety dashboard: extracts, version 2\n", encoding="utf-8")
    with pytest.raises(UserError, match="later version"):
        import_street([street()])


def test_what_an_import_left_unfinished_is_removed(extracts, street):
    assert import_street([street()]).ok
    work = extracts.root / "work"
    put(work / "csp-part-7.parquet")
    put(work / "csp-part-8.spill" / "duckdb_temp_storage_DEFAULT-0.tmp")
    orphan = "incidents/source=police/force=kent/year=2018/2018-10-0123456789abcdef.parquet"
    put(extracts.root / orphan)
    with writing(extracts):
        pass
    assert list(work.iterdir()) == []
    assert not (extracts.root / orphan).exists()


def test_the_writer_of_the_sample_follows_no_link_and_removes_nothing_else(tmp_path):
    folder, outside = tmp_path / "sample", tmp_path / "outside"
    shutil.copytree(settings.SAMPLE, folder)
    mine = [put(folder / "mine.parquet"), put(folder / "incidents" / "download.parquet.part")]
    sample.write(folder)
    assert [path.read_text(encoding="utf-8") for path in mine] == ["mine", "mine"]
    shutil.move(folder / "incidents", outside)
    (folder / "incidents").symlink_to(outside, target_is_directory=True)
    before = everything(outside)
    with pytest.raises(UserError, match="link"):
        sample.write(folder)
    assert everything(outside) == before


def test_the_sample_is_not_written_over_extracts(extracts, street):
    assert import_street([street()]).ok
    before = everything(extracts.root)
    with pytest.raises(UserError, match="holds imported extracts"):
        sample.write(extracts.root)
    assert everything(extracts.root) == before


def test_the_committed_sample_is_sound():
    assert examine(Store(settings.SAMPLE), SAMPLE) == []
