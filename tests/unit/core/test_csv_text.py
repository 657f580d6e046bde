"""Which characters a table is in, and what parts its cells."""

from __future__ import annotations

import pytest

from csp.core.csv_text import decode, find_delimiter, split_separator_line

TABLE = "code,name\nW06000023,Môr – Powys\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_every_encoding_that_spreadsheets_save(encoding):
    assert decode(TABLE.encode(encoding)) == TABLE


@pytest.mark.parametrize(
    "content", [b"caf\xe9\x00", b"\x89PNG\r\n\x1a\n\x01", b"caf\xe9\x81", b"\xff\xfe\x00", b"\xe9\x07"]
)
def test_bytes_that_are_no_text_are_none(content):
    assert decode(content) is None


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("code,name\nx,y\n", ","),
        ("code;name\nx;y\n", ";"),
        ("code\tname\nx\ty\n", "\t"),
        ("Estimates, mid-2023, by district, all ages\n\ncode;name;1,5\nx;y;2,5\nz;w;3,5\n", ";"),
        ("date,happenings,mode\n2020-01-01,view;speed;pass,walking\n2020-01-02,view;speed;pass,x\n", ","),
        ('code;name\n"a,b,c,d,e";y\n"a,b,c,d,e";y\n', ";"),
        ("code\nE07000116\n", ","),
        ("", ","),
    ],
)
def test_the_delimiter_is_the_one_that_stands_equally_often_in_many_lines(text, delimiter):
    assert find_delimiter(text) == delimiter


def test_excels_line_about_the_delimiter_is_no_row():
    assert split_separator_line("sep=;\r\na;b\r\n") == ("a;b\r\n", ";")
    assert split_separator_line("a;b\n") == ("a;b\n", None)
