"""What a first look at a table says of its columns, and what it leaves to a reader."""

from __future__ import annotations

import csv

import pytest

from csp.core.partner.book import Book, Layout, Sheet
from csp.imports.partner.mapping.guessing import guess_profile
from csp.imports.partner.mapping.known import Known, read_known


@pytest.fixture(scope="module")
def known() -> Known:
    return read_known("sample")


def guess(known, lines, file="partner.csv", notes=(), total_columns=()):
    """The guess for a table that is written with commas, headings first."""
    rows = [tuple(cell or None for cell in row) for row in csv.reader(lines)]
    sheet = Sheet("", 0, tuple(rows), len(rows))
    layout = Layout(tuple(cell or "" for cell in rows[0]), (0, 0), 1, None, (), total_columns, notes)
    return guess_profile(Book(file, "csv", "", (sheet,)), sheet, layout, "Partner", known)


def roles(guessed):
    return [use.role for use in guessed.profile.columns]


def test_records_have_no_count_and_columns_about_people_are_left_out(known):
    guessed = guess(
        known,
        [
            "Ref,Date of offence,Date reported,Offence type,Ward,Postcode,Longitude,Latitude,"
            "Victim name,DOB,Hate crime",
            "1,05/03/2024,06/03/2024,Robbery,Park,TN1 1AA,0.26,51.13,A Person,01/01/1990,Y",
            "2,15/03/2024,16/03/2024,Shoplifting,Park,TN1 1AB,0.26,51.13,B Person,02/01/1990,N",
        ],
    )
    said = ["leave out", "date", "leave out", "offence", "ward", "postcode", "longitude", "latitude"]
    assert roles(guessed) == [*said, "leave out", "leave out", "flag"]
    assert "No column has counts: each row counts as 1." in guessed.notes
    assert len(guessed.reasons) == len(guessed.profile.columns)


def test_a_rate_or_a_population_beside_a_count_is_left_out(known):
    guessed = guess(
        known,
        ["Month,Ward,Offence,Population,Number of offences,Rate per 1000", "Mar-24,Park,Robbery,7000,5,0.7"],
    )
    assert roles(guessed) == ["month", "ward", "offence", "leave out", "count", "leave out"]


def test_offences_as_columns_are_found_beside_their_total(known):
    guessed = guess(
        known, ["Month,Ward,Robbery,Shoplifting,Total", "Mar-24,Park,1,2,3", "Mar-24,Sherwood,0,0,0"]
    )
    assert roles(guessed) == ["month", "ward", "wide", "wide", "leave out"]
    assert guessed.profile.wide == "offence"
    assert guessed.profile.blanks == "zero"


def test_the_four_figures_of_a_case_review_are_columns_of_their_own(known):
    guessed = guess(
        known,
        ["Financial year,Applications,Threshold not met,Reviews,Recommendations", "2021/22,5,2,3,1"],
    )
    assert roles(guessed) == ["year", *["wide"] * 4]
    assert guessed.profile.fixed == {"area": "E07000116"}


def test_totals_of_years_among_months_are_left_out(known):
    guessed = guess(known, ["Ward,Offence,Feb-24,Mar-24,2023/24,Apr-24", "Park,Robbery,1,2,30,4"])
    assert roles(guessed) == ["ward", "offence", "wide", "wide", "leave out", "wide"]


def test_what_only_the_title_or_the_name_of_the_file_says_is_taken_and_said(known):
    guessed = guess(known, ["Ward,Apr,May", "Park,1,2"], file="Shoplifting 2023-24.csv")
    assert guessed.profile.fixed == {"area": "E07000116", "offence": "shoplifting", "year": "2023-24"}
    assert any("2023-24 is taken from the title" in note for note in guessed.notes)
    other = guess(known, ["Month,Offence,Count", "Mar-24,Robbery,5"], notes=("Crime in Dover",))
    assert other.profile.fixed == {"area": "E07000108"}
    assert "No column says which district: all rows are taken as those of Dover." in other.notes


def test_what_no_column_and_no_title_says_is_asked_for(known):
    guessed = guess(known, ["Ward,Count", "Park,1", "Sherwood,2"])
    assert "No column says what was counted. Choose it." in guessed.notes
    assert "No column says of which time the rows are. Choose it." in guessed.notes


def test_wards_of_elsewhere_are_not_taken_as_those_of_home(known):
    guessed = guess(
        known, ["Month,Ward,Offence,Count", "Mar-24,Catford South,Robbery,5", "Mar-24,Evelyn,Robbery,5"]
    )
    assert "area" not in guessed.profile.fixed


@pytest.mark.parametrize(
    ("dates", "month_first", "words"),
    [
        (("03/04/2024", "05/04/2024"), False, "Dates are read with the day first: 03/04/2024 is 3 Apr 2024."),
        (("03/25/2024", "04/02/2024"), True, "Dates are written with the month first"),
        (("25/03/2024", "02/04/2024"), False, ""),
    ],
)
def test_dates_that_can_be_read_in_two_ways_are_told(dates, month_first, words, known):
    guessed = guess(known, ["Date,Ward,Offence", *(f"{when},Park,Robbery" for when in dates)])
    assert guessed.profile.month_first is month_first
    assert any(note.startswith("Dates are") for note in guessed.notes) is bool(words)
    assert words in " ".join(guessed.notes)


def test_quarters_of_plain_years_and_short_years_are_told(known):
    quarters = guess(known, ["Year,Quarter,Offence,Count", "2022,Q1,Robbery,5", "2022,Q2,Robbery,5"])
    assert roles(quarters) == ["year", "quarter", "offence", "count"]
    assert any("Q1 is Apr to Jun" in note for note in quarters.notes)
    short = guess(known, ["Year,Offence,Count", "FY22,Robbery,5", "FY23,Robbery,5"])
    assert "FY22 is taken as the financial year that ends in 2022." in short.notes


def test_blank_figures_are_told_with_what_they_are_taken_for(known):
    long = guess(known, ["Month,Offence,Count", "Mar-24,Robbery,5", "Apr-24,Robbery,"])
    assert "A blank figure is missing, and its row is left out." in long.notes
    wide = guess(known, ["Offence,Mar-24,Apr-24", "Robbery,5,6", "Shoplifting,,1"])
    assert "A blank figure counts as 0." in wide.notes


def test_a_published_table_of_one_column_a_month_needs_no_question(known, real):
    path = real / "partner" / "mps_ward_level_crime_2024-03_to_2026-03_bexley_bromley_lewisham.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()[:200]
    guessed = guess(known, lines)
    assert roles(guessed) == ["offence", "subtype", "ward", "leave out", "area", *["wide"] * 25]
    assert guessed.notes == ()
