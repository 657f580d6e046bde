"""The words of agencies' forms that come back. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from csp.core import wording
from csp.topics.action_plan.store.agency_answers import FormDiff
from csp.topics.action_plan.store.plan_diff import PlanDiff

# What steps that apply a form are called in the record, and by which they are found.
KIND = "Form of "
HOW_TO_ANSWER = (
    "Choose the forms as they came back by e-mail, several at once: what each changes is shown before "
    "anything is stored."
)
SENDER_UNKNOWN = (
    "The file does not say which agency's form it is, so it is not checked whether the actions are its own."
)


def name_sender(form: FormDiff | None, file: str) -> str:
    """The agency that a form is of, or the name of the file."""
    return form.agency.spelt_out if form is not None and form.agency is not None else file


def describe_form(diff: PlanDiff) -> str:
    """ "2 answers, 1 without one." or the faults that are in the way."""
    if diff.faults:
        rows = diff.faulty_rows
        return f"{rows} {'row has a fault' if rows == 1 else 'rows have faults'}."
    if not diff.changed:
        return "Nothing new: no row has an answer that is not on record."
    rest = f", {wording.plural(diff.same, 'row')} without a new one" if diff.same else ""
    return f"{wording.plural(len(diff.changed), 'answer')}{rest}."


def summarise(diffs: Sequence[PlanDiff], unread: int) -> str:
    """ "3 forms: 12 answers, 1 fault. 1 file cannot be read." over all files."""
    forms = wording.plural(len(diffs), "form")
    answers = wording.plural(sum(len(diff.changed) for diff in diffs), "answer")
    faults = sum(len(diff.faults) for diff in diffs)
    wrong = f", {wording.plural(faults, 'fault')}" if faults else ""
    files = f" {wording.plural(unread, 'file')} cannot be used." if unread else ""
    return f"{forms}: {answers}{wrong}.{files}"


def label_apply(diff: PlanDiff) -> str:
    """ "Apply 2 answers" """
    return f"Apply {wording.plural(len(diff.changed), 'answer')}"


def label_apply_all(diffs: Sequence[PlanDiff]) -> str:
    """ "Apply all 12 answers of 3 forms" """
    answers = sum(len(diff.changed) for diff in diffs)
    return f"Apply all {answers} answers of {len(diffs)} forms"


def name_step(sender: str, diff: PlanDiff) -> str:
    """What applying a form is called in the record: "Form of KFRS: 2 answers"."""
    return f"{KIND}{sender[:120]}: {wording.plural(len(diff.changed), 'answer')}"


def describe_applied(applied: Sequence[tuple[str, int]]) -> str:
    """ "Stored: 2 answers of KFRS and 1 answer of CSU, each in a step of its own." """
    parts = [f"{wording.plural(answers, 'answer')} of {sender}" for sender, answers in applied]
    steps = ", each in a step of its own" if len(parts) > 1 else ""
    return f"Stored: {wording.list_words(parts)}{steps}."


def note_other_forms(senders: Mapping[str, Iterable[str]]) -> str:
    """ "DA-01 is answered by KFRS and CSU." of the actions that several forms answer; "" for none."""
    sentences = [f"{ref} is answered by {wording.list_words(list(names))}." for ref, names in senders.items()]
    return " ".join(sentences[:5])
