"""The small tables people edit: read however a spreadsheet saved them, or named with file and line."""

from __future__ import annotations

import csv
import os
import shutil

import pytest

from csp.core import events, measures, reference_tables, settings
from csp.core.characters import printable
from csp.core.errors import UserError
from csp.data import database

HEAD = "district_code,district,former_name,partnership\n"
ROW = "E07000116,Tunbridge Wells,,TW\n"


@pytest.fixture
def write(tmp_path):
    """Writes a table: write("districts.csv", text or bytes) -> its path."""

    def written(name: str, content: str | bytes):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


@pytest.fixture
def reference(tmp_path, monkeypatch):
    """A copy of data/reference, in force."""
    folder = tmp_path / "reference"
    shutil.copytree(settings.REFERENCE, folder)
    monkeypatch.setattr(settings, "REFERENCE", folder)
    monkeypatch.setattr(measures, "REFERENCE", folder)
    monkeypatch.delenv("CSP_AREA", raising=False)
    return folder


def sentence(error: pytest.ExceptionInfo[UserError]) -> str:
    text = str(error.value)
    assert text == printable(text)
    assert text.endswith(".")
    return text


@pytest.mark.parametrize("name", sorted(reference_tables.TABLES))
def test_the_delivered_tables_are_good(name):
    # districts.csv waits for districts of one's own.
    assert reference_tables.read(settings.REFERENCE / name) or name == "districts.csv"


def test_a_byte_order_mark_is_read(write):
    (row,) = reference_tables.read(write("districts.csv", "\ufeff" + HEAD + ROW))
    assert row["district_code"] == "E07000116"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("district;code\nTunbridge Wells;E07000116\n", "has no column district_code"),
        ("district_code\nE07000116\n", "has no column district"),
        ("", "has no column district_code"),
        (",,,\n", "has no column district_code"),
        (HEAD + "../../x,Tunbridge Wells,,\n", 'line 2: district_code is "../../x" and not a code'),
        (HEAD + ROW + "E07000110,,,\n", 'line 3: district is "" and not text'),
        (HEAD + ROW + "E07000110\n", 'line 3: district is "" and not text'),
        (HEAD + "E07000110,A\0,,\n", "line 2: district is"),
        (HEAD + "[/x],A,,\n", 'line 2: district_code is "[/x]"'),
        (HEAD + ROW.strip() + ",more\n", "line 2 has more cells than columns"),
        (HEAD.encode() + b"E07000116,Caf\x81,,\n", "cannot be read as CSV"),
        (HEAD + 'E07000116,"x', "cannot be read as CSV"),
        (HEAD + '"' + "x" * 200_000 + '"\n', "cannot be read as CSV"),
    ],
)
def test_a_table_that_cannot_be_used_is_told_with_its_name(write, content, words):
    with pytest.raises(UserError) as error:
        reference_tables.read(write("districts.csv", content))
    assert "districts.csv" in sentence(error)
    assert words in sentence(error)


@pytest.mark.parametrize(
    "content",
    [
        (HEAD + ROW).replace(",", ";").encode(),
        (HEAD + ROW).replace(",", "\t").encode("utf-16"),
        (HEAD + ROW).encode("cp1252"),
        b"district_code,district\nE07000116,Tunbridge Wells\n",
    ],
)
def test_a_table_is_read_as_a_spreadsheet_saved_it(write, content):
    (row,) = reference_tables.read(write("districts.csv", content))
    assert (row["district_code"], row["district"]) == ("E07000116", "Tunbridge Wells")


def test_letters_that_are_not_ascii_are_read_in_what_a_spreadsheet_wrote_them(write):
    (row,) = reference_tables.read(write("districts.csv", (HEAD + "W06000001,Môn,,\n").encode("cp1252")))
    assert row["district"] == "Môn"


def test_what_is_no_file_is_told(tmp_path):
    with pytest.raises(UserError, match="is missing"):
        reference_tables.read(tmp_path / "wards.csv")
    (tmp_path / "wards.csv").mkdir()
    os.mkfifo(tmp_path / "population.csv")
    for name in ("wards.csv", "population.csv"):
        with pytest.raises(UserError, match="is no reference table"):
            reference_tables.read(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "line", "words"),
    [
        ("population.csv", "E07000116,2020,9" + "9" * 5000, "population is"),
        ("population.csv", "E07000116,٢٠٢٠,9", "year is"),
        ("population.csv", "E07000116,9999999999,9", "year is"),
        ("wards.csv", "x,y,z,1,2,3", "ward_code is"),
        ("districts.csv", "Medway,E06000035,,", "district_code is"),
    ],
)
@pytest.mark.usefixtures("extracts")
def test_the_views_say_which_table_is_damaged(reference, name, line, words):
    with (reference / name).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    with pytest.raises(UserError) as error:
        database.connect()
    assert name in sentence(error)
    assert words in sentence(error)


def test_a_code_that_stands_twice_in_the_measures_is_told(reference):
    """YAML lets the last of two count, in silence."""
    with (reference / "measures.yml").open("a", encoding="utf-8") as file:
        file.write("flags:\n  covid: {}\n")
    with pytest.raises(UserError, match=r'measures\.yml names "flags" twice, at line [0-9]+ too'):
        measures.read_catalogue()


