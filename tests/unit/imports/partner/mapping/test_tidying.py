"""Tidy rows of small tables: what is withheld, left out, placed and added up."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
import pytest
import shapely

from csp.core.partner.book import Layout, Sheet
from csp.core.partner.profile import ColumnUse, Profile
from csp.imports.partner.mapping.comparing import compare_profile
from csp.imports.partner.mapping.known import Known, read_known
from csp.imports.partner.mapping.names import match_words
from csp.imports.partner.mapping.tidying import TIDY, TOTALS, list_words, load_sheet, tidy
from csp.imports.placing import LOOKUP_COLUMNS, OUTLINE_COLUMNS, Geography

HOME, PARK, SHERWOOD = "E07000116", "E05005141", "E05005146"
# A square around two points of the home district.
SQUARE = shapely.box(0.28, 51.12, 0.30, 51.14)


@pytest.fixture(scope="module")
def known() -> Known:
    return read_known("sample")


def read_rows(lines):
    return [tuple(cell or None for cell in row) for row in csv.reader(lines)]


def make_layout(lines, **more):
    return Layout(tuple(cell or "" for cell in read_rows(lines)[0]), (0, 0), 1, None, **more)


def make_profile(lines, *roles, **more):
    headings = make_layout(lines).headings
    uses = [
        ColumnUse(heading, role, heading if role == "wide" else "")
        for heading, role in zip(headings, roles, strict=True)
    ]
    return Profile("Partner", "sample", tuple(uses), fixed={"area": HOME}, **more)


def run(known, lines, profile, columns, geography=None, table=TIDY, **more):
    """The columns of the tidy rows of a table that is written with commas."""
    rows, layout = read_rows(lines), make_layout(lines, **more)
    connection = duckdb.connect()
    load_sheet(connection, Sheet("", 0, tuple(rows), len(rows)), layout)
    done = tidy(connection, layout, profile, known, geography)
    return connection.execute(f"SELECT {columns} FROM {table} ORDER BY ALL").fetchall(), done


def test_withheld_missing_and_other_text_are_no_numbers_and_keep_their_reason(known):
    lines = [
        "Month,Offence,Count",
        "Mar-24,Robbery,<5",
        "Apr-24,Robbery,",
        "May-24,Robbery,many",
        "Jun-24,Robbery,7",
    ]
    profile = make_profile(lines, "month", "offence", "count")
    rows, _ = run(known, lines, profile, "line, number, fault")
    assert rows == [(2, None, "withheld"), (3, None, "missing"), (4, None, "text"), (5, 7, "")]
    rows, _ = run(known, lines, replace(profile, blanks="zero"), "line, number, fault")
    assert rows[1] == (3, 0, "")


def test_a_word_that_is_left_out_on_purpose_is_told_from_one_that_nobody_answered(known):
    lines = [
        "Month,Offence,Ward,Count",
        "Mar-24,Fraud,Park,1",
        "Mar-24,Theft,Town Centre,2",
        "Mar-24,Robbery,?,3",
    ]
    words = {"offence": {"Fraud": "", "Theft": "other_theft"}, "ward": {"Town Centre": ""}}
    profile = make_profile(lines, "month", "offence", "ward", "count", words=words)
    rows, _ = run(known, lines, profile, "line, offence_code, ward_code, left_out")
    assert rows == [(2, "", PARK, "offence"), (3, "other_theft", "", "ward"), (4, "robbery", None, "")]


def test_rows_that_say_no_time_that_can_be_read_have_none(known):
    lines = ["Month,Offence,Count", "Mar-24,Robbery,1", "Sept,Robbery,2", ",Robbery,3"]
    rows, _ = run(known, lines, make_profile(lines, "month", "offence", "count"), "line, start, period")
    assert rows == [(2, date(2024, 3, 1), "Mar-24"), (3, None, "Sept"), (4, None, "")]


def test_flags_of_several_columns_are_the_first_that_is_one_of_ours(known):
    lines = [
        "Month,Offence,Knife,Hate crime",
        "Mar-24,Robbery,Y,N",
        "Mar-24,Robbery,Y,Y",
        "Mar-24,Robbery,N,N",
    ]
    profile = make_profile(lines, "month", "offence", "flag", "flag", words={"flag": {"Knife / Y": ""}})
    rows, _ = run(known, lines, profile, "line, flag_code, number")
    assert rows == [(2, "", 1), (3, "hate", 1), (4, None, 1)]


def test_months_as_columns_complete_the_year_of_the_row_and_of_the_title(known):
    lines = ["Year,Offence,Apr,Mar", "2022/23,Robbery,1,2", "2023/24,Robbery,3,"]
    profile = make_profile(lines, "year", "offence", "wide", "wide", wide="month", blanks="zero")
    rows, _ = run(known, lines, profile, "line, start, number")
    assert rows == [
        (2, date(2022, 4, 1), 1),
        (2, date(2023, 3, 1), 2),
        (3, date(2023, 4, 1), 3),
        (3, date(2024, 3, 1), 0),
    ]
    titled = make_profile(lines, "leave out", "offence", "wide", "wide", wide="month")
    rows, _ = run(known, lines, replace(titled, fixed={"area": HOME, "year": "2021/22"}), "start")
    assert set(rows) == {(date(2021, 4, 1),), (date(2022, 3, 1),)}


def test_totals_are_no_rows_and_are_given_beside_what_the_rows_add_up_to(known):
    lines = [
        "Month,Ward,Offence,Count",
        "Mar-24,Park,Robbery,1",
        "Mar-24,Sherwood,Robbery,2",
        "Mar-24,Total,Robbery,4",
        "Mar-24,All wards,All crime,3",
        "Apr-24,Park,Robbery,*",
        "Apr-24,Total,Robbery,9",
    ]
    profile = make_profile(lines, "month", "ward", "offence", "count")
    rows, done = run(known, lines, profile, "line, stated, adds", table=TOTALS)
    # Of April one part is withheld, so there is nothing to compare.
    assert rows == [(4, 4, 3), (5, 3, 3)]
    assert (done.rows, done.lines, done.totals) == (3, 3, 2)


def test_a_total_of_a_sub_type_adds_up_those_of_its_offence_alone(known):
    lines = [
        "Month,Group,Type,Count",
        "Mar-24,Theft,Shoplifting,5",
        "Mar-24,Robbery,,2",
        "Mar-24,Theft,Total,5",
    ]
    rows, _ = run(
        known,
        lines,
        make_profile(lines, "month", "offence", "subtype", "count"),
        "line, stated, adds",
        table=TOTALS,
    )
    assert rows == [(4, 5, 5)]


def test_total_columns_are_compared_with_the_columns_under_the_same_heading(known):
    lines = [
        "Offence,2023/24 / Feb,2023/24 / Mar,2023/24 / Total,2024/25 / Apr,All months",
        "Robbery,1,2,3,4,8",
    ]
    profile = make_profile(lines, "offence", "wide", "wide", "leave out", "wide", "leave out", wide="month")
    rows, _ = run(known, lines, profile, "label, stated, adds", table=TOTALS)
    assert rows == [("2023/24 / Total", 3, 3), ("All months", 8, 7)]


def make_geography():
    return Geography(
        outlines=pa.table(
            {"outline": [0], "ward_code": [PARK], "district_code": [HOME]}, schema=OUTLINE_COLUMNS
        ),
        shapes=np.array([SQUARE]),
        lookup=pa.table(
            {
                "lsoa_code": ["E01024785"],
                "ward_code": [PARK],
                "ward": ["Park"],
                "district_code": [HOME],
                "district": ["Tunbridge Wells"],
            },
            schema=LOOKUP_COLUMNS,
        ),
    )


def test_points_in_degrees_or_metres_and_lsoas_place_rows_and_are_then_dropped(known):
    lines = [
        "Date,Offence,X,Y,LSOA",
        "05/03/2024,Robbery,0.29,51.13,",
        # The same place on the national grid, to about 100 m.
        "05/03/2024,Robbery,560300,139200,",
        "05/03/2024,Robbery,0.5,51.5,",
        "05/03/2024,Robbery,,,E01024785",
        "05/03/2024,Robbery,here,there,E09999999",
    ]
    profile = replace(make_profile(lines, "date", "offence", "longitude", "latitude", "lsoa"), fixed={})
    rows, done = run(known, lines, profile, "line, district_code, ward_code, placed", make_geography())
    placed = [
        (2, HOME, PARK, "point"),
        (3, HOME, PARK, "point"),
        (4, None, None, ""),
        (5, HOME, PARK, "lsoa"),
    ]
    assert rows == [*placed, (6, None, None, "")]
    assert done.notes == ()
    named, _ = run(known, lines, profile, "* EXCLUDE (number)", make_geography())
    assert not {"0.29", "51.13", "E01024785", "560300"} & {cell for row in named for cell in row}


def test_what_rows_cannot_be_placed_with_is_said(known):
    lines = ["Date,Offence,X,Y,LSOA,Postcode", "05/03/2024,Robbery,0.29,51.13,E01024785,TN1 1AA"]
    profile = make_profile(lines, "date", "offence", "longitude", "latitude", "lsoa", "postcode")
    rows, done = run(known, lines, profile, "district_code, ward_code")
    assert rows == [(HOME, None)]
    assert [note.split(" ")[2] for note in done.notes] == ["of"] * 3
    assert [
        word in note for word, note in zip(("outlines", "LSOAs", "postcodes"), done.notes, strict=True)
    ] == [True] * 3


def test_a_source_of_small_counts_has_no_wards(known):
    lines = ["Month,Offence,Ward,Count", "Mar-24,Robbery,Park,1"]
    profile = make_profile(lines, "month", "offence", "ward", "count")
    rows, _ = run(replace(known, has_wards=False), lines, profile, "district_code, ward_code")
    assert rows == [(HOME, None)]


def test_words_that_would_break_a_statement_are_only_words(known):
    lines = ["Mo'nth,Off\"ence,Hate crime's,Ro'b", "Mar-24,x'; DROP TABLE tidy; --,Y,3"]
    profile = make_profile(lines, "month", "offence", "flag", "wide", wide="offence")
    rows, _ = run(known, lines, profile, "offence, flag, number")
    assert rows == [("x'; DROP TABLE tidy; -- / Ro'b", "Hate crime's / Y", 3)]


LINES = ["Ward,Offence,Feb-24,Mar-24,Total", "Park,Robbery,1,2,3"]
LATER = [
    "Ward,Offence,Mar-24,Apr-24,May-24,Total,Officer",
    "Park,Robbery,1,2,3,6,X",
    "Sherwood,Affray,1,2,3,6,Y",
]


def compare(known, lines, profile):
    rows, layout = read_rows(lines), make_layout(lines)
    connection = duckdb.connect()
    load_sheet(connection, Sheet("", 0, tuple(rows), len(rows)), layout)
    return compare_profile(
        profile, layout, match_words(list_words(connection, layout, profile), profile, known)
    )


def test_the_next_delivery_goes_through_but_for_new_columns_and_words(known):
    profile = make_profile(LINES, "ward", "offence", "wide", "wide", "leave out", wide="month")
    assert not compare(known, LINES, profile)
    news = compare(known, LATER, profile)
    assert news.new_columns == ("Officer",)
    assert news.missing_columns == ()
    assert [match.word for match in news.new_words] == ["Affray"]
    assert news.sentences == (
        "The column “Officer” is new. Say what it holds, or leave it out.",
        "New in the file, type: “Affray”. Say what of ours it is, or leave it out.",
    )
    rows, _ = run(known, LATER, profile, "DISTINCT start")
    assert rows == [(date(2024, month, 1),) for month in (3, 4, 5)]


def test_a_column_that_is_gone_is_told_but_for_a_month(known):
    profile = make_profile(
        LATER, "ward", "offence", "wide", "wide", "wide", "leave out", "leave out", wide="month"
    )
    assert not compare(known, LINES, profile)
    news = compare(known, ["Offence,Feb-24", "Robbery,1"], profile)
    assert news.missing_columns == ("Ward",)
    assert news.sentences == ("The column “Ward” is missing. Say which column has taken its place.",)
