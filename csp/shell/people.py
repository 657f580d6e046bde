"""Who is logged in, on the screen: the login of this session, and the ways in and out."""

from __future__ import annotations

import streamlit as st

from csp.core.access import Login, login_of
from csp.core.markup import plain
from csp.shell import identity, messages

NO_LOGIN = (
    "The action plan cannot be changed here: the dashboard is open to a network, and no login is "
    "configured for those who may edit."
)


def login_configured() -> bool:
    """Whether people log in here."""
    return st.user.get("is_logged_in") is not None


def logged_in() -> bool:
    """Whether somebody has logged in, known to the dashboard or not."""
    return st.user.get("is_logged_in") is True


def login() -> Login | None:
    """Whom the provider vouches for, or None where nobody has logged in or nothing vouched for counts."""
    return login_of(st.user)


def offer_login(words: str, key: str) -> None:
    """A button for each way to log in."""
    ways = identity.providers() or {"": "default"}
    for name, known in ways.items():
        label = f"{words} with {name}" if name else words
        st.button(
            plain(label), key=f"{key}_{known}", icon=":material/login:", on_click=st.login, args=(known,)
        )


def not_an_editor(known: Login | None) -> str:
    """Why somebody who has logged in may not edit, and what they can do."""
    if known is None:
        return (
            "You are logged in, but your login gives no verified e-mail address and no subject: you may look "
            "at the action plan but not change it. Use another login, or tell whoever runs the dashboard."
        )
    return (
        f"{known.name} may look at the action plan but not change it. Whoever runs the dashboard can add "
        f"“{known.entry}” to editors under [access] of the settings file."
    )


def draw() -> None:
    """In the sidebar: who is logged in, and the way out, or the way in. Nothing where nobody logs in."""
    if not login_configured():
        return
    if not logged_in():
        offer_login("Log in", key="log_in")
        return
    known = login()
    messages.caption(f"Logged in as {known.name}" if known else "Logged in")
    st.button("Log out", key="log_out", icon=":material/logout:", on_click=st.logout)
