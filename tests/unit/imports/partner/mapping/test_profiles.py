"""Profiles are kept as files that can be shared, and a bad one is one sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from csp.core.errors import UserError
from csp.core.partner.profile import ColumnUse, Profile
from csp.imports.partner.mapping.profiles import (
    FOLDER,
    delete_profile,
    list_profiles,
    parse_profile,
    read_profile,
    save_profile,
    write_profile,
)

PROFILE = Profile(
    name="Police, wards (monthly)",
    source="force",
    columns=(
        ColumnUse('Offence "group"', "offence"),
        ColumnUse("Hate = yes", "flag"),
        ColumnUse("202403", "wide", "202403"),
        ColumnUse("Officer", "leave out"),
    ),
    sheet="Données",
    wide="month",
    words={
        "offence": {"VAP \\ other": "violence_against_the_person", "Fraud": ""},
        "area": {"TWBC": "E07000116"},
    },
    fixed={"year": "2023/24"},
    kept={"Officer": "An officer is named on purpose."},
    blanks="zero",
    month_first=True,
    calendar_quarters=True,
)


@pytest.mark.usefixtures("extracts")
def test_a_profile_that_is_kept_comes_back_as_it_was():
    save_profile(PROFILE)
    assert list_profiles() == (PROFILE.name,)
    assert read_profile("police WARDS monthly") == PROFILE
    assert parse_profile(write_profile(PROFILE)) == PROFILE


@pytest.mark.usefixtures("extracts")
def test_a_profile_of_the_same_name_is_replaced_and_one_can_be_removed():
    save_profile(PROFILE)
    save_profile(replace(PROFILE, month_first=False))
    assert not read_profile(PROFILE.name).month_first
    delete_profile(PROFILE.name)
    delete_profile(PROFILE.name)
    assert list_profiles() == ()


@pytest.mark.parametrize("name", ["", "../up", ".hidden", "a/b", "x" * 61, "tab\there", "ends. "])
@pytest.mark.usefixtures("extracts")
def test_a_name_that_cannot_be_a_file_is_refused(name):
    with pytest.raises(UserError, match="cannot be the name of a profile"):
        save_profile(replace(PROFILE, name=name))
    assert list_profiles() == ()


@pytest.mark.usefixtures("extracts")
def test_a_profile_that_is_not_there_is_told_with_those_that_are():
    save_profile(PROFILE)
    with pytest.raises(UserError, match=r'There is no profile "Fire"\. Kept are Police, wards \(monthly\)\.'):
        read_profile("Fire")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('role = "offence"', 'role = "colour"'), 'role is "colour"'),
        (('wide = "month"', 'wide = "ward"'), 'wide is "ward"'),
        (('"E07000116"', '"Tunbridge"'), '"TWBC" is mapped to "Tunbridge", which is no code'),
        (('role = "flag"', 'role = "offence"'), "two of its columns are the offence"),
        (("month_first = true", 'month_first = "yes"'), "month_first is neither true nor false"),
        (("format = 1", "format = 2"), "it has no line format = 1"),
        (('source = "force"', 'source = "../force"'), "which is no code of a source"),
        (("[fixed]", "[fixed]\ncolour = 1"), 'fixed has an entry "colour"'),
    ],
)
def test_a_wrong_entry_is_named_in_one_sentence(change, words):
    with pytest.raises(UserError) as raised:
        parse_profile(write_profile(PROFILE).replace(*change), "partner.toml")
    assert str(raised.value).startswith("partner.toml is no profile that can be used: ")
    assert words in str(raised.value)


@pytest.mark.parametrize("text", ["not toml [", "", "\0", "[[columns]]", "a = " + "[" * 5000])
def test_what_is_no_profile_at_all_is_one_sentence(text):
    with pytest.raises(UserError, match="is no profile"):
        parse_profile(text)


def test_a_damaged_profile_is_listed_by_its_file_and_tells_what_to_do(extracts):
    folder = extracts.root / FOLDER
    folder.mkdir(parents=True)
    (folder / "fire.toml").write_bytes(b"\xff\xfe")
    assert list_profiles() == ("fire",)
    with pytest.raises(UserError, match=r"fire\.toml is no text in UTF-8"):
        read_profile("fire")
