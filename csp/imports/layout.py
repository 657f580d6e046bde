"""Recognising a street file of data.police.uk: its columns, its force and month, what is wrong with it.

Source of the layout: https://data.police.uk/about/#columns. The name says force and month
(2018-10-essex-street.csv); the rows say them too ("Reported by", "Month").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import duckdb

from csp.core import area_names, areas, settings
from csp.core.characters import quote
from csp.core.codes import is_code
from csp.core.errors import UserError
from csp.imports import limits
from csp.imports.tables import wrong_encoding

DOWNLOAD = "https://data.police.uk/data/"

FILE_NAME = re.compile(
    r"(?P<month>(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2]))-(?P<force>[a-z]+(?:-[a-z]+)*)-street\.csv",
    re.IGNORECASE | re.ASCII,
)
REQUIRED = (
    "Month",
    "Reported by",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
)

# The one force that has no districts, by its name and its short name.
TRANSPORT = ("british transport police", "btp")


def list_slugs() -> frozenset[str]:
    """The short names the site uses. Only these are trusted to tell a renamed file: how a force spells its
    name in the rows has changed over the years.
    """
    return areas.list_force_slugs(settings.read_districts().values()) | {TRANSPORT[1]}


def name_columns_as_published(columns: Sequence[str]) -> list[str]:
    """The columns of a file, those that are read by their published names: "crime_type" is "Crime type"."""
    published = {_fold(name): name for name in REQUIRED if name not in columns}
    return [published.get(_fold(column), column) for column in columns]


def _fold(column: str) -> str:
    return re.sub("[ _]+", " ", column).casefold()


def other_kind(columns: Sequence[str]) -> str | None:
    """The name of another file of the site, by its columns; None for a street file or anything else."""
    names = set(columns)
    if "Outcome type" in names and "Crime type" not in names:
        return "outcomes"
    if {"Type", "Date", "Object of search"} <= names:
        return "stop-and-search"
    return None


def file_name(name: str) -> tuple[str, str] | None:
    """The force slug and month of a file called as the site does (2018-10-essex-street.csv), else None."""
    match = FILE_NAME.fullmatch(name)
    if match is None or not is_code("force", match["force"].lower()):
        return None
    return match["force"].lower(), match["month"]


def check_columns(columns: Sequence[str], other: str | None, shown: str) -> None:
    """Raises UserError for a file that is not a street file in the present layout."""
    if other:
        article = "an" if other == "outcomes" else "a"
        raise UserError(f"{shown} is {article} {other} file. Give the file that ends in -street.csv instead.")
    if {"Easting", "Northing", "Crime type"} <= set(columns):
        raise UserError(
            f"{shown} has the layout of 2012 and earlier (Easting and Northing). "
            f"Download the month again from {DOWNLOAD}."
        )
    if len(columns) > limits.STREET_COLUMNS:
        raise UserError(
            f"{shown} is not a street-level crime file: it has {len(columns):,} columns and not 12. "
            f"Download the month from {DOWNLOAD}."
        )
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        plural = "s" if len(missing) > 1 else ""
        raise UserError(
            f"{shown} is not a street-level crime file: it has no column{plural} {', '.join(missing)}. "
            f"Download the month from {DOWNLOAD}."
        )
    if any(columns.count(name) > 1 for name in REQUIRED):
        raise UserError(f"{shown} names a column twice. Download the month again from {DOWNLOAD}.")


def force_and_month(
    connection: duckdb.DuckDBPyConnection, named: tuple[str, str] | None, shown: str
) -> tuple[str, str]:
    """The force slug and month of table raw: as the file name has them, checked, else as the rows do."""
    names, months = _contents(connection)
    if not months:
        raise UserError(f"{shown} has a header and no rows. Download the month again from {DOWNLOAD}.")
    forces = {slug(name) for name in names}
    if not any(is_code("month", month) for month in months):
        raise UserError(
            f"{shown} writes its month as {quote(max(months))} and not as 2018-10: a spreadsheet may "
            f"have saved it. Download it again from {DOWNLOAD} and give it as it is."
        )
    if named is not None:
        return _named(*named, forces, months, shown)
    force, month = min(forces), min(months)
    if len(forces) > 1 or len(months) > 1:
        raise UserError(
            f"{shown} mixes forces or months. Give one file for each force and month, as the site does."
        )
    if not is_code("force", force):
        raise UserError(
            f"{shown} names no police force that could be read ({quote(max(names))}). "
            f"Download it from {DOWNLOAD}."
        )
    return force, month


def _contents(connection: duckdb.DuckDBPyConnection) -> tuple[set[str], set[str]]:
    """The forces and months that the rows of table raw name."""
    row = connection.execute(
        """SELECT min("Reported by"), max("Reported by"), min("Month"), max("Month") FROM raw"""
    ).fetchone()
    assert row is not None  # nearly always one force and one month, so the extremes tell
    if row[0] is None:
        return set(), set()
    if row[0] == row[1] and row[2] == row[3]:
        return {row[0].strip()}, {row[2].strip()}
    pairs = connection.execute("""SELECT DISTINCT "Reported by", "Month" FROM raw""").fetchall()
    return {force.strip() for force, _ in pairs}, {month.strip() for _, month in pairs}


def _named(force: str, month: str, forces: set[str], months: set[str], shown: str) -> tuple[str, str]:
    """Guards against a renamed file, which would replace another force's or month's rows in silence."""
    if month not in months:
        raise UserError(
            f"{shown} holds no row of {month}, as its name has it, but of {_name_span(months)}. Give the "
            "file the name it was downloaded with."
        )
    others = forces & list_slugs()
    if force not in forces and others:
        raise UserError(
            f"{shown} is named after another force than its rows ({', '.join(sorted(others))}). "
            "Give the file the name it was downloaded with."
        )
    return force, month


def _name_span(months: set[str]) -> str:
    """The first and the last of the months, those that are none left out."""
    named = sorted(month for month in months if is_code("month", month))
    return named[0] if len(named) == 1 else f"{named[0]} to {named[-1]}"


def slug(force: str) -> str:
    """The site's short name of a force: "Devon & Cornwall Police" -> "devon-and-cornwall"."""
    name = force.strip().lower()
    if name == TRANSPORT[0]:
        return TRANSPORT[1]
    short = area_names.simplify_force(force)
    return areas.find_force_slug(short, settings.read_districts().values()) or short


