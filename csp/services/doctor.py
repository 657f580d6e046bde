"""What is wrong with an installation and what to do: settings, store, board, services, a sentence each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from csp.core import settings
from csp.core.errors import UserError
from csp.core.wording import capitalise, list_words, month, plural
from csp.data import bucket
from csp.data.store import Store
from csp.imports.check import examine
from csp.imports.ownership import EXTRACTS, SAMPLE
from csp.services import findings
from csp.services.addresses import Services, read_services
from csp.services.client import Client
from csp.services.errors import ServiceError, UnreachableError
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
        *_guard(_examine_settings, "The settings"),
        *_guard(_examine_store, "The store"),
        *_guard(lambda: _examine_board(examine_board), "The board"),
        *(_guard(lambda: _examine_services(client or Client()), "The services") if is_online else []),
    ]


def _guard(examination: Callable[[], Iterator[Diagnosis]], what: str) -> list[Diagnosis]:
    """What an examination finds; one that cannot be made is a fault of its own."""
    found: list[Diagnosis] = []
    try:
        found.extend(examination())
    except UserError as error:
        found.append(Diagnosis(_end(f"{what}: {error}"), is_wrong=True))
    except OSError as error:
        found.append(Diagnosis(f"{what} cannot be examined: {error.strerror or error}.", is_wrong=True))
    return found


def _end(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."


def _examine_settings() -> Iterator[Diagnosis]:
    area = settings.area()
    yield Diagnosis(
        f"Settings: {settings.area_file()} is of {area.home_name}, {area.force}, compared with "
        f"{len(area.peers)} {area.peers_label}."
    )


def _examine_store() -> Iterator[Diagnosis]:
    bucket.keep_up()
    store = Store(settings.extracts())
    faults = [
        finding.line(each)
        for each, shape in ((store, EXTRACTS), (Store(settings.SAMPLE), SAMPLE))
        for finding in examine(each, shape)
    ]
    for line in faults[:FAULTS_NAMED]:
        yield Diagnosis(f"Store: {line}", is_wrong=True)
    if len(faults) > FAULTS_NAMED:
        more = plural(len(faults) - FAULTS_NAMED, "more fault")
        yield Diagnosis(f"Store: {more}, which python -m csp check names.", is_wrong=True)
    lacks = list(_list_lacks(store))
    yield from lacks
    if not faults and not lacks:
        yield Diagnosis(f"Store: every file in {store.root} is as it was written, and nothing is missing.")


def _list_lacks(store: Store) -> Iterator[Diagnosis]:
    """What is not loaded of what the settings need."""
    area, districts = settings.area(), settings.read_districts()
    needs, loaded = list_needs(area, districts), Loaded(store)
    months = loaded.find_months()
    if area.home == settings.SAMPLE_HOME and not months:
        yield Diagnosis("Store: nothing is imported, so the pages show the sample.")
        return
    own = [of for of, _ in months if of == area.force_slug]
    if not own:
        yield Diagnosis(
            f"Store: no month of {area.force} is loaded, so the pages are empty. Run {SETUP} "
            f'"{area.home_name}".',
            is_wrong=True,
        )
    for what, have in (("outlines", loaded.find_outlined()), ("population", loaded.find_populated())):
        missing = [districts[code].name for code in needs.districts if code in districts and code not in have]
        if missing:
            named = list_words(missing) if len(missing) <= FAULTS_NAMED else plural(len(missing), "district")
            yield Diagnosis(
                f"Store: no {what} of {named} {'is' if what == 'population' else 'are'} loaded. Run {SETUP} "
                f'"{area.home_name}".',
                is_wrong=True,
            )
    for sentence in findings.describe_condition(loaded.rows, store):
        is_remark = sentence.startswith("Probably incomplete")
        yield Diagnosis(f"Store: {sentence}", is_wrong=not is_remark)


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
