"""Which agencies of the directory a plan names, and what each has a part in. Pure.

A plan calls one team by several names. Whoever counts, filters or lists by agency does so by the agency of
the directory, so that an agency that one action names twice is there once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from csp.topics.action_plan.store.agency_records import Agency, AgencyDraft, Directory
from csp.topics.action_plan.store.records import ActionRow, Listing


def find_agency(written: str, directory: Directory) -> Agency:
    """The agency that a plan calls so; for a name that the directory has not heard of, one of that name."""
    return directory.find(written) or _stand_in(written)


def _stand_in(written: str) -> Agency:
    """What stands for a name that was stored after the directory was read."""
    draft = AgencyDraft(written, aliases=(written,))
    return Agency(written, 0, draft, False, None, "", datetime.min.replace(tzinfo=UTC))


def list_agencies(listing: Listing, directory: Directory) -> list[Agency]:
    """The agencies that a plan names, in alphabetical order; the groups, which are no body, come last."""
    names = dict.fromkeys(name for action in listing.actions for name in action.agencies)
    agencies = {agency.key: agency for agency in (find_agency(name, directory) for name in names)}
    return sort_agencies(agencies.values())


def sort_agencies(agencies: Iterable[Agency]) -> list[Agency]:
    """In alphabetical order, the groups last."""
    return sorted(agencies, key=lambda agency: (agency.is_group, agency.name.casefold(), agency.key))


def involves(action: ActionRow, agency: Agency) -> bool:
    """Whether an action names an agency, under any of its names."""
    return not set(agency.draft.aliases).isdisjoint(action.agencies)


def leads(action: ActionRow, agency: Agency) -> bool:
    """Whether an agency is the lead of an action, under any of its names."""
    return action.lead in agency.draft.aliases
