"""Reading the small tables of data/reference, which people edit: checked whole, one sentence where one fails.

Spreadsheets save these files too: a byte order mark, semicolons, tabs and the letters of Windows are read;
a lost column or a code that lost its form is named with the file and the line.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from csp.core import csv_text
from csp.core.caching import keep_while_file_stands
from csp.core.characters import quote
from csp.core.codes import EXAMPLES, Kind, is_code
from csp.core.errors import UserError

LARGEST_BYTES = 16 << 20

# What a cell has to be: a code of a kind, or text of a pattern, with the words for it in messages.
CODES: tuple[Kind, ...] = ("district", "ward", "area")
CELLS = {
    "text": (r"(?s)\s*\S.*", "text"),
    "number": (r"-?[0-9]{1,3}(?:\.[0-9]+)?", "a number of degrees"),
    "whole": (r"[0-9]{1,10}", "a whole number"),
    "year": (r"[0-9]{4}", "a year such as 2020"),
    "level": (r"district|ward", "district or ward"),
    "dispersion": (r"[1-9][0-9]{0,2}(?:\.[0-9]+)?", "a number of 1 and more"),
    "weight": (r"[0-9]{1,6}(?:\.[0-9]+)?", "a number of 0 and more"),
    "answer": (r"yes|no", "yes or no"),
    "any": (r"(?s).*", "text"),
    "one_or_none": (r"([EWS][0-9]{8})?", "a code such as E07000116, or empty"),
    "least": (r"[1-9][0-9]?", "a whole number from 1 to 99"),
    "years": (r"[1-9]", "a whole number from 1 to 9"),
    "radius": (r"[1-9][0-9]{0,2}", "a whole number of metres from 1 to 999"),
    "noise": (r"-?[0-3]", "a whole number from -3 to 3"),
    "order": (r"count|score", "count or score"),
    "role": (r"offence|flag", "offence or flag"),
    "day": (
        r"(?:[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|30|31))?",
        "a day such as 2023-04-01 or blank",
    ),
    "slug": (r"(?:[a-z]+(?:-[a-z]+)*)?", "the short name of a force, such as devon-and-cornwall, or blank"),
    "people": (r"[0-9]{0,8}", "a whole number or blank"),
    "any_year": (r"(?:[0-9]{4})?", "a year such as 2024 or blank"),
}

# The columns that are read of each table, and what a cell of each holds.
TABLES: dict[str, Mapping[str, str]] = {
    "areas.csv": {
        "area_code": "district",
        "name": "text",
        "former_names": "any",
        "valid_from": "day",
        "valid_to": "day",
        "successor": "any",
        "force": "any",
        "force_slug": "slug",
        "force_area": "any",
        "county": "any",
        "region": "any",
        "partnerships": "any",
        "population": "people",
        "population_year": "any_year",
    },
    "abbreviations.csv": {"abbreviation": "text", "meaning": "text", "origin": "text", "areas": "any"},
    # former_name and partnership may be left out.
    "districts.csv": {"district_code": "district", "district": "text"},
    "wards.csv": {"ward_code": "ward", "ward": "text", "district_code": "district"},
    "population.csv": {"area_code": "area", "year": "year", "population": "whole"},
    "outlines.csv": {"outline": "text", "position": "whole", "longitude": "number", "latitude": "number"},
    "places.csv": {
        "place": "text",
        "kind": "any",
        "longitude": "number",
        "latitude": "number",
        "ward": "any",
    },
    "places_county.csv": {
        "place": "text",
        "longitude": "number",
        "latitude": "number",
        "district_code": "district",
    },
    "roads.csv": {
        "road": "text",
        "position": "whole",
        "place": "text",
        "longitude": "number",
        "latitude": "number",
        "speed_limit": "whole",
    },
    "dispersion.csv": {"level": "level", "measure": "text", "phi": "dispersion", "source": "any"},
    "harm_weights.csv": {"index": "text", "subgroup": "text", "median_days": "weight", "mean_days": "weight"},
    "harm_offences.csv": {
        "vocabulary": "text",
        "offence": "text",
        "subgroup": "text",
        "mix": "weight",
        "found_by_police": "answer",
    },
    "collision_codes.csv": {"field": "text", "code": "whole", "label": "text", "road_user": "any"},
    "collision_totals.csv": {
        "year": "year",
        "collisions": "whole",
        "casualties": "whole",
        "vehicles": "whole",
        "source": "any",
    },
    "collision_districts.csv": {
        "district_number": "whole",
        "district_code": "one_or_none",
        "district": "text",
    },
    "ward_tiles.csv": {"ward_code": "ward", "ward": "text", "column": "whole", "row": "whole"},
    "plan_columns.csv": {"field": "text", "title": "text"},
    "agency_names.csv": {"name": "text"},
    "perturbation.csv": {"count": "whole", "noise": "noise", "keys": "whole"},
    "partner_words.csv": {"role": "role", "vocabulary": "any", "word": "text", "code": "text"},
    "cluster_rules.csv": {
        "rule": "text",
        "label": "text",
        "least": "least",
        "years": "years",
        "radius_urban_m": "radius",
        "radius_rural_m": "radius",
        "ranked_by": "order",
        "source": "text",
    },
}

# The columns by which a row is told from all others. districts.csv may name a district several times.
KEYS: dict[str, tuple[str, ...]] = {
    "abbreviations.csv": ("abbreviation", "areas"),
    "areas.csv": ("area_code",),
    "wards.csv": ("ward_code",),
    "population.csv": ("area_code", "year"),
    "outlines.csv": ("outline", "position"),
    "perturbation.csv": ("count", "noise"),
    "places.csv": ("place", "ward"),
    "places_county.csv": ("place", "district_code"),
    "roads.csv": ("road", "position"),
    "dispersion.csv": ("level", "measure"),
    "harm_weights.csv": ("index", "subgroup"),
    "harm_offences.csv": ("vocabulary", "offence", "subgroup"),
    "collision_codes.csv": ("field", "code"),
    "collision_totals.csv": ("year",),
    "collision_districts.csv": ("district_number",),
    "recorded_offences.csv": ("offence",),
    "partner_words.csv": ("role", "vocabulary", "word"),
    "ward_tiles.csv": ("ward_code",),
}


@keep_while_file_stands(maxsize=32)
def read(path: Path) -> tuple[dict[str, str], ...]:
    """The rows of a reference table by column, read again when it changes.

    Raises UserError for a table that cannot be used.
    """
    try:
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise UserError(
            f"The reference file {path.name} is missing. Restore data/reference/{path.name}."
        ) from error
    except OSError as error:
        raise UserError(f"{path.name} cannot be read: {error.strerror}.") from error
    if size > LARGEST_BYTES or not path.is_file():
        raise UserError(f"{path.name} is no reference table. Restore data/reference/{path.name}.")
    try:
        reader = open_rows(path)
        kinds = _kinds(path.name, reader.fieldnames or ())
        rows = [
            (reader.line_num, _checked(row, kinds, f"{path.name}, line {reader.line_num}")) for row in reader
        ]
        return _drop_twins(rows, path.name)
    except csv.Error as error:
        raise UserError(
            f"{path.name} cannot be read as CSV. Save it as CSV UTF-8 (comma delimited)."
        ) from error
    except OSError as error:
        raise UserError(f"{path.name} cannot be read: {error.strerror}.") from error


def open_rows(path: Path) -> csv.DictReader[str]:
    """The rows of a table by column, however a spreadsheet saved it: its letters and what parts its cells.

    Raises OSError and, as it is read too, csv.Error.
    """
    text = csv_text.decode(path.read_bytes())
    if text is None:
        raise csv.Error("no text")
    first = text.partition("\n")[0]
    # A comma where nothing else is more frequent.
    delimiter = max(",;\t", key=first.count)
    return csv.DictReader(io.StringIO(text, newline=""), restval="", strict=True, delimiter=delimiter)


def _kinds(name: str, columns: object) -> Mapping[str, str]:
    kinds = TABLES.get(name, {})
    missing = [column for column in kinds if column not in list(columns)]  # type: ignore[call-overload]
    if missing:
        raise UserError(
            f"{name} has no column {', '.join(missing)}. "
            f"Its first line names {','.join(kinds)}, separated by commas."
        )
    return kinds


def _checked(row: dict[str, str], kinds: Mapping[str, str], where: str) -> dict[str, str]:
    if None in row:
        raise UserError(f'{where} has more cells than columns. Put text with a comma in "quotes".')
    for column, kind in kinds.items():
        cell = row[column]
        if kind in CODES:
            good, expected = is_code(kind, cell), f"a code such as {EXAMPLES[kind]}"
        else:
            good, expected = re.fullmatch(CELLS[kind][0], cell) is not None, CELLS[kind][1]
        if not good or "\0" in cell:
            raise UserError(f"{where}: {column} is {quote(cell)} and not {expected}. Correct it.")
    return row


def _drop_twins(rows: Sequence[tuple[int, dict[str, str]]], table: str) -> tuple[dict[str, str], ...]:
    """A row that stands twice once. rows: with their lines. Raises UserError where two of one key differ."""
    columns = KEYS.get(table)
    if columns is None:
        return tuple(row for _, row in rows)
    by_key: dict[tuple[str, ...], tuple[int, dict[str, str]]] = {}
    for line, row in rows:
        key = tuple(row.get(column, "").strip() for column in columns)
        first, same = by_key.setdefault(key, (line, row))
        if same != row:
            named = quote(" ".join(part for part in key if part))
            raise UserError(f"{table} names {named} more than once (lines {first} and {line}). Keep one row.")
    return tuple(row for _, row in by_key.values())