def test_a_district_with_two_names_is_told(reference):
    with (reference / "districts.csv").open("a", encoding="utf-8") as file:
        file.write("E07000116,Once,,\nE07000116,Twice,,\n")
    with pytest.raises(UserError, match=r"districts\.csv names E07000116 twice, as Once and as Twice"):
        settings.read_districts()


@pytest.mark.parametrize("name", sorted(reference_tables.KEYS))
def test_a_row_that_stands_twice_is_read_once_and_two_of_one_key_are_told(reference, name):
    """A table that people edit gets a row twice; which of two that differ is right nobody can guess."""
    path = reference / name
    rows = reference_tables.read(path)
    with path.open(encoding="utf-8", newline="") as file:
        columns, first, *_ = csv.reader(file)
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(first)
    assert reference_tables.read(path) == rows
    keys = [columns.index(column) for column in reference_tables.KEYS[name]]
    kinds = reference_tables.TABLES.get(name, {})
    # A cell of another kind would be refused for that.
    at = next(i for i, column in enumerate(columns) if i not in keys and kinds.get(column, "any") in CHANGED)
    first[at] = CHANGED[kinds.get(columns[at], "any")]
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(first)
    named = " ".join(first[i] for i in keys if first[i])
    with pytest.raises(UserError) as error:
        reference_tables.read(path)
    assert f'{name} names "{named}" more than once (lines 2 and {len(rows) + 3})' in sentence(error)


# Another value of each kind of cell.
CHANGED = {
    **{"text": "Other", "any": "Other", "number": "1.5", "whole": "977"},
    **{"weight": "9.5", "dispersion": "9.5", "noise": "3"},
}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("x = " + "[" * 100_000, "nested far deeper"),
        ("x = " + "9" * 5000, "cannot be read as TOML"),
        ("{text}\nsmall = 1\n[x", "cannot be read as TOML"),
    ],
)
def test_settings_that_no_one_wrote_are_told(tmp_path, monkeypatch, content, words):
    path = tmp_path / "area.toml"
    path.write_text(content, encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(path))
    with pytest.raises(UserError, match=words) as error:
        settings.area()
    assert "area.toml" in sentence(error)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("small_base = 50", "small_base = inf"),
        ("small_base = 50", "small_base = nan"),
        ('label = "Kent districts"', "label = 5"),
        ('label = "Kent districts"', 'label = ["Kent"]'),
        ("[partnership]", "[other]\n[partnership]\nhome = 1\n[more]"),
        ('type = "calendar"', "type = {a = 1}"),
    ],
)
def test_settings_of_a_wrong_kind_are_told(tmp_path, monkeypatch, old, new):
    text = (settings.REFERENCE / "area.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "area.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(path))
    with pytest.raises(UserError, match=r"area\.toml") as error:
        settings.area()
    sentence(error)


def test_settings_saved_with_a_byte_order_mark_are_read(tmp_path, monkeypatch):
    path = tmp_path / "area.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (settings.REFERENCE / "area.toml").read_bytes())
    monkeypatch.setenv("CSP_AREA", str(path))
    assert settings.area().home == "E07000116"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[" * 100_000, "cannot be read as YAML"),
        ("a: [", "cannot be read as YAML at line 1"),
        ("", "lacks an entry"),
        ("[]", "lacks an entry"),
        ("measures: {}", "lacks an entry"),
        ("offences: {street: {x: 5}}\nmeasures: {}\nsources: {}\nflags: {}", "lacks an entry"),
    ],
)
def test_measures_that_cannot_be_used_are_told(reference, content, words):
    (reference / "measures.yml").write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match=r"measures\.yml") as error:
        measures.read_catalogue()
    assert words in sentence(error)


def test_missing_measures_are_told(reference):
    (reference / "measures.yml").unlink()
    with pytest.raises(UserError, match=r"measures\.yml is missing"):
        measures.read_catalogue()


def test_events_and_weights_that_are_no_csv_are_told(write):
    with pytest.raises(UserError, match=r"events\.csv cannot be read as CSV"):
        events.read(write("events.csv", "date,label,kind,measures,note\n" + "x" * 200_000 + "\n"), ())
    for content in (b"\xff\xfe\x00\xd8", b'index,subgroup,median_days,mean_days\n"'):
        with pytest.raises(UserError, match=r"harm_weights\.csv cannot be read as CSV"):
            reference_tables.read(write("harm_weights.csv", content))


@pytest.mark.parametrize("weight", ["heavy", "", "-1", "nan"])
def test_a_harm_weight_that_is_none_is_refused_by_line(write, weight):
    text = f"index,subgroup,median_days,mean_days\nx,Robbery,365,365\nx,Arson,{weight},1\n"
    with pytest.raises(
        UserError, match=r"harm_weights\.csv, line 3: median_days is .* a number of 0 and more"
    ):
        reference_tables.read(write("harm_weights.csv", text))
