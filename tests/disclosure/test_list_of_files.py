"""The list of files of the published store says nothing of people, and has no count below the district."""

from __future__ import annotations

from pathlib import Path

from csp.core import settings
from csp.data.store import Store
from csp.imports.formats.police import import_street
from csp.imports.published import write_published


def test_who_imported_what_files_are_called_and_what_is_in_no_ward_are_not_published(
    extracts, street, tmp_path, monkeypatch
):
    text = (settings.ROOT / "data" / "reference" / "area.toml").read_text(encoding="utf-8")
    area = tmp_path / "area.toml"
    area.write_text(text.replace("public = false", "public = true"), encoding="utf-8")
    import_street([street([{"Month": "2024-01"}] * 3, "2024-01-kent-street.csv")], extracts)
    (row,) = extracts.read()[0].to_pylist()
    assert all(row[name] for name in ("imported_by", "file", "sha256"))
    assert row["without_ward"] == 3
    monkeypatch.setenv("CSP_AREA", str(area))
    monkeypatch.setenv("CSP_PUBLISHED", str(tmp_path / "published"))
    monkeypatch.setattr(settings, "SAMPLE", tmp_path / "no sample")
    write_published()
    rows = Store(Path(tmp_path / "published")).read()[0].to_pylist()
    (month,) = [row for row in rows if row["kind"] == "incidents"]
    assert (month["rows_read"], month["without_ward"], month["file"], month["sha256"]) == (3, 0, None, None)
    assert not [row for row in rows if row["imported_by"] or row["replaced_by"]]
