"""What the headings of a population table say: which column has codes, which figures, which parts.

ONS, Nomis and NISRA name the same columns in a dozen ways (Code, LAD23CD, ladcode23, LAD 2021 Code, mnemonic,
GEOGRAPHY_CODE; Mid-2020, pop_mid2020, Estimated Population mid-2023, population_2022). A heading is read as
its words and numbers, so that neither spaces, hyphens nor line breaks in it matter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_TOKEN = re.compile(r"[a-z]+|[0-9]+")
_NOTE = re.compile(r"\[[^\]]*\]")
CALENDAR_YEAR = re.compile("(?:19|20)[0-9][0-9]")

# Codes by the size of their areas, the smallest first: where a table has several, a row is of the smallest.
_EDITION = "(?:[0-9]{2}|20[0-9]{2})?"
# Of the census, as the custom data set of ONS names them.
_SMALL_AREAS = "outputareas|lowerlayersuperoutputareas|middlelayersuperoutputareas"
_CODES = (
    re.compile(
        f"(?:oa|sa|lsoa|msoa|soa|dz|sdz|parish|par|postcode|{_SMALL_AREAS}){_EDITION}(?:cd|code)"
        "|(?:soa|dz|sdz)20[0-9]{2}"
    ),
    re.compile(
        f"(?:wd|ward|wards|electoralward|electoralwardsanddivisions){_EDITION}(?:cd|code){_EDITION}[0-9]?"
        "|ward20[0-9]{2}"
    ),
    re.compile(f"dea{_EDITION}(?:cd|code)|dea20[0-9]{{2}}"),
    re.compile(
        "(?:lad|la|ltla|lgd|localauthority|localauthoritydistrict|localgovernmentdistrict|district|area|geography|"
        f"lowertierlocalauthorities|ons|gss){_EDITION}(?:cd|code){_EDITION}|code|mnemonic|"
        "administrativegeography|lgd20[0-9]{2}"
    ),
)

# What may stand beside a year in the heading of a figure of all persons.
_YEAR_WORDS = frozenset(
    (
        *("mid", "midyear", "year", "june", "jun", "at", "in", "of", "the", "mye"),
        *("revised", "rebased", "provisional", "final"),
        *(
            "pop",
            "popn",
            "population",
            "populations",
            "estimate",
            "estimates",
            "estimated",
            "number",
            "count",
        ),
        *("persons", "people", "all", "ages", "total", "usual", "resident", "residents", "value"),
    )
)
_TOTALS = frozenset(
    (
        *("population", "pop", "totalpopulation", "residentpopulation", "usualresidentpopulation"),
        *("populationestimate", "estimatedpopulation", "estimate", "mye", "value", "obsvalue"),
        *(
            "observation",
            "total",
            "totalpersons",
            "totalallages",
            "persons",
            "people",
            "allpersons",
            "allpeople",
            "allages",
        ),
        *("personsallages", "allpersonsallages", "allagespersons", "usualresidents", "allusualresidents"),
    )
)
_WHOLE_OF_NOMIS = re.compile(
    r"(?:residencetype|sex|gender|age|variable)(?:total|allpersons|allages|allusualresidents)(?:measures?value)?"
)
# Headings that figures of anything may have: the table has to say by other words that it counts people.
_OF_ANYTHING = frozenset(("value", "obsvalue", "observation", "estimate", "total"))
# The value of the tables of the ONS website; the number counts the columns of notes beside it.
_CMD_VALUE = re.compile("v4[0-9]")
_YEARS = ("year", "date", "calendaryears", "datename", "time", "midyear", "referenceyear", "period")
# Of a name and a code of the same thing the name is read.
_SEXES = ("gendername", "sexname", "csexname", "gender", "sex", "csex")
_AGES = ("agename", "cagename", "agegroup", "ageband", "singleyearofage", "age", "cage")
_MEASURES = ("measuresname", "measurename", "measures", "measure")
# What the census sorts people by, in a custom data set: "Residence type (2 categories)".
_CATEGORIES = re.compile(r"\([0-9]+ categories\)$", re.IGNORECASE)
_ONE_SEX = frozenset(("male", "males", "female", "females", "men", "women", "boys", "girls"))
_NAMES_PEOPLE = frozenset(("population", "populations", "pop", "popn", "persons", "people", "residents"))
_AGE_COLUMN = re.compile("(?:aged?|m|f|males?|females?)?(?:[0-9]{1,2}|100)(?:andover|plus)?")

# The cells that stand for all persons, and for all ages; codes are those of Nomis.
ALL_SEXES = frozenset(
    (
        *("persons", "person", "people", "allpersons", "allpeople", "all", "total"),
        *("both", "bothsexes", "malesandfemales", "mf", "t", "p", "b", "0"),
    )
)
ALL_AGES = frozenset(("allages", "total", "all", "totalallages", "allagestotal", "200"))
VALUES = frozenset(("value", "values", "count", "population", "populationestimate", "20100"))


@dataclass(frozen=True)
class Header:
    """Where the columns of a population table stand; place: counted from 0.

    years: the year of each column of figures. total: the column of the
    figures where a row or the title names the year; year: the column that does. sex, age, measure,
    categories: columns that say which part of the people a row counts. by_age: there are columns of single
    ages; by_sex: of figures of one sex. is_of_anything: nothing in the header says that the figures are
    people, and its words are such as stand over any figures; is_bare: over them stands but a year.
    names_people: it says that they are.
    """

    width: int
    code: int
    years: dict[int, str] = field(default_factory=dict)
    total: int | None = None
    year: int | None = None
    sex: int | None = None
    age: int | None = None
    measure: int | None = None
    categories: tuple[int, ...] = ()
    by_age: bool = False
    by_sex: bool = False
    is_of_anything: bool = False
    is_bare: bool = False
    names_people: bool = False

    @property
    def figures(self) -> tuple[int, ...]:
        """The places of the figures of a row."""
        if self.total is not None and (self.year is not None or not self.years):
            return (self.total,)
        return tuple(self.years)

    @property
    def is_table(self) -> bool:
        """Whether the columns hold people at all, be it all of them or only parts."""
        return bool(self.figures) or self.by_age or self.by_sex


def read_header(cells: Sequence[str]) -> Header | None:
    """The header that a line is; None for any other line."""
    words = [read_words(cell) for cell in cells]
    names = ["".join(each) for each in words]
    code = next(
        (place for pattern in _CODES for place, name in enumerate(names) if pattern.fullmatch(name)), None
    )
    if code is None:
        return None
    total = next((place for place, name in enumerate(names) if _is_total(name)), None)
    sex, age = _find_place(names, _SEXES), _find_place(names, _AGES)
    by_age = sum(_AGE_COLUMN.fullmatch(name) is not None for name in names) > 1
    is_generic = total is not None and (
        names[total] in _OF_ANYTHING or bool(_CMD_VALUE.fullmatch(names[total]))
    )
    categories = tuple(place for place, cell in enumerate(cells) if _CATEGORIES.search(cell))
    years = {place: year for place, each in enumerate(words) if (year := _find_year(each))}
    header = Header(
        width=len(cells),
        code=code,
        years=years,
        total=total,
        year=_find_place(names, _YEARS),
        sex=sex,
        age=age,
        measure=_find_place(names, _MEASURES),
        categories=categories,
        by_age=by_age,
        by_sex=any(_ONE_SEX & set(each) and any(map(CALENDAR_YEAR.fullmatch, each)) for each in words),
        is_of_anything=is_generic and sex is None and age is None and not (by_age or categories),
        is_bare=bool(years) and all(len(words[place]) == 1 for place in years),
        names_people=any(_NAMES_PEOPLE & set(words[place]) for place in (*years, *_list_one(total))),
    )
    return header if header.is_table else None


def read_words(text: str) -> list[str]:
    """The words and numbers of a heading or a cell in small letters, without notes in brackets."""
    return _TOKEN.findall(_NOTE.sub(" ", text).lower())


def join_words(text: str) -> str:
    """The words of a text without anything between them: "All Ages" and "all_ages" are "allages"."""
    return "".join(read_words(text))


def _list_one(place: int | None) -> tuple[int, ...]:
    return () if place is None else (place,)


def _is_total(name: str) -> bool:
    return name in _TOTALS or bool(_WHOLE_OF_NOMIS.fullmatch(name) or _CMD_VALUE.fullmatch(name))


def _find_year(words: Sequence[str]) -> str | None:
    """The year of a column of all persons, None for any other column."""
    years = [word for word in words if CALENDAR_YEAR.fullmatch(word)]
    others = {word for word in words if word not in years}
    if len(years) != 1 or not others <= _YEAR_WORDS | {"30"}:
        return None
    return years[0] if "30" not in others or others & {"june", "jun"} else None


def _find_place(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next((names.index(name) for name in wanted if name in names), None)
