"""Roads and recorded crime by what they do to people, beside each other. Pure."""

from __future__ import annotations

from csp.core import wording
from csp.core.harm import Harm
from csp.core.table import UNKNOWN, Cell, Column, Row, Table
from csp.topics.road_safety.findings.partner_records import write_pounds
from csp.topics.road_safety.rules.cost import RoadCost
from csp.topics.road_safety.rules.periods import Period
from csp.topics.road_safety.rules.severity import ALL, PlaceFigures

_COLUMNS = (
    Column("Record", numeric=False),
    Column("Recorded", help="Casualties of road collisions; offences of recorded crime."),
    Column("Harm in days", help="Days of prison by the index of harm, which scores no collision."),
    Column("Cost in pounds", help="By the values of prevention, which are of collisions alone."),
)


def build_harm_table(home: PlaceFigures, crime: Harm | None, cost: RoadCost | None, now: Period) -> Table:
    """A row for roads and one for crime. crime, cost: None where they are not known."""
    casualties = home.changes[ALL]
    count = Cell(wording.count(casualties.now), casualties.now)
    pounds = Cell(write_pounds(cost.collisions), cost.collisions) if cost else Cell("no values", tone="quiet")
    no_score = Cell("no score", tone="quiet")
    offences, days = UNKNOWN, UNKNOWN
    if crime is not None:
        offences = Cell(wording.count(crime.count), crime.count)
        days = Cell(wording.count(crime.days), crime.days) if crime.days is not None else Cell(crime.missing)
    return Table(
        f"Road collisions and recorded crime beside each other, {home.name}, {now.label}",
        _COLUMNS,
        (
            Row("roads", (Cell("Road collisions"), count, no_score, pounds)),
            Row("crime", (Cell("All recorded crime"), offences, days, Cell("no values", tone="quiet"))),
        ),
    )
