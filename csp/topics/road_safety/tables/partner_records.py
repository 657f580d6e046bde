"""The tables of costs, near misses, speed watch and schools. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from csp.core import wording
from csp.core.road_records.near_miss import HAPPENINGS
from csp.core.table import UNKNOWN, Cell, Column, Row, Table, Tone
from csp.topics.road_safety.findings.partner_records import describe_site_trend, write_pounds, write_share
from csp.topics.road_safety.rules.cost import RoadCost
from csp.topics.road_safety.rules.near_misses import NearMissPlace
from csp.topics.road_safety.rules.schools import SchoolFigures
from csp.topics.road_safety.rules.speed_watch import SpeedWatchSite

SEVERITY_LABELS = {"fatal": "Fatal", "serious": "Serious (adjusted)", "slight": "Slight (adjusted)"}


def build_cost_table(cost: RoadCost, place: str) -> Table:
    """Pounds by severity, by collision and by casualty, with the values in use."""
    columns = (
        Column("Severity", numeric=False),
        Column("By collision, £", emphasis=True, help="Casualties, police, insurance and damage."),
        Column("By casualty, £", help="Casualties alone: part of the figure by collision."),
        Column("Value per collision, £"),
        Column("Value per casualty, £"),
    )
    rows = [
        _build_cost_row(
            label,
            (cost.by_collision[code], cost.by_casualty[code]),
            (cost.values.collision[code], cost.values.casualty[code]),
        )
        for code, label in SEVERITY_LABELS.items()
    ]
    rows.append(_build_cost_row("All", (cost.collisions, cost.casualties), None))
    return Table(f"Cost of collisions, {place}, at the values of {cost.values.year}", columns, tuple(rows))


def _build_cost_row(label: str, costs: tuple[float, float], values: tuple[float, float] | None) -> Row:
    cells = [Cell(wording.count(each), each, tip=write_pounds(each)) for each in costs]
    cells += [Cell(wording.count(each), each) for each in values] if values else [UNKNOWN, UNKNOWN]
    return Row(label, (Cell(label), *cells))


def build_near_miss_table(places: Sequence[NearMissPlace], radius: int) -> Table:
    """The places where near misses gather, those without a collision first."""
    columns = (
        Column("Place", numeric=False),
        Column("Near misses", emphasis=True),
        Column("Collisions", help=f"Within {radius} m, in the same period."),
        Column("What happened", numeric=False, wrap=True),
    )
    rows = tuple(
        Row(
            f"{place.longitude:.6f},{place.latitude:.6f}",
            (
                Cell(f"{place.name}, {wording.count(place.metres)} m away" if place.name else "No name"),
                Cell(wording.count(place.reports), place.reports),
                Cell(wording.count(place.collisions), place.collisions),
                Cell("; ".join(HAPPENINGS[code] for code in place.happenings)),
            ),
        )
        for place in places
    )
    return Table("Where near misses gather", columns, rows, clickable="Shows the place on the map.")


def build_choice_table(
    counts: Mapping[str, int], labels: Mapping[str, str], header: str, caption: str
) -> Table:
    """How many near misses had each choice of a question, most first; those that none had are left out."""
    rows = tuple(
        Row(code, (Cell(labels[code]), Cell(wording.count(n), n)))
        for code, n in sorted(counts.items(), key=lambda each: -each[1])
        if n
    )
    return Table(caption, (Column(header, numeric=False), Column("Near misses", emphasis=True)), rows)


def build_speed_watch_table(sites: Sequence[SpeedWatchSite]) -> Table:
    """Every site with its share over the limit, its limits and its sessions as a small line."""
    columns = (
        Column("Site", numeric=False),
        Column("Sessions"),
        Column("Vehicles"),
        Column("Over the limit"),
        Column("Share", emphasis=True),
        Column("95% limits", sortable=False, help="They allow for the spread between a site's sessions."),
        Column("Session by session", numeric=False, sortable=False),
        Column("Trend", numeric=False, help="Kendall's test over sessions, 5%, from 8 sessions on."),
    )
    return Table("Community Speed Watch by site", columns, tuple(_build_site_row(site) for site in sites))


def _build_site_row(site: SpeedWatchSite) -> Row:
    limits = UNKNOWN
    if math.isfinite(site.low):
        limits = Cell(f"{write_share(site.low)} to {write_share(site.high)}")
    tones: dict[bool | None, Tone] = {True: "worse", False: "better", None: "quiet"}
    share = 100 * site.share if math.isfinite(site.share) else None
    return Row(
        site.site,
        (
            Cell(site.site, tip=f"{wording.day(site.first)} to {wording.day(site.last)}."),
            Cell(wording.count(site.sessions), site.sessions),
            Cell(wording.count(site.vehicles), site.vehicles),
            Cell(wording.count(site.over), site.over),
            Cell(write_share(site.share), share),
            limits,
            # In per cent: the line of a small share would lie flat below 1.
            Cell("", spark=tuple(100 * each for each in site.shares)),
            Cell(describe_site_trend(site), tone=tones[site.is_rising()]),
        ),
    )


def build_school_table(figures: Sequence[SchoolFigures], radius: int) -> Table:
    """Every school with the collisions around it."""
    columns = (
        Column("School", numeric=False),
        Column(
            "At school times", emphasis=True, help="From 8am and from 3pm, Monday to Friday, not in August."
        ),
        Column("Killed or serious", help="Of those at school times, as recorded."),
        Column("Child hurt", help="Of those at school times: somebody under 16."),
        Column("At any time"),
    )
    rows = tuple(
        Row(
            each.school.name,
            (
                Cell(each.school.name, tip=each.school.phase),
                *(
                    Cell(wording.count(n), n)
                    for n in (each.at_school_times, each.serious, each.child, each.collisions)
                ),
            ),
        )
        for each in figures
    )
    return Table(f"Collisions within {radius} m of schools", columns, rows)
