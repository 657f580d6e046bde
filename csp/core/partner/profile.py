"""How a partner's file is mapped to the dashboard's own words: a named profile, shared as one file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Role = Literal[
    "month",
    "date",
    "year",
    "quarter",
    "area",
    "ward",
    "offence",
    "subtype",
    "flag",
    "count",
    "longitude",
    "latitude",
    "postcode",
    "lsoa",
    "wide",
    "leave out",
]
"""What a column says. wide: a count, of the month or offence that its heading names (ColumnUse.stands_for).

leave out: the column is not read; where it points at people it never gets further than the scan.
"""


@dataclass(frozen=True)
class ColumnUse:
    """A column of a file by its heading, and what it says.

    stands_for: of a wide column, the month ("2024-03"), the quarter ("2021/22 Q4"), the year or the partner's
    word for the offence that its counts are of.
    """

    heading: str
    role: Role
    stands_for: str = ""


Axis = Literal["month", "offence", ""]
Blank = Literal["zero", "missing"]
"""What a blank count is: nothing recorded, or a figure that is missing, of which no row is stored."""


@dataclass(frozen=True)
class Profile:
    """The mapping of one partner's layout.

    source: the code of the declared source. sheet: the name of the sheet, "" for the first with a table.
    wide: what wide columns stand for, "" for a long table. words: by role (area, ward, offence, flag), the
    partner's words and ours: GSS codes, codes of offences or flags; "" for a word that is left out on
    purpose: rows of such an area or offence are not stored, those of such a ward or flag are, without it.
    fixed: what the whole file says and no column does, by role ({"area": "E07000116"}). kept: headings of
    columns with personal data that an editor keeps, each with the reason. blanks: what a blank count is.
    month_first: whether dates are written 03/25/2024. calendar_quarters: whether Q1 begins in January.
    """

    name: str
    source: str
    columns: tuple[ColumnUse, ...]
    sheet: str = ""
    wide: Axis = ""
    words: Mapping[Role, Mapping[str, str]] = field(default_factory=dict)
    fixed: Mapping[Role, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    blanks: Blank = "missing"
    month_first: bool = False
    calendar_quarters: bool = False
