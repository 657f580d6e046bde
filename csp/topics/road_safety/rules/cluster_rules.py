"""What makes a hot spot: the named rules of authorities, and one of the reader's own. Pure.

data/reference/cluster_rules.csv holds the named ones, each with who published it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from csp.core import reference_tables, settings
from csp.core.characters import quote
from csp.core.errors import UserError

FILE = "cluster_rules.csv"
OWN = "own"
RankedBy = Literal["count", "score"]
# The score is of three years, the latest counting most.
SCORED_YEARS = 3
# What the controls of a rule of one's own reach.
LEAST, YEARS, RADIUS = (2, 20), (1, 9), (10, 250)


@dataclass(frozen=True)
class ClusterRule:
    """At least so many collisions in so many years within a radius in metres.

    ranked_by: "count", the most collisions first, or "score" (hot_spots.compute_score()). source: who
    published the rule; "" for the reader's own.
    """

    code: str
    label: str
    least: int
    years: int
    radius_urban: int
    radius_rural: int
    ranked_by: RankedBy = "count"
    source: str = ""

    @property
    def radius(self) -> int:
        """The wider of the two radii, in metres."""
        return max(self.radius_urban, self.radius_rural)


def read_cluster_rules() -> tuple[ClusterRule, ...]:
    """The named rules, in the order of their table. Raises UserError where it cannot be used."""
    rules: list[ClusterRule] = []
    for line, row in enumerate(reference_tables.read(settings.REFERENCE / FILE), start=2):
        rule = ClusterRule(
            row["rule"].strip(),
            row["label"].strip(),
            int(row["least"]),
            int(row["years"]),
            int(row["radius_urban_m"]),
            int(row["radius_rural_m"]),
            cast(RankedBy, row["ranked_by"]),
            row["source"].strip(),
        )
        _check(rule, line, {each.code for each in rules})
        rules.append(rule)
    return tuple(rules)


def _check(rule: ClusterRule, line: int, others: set[str]) -> None:
    where = f"{FILE}, line {line}"
    if rule.code in others or rule.code == OWN:
        why = f'"{OWN}" is the reader\'s own rule' if rule.code == OWN else "the name is used above"
        raise UserError(f"{where}: {quote(rule.code)} cannot name a rule: {why}. Give it another name.")
    if rule.least < LEAST[0]:
        raise UserError(f"{where}: a rule needs at least {LEAST[0]} collisions. Correct least.")
    if rule.ranked_by == "score" and rule.years != SCORED_YEARS:
        raise UserError(
            f"{where}: the score compares {SCORED_YEARS} years, the rule has {rule.years}. "
            "Rank it by count, or correct years."
        )


def make_own_rule(least: int, years: int, radius_urban: int, radius_rural: int | None = None) -> ClusterRule:
    """A rule by free choice, each figure brought within reach; the same radius everywhere unless told."""
    least, years = _clip(least, LEAST), _clip(years, YEARS)
    urban = _clip(radius_urban, RADIUS)
    rural = urban if radius_rural is None else _clip(radius_rural, RADIUS)
    within = f"{urban} m" if urban == rural else f"{urban} m urban or {rural} m rural"
    return ClusterRule(
        OWN, f"{least} in {years} year{'' if years == 1 else 's'} within {within}", least, years, urban, rural
    )


def _clip(value: int, reach: tuple[int, int]) -> int:
    return min(max(value, reach[0]), reach[1])
