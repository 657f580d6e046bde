"""Whether a cell is a population, and what it is in digits."""

from __future__ import annotations

import re
from datetime import datetime

from csp.core.characters import quote
from csp.core.codes import is_code
from csp.imports.formats.population.headings import CALENDAR_YEAR

FIGURE = re.compile("[0-9]+")
# A comma, a blank, a thin or a hard blank between thousands, as spreadsheets of several countries have it.
THOUSANDS = re.compile("[0-9]{1,3}(?:(?P<mark>[, \u00a0\u2009\u202f'’])[0-9]{3})(?:(?P=mark)[0-9]{3})*")
# A whole number that a program wrote with a fraction of nothing; 117.000 may be so many thousands.
FRACTION = re.compile(r"\.0{1,2}$")
# What publishers write for a figure that they do not have.
NO_FIGURE = frozenset(
    {"", "-", "–", "..", "...", ":", "*", "c", "n/a", "na", "no data", "[c]", "[x]", "[z]", "[u]"}
)

# More than all people there are: a figure of more digits is damage.
MOST_PEOPLE = 10_000_000_000


def find_fault(area: str, year: str, figure: str) -> str:
    """Why a figure cannot be used, "" where it can."""
    if not is_code("area", area):
        return f"not a code of ONS: {quote(area)}"
    if not CALENDAR_YEAR.fullmatch(year):
        return "not a year"
    if int(year) > datetime.now().astimezone().year:
        return "a year to come"
    return _find_fault_of_figure(figure)


def _find_fault_of_figure(figure: str) -> str:
    if figure.lower() in NO_FIGURE:
        return "no population"
    digits = write_digits(figure)
    if not FIGURE.fullmatch(digits):
        return f"not a whole number of people: {quote(figure)}"
    if len(digits.lstrip("0")) >= len(str(MOST_PEOPLE)):
        return f"more people than there are: {quote(figure)}"
    return ""


def write_digits(figure: str) -> str:
    """A figure without what parts thousands and without ".0"; unchanged where it has other marks."""
    whole = FRACTION.sub("", figure)
    return re.sub("[^0-9]", "", whole) if THOUSANDS.fullmatch(whole) else whole


def read_people(figure: str) -> int:
    """The people of a figure without fault."""
    return int(write_digits(figure).lstrip("0") or "0")
