"""Who is at the screen, by login or by the name they give, and whether they may edit the action plan.

A name is asked once per browser, which keeps it: collect_name() says after each run what there is to keep.
A name that is typed proves nothing, so it is kept only where it counts: never where people log in, and never
where anyone may read.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from csp.core import roles
from csp.core.access import Login, login_of
from csp.core.errors import UserError
from csp.core.markup import plain
from csp.core.roles import Role
from csp.core.typed_text import check_name
from csp.shell import identity, messages

NO_LOGIN = (
    "The action plan cannot be changed here: the dashboard is open to a network, and no login is "
    "configured for those who may edit."
)
NAME_KEY = "board_name"
"""Of the session and of what the browser keeps of it: the name that somebody gives."""
_TOPIC = "name"
# That this session has been told to forget the name, and that its page could use one.
_FORGOTTEN, _ASKED = "name_forgotten", "name_asked"
SHARED = "This browser keeps it: say “Not you?” on a shared computer."


@dataclass(frozen=True)
class Person:
    """Who is at the screen; name is "" where nobody is known. role is the login where there is one."""

    name: str
    role: Role


def login_configured() -> bool:
    """Whether people log in here."""
    return st.user.get("is_logged_in") is not None


def logged_in() -> bool:
    """Whether somebody has logged in, known to the dashboard or not."""
    return st.user.get("is_logged_in") is True


def login() -> Login | None:
    """Whom the provider vouches for, or None where nobody has logged in or nothing vouched for counts."""
    return login_of(st.user)


def person() -> Person:
    """Who is at the screen: by login where one is configured, else by the name given in this session."""
    if login_configured():
        current = login()
        return Person(current.name, current) if current else Person("", "viewer")
    name = str(st.session_state.get(NAME_KEY, ""))
    return Person(name, roles.roles().role_of(name))


def find_editor() -> Person | None:
    """The person, where they may change the action plan, as editor() but without a word on the page."""
    if may_give_name():
        st.session_state[_ASKED] = True
    try:
        current = person()
        if isinstance(current.role, Login):
            return current if roles.login_may_edit(current.role) else None
        may_edit = bool(current.name) and identity.names_count() and roles.name_may_edit(current.name)
    except UserError:
        return None
    return current if may_edit else None


def may_give_name() -> bool:
    """Whether who is at the screen has given no name, and one that they give counts here."""
    try:
        return not login_configured() and identity.names_count() and not person().name
    except UserError:
        # Without the settings nobody is known to be an editor.
        return False


def editor(place: str = "name") -> Person | None:
    """The person, where they may change the action plan; None for everybody else, who reads what they can do.

    Asks for a name where none is known. A viewer gets no form at all. place: the key of the form, for a
    page that asks in two places.
    """
    try:
        return _login_editor(place) if login_configured() else _named_editor(place)
    except UserError as error:
        # Without the settings nobody is known to be an editor.
        messages.note(f"Nothing can be changed now. {error}")
        return None


def may_begin() -> bool:
    """Whether a page offers changes without editor(): to who may edit, or may once a name is given."""
    return find_editor() is not None or may_give_name()


def _login_editor(place: str) -> Person | None:
    """Who is logged in, where the login may edit. Raises UserError where the settings cannot be read."""
    if not logged_in():
        offer_login("Log in to record updates", key=f"{place}_login")
        return None
    author, current = person(), login()
    if not roles.login_may_edit(current):
        messages.note(explain_viewer(current))
        return None
    messages.caption(f"Recorded under the name {author.name}", "edit")
    return author


def _named_editor(place: str) -> Person | None:
    """Who has given a name, where it may edit. Raises UserError where the settings cannot be read."""
    author = person()
    may_edit = bool(author.name) and roles.name_may_edit(author.name)
    if not identity.names_count():
        messages.note(NO_LOGIN)
        return None
    if not author.name:
        _ask_name(place)
        return None
    if not may_edit:
        messages.note(f"{author.name} may look at the action plan but not change it.")
        st.button("Give another name", key=f"{place}_other", on_click=_forget_name)
        return None
    line, change = st.columns([5, 2], vertical_alignment="center")
    messages.caption(f"Recorded under the name {author.name}", "edit", line)
    change.button("Not you?", key=f"{place}_not_you", on_click=_forget_name, type="tertiary")
    return author


def _ask_name(place: str) -> None:
    st.session_state[_ASKED] = True
    typed = f"{place}_typed"
    with st.form(place, border=True):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            st.text_input("Your name, to record changes", key=typed, help="Kept with every change you make.")
            st.form_submit_button("Continue", on_click=_keep_typed_name, args=(typed,))
        if keeps_names():
            messages.caption(SHARED)
    messages.show_outcome(_TOPIC)


def _keep_typed_name(typed: str) -> None:
    def keep() -> str:
        keep_name(str(st.session_state[typed]))
        return ""

    messages.attempt(_TOPIC, keep)


def keep_name(name: str) -> None:
    """In a callback: take the name that somebody gives. Raises UserError for one that cannot be recorded."""
    st.session_state[NAME_KEY] = check_name(name)
    st.session_state.pop(_FORGOTTEN, None)


def keeps_names() -> bool:
    """Whether the browser keeps the name that somebody gives, for other tabs and the days to come."""
    return identity.names_count() and not login_configured() and not identity.is_public()


def collect_name() -> dict[str, str | bool]:
    """What the browser is told of the name after a run of a page: see widgets.keep()."""
    asked, name = st.session_state.pop(_ASKED, False), str(st.session_state.get(NAME_KEY, ""))
    if not keeps_names():
        return {"forgotten": True}
    forgotten = bool(st.session_state.get(_FORGOTTEN))
    return {"given": name, "forgotten": forgotten, "asked": bool(asked and not name and not forgotten)}


def restore_name(name: str) -> None:
    """Take a name that this browser has kept, unless one is given already or it cannot be recorded."""
    if st.session_state.get(_FORGOTTEN):
        return
    try:
        st.session_state.setdefault(NAME_KEY, check_name(name))
    except UserError:
        return


def _forget_name() -> None:
    st.session_state.pop(NAME_KEY, None)
    st.session_state[_FORGOTTEN] = True


def offer_login(words: str, key: str) -> None:
    """A button for each way to log in."""
    ways = identity.providers() or {"": "default"}
    for name, provider in ways.items():
        label = f"{words} with {name}" if name else words
        st.button(
            plain(label),
            key=f"{key}_{provider}",
            icon=":material/login:",
            on_click=st.login,
            args=(provider,),
        )


def explain_viewer(current: Login | None) -> str:
    """Why somebody who has logged in may not edit, and what they can do."""
    if current is None:
        return (
            "You are logged in, but your login gives no verified e-mail address and no subject: you may look "
            "at the action plan but not change it. Use another login, or tell whoever runs the dashboard."
        )
    return (
        f"{current.name} may look at the action plan but not change it. Whoever runs the dashboard can add "
        f"“{current.entry}” to editors under [access] of the settings file."
    )


def draw() -> None:
    """In the bar: who is logged in, and the way out, or the way in. Nothing where nobody logs in."""
    if not login_configured():
        return
    with st.popover(
        "Logged in" if logged_in() else "Log in", key="account", icon=":material/account_circle:"
    ):
        if not logged_in():
            offer_login("Log in", key="log_in")
            return
        current = login()
        messages.caption(f"Logged in as {current.name}" if current else "Logged in")
        st.button("Log out", key="log_out", icon=":material/logout:", on_click=st.logout)
