"""Step 3: the partner's names and ours, those without a match first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from csp.core.markup import bold, plain
from csp.imports.partner.mapping.known import Known
from csp.imports.partner.mapping.names import Match
from csp.shell import messages, screen, widgets
from csp.topics.data_status.partner import findings, tables
from csp.topics.data_status.partner.draft import Draft, label_areas

# Choices that are drawn at once: a page with a thousand of them takes seconds.
_MOST_DRAWN = 40
_HEIGHT = 400
_LEFT_OUT, _OPEN = "", "?"
_MOST_ALIKE = 2


def draw(draft: Draft) -> None:
    """A choice for each name that is asked about, beside the names that are known."""
    matches = draft.match()
    asked = [match for match in matches if draft.is_asked(match)]
    known = draft.read_known()
    unmapped = sum(match.how == "unmapped" for match in matches)
    messages.paragraph(bold(findings.count_questions(unmapped, len(matches) - unmapped)))
    if not asked:
        _draw_answered(draft, matches)
        return
    left, right = st.columns([5, 6], gap="medium")
    with left, st.container(height=_HEIGHT, border=False):
        for match in asked[:_MOST_DRAWN]:
            _draw_word(draft, match, known)
        if len(asked) > _MOST_DRAWN:
            messages.caption(
                f"{len(asked) - _MOST_DRAWN} more are asked once these are answered.", "more_horiz"
            )
        if asked and unmapped:
            st.button("Leave out all without a match", on_click=_leave_out, args=(draft, asked))
    with right:
        _draw_answered(draft, matches)


def _draw_answered(draft: Draft, matches: Sequence[Match]) -> None:
    """The names that are answered; a click asks about one again."""
    known = draft.read_known()
    answered = [match for match in matches if match.how != "unmapped"]
    with st.container(height=_HEIGHT, border=False):
        table = tables.build_names(answered, known, label_areas(known))
        widgets.table(table, key="partner_names", mode=screen.mode(), on_pick=draft.ask_again)


def _draw_word(draft: Draft, match: Match, known: Known) -> None:
    labels = _list_choices(draft, match, known)
    codes = [_OPEN, *labels, _LEFT_OUT]
    chosen = _OPEN if match.how == "unmapped" else match.code
    key = draft.key(f"word-{match.role}-{match.word}")
    st.selectbox(
        plain(findings.ask_word(match.role, match.word, match.rows, _list_alike(match))),
        codes,
        index=codes.index(chosen) if chosen in codes else 0,
        key=key,
        # The browser sends these words back, so those of a choice are the same before and after it is made.
        format_func=lambda code: plain(
            {_OPEN: findings.NOT_ANSWERED, _LEFT_OUT: findings.LEAVE_OUT}.get(code) or labels[code]
        ),
        on_change=lambda: _set(draft, match, codes, str(st.session_state[key])),
    )


def _list_alike(match: Match) -> list[str]:
    """The suggestions for a name: "Housing problems (90%)"."""
    return [f"{each.label} ({each.score}%)" for each in match.suggestions[:_MOST_ALIKE]]


def _set(draft: Draft, match: Match, codes: Sequence[str], code: str) -> None:
    """In a callback: what a name is, one of some codes."""
    if code in codes:
        draft.set_word(match.role, match.word, None if code == _OPEN else code)


def _leave_out(draft: Draft, matches: list[Match]) -> None:
    """In a callback: the names that nobody has answered for are left out."""
    for match in matches:
        if match.how == "unmapped":
            draft.set_word(match.role, match.word, "")


def _list_choices(draft: Draft, match: Match, known: Known) -> dict[str, str]:
    """What a name may be, the most alike first. Labels that are the same are told apart by their codes."""
    every = _list_all(draft, match, known)
    alike = {each.code: each.label for each in match.suggestions}
    labels = alike | {code: label for code, label in every.items() if code not in alike}
    often = Counter(labels.values())
    return {code: f"{label} ({code})" if often[label] > 1 else label for code, label in labels.items()}


def _list_all(draft: Draft, match: Match, known: Known) -> dict[str, str]:
    """Every name of ours of a kind."""
    if match.role == "area":
        return {code: known.areas[code] for code in known.own if code in known.areas}
    if match.role == "ward":
        return dict(known.wards.get(draft.find_district(match.word), {}))
    return dict(known.flags if match.role == "flag" else known.offences)
