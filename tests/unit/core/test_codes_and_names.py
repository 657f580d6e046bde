"""Codes, names and cells: what is let in, what is printed, and what a spreadsheet is given."""

from __future__ import annotations

import io
import re

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from rich.table import Table

from csp.core import terminal
from csp.core.characters import LONGEST_NAME, name_sql, printable, printable_name, quote
from csp.core.codes import EXAMPLES, is_code
from csp.core.errors import UserError
from csp.core.spreadsheet import neutralise, neutralise_cell, neutralise_sql
from csp.core.stored_names import build_stem, check_name
from csp.data.store import Store
from csp.topics.action_plan.store import cells

ESCAPE, OVERRIDE, HALF = "\x1b", "\u202e", "\ud800"


@pytest.fixture(scope="module")
def sql():
    """Evaluates an expression of DuckDB's SQL over one text, in the column t."""
    connection = duckdb.connect()

    def evaluate(expression: str, text: str) -> str:
        row = connection.execute(f"SELECT {expression} FROM (SELECT ?::VARCHAR AS t)", [text]).fetchone()
        return row[0]

    return evaluate


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        *((kind, example) for kind, example in EXAMPLES.items()),
        *(("district", code) for code in ("E06000035", "E08000035", "E09000004", "W06000015", "S12000033")),
        ("district", "N09000003"),
        *(("ward", code) for code in ("W05000981", "S13002835", "N08000101", "29UQGA", "95AA01")),
        *(("lsoa", code) for code in ("W01000001", "S01006506", "N21000001", "95AA01S1")),
        *(("area", code) for code in ("K02000001", "E92000001", "E12000008", "E10000016")),
        *(("force", slug) for slug in ("btp", "avon-and-somerset", "northern-ireland")),
    ],
)
def test_codes_of_all_four_countries_and_of_earlier_years_are_known(kind, code):
    assert is_code(kind, code)


@pytest.mark.parametrize("kind", list(EXAMPLES))
@pytest.mark.parametrize(
    "change",
    [
        lambda code: f"../../escaped/{code}",
        lambda code: f"/tmp/{code}",
        lambda code: f"C:\\{code}",
        lambda code: f"{code}\n",
        lambda code: f" {code}",
        lambda code: f"{code}\0",
        lambda code: code + "x" * 300,
        lambda code: code[:-1] + "[/x]",
        lambda code: code[:-1] + "٣",
        lambda code: code[:-1] + "ſ",
        lambda code: code.swapcase(),
        lambda code: [code],
        lambda _code: "",
        lambda _code: None,
        lambda _code: 7,
    ],
)
def test_anything_else_is_no_code(kind, change):
    code = change(EXAMPLES[kind])
    if code == EXAMPLES[kind]:  # a month has no letters to swap
        return
    assert not is_code(kind, code)


@pytest.mark.parametrize(
    "name",
    [
        *("../x/y.parquet", "boundaries/../../y.parquet", "/etc/passwd", "boundaries//x", "boundaries/", "x"),
        *(
            "C:/x/y",
            "a\\..\\..\\x/y",
            "boundaries/x\0.parquet",
            "boundaries/.hidden",
            "boundaries/x.parquet\n",
        ),
        *("boundaries/con.parquet", "boundaries/NUL", f"boundaries/{'x' * 300}", "boundaries/é.parquet", ""),
        "boundaries/x.",
    ],
)
def test_a_name_that_could_lie_outside_the_store_is_refused_in_one_sentence(tmp_path, name):
    with pytest.raises(UserError, match="cannot be the name of a file of the store") as error:
        Store(tmp_path).path(name)
    assert str(error.value) == printable(str(error.value))


@pytest.mark.parametrize(
    "name",
    [
        "incidents/source=police/force=avon-and-somerset/year=2018/2018-10-0123456789abcdef.parquet",
        "boundaries/E07000116-0123456789abcdef.parquet",
        "rejects/2018-10-kent-0123456789abcdef.csv",
    ],
)
def test_the_names_that_imports_give_are_good(name):
    assert check_name(name) == name


