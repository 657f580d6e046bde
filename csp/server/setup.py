"""Checks the set-up before the server starts: some of it gives a notice, some stops the start.

Nothing opens by accident. A dashboard that other machines can reach asks for a login to
read and to write, unless the settings say otherwise in so many words; where they ask for a
login and none is configured, the server does not start.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from streamlit import config
from streamlit.errors import StreamlitSecretNotFoundError

from csp.core import access
from csp.core.access import AccessError
from csp.core.errors import UserError
from csp.shell import identity

# The least length, and number of different characters, of the secret that signs the cookie of a login.
SHORTEST_SECRET, FEWEST_LETTERS = 32, 10
MAKE_SECRET = 'python -c "import secrets; print(secrets.token_hex(32))"'
CALLBACK = "/oauth2callback"


def check() -> list[str]:
    """The notices for whoever starts the server, a sentence each.

    Raises AccessError, with one sentence, where the server must not start.
    """
    _check_server()
    try:
        access.read_access()
    except AccessError:
        raise
    except UserError:
        # The settings file itself cannot be read. Every page says so and shows nothing else.
        return []
    _check_secrets()
    if identity.login_configured():
        _check_login(identity.auth_section())
    _check_who()
    return list(_notices())


def _check_server() -> None:
    """Settings of Streamlit that would lead around the gate."""
    if config.get_option("server.trustedUserHeaders"):
        raise AccessError(
            "server.trustedUserHeaders lets whoever sends a header be anybody: take it out of "
            ".streamlit/config.toml."
        )
    if config.get_option("server.baseUrlPath"):
        raise AccessError(
            "server.baseUrlPath is not supported: give the dashboard a name or a port of its own instead."
        )


def _check_secrets() -> None:
    try:
        st.secrets.to_dict()
    except StreamlitSecretNotFoundError as error:
        if error.error_id != "no-secrets-found":
            raise AccessError(
                ".streamlit/secrets.toml cannot be read, so nobody could log in: correct or remove it."
            ) from error


def _check_login(section: Mapping[str, Any]) -> None:
    """[auth] of the secrets, which Streamlit checks only when somebody logs in, and not for strength."""
    secret = section.get("cookie_secret")
    if not isinstance(secret, str) or len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_LETTERS:
        raise AccessError(
            f"cookie_secret under [auth] in .streamlit/secrets.toml is missing or can be guessed, and with "
            f"it anybody could log in as anybody: put in what {MAKE_SECRET} prints."
        )
    uri = section.get("redirect_uri")
    if not isinstance(uri, str) or not uri.endswith(CALLBACK) or not _is_safe(uri):
        raise AccessError(
            "redirect_uri under [auth] in .streamlit/secrets.toml has to be the dashboard's own address "
            f"with {CALLBACK} behind it, by https unless it is localhost."
        )
    if not identity.providers():
        raise AccessError("[auth] in .streamlit/secrets.toml names no log-in service: give it a client_id.")
    for words, provider in identity.providers().items():
        _check_provider(section if provider == "default" and not words else section[provider], provider)


def _check_provider(section: Mapping[str, Any], name: str) -> None:
    missing = [key for key in ("client_id", "client_secret", "server_metadata_url") if not section.get(key)]
    if missing:
        raise AccessError(
            f"The log-in service {name} under [auth] in .streamlit/secrets.toml has no {missing[0]}."
        )
    if "_" in name:
        raise AccessError(f"The log-in service {name} under [auth]: a name holds no underscore.")
    if not _is_safe(str(section["server_metadata_url"])):
        raise AccessError(
            f"server_metadata_url of the log-in service {name} under [auth] has to begin with https://."
        )


def _is_safe(address: str) -> bool:
    parts = urlsplit(address.replace("{port}", "80"))
    if parts.scheme == "https":
        return bool(parts.hostname)
    return parts.scheme == "http" and identity.is_loopback(parts.hostname)


def _check_who() -> None:
    if identity.login_configured():
        if identity.current().editors == "anyone":
            raise AccessError(
                'editors = "anyone" under [access] is for a dashboard without logins: here it is "login" '
                "or a list of logins."
            )
        return
    readers = identity.readers()
    if readers == "anyone":
        return
    if identity.current().readers is None:
        raise AccessError(
            f"{_how_open()}, and no login is configured. Configure one ([auth] in .streamlit/secrets.toml), "
            'or let everybody on the network read: readers = "anyone" under [access] of the settings file.'
        )
    raise AccessError(
        "readers under [access] of the settings file asks for a login, and none is configured: "
        "see README, “Who may read and write”."
    )


def _how_open() -> str:
    address = config.get_option("server.address")
    if identity.is_loopback(address):
        return "The dashboard is opened to a network by hosts under [access]"
    return f"The dashboard is opened to a network by its address {address or '0.0.0.0'}"


def _notices() -> Iterator[str]:
    if identity.opened_to_network() and identity.readers() == "anyone":
        yield f"{_how_open()} and asks nobody for a login: whoever reaches it can read it."
        if identity.names_count():
            yield "Whoever reaches it can also change the action plan, under any name that may edit."
    if identity.login_configured() and identity.current().editors is None:
        yield (
            "Nobody may change the action plan: name logins as editors under [access] of the settings "
            "file. Names under [board] count only where nobody logs in."
        )
    editors = identity.current().editors
    if not identity.login_configured() and editors is not None and editors != "anyone":
        yield "No login is configured, so the editors under [access] cannot log in, and nobody may edit."
