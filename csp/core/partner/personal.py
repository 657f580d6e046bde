"""Columns of a partner's file that seem to hold personal data, by their headings and by their values. Pure.

The rules look for forms and not for meaning: a surname that stands alone, or a given name that is on no list,
is found by its heading or not at all. A column that is found is not read, unless an editor says otherwise and
why; no value is ever kept, logged or repeated in a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from csp.core.personal_data import GIVEN_NAMES, find_personal_data

What = Literal[
    "names",
    "addresses",
    "dates of birth",
    "crime reference numbers",
    "telephone numbers",
    "e-mail addresses",
    "postcodes",
    "number plates",
    "personal numbers",
    "free text",
]


@dataclass(frozen=True)
class PersonalColumn:
    """A column that seems to hold personal data: its place, from 0, its heading, and what.

    hits: of the values that were looked at; both 0 where the heading told.
    """

    place: int
    heading: str
    what: What
    hits: int = 0
    values: int = 0


_WHO = (
    "victim|suspect|offender|caller|complainant|reporter|client|tenant|patient|witness|officer|person|"
    "customer"
)
_WORDS: tuple[tuple[What, str], ...] = (
    ("e-mail addresses", r"e-?mails?(?: address(?:es)?)?"),
    ("dates of birth", r"d\.?o\.?b\.?|date of birth|birth ?dates?|birthday|born"),
    ("telephone numbers", r"(?:tele)?phone(?: (?:no|number)\.?)?|mobile|tel|contact (?:no|number)\.?"),
    (
        "personal numbers",
        r"nhs(?: (?:no|number))?|ni (?:no|number)|national insurance|passport|driv(?:ing|er) licen[cs]e|"
        r"pnc(?: ?id)?|ip address",
    ),
    (
        "addresses",
        r"addresses|(?:home |full |street )?address(?: line)?(?: \d)?|house (?:no|number|name)|uprn",
    ),
    ("number plates", r"registration (?:no|number|mark)|number plates?|vrm|vehicle reg(?:istration)?"),
    (
        "crime reference numbers",
        r"(?:crime|incident|case|log|custody|occurrence|investigation|police)"
        r" ?(?:ref(?:erence)?|no|number|id)(?: (?:no|number))?|urn|crn|cad|unique ref(?:erence)?"
        r"(?: (?:no|number))?|reference (?:no|number)",
    ),
    (
        "names",
        rf"(?:fore|sur|first|last|full|middle|given|family|maiden) ?names?|(?:{_WHO})(?:'?s)? names?|"
        rf"names? of (?:the )?(?:{_WHO})|alias(?:es)?",
    ),
    ("free text", r"notes|comments?|free ?text|narrative|remarks|circumstances|modus operandi"),
)
_HEADINGS = tuple((what, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for what, words in _WORDS)
_PLURAL: Mapping[str, What] = {
    "e-mail address": "e-mail addresses",
    "telephone number": "telephone numbers",
    "number plate": "number plates",
    "postcode": "postcodes",
    "date of birth": "dates of birth",
    "address": "addresses",
    "personal number": "personal numbers",
    "name": "names",
}

# Of crime reports: 46/12345/20, 42/12345/2023, 01/24/12345, KP-20240312-0456, CR/2024/12345, 6034567/24,
# CAD 1234/15JUN24, 22000123456. A financial year (2020/21), a day and a code of an area are none.
_REFERENCE = re.compile(
    r"\d{2}[A-Z]{0,2}/\d{4,8}/\d{2,4}|\d{2}/[A-Z]{1,4}/\d{3,8}/\d{2,4}|\d{2}/\d{2}/\d{5,8}|"
    r"[A-Z]{2,5}[/ -](?:19|20)\d{2}[/ -]?\d{4,8}|[A-Z]{2,5}[/ -]\d{8}[/ -]\d{3,6}|"
    r"[A-Z]{1,4}[/-]\d{5,10}(?:[/-]\d{2,4})?|[A-Z]{0,3}\d{5,10}[/-]\d{2}(?:\d{2})?|"
    r"(?:CAD|URN|CRN|LOG|REF)[ :#-]{0,2}[A-Z0-9]{0,4}\d{3,}[A-Z0-9/-]*|(?:47)?(?:1[5-9]|2\d)\d{2}0\d{6}",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\s*\d[ABD-HJLNP-UW-Z]{2}", re.IGNORECASE)
_NHS = re.compile(r"\d{3}[ -]?\d{3}[ -]?\d{4}")
_SURNAME_FIRST = re.compile(
    r"[A-Z][a-zA-Z'’-]+,\s*(?P<given>[A-Z][a-zA-Z'’-]*)\.?(?:\s+[A-Z][a-zA-Z'’-]*\.?)?"
)
_PLACES = (
    "Road|Street|Lane|Avenue|Drive|Close|Way|Court|Gardens|Hill|Park|Place|Square|Ward|North|South|East|West|"
    "Central|Rural|Valley|Town|Village|Division|Beat|Sector|Zone|Category|Type|Grade|Offence|Crime|Theft"
)
_INITIAL = re.compile(rf"(?:[A-Z]\.?\s?){{1,2}}\s(?!(?:{_PLACES})\b)[A-Z][a-z'’-]{{2,}}(?:-[A-Z][a-z]+)?")
_HOUSE = re.compile(r"\d{1,4}[A-Z]?,?\s+[A-Z][\w'’]+(?:\s+[A-Z][\w'’]+){0,3}(?:,.*)?")
_DAY = re.compile(r"(?P<year>\d{4})-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.](?P<late>\d{4})")


def find_personal_kind(text: str) -> What | None:
    """What a cell seems to be that points at a person; None for nothing. It may be in any letters."""
    plain = " ".join(text.split())
    if _REFERENCE.fullmatch(plain):
        return "crime reference numbers"
    if _POSTCODE.fullmatch(plain):
        return "postcodes"
    if _NHS.fullmatch(plain) and _is_nhs_number(plain):
        return "personal numbers"
    for spelling in dict.fromkeys((plain, _capitalise(plain))):
        found = find_personal_data(spelling)
        if found:
            return _PLURAL[found[0].kind]
        if _is_name(spelling):
            return "names"
    # A number and words with a comma behind them: 12 The Limes, Tonbridge.
    return "addresses" if "," in plain and _HOUSE.fullmatch(_capitalise(plain)) else None


def points_at_person(word: str) -> bool:
    """Whether a word of a column that is read is none, but a telephone number, an address or the like.

    Names of people are not told from names of places here: a ward may be called after somebody.
    """
    return find_personal_kind(word) not in (None, "names", "free text")


def _capitalise(text: str) -> str:
    """SMITH, JOHN and smith, john -> Smith, John; a text that has small and capital letters stays."""
    return (
        text.title().replace("’S", "’s").replace("'S", "'s") if text in (text.upper(), text.lower()) else text
    )


def _is_nhs_number(text: str) -> bool:
    """Whether the last of ten digits is the one that checks the others."""
    digits = [int(each) for each in text if each.isdigit()]
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return digits[9] == (0 if check == 11 else check)


def _is_name(text: str) -> bool:
    surname_first = _SURNAME_FIRST.fullmatch(text)
    if surname_first:
        given = surname_first["given"]
        return given in GIVEN_NAMES or len(given) == 1 or text.partition(",")[0].isupper()
    return text in GIVEN_NAMES or _INITIAL.fullmatch(text) is not None


# How many of the values of a column have to be of a kind: the share of them, and their number.
_ENOUGH: Mapping[What, tuple[float, int]] = {
    "e-mail addresses": (0.02, 1),
    "telephone numbers": (0.02, 1),
    "personal numbers": (0.02, 1),
    "dates of birth": (0.02, 1),
    "crime reference numbers": (0.05, 1),
    "number plates": (0.05, 1),
    "addresses": (0.05, 1),
    "postcodes": (0.05, 1),
    "names": (0.25, 2),
    "free text": (0.3, 2),
}
_LONG = 80
"""A cell of so many letters, with several words, is free text: nobody knows what it says of whom."""
_OLD_YEARS = 12
"""Days that lie this many years back, half of them, are no days of incidents but of birth."""

_OF_FIGURES: frozenset[What] = frozenset(
    {"dates of birth", "personal numbers", "crime reference numbers", "addresses"}
)
"""What may be written in few figures, as a count is."""

FindNames = Callable[[Sequence[str]], int]
"""How many of some values a further recogniser takes for names."""


def find_personal_column(
    place: int, heading: str, values: Sequence[str], today: date, find_names: FindNames | None = None
) -> PersonalColumn | None:
    """What a column seems to hold that points at people; None for nothing.

    values: distinct texts of it, as many as are looked at. find_names: asked where the rules find nothing.
    """
    told = next((what for what, words in _HEADINGS if words.search(_separate(heading))), None)
    if told and (told in _OF_FIGURES or not all(map(_is_count, values))):
        return PersonalColumn(place, heading, told)
    kinds: Counter[What] = Counter(what for value in values if (what := find_personal_kind(value)))
    kinds["free text"] = sum(len(value) >= _LONG and value.count(" ") > 5 for value in values)
    for what, hits in kinds.most_common():
        share, number = _ENOUGH[what]
        if hits >= number and hits >= share * len(values):
            return PersonalColumn(place, heading, what, hits, len(values))
    if _are_births(values, today):
        return PersonalColumn(place, heading, "dates of birth", len(values), len(values))
    hits = find_names(values) if find_names and values else 0
    if hits >= 2 and hits >= 0.5 * len(values):
        return PersonalColumn(place, heading, "names", hits, len(values))
    return None


def _is_count(value: str) -> bool:
    return value.isdecimal() and len(value) <= 6


def _separate(heading: str) -> str:
    """victimName, victim_name -> victim Name, victim name."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", heading)


def _are_births(values: Sequence[str], today: date) -> bool:
    days = [match for value in values if (match := _DAY.fullmatch(value))]
    years = [int(match["year"] or match["late"]) for match in days]
    old = [year for year in years if year <= today.year - _OLD_YEARS]
    return (
        len(days) >= 5
        and len(days) >= 0.9 * len(values)
        and len(old) >= 0.5 * len(years)
        and len({*old}) >= 4
    )
