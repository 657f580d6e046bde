"""Agencies' forms that somebody has chosen on the page Agencies, and what each would change in the plan.

They are read in processes of their own, as plans are (store.plan_worker); what stays in the session until
they are applied or dropped is the text of their cells.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import streamlit as st

from csp.core.caching import keep_while
from csp.core.errors import UserError
from csp.shell import chosen_file
from csp.shell.chosen_file import Uploader
from csp.topics.action_plan import fetch
from csp.topics.action_plan.store import reading
from csp.topics.action_plan.store.agency_answers import FormDiff, compare_form, find_form
from csp.topics.action_plan.store.agency_form import FormSource
from csp.topics.action_plan.store.agency_records import Directory
from csp.topics.action_plan.store.plan_file.grid import Row
from csp.topics.action_plan.store.plan_worker import clean_name, read_upload
from csp.topics.action_plan.store.records import Plan
from csp.topics.action_plan.store.store import Board

MOST_FILES = 25
# A form of an agency has a hundred rows at most; a whole plan has 10 MB.
_LARGEST_MB = 2
_UPLOADER = Uploader("answer_files", "Forms that came back", ("xlsx", "ods", "csv"), _LARGEST_MB)


@dataclass
class AnswerFile:
    """A form that was read, or the sentence that says why it could not be.

    conflict: what somebody else did between its preview and its being applied, "" mostly.
    """

    name: str
    rows: list[Row] = field(default_factory=list)
    refusal: str = ""
    conflict: str = ""
    _seen: tuple[object, ...] = ()
    _diff: FormDiff | None = None

    def compare(self, source: FormSource, directory: Directory) -> FormDiff:
        """What it would change; worked out again only where the plan or the directory has changed.

        Raises UserError where it cannot be read, or is no form of this plan.
        """
        if self.refusal:
            raise UserError(self.refusal)
        # These are read once for all sessions, and anew after any write to them.
        seen = (source.listing, source.details, directory)
        if self._diff is None or not all(map(operator.is_, self._seen, seen)):
            self._diff = compare_form(self.name, self.rows, source, directory)
            self._seen = seen
        return self._diff


def _stamp(of: Board, plan_id: int) -> str:
    return reading.read_stamp(of, plan_id)


_list_values = keep_while(_stamp, maxsize=2)(reading.list_measure_values)


def fetch_source(plan: Plan) -> FormSource:
    """A plan as its forms are made from it, with what people recorded alone."""
    listing = fetch.fetch_asked_listing(plan, retired=True)
    return FormSource(listing, fetch.fetch_details(plan), _list_values(fetch.fetch_board(), plan.id))


def choose_files() -> list[AnswerFile]:
    """Draw the uploader; the files that the session holds. Only for a person who may store them."""
    return chosen_file.choose_several(_UPLOADER, _read_files, MOST_FILES)


def _read_files(arrived: Sequence[tuple[str, bytes]]) -> list[AnswerFile]:
    """The files that have come, each read apart; one of a name that was there before takes its place."""
    with ThreadPoolExecutor(2) as pool:
        files = list(pool.map(lambda pair: _read_file(*pair), arrived[:MOST_FILES]))
    names = {file.name for file in files}
    for file in [each for each in list_files() if each.name in names]:
        drop_file(file)
    return files


def _read_file(name: str, content: bytes) -> AnswerFile:
    name = clean_name(name)
    try:
        return AnswerFile(name, find_form(read_upload(name, content)))
    except UserError as error:
        return AnswerFile(name, refusal=str(error))


def list_files() -> list[AnswerFile]:
    """The files that the session holds."""
    files: list[AnswerFile] = st.session_state.get(_UPLOADER.key, [])
    return files


def drop_file(file: AnswerFile) -> None:
    """Let go of a file."""
    st.session_state[_UPLOADER.key] = [each for each in list_files() if each is not file]


def drop_all() -> None:
    """Let go of every file."""
    chosen_file.drop(_UPLOADER)
