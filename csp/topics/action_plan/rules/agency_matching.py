"""Which agency of the directory somebody means who types a name. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from csp.topics.action_plan.store.agency_names import identify
from csp.topics.action_plan.store.agency_records import Agency, Directory


@dataclass(frozen=True)
class AgencyMatcher:
    """Finds agencies by what people type. abbreviations: what each stands for.

    A name that a plan uses already stays as it is. Another spelling of one, in small letters or spelt out,
    becomes that name, so that no second agency comes of it. Nothing is guessed from likeness.
    """

    directory: Directory
    abbreviations: Mapping[str, str]

    def match(self, typed: str) -> str:
        """The name as the plan writes it; typed itself, trimmed, for an agency that is new."""
        name = " ".join(typed.split())
        if self.directory.find(name):
            return name
        return self._spellings.get(name.casefold()) or self._identities.get(self._identify(name), name)

    def is_known(self, name: str) -> bool:
        """Whether the directory has an agency of this name."""
        return self.directory.find(name) is not None

    def is_same(self, one: str, other: str) -> bool:
        """Whether two names of the plan are one agency."""
        return one == other or (self.is_known(one) and self.directory.find(one) is self.directory.find(other))

    def _identify(self, name: str) -> str:
        return identify(name, self.abbreviations)

    @cached_property
    def _spellings(self) -> dict[str, str]:
        """Names as the plan writes them, by their small letters; what a plan writes comes first."""
        spellings: dict[str, str] = {}
        for agency in self.directory.agencies:
            for alias in agency.draft.aliases:
                spellings.setdefault(alias.casefold(), alias)
        for agency in self.directory.agencies:
            for name in (agency.draft.short_name, agency.draft.full_name):
                if name:
                    spellings.setdefault(name.casefold(), _choose_alias(agency))
        return spellings

    @cached_property
    def _identities(self) -> dict[str, str]:
        return {
            self._identify(alias): _choose_alias(agency)
            for agency in self.directory.agencies
            for alias in agency.draft.aliases
        }


def _choose_alias(agency: Agency) -> str:
    """How a plan writes an agency: by its short name where it does, else by the name that came first."""
    aliases = agency.draft.aliases
    return agency.name if agency.name in aliases or not aliases else aliases[0]