@given(st.text())
@example("x" * 300)
@example("../../x")
def test_any_text_makes_a_part_of_a_good_name(text):
    assert check_name(f"population/t-{build_stem(text)}-0.parquet")


def test_two_long_texts_stay_apart():
    assert build_stem("x" * 80 + "a") != build_stem("x" * 80 + "b")
    assert len(build_stem("x" * 5000)) <= 60


@given(st.text(st.characters()))
@example(f"a{ESCAPE}[2J{OVERRIDE}b{HALF}\u2028c\x85\tD")
def test_printable_text_steers_nothing_and_can_be_written(text):
    shown = printable(text)
    shown.encode()
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\u200e\u200f\ufeff]", shown)
    assert printable(shown) == shown


def test_plain_words_stay_as_they_are():
    for name in ("St John's", "Bro'r Môr", "Ynys Môn – ŵ", "Ward (East) & 5%", "👩‍👩‍👧"):
        assert printable(name) == name


def test_a_name_on_two_lines_keeps_its_words_apart():
    assert printable("North\r\nWard\tEast") == "North Ward East"
    assert len(printable_name("x" * 5000)) == LONGEST_NAME
    assert len(quote("x" * 5000)) < 70


@hypothesis_settings(max_examples=60)
@given(text=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30))
@example(text=f"a{ESCAPE}b{OVERRIDE}\n\u2028c\x85")
def test_names_are_cleaned_alike_by_python_and_by_sql(sql, text):
    assert sql(name_sql("t"), text) == printable(text)[:LONGEST_NAME]


@pytest.mark.parametrize(
    "sign", [*"=+-@＝＋－＠", "\t", "\r", "\n", " =", "\u00a0=", "\u200b@", "\ufeff=", "\u3000＝"]
)
def test_what_a_spreadsheet_would_run_becomes_text(sign):
    text = f"{sign}cmd|' /C calc'!A0"
    assert neutralise(text) == neutralise_cell(text) == f"'{text}"


@pytest.mark.parametrize("figure", ["-0.263", "-778", "+5", "-1e5", "0.5", "-.5", "12"])
def test_a_number_in_a_file_stays_a_number(figure):
    assert neutralise_cell(figure) == cells.escape(figure) == figure


@pytest.mark.parametrize("text", ["-1+1", "-5\n", "-1-cmd", "+-1", "-٣", "--1", "-"])
def test_what_only_begins_as_a_number_does_not(text):
    assert neutralise_cell(text) == f"'{text}"


def test_exports_of_earlier_releases_come_back_as_they_were():
    assert cells.unescape("'-5") == "-5"
    assert cells.unescape("'=1") == "=1"


@given(st.text(st.sampled_from("'=+-@ab\t ＝1"), max_size=6))
def test_escaping_is_undone_exactly(text):
    assert cells.unescape(cells.escape(text)) == text


@hypothesis_settings(max_examples=100)
@given(text=st.text(st.sampled_from("=+-@＝＋－＠\t\r\n \u00a0\u20031.eax'"), max_size=6))
def test_cells_are_neutralised_alike_by_python_and_by_sql(sql, text):
    assert sql(neutralise_sql("t"), text) == neutralise_cell(text)


def test_a_console_shows_text_as_it_is_and_no_more(monkeypatch):
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr("sys.stdout", out)
    table = Table(title="[bold]t", box=None)
    table.add_column("[red]c")
    table.add_row(f"[/x] :fire: {ESCAPE}[2J{OVERRIDE}")
    terminal.console().print(table)
    terminal.say(f"[/y]{HALF} :fire:{ESCAPE}]0;title\x07")
    out.seek(0)
    shown = out.read()
    for words in ("[bold]t", "[red]c", "[/x] :fire: [2J", "[/y]\ufffd :fire:]0;title"):
        assert words in shown
    assert all(line == printable(line) for line in shown.splitlines())


def test_a_terminal_without_the_characters_gets_question_marks(monkeypatch):
    out = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr("sys.stdout", out)
    terminal.say("Ynys ŵ")
    out.flush()
    assert out.buffer.getvalue().strip() == b"Ynys ?"
