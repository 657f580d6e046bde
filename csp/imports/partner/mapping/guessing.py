"""A first guess at how a partner's table is to be read: which column says what, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from csp.core.partner.book import Book, Layout, Sheet
from csp.core.partner.profile import Axis, ColumnUse, Profile, Role
from csp.core.wording import day
from csp.imports.partner.mapping.known import Known
from csp.imports.partner.mapping.periods import read_part
from csp.imports.partner.mapping.roles import find_roles
from csp.imports.partner.mapping.samples import Column, read_columns

_TIMES: frozenset[Role] = frozenset({"month", "date", "year", "quarter"})
# A time within a title or the name of a file.
_TIME_IN_TEXT = re.compile(
    r"(?:q(?:uarter)?\s?[1-4][\s_-]*)?(?:fy\s?)?\b20\d{2}\s?[/-]\s?(?:20)?\d{2}\b(?:[\s_-]*q(?:uarter)?\s?[1-4])?"
    r"|year ending [a-z]+ 20\d{2}|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\s_-]+20\d{2}"
    r"|\b20\d{2}-\d{2}\b|\bfy\s?\d{2}\b|\b20\d{2}\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}.*")


@dataclass(frozen=True)
class Guess:
    """A profile as guessed. reasons: why each column has its role, in the order of profile.columns.

    notes: what a reader has to look at, a sentence each: dates that can be read in two ways, a place or a
    time that only the title names, a role that no column has.
    """

    profile: Profile
    reasons: tuple[str, ...]
    notes: tuple[str, ...]


def guess_profile(book: Book, sheet: Sheet, layout: Layout, name: str, known: Known) -> Guess:
    """The profile of a table as its headings and its first lines suggest it, for the source of known."""
    columns = read_columns(sheet, layout)
    axis, uses, reasons = find_roles(columns, known)
    texts = (*layout.notes, sheet.name, re.sub(r"\.\w+$", "", book.file).replace("_", " "))
    fixed, notes = _fix_roles(columns, uses, axis, texts, known)
    month_first, of_dates = _judge_dates(columns, uses)
    has_gaps = any(
        len(columns[at].values) < max((len(c.values) for c in columns), default=0)
        for at, use in enumerate(uses)
        if use.role in ("count", "wide")
    )
    blanks = "zero" if axis else "missing"
    notes += [*of_dates, *_judge_quarters(columns, uses)]
    if has_gaps:
        notes.append(f"A blank figure {'counts as 0' if axis else 'is missing, and its row is left out'}.")
    if not axis and not any(use.role == "count" for use in uses):
        notes.append("No column has counts: each row counts as 1.")
    profile = Profile(
        name=name,
        source=known.source,
        columns=uses,
        sheet=sheet.name if len(book.sheets) > 1 else "",
        wide=axis,
        fixed=fixed,
        blanks="zero" if blanks == "zero" else "missing",
        month_first=month_first,
    )
    return Guess(profile, reasons, tuple(notes))


def _fix_roles(
    columns: Sequence[Column], uses: Sequence[ColumnUse], axis: Axis, texts: Sequence[str], known: Known
) -> tuple[dict[Role, str], list[str]]:
    """What the whole file says and no column does: from its titles and its name, else home and a question."""
    roles = {use.role for use in uses}
    fixed: dict[Role, str] = {}
    notes: list[str] = []
    if not roles & {"area", "lsoa", "longitude"} and _is_of_one_area(columns, uses, known):
        fixed["area"] = _find_area(texts, known)
        notes.append(
            f"No column says which district: all rows are taken as those of {known.areas[fixed['area']]}."
        )
    if "offence" not in roles and "subtype" not in roles and axis != "offence":
        offence = _find_offence(texts, known)
        if offence:
            fixed["offence"] = offence
        else:
            notes.append("No column says what was counted. Choose it.")
    whole = roles & {"month", "date"} or (axis == "month" and _names_years(uses))
    if not whole and "year" not in roles:
        time = _find_time(texts)
        if time:
            fixed["year" if read_part(time, "year") else "month"] = time
            notes.append(f"No column says of which time the rows are: {time} is taken from the title.")
        else:
            notes.append("No column says of which time the rows are. Choose it.")
    return fixed, notes


def _is_of_one_area(columns: Sequence[Column], uses: Sequence[ColumnUse], known: Known) -> bool:
    """Whether rows without a column of districts can be of one: any wards in them are mostly of home."""
    for column, use in zip(columns, uses, strict=True):
        if use.role == "ward":
            own = known.wards.get(known.home, {})
            return not own or column.share(lambda word: known.find_ward(word, known.home)) >= 0.5
    return True


def _find_area(texts: Sequence[str], known: Known) -> str:
    """The district that titles name, of one's own, else home."""
    for code in known.own:
        if any(
            known.areas.get(code, "").casefold() in text.casefold() for text in texts if code in known.areas
        ):
            return code
    return known.home


