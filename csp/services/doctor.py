"""What is wrong with an installation and what to do: settings, store, board, services, a sentence each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from csp.core import own_words, settings
from csp.core.errors import UserError
from csp.core.measures import describe_own_fault
from csp.core.wording import capitalise, list_words, lower_first, month, plural
from csp.data import bucket
from csp.data.store import Store
from csp.imports.check import examine
from csp.imports.ownership import EXTRACTS, PUBLISHED, SAMPLE
from csp.services import findings
from csp.services.addresses import Services, read_services
from csp.services.client import Client
from csp.services.errors import ServiceError, UnreachableError
from csp.services.journal import end
from csp.services.loaded import Loaded
from csp.services.needs import Needs, list_needs
from csp.services.outlines import fetch_outlines
from csp.services.population import fetch_districts
from csp.services.published import read_last_month
from csp.services.steps import NORTHERN_IRELAND

FAULTS_NAMED = 5
SETUP = "python -m csp setup"


@dataclass(frozen=True)
class Diagnosis:
    """A sentence of what is in order, or is wrong and what to do."""

    sentence: str
    is_wrong: bool = False


def diagnose(
    examine_board: Callable[[], str], is_online: bool, client: Client | None = None
) -> list[Diagnosis]:
    """Every fault there is, the settings first. examine_board: how the board is; UserError where not well."""
    return [
        *_guard(_examine_settings, "Settings"),
        *_guard(_examine_store, "Store"),
        *_guard(lambda: _examine_board(examine_board), "Board"),
        *(_guard(lambda: _examine_services(client or Client()), "Services") if is_online else []),
    ]


def _guard(examination: Callable[[], Iterator[Diagnosis]], what: str) -> list[Diagnosis]:
    """What an examination finds; one that cannot be made is a fault of its own."""
    found: list[Diagnosis] = []
    try:
        found.extend(examination())
    except UserError as error:
        found.append(Diagnosis(end(f"{what}: {error}"), is_wrong=True))
    except OSError as error:
        found.append(Diagnosis(f"{what}: cannot be examined ({error.strerror or error}).", is_wrong=True))
    return found


def _examine_settings() -> Iterator[Diagnosis]:
    area = settings.area()
    yield Diagnosis(
        f"Settings: {settings.area_file()} is of {area.home_name}, {area.force}, compared with "
        f"{len(area.peers)} {area.peers_label}."
    )
    districts = settings.read_districts()
    if districts[area.home].valid_to:
        successor = districts.get(districts[area.home].successor)
        yield Diagnosis(f"Settings: {own_words.suggest_successor(districts[area.home], successor)}")


def _examine_store() -> Iterator[Diagnosis]:
    bucket.keep_up()
    store = Store(settings.extracts())
    stores = (store, EXTRACTS), (Store(settings.SAMPLE), SAMPLE), (Store(settings.published()), PUBLISHED)
    faults = [finding.line(each) for each, shape in stores for finding in examine(each, shape)]
    for line in faults[:FAULTS_NAMED]:
        yield Diagnosis(f"Store: {line}", is_wrong=True)
    if len(faults) > FAULTS_NAMED:
        more = plural(len(faults) - FAULTS_NAMED, "more fault")
        yield Diagnosis(f"Store: {more}, which python -m csp check names.", is_wrong=True)
    if own := describe_own_fault():
        yield Diagnosis(f"Store: {lower_first(own)}", is_wrong=True)
    lacks = list(_list_lacks(store))
    yield from lacks
    if not faults and not lacks:
        yield Diagnosis(f"Store: every file in {store.root} is as it was written, and nothing is missing.")


def _list_lacks(store: Store) -> Iterator[Diagnosis]:
    """What is not loaded of what the settings need."""
    area = settings.area()
    needs, loaded = list_needs(area, settings.read_districts()), Loaded(store)
    months = loaded.find_months()
    if area.home == settings.SAMPLE_HOME and not months:
        yield Diagnosis("Store: nothing is imported, so the pages show the sample.")
        return
    if not any(force == area.force_slug for force, _ in months):
        yield Diagnosis(
            f"Store: no month of {area.force} is loaded, so the pages are empty. Run {SETUP} "
            f'"{area.home_name}".',
            is_wrong=True,
        )
    outlined, populated = loaded.find_outlined(), loaded.find_populated()
    without = [code for code in needs.districts if code not in populated]
    north = [code for code in without if code.startswith(NORTHERN_IRELAND)]
    if north:
        sentence = findings.describe_northern_ireland(read_services().population)
        yield Diagnosis(f"Store: {lower_first(sentence)}.", is_wrong=True)
    yield from _name_missing("outlines", "are", [code for code in needs.districts if code not in outlined])
    yield from _name_missing("population", "is", [code for code in without if code not in north])
    for sentence in findings.describe_condition(loaded.rows, store):
        # An incomplete month is as it was published.
        yield Diagnosis(f"Store: {sentence}", is_wrong=not sentence.startswith(findings.INCOMPLETE))


def _name_missing(what: str, verb: str, codes: Sequence[str]) -> Iterator[Diagnosis]:
    """Districts of which something is not loaded, by their names where they are few."""
    area = settings.area()
    names = [area.names.get(code, code) for code in codes]
    named = list_words(names) if len(names) <= FAULTS_NAMED else plural(len(names), "district")
    if names:
        yield Diagnosis(
            f'Store: no {what} of {named} {verb} loaded. Run {SETUP} "{area.home_name}".', is_wrong=True
        )


def _examine_board(examine_board: Callable[[], str]) -> Iterator[Diagnosis]:
    yield Diagnosis(f"Board: {examine_board()}")


def _examine_services(client: Client) -> Iterator[Diagnosis]:
    services = read_services()
    needs = list_needs(settings.area(), settings.read_districts())
    home = needs.home[0]
    yield _try(services.outlines.name, lambda: fetch_outlines(client, services.outlines, home))
    if not home.startswith(NORTHERN_IRELAND):
        yield _try(services.population.name, lambda: fetch_districts(client, services.population, needs.home))
    yield from _compare_months(client, services, needs)


def _try(name: str, ask: Callable[[], object]) -> Diagnosis:
    try:
        ask()
    except ServiceError as error:
        return _say_away(error)
    return Diagnosis(f"Services: {name} answers.")


def _say_away(error: ServiceError) -> Diagnosis:
    what = (
        "Files that are downloaded elsewhere go in with python -m csp setup --from FOLDER."
        if isinstance(error, UnreachableError)
        else "Try again later; the address stands in data/reference/services.toml."
    )
    return Diagnosis(f"Services: {capitalise(str(error))}. {what}", is_wrong=True)


def _compare_months(client: Client, services: Services, needs: Needs) -> Iterator[Diagnosis]:
    """Whether the police archive answers, and has months that are not loaded."""
    try:
        newest = read_last_month(client, services.police)
    except ServiceError as error:
        yield _say_away(error)
        return
    loaded = Loaded(Store(settings.extracts())).find_months()
    last: date | None = max((of for force, of in loaded if force == needs.forces[0]), default=None)
    if last is not None and last < newest:
        yield Diagnosis(
            f"Services: {services.police.name} goes to {month(newest)} and what is loaded to {month(last)}. "
            "Run python -m csp update.",
            is_wrong=True,
        )
    else:
        yield Diagnosis(f"Services: {services.police.name} answers, and goes to {month(newest)}.")
