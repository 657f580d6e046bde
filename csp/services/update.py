"""Bringing what is loaded up to date: the months that are new in the police archive, or revised there."""

from __future__ import annotations

from csp.core import wording
from csp.core.errors import UserError
from csp.services import downloads, findings, street
from csp.services.loaded import Loaded
from csp.services.work import Work


def bring_up_to_date(work: Work) -> None:
    """Fetches what has changed, and says it month by month. Raises UserError where nothing is loaded yet."""
    downloads.sweep()
    own = work.area.force_slug
    loaded = Loaded(work.store).find_months()
    if not any(force in work.needs.forces for force, _ in loaded):
        raise UserError(
            f"No street files of {work.area.force} are loaded yet, so there is nothing to update. Run "
            f'python -m csp setup "{work.area.home_name}" first.'
        )
    brought = street.bring_changed(work)
    changes = [
        findings.describe_change(each, brought.before, own, work.districts.values())
        for each in sorted(
            brought.files, key=lambda each: (each.force != work.area.force_slug, each.force, each.month)
        )
    ]
    said = [change for change in changes if change]
    for change in said:
        work.journal.say(change)
    if not said and not work.journal.failures:
        newest = f" It goes to {wording.month(brought.newest)}." if brought.newest else ""
        work.journal.say(f"Nothing is new: every month is as the archive has it.{newest}")
    for sentence in findings.describe_condition(Loaded(work.store).rows, work.store):
        work.journal.say(sentence)
