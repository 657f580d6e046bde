"""What checks found in a partner's file, and what will be stored of it, before anything is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CheckKind = Literal[
    "left out",
    "date",
    "period",
    "area",
    "outside",
    "ward",
    "offence",
    "flag",
    "blank",
    "number",
    "negative",
    "fraction",
    "total",
    "duplicate",
    "far",
    "personal",
]


@dataclass(frozen=True)
class Finding:
    """One kind of trouble: how many rows have it, one of them as an example, and what is done about it.

    line: of the example in the file, from 1; None where it is of no line. example: never a value that may
    point at a person. declines: whether the rows are left out; else it is a warning. sentence: a clause without
    its full stop, "8 rows have no month that can be read (line 14: “Sept”)".
>>>>>>> loaded
    """

    kind: CheckKind
    count: int
    line: int | None
    example: str
    declines: bool
    sentence: str


@dataclass(frozen=True)
class Result:
    """What an import would do: rows read, rows stored, and why the others are not.

    months: how many months, quarters or years they are of. figures: what they add up to.
    """

    rows: int
    stored: int
    findings: tuple[Finding, ...]
    months: int = 0
    figures: int = 0

    @property
    def summary(self) -> str:
        """How many rows will be stored and, where some will not, why: "842 of 850 rows will be stored;"."""
        reasons = "; ".join(each.sentence for each in self.findings if each.declines)
        left = self.rows - self.stored
        kept = f"{self.stored:,} of {self.rows:,} rows will be stored"
        return f"{kept}." if not left else f"{kept}; {left:,} will not, because {reasons}."

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What there is to know of rows that will be stored."""
        return tuple(each for each in self.findings if not each.declines)
