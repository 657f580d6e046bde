"""Tables of the tab "Bring in": a file as it stands, as it would be stored, its names, its checks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from csp.core import wording
from csp.core.partner.book import Layout, Sheet, Value
from csp.core.partner.findings import Finding
from csp.core.personal_data import mask_personal_data
from csp.core.table import UNKNOWN, Cell, Column, Row, Table
from csp.imports.partner.intake import FirstRow
from csp.imports.partner.mapping.known import Known
from csp.imports.partner.mapping.names import Match
from csp.topics.data_status.partner import findings

# Of a wide table the first columns tell where it is.
_MOST_COLUMNS, _MOST_LINES, _LONGEST, _EXAMPLES = 12, 8, 30, 2
# Letters of examples that have room beside a heading.
_BESIDE = 18
_PERSONAL = "may point at a person"


def write_value(value: Value) -> str:
    """A cell of a file, without what in it points at a person."""
    if isinstance(value, date):
        return wording.day(value)
    text = "" if value is None else mask_personal_data(str(value))
    return _cut(text)


def _cut(text: str) -> str:
    return f"{text[:_LONGEST]}…" if len(text) > _LONGEST else text


def label_header(sheet: Sheet, first: int, last: int) -> str:
    """The line of headings, or both, for the list to choose from: "Row 4: Month, Ward, Calls"."""
    if last < first:
        return findings.NO_HEADINGS
    where = f"Row {first + 1}" if first == last else f"Rows {first + 1} and {last + 1}"
    names = [text for text in map(write_value, sheet.rows[first]) if text]
    said = ", ".join(names[:4]) or "blank"
    return f"{where}: {said}"


def build_first_lines(sheet: Sheet, layout: Layout, personal: Collection[int]) -> Table:
    """The headings and the first lines of a table as they stand. personal: columns that are not shown."""
    columns = [at for at, _ in enumerate(layout.headings)][:_MOST_COLUMNS]
    end = len(sheet.rows) if layout.last is None else layout.last + 1
    lines = [at for at in range(layout.first, end) if at not in layout.totals and any(sheet.rows[at])]
    rows = [
        Row(
            str(at),
            (
                Cell(str(at + 1), at + 1, "quiet"),
                *(_show(sheet.rows[at], column, personal) for column in columns),
            ),
        )
        for at in lines[:_MOST_LINES]
    ]
    headings = [
        Column(_cut(layout.headings[at]) or f"Column {at + 1}", numeric=False, sortable=False)
        for at in columns
    ]
    return Table(
        f"The first lines of {sheet.name}",
        (Column("Row", numeric=False, sortable=False), *headings),
        tuple(rows),
    )


def _show(row: Sequence[Value], column: int, personal: Collection[int]) -> Cell:
    if column in personal:
        return Cell("not shown", None, "quiet", tip=f"What this column holds {_PERSONAL}.")
    return Cell(write_value(row[column]) if column < len(row) else "")


def quote_examples(sheet: Sheet, layout: Layout, column: int, personal: Collection[int]) -> str:
    """The first values of a column beside its heading: "Jan 2024, Feb 2024"."""
    if column in personal:
        return f"({_PERSONAL})"
    rows = sheet.rows[layout.first : layout.last]
    values = [write_value(row[column]) for row in rows if column < len(row) and row[column] is not None]
    examples = ", ".join(list(dict.fromkeys(values))[:_EXAMPLES])
    return f"{examples[:_BESIDE].rstrip(', ')}…" if len(examples) > _BESIDE else examples


def build_first_rows(rows: Sequence[FirstRow], known: Known) -> Table:
    """The first rows as they would be stored, in the dashboard's names."""
    wards = {code: name for each in known.wards.values() for code, name in each.items()}

    def name(code: str, labels: Mapping[str, str]) -> Cell:
        return Cell(labels.get(code, code)) if code else UNKNOWN

    every = {
        "Row": [Cell(str(row.line), row.line, "quiet") for row in rows],
        "Period": [Cell(write_period(row.start, row.months)) if row.start else UNKNOWN for row in rows],
        "Area": [name(row.district_code, known.areas) for row in rows],
        "Ward": [name(row.ward_code, wards) for row in rows],
        "Type": [name(row.offence_code, known.offences) for row in rows],
        "Flag": [name(row.flag_code, known.flags) for row in rows],
        "Count": [UNKNOWN if row.number is None else Cell(f"{row.number:,.10g}", row.number) for row in rows],
    }
    # Few files have wards or flags.
    columns = [
        label for label, cells in every.items() if label not in ("Ward", "Flag") or set(cells) != {UNKNOWN}
    ]
    return Table(
        "The first rows as they would be stored",
        tuple(Column(label, numeric=label == "Count", sortable=False) for label in columns),
        tuple(Row(f"{at}", tuple(every[label][at] for label in columns)) for at in range(len(rows))),
    )


def write_period(start: date, months: int | None) -> str:
    """A month, a quarter or a year: "Apr 2024", "Q1 2024/25 (Apr to Jun)", "Apr 2024 to Mar 2025"."""
    if months == 3:
        return wording.quarter(start)
    last = start.year * 12 + start.month - 2 + (months or 1)
    return wording.period(start, date(last // 12, last % 12 + 1, 1))


def build_names(matches: Sequence[Match], known: Known, labels: Mapping[str, str]) -> Table:
    """The names of a file that are answered, and what each is."""
    words = {**labels, **known.offences, **known.flags}
    return Table(
        "Names that are answered",
        (
            Column("Theirs", numeric=False, wrap=True),
            Column("What", numeric=False),
            Column("Rows"),
            Column("Ours", numeric=False, wrap=True),
        ),
        tuple(
            Row(
                f"{match.role} {match.word}",
                (
                    Cell(match.word),
                    Cell(findings.WORD_LABELS[match.role]),
                    Cell(wording.count(match.rows), match.rows),
                    Cell(words.get(match.code, match.code))
                    if match.code
                    else Cell(findings.LEAVE_OUT, tone="quiet"),
                ),
            )
            for match in matches
        ),
        clickable="Answer it otherwise",
    )


def build_checks(found: Sequence[Finding]) -> Table:
    """What the checks found: those that leave rows out first."""
    return Table(
        "What the checks found",
        (
            Column("What", numeric=False, wrap=True, sortable=False),
            Column("How many", sortable=False),
            Column("Becomes of them", numeric=False, sortable=False),
        ),
        tuple(
            Row(
                f"{finding.kind}-{at}",
                (
                    Cell(wording.capitalise(finding.sentence)),
                    Cell(wording.count(finding.count), finding.count),
                    Cell(findings.describe_finding(finding)),
                ),
            )
            for at, finding in enumerate(sorted(found, key=lambda each: not each.declines))
        ),
    )
