"""Survey figures: a table of area, period, question, answer, per cent and base, as surveys are published.

Of each question, what share of those asked gave an answer: "How safe do you feel after dark?", "Very
safe", 32, 1,049. Police figures say nothing of what people think, so these are typed from a report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from csp.core.characters import printable_name, quote
from csp.core.errors import UserError
from csp.core.stored_names import build_stem
from csp.data.store import SURVEY, Store
from csp.imports.files import Candidate
from csp.imports.importer import Importer
from csp.imports.manifest import Writer
from csp.imports.reconciliation import reconcile_tables
from csp.imports.reference import Declined, Piece, Reader, import_tables
from csp.imports.results import Progress, Summary
from csp.imports.tables import read_table, wrong_width

COLUMNS = ("area", "period", "question", "answer", "per_cent", "base")
# What people call the last but one, and a column that may be there besides.
_PER_CENT = frozenset({"per cent", "percent", "percentage", "%"})
SURVEY_NAME = "survey"
PERCENT = re.compile(r"(?:100(?:\.0{1,6})?|[0-9]{1,2}(?:\.[0-9]{1,6})?)%?")
BASE = re.compile(r"[0-9]{1,7}|[0-9]{1,3}(?:,[0-9]{3}){1,2}")
LONGEST_TEXT = 200

# (survey, area, period, question, answer), which is asked once
Question = tuple[str, str, str, str, str]


def import_survey(
    paths: Iterable[Path], store: Store | None = None, progress: Progress | None = None
) -> Summary:
    """Imports survey figures from CSV files; one result per survey and period.

    Raises UserError as ImportFiles says.
    """
    return import_tables("survey", ".csv", _reader, paths=paths, store=store, progress=progress)


def _reader(_writer: Writer) -> Reader:
    return _read


def _read(path: Path, candidate: Candidate) -> list[Piece]:
    head, *rows = read_table(path, candidate.shown)
    places = _find_columns(head, candidate.shown)
    name = printable_name(Path(candidate.name).stem.replace("_", " "))
    figures: dict[Question, tuple[float, int | None]] = {}
    declined: list[Declined] = []
    for line, row in enumerate(rows, start=2):
        if len(row) != len(head):
            raise wrong_width(candidate.shown, line, len(row), len(head))
        cells = {column: row[place].strip() for column, place in places.items()}
        question = _read_question(cells, name)
        reason = _reason(cells, question, figures)
        if reason:
            declined.append((str(line), reason))
        else:
            base = cells["base"].replace(",", "")
            figures[question] = float(cells["per_cent"].rstrip("%")), int(base) if base else None
    if not figures:
        why = f": {declined[0][1]} (line {declined[0][0]})" if declined else ""
        raise UserError(f"{candidate.shown} holds no usable figure{why}. Check that it is the right table.")
    return _build_pieces(figures, declined)


def _find_columns(head: Sequence[str], shown: str) -> dict[str, int]:
    """Where each column stands. Raises UserError where one is missing."""
    names = [name.strip().lower() for name in head]
    names = ["per_cent" if name in _PER_CENT else name for name in names]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise UserError(
            f"{shown} is not a table of survey figures: it has no column {', '.join(missing)}. "
            f"Its first line names {', '.join(COLUMNS)}."
        )
    return {name: names.index(name) for name in (*COLUMNS, SURVEY_NAME) if name in names}


def _read_question(cells: Mapping[str, str], name: str) -> Question:
    """What a row is about; name is the survey's where the row names none."""
    survey, *others = (
        printable_name(text)
        for text in (
            cells.get(SURVEY_NAME, ""),
            cells["area"],
            cells["period"],
            cells["question"],
            cells["answer"],
        )
    )
    area, period, question, answer = others
    return survey or name, area, period, question, answer


def _reason(cells: Mapping[str, str], question: Question, figures: Mapping[Question, object]) -> str | None:
    """Why a row cannot be used, None where it can."""
    for column, text in zip(("survey", *COLUMNS[:4]), question, strict=True):
        if not text:
            return f"no {column}"
        if len(cells.get(column, "")) > LONGEST_TEXT:
            return f"its {column} has more than {LONGEST_TEXT} characters"
    if not build_stem(f"{question[0]} {question[2]}"):
        return f"neither survey nor period can be told from others: {quote(question[2])}"
    if not PERCENT.fullmatch(cells["per_cent"]):
        return f"not a per cent from 0 to 100: {quote(cells['per_cent'])}"
    if cells["base"] and not BASE.fullmatch(cells["base"]):
        return f"not a number of people asked: {quote(cells['base'])}"
    return "named twice" if question in figures else None


def _build_pieces(
    figures: Mapping[Question, tuple[float, int | None]], declined: Sequence[Declined]
) -> list[Piece]:
    """A table for each survey and period, so that a new edition replaces its own year alone."""
    rows: dict[str, list[tuple[object, ...]]] = {}
    for position, (question, numbers) in enumerate(figures.items()):
        survey, _, period, *_ = question
        rows.setdefault(build_stem(f"{survey} {period}"), []).append((*question, *numbers, position))
    tables = {
        stem: pa.table(
            {name: list(column) for name, column in zip(SURVEY.names, zip(*each, strict=True), strict=True)},
            schema=SURVEY,
        )
        for stem, each in rows.items()
    }
    first, *others = (Piece(stem, table) for stem, table in tables.items())
    return [Piece(first.force, first.table, declined), *others]


IMPORTER = Importer(
    name="survey",
    help="Survey figures: a CSV of area, period, question, answer, per_cent and base.",
    kind="survey",
    suffix=".csv",
    run=import_survey,
    reconcile=reconcile_tables("Survey figures", "Survey"),
)
