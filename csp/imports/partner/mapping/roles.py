"""Which role a column has, as its heading and its first values tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from csp.core.partner.profile import Axis, ColumnUse, Role
from csp.imports.partner.mapping.known import Known
from csp.imports.partner.mapping.periods import measure_span
from csp.imports.partner.mapping.samples import MOST, Column
from csp.imports.partner.mapping.spelling import SEPARATOR, is_total

_PERSONAL = (
    r"dob|birth|age|name|surname|forename|address|phone|telephone|mobile|e ?mail|nhs|nino|victim|suspect"
)
_NO_COUNT = (
    r"ref|reference|id|urn|index|year|rate|rates|per|%|percent|percentage|pct|population|pop|change|rank|score"
    r"|time|hour|day|week|number of (?:vehicles|casualties)|area km2|code|urban|cost"
)
_COUNT = (
    r"count|counts|number|no|total|volume|n|value|figure|figures|offences|crimes|incidents|calls|records"
    r"|frequency|cases|qty|quantity|attendances|num|reports|responses"
)
_OFFENCE = r"^type$|offence|offences|crime|category|categories|major|classification|incident|reason|indicator"
_NO_OFFENCE = r"ref|reference|number|no|id|urn|date|time|location|address|outcome"
_SUBTYPE = r"sub|minor|subgroup|subtype|subcategory|detail|detailed|secondary"
_WARD = r"ward|wards|wardname|electoral division|division"
_AREA = (
    r"district|districts|borough|boroughs|boroughname|local authority|lad|la|csp|area|council|authority"
    r"|partnership|locality|municipality"
)
_DATE = r"date|month|period|occurred|committed|when|day|time"
# A day on which something else happened than what is counted.
_OTHER_DATE = r"birth|dob|closed|updated|modified|end|to|due|disposal|outcome|extract|created|until|last"

_CALLED: dict[Role, str] = {
    "lsoa": "codes of LSOAs",
    "area": "codes of districts",
    "ward": "codes of wards on file",
    "postcode": "postcodes",
}
Said = tuple[Role, str]
HEADING = "Its heading says so."


def find_roles(
    columns: Sequence[Column], known: Known
) -> tuple[Axis, tuple[ColumnUse, ...], tuple[str, ...]]:
    """What wide columns stand for, the use of each column, and why, a sentence each."""
    said: dict[int, Said] = {}
    for column in columns:
        found = _find_fixed(column, known)
        if found:
            said[column.at] = found
    months = _find_wide_months(columns, said)
    _choose_period(columns, said, months)
    free = [column for column in columns if column.at not in said and column.at not in months]
    _choose_words(free, said, known)
    axis: Axis = "month" if months else ""
    wide = set(months)
    if not wide:
        wide = _find_wide_offences(free, said, known)
        axis = "offence" if wide else ""
    if not wide:
        _choose_count([column for column in free if column.at not in said], said)
    uses = [_use(column, said, wide) for column in columns]
    reasons = [_reason(column, said, wide, axis) for column in columns]
    return axis, tuple(uses), tuple(reasons)


def _use(column: Column, said: dict[int, Said], wide: set[int]) -> ColumnUse:
    if column.at in wide:
        return ColumnUse(column.heading, "wide", column.heading)
    return ColumnUse(column.heading, said.get(column.at, ("leave out", ""))[0])


def _reason(column: Column, said: dict[int, Said], wide: set[int], axis: Axis) -> str:
    if column.at in wide:
        return (
            f"Its heading is {'a time' if axis == 'month' else 'what is counted'}, and below it are counts."
        )
    return said.get(column.at, ("leave out", "Nothing in it says what, where or when."))[1]


def _find_fixed(column: Column, known: Known) -> Said | None:
    """The role of a column that needs no look at the others: codes, points, totals, people."""
    if column.is_total or (SEPARATOR in column.heading and is_total(column.heading.rpartition(SEPARATOR)[2])):
        return "leave out", "It adds up others."
    if column.is_wards and not column.share(known.find_ward):
        return "leave out", "Its values are codes of wards, of which none is on file."
    codes: dict[Role, bool] = {
        "lsoa": column.is_lsoas,
        "area": column.is_areas,
        "ward": column.is_wards,
        "postcode": column.is_postcodes,
    }
    headings: dict[Role, bool] = {
        "longitude": column.is_numeric and column.says("longitude|lng|long|lon|easting|eastings|x"),
        "latitude": column.is_numeric and column.says("latitude|lat|northing|northings|y"),
        "flag": column.is_answers and bool(known.find_flag(column.heading)),
    }
    by_values = next((role for role, is_so in codes.items() if is_so), None)
    by_heading = next((role for role, is_so in headings.items() if is_so), None)
    if by_values:
        return by_values, f"Its values are {_CALLED[by_values]}."
    if by_heading:
        return by_heading, HEADING
    is_other = any(map(column.says, (_WARD, _AREA, _OFFENCE)))
    return ("leave out", "It may be about people.") if column.says(_PERSONAL) and not is_other else None


def _find_wide_months(columns: Sequence[Column], said: dict[int, Said]) -> set[int]:
    """The columns whose headings are times of the shortest span, with counts below, where there are two."""
    spans = {
        column.at: span
        for column in columns
        if column.at not in said
        and (span := measure_span(column.heading))
        and (column.is_numeric or not column.values)
    }
    if len(spans) < 2:
        return set()
    shortest = min(spans.values())
    for at, span in spans.items():
        if span > shortest:
            said[at] = ("leave out", "It adds up others.")
    return {at for at, span in spans.items() if span == shortest}


def _choose_period(columns: Sequence[Column], said: dict[int, Said], months: set[int]) -> None:
    """The columns that say of which time a row is: at most one of each role."""
    candidates: dict[Role, list[tuple[int, Column]]] = {}
    for column in columns:
        if column.at in said or column.at in months or not column.values:
            continue
        role = _read_period_role(column)
        if role:
            penalty = 2 * column.says(_OTHER_DATE) - column.says("month|offence|incident|call")
            candidates.setdefault(role, []).append((penalty, column))
    wanted: list[Role] = ["year"] if months else ["month", "date"]
    for role in wanted:
        if role in candidates:
            column = min(candidates[role], key=lambda each: (each[0], each[1].at))[1]
            said[column.at] = (role, "Its values are dates." if role == "date" else "Its values are times.")
            break
    for role in ("year", "quarter"):
        if role in candidates and said.get(candidates[role][0][1].at) is None:
            said[candidates[role][0][1].at] = (role, "Its values are times.")
    for _, column in (each for listed in candidates.values() for each in listed):
        said.setdefault(column.at, ("leave out", "Another column says the time."))


def _read_period_role(column: Column) -> Role | None:
    """Which of the roles of time the values have; None where they are no times."""
    for role in ("year", "quarter", "month"):
        parts = column.read_parts(role)
        good = [part for part in parts if part is not None]
        if len(good) < MOST * len(parts):
            continue
        if role == "year" and all(p.year is not None and p.quarter is None for p in good):
            return (
                "year"
                if not column.is_numeric or column.says("year|fy|period") or _is_years(column)
                else None
            )
        if role == "quarter" and all(p.quarter is not None and p.year is None for p in good):
            return "quarter" if not column.is_numeric or column.says("quarter|qtr|q") else None
        if role == "month" and (not column.is_numeric or column.says(_DATE)):
            return "date" if all(p.is_day for p in good) and column.distinct > 1 else "month"
    parts = column.read_parts("month", month_first=True)
    is_american = bool(parts) and not column.is_numeric and sum(map(bool, parts)) >= MOST * len(parts)
    return "date" if is_american else None


def _is_years(column: Column) -> bool:
    return (
        column.distinct < 15 and all(len(value) == 4 for value in column.values) and not column.says(_COUNT)
    )


def _choose_words(free: Sequence[Column], said: dict[int, Said], known: Known) -> None:
    """The columns of wards, areas, offences, sub-types and flags."""
    text = [column for column in free if not column.is_numeric and column.values]
    _choose_places(text, said, known)
    offences = [
        column
        for column in text
        if column.at not in said
        and not column.says(_NO_OFFENCE)
        and (column.says(_OFFENCE) or column.says(_SUBTYPE) or column.share(known.find_offence) >= 0.5)
    ]
    for column in [c for c in text if c.at not in said and c not in offences]:
        if column.share(known.find_flag) > 0 or (
            column.says("flag|marker|tag") and known.find_flag(column.heading)
        ):
            said[column.at] = ("flag", "Its values are flags.")
    offences = [c for c in offences if not (c.share(known.find_flag) >= 0.5 or known.find_flag(c.heading))]
    # The one with the fewest words is the offence, a finer one its sub-type.
    offences.sort(key=lambda c: (c.says(_SUBTYPE), c.share(known.find_offence) == 0, c.distinct, c.at))
    roles: tuple[Role, ...] = ("offence", "subtype")
    for column, role in zip(offences, roles, strict=False):
        said[column.at] = (
            role,
            HEADING if column.says(_OFFENCE) or column.says(_SUBTYPE) else "Its values are offences.",
        )
    for column in offences[2:]:
        said[column.at] = ("leave out", "Other columns say what was counted.")


def _choose_places(text: Sequence[Column], said: dict[int, Said], known: Known) -> None:
    finders: tuple[tuple[Role, str, Callable[[str], str]], ...] = (
        ("ward", _WARD, known.find_ward),
        ("area", _AREA, known.find_area),
    )
    for role, heading, find in finders:
        taken = {use[0] for use in said.values()}
        best: list[tuple[float, Column]] = []
        for column in text:
            share = column.share(find)
            if column.at not in said and (column.says(heading) or share >= 0.5):
                best.append((share + (0.4 if column.says(heading) else 0), column))
        best = [
            each
            for each in best
            if not (role == "area" and each[0] < 0.5 and each[1].says("type|group|offence"))
        ]
        for _, column in sorted(best, key=lambda each: (-each[0], each[1].at)):
            if role in taken:
                said[column.at] = ("leave out", "Another column says the same.")
            else:
                why = HEADING if column.says(heading) else f"Its values are {role}s."
                said[column.at] = (role, why)
                taken.add(role)


def _find_wide_offences(free: Sequence[Column], said: dict[int, Said], known: Known) -> set[int]:
    """The columns of counts whose headings are what was counted; none where rows have one count each."""
    counts = [
        column
        for column in free
        if column.at not in said
        and column.heading
        and (column.is_numeric or not column.values)
        and not is_total(column.heading)
        and not (column.says(_NO_COUNT) and not known.find_offence(column.heading))
    ]
    named = [column for column in counts if known.find_offence(column.heading)]
    roles = {role for role, _ in said.values()}
    is_records = bool(roles & {"longitude", "postcode", "date"}) or any(
        c.says("ref|id|reference") for c in free
    )
    if len(named) >= 2 or (len(counts) >= 2 and not is_records and "offence" not in roles):
        for column in free:
            if column.at not in said and is_total(column.heading):
                said[column.at] = ("leave out", "It adds up others.")
        return {column.at for column in counts}
    return set()


def _choose_count(free: Sequence[Column], said: dict[int, Said]) -> None:
    """The column of counts: by its heading, else the only one with numbers."""
    numeric = [
        column
        for column in free
        if column.is_numeric and not column.is_running and not column.says(_NO_COUNT)
    ]
    named = [column for column in numeric if column.says(_COUNT)]
    is_records = any(role in ("longitude", "postcode") for role, _ in said.values())
    if named:
        said[named[0].at] = ("count", HEADING)
    elif len(numeric) == 1 and not is_records:
        said[numeric[0].at] = ("count", "It is the only column of numbers.")
