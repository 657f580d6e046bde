"""Profiles as files: kept in the folder of the extracts, and given to others as one file."""

from __future__ import annotations

from csp.core.partner.profile import Profile


def list_profiles() -> tuple[str, ...]:
    """The names of the profiles that are kept, in their order. One that cannot be read is named too."""
    raise NotImplementedError


def read_profile(name: str) -> Profile:
    """A profile by its name. Raises UserError where there is none, or it cannot be read."""
    raise NotImplementedError


def save_profile(profile: Profile) -> None:
    """Keeps a profile, in place of one of the same name. Raises UserError for a name that is no file."""
    raise NotImplementedError


def delete_profile(name: str) -> None:
    """Removes a profile; none of that name is no error."""
    raise NotImplementedError


def write_profile(profile: Profile) -> str:
    """A profile as the text of a file that others can take over: TOML."""
    raise NotImplementedError


def parse_profile(text: str, file: str = "") -> Profile:
    """The profile of a text. Raises UserError, one sentence that names the entry, for one that is none."""
    raise NotImplementedError
