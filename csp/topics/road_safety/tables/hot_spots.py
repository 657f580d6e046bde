"""The tables of hot spots and of schemes on the road. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.core import wording
from csp.core.table import UNKNOWN, Cell, Column, Row, Table
from csp.topics.road_safety.findings.hot_spots import EXPECTED, SCORE, name_spot
from csp.topics.road_safety.rules.cluster_rules import ClusterRule
from csp.topics.road_safety.rules.hot_spots import HotSpot, identify_spot
from csp.topics.road_safety.rules.luck import Luck
from csp.topics.road_safety.rules.schemes import SchemeEffect

ROLES = ("The scheme", "A like site", "Around the scheme", "Around the like site")


def build_hot_spot_table(
    spots: Sequence[HotSpot],
    rule: ClusterRule,
    luck: Luck,
    wards: Mapping[str, str],
    years: Sequence[str],
    expected: Sequence[float | None] = (),
    chosen: str = "",
) -> Table:
    """The hot spots in their order. wards: names by code; years: the rule's, oldest first, as headers.

    expected: of each hot spot by empirical Bayes, None where that is not known; none where it is not asked
    for. chosen: the id of the row that is marked (identify_spot()).
    """
    scored = any(spot.score is not None for spot in spots)
    columns = (
        Column("Hot spot", numeric=False),
        Column("Collisions", emphasis=True),
        *([Column("Expected", help=EXPECTED)] if expected else []),
        *(Column(year) for year in years),
        Column(
            "Killed or serious", help="Collisions with somebody killed or seriously injured, as recorded."
        ),
        Column("Pedestrian or cyclist", help="Collisions in which one was hurt."),
        *([Column("Score", help=SCORE)] if scored else []),
        Column(
            "Beyond luck",
            numeric=False,
            help=f"More than the {luck.fullest} collisions at one place that luck reaches in 5 of 100 draws.",
        ),
    )
    return Table(
        f"Hot spots: {rule.label}",
        columns,
        tuple(
            _build_row(spot, luck, wards, scored, expected[i : i + 1], chosen) for i, spot in enumerate(spots)
        ),
        clickable="Shows the place on the map, and its collisions.",
    )


def _build_row(
    spot: HotSpot,
    luck: Luck,
    wards: Mapping[str, str],
    scored: bool,
    expected: Sequence[float | None],
    chosen: str,
) -> Row:
    beyond = spot.collisions > luck.fullest
    score = UNKNOWN if spot.score is None else Cell(wording.rate(spot.score), spot.score)
    return Row(
        identify_spot(spot),
        (
            Cell(f"{spot.rank}. {name_spot(spot, wards)}", spot.rank),
            Cell(wording.count(spot.collisions), spot.collisions),
            *(UNKNOWN if value is None else Cell(wording.rate(value), value) for value in expected),
            *(Cell(wording.count(n), n) for n in spot.yearly),
            Cell(wording.count(spot.serious), spot.serious),
            Cell(wording.count(spot.vulnerable), spot.vulnerable),
            *([score] if scored else []),
            Cell("● yes" if beyond else "○ no", "yes" if beyond else "no", "" if beyond else "quiet"),
        ),
        selected=identify_spot(spot) == chosen,
    )


def build_scheme_table(effect: SchemeEffect) -> Table:
    """The places by what they are for, before and after, and what the scheme's would have had anyway."""
    columns = (
        Column("Place", numeric=False),
        Column("Before"),
        Column("After", emphasis=True),
        Column("Change"),
        Column("Expected anyway", help="By empirical Bayes, from like sites along the roads used."),
    )
    expected = UNKNOWN
    if effect.regression is not None:
        expected = Cell(wording.rate(effect.regression.expected), effect.regression.expected)
    rows = tuple(
        Row(
            role,
            (
                Cell(role),
                Cell(wording.count(row.before), row.before),
                Cell(wording.count(row.after), row.after),
                Cell(wording.count(row.after - row.before, sign=True), row.after - row.before),
                expected if role == ROLES[0] else UNKNOWN,
            ),
        )
        for role, row in zip(ROLES, effect.rows, strict=False)
    )
    return Table(f"{effect.scheme.name}: collisions before and after", columns, rows)
