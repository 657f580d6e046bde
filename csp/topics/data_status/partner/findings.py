"""What the tab "Bring in" says. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from csp.core import wording
from csp.core.partner.declaration import Declaration, Span
from csp.core.partner.findings import Finding, show_example
from csp.core.partner.profile import Blank, ColumnUse, Role
from csp.core.personal_data import mask_personal_data

INTRODUCTION = (
    "A spreadsheet from a partner, in its own layout: Excel, OpenDocument, CSV, Parquet or a table in Word. "
    "You see what would be stored, and nothing is until you confirm it."
)
UPLOAD_LABEL = "File from a partner"
STEPS = ("1 Table", "2 Columns", "3 Names", "4 Check and confirm")
PROVISIONAL = "The file says that its figures may yet be revised: the next one replaces them, month by month."
NO_PROFILE = "None: as its headings suggest"
NO_HEADINGS = "No headings"
LEAVE_OUT = "Leave out"
NOT_ANSWERED = "Choose…"
NO_PROFILES = (
    "No profile is saved yet. The first file that is stored leaves one, for the next file of its kind."
)
NO_SOURCES = "No source is declared yet. Declare the first one below: every file belongs to a source."
NO_MEASURES = "No measure has been added here. Those of the dashboard are on the tab Definitions."
NOTHING_BROUGHT_IN = "No file of a partner has been brought in yet."
ROLE_LABELS: Mapping[Role, str] = {
    "month": "Month",
    "date": "Date",
    "year": "Year",
    "quarter": "Quarter",
    "area": "Area (district)",
    "ward": "Ward",
    "offence": "Type",
    "subtype": "Sub-type",
    "flag": "Flag",
    "count": "Count",
    "longitude": "Longitude",
    "latitude": "Latitude",
    "postcode": "Postcode",
    "lsoa": "LSOA",
    "wide": "A count, of what its heading says",
    "leave out": "Not read",
}
WORD_LABELS: Mapping[Role, str] = {"area": "Area", "ward": "Ward", "offence": "Type", "flag": "Flag"}
BLANKS: Mapping[str, Blank] = {"Missing": "missing", "None recorded": "zero"}
READING_LABELS: Mapping[str, str] = {
    "month_first": "Dates begin with the month (03/25/2024)",
    "calendar_quarters": "Q1 begins in January",
}
SPAN_LABELS: Mapping[str, str] = {"month": "Months", "quarter": "Quarters", "year": "Years"}
ANSWERS: Mapping[Span, str] = {
    "month": "months: on every page",
    "quarter": "quarters: on the page Data, and on no page that needs months",
    "year": "years: on the page Data, and on no page that needs months",
}
SPANS: Mapping[str, Span] = {"month": "month", "quarter": "quarter", "year": "year"}
Labels = Mapping[str, str]
VOCABULARY_LABELS: Labels = {
    "own": "Its own, listed here",
    "recorded": "Those of the force’s crime figures",
    "street": "Those of data.police.uk",
}
SMALL_LABELS: Labels = {
    "": "Shown by ward like others",
    "yes": "Counts below 5 stay unseen: stored by district alone",
}
POLARITY_LABELS: Labels = {"lower": "is better", "neutral": "is neither good nor bad"}


def describe_table(lines: int, first: int, last: int, notes: Sequence[str]) -> str:
    """Where the table of a sheet is. lines: of the sheet; first and last: of the headings, from 0."""
    where = (
        f"headings in row {first + 1}" if first == last else f"headings in rows {first + 1} and {last + 1}"
    )
    if last < first:
        where = "no headings"
    texts = [mask_personal_data(note) for note in notes[:2]]
    said = f" Around the table: {wording.quote_words(texts)}." if texts else ""
    return f"{wording.plural(lines, 'row')} in the sheet; {where}.{said}"


def name_column(heading: str, at: int) -> str:
    """A column as a reader finds it: by its heading, else by its number."""
    return heading or f"Column {at + 1}"


def describe_personal(heading: str, what: str, is_placing: bool, reason: str) -> str:
    """A column that seems to hold personal data, and what is done about it.

    is_placing: whether it says where a row is. reason: why an editor has it read, "" where none has.
    """
    seems = f"“{show_example(heading) or 'A column'}” seems to hold {what}"
    if reason:
        return f"{seems}; it is read, because: {reason}"
    return f"{seems}: used to find the ward, then dropped." if is_placing else f"{seems}: it is not read."


def describe_wide(columns: Sequence[ColumnUse]) -> str:
    """The columns that each hold counts: "24 columns are counts: from 2024-03 to 2026-02"."""
    names = [column.stands_for or column.heading for column in columns]
    ends = f": {names[0]}" if len(names) == 1 else f": {names[0]} to {names[-1]}"
    return f"{wording.plural(len(names), 'column')} of counts{ends}"


def count_questions(unmapped: int, mapped: int) -> str:
    """How many names are still to be answered."""
    known = f"{wording.plural(mapped, 'name')} known"
    if not unmapped:
        return f"Every name is answered: {known}."
    has = "name has" if unmapped == 1 else "names have"
    return f"{wording.count(unmapped)} {has} no match yet; {known}. Choose what each is, or leave it out."


def ask_word(role: Role, word: str, rows: int, alike: Sequence[str]) -> str:
    """What is asked about a partner's name: "Type: Housing, 12 rows; most like Housing problems (90%)"."""
    asked = f"{WORD_LABELS[role]}: {word}, {wording.plural(rows, 'row')}"
    return f"{asked}; most like {' or '.join(alike)}" if alike else asked


def describe_figures(source: Declaration, figures: int, periods: int) -> str:
    """What would be stored: "In all 1,204 calls to the helpline, for 12 months."."""
    return f"In all {wording.count(figures)} {source.counts}, for {wording.plural(periods, source.span)}."


def describe_found(file: str, profile: str) -> str:
    """That a file is read as the last one of its kind."""
    return f"{file} is read by the profile “{profile}”: nothing new in it."


def describe_declaration(source: Declaration) -> str:
    """A declared source in a line: what it counts, of which spans, under which licence."""
    small = "; by district alone" if source.small else ""
    return f"{source.counts}; {ANSWERS[source.span]}{small}. {source.licence}"


def describe_step(action: str, file: str, by: str, moment: datetime, figures: int) -> str:
    """An import or a removal in a line: "helpline.xlsx, 1,204 in all, 27 Nov 2026 14:05, A. Officer"."""
    what = file if action == "import" else "Removed"
    # As whoever reads it knows the time.
    local = moment.astimezone()
    when = f"{wording.day(local.date())} {local:%H:%M}"
    return ", ".join(filter(None, (what, f"{wording.count(figures)} in all", when, by)))


def write_stored(label: str, stored: int, rows: int, months: int, span: Span) -> str:
    """What was stored: "Stored: 842 of 850 rows of Helpline, for 12 months"."""
    spans = wording.plural(months, span)
    return f"Stored: {wording.count(stored)} of {wording.plural(rows, 'row')} of {label}, for {spans}."


def describe_unchanged(label: str) -> str:
    """That a file says what is stored already."""
    return f"Nothing has changed: {label} has these figures already."


def describe_finding(finding: Finding) -> str:
    """What is done about a kind of trouble."""
    if finding.kind == "personal":
        return "Column is dropped"
    return "Left out" if finding.declines else "Stored all the same"


def count_left(unanswered: int) -> str:
    """What is still to be answered."""
    if unanswered == 1:
        return "1 name has no match yet: step 3 asks what it is."
    return f"{wording.count(unanswered)} names have no match yet: step 3 asks what they are."
