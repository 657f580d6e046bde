"""The sentences of setup and update."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from csp.core import wording
from csp.core.areas import District, name_force
from csp.core.coverage import group_runs
from csp.core.settings import Area
from csp.core.wording import capitalise, count, list_words, plural
from csp.data.store import Store
from csp.imports.manifest import Row
from csp.imports.months import incomplete, stale_months, stale_sentence, street_months
from csp.imports.own_area import explain_missing_months
from csp.imports.results import Loaded
from csp.services.addresses import OutlineService, PoliceService, PopulationService, Services

AGAIN = "Run the same command again later: what is there already stays, and it goes on from there."
OPEN = "Open the dashboard: .venv/bin/streamlit run app.py"
MOST_NAMED = 5
INCOMPLETE = "Probably incomplete, kept and marked"


def describe_outlines(districts: int, wards: int, before: int) -> str:
    """Whose outlines came, and whose were there."""
    there = f" {plural(before, 'district')} had theirs." if before else ""
    if not districts:
        return f"Outlines: none new.{there}"
    return f"Outlines: {plural(wards, 'ward')} in {plural(districts, 'district')}.{there}"


def describe_no_outlines(service: OutlineService, names: Sequence[str]) -> str:
    """Districts that the service has no wards of."""
    listed = list_words(names) if len(names) <= MOST_NAMED else plural(len(names), "district")
    return (
        f"{service.name} has no wards of {listed}. Look for them at {service.manual.address} and import "
        "them: python -m csp import boundaries FILE"
    )


def describe_northern_ireland(service: PopulationService) -> str:
    """What has no service at all."""
    manual = service.manual_northern_ireland
    return (
        f"Population: {service.name} has none of Northern Ireland. Until you import some, rates rest on the "
        "estimates of one year that come with the dashboard, and wards have none. Download from "
        f"{service.name_northern_ireland} ({manual.address}) the {manual.file}, then: "
        "python -m csp import population FILE"
    )


def describe_wards(known: int, wards: int, name: str) -> str:
    """Of how many wards of home there is a population."""
    if known == wards:
        return f"Population of wards: all {count(wards)} of {name}."
    return (
        f"Population of wards: {count(known)} of the {count(wards)} of {name}; the others are of another "
        "edition than the estimates, and have no rates."
    )


def describe_force(force: str, rows: Sequence[Row], new: int | None, districts: Iterable[District]) -> str:
    """The months of a force that are loaded: "Devon & Cornwall Police: 36 months, Aug 2023 to Jul 2026".

    new: how many of them came just now, None where that is not known.
    """
    name = name_force(force, districts)
    if not rows:
        return f"{name}: no street files are loaded."
    months = [row["month"] for row in rows]
    stored = sum(row["rows_stored"] for row in rows)
    came = "" if new is None else f"; {count(new) if new else 'none'} of them new"
    span = f"{plural(len(months), 'month')}, {name_months(months)}"
    return f"{name}: {span}, {count(stored)} rows in the area{came}."


def describe_beginning(service: PoliceService, first: date) -> str:
    """That there is nothing older to be had."""
    return f"{capitalise(service.name)} has no months before {wording.month(first)}."


def describe_absent(absent: Collection[tuple[str, date]], districts: Collection[District]) -> list[str]:
    """The months that a force did not supply, a sentence for each force."""
    forces: dict[str, list[date]] = {}
    for force, month in absent:
        forces.setdefault(force, []).append(month)
    return [
        f"{name_force(force, districts)} supplied no file for {name_months(sorted(months))}: nothing can be "
        "shown for it."
        for force, months in sorted(forces.items())
    ]


def describe_condition(rows: Sequence[Row], store: Store) -> list[str]:
    """What there is to know of the street files as they are loaded now."""
    low = sorted(incomplete(rows))
    named = ", ".join(f"{force} {wording.month(month)}" for force, month in low[:MOST_NAMED])
    more = f" and {count(len(low) - MOST_NAMED)} more" if len(low) > MOST_NAMED else ""
    marked = f"{INCOMPLETE}: {named}{more}." if low else ""
    street = street_months(rows)
    return [
        *filter(
            None,
            (
                marked,
                explain_missing_months(street, store),
                stale_sentence(stale_months(list(rows))),
            ),
        )
    ]


def name_months(months: Sequence[date]) -> str:
    """Months in order as ranges: "Aug 2023 to Jul 2026", "Mar 2024 and May 2024"."""
    return list_words(
        [
            wording.month(first) if first == last else f"{wording.month(first)} to {wording.month(last)}"
            for first, last in group_runs(list(months))
        ]
    )


def describe_change(
    each: Loaded, before: Mapping[tuple[str, date], Row], own: str, districts: Iterable[District]
) -> str:
    """What came of a month: "Mar 2024 revised: 15,704 to 15,727 rows"; "" where nothing changed."""
    if each.result == "unchanged" or each.month is None:
        return ""
    month = wording.month(each.month)
    named = month if each.force == own else f"{name_force(each.force, districts)}, {month}"
    row = before.get((each.force, each.month))
    if row is None:
        return f"{named} new: {plural(each.rows_read, 'row')}"
    if row["rows_read"] == each.rows_read:
        return f"{named} revised: {plural(each.rows_read, 'row')} as before, in other words or places"
    return f"{named} revised: {count(row['rows_read'])} to {plural(each.rows_read, 'row')}"


def describe_by_hand(services: Services) -> str:
    """Where people get what a service does not give."""
    places = (services.outlines.manual, services.population.manual, services.police.manual)
    return (
        "What does not come at all can be downloaded by hand and given with csp setup --from FOLDER: "
        f"{list_words([place.address for place in places])}."
    )


def describe_no_network(services: Services, area: Area, home: District, forces: Sequence[str]) -> list[str]:
    """The one message where no service can be reached: what to download, from where, and how to go on.

    forces: the names of those whose files are needed.
    """
    population = services.population
    districts, wards = population.manual, population.manual_wards
    if home.code.startswith("N"):
        districts = wards = population.manual_northern_ireland
    files = (
        (f"Ward outlines of {area.home_name} and its peers", services.outlines.manual),
        (f"Population of {area.home_name} and its peers", districts),
        (f"Population of the wards of {area.home_name}", wards),
        (f"Recorded crime of {list_words(forces)}", services.police.manual),
    )
    return [
        "No service could be reached from this machine. On one that has a network, download these four files "
        "into a folder of their own:",
        *(
            f"  {number}. {what}, {manual.address}: {manual.file}"
            for number, (what, manual) in enumerate(files, start=1)
        ),
        f'Then go on from there: python -m csp setup "{area.home_name}" --from FOLDER',
    ]
