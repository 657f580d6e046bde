"""Files that are good, and what an import of others says and stores."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from csp.core.characters import printable
from csp.imports.results import Summary
from tests.stored import read_rows

RING = [[0.2, 51.1], [0.3, 51.1], [0.3, 51.2], [0.2, 51.2], [0.2, 51.1]]
POLYGON = {"type": "Polygon", "coordinates": [RING]}
WARD = {"WD19CD": "E05004963", "WD19NM": "Ward", "LAD19CD": "E07000116"}
LOOKUP = "LSOA11CD,WD19CD,WD19NM,LAD19CD,LAD19NM\n"


def outlines(*changes: dict, geometry: object = POLYGON) -> str:
    features = [{"properties": {**WARD, **change}, "geometry": geometry} for change in changes or ({},)]
    return json.dumps({"type": "FeatureCollection", "features": features})


def tree(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def refusal(summary: Summary) -> str:
    """The one sentence of an import of one bad file."""
    assert summary.loaded == []
    (refused,) = summary.refused
    assert refused.sentence == printable(refused.sentence)
    assert refused.sentence.endswith(".")
    return refused.sentence


def refusals_by_file(importer, files: dict[str, Path]) -> dict[str, str]:
    """The sentence of each of many bad files, given together, by a name of its own."""
    summary = importer(list(files.values()))
    assert summary.loaded == []
    sentences = {one.file: refusal(Summary(refused=[one])) for one in summary.refused}
    return {name: sentences[printable(path.name)] for name, path in files.items()}


def rejected(one) -> list[list[str]]:
    """The lines of the declined rows of a file, header first."""
    with one.rejects.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def stored(store, kind: str) -> list[dict]:
    return read_rows(store, kind)
