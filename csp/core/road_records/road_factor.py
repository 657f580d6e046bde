"""How often one of the fatal four played a part, as a partner counts it: days, factor, casualties. Pure.

Speed, drink or drugs, seat belts and phones are in no open record file. Until 2023 police officers noted
contributory factors, from 2024 road safety factors, and a force or a county council can count either.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from csp.core.characters import quote
from csp.core.errors import UserError
from csp.core.road_records.cells import Row, read_day, read_text, read_whole

COLUMNS = ("start", "end", "factor", "casualties", "source")
MOST_CASUALTIES = 1_000_000
FACTORS = {
    "speed": "Speed",
    "drink_drugs": "Drink or drugs",
    "seat_belt": "No seat belt",
    "phone": "Phone in use",
}
"""The words of each code, in the order of the page."""
SAFETY_FACTORS_FROM = date(2024, 1, 1)


@dataclass(frozen=True)
class RoadFactor:
    """Casualties of collisions in which a factor played a part, from a first to a last day, in one district.

    A casualty of two factors is counted with each. source: who counted them.
    """

    start: date
    end: date
    factor: str
    casualties: int
    source: str


def check_factor(row: Row, today: date) -> RoadFactor:
    """The count of a row, its columns by name. Raises UserError, one sentence."""
    start, end = (read_day(row, column, today) for column in ("start", "end"))
    if end < start:
        raise UserError("end is before start. Correct the two.")
    factor = row.get("factor", "").strip().lower()
    if factor not in FACTORS:
        raise UserError(f"factor is {quote(factor)} and none of {', '.join(FACTORS)}.")
    if start < SAFETY_FACTORS_FROM <= end:
        raise UserError(
            "Contributory factors end with 2023 and road safety factors begin then. Split the days."
        )
    return RoadFactor(
        start, end, factor, read_whole(row, "casualties", (0, MOST_CASUALTIES)), read_text(row, "source")
    )


def find_overlap(factor: RoadFactor, others: Iterable[RoadFactor]) -> bool:
    """Whether any of some others counts days of the same factor too."""
    return any(
        each.factor == factor.factor and each.start <= factor.end and factor.start <= each.end
        for each in others
    )
