"""Paths at which no file lies that can be read."""

from __future__ import annotations

import os
import socket

import pytest

from csp.imports import limits
from csp.imports.formats.boundaries import import_boundaries
from csp.imports.formats.lookup import import_lookup
from csp.imports.formats.population import import_population
from tests.unit.imports.hostile.files import LOOKUP, refusal

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", ["police", "boundaries", "population", "lookup", "peers"])
def test_what_is_no_file_is_never_opened(run, tmp_path, kind):
    folder = tmp_path / "given"
    folder.mkdir()
    os.mkfifo(folder / "pipe.csv")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "s.csv"))
        (folder / "loop.csv").symlink_to("loop.csv")
        (folder / "dangling.csv").symlink_to("nowhere")
        names = ["pipe.csv", "s.csv", "loop.csv", "dangling.csv", "/dev/zero", "x" * 300]
        result = run("import", kind, *(folder / name for name in names))
    assert result.exit_code == 1
    for words in ("pipe.csv is not a file", "s.csv is not a file", "/dev/zero is not a file"):
        assert words in result.stderr
    assert "loop.csv could not be read" in result.stderr
    assert "dangling.csv does not exist" in result.stderr
    assert "Traceback" not in result.output
    assert "holds no" in run("import", kind, folder).stderr


def test_a_folder_that_links_to_itself_is_walked_once(run, street):
    path = street()
    (path.parent / "again").symlink_to(path.parent)
    result = run("import", "police", path.parent)
    assert result.exit_code == 0
    assert result.stdout.count("new") == 1


def test_a_name_that_is_not_utf_8_is_told(run, tmp_path):
    path = os.path.join(os.fsencode(tmp_path), b"\xff\x1b[31m.csv")  # noqa: PTH118 - a path of bytes
    with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write("x")
    result = run("import", "police", tmp_path)
    assert result.exit_code == 1
    assert "not UTF-8 text. Rename it" in result.stderr
    assert "\x1b" not in result.stderr


@pytest.mark.usefixtures("extracts")
def test_a_file_that_grows_or_goes_while_it_is_read_is_not_stored(put, monkeypatch):
    path = put("l.csv", LOOKUP + "E01024785,E05004963,W,E07000116,T\n")

    def change(how):
        def read(path, shown):
            rows = reading(path, shown)
            how()
            return rows

        return read

    from csp.imports.formats import lookup  # noqa: PLC0415 - the module whose reader is slowed down

    reading = lookup.read_table
    longer = LOOKUP + "E01024785,E05004963,W,E07000116,T\n" * 2
    monkeypatch.setattr(lookup, "read_table", change(lambda: path.write_text(longer, encoding="utf-8")))
    assert "changed while it was read" in refusal(import_lookup([path]))
    monkeypatch.setattr(lookup, "read_table", change(path.unlink))
    assert "could not be read or stored: No such file" in refusal(import_lookup([path]))


@pytest.mark.usefixtures("extracts")
def test_a_file_larger_than_any_of_its_kind_is_not_read(put):
    path = put("p.csv", "x")
    os.truncate(path, limits.TABLE_BYTES + 1)
    assert "larger than 64 MB" in refusal(import_population([path]))
    big = put("w.geojson", "x")
    os.truncate(big, limits.OUTLINE_BYTES + 1)
    assert "less detailed edition" in refusal(import_boundaries([big]))


def test_no_path_at_all_is_told(run):
    assert run("import", "police").exit_code == 2
