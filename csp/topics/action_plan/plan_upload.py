"""The plan file that somebody has chosen on the page Plans: read once, then let go.

The bytes are read in a process of their own (store.plan_worker) in the run that they arrive
in, and are gone from the server before the next. What stays in the session is the rows, at most
5 MB of text, until they are imported, dropped, or the page is left.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from csp.core.errors import UserError
from csp.shell import uploads
from csp.topics.action_plan.store.plan_import import Preview, check_rows
from csp.topics.action_plan.store.plan_rows import LARGEST_FILE_MB, Row
from csp.topics.action_plan.store.plan_worker import read_upload, shown_name

_FILE, _TURN, _DRAWN = "plan_file", "plan_file_turn", "plan_file_drawn"


@dataclass
class PlanFile:
    """A file that was read, or the sentence that says why it could not be."""

    name: str
    rows: list[Row] = field(default_factory=list)
    refusal: str = ""
    _asked: object = None
    _preview: Preview | None = None

    def preview(self, priorities: Mapping[int, str] | None = None, refs: Collection[str] = ()) -> Preview:
        """The preview for a plan, as of plan_import.preview(); worked out again only for another plan.

        Raises UserError where the file cannot be read.
        """
        if self.refusal:
            raise UserError(self.refusal)
        asked = (None if priorities is None else dict(priorities), frozenset(refs))
        if self._preview is None or self._asked != asked:
            self._preview, self._asked = check_rows(self.name, self.rows, priorities, refs), asked
        return self._preview


def choose() -> PlanFile | None:
    """Draw the uploader; the file chosen last, if any. Only for a person who may import.

    A file that arrives is read at once. Then the page is drawn anew with an empty uploader,
    because Streamlit would otherwise hold the bytes for as long as it shows their name.
    """
    session = _session()
    uploads.expect(session)
    st.session_state[_DRAWN] = True
    turn = st.session_state.get(_TURN, 0)
    file = st.file_uploader(
        "CSV or Excel file of actions",
        type=["csv", "xlsx"],
        key=f"plan-file-{turn}",
        max_upload_size=LARGEST_FILE_MB,
    )
    if file is not None:
        with st.spinner("Reading the file"):
            st.session_state[_FILE] = _read(file.name, file.getvalue())
        uploads.release(session, file.file_id)
        st.session_state[_TURN] = turn + 1
        st.rerun()
    chosen: PlanFile | None = st.session_state.get(_FILE)
    return chosen


def _read(name: str, content: bytes) -> PlanFile:
    name = shown_name(name)
    try:
        return PlanFile(name, read_upload(name, content))
    except UserError as error:
        return PlanFile(name, refusal=str(error))


def drop() -> None:
    """Let go of the file that was read."""
    st.session_state.pop(_FILE, None)


def settle() -> None:
    """At the end of a whole run of a page: without an uploader on it no file is kept or taken."""
    if not st.session_state.pop(_DRAWN, False):
        drop()
    uploads.settle(_session())


def _session() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""
