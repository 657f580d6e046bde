"""The words of partners and ours: what is taken without asking, and what is asked about."""

from __future__ import annotations

import pytest

from csp.core.partner.profile import Profile
from csp.imports.partner.mapping.known import Known, read_known
from csp.imports.partner.mapping.names import match_words

PROFILE = Profile("Partner", "sample", ())


@pytest.fixture(scope="module")
def known() -> Known:
    return read_known("sample")


def match(known, role, *words, profile=PROFILE):
    return {each.word: each for each in match_words({role: dict.fromkeys(words, 1)}, profile, known)}


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("ARSON AND CRIMINAL DAMAGE / ARSON", "criminal_damage_and_arson"),
        ("BURGLARY / BURGLARY - RESIDENTIAL", "burglary_residential"),
        ("Theft of a motor vehicle", "theft_of_vehicle"),
        ("THEFT FROM A VEHICLE", "theft_from_vehicle"),
        ("VIOLENCE AGAINST THE PERSON / STALKING AND HARASSMENT", "violence_against_the_person"),
        ("Domestic burglary", "burglary_residential"),
        ("Miscellaneous crimes against society", "other_crime"),
        ("Trafficking of drugs", "drug_trafficking"),
        ("TFMV", "theft_from_vehicle"),
        ("robbery", "robbery"),
    ],
)
def test_known_names_of_offences_are_taken_without_asking(word, code, known):
    each = match(known, "offence", word)[word]
    assert (each.code, each.how) == (code, "known")


@pytest.mark.parametrize(
    "word", ["Burglary", "Theft offences", "Vehicle offences", "Fraud", "Domestic abuse"]
)
def test_what_may_be_several_of_ours_or_none_is_asked_about(word, known):
    assert match(known, "offence", word)[word].how == "unmapped"


def test_unmapped_words_come_first_with_what_they_may_be(known):
    words = {"offence": {"Robbery": 90, "Shopliftng": 3, "Domestic abuse": 8}}
    matches = match_words(words, PROFILE, known)
    assert [each.word for each in matches] == ["Domestic abuse", "Shopliftng", "Robbery"]
    first = matches[1].suggestions[0]
    assert first.code == "shoplifting"
    assert first.score > 85
    assert matches[0].suggestions[0].code == "domestic_abuse_incident"
    assert matches[2].suggestions == ()


def test_a_part_of_an_offence_is_asked_about_where_the_whole_is_in_the_file_too(known):
    both = match(known, "offence", "Sexual offences", "Rape")
    assert both["Sexual offences"].how == "known"
    assert both["Rape"].how == "unmapped"
    assert "count twice" in both["Rape"].note
    assert match(known, "offence", "Rape", "Other sexual offences")["Rape"].code == "sexual_offences"


@pytest.mark.parametrize(
    "word", ["Tunbridge Wells Borough Council", "TUNBRIDGE WELLS", "Tunbridge Wells BC", "E07000116"]
)
def test_a_district_is_known_by_its_code_its_name_and_its_council(word, known):
    assert match(known, "area", word)[word].code == "E07000116"


def test_a_district_is_known_by_a_former_name(known):
    assert match(known, "area", "Shepway")["Shepway"].code == "E07000112"


def test_a_ward_is_looked_for_in_its_own_district(known):
    words = (
        "Tunbridge Wells / Park Ward",
        "Tunbridge Wells / St. James",
        "Dover / Park",
        "Tunbridge Wells / Sherwod",
    )
    matches = match(known, "ward", *words)
    assert matches[words[0]].code == "E05005141"
    assert matches[words[1]].code == "E05005144"
    # Of Dover no ward is on file, so there is nothing to ask.
    assert matches[words[2]].how == "none on file"
    assert matches[words[3]].suggestions[0].code == "E05005146"


def test_a_profile_answers_before_all_else_and_may_leave_words_out(known):
    profile = Profile("P", "sample", (), words={"offence": {"Robbery": "shoplifting", "Fraud": ""}})
    matches = match(known, "offence", "Robbery", "Fraud", profile=profile)
    assert (matches["Robbery"].code, matches["Robbery"].how) == ("shoplifting", "profile")
    assert (matches["Fraud"].code, matches["Fraud"].how) == ("", "left out")


def test_a_yes_in_a_column_of_a_flag_is_that_flag(known):
    assert match(known, "flag", "Hate crime / Y")["Hate crime / Y"].code == "hate"
    assert match(known, "flag", "Knife / Y")["Knife / Y"].how == "unmapped"


def test_every_word_of_the_reference_table_is_one_of_ours():
    for source in ("sample", "police"):
        known = read_known(source)
        assert set(known.aliases["offence"].values()) <= set(known.offences)
