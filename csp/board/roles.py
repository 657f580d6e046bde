"""Who may write to the board: the optional section [board] of the settings file.

    [board]
    editors = ["A. Chair", "officer@example.gov.uk"]   # names as typed, or logins
    viewers = ["Press office"]
    default_role = "viewer"     # of everybody not named: editor or viewer

Without the section everybody may edit under the name they give. With editors named and
no default_role, everybody else is a viewer. Where no login is configured a name is what
somebody typed: roles then keep order, they do not keep anybody out.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from csp.board import check
from csp.board.errors import Denied
from csp.errors import UserError
from csp.settings import area_file

Role = Literal["editor", "viewer"]


@dataclass(frozen=True)
class Roles:
    """The section [board]. Names are compared without regard to case."""

    editors: frozenset[str] = frozenset()
    viewers: frozenset[str] = frozenset()
    default: Role = "editor"

    def of(self, who: str) -> Role:
        name = who.strip().casefold()
        if name in self.viewers:
            return "viewer"
        return "editor" if name in self.editors else self.default


@lru_cache(maxsize=8)
def _roles(path: Path, mtime_ns: int) -> Roles:  # noqa: ARG001 part of the cache key
    try:
        section = tomllib.loads(path.read_text(encoding="utf-8")).get("board", {})
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{path.name} cannot be read as TOML: {error}. Correct that line.") from error
    editors, viewers = _names(section, "editors", path), _names(section, "viewers", path)
    default = section.get("default_role", "viewer" if editors else "editor")
    if default not in ("editor", "viewer"):
        raise UserError(f"{path.name}: default_role in [board] is either editor or viewer.")
    return Roles(editors, viewers, default)


def _names(section: dict[str, object], key: str, path: Path) -> frozenset[str]:
    names = section.get(key, [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise UserError(f"{path.name}: {key} in [board] is a list of names in quotation marks.")
    return frozenset(name.strip().casefold() for name in names)


def roles() -> Roles:
    """The roles in force; read again when the settings file changes.

    Raises UserError for a section that cannot be used.
    """
    path = area_file()
    try:
        stamp = path.stat().st_mtime_ns
    except FileNotFoundError as error:
        raise UserError(
            f"The settings file {path.name} is missing. Restore data/reference/area.toml."
        ) from error
    return _roles(path, stamp)


def editor(who: str, role: Role | None) -> str:
    """The name to record for a write.

    role is what the page took the person for. The settings are asked again, so that a
    forged form gains nothing: both have to say editor. Raises Denied for a viewer and
    UserError for a name that is missing or cannot be recorded.
    """
    name = check.name(who)
    if role == "viewer" or roles().of(name) != "editor":
        raise Denied(f"{name} may look at the board but not change it: ask an editor, or be made one.")
    return name
