"""The action plan on the screen: the open board, the plan chosen, who is editing, and where a click leads.

Names of keys in the session: board_name is who is editing, board_go the page a click leads to.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import streamlit as st

from csp.comparison import resolve
from csp.core import damage, settings, wording
from csp.core.caching import keep_while
from csp.core.errors import UserError
from csp.core.filters import MAX_MONTHS, Filters, Period
from csp.core.markup import bold
from csp.core.measures import read_catalogue
from csp.data import queries
from csp.shell import identity, messages, people, screen
from csp.topics.action_plan import findings, tables
from csp.topics.action_plan import rules as action_plan
from csp.topics.action_plan.rules import BeforeAfter
from csp.topics.action_plan.store import check, reading, roles, store
from csp.topics.action_plan.store.errors import Conflict
from csp.topics.action_plan.store.records import ActionRow, Entry, Listing, Plan
from csp.topics.action_plan.store.roles import Role
from csp.topics.action_plan.store.store import Board, open_board

T = TypeVar("T")
_LOG = logging.getLogger(__name__)
# Before any board.
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
_NAME, _GO, _SAID = "board_name", "board_go", "board_said"


@st.cache_resource(max_entries=2, show_spinner=False)
def _opened(url: str) -> Board:
    return open_board(url)


def board() -> Board:
    """The board that the environment names, opened once for all sessions."""
    return _opened(store.default_url())


# Pages about crime do without the board: for so long after it has failed they do not ask again, or
# for as long as it took to fail, where it was busy.
_AWAY_SECONDS = 5.0
AWAY = "The action plan cannot be read, so what is kept with it (scenarios, decisions) is left out."
_away_until = float("-inf")


def is_away() -> bool:
    """Whether the board could not be read a moment ago."""
    return time.monotonic() < _away_until


def read_if_there(read: Callable[[Board], T]) -> T | None:
    """What a page about crime reads from the board; None where the board cannot be read.

    Such a page says so once, by note_away(), and draws whatever the board does.
    """
    global _away_until  # noqa: PLW0603 one small memo, replaced whole
    if is_away():
        return None
    began = time.monotonic()
    try:
        return read(board())
    except Exception:
        _LOG.exception("The board cannot be read.")
        took = time.monotonic() - began
        _away_until = time.monotonic() + max(_AWAY_SECONDS, took)
        return None


def note_away() -> None:
    """Say that the board cannot be read, where that is so."""
    if is_away():
        messages.note(AWAY)


def _plan_stamp(of: Board, plan_id: int, *_others: Hashable) -> str:
    return reading.stamp(of, plan_id)


# Not by st.cache_data: what is read is immutable, so it need not be copied for every reader.
_list_actions = keep_while(_plan_stamp, maxsize=16)(reading.list_actions)
_list_updates = keep_while(_plan_stamp, maxsize=2)(reading.updates_since)


def listing(plan: Plan, retired: bool = False) -> Listing:
    """The actions of a plan today; retired adds those taken out of it. Read again after any write."""
    of = board()
    return _list_actions(of, plan.id, of.today(), retired)


def entries(plan: Plan) -> tuple[Entry, ...]:
    """Every update of a plan, oldest first."""
    return _list_updates(board(), plan.id, _BEGINNING)


# ------------------------------------------------------------------ what every page says


def choose_plan(place: Any = st) -> Plan:
    """The plan the reader has chosen, else the one in force. The control is drawn where there are several."""
    found = {plan.label: plan for plan in reading.plans(board())}
    if not found:
        raise UserError("There is no plan yet: put one into data/reference/plans and start again.")
    if len(found) == 1:
        return next(iter(found.values()))
    today = board().today()
    running = [plan.label for plan in found.values() if plan.retired_at is None and plan.start <= today]
    default = list(found).index(running[0]) if running else 0
    screen.drop_stale_choice("plan", found)
    label = place.selectbox("Plan", found, index=default, key="plan", bind="query-params")
    return found[label]


def header(finding: str, of: Listing, asked: Filters | None) -> None:
    """The finding as the title line, then the plan and its source, then what a reader must know."""
    messages.title(wording.unbroken(finding))
    messages.caption(findings.detail(of))
    if asked is None:
        return
    unused = []
    if asked.wards:
        unused.append("wards")
    if asked.measure != read_catalogue().offered(asked.source)[0].code:
        unused.append("crime type")
    if unused:
        messages.note(
            f"The action plan is for all of {settings.area().home_name}: your choice of "
            f"{wording.list_words(unused)} is kept but not used here."
        )


# ------------------------------------------------------------------ the crime type an action acts on


@dataclass(frozen=True)
class LinkedCrime:
    """The series of the crime measure an action acts on, and the comparison around the action's start.

    counts go with trend's months, None where there is none to show; hollow: incomplete months.
    found is None where there is nothing to compare; caveats are about the months compared.
    """

    trend: Period
    counts: list[float | None]
    hollow: list[int]
    last: date
    found: BeforeAfter | None
    caveats: list[str]


def linked_crime(action: ActionRow, measure: str, asked: Filters, months: int) -> LinkedCrime:
    """The measure of the active source in the whole district, by month, with its before and after."""
    area, loaded = settings.area(), queries.loaded(settings.area().force_slug)[asked.source]
    filters = replace(resolve.drop_wards(asked), measure=measure)
    trend = Period.ending(max(loaded.months), months)
    since = action_plan.months_since(action.started, loaded.months) if action.started else None
    if since is not None and since.shift(-1).start < trend.start:
        trend = Period(since.shift(-1).start, months)
    series, hollow = resolve.fetch_monthly_series(filters, area.home, trend, [measure])
    unread = damage.describe_missing_months(queries.unreadable(), asked.source, trend.each(), area.force_slug)
    found, caveats = None, [unread] if unread else []
    if since is not None:
        compared = replace(filters, period=since, comparison=since.shift(-1))
        scope = resolve.resolve_scope(compared)
        around = queries.by_month(filters, area.home, Period.ending(since.end, 2 * MAX_MONTHS))
        found = action_plan.before_after(
            action_plan.month_counts(around, measure), scope, queries.populations(), area.home,
            area.suppress_small_counts,
        )  # fmt: skip
        caveats += screen.caveats(compared, scope)
    return LinkedCrime(trend, series[measure], hollow, max(loaded.months), found, caveats)


# ------------------------------------------------------------------ where a click leads


def go(page: str, **values: str) -> None:
    """In a callback: set choices of another page, and open it on the next run. See follow()."""
    st.session_state.update(values)
    st.session_state[_GO] = (page, values)


def follow() -> None:
    """Open the page that a click has asked for. The first thing a page with clicks does after filters().

    The address is given whole: without it Streamlit refuses to leave a page whose address holds
    filters. Those of the sidebar, and the plan, write themselves into it again.
    """
    asked = st.session_state.pop(_GO, None)
    if asked:
        page, values = asked
        st.switch_page(
            f"pages/{page}.py", query_params={key: value for key, value in values.items() if key != "plan"}
        )


def open_action(plan: Plan) -> Callable[[str], None]:
    """What a click on an action does: opens it."""
    return lambda ref: go("action", plan=plan.label, action=ref)


# ------------------------------------------------------------------ who is editing


@dataclass(frozen=True)
class Person:
    """Who is at the screen; name is "" where nobody has said. role is the login where there is one."""

    name: str
    role: Role


def person() -> Person:
    """Who is at the screen: by login where one is configured, else by the name given in this session."""
    if people.login_configured():
        login = people.login()
        return Person(login.name, login) if login else Person("", "viewer")
    name = str(st.session_state.get(_NAME, ""))
    return Person(name, roles.roles().of(name))


def editor() -> Person | None:
    """The person, where they may change the board; None for everybody else, who is told what they can do.

    Asks for a name where none is known. A viewer gets no form at all.
    """
    try:
        return _login_editor() if people.login_configured() else _named_editor()
    except UserError as error:
        # Without the settings nobody is known to be an editor.
        messages.note(f"Nothing can be changed now. {error}")
        return None


def _login_editor() -> Person | None:
    """Who is logged in, where the login may edit. Raises UserError where the settings cannot be read."""
    if not people.logged_in():
        people.offer_login("Log in to record updates", key="login_to_edit")
        return None
    found, login = person(), people.login()
    if not roles.login_may_edit(login):
        messages.note(people.not_an_editor(login))
        return None
    messages.caption(f"Recorded under the name {found.name}", "edit")
    return found


def _named_editor() -> Person | None:
    """Who has given a name, where it may edit. Raises UserError where the settings cannot be read."""
    found = person()
    may_edit = bool(found.name) and roles.name_may_edit(found.name)
    if not identity.names_count():
        messages.note(people.NO_LOGIN)
        return None
    if not found.name:
        _ask_name()
        return None
    if not may_edit:
        messages.note(f"{found.name} may look at the action plan but not change it.")
        st.button("Give another name", on_click=_forget)
        return None
    who, change = st.columns([5, 2], vertical_alignment="center")
    messages.caption(f"Recorded under the name {found.name}", "edit", who)
    change.button("Not you?", on_click=_forget, type="tertiary")
    return found


def _ask_name() -> None:
    with st.form("name", border=True):
        st.text_input(
            "Your name, to record changes", key="name_typed", help="Kept with every change you make."
        )
        st.form_submit_button("Continue", on_click=_keep_name)
    tell("name")


def _keep_name() -> None:
    try:
        st.session_state[_NAME] = check.name(str(st.session_state["name_typed"]))
    except UserError as error:
        say("name", str(error), good=False)


# ------------------------------------------------------------------ what outlives a lost connection

# Of a form that is being filled in: the id of the update it would make, and the one it would correct.
DRAFT, CORRECT = "board_draft", "board_correct"
_SEEN = "-seen"
_UPDATE_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f-]{36}")
_KEPT_SEEN = "board_kept_seen"
MOST_KEPT = 50


def kept() -> dict[str, str | int]:
    """What the browser keeps for the case that this session is lost: the name typed, and forms begun.

    The fields of a form stay in the browser by themselves, as long as the form keeps its key.
    """
    state = st.session_state
    found = {str(k): state[k] for k in state if k in (_NAME, DRAFT, CORRECT) or str(k).endswith(_SEEN)}
    return dict(list(found.items())[:MOST_KEPT])


def take_up(said: Mapping[str, Any]) -> None:
    """Take up what kept() gave, as a browser says it was. What cannot have been is left."""
    with suppress(UserError):
        if said.get(_NAME):
            st.session_state.setdefault(_NAME, check.name(str(said[_NAME])))
    for key in (DRAFT, CORRECT):
        if _UPDATE_ID.fullmatch(str(said.get(key, ""))):
            st.session_state.setdefault(key, str(said[key]))
    st.session_state[_KEPT_SEEN] = {
        key: version
        for key, version in said.items()
        if key.endswith(_SEEN) and isinstance(version, int | float)
    }


def _forget() -> None:
    st.session_state.pop(_NAME, None)


# ------------------------------------------------------------------ what became of a write


def say(topic: str, sentence: str, good: bool = True) -> None:
    """In a callback: what became of a write, to be told once where its form is."""
    st.session_state[_SAID] = (topic, sentence, good)


def tell(topic: str) -> None:
    """Tell what became of the last write of a topic, if it was one."""
    said = st.session_state.get(_SAID)
    if said and said[0] == topic:
        del st.session_state[_SAID]
        (messages.success if said[2] else messages.error)(said[1])


def seen(field: str, version: int) -> int:
    """The version of the record that the author of a form started from: the one when it was first drawn.

    field is the key of a widget of the form. What somebody else stores later does not count as seen,
    even if the page has been drawn again since: the form still holds what it held.
    """
    key = f"{field}{_SEEN}"
    if field not in st.session_state or key not in st.session_state:
        before = st.session_state.get(_KEPT_SEEN, {}).pop(key, version)
        st.session_state[key] = min(version, int(before))
    started: int = st.session_state[key]
    return started


def show_conflict(conflict: Conflict) -> None:
    """What somebody else stored while a form was being filled in."""
    messages.warning(str(conflict), icon="group")
    messages.paragraph(bold("Stored while you were writing"))
    for update in conflict.updates:
        messages.paragraph(tables.update_words(update))
    for change in conflict.changes:
        said = "; ".join([findings.change_words(change), *findings.change_detail(change)])
        messages.paragraph(f"{said} ({change.who}, {findings.moment(change.at)})")
