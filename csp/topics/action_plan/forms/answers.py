"""The form for agencies' answers: looked at first, agency by agency, then stored in a step each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from csp.core.errors import UserError
from csp.core.markup import bold, plain
from csp.shell import messages
from csp.shell.people import Person
from csp.topics.action_plan import answer_files, fetch
from csp.topics.action_plan.answer_files import AnswerFile
from csp.topics.action_plan.findings import answers as words
from csp.topics.action_plan.forms import undoing
from csp.topics.action_plan.forms.comparing import draw_tables, leave_out_faults
from csp.topics.action_plan.store.agency_answers import FormDiff
from csp.topics.action_plan.store.diff_applying import apply_diff
from csp.topics.action_plan.store.plan_diff import ActionChange, PlanDiff
from csp.topics.action_plan.store.records import Plan
from csp.topics.action_plan.store.steps import find_versions


@dataclass(frozen=True)
class _Form:
    """A file that is a form of this plan, as it was on the screen."""

    file: AnswerFile
    form: FormDiff
    diff: PlanDiff
    sender: str


def draw_answers(plan: Plan, author: Person | None) -> None:
    """The forms that came back, with what each changes, and what was stored of earlier ones."""
    if author is None:
        return
    undoing.show_outcome(author)
    if plan.retired_at is not None:
        messages.note("The plan is closed: it takes no answers.")
        return
    files = answer_files.list_files()
    if not files:
        messages.caption(words.HOW_TO_ANSWER)
        answer_files.choose_files()
        undoing.draw_steps(fetch.fetch_recorded_listing(plan, retired=True), author, words.KIND)
        return
    top = st.container()
    forms = _draw_files(files, plan, author)
    with top:
        _draw_summary(files, forms, plan, author)


def _draw_summary(files: Sequence[AnswerFile], forms: Sequence[_Form], plan: Plan, author: Person) -> None:
    """The finding over all files, with one button for all of them."""
    left, right = st.columns([5, 3], vertical_alignment="center")
    with left:
        diffs = [form.diff for form in forms]
        messages.paragraph(bold(words.summarise(diffs, len(files) - len(forms))))
    with right, st.container(horizontal=True, horizontal_alignment="right"):
        ready = [form for form in forms if form.diff.changed and not form.diff.faults]
        if len(ready) > 1:
            label = words.label_apply_all([form.diff for form in ready])
            st.button(plain(label), type="primary", on_click=_apply, args=(ready, plan, author))
        with st.popover("More files"):
            answer_files.choose_files()
        st.button("Drop all", on_click=answer_files.drop_all, type="tertiary")
    if sentence := words.note_other_forms(_list_shared(forms)):
        messages.note(sentence)


def _list_shared(forms: Sequence[_Form]) -> dict[str, list[str]]:
    """The actions that several forms answer, each with whose these are."""
    senders: dict[str, list[str]] = {}
    for form in forms:
        for change in form.diff.changed:
            senders.setdefault(change.draft.ref, []).append(form.sender)
    return {ref: names for ref, names in senders.items() if len(names) > 1}


def _draw_files(files: Sequence[AnswerFile], plan: Plan, author: Person) -> list[_Form]:
    """Each file under the name of its agency; those that can be used."""
    source, directory = answer_files.fetch_source(plan), fetch.fetch_directory()
    forms = []
    for at, file in enumerate(files):
        with st.container(border=True):
            try:
                form = file.compare(source, directory)
            except UserError as error:
                _draw_name(file, None, at)
                messages.error(str(error))
                continue
            drawn = _draw_form(file, form, plan, author, at)
            if drawn is not None:
                forms.append(drawn)
    return forms


def _draw_name(file: AnswerFile, form: FormDiff | None, at: int) -> DeltaGenerator:
    """Whose a file is, with what lets go of it; the place for its button."""
    sender = words.name_sender(form, file.name)
    left, middle, right = st.columns([5, 3, 3], vertical_alignment="center")
    messages.paragraph(bold(sender), left)
    if sender != file.name:
        messages.caption(file.name, place=middle)
    with right, st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        place = st.container(width="content")
        key, drop = f"drop_answers-{at}", answer_files.drop_file
        st.button("Drop", key=key, on_click=drop, args=(file,), type="tertiary")
    return place


def _draw_form(file: AnswerFile, form: FormDiff, plan: Plan, author: Person, at: int) -> _Form | None:
    """What a form changes, with its button; None where it is to be compared again first."""
    place = _draw_name(file, form, at)
    if file.conflict:
        messages.error(file.conflict)
        st.button("Compare again", key=f"again_answers-{at}", on_click=_forget_conflict, args=(file,))
        return None
    messages.paragraph(words.describe_form(form.diff))
    diff = leave_out_faults(form.diff, f"leave_answers-{at}-{file.name}")
    drawn = _Form(file, form, diff, words.name_sender(form, file.name))
    if diff.changed and not diff.faults:
        label, key = words.label_apply(diff), f"apply_answers-{at}"
        place.button(plain(label), key=key, on_click=_apply, args=([drawn], plan, author))
    notes = [] if form.agency else [words.SENDER_UNKNOWN]
    for note in (*notes, *form.diff.notes):
        messages.note(note)
    draw_tables(diff, plan, f"-{at}")
    return drawn


def _forget_conflict(file: AnswerFile) -> None:
    file.conflict = ""


def _apply(forms: Sequence[_Form], plan: Plan, author: Person) -> None:
    """In a callback: store forms as they were on the screen, a step each, until one cannot be stored."""

    def store() -> tuple[str, Sequence[int]] | None:
        board = fetch.fetch_board()
        applied: list[tuple[str, int]] = []
        steps, versions = list[int](), dict[int, int]()
        for form in forms:
            # An action that two forms answer was changed by the first of them, which nobody has to be told.
            changed = tuple(_move_on(change, versions) for change in form.diff.changed)
            diff = replace(form.diff, changed=changed)
            what = words.name_step(form.sender, diff)
            try:
                step = apply_diff(board, plan.id, diff, who=author.name, role=author.role, what=what)
            except UserError as refusal:
                form.file.conflict = str(refusal)
                continue
            steps.append(step)
            versions |= find_versions(board, step)
            applied.append((form.sender, len(changed)))
            answer_files.drop_file(form.file)
        return (words.describe_applied(applied), steps) if applied else None

    undoing.attempt_step(store)


def _move_on(change: ActionChange, versions: dict[int, int]) -> ActionChange:
    action = change.action
    if action is None or action.id not in versions:
        return change
    return replace(change, action=action._replace(version=versions[action.id]))
