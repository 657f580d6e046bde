"""Who may do what here and now: the settings of access, with how this server is set up.

It knows whether a login is configured ([auth] in .streamlit/secrets.toml) and whether the
dashboard is opened to a network: by the address it listens on, or by a name it is opened
under (hosts in [access]), which is how it stands behind a proxy.
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from streamlit import auth_util, config

from csp.core import access, settings
from csp.core.access import Access, Login, Who
from csp.core.errors import UserError

_LOG = logging.getLogger(__name__)
_last_good = Access()
_last_warning = ""


def current() -> Access:
    """The section [access] in force.

    While the file cannot be read, the section stays as it was last read, so that a slip in the file
    gives nobody a right. The log has one warning for each fault.
    """
    global _last_good, _last_warning  # noqa: PLW0603
    try:
        _last_good = access.read_access()
        _last_warning = ""
    except UserError as error:
        if str(error) != _last_warning:
            _last_warning = str(error)
            _LOG.warning("%s Until then the settings of [access] stay as they were.", error)
    return _last_good


def auth_section() -> Mapping[str, Any]:
    """[auth] of .streamlit/secrets.toml, empty where no login is configured."""
    section: Mapping[str, Any] | None = auth_util.get_secrets_auth_section()
    return section or {}


def login_configured() -> bool:
    """Whether people log in here."""
    return bool(auth_section())


def providers() -> dict[str, str]:
    """The configured providers: what a person sees, and the name Streamlit knows it by."""
    section = auth_section()
    with_name = {name: name for name, value in section.items() if isinstance(value, Mapping)}
    default = {"": "default"} if "client_id" in section else {}
    return default | with_name


def hosts() -> frozenset[str]:
    """The names the dashboard may be opened under, apart from localhost."""
    uri = urlsplit(str(auth_section().get("redirect_uri", "")))
    return current().hosts | ({uri.hostname.lower()} if uri.hostname else frozenset())


def is_loopback(address: str | None) -> bool:
    """Whether a server that listens on this address is reached from its own machine alone."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False


def opened_to_network() -> bool:
    """Whether other machines can reach the dashboard."""
    return not is_loopback(config.get_option("server.address")) or bool(current().hosts)


def is_public() -> bool:
    """Whether the published store alone is shown, so that anyone may read."""
    try:
        return settings.area().is_public
    except UserError:
        return False


def readers() -> Who:
    """Who may read. Where the settings say nothing: anyone on this machine, logins from a network."""
    configured = current().readers
    if configured is not None:
        return configured
    return "login" if opened_to_network() and not is_public() else "anyone"


def editors() -> Who:
    """Who may write. Where the settings say nothing: anyone on this machine where nobody logs in."""
    configured = current().editors
    if configured is not None:
        return configured
    return access.Logins() if login_configured() or opened_to_network() else "anyone"


def may_read(login: Login | None) -> bool:
    """Whether somebody may read; login is None for nobody in particular."""
    return access.allows(readers(), login)


def names_count() -> bool:
    """Whether who types a name may write under it: only where nobody logs in."""
    return not login_configured() and editors() == "anyone"
