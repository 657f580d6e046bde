"""The plan file that somebody has chosen on the page Plans.

Its bytes are read in a process of their own (store.plan_worker); what stays in the session until
the file is imported or dropped is the text of its sheets and tables, at most 5 MB of each
(csp.shell.chosen_file).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from csp.core.errors import UserError
from csp.shell import chosen_file
from csp.shell.chosen_file import Uploader
from csp.topics.action_plan import fetch
from csp.topics.action_plan.store.plan_comparing import compare_rows
from csp.topics.action_plan.store.plan_file.agencies import read_known_names
from csp.topics.action_plan.store.plan_file.grid import LARGEST_FILE_MB, Grid
from csp.topics.action_plan.store.plan_file.layout import Layout
from csp.topics.action_plan.store.plan_file.reader import ENDINGS
from csp.topics.action_plan.store.plan_file.reading import PlanReading, Target, read_plan
from csp.topics.action_plan.store.plan_file.source import Source, check_tables, list_sources
from csp.topics.action_plan.store.plan_import import Preview, check_rows, is_own_layout
from csp.topics.action_plan.store.plan_worker import clean_name, read_upload
from csp.topics.action_plan.store.reading_diff import ReadingDiff, compare_source, is_own_word
from csp.topics.action_plan.store.records import Listing

_UPLOADER = Uploader("plan_file", "Excel, Word or CSV file of actions", ENDINGS, LARGEST_FILE_MB)
_NUMBER = "plan_file_number"


@dataclass
class PlanFile:
    """A file that was read, or the sentence that says why it could not be.

    number: of the file among those of the session, for the keys of its controls.
    """

    name: str
    grids: list[Grid] = field(default_factory=list)
    refusal: str = ""
    number: int = 0
    sources: tuple[Source, ...] = ()
    _preview: Preview | None = None
    _key_of_reading: object = None
    _reading: PlanReading | None = None
    _diff: ReadingDiff | None = None
    _compared: Listing | None = None
    _choice: object = None

    @property
    def is_own_layout(self) -> bool:
        """Whether it is laid out as the dashboard's own exports, so that nothing has to be guessed."""
        return bool(self.grids) and is_own_layout(self.grids[0].list_rows())

    def preview(self) -> Preview:
        """The preview of a new plan, as of plan_import.check_rows(); worked out once.

        Raises UserError where the file cannot be read.
        """
        if self.refusal:
            raise UserError(self.refusal)
        if self._preview is None:
            self._preview = check_rows(self.name, self.grids[0].list_rows())
        return self._preview

    def read(self, source: Source, layout: Layout) -> PlanReading:
        """The actions of a source for a new plan; read again only where something is chosen otherwise."""
        key = (source.name, layout)
        if self._reading is None or self._key_of_reading != key:
            self._reading = read_plan(source, layout, Target(known=read_known_names()))
            self._key_of_reading = key
        return self._reading

    @property
    def own_word(self) -> Source | None:
        """The tables of our Word export, in which nothing has to be guessed; None in another file."""
        return next(iter(self.sources), None) if self.sources and is_own_word(self.sources[0]) else None

    def compare(
        self, listing: Listing, source: Source | None = None, layout: Layout | None = None
    ) -> ReadingDiff:
        """What the file would change in a plan with all of its actions; worked out again only after a change.

        source and layout: how a file in a layout of its own is read. Raises UserError where the file cannot
        be read.
        """
        if self.refusal:
            raise UserError(self.refusal)
        choice = (source.name if source else "", layout)
        if self._diff is None or self._compared is not listing or self._choice != choice:
            if source is None or layout is None:
                rows = self.grids[0].list_rows()
                diff = compare_rows(fetch.fetch_board(), self.name, rows, listing)
                self._diff = ReadingDiff(None, diff)
            else:
                self._diff = compare_source(source, layout, listing, read_known_names())
            # A plan is read anew after any write to it, and then is another object.
            self._compared, self._choice = listing, choice
        return self._diff


def get_file() -> PlanFile | None:
    """The file that the session holds, if any."""
    file: PlanFile | None = st.session_state.get(_UPLOADER.key)
    return file


def choose_file() -> PlanFile | None:
    """Draw the uploader; the file chosen last, if any. Only for a person who may import."""
    return chosen_file.choose(_UPLOADER, _read)


def _read(name: str, content: bytes) -> PlanFile:
    name = clean_name(name)
    number = st.session_state[_NUMBER] = st.session_state.get(_NUMBER, 0) + 1
    try:
        grids = read_upload(name, content)
        sources = list_sources(grids)
        check_tables(name, sources)
        return PlanFile(name, grids, number=number, sources=sources)
    except UserError as error:
        return PlanFile(name, refusal=str(error), number=number)


def drop_file() -> None:
    """Let go of the file that was read."""
    chosen_file.drop(_UPLOADER)
