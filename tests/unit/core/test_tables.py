"""Tables as plain data: what travels to the browser, and what is downloaded."""

from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp.core.spreadsheet import neutralise
from csp.core.table import UNKNOWN, Cell, Column, Row, Table, tip_lines

HOSTILE = '<img src=x onerror="alert(1)">'


def a_table(*rows, columns=None):
    width = len(rows[0])
    columns = columns or (Column("Name", numeric=False), *(Column(f"c{i}") for i in range(1, width)))
    return Table("Caption", columns, tuple(Row(f"r{i}", tuple(cells)) for i, cells in enumerate(rows)))


def downloaded(table):
    return list(csv.reader(io.StringIO(table.csv(), newline="")))


def test_a_download_has_the_values_behind_the_text():
    table = a_table([Cell("Robbery", "Robbery"), Cell("7,830", 7830), Cell("−9.0%", -9.0380), Cell("–")])
    assert downloaded(table) == [["Name", "c1", "c2 (%)", "c3"], ["Robbery", "7830", "-9.0", "–"]]


@pytest.mark.parametrize("first", list("=+-@\t\r"))
def test_text_that_a_spreadsheet_would_run_is_neutralised(first):
    hostile = f"{first}cmd|' /C calc'!A0"
    table = a_table(
        [Cell(hostile, hostile), Cell(hostile)], columns=(Column(hostile), Column("n", group=hostile))
    )
    lines = downloaded(table)
    assert [len(line) for line in lines] == [2, 2]
    assert all(cell.startswith("'") for line in lines for cell in line)


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n"])
def test_a_line_end_inside_a_text_starts_no_new_line_of_the_file(line_end):
    text = f"Park{line_end}=cmd"
    assert downloaded(a_table([Cell(text, text), Cell("1", 1)]))[1:] == [[text, "1"]]


def test_a_negative_number_is_a_number_and_not_text():
    assert downloaded(a_table([Cell("x", "x"), Cell("−778", -778)]))[1] == ["x", "-778"]


@given(st.text())
def test_neutral_text_keeps_its_words_and_starts_with_nothing_a_spreadsheet_runs(text):
    safe = neutralise(text)
    assert safe.removeprefix("'") == text.removeprefix("'") or safe == text
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_grouped_headers_are_told_apart_in_a_download():
    table = a_table([Cell("x"), Cell("1", 1)], columns=(Column("Name"), Column("now", group="ASB")))
    assert downloaded(table)[0] == ["Name", "ASB: now"]


def test_a_column_of_lines_is_not_downloaded_and_the_others_stay_in_place():
    line = Cell("monthly", spark=(1.0, None, 2.0))
    table = a_table([Cell("a"), line, Cell("3", 3)], [Cell("b"), line, Cell("4", 4)])
    assert downloaded(table) == [["Name", "c2"], ["a", "3"], ["b", "4"]]


def test_a_row_without_a_line_keeps_its_columns_in_place():
    table = a_table(
        [Cell("a"), Cell("", spark=(1.0,)), Cell("3", 3)], [Cell("b"), Cell("none"), Cell("4", 4)]
    )
    assert downloaded(table) == [["Name", "c2"], ["a", "3"], ["b", "4"]]


def test_two_columns_with_the_same_header_are_not_taken_for_each_other():
    same = Column("n")
    table = a_table([Cell("a"), Cell("", spark=(1.0,)), Cell("3", 3)], columns=(Column("Name"), same, same))
    assert downloaded(table) == [["Name", "n"], ["a", "3"]]


def test_text_of_people_travels_as_it_is_and_is_set_as_text():
    payload = a_table([Cell(HOSTILE, HOSTILE, tip=HOSTILE), Cell("1", 1)]).payload()
    assert payload["rows"][0]["cells"][0] == {"text": HOSTILE, "value": HOSTILE, "tip": HOSTILE}
    scripts = list((Path(__file__).resolve().parents[3] / "csp" / "shell" / "widgets").rglob("*.js"))
    assert len(scripts) > 9
    for file in scripts:
        code = file.read_text(encoding="utf-8")
        for danger in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert danger not in code, (file.name, danger)


def test_a_payload_leaves_out_what_is_empty_and_keeps_0():
    payload = a_table([Cell("None", 0), Cell("0.0", 0.0, tone="quiet"), Cell("", None)]).payload()
    assert payload["rows"] == [
        {
            "id": "r0",
            "cells": [{"text": "None", "value": 0}, {"text": "0.0", "value": 0.0, "tone": "quiet"}, {}],
        }
    ]
    assert "selected" not in payload["rows"][0]


def test_a_selected_and_an_indented_row_say_so():
    table = Table("c", (Column("n"),), (Row("a", (Cell("x"),), selected=True, indent=True),))
    (row,) = table.payload()["rows"]
    assert (row["selected"], row["indent"]) == (True, True)


def test_a_payload_is_json_even_where_a_figure_is_not_a_number():
    payload = a_table([Cell("–", math.nan), Cell("x", spark=(None, 1.0))]).payload()
    assert "NaN" not in json.dumps(payload, allow_nan=False)
    assert "value" not in payload["rows"][0]["cells"][0]


def test_a_column_says_only_what_differs_from_plain_text():
    (name, figure) = a_table([Cell("a"), Cell("1", 1)]).payload()["columns"]
    assert name == {"label": "Name", "sortable": True}
    assert figure == {"label": "c1", "sortable": True, "numeric": True}


def test_an_unknown_figure_has_no_value_to_sort_by_or_to_download():
    assert UNKNOWN.value is None
    assert downloaded(a_table([Cell("x", "x"), UNKNOWN]))[1][1] == "–"


def test_a_tooltip_of_several_sentences_has_a_line_each_and_none_for_an_empty_one():
    assert tip_lines(["One.", "", "Two."]) == "One.\nTwo."
