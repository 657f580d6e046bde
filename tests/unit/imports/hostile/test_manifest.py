"""Names of files as they are printed, and a manifest that was tampered with."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from csp.core.characters import printable
from csp.core.errors import UserError
from csp.data import database
from csp.data.store import manifest_bytes
from csp.imports.formats.lookup import import_lookup
from csp.imports.manifest import writing
from tests.stored import files_in_force
from tests.unit.imports.hostile.files import LOOKUP, outlines

pytestmark = pytest.mark.slow


def test_a_file_name_is_neither_markup_nor_an_escape_sequence(run, put):
    good = put("[x] [red]\x1b]0;t\x07\u202e.geojson", outlines())
    result = run("import", "boundaries", good)
    assert result.exit_code == 0
    assert "[x] [red]]0;t.geojson" in result.stdout
    assert all(line == printable(line) for line in result.output.splitlines())
    bad = put("[/x]\x1b[2J".replace("/", "") + ".geojson", outlines({"LAD19CD": "[/x]"}))
    result = run("import", "boundaries", bad)
    assert result.exit_code == 1
    assert '"[/x]" is not a district code of ONS' in result.stderr
    assert "\x1b" not in result.output


def test_a_manifest_that_names_a_file_elsewhere_opens_none(run, extracts, put, tmp_path):
    assert import_lookup([put("l.csv", LOOKUP + "E01024785,E05004963,W,E07000116,T\n")]).ok
    Path(files_in_force(extracts, "lookup")[0]).rename(tmp_path / "elsewhere.parquet")
    manifest = extracts.root / "manifest.parquet"
    rows = [{**row, "data_file": "../elsewhere.parquet"} for row in pq.read_table(manifest).to_pylist()]
    manifest.write_bytes(manifest_bytes(rows))
    assert database.examine_stores()[1].faults == {"../elsewhere.parquet": "astray"}
    checked = run("check")
    assert checked.exit_code == 1
    assert "elsewhere.parquet has a name that leads out of the store" in checked.stdout
    imported = run("import", "boundaries", put("w.geojson", outlines({"LAD19CD": None})))
    assert imported.exit_code == 1
    assert "does not say which district its wards are in" in imported.stderr
    assert (tmp_path / "elsewhere.parquet").exists()


def test_the_writer_puts_no_file_outside_the_store(extracts, tmp_path):
    with writing(extracts) as writer:
        part = writer.part(".parquet")
        part.write_bytes(b"x")
        with pytest.raises(UserError, match="is not a name of the store's files"):
            writer.publish([], {part: "../escaped/x.parquet"})
    assert not (tmp_path / "escaped").exists()
