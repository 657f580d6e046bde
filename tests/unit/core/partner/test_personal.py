"""The scan for personal data on made-up people: what it finds, what it misses, what it leaves alone."""

from __future__ import annotations

import random
from datetime import date

import pytest

from csp.core.partner.findings import describe_personal, describe_rows
from csp.core.partner.personal import find_personal_column, find_personal_kind, points_at_person
from tests.unit.core.partner.made_people import HARMLESS, NUMBER, PERSONAL, list_births

TODAY = date(2026, 11, 1)
# Of 200 values of each kind at least so many are found one by one. Of names those with a given name that is
# on no list are missed where nothing else tells (no initial and no title), as presidio is not asked here.
FOUND = {
    "names": 130,
    "e-mail addresses": 200,
    "telephone numbers": 200,
    "addresses": 200,
    "postcodes": 200,
    "crime reference numbers": 200,
    "number plates": 200,
}
# Of 200 harmless values at most so many are taken for personal data. Of wards some are called after people.
TAKEN = {**dict.fromkeys(HARMLESS, 0), "wards": 40}


@pytest.mark.parametrize("what", PERSONAL)
def test_values_that_point_at_people_are_found(what: str) -> None:
    values = PERSONAL[what](random.Random(1))
    assert len(values) == NUMBER
    assert sum(find_personal_kind(value) == what for value in values) >= FOUND[what]


@pytest.mark.parametrize("kind", HARMLESS)
def test_harmless_values_are_left_alone(kind: str) -> None:
    values = HARMLESS[kind](random.Random(1))
    assert sum(find_personal_kind(value) is not None for value in values) <= TAKEN[kind]


@pytest.mark.parametrize("what", PERSONAL)
def test_a_column_of_them_is_found_whatever_it_is_called(what: str) -> None:
    column = find_personal_column(3, "Column 4", PERSONAL[what](random.Random(2)), TODAY)
    assert column is not None
    assert (column.place, column.what) == (3, what)


@pytest.mark.parametrize("kind", HARMLESS)
def test_a_column_of_harmless_values_is_read(kind: str) -> None:
    assert find_personal_column(0, "Column 1", HARMLESS[kind](random.Random(2)), TODAY) is None


def test_days_of_birth_are_told_from_days_of_incidents() -> None:
    column = find_personal_column(0, "Day", list_births(random.Random(1)), TODAY)
    assert column is not None
    assert column.what == "dates of birth"
    assert find_personal_column(0, "Day", HARMLESS["days"](random.Random(1)), TODAY) is None


@pytest.mark.parametrize(
    ("heading", "what"),
    [
        ("Victim Name", "names"),
        ("victim_surname", "names"),
        ("offenderForename", "names"),
        ("First name", "names"),
        ("Suspect's name", "names"),
        ("DOB", "dates of birth"),
        ("Date of Birth", "dates of birth"),
        ("Home address", "addresses"),
        ("Crime Ref No", "crime reference numbers"),
        ("Crime reference number", "crime reference numbers"),
        ("URN", "crime reference numbers"),
        ("Incident No", "crime reference numbers"),
        ("NHS Number", "personal numbers"),
        ("Email", "e-mail addresses"),
        ("Contact number", "telephone numbers"),
        ("Notes", "free text"),
        ("Ward name", None),
        ("Name of borough", None),
        ("Number of incidents", None),
        ("Crime type", None),
        ("Reported by", None),
        ("Age group", None),
    ],
)
def test_a_heading_tells_what_no_value_does(heading: str, what: str | None) -> None:
    column = find_personal_column(0, heading, ["Quarn", "Velt", "Ost", "Brill"], TODAY)
    assert (column.what if column else None) == what


def test_counts_under_an_offence_called_after_a_telephone_are_no_telephone_numbers() -> None:
    assert find_personal_column(0, "Theft of mobile phone", ["12", "0", "7"], TODAY) is None


@pytest.mark.parametrize(
    ("word", "is_personal"),
    [("Ring 07700 900123", True), ("jo@example.org", True), ("46/012345/24", True), ("Mary Tavy", False)],
)
def test_words_that_are_none_are_told_from_names_of_places(word: str, is_personal: bool) -> None:
    assert points_at_person(word) is is_personal


def test_long_texts_are_not_read_whatever_they_say() -> None:
    texts = [
        f"Call {number}: the caller had seen two people near the shops and then went home" for number in "123"
    ]
    column = find_personal_column(0, "Column 9", [f"{text}, {'again ' * 8}" for text in texts], TODAY)
    assert column is not None
    assert column.what == "free text"


def test_a_further_recogniser_is_asked_where_the_rules_find_nothing() -> None:
    names = ["Nguyet Lowri", "Chidi Okafor", "Ngozi Adeyemi"]
    assert find_personal_column(0, "Column 1", names, TODAY) is None
    column = find_personal_column(0, "Column 1", names, TODAY, find_names=len)
    assert column is not None
    assert (column.what, column.hits) == ("names", 3)


def test_no_sentence_repeats_what_points_at_a_person() -> None:
    finding = describe_rows("area", 1, 7, "14 High Street, Tonbridge")
    assert finding.sentence == "1 row is of an area that is not known (line 7)"
    assert finding.example == ""
    (personal,) = describe_personal([("jo@example.org", "e-mail addresses")], [])
    assert personal.sentence == (
        "1 column seems to hold personal data and is not read: one with e-mail addresses"
    )
