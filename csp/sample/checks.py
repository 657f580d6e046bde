"""The counts of the sample, and the proof that they are the published ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from csp.core.measures import Measure, read_catalogue
from csp.sample.assumptions import HOME, HOME_COVID, PUBLISHED_2018, ROWDY_2019, ROWDY_2020
from csp.sample.reference import published

Counts = dict[str, list[int]]  # offence -> count in 2018, 2019, 2020


@dataclass(frozen=True)
class Yearly:
    """Counts by district, offence and year, and how many of them carry a flag.

    counts: district -> offence -> [2018, 2019, 2020]; hate the same over offences
    that carry it; covid: district -> asb_rowdy of 2020 tagged.
    """

    counts: Mapping[str, Counts]
    hate: Mapping[str, Counts]
    covid: Mapping[str, int]


def _value(measure: Measure, result: Yearly, district: str, y: int) -> int:
    rows = result.hate[district] if measure.flag == "hate" else result.counts[district]
    return sum(rows[o][y] for o in measure.offences["recorded"] if o in rows)


def check(result: Yearly, people: Mapping[str, list[int]]) -> None:
    """Recompute every published figure from the counts. Raises ValueError naming all that are missed."""
    measures = read_catalogue().measures
    wrong: list[str] = []

    def expect(what: str, got: int, wanted: int) -> None:
        if got != wanted:
            wrong.append(f"{what} is {got}, published {wanted}")

    for code, row in published().items():
        for y, year in ((1, 2019), (2, 2020)):
            values = {d: _value(measures[code], result, d, y) for d in result.counts}
            expect(f"{code} {year}", values[HOME], int(row[f"count_{year}"]))
            if row[f"rank_{year}"]:
                rank = _rank(values, {d: people[d][y] for d in values})
                expect(f"rank of {code} {year}", rank, int(row[f"rank_{year}"]))
    for code, count in PUBLISHED_2018.items():
        expect(f"{code} 2018", _value(measures[code], result, HOME, 0), count)
    expect("rowdy gatherings 2019", result.counts[HOME]["asb_rowdy"][1], ROWDY_2019)
    expect("rowdy gatherings 2020", result.counts[HOME]["asb_rowdy"][2], ROWDY_2020)
    expect("of them tagged COVID", result.covid[HOME], HOME_COVID)
    if wrong:
        raise ValueError("The sample misses published figures: " + "; ".join(wrong))


def _rank(values: Mapping[str, int], people: Mapping[str, int]) -> int:
    """The borough's rank: one more than the districts with a lower rate (compared as whole numbers)."""
    return 1 + sum(n * people[HOME] < values[HOME] * people[d] for d, n in values.items() if d != HOME)
