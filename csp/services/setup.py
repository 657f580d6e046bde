"""Setting the dashboard up for a district: its settings, then everything that it needs, fetched or given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from csp.core import areas, settings
from csp.core.areas import District, name_force
from csp.core.errors import UserError
from csp.services import downloads, findings, given, steps, street
from csp.services.settings_file import write_settings
from csp.services.work import Work


def find_home(name: str | None, ask: Callable[[str], str] | None) -> District:
    """The district of a name. Raises UserError, with the nearest names, for one that is none.

    ask: what asks for a name where none is given, and once more for one that is none; None where nobody can
    be asked.
    """
    districts = settings.read_districts()
    if ask is None:
        if not name:
            raise UserError('Name the district: python -m csp setup "Exeter"')
        return areas.find_district(name, districts)
    question = "District"
    while True:
        try:
            return areas.find_district(name or ask(question), districts)
        except UserError as error:
            name, question = None, f"{error}\nDistrict"


def set_up(
    home: District, replace: bool, ask: Callable[[str], bool] | None, say: Callable[[str], None]
) -> None:
    """Writes the settings and says whose they are. Raises UserError where they may not be written."""
    say(write_settings(home, replace, ask))
    area = settings.area()
    say(f"{area.home_name}: {area.force}, compared with {len(area.peers)} {area.peers_label}.")


def fetch(work: Work, months: int) -> None:
    """Fetches everything that is not loaded yet. What fails is written down in the journal."""
    downloads.sweep()
    steps.bring_outlines(work)
    if not work.journal.has_no_network:
        steps.bring_population(work)
    brought = street.bring_months(work, months)
    if not work.journal.has_no_network:
        street.say_loaded(work, brought)
    if not work.journal.failures:
        downloads.clear()


def take(work: Work, folder: Path) -> None:
    """Imports what lies in a folder of downloads. Raises UserError for a folder that holds nothing of use."""
    given.take_folder(work, folder)
    street.say_loaded(work)


def describe_left(work: Work, is_online: bool = True) -> list[str]:
    """What could not be done, a sentence each, and what to do about it. is_online: services were asked."""
    if not is_online:
        return work.journal.failures
    if work.journal.has_no_network:
        home = work.districts[work.area.home]
        forces = [name_force(slug, work.districts.values()) for slug in work.needs.forces]
        return findings.describe_no_network(work.services, work.area, home, forces)
    failures = work.journal.failures
    return [*failures, *([findings.AGAIN, findings.describe_by_hand(work.services)] if failures else [])]
