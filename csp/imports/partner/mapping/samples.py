"""What the first values of a column look like: how many of them are months, counts, wards or codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise

from csp.core.codes import is_code
from csp.core.partner.book import Layout, Sheet
from csp.core.partner.profile import Role
from csp.imports.partner.formats.cells import to_text
from csp.imports.partner.mapping.counts import read_count
from csp.imports.partner.mapping.periods import Part, read_part
from csp.imports.partner.mapping.spelling import NO, YES, is_total, simplify_heading

_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}", re.IGNORECASE)
_AREA_CODE = re.compile(r"(?:E0[6-9]|W06|N09|S12)\d{6}")
_WARD_CODE = re.compile(r"(?:E05|W05|N08|S13)\d{6}")
_LSOA_CODE = re.compile(r"(?:E01|W01|S01|N0[04])\d{6}|95[A-Z]{2}\d{2}S\d")
MOST = 0.8
"""Of so many of its first values a column is what they are."""
LOOKED_AT = 40
"""So many different values tell whether a column is of times."""
LONG_RUN = 20
"""So many counts in a row, each larger than the one before, are no counts."""


@dataclass(frozen=True)
class Column:
    """A column by its number, its heading, and its first values that are not blank, totals left out."""

    at: int
    heading: str
    values: tuple[str, ...]
    is_total: bool

    @cached_property
    def words(self) -> str:
        """The heading as it is compared."""
        return simplify_heading(self.heading)

    def says(self, pattern: str) -> bool:
        """Whether the heading has a word of a pattern."""
        return re.search(rf"\b(?:{pattern})\b", self.words) is not None

    def share(self, test: Callable[[str], object]) -> float:
        """How many of the values pass a test, from 0 to 1; 0 without values."""
        passed = sum(times for value, times in self.counts.items() if test(value))
        return passed / len(self.values) if self.values else 0.0

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each value stands there."""
        return Counter(self.values)

    def is_mostly(self, test: Callable[[str], object]) -> bool:
        """Whether MOST of the values pass a test."""
        return self.share(test) >= MOST

    @cached_property
    def is_numeric(self) -> bool:
        """Whether the values are counts, small ones that are withheld among them."""
        read = {value: read_count(value) for value in self.counts}
        is_some = any(number is not None for number, _ in read.values())
        return is_some and self.is_mostly(lambda value: read[value][1] != "text")

    @cached_property
    def is_running(self) -> bool:
        """Whether the values number the rows, as references do: each is larger than the one before."""
        numbers = [read_count(value)[0] for value in self.values]
        return len(numbers) >= LONG_RUN and all(
            before is not None and after is not None and before < after for before, after in pairwise(numbers)
        )

    @cached_property
    def is_answers(self) -> bool:
        """Whether the values are yes and no."""
        return bool(self.values) and all(value.casefold() in YES | NO for value in self.counts)

    def read_parts(self, role: Role, month_first: bool = False) -> list[Part | None]:
        """What the first different values say of time."""
        return [read_part(value, role, month_first) for value in islice(self.counts, LOOKED_AT)]

    @property
    def is_areas(self) -> bool:
        """Whether the values are codes of districts."""
        return self.is_mostly(_AREA_CODE.fullmatch)

    @property
    def is_wards(self) -> bool:
        """Whether the values are codes of wards."""
        return self.is_mostly(_WARD_CODE.fullmatch)

    @property
    def is_lsoas(self) -> bool:
        """Whether the values are codes of LSOAs."""
        return self.is_mostly(lambda value: _LSOA_CODE.fullmatch(value) and is_code("lsoa", value))

    @property
    def is_postcodes(self) -> bool:
        """Whether the values are postcodes in full."""
        return self.is_mostly(_POSTCODE.fullmatch)

    @property
    def distinct(self) -> int:
        """How many different values there are."""
        return len(self.counts)


def read_columns(sheet: Sheet, layout: Layout) -> tuple[Column, ...]:
    """The columns of a table with the values of its first lines."""
    last = len(sheet.rows) - 1 if layout.last is None else min(layout.last, len(sheet.rows) - 1)
    lines = [sheet.rows[at] for at in range(layout.first, last + 1) if at not in layout.totals]
    texts = [[to_text(cell) for cell in line] for line in lines]
    kept = [line for line in texts if not any(cell and is_total(cell) for cell in line)]
    return tuple(
        Column(at, heading, _list_values(kept, at), at in layout.total_columns)
        for at, heading in enumerate(layout.headings)
    )


def _list_values(lines: Sequence[Sequence[str | None]], at: int) -> tuple[str, ...]:
    return tuple(value.strip() for line in lines if at < len(line) and (value := line[at]))
