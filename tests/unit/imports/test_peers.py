"""Similar areas: a CSV of code and order, the workbook of ONS, and the rows that they let in."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from csp.imports.formats.peers import NEAREST, import_peers
from csp.imports.formats.police import import_street
from csp.imports.manifest import manifest_rows
from csp.imports.months import stale_months
from tests.stored import read_rows, rows_in_force

pytestmark = pytest.mark.slow

HOME, BUCKS, HERTS = "E07000116", "E06000060", "E07000099"
HEAD = ["Lower tier local authority code", "Lower tier local authority name"]


def table(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def workbook(path: Path, rows: list[list[object]], neighbours: int = 3) -> Path:
    """A workbook in the shape of ONS: contents first, then the table under a few lines of notes."""
    book = openpyxl.Workbook()
    book.active.append(["Contents"])
    sheet = book.create_sheet("Table 1")
    for line in (
        ["Table 1: Lower tier"],
        ["Notes"],
        [*HEAD, *(f"Neighbour {n + 1}" for n in range(neighbours))],
    ):
        sheet.append(line)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def similar(store) -> list[tuple]:
    return [tuple(row.values()) for row in read_rows(store, "peers")]


def test_a_csv_is_the_list_of_home(extracts, tmp_path):
    path = table(
        tmp_path / "peers.csv", f"Code,Order,Name\n{BUCKS},1,Buckinghamshire\n{HERTS},2,North Herts\n"
    )
    summary = import_peers([path], extracts)
    (loaded,) = summary.loaded
    assert (loaded.force, loaded.rows_read, loaded.rows_stored) == (HOME, 2, 2)
    assert similar(extracts) == [(HOME, BUCKS, "Buckinghamshire", 1), (HOME, HERTS, "North Herts", 2)]


def test_a_name_is_not_needed_and_bad_rows_are_declined(extracts, tmp_path):
    rows = [
        f"{BUCKS},1",
        f"{BUCKS},2",
        f"{HOME},3",
        "Kent,4",
        f"{HERTS},first",
        "E07000085,-1",
        "E07000086,5",
    ]
    summary = import_peers([table(tmp_path / "peers.csv", "\n".join(["code,order", *rows]))], extracts)
    (loaded,) = summary.loaded
    assert (loaded.rows_read, loaded.rows_stored, loaded.rows_declined) == (7, 2, 5)
    assert similar(extracts) == [(HOME, BUCKS, "", 1), (HOME, "E07000086", "", 5)]
    reasons = loaded.rejects.read_text(encoding="utf-8")
    for reason in ("named twice", "not similar to itself", "not a code of a district", "as its order"):
        assert reason in reasons


def test_the_workbook_gives_every_authority_its_nearest_with_their_names(extracts, tmp_path):
    rows = [
        [HOME, "Tunbridge Wells", BUCKS, HERTS, "E07000085"],
        [BUCKS, "Buckinghamshire", HERTS, HOME, None],
        [None, None, None, None, None],
        ["Source: ONS", None, None, None, None],
    ]
    summary = import_peers([workbook(tmp_path / "Nearest neighbours.xlsx", rows)], extracts)
    (loaded,) = summary.loaded
    assert loaded.force == "nearest-neighbours"
    assert similar(extracts) == [
        (HOME, BUCKS, "Buckinghamshire", 1),
        (HOME, HERTS, "", 2),
        (HOME, "E07000085", "", 3),
        (BUCKS, HERTS, "", 1),
        (BUCKS, HOME, "Tunbridge Wells", 2),
    ]


def test_of_a_long_list_the_nearest_count(extracts, tmp_path):
    codes = [f"E07000{n:03}" for n in range(120, 120 + NEAREST + 9)]
    path = workbook(tmp_path / "n.xlsx", [[HOME, "Tunbridge Wells", *codes]], len(codes))
    assert import_peers([path], extracts).ok
    assert [code for _, code, _, _ in similar(extracts)] == codes[:NEAREST]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"code,rank\nE06000060,1\n", "needs the columns code and order"),
        ("a.csv", b"code,order\nKent,1\n", "names no similar area: E07000116 Kent: not a code of a district"),
        ("a.csv", b"code,order\nE06000060,1,x\n", "cut short or damaged at line 2"),
        ("a.xlsx", b"PK\x03\x04 nothing else", "cannot be read as a workbook"),
    ],
)
def test_another_file_is_refused_with_a_sentence(extracts, tmp_path, name, content, sentence):
    (tmp_path / name).write_bytes(content)
    (refused,) = import_peers([tmp_path / name], extracts).refused
    assert sentence in refused.sentence


def test_a_workbook_without_the_table_is_refused(extracts, tmp_path):
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    (refused,) = import_peers([tmp_path / "other.xlsx"], extracts).refused
    assert "has no table of nearest neighbours" in refused.sentence


def test_the_rows_of_similar_areas_are_kept_once_the_list_is_imported(extracts, street, tmp_path):
    force = dict.fromkeys(("Reported by", "Falls within"), "Thames Valley Police")
    rows = [
        {"LSOA code": "", "LSOA name": f"{name} 001A", "Longitude": "", "Latitude": "", **force}
        for name in ("Tunbridge Wells", "Buckinghamshire", "Barnet")
    ]
    path = street(rows, name="2018-10-thames-valley-street.csv")
    (before,) = import_street([path], extracts).loaded
    assert (before.rows_stored, before.outside_area) == (1, 2)
    import_peers([table(tmp_path / "p.csv", f"code,order,name\n{BUCKS},1,Buckinghamshire\n")], extracts)
    # The month was placed without the list, so it is read again.
    assert stale_months(manifest_rows(extracts))
    (after,) = import_street([path], extracts).loaded
    assert (after.result, after.rows_stored, after.outside_area) == ("replaced", 2, 1)
    assert sorted(row["district_code"] for row in read_rows(extracts, "incidents")) == [BUCKS, HOME]
    assert not stale_months(manifest_rows(extracts))


def test_a_later_list_of_home_replaces_an_earlier_one(extracts, tmp_path):
    for name, code in (("first.csv", BUCKS), ("second.csv", HERTS)):
        import_peers([table(tmp_path / name, f"code,order\n{code},1\n")], extracts)
    assert [row["file"] for row in rows_in_force(extracts, "peers")] == ["second.csv"]
    assert similar(extracts) == [(HOME, HERTS, "", 1)]


def test_the_distances_of_the_workbook_stand_beside_its_order(extracts, tmp_path):
    path = workbook(tmp_path / "n.xlsx", [[HOME, "Tunbridge Wells", BUCKS, HERTS, None]])
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("Table 2")
    for line in ([*HEAD, HOME, HERTS, BUCKS], [HOME, "Tunbridge Wells", 0, 3.981, 3.88]):
        sheet.append(line)
    book.save(path)
    assert import_peers([path], extracts).ok
    assert [(row["peer_code"], row["distance"]) for row in read_rows(extracts, "peers")] == [
        (BUCKS, 3.88),
        (HERTS, 3.981),
    ]
