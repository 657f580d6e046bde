"""What is loaded in words: how much, up to when, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import wording
from csp.core.status import BUILT_IN, LoadedMonths, LoadedRoads, Status

NO_OUTLINES = (
    "Ward outlines: none imported, so maps are schematic. Fetch them with python -m csp setup, or import "
    "them with python -m csp import boundaries."
)
NO_POPULATION = (
    "Population: the built-in mid-year estimates only. Fetch others with python -m csp setup, or import them "
    "with python -m csp import population."
)
NO_COLLISIONS = (
    "Road collisions: none imported, so those shown are simulated. Import the files of the Department for "
    "Transport with python -m csp import collisions."
)
PROVISIONAL = (
    "Provisional: figures of a half year that the Department for Transport has published before the whole "
    "year. The file of the whole year replaces them."
)
INCOMPLETE = (
    "Data incomplete: the month has fewer than 0.8 of the rows that are usual around it. It is kept and "
    "marked, and left out where you choose so in the period's list."
)
INCOMPLETE_CELLS = (
    "The upload as a whole is complete in these months. The count is below 0.6 of what is usual there in the "
    "half year around, while the other districts are not as low, and cannot be so by luck."
)


PUBLISHED = "These are figures as they are published; nothing can be imported or removed here."


def write_caption(partnership: str, is_public: bool) -> str:
    """Whose dashboard it is, and where files come in."""
    how = (
        PUBLISHED if is_public else "Files of partners come in on the tab Bring in, all others as Help says."
    )
    return f"{partnership}. {how}"


def write_headline(months: Sequence[LoadedMonths], sources: int, cells: int = 0) -> str:
    """How much is loaded, up to when, and what is wrong with it: gaps, incomplete months, incomplete counts.

    cells: how many of the last there are.
    """
    if not months:
        return "No recorded crime is loaded."
    gaps, incomplete = (sum(len(getattr(each, name)) for each in months) for name in ("gaps", "incomplete"))
    wrong = [
        *([f"{wording.plural(gaps, 'month')} missing in between"] if gaps else []),
        *([f"{wording.plural(incomplete, 'month')} incomplete"] if incomplete else []),
        *([f"{wording.plural(cells, 'count')} of a crime type in a district incomplete"] if cells else []),
    ]
    total = sum(len(each.months) for each in months)
    latest = max(each.months[-1] for each in months)
    loaded = f"{wording.plural(total, 'month')} of {wording.plural(sources, 'source')} loaded"
    loaded = f"{loaded}, up to {wording.month(latest)}"
    return f"{loaded}: {wording.list_words(wrong) or 'none missing in between, none incomplete'}."


def describe_roads(loaded: Sequence[LoadedRoads]) -> list[str]:
    """What is not imported of road collisions, and what provisional means where a year is."""
    imported = [each for each in loaded if each.source != "sample"]
    if not imported:
        return [NO_COLLISIONS]
    years = {each.kind: each.years for each in imported}
    collisions = years.get("collisions", ())
    sentences = []
    for kind in ("casualties", "vehicles"):
        missing = [year for year in collisions if year not in years.get(kind, ())]
        if missing:
            sentences.append(f"No {kind} of {wording.years(missing)} are loaded: import their files too.")
    return [*sentences, *([PROVISIONAL] if any(each.provisional for each in imported) else [])]


def describe_others(status: Status) -> list[str]:
    """What is not imported, which population is used, and what cannot be read."""
    kinds = {table.kind for table in status.tables if table.area != BUILT_IN}
    sentences = []
    if "boundaries" not in kinds:
        sentences.append(NO_OUTLINES)
    if "population" not in kinds:
        sentences.append(NO_POPULATION)
    if status.population_use:
        sentences.append(f"{status.population_use}.")
    if status.left_out:
        files = wording.plural(status.left_out, "imported file")
        sentences.append(f"{files} cannot be read and left out: python -m csp check says which and why.")
    return sentences
