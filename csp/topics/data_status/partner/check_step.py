"""Step 4: what would be stored and what would not, and the button that stores it."""

from __future__ import annotations

import streamlit as st

from csp.core.errors import UserError
from csp.core.markup import bold
from csp.core.partner.declaration import Span
from csp.imports.partner.intake import Prospect
from csp.imports.partner.mapping.profiles import save_profile
from csp.imports.partner.storing import Stored
from csp.shell import messages, screen, widgets
from csp.shell.people import Person
from csp.topics.data_status.partner import findings, outcome, tables
from csp.topics.data_status.partner.draft import Draft
from csp.topics.data_status.partner.opening import drop_draft


def draw(draft: Draft, author: Person) -> None:
    """The result of the checks, the first rows as they would be stored, and "Store"."""
    if draft.confirmed:
        _store(draft, author)
    with st.spinner("Checking every row"):
        prospect = draft.prepare()
    words, name, button = st.columns([6, 3, 2], vertical_alignment="bottom")
    with words:
        messages.paragraph(bold(prospect.result.summary))
        messages.caption(_describe_figures(draft, prospect))
    if prospect.result.stored:
        with name:
            _ask_name(draft)
        button.button("Store", type="primary", key="partner_store", on_click=_confirm, args=(draft,))
    unanswered = len(draft.list_unmapped())
    notes = [findings.count_left(unanswered)] if unanswered else []
    if draft.layout.provisional:
        notes.append(findings.PROVISIONAL)
    if sentences := [*notes, *prospect.notes]:
        messages.note(" ".join(sentences))
    left, right = st.columns([5, 7], gap="medium")
    with left:
        _draw_checks(prospect)
    with right:
        table = tables.build_first_rows(prospect.first, draft.read_known())
        messages.paragraph(bold("The first rows as they would be stored"))
        widgets.table(table, key="partner_rows", mode=screen.mode())


def _describe_figures(draft: Draft, prospect: Prospect) -> str:
    """What would be stored adds up to, and the profile that the file is read by."""
    declaration, result = draft.declaration, prospect.result
    assert declaration is not None
    figures = findings.describe_figures(declaration, result.figures, result.periods)
    if draft.saved and draft.profile.name == draft.saved:
        return f"{figures} {findings.describe_found(draft.upload.name, draft.saved)}"
    return figures


def _ask_name(draft: Draft) -> None:
    key = draft.key("name")
    st.text_input(
        "Save what was answered as",
        draft.profile.name,
        key=key,
        max_chars=60,
        help="The next file of this kind then comes in without a question.",
        on_change=lambda: draft.change(name=str(st.session_state[key]).strip()),
    )


def _draw_checks(prospect: Prospect) -> None:
    messages.paragraph(bold("What the checks found"))
    if prospect.result.findings:
        table = tables.build_checks(prospect.result.findings)
        widgets.table(table, key="partner_checks", mode=screen.mode())
        screen.download(table, "checks")
    else:
        messages.caption("Nothing: every row is stored.")


def _confirm(draft: Draft) -> None:
    draft.confirmed = True


def _store(draft: Draft, author: Person) -> None:
    """Store the file, save the profile, and let go of both; the page is drawn anew then."""
    draft.confirmed = False
    declaration = draft.declaration
    if declaration is None:
        return
    try:
        with st.spinner("Storing"):
            stored = draft.intake.keep(draft.prepare(), author.name)
    except UserError as error:
        outcome.keep(str(error), done=False)
        st.rerun()
    sentence = _describe(stored, declaration.label, declaration.span)
    try:
        save_profile(draft.profile)
    except UserError as error:
        sentence = f"{sentence} What was answered is not saved: {error}"
    drop_draft()
    outcome.keep(sentence, stored.source, stored.moment)
    st.rerun()


def _describe(stored: Stored, label: str, span: Span) -> str:
    if stored.moment is None:
        return findings.describe_unchanged(label)
    result = stored.result
    return findings.write_stored(label, result.stored, result.rows, len(stored.periods), span)
