"""Agencies as plain values, and the directory that finds one by a name of the plan. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

Kind = Literal["statutory", "council", "voluntary", "group", ""]
KINDS: tuple[Kind, ...] = ("statutory", "council", "voluntary", "group", "")
"""A group is no body of its own: "partners", "property owners". "" where nobody has said."""


@dataclass(frozen=True)
class AgencyDraft:
    """An agency as it is typed: aliases are the names that plans give it, as written there.

    full_name is "" where it is the short one, or where nobody has spelt it out.
    """

    short_name: str
    full_name: str = ""
    kind: Kind = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Agency:
    """A version of an agency in the directory. removed: it went into another with this version. at is UTC."""

    key: str
    version: int
    draft: AgencyDraft
    removed: bool
    step_id: int | None
    who: str
    at: datetime

    @property
    def name(self) -> str:
        """What it is called in short, such as "EBC CST"."""
        return self.draft.short_name

    @property
    def spelt_out(self) -> str:
        """What to say on hover: the full name, or the short one where there is no other."""
        return self.draft.full_name or self.draft.short_name

    @property
    def is_group(self) -> bool:
        return self.draft.kind == "group"


@dataclass(frozen=True)
class Directory:
    """The agencies in force, in alphabetical order. A name of the plan belongs to one of them at most."""

    agencies: tuple[Agency, ...]

    @cached_property
    def _by_alias(self) -> dict[str, Agency]:
        return {alias: agency for agency in self.agencies for alias in agency.draft.aliases}

    def find(self, written: str) -> Agency | None:
        """The agency that a plan calls by this name; None where the directory has not heard of it."""
        return self._by_alias.get(written)

    def name(self, written: str) -> str:
        """The short name of the agency that a plan calls so, or the name itself."""
        agency = self.find(written)
        return agency.name if agency else written

    def spell_out(self, written: str) -> str:
        """The full name of the agency that a plan calls so, or the name itself."""
        agency = self.find(written)
        return agency.spelt_out if agency else written

    def list_names(self, written: Iterable[str]) -> tuple[str, ...]:
        """Short names for those of an action, the lead first, an agency named twice once."""
        return tuple(dict.fromkeys(self.name(each) for each in written))

    def list_terms(self, abbreviations: Mapping[str, str]) -> dict[str, str]:
        """What the short words of plans stand for: names of agencies by their full ones, and abbreviations.

        abbreviations: what each stands for. A name in small letters, as groups have, is left out: it would
        mark the word wherever it stands.
        """
        names = {
            name: agency.draft.full_name
            for agency in self.agencies
            for name in (*agency.draft.aliases, agency.name)
            if agency.draft.full_name not in ("", name) and name != name.casefold()
        }
        return {**abbreviations, **names}
