"""What checks found in a partner's file, and what will be stored of it, before anything is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from csp.core.personal_data import find_personal_data
from csp.core.wording import QUOTED, cut_text, list_words, plural

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
    "withheld",
    "number",
    "negative",
    "fraction",
    "total",
    "duplicate",
    "far",
    "personal",
]
NAMED = 3
"""How many columns or months a sentence names."""


@dataclass(frozen=True)
class Finding:
    """One kind of trouble: how many rows have it, one of them as an example, and what is done about it.

    line: of the example in the file, from 1; None where it is of no line. example: never a value that may
    point at a person. declines: whether the rows are left out; else it is a warning. sentence: a clause
    without its full stop, "8 rows have no month that can be read (line 14: “Sept”)".
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

    periods: how many months, quarters or years they are of. figures: what they add up to.
    """

    rows: int
    stored: int
    findings: tuple[Finding, ...]
    periods: int = 0
    figures: int = 0

    @property
    def summary(self) -> str:
        """How many rows will be stored and, where some will not, why.

        "842 of 850 rows will be stored; 8 will not, because 8 rows have no month that can be read (line 14)."
        """
        return self._tell("will be stored", "will not")

    @property
    def report(self) -> str:
        """The same once it is done: "842 of 850 rows were stored; 8 were not, because ..."."""
        return self._tell("were stored", "was not" if self.rows - self.stored == 1 else "were not")

    def _tell(self, stored: str, not_stored: str) -> str:
        reasons = "; ".join(each.sentence for each in self.findings if each.declines)
        left = self.rows - self.stored
        kept = f"{self.stored:,} of {plural(self.rows, 'row')} {stored}"
        return f"{kept}." if not left else f"{kept}; {left:,} {not_stored}, because {reasons}."

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What there is to know of rows that will be stored, or of the file."""
        return tuple(each for each in self.findings if not each.declines)


# What rows of each kind are or have, of one row and of several. Those of the first table are left out.
_DECLINED: dict[CheckKind, tuple[str, str]] = {
    "left out": (
        "is of an area or type that the profile leaves out",
        "are of areas or types that the profile leaves out",
    ),
    "date": ("has no month that can be read", "have no month that can be read"),
    "period": ("is of a time that cannot be", "are of a time that cannot be"),
    "area": ("is of an area that is not known", "are of areas that are not known"),
    "outside": ("is of an area outside the partnership", "are of areas outside the partnership"),
    "offence": ("has a type that is not mapped", "have types that are not mapped"),
    "blank": ("has no count", "have no count"),
    "withheld": ("has a count that the partner withholds", "have counts that the partner withholds"),
    "number": ("has text where a number belongs", "have text where a number belongs"),
    "negative": ("has a count below 0", "have counts below 0"),
    "fraction": ("has a count that is not whole", "have counts that are not whole"),
    "duplicate": ("says the same as an earlier one", "say the same as an earlier one"),
}
_WARNED: dict[CheckKind, tuple[str, str]] = {
    "ward": (
        "is of a ward that is not known and counts to its district alone",
        "are of wards that are not known and count to their district alone",
    ),
    "flag": (
        "has a mark that is not mapped and is stored without it",
        "have marks that are not mapped and are stored without them",
    ),
    "duplicate": (
        "is of the same time, area and type as another and is added to it",
        "are of the same time, area and type as another and are added to it",
    ),
    "total": (
        "is a total that differs from the rows it adds up",
        "are totals that differ from the rows they add up",
    ),
}


def describe_rows(
    kind: CheckKind, count: int, line: int | None = None, example: str = "", declines: bool = True
) -> Finding:
    """What is found in rows, in words. example: as the file has it; left out where it may name a person."""
    one, several = (_DECLINED if declines else _WARNED)[kind]
    shown = show_example(example)
    where = f"line {line:,}" if line is not None else ""
    told = ": ".join(filter(None, [where, f"“{shown}”" if shown else ""]))
    sentence = f"{plural(count, 'row')} {one if count == 1 else several}{f' ({told})' if told else ''}"
    return Finding(kind, count, line, shown, declines, sentence)


def describe_far(months: Sequence[tuple[str, int, float]]) -> Finding:
    """Months far from those around them: each as "Mar 2024", its figure and the usual one around it."""
    told = [f"{month}: {figure:,}, usually about {usual:,.0f}" for month, figure, usual in months[:NAMED]]
    more = [f"and {len(months) - NAMED} more"] if len(months) > NAMED else []
    verb = "is" if len(months) == 1 else "are"
    sentence = (
        f"{plural(len(months), 'month')} {verb} far from those around ({'; '.join([*told, *more])}): "
        "check that the file is whole"
    )
    return Finding("far", len(months), None, told[0], False, sentence)


def describe_personal(columns: Sequence[tuple[str, str]], kept: Sequence[tuple[str, str]]) -> list[Finding]:
    """Columns that seem to hold personal data, each with what: those that are not read, and those kept.

    A heading that may itself point at a person is not repeated.
    """
    findings = []
    endings = (
        (columns, "is not read", "are not read"),
        (kept, "is read all the same, as an editor decided", "are read all the same, as an editor decided"),
    )
    for named, one, several in endings:
        if named:
            told = [_name_column(heading, what) for heading, what in named[:NAMED]]
            more = [f"{len(named) - NAMED} more"] if len(named) > NAMED else []
            ends = (
                f"seems to hold personal data and {one}"
                if len(named) == 1
                else (f"seem to hold personal data and {several}")
            )
            sentence = f"{plural(len(named), 'column')} {ends}: {list_words([*told, *more])}"
            findings.append(Finding("personal", len(named), None, told[0], False, sentence))
    return findings


def _name_column(heading: str, what: str) -> str:
    shown = show_example(heading)
    return f"“{shown}” ({what})" if shown else f"one with {what}"


def show_example(text: str) -> str:
    """A text of a file as a sentence may repeat it: cut, and "" where it may point at a person."""
    plain = " ".join(text.split())
    return "" if find_personal_data(plain) else cut_text(plain, QUOTED)
