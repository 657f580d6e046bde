"""What stands around a population table: the year of its figures, and whether they are of everybody.

The title of the sheet, the lines that Nomis writes above a table ("date :","2022"), the name of the sheet and
that of the file, in this order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from csp.imports.formats.population.headings import ALL_AGES, ALL_SEXES, VALUES, join_words, read_words
from csp.imports.tables import Line

_MID_YEAR = re.compile(r"(?:mid[-_ ]*(?:year[-_ ]*)?|june[-_ ]*)((?:19|20)[0-9]{2})(?![0-9])", re.IGNORECASE)
# A year alone; the year of the boundaries, or of the publication, is none of the figures.
_YEAR = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])"
    r"(?![-_ ]*(?:electoral|wards?|local|lad|districts?|boundar|geograph|codes?|edition|based))",
    re.IGNORECASE,
)
_NOT_OF_FIGURES = re.compile(
    r"(?:19|20)[0-9]{2}[-_ ](?:0[1-9]|1[0-2])[-_ ](?:0[1-9]|[12][0-9]|3[01])(?![0-9])|"
    r"(?:as (?:of|at)|published|released?|revised|updated|january|february|march|april|may|july|august|"
    r"september|october|november|december)[-_ ]*(?:on |in |[0-9]{1,2} )?(?:19|20)[0-9]{2}",
    re.IGNORECASE,
)
# The name of the workbook of ONS: mye24tablesew is that of mid-2024.
_MYE = re.compile(r"mye[-_ ]?([1-4][0-9])(?![0-9])", re.IGNORECASE)
_FEMALE = re.compile(r"(?<![a-z])(?:females?|women|girls)(?![a-z])", re.IGNORECASE)
_MALE = re.compile(r"(?<![a-z])(?:males?|men|boys)(?![a-z])", re.IGNORECASE)
_PEOPLE = re.compile(r"population|persons|people|resident|mid[-_ ]?(?:year|20)|(?<![a-z])mye", re.IGNORECASE)
NO_PEOPLE, OF_DENSITY = "that are no numbers of people", "of density"
# What figures beside those of people are of, and the words for them.
_OTHER_FIGURES = {
    words: re.compile(rf"(?<![a-z])(?:{pattern})(?![a-z])", re.IGNORECASE)
    for words, pattern in {
        "of an average": r"(?:median|average|mean)[-_ ]+ages?|(?:sex|dependency)[-_ ]+ratios?",
        "in thousands": r"thousands|in thousand|'?000s",
        "of a projection": r"projections?|projected",
        OF_DENSITY: r"density|densities|per sq(?:uare)?\.?[-_ ]?(?:km|kilomet\w+)",
    }.items()
}
# What a table is of that names no people: households, claims and the like, which are fewer or more.
_OTHER_THINGS = re.compile(
    r"(?<![a-z])(?:households?|dwellings?|births?|deaths?|electors?|electorates?|claimants?|jobs|employees|"
    r"crimes?|offences?|collisions?|vehicles?|migration)(?![a-z])",
    re.IGNORECASE,
)
_OF_PEOPLE = re.compile(r"population|persons|people|residents?(?![a-z])", re.IGNORECASE)
_WHOLE = re.compile(r"(?<![a-z])(?:persons|people|total|both|all)(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True)
class Context:
    """year: of the figures, None where nothing tells. part: the people they are of, "" for everybody.

    names_people: whether anything says that people are counted; has_title: whether anything stands above
    the table that could.
    """

    year: str | None = None
    part: str = ""
    names_people: bool = False
    has_title: bool = False


# What Nomis says of a table line by line; its workbooks leave out the colon.
_SETTINGS = frozenset(
    ("date", "year", "time", "gender", "sex", "age", "ages", "measures", "measure", "rates", "rate")
)


@dataclass
class Surroundings:
    """The lines above a table, as they are come upon; sheet and file: their names."""

    sheet: str
    file: str
    titles: list[str] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)

    def add(self, line: Line) -> None:
        """Takes in a line that belongs to no table."""
        cells = [cell for cell in line[1] if cell]
        if len(cells) == 2 and (cells[0].endswith(":") or join_words(cells[0]) in _SETTINGS):
            self.settings[join_words(cells[0])] = cells[1]
        else:
            self.titles += cells

    def judge(self) -> Context:
        """What they say of the table that begins here."""
        around = " ".join((*self.titles, *self.settings, self.sheet, self.file))
        return Context(
            self._find_year(), self._find_part(), bool(_PEOPLE.search(around)), has_title=bool(self.titles)
        )

    def forget(self) -> None:
        """Begins anew, under a table: what stood above it says nothing of the next one."""
        self.titles.clear()
        self.settings.clear()

    def _find_year(self) -> str | None:
        named = next((self.settings[key] for key in ("date", "year", "time") if key in self.settings), "")
        return (
            _find_only(_MID_YEAR, [named])
            or _find_only(_YEAR, [named])
            or _find_only(_MID_YEAR, self.titles)
            or _find_only(_YEAR, self.titles)
            or _find_only(_MID_YEAR, [self.sheet])
            or _find_only(_YEAR, [self.sheet])
            or _find_only(_MID_YEAR, [self.file])
            or _find_only(_YEAR, [self.file])
            or _find_edition(self.file)
        )

    def _find_part(self) -> str:
        for keys, whole, words in (
            (("gender", "sex"), ALL_SEXES, "of one sex"),
            (("age", "ages"), ALL_AGES, "of some ages"),
            (("measures", "measure"), VALUES, "in per cent"),
        ):
            settings = [self.settings[key] for key in keys if key in self.settings]
            if any(join_words(setting) not in whole for setting in settings):
                return words
        if is_of_one_sex(self.sheet) or is_of_one_sex(" ".join(self.titles)) or is_of_one_sex(self.file):
            return "of one sex"
        return _find_other(" ".join((*self.titles, self.sheet, self.file.replace("_", " "))))


def _find_other(around: str) -> str:
    """What else than numbers of people a table is said to be of, "" where nothing says so."""
    for words, pattern in _OTHER_FIGURES.items():
        if pattern.search(around):
            return words
    return NO_PEOPLE if _OTHER_THINGS.search(around) and not _OF_PEOPLE.search(around) else ""


def is_of_one_sex(name: str) -> bool:
    """Whether a title, or the name of a sheet or file, is of females or of males only."""
    spaced = name.replace("_", " ")
    sexes = [pattern for pattern in (_FEMALE, _MALE) if pattern.search(spaced)]
    return len(sexes) == 1 and not _WHOLE.search(spaced)


def read_year(cell: str) -> str:
    """The year that a cell of a column of years names: "2022", "mid-2022", "2022.0"; else the cell itself."""
    words = read_words(cell)
    plain = words[:-1] if words[-1:] == ["0"] and cell.endswith(".0") else words
    years = [word for word in plain if len(word) == 4 and word.isdecimal()]
    others = {word for word in plain if word not in years}
    is_year = len(years) == 1 and others <= {"mid", "year", "june", "jun", "30", "06", "6"}
    return years[0] if is_year else cell


def _find_only(pattern: re.Pattern[str], texts: Iterable[str]) -> str | None:
    """The one year that a pattern finds in texts; None for none, or for several."""
    cleaned: Sequence[str] = [_NOT_OF_FIGURES.sub(" ", text) for text in texts]
    years = {match[1] for text in cleaned for match in pattern.finditer(text)}
    return years.pop() if len(years) == 1 else None


def _find_edition(name: str) -> str | None:
    match = _MYE.search(name)
    return f"20{match[1]}" if match else None
