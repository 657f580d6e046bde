"""Who may read and who may write by login: the optional section [access] of the settings file.

    [access]
    readers = "login"              # "anyone", "login" (whoever can log in), or a list like that of editors
    editors = ["officer@example.gov.uk", "@partner.example.org", "https://login.example.org 248289761001"]
    hosts = ["safety.example.gov.uk"]   # names the dashboard is opened under, apart from localhost
    login_hours = 10               # a login ends by itself after so long
    sessions_per_address = 200     # open pages from one address

An entry of a list is an e-mail address, a domain (@ and what follows it), or a login's
subject (the provider's address, a space, and the number or name it gives the person). A
login counts by an e-mail address that its provider says is verified, or by its subject.
Anything else a provider passes on, such as a display name, can be chosen freely by its owner,
so it counts for nothing. Names that are typed have a list of their own, [board] in
csp/topics/action_plan/store/roles.py, and never match an entry here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from csp.core.caching import keep_while_file_stands
from csp.core.errors import UserError
from csp.core.settings import area_file, read_toml

# Characters that a name in the record of the action plan may have.
LONGEST_NAME = 80
# The longest login, in hours: Streamlit's cookie is valid for a month.
MOST_HOURS = 24 * 30
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


class AccessError(UserError):
    """The section [access] cannot be used."""


def _folded(address: str) -> str:
    # Some letters beyond ASCII have an ASCII letter as their small form, so only ASCII is made small:
    # the Kelvin sign must not match a k.
    return address.lower() if address.isascii() else address


@dataclass(frozen=True)
class Login:
    """Whom a provider vouches for. email is verified, or ""; issuer and subject are both set or both ""."""

    email: str
    issuer: str
    subject: str

    @property
    def name(self) -> str:
        """What the record keeps: the address, else the subject."""
        name = self.email or f"{self.subject} ({urlsplit(self.issuer).hostname})"
        return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"

    @property
    def entry(self) -> str:
        """The entry of the settings file that stands for this login."""
        return self.email or f"{self.issuer} {self.subject}"


def login_of(claims: Mapping[str, Any]) -> Login | None:
    """The login that a provider's claims prove, or None where they prove none."""
    if claims.get("is_logged_in") is not True:
        return None
    email = _text(claims, "email") if claims.get("email_verified") is True else ""
    issuer, subject = _text(claims, "iss"), _text(claims, "sub")
    if not _EMAIL.fullmatch(email):
        email = ""
    if not (issuer and subject):
        issuer = subject = ""
    return Login(_folded(email), issuer, subject) if email or subject else None


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value.strip() if isinstance(value, str) and value.isprintable() else ""


@dataclass(frozen=True)
class Logins:
    """A list of logins: e-mail addresses, domains, and subjects as (issuer, subject)."""

    emails: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    subjects: frozenset[tuple[str, str]] = frozenset()

    def match(self, login: Login | None) -> bool:
        """Whether a login stands in the list."""
        if login is None:
            return False
        if login.email and (login.email in self.emails or login.email.rpartition("@")[2] in self.domains):
            return True
        return bool(login.subject) and (login.issuer, login.subject) in self.subjects


Who = Literal["anyone", "login"] | Logins


@dataclass(frozen=True)
class Access:
    """The section [access]. readers and editors are None where the section does not mention them."""

    readers: Who | None = None
    editors: Who | None = None
    hosts: frozenset[str] = frozenset()
    login_hours: float = 10
    sessions_per_address: int = 200


def allows(who: Who, login: Login | None) -> bool:
    """Whether somebody is among those who may; login is None for nobody in particular."""
    if who == "anyone":
        return True
    return login is not None if who == "login" else who.match(login)


def read_section(path: Path, name: str) -> Mapping[str, Any]:
    """A section of the settings file, empty where there is none."""
    section = read_toml(path).get(name, {})
    if not isinstance(section, dict):
        raise AccessError(f"{path.name}: {name} has to be a section, [{name}] on a line of its own.")
    return section


def _parse(section: Mapping[str, Any]) -> Access:
    unknown = sorted(set(section) - set(Access.__dataclass_fields__))
    if unknown:
        raise AccessError(f"[access] has no entry {unknown[0]}: see README, “Who may read and write”.")
    return Access(
        readers=_who(section, "readers"),
        editors=_who(section, "editors"),
        hosts=frozenset(_host(host) for host in _strings(section, "hosts")),
        login_hours=_number(section, "login_hours", 10, MOST_HOURS),
        sessions_per_address=int(_number(section, "sessions_per_address", 200, 100_000)),
    )


def _who(section: Mapping[str, Any], key: str) -> Who | None:
    value = section.get(key)
    if value is None:
        return None
    if value == "anyone":
        return "anyone"
    if value == "login":
        return "login"
    emails, domains, subjects = set(), set(), set()
    for entry in _strings(section, key):
        issuer, _, subject = entry.partition(" ")
        if urlsplit(issuer).scheme in ("https", "http") and subject.strip():
            subjects.add((issuer, subject.strip()))
        elif entry.startswith("@") and _HOST.fullmatch(entry[1:].lower()):
            domains.add(_folded(entry[1:]))
        elif _EMAIL.fullmatch(entry):
            emails.add(_folded(entry))
        else:
            raise AccessError(
                f"{key} in [access]: “{entry}” is no login. Write an e-mail address, a domain like "
                "@example.gov.uk, or the provider's address, a space and the login's subject; "
                "names that people type belong to [board]."
            )
    return Logins(frozenset(emails), frozenset(domains), frozenset(subjects))


def _strings(section: Mapping[str, Any], key: str) -> list[str]:
    values = section.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        words = "a list in square brackets, each entry in quotation marks"
        if key != "hosts":
            words = f'"anyone", "login" or {words}'
        raise AccessError(f"{key} in [access] is {words}.")
    return [value.strip() for value in values]


def _host(host: str) -> str:
    if not _HOST.fullmatch(host.lower()):
        raise AccessError(f"hosts in [access]: “{host}” is no name of a server, like safety.example.gov.uk.")
    return host.lower().rstrip(".")


def _number(section: Mapping[str, Any], key: str, default: float, most: float) -> float:
    value = section.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= most:
        raise AccessError(f"{key} in [access] is a number above 0, at most {most:,}.")
    return value


@keep_while_file_stands(maxsize=8)
def _read_file(path: Path) -> Access:
    return _parse(read_section(path, "access"))


def read_access() -> Access:
    """The section in force; read again when the settings file changes.

    Raises UserError for a file that cannot be read, AccessError for a section that cannot be used.
    """
    return _read_file(area_file())
