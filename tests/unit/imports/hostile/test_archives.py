"""Archives that cannot be unpacked, or had better not be."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from csp.imports import limits
from csp.imports.formats.police import import_street
from csp.imports.report import refusals
from csp.imports.results import Refused
from tests.unit.imports.hostile.files import refusal, stored

pytestmark = pytest.mark.slow


def zipped(path: Path, *members: tuple[str, bytes], **options: object) -> Path:
    with zipfile.ZipFile(path, "w", **options) as file:
        for name, content in members:
            info = zipfile.ZipInfo("x")
            info.filename = name
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, content)
    return path


@pytest.mark.usefixtures("extracts")
@pytest.mark.parametrize(
    ("flags", "method", "words"),
    [(1, 8, "is protected by a password"), (0, 9, "Unpack it and give the folder"), (0, 99, "Unpack it")],
)
def test_a_zip_that_cannot_be_unpacked_here_says_what_helps(tmp_path, street, flags, method, words):
    path = zipped(tmp_path / "a.zip", ("2018-10-kent-street.csv", street().read_bytes()))
    content = bytearray(path.read_bytes())
    for start, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.index(start) + offset
        content[place], content[place + 2] = flags, method
    path.write_bytes(content)
    assert words in refusal(import_street([path]))


@pytest.mark.usefixtures("extracts")
def test_a_zip_in_a_zip_is_named(tmp_path):
    inner = zipped(tmp_path / "inner.zip", ("a.csv", b"x")).read_bytes()
    assert "holds further archives" in refusal(import_street([zipped(tmp_path / "o.zip", ("i.zip", inner))]))


def test_of_two_members_of_one_name_the_last_counts(extracts, tmp_path, street):
    name = "2018-10-kent-street.csv"
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = zipped(tmp_path / "a.zip", (name, b"x"), (name, street().read_bytes()))
    summary = import_street([path])
    assert [one.result for one in summary.loaded] == ["new"]
    assert sum(row["n"] for row in stored(extracts, "incidents")) == 1


@pytest.mark.usefixtures("extracts")
def test_a_zip_that_unpacks_to_many_times_its_size_is_not_unpacked(tmp_path):
    path = zipped(tmp_path / "a.zip", ("2018-10-kent-street.csv", bytes(limits.PACKED_RATIO_FROM + 1)))
    assert "unpacks to more than 400 times its size" in refusal(import_street([path]))
    assert not list((tmp_path / "extracts" / "work").iterdir())


@pytest.mark.usefixtures("extracts")
def test_a_version_of_zip_that_nobody_has_is_told(tmp_path, street):
    path = zipped(tmp_path / "a.zip", ("2018-10-kent-street.csv", street().read_bytes()))
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 6] = 255
    path.write_bytes(content)
    assert "Unpack it and give the folder" in refusal(import_street([path]))


@pytest.mark.usefixtures("extracts")
def test_a_method_that_cannot_be_unpacked_is_told_and_windows_named_for_its_own(tmp_path, street):
    path = zipped(tmp_path / "a.zip", ("2018-10-kent-street.csv", street().read_bytes()))
    content = path.read_bytes()
    for method, words in (
        (9, "(method 9), as Windows does with large folders."),
        (95, "(method 95). Unpack it"),
    ):
        packed = bytearray(content)
        # The method stands 8 bytes behind the start of a member, and 10 behind that of its entry in the list.
        for start, behind in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
            packed[packed.index(start) + behind] = method
        path.write_bytes(packed)
        assert words in refusal(import_street([path]))


def test_an_archive_beside_files_in_an_archive_is_told_and_the_files_are_read(tmp_path, street):
    inner = zipped(tmp_path / "2018-11.zip", ("2018-11-kent-street.csv", b"x"))
    outer = zipped(
        tmp_path / "all.zip",
        ("2018-10-kent-street.csv", street().read_bytes()),
        ("2018-11.zip", inner.read_bytes()),
    )
    summary = import_street([outer])
    assert [one.rows_stored for one in summary.loaded] == [1]
    assert [one.sentence for one in summary.refused] == [
        "all.zip: 2018-11.zip is an archive within an archive, which is not opened. Unpack all.zip and give "
        "the folder instead."
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<!DOCTYPE html><html>Sign in</html>", "a.zip is a web page, not an archive"),
        (b"7z\xbc\xaf\x27\x1c", "a.zip is packed as 7-zip, not as zip"),
        (b"Rar!\x1a\x07", "a.zip is packed as rar, not as zip"),
    ],
)
def test_what_only_is_called_an_archive_is_named_as_what_it_is(tmp_path, content, words):
    (tmp_path / "a.zip").write_bytes(content)
    assert words in refusal(import_street([tmp_path / "a.zip"]))


def test_names_in_the_code_page_of_dos_are_read(tmp_path, street):
    path = zipped(tmp_path / "a.zip", ("é/2018-10-kent-street.csv", street().read_bytes()))
    content = path.read_bytes().replace("é".encode(), b"\x82\x82")
    path.write_bytes(content.replace(b"\x00\x08\x08\x00", b"\x00\x00\x08\x00"))
    assert import_street([path]).ok


def test_many_refusals_of_one_kind_are_a_few_lines(run, tmp_path):
    path = zipped(tmp_path / "many.zip", *((f"{n}.csv", b"a,b\n1,2\n") for n in range(1_000)))
    result = run("import", "police", path)
    lines = result.stderr.splitlines()
    assert result.exit_code == 1
    assert len(lines) == 4
    assert lines[-1] == "Refused: and 997 more files were refused for the same reason."


def test_refusals_of_many_kinds_are_counted_too():
    alike = [Refused(f"{n}.csv", f'{n}.csv is damaged at line {n}: "{n}x" stands there.') for n in range(5)]
    others = [Refused("x.csv", f"x.csv is {'very ' * n}odd.") for n in range(20)]
    lines = refusals([*alike, *others])
    assert lines[:4] == [
        *(f"Refused: {one.sentence}" for one in alike[:3]),
        "Refused: and 2 more files were refused for the same reason.",
    ]
    assert lines[-1] == "Refused: and 11 more files were refused for 11 other reasons."
    assert len(lines) == 4 + 9 + 1
