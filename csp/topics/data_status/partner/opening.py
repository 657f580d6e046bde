"""A file that has arrived becomes the draft of the session, read by the saved profile that fits it best."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from csp.core.errors import UserError
from csp.core.partner.book import Layout, Sheet
from csp.core.partner.profile import Profile
from csp.imports.partner.intake import Intake
from csp.imports.partner.mapping.comparing import compare_profile
from csp.imports.partner.mapping.declaring import list_declared
from csp.imports.partner.mapping.profiles import list_profiles, read_profile
from csp.imports.partner.reading import find_layout
from csp.topics.data_status.partner.draft import CHECK, COLUMNS, Draft
from csp.topics.data_status.partner.upload import Upload

_KEY, _NUMBER = "partner_draft", "partner_number"


def find_first_table(sheets: Sequence[Sheet]) -> tuple[Sheet, Layout]:
    """The first sheet with a table. Raises UserError, of the first sheet, where none has one."""
    refusal: UserError | None = None
    for sheet in sheets:
        try:
            return sheet, find_layout(sheet)
        except UserError as error:
            refusal = refusal or error
    raise refusal or UserError("The file holds no table: choose another one.")


def begin(upload: Upload) -> Draft:
    """The draft of a file that has arrived. Raises UserError for one that cannot be read."""
    intake = Intake(upload.path)
    try:
        sheet, layout = find_first_table(intake.book.sheets)
        number = st.session_state[_NUMBER] = st.session_state.get(_NUMBER, 0) + 1
        name = upload.name.rpartition(".")[0] or upload.name
        draft = Draft(upload, intake, number, sheet, layout, Profile(name, "", ()))
        if not _follow_saved(draft):
            declared = list_declared()
            draft.guess_columns(next(iter(declared)) if len(declared) == 1 else "")
    except BaseException:
        intake.close()
        raise
    return draft


def _follow_saved(draft: Draft) -> bool:
    """Whether a kept profile knows most columns of the file; the file is then read by the one that fits best.

    What is new in its columns is asked about first; whether there are new names is known once it is loaded.
    """
    best: tuple[int, str] | None = None
    for name in list_profiles():
        try:
            profile = read_profile(name)
        except UserError:
            # One that cannot be read is named where profiles are listed.
            continue
        news = compare_profile(profile, draft.layout, ())
        used = sum(column.role != "leave out" for column in profile.columns)
        strange = len(news.missing_columns) + len(news.new_columns)
        fits = 2 * len(news.missing_columns) < used
        if fits and profile.source in list_declared() and (best is None or strange < best[0]):
            best = (strange, name)
    if best is None:
        return False
    draft.use_profile(best[1])
    draft.step = COLUMNS if best[0] else CHECK
    return True


def read_draft() -> Draft | None:
    """The file that the session is bringing in, if any."""
    draft: Draft | None = st.session_state.get(_KEY)
    return draft


def keep_draft(draft: Draft) -> None:
    """Hold a file in the session, in place of any other."""
    drop_draft()
    st.session_state[_KEY] = draft


def drop_draft() -> None:
    """In a callback: let go of the file, and of what was answered about it."""
    draft = st.session_state.pop(_KEY, None)
    if draft is not None:
        draft.close()