def _find_offence(texts: Sequence[str], known: Known) -> str:
    """The only offence of the source, else the one that a title names; "" for none."""
    if len(known.offences) == 1:
        return next(iter(known.offences))
    named = {code for text in texts if (code := known.find_offence(text))}
    named = named or {
        code
        for code, label in known.offences.items()
        if any(label.casefold() in text.casefold() for text in texts)
    }
    return named.pop() if len(named) == 1 else ""


def _find_time(texts: Sequence[str]) -> str:
    for text in texts:
        for match in _TIME_IN_TEXT.finditer(text):
            time = match[0].replace("_", " ").strip()
            if read_part(time, "year"):
                return time
    return ""


def _names_years(uses: Sequence[ColumnUse]) -> bool:
    """Whether the headings of wide columns say of which year they are."""
    parts = [read_part(use.stands_for) for use in uses if use.role == "wide"]
    return all(part is not None and (part.whole is not None or part.year is not None) for part in parts)


def _judge_dates(columns: Sequence[Column], uses: Sequence[ColumnUse]) -> tuple[bool, list[str]]:
    """Whether dates have the month first, and what to say of dates that could be read in two ways."""
    texts = [
        match
        for column, use in zip(columns, uses, strict=True)
        if use.role in ("date", "month")
        for value in column.values
        if (match := _NUMBERED.fullmatch(value))
    ]
    if not texts:
        return False, []
    if any(int(match[2]) > 12 for match in texts) and not any(int(match[1]) > 12 for match in texts):
        return True, ["Dates are written with the month first, as in America, and are read so."]
    is_open = all(int(match[1]) <= 12 and int(match[2]) <= 12 for match in texts)
    first = next((match for match in texts if match[1] != match[2]), None)
    if not is_open or first is None:
        return False, []
    part = read_part(first[0], "date")
    when = day(part.whole.start.replace(day=int(first[1]))) if part and part.whole else ""
    return False, [
        f"Dates are read with the day first: {first[0]} is {when}. Say so if the month stands first."
    ]


def _judge_quarters(columns: Sequence[Column], uses: Sequence[ColumnUse]) -> list[str]:
    """What to say of quarters of plain years, and of years such as FY22."""
    by_role = {use.role: column for column, use in zip(columns, uses, strict=True) if use.role in _TIMES}
    texts = [value for column in by_role.values() for value in column.values]
    texts += [use.stands_for for use in uses if use.role == "wide"]
    notes: list[str] = []
    parts = [part for text in texts if (part := read_part(text, "year"))]
    has_quarters = any(part.quarter for part in parts) or "quarter" in by_role
    if has_quarters and any(part.year is not None and not part.is_financial for part in parts):
        notes.append(
            "Quarters are taken as those of the financial year: Q1 is Apr to Jun. Say so if it is Jan to Mar."
        )
    short = next((text for text in texts if re.fullmatch(r"fy\s?'?\d{2}", text.casefold())), "")
    if short:
        notes.append(f"{short} is taken as the financial year that ends in 20{short[-2:]}.")
    return notes
