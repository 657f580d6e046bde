"""Who may write to the board: names by the section [board] of the settings file, logins by [access].

    [board]
    editors = ["A. Chair"]      # names as people type them, where nobody logs in
    viewers = ["Press office"]
    default_role = "viewer"     # of everybody not named: editor or viewer

    [access]
    editors = ["officer@example.gov.uk"]   # logins; csp/core/access.py has the whole section

Names and logins are two lists, and neither is ever looked up in the other. Without [board]
everybody may edit under the name they give; with editors named and no default_role,
everybody else is a viewer. A name is what somebody typed: roles by name keep order, they do
not keep anybody out. Where a login is configured, or the dashboard is opened to a network,
names do not count (csp/shell/identity.py), and a login may edit if [access] says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from csp.core import access
from csp.core.access import Login
from csp.core.caching import keep_while_file_stands
from csp.core.errors import UserError
from csp.core.settings import area_file
from csp.topics.action_plan.store import check
from csp.topics.action_plan.store.errors import Denied

NameRole = Literal["editor", "viewer"]
# Of who writes: by a typed name, its role; by a login, the login, whose right is looked up.
Role = NameRole | Login


@dataclass(frozen=True)
class Roles:
    """The section [board]. Names are compared without regard to case."""

    editors: frozenset[str] = frozenset()
    viewers: frozenset[str] = frozenset()
    default: NameRole = "editor"

    def of(self, who: str) -> NameRole:
        name = who.strip().casefold()
        if name in self.viewers:
            return "viewer"
        return "editor" if name in self.editors else self.default


@keep_while_file_stands(maxsize=8)
def _read_roles(path: Path) -> Roles:
    section = access.read_section(path, "board")
    editors, viewers = _names(section, "editors", path), _names(section, "viewers", path)
    default = section.get("default_role", "viewer" if editors else "editor")
    if default not in ("editor", "viewer"):
        raise UserError(f"{path.name}: default_role in [board] is either editor or viewer.")
    return Roles(editors, viewers, default)


def _names(section: Mapping[str, Any], key: str, path: Path) -> frozenset[str]:
    names = section.get(key, [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise UserError(f"{path.name}: {key} in [board] is a list of names in quotation marks.")
    return frozenset(name.strip().casefold() for name in names)


def roles() -> Roles:
    """The roles in force; read again when the settings file changes.

    Raises UserError for a section that cannot be used.
    """
    return _read_roles(area_file())


def login_may_edit(login: Login | None) -> bool:
    """Whether the settings let a login edit; names that are typed never get here."""
    editors = access.read_access().editors
    return login is not None and editors not in (None, "anyone") and access.allows(editors, login)


def name_may_edit(name: str) -> bool:
    """Whether the settings let a typed name edit. Where editors are logins, no name may."""
    return access.read_access().editors in (None, "anyone") and roles().of(name) == "editor"


def editor(who: str, role: Role | None) -> str:
    """The name to record for a write.

    role is what the page took the person for. The settings are asked again, so that a
    forged form gains nothing: both have to say editor. Raises Denied for a viewer and
    UserError for a name that is missing or cannot be recorded.
    """
    name = check.name(role.name if isinstance(role, Login) else who)
    allowed = login_may_edit(role) if isinstance(role, Login) else role != "viewer" and name_may_edit(name)
    if not allowed:
        raise Denied(f"{name} may look at the board but not change it: ask an editor, or be made one.")
    return name
