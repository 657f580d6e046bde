"""Volume and harm side by side, by crime type and by place. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from csp import statistics
from csp.core import disclosure, wording
from csp.core.harm import Harm, HarmWeights
from csp.core.measures import Measure
from csp.core.table import UNKNOWN, Cell, Column, Row, Table

TOTAL = "all_crime"
"""The measure that shares are of."""
_WHY = {
    "no score": "No published index scores it.",
    "left out": "Found by police activity, which is left out.",
}


@dataclass(frozen=True)
class Place:
    """A district or a ward with its harm. population: nan where it is not known."""

    code: str
    name: str
    harm: Harm
    population: float


def describe_weights(weights: HarmWeights, unscored: str = "") -> str:
    """What the days are, for the line under a table. unscored: what has no score, in words."""
    text = f"Harm in days of prison, {weights.name}, {weights.statistic_name} of each kind of offence"
    text += "; without offences found by police activity." if weights.left_out else "."
    return f"{text} {unscored}" if unscored else text


def describe_types(measures: Sequence[Measure], harms: Mapping[str, Harm], selected: str, place: str) -> str:
    """Volume and harm of one crime type in a sentence, the one selected or the one that they differ most for.

    "In Exeter violence and sexual offences are 41% of crimes and 76% of harm."
    """
    shares = {m.code: _find_shares(harms[m.code], harms[TOTAL]) for m in measures if _is_part_of_crime(m)}
    known = {code: both for code, both in shares.items() if both is not None}
    if not known:
        return ""
    code = selected if selected in known else max(known, key=lambda each: known[each][1] - known[each][0])
    label = next(m.long_label for m in measures if m.code == code)
    volume, harm = (wording.whole_pct(100 * share) for share in known[code])
    return f"In {place}, {wording.lower_first(label)}: {volume} of crimes and {harm} of harm."


def _is_part_of_crime(measure: Measure) -> bool:
    return measure.kind == "crime" and measure.flag is None and measure.code != TOTAL


def _find_shares(harm: Harm, total: Harm) -> tuple[float, float] | None:
    if harm.days is None or not total.days or not total.count:
        return None
    return harm.count / total.count, harm.days / total.days


def build_type_table(measures: Sequence[Measure], harms: Mapping[str, Harm], selected: str) -> Table:
    """Crime types by what is recorded and by the harm of it, each with its share of all crime."""
    total = harms[TOTAL]
    rows = []
    for measure in measures:
        harm = harms[measure.code]
        is_crime = measure.kind == "crime"
        figures = (
            Cell(wording.count(harm.count), harm.count),
            _build_share(harm.count, total.count) if is_crime else UNKNOWN,
            _build_days(harm),
            _build_share(harm.days, total.days) if is_crime else UNKNOWN,
            _build_each(harm),
        )
        rows.append(
            Row(
                measure.code,
                (Cell(measure.label, measure.label, tip=measure.definition), *figures),
                selected=measure.code == selected,
                indent=measure.parent is not None,
            )
        )
    return Table(
        caption="Crime types by number and by harm",
        columns=(
            Column("Crime type", numeric=False),
            Column("Recorded"),
            Column("% of crimes", help="Of all crime; incidents are no part of it."),
            Column("Harm in days"),
            Column("% of harm", help="Of the days of all crime."),
            Column("Days each", help="Days for one recorded offence."),
        ),
        rows=tuple(rows),
        clickable="Click to choose this crime type",
    )


def build_place_table(
    places: Sequence[Place],
    unit: str,
    kind: str,
    measure: Measure,
    selected: Sequence[str],
    is_ranked: bool = True,
) -> Table:
    """Districts or wards by the rate of what is recorded and by the rate of its harm, with both ranks.

    kind: what a place is, "District". Fewer than 5 recorded are ranked with none. is_ranked: whether the
    ranks are shown; those of adjusted counts are in doubt.
    """
    compared = [not disclosure.is_too_few(place.harm.count) for place in places]
    people = np.array([place.population for place in places])
    counts = np.array([float(place.harm.count) for place in places])
    days = np.array([np.nan if p.harm.days is None else p.harm.days for p in places])
    rate, harm_rate = (
        np.where(compared, np.asarray(statistics.rate(each, people)), np.nan) for each in (counts, days)
    )
    ranks, harm_ranks = statistics.ranks(rate), statistics.ranks(harm_rate)
    of, harm_of = int((ranks > 0).sum()), int((harm_ranks > 0).sum())
    rows = tuple(
        Row(
            place.code,
            (
                Cell(place.name, place.name),
                Cell(wording.count(place.harm.count), place.harm.count),
                _build_rate(float(rate[i])),
                _build_rank(int(ranks[i]), of),
                _build_days(place.harm),
                _build_rate(float(harm_rate[i])),
                _build_rank(int(harm_ranks[i]), harm_of),
            ),
            selected=place.code in selected,
        )
        for i, place in enumerate(places)
    )
    table = Table(
        caption=f"{measure.long_label} by {kind.lower()}: volume and harm",
        columns=(
            Column(kind, numeric=False),
            Column("Recorded"),
            Column(f"Rate {unit}"),
            Column("Rank by rate"),
            Column("Harm in days"),
            Column(f"Days {unit}"),
            Column("Rank by harm", help="By days per head; how the types are mixed decides, and chance."),
        ),
        rows=rows,
        clickable=f"Click to choose this {kind.lower()}",
    )
    return table if is_ranked else _drop_columns(table, (3, 6))


def _drop_columns(table: Table, dropped: Collection[int]) -> Table:
    """The table without the columns at these positions."""
    kept = [i for i in range(len(table.columns)) if i not in dropped]
    rows = tuple(replace(row, cells=tuple(row.cells[i] for i in kept)) for row in table.rows)
    return replace(table, columns=tuple(table.columns[i] for i in kept), rows=rows)


def _build_days(harm: Harm) -> Cell:
    if harm.days is None:
        return Cell(harm.missing, None, "quiet", tip=_WHY.get(harm.missing, ""))
    return Cell(wording.count(round(harm.days)), harm.days)


def _build_each(harm: Harm) -> Cell:
    if harm.days is None or not harm.count:
        return UNKNOWN
    return Cell(wording.rate(harm.days / harm.count), harm.days / harm.count)


def _build_share(part: float | None, whole: float | None) -> Cell:
    return (
        Cell(wording.pct(100 * part / whole), 100 * part / whole) if part is not None and whole else UNKNOWN
    )


def _build_rate(rate: float) -> Cell:
    return Cell(wording.rate(rate), rate) if np.isfinite(rate) else UNKNOWN


def _build_rank(rank: int, of: int) -> Cell:
    return Cell(wording.standing(rank, of), rank) if rank else UNKNOWN