def first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


NOT_UTF8 = "unicode"  # in what DuckDB's reader says of a file in other characters
# What DuckDB's reader says, and what is wrong with the file. Beyond its buffer it speaks of itself.
READER_FAULTS = {
    "Maximum line size": "a line is longer than any row can be",
    "Parallel CSV Reader": "a line is longer than any row can be",
    "unterminated quote": "a quotation mark is never closed",
}


def csv_sentence(shown: str, message: str) -> str:
    """One sentence for an error of DuckDB's CSV reader."""
    if NOT_UTF8 in message:
        return str(wrong_encoding(shown))
    if "No files found" in message:
        return f"{shown} is gone: it was moved or deleted while it was read. Import it again."
    line = re.search(r"CSV Error on Line: (\d+)", message)
    where = f" at line {line[1]}" if line else ""
    fault = next((fault for words, fault in READER_FAULTS.items() if words in message), None)
    columns = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", message)
    if fault is None and columns:
        fault = f"{columns[2]} columns where {columns[1]} are expected"
    if fault is not None:
        return f"{shown} is cut short or damaged{where}: {fault}. Download it again."
    if message.startswith("Out of Memory"):
        return f"{shown} needs more memory than an import may take. Give files of fewer years or months."
    if "CSV" in message:
        return f"{shown} is damaged{where} and cannot be read as CSV. Download it again."
    return f"{shown} could not be stored ({message.splitlines()[0]}). Check the disk and import it again."
