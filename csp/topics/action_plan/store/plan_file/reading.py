"""A plan read from a source: every action as it would be stored, with faults and remarks. Stores nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from csp.core import wording
from csp.core.errors import UserError
from csp.core.personal_data import find_personal_data
from csp.topics.action_plan.store import check
from csp.topics.action_plan.store.cells import unescape
from csp.topics.action_plan.store.plan_file import priorities as naming
from csp.topics.action_plan.store.plan_file import references
from csp.topics.action_plan.store.plan_file.agencies import arrange_agencies, read_known_names
from csp.topics.action_plan.store.plan_file.known_actions import list_repeated, recognise_actions
from csp.topics.action_plan.store.plan_file.layout import Layout, is_progress, list_unread, propose_layout
from csp.topics.action_plan.store.plan_file.rows import ReadRow, read_rows
from csp.topics.action_plan.store.plan_file.source import Source, check_tables, list_sources
from csp.topics.action_plan.store.plan_file.timing import Timing, read_day, read_timing
from csp.topics.action_plan.store.plan_import import (
    MOST_NAMED,
    Preview,
    PreviewRow,
    check_rows,
    is_own_layout,
)
from csp.topics.action_plan.store.plan_worker import read_upload
from csp.topics.action_plan.store.records import ActionDraft, ActionRow


@dataclass(frozen=True)
class PlanReading:
    """What a source would store, and how many of its rows are passed over for which reason."""

    preview: Preview
    skipped: Mapping[str, int]


@dataclass(frozen=True)
class Target:
    """The plan that a file is for. priorities: of a plan that is there, None for a new one; refs: its own.

    known: names of agencies that hold "and" and the like. compared: the actions of the plan, where the file
    is compared with it: then its references are expected in the file, and are no fault.
    """

    priorities: Mapping[int, str] | None = None
    refs: Collection[str] = ()
    known: Collection[str] = ()
    compared: Sequence[ActionRow] | None = None


def read_plan(source: Source, layout: Layout, target: Target) -> PlanReading:
    """The actions of a source as they would be stored in a plan."""
    reading = read_rows(source, layout)
    rows = reading.rows
    has_references = _split_references(rows, layout)
    own = recognise_actions(rows, target.compared or ())
    texts = naming.list_texts(rows, source.has_sections)
    numbers: Mapping[str, int | None]
    if target.priorities is None:
        numbers, names = naming.number_priorities(texts)
    else:
        numbers, names = naming.match_priorities(texts, target.priorities), dict(target.priorities)
    refs = references.settle(
        [row.values.get("ref", "") for row in rows], [numbers[text] for text in texts], names, target.refs
    )
    places = {} if own else dict.fromkeys(target.refs, "in the plan already")
    twice = list_repeated(own)
    previews = []
    for row, text, ref in zip(rows, texts, refs, strict=True):
        draft, remarks = _make_draft(row, layout, target)
        number = numbers[text]
        if number is None and text == naming.ALL and id(row) in own:
            number = own[id(row)].priority
        draft = replace(draft, ref=ref.text, priority=str(number or ""))
        errors = _list_errors(draft, text if number is None else "")
        if id(row) in twice:
            errors.append(f"The reference {own[id(row)].ref} stands in another row too: keep one of them.")
        if draft.ref in places:
            errors.append(f"The reference {check.quoted(draft.ref)[1:-1]} is {places[draft.ref]}.")
        remarks = [ref.remark, *remarks] if ref.remark else remarks
        stored = draft if errors else check.draft(draft)
        previews.append(PreviewRow(row.lines[0], stored, tuple(errors), tuple(remarks), row.place))
    notes = _list_notes(source, layout, previews, has_references)
    return PlanReading(Preview(tuple(previews), names, tuple(notes)), dict(reading.skipped))


def guess_preview(name: str, content: bytes) -> Preview:
    """What a file would store as a new plan where every guess is taken.

    Raises UserError for a file that cannot be read or has no table of actions.
    """
    grids = read_upload(name, content)
    rows = grids[0].list_rows()
    if is_own_layout(rows):
        return check_rows(name, rows)
    sources = list_sources(grids)
    check_tables(name, sources)
    return read_plan(sources[0], propose_layout(sources[0]), Target(known=read_known_names())).preview


def _split_references(rows: list[ReadRow], layout: Layout) -> bool:
    """Whether the file has references; those that stand before the actions are taken from there."""
    if any(row.values.get("ref") for row in rows):
        return True
    pairs = references.split_leading([row.values.get("text", "") for row in rows])
    if pairs is None or "ref" in layout.columns:
        return False
    for row, (ref, text) in zip(rows, pairs, strict=True):
        row.values |= {"ref": ref, "text": text}
    return True


def _make_draft(row: ReadRow, layout: Layout, target: Target) -> tuple[ActionDraft, list[str]]:
    """The action of a row without its reference and priority, and what is to be said of it."""
    values = {name: unescape(text) for name, text in row.values.items()}
    timing = read_timing(values.get("due", ""))
    agencies, remarks = arrange_agencies(
        values.get("lead", ""), values.get("agencies", ""), target.known, layout.apart
    )
    remarks += timing.remarks
    if len(row.lines) > 1:
        lines = wording.list_words([str(line) for line in row.lines[1:6]])
        remarks.append(
            f"Line {lines} belongs to it." if len(row.lines) == 2 else f"Lines {lines} belong to it."
        )
    draft = ActionDraft(
        ref="",
        priority="",
        text=values.get("text", ""),
        agencies=agencies,
        measure=values.get("measure", ""),
        reporting=_read_rhythm(values.get("reporting", ""), timing),
        due=timing.due,
        linked_measure=_keep_if_fit(values, "linked_measure", remarks),
        started=_read_started(values.get("started", ""), remarks),
        baseline=_keep_if_fit(values, "baseline", remarks) or None,
        target=_keep_if_fit(values, "target", remarks) or None,
    )
    return draft, remarks


def _read_rhythm(text: str, timing: Timing) -> str:
    words = " ".join(text.split())
    return words or timing.reporting


def _read_started(text: str, remarks: list[str]) -> str:
    if not text:
        return ""
    day = read_day(text)
    if day is None:
        remarks.append(f"The start {check.quoted(text)} is not a date, so it is not stored.")
    return day.isoformat() if day else ""


def _keep_if_fit(values: Mapping[str, str], name: str, remarks: list[str]) -> str:
    """What a column holds, "" with a remark where that cannot be stored."""
    text = values.get(name, "")
    try:
        if name == "linked_measure":
            check.linked_measure(text)
        else:
            check.number(text, f"The {name}")
    except UserError as error:
        remarks.append(f"Not stored: {wording.lower_first(str(error))}")
        return ""
    return text


def _list_errors(draft: ActionDraft, unknown: str) -> list[str]:
    if not unknown:
        return check.draft_errors(draft)
    faults = check.draft_errors(replace(draft, priority="1"))
    name = "no priority" if unknown == naming.ALL else check.quoted(unknown)
    return [f"The file names {name} here, which is not a priority of the plan.", *faults]


def _list_notes(source: Source, layout: Layout, rows: list[PreviewRow], has_references: bool) -> list[str]:
    """What is to be said of the file as a whole."""
    unread = list_unread(source, layout)
    progress = [check.quoted(title)[1:-1] for title in unread if is_progress(title)]
    others = [check.quoted(title)[1:-1] for title in unread if not is_progress(title)]
    notes = []
    if rows and not has_references:
        notes.append("The file has no references, so they are made from the priorities.")
    if others:
        more = [f"{len(others) - MOST_NAMED} more"] if len(others) > MOST_NAMED else []
        shown = [*others[:MOST_NAMED], *more]
        notes.append(f"Columns that are not read: {wording.list_words(shown)}.")
    if progress:
        named = wording.list_words(progress[:MOST_NAMED])
        notes.append(f"Progress is not imported ({named}): updates are recorded by people, one at a time.")
    people = [
        row.draft.agencies[0] for row in rows if row.draft.agencies and _is_person(row.draft.agencies[0])
    ]
    if people:
        notes.append(
            f"{check.quoted(people[0])} looks like the name of a person. Whoever may read the plan reads it: "
            "the name of a team lasts longer."
        )
    return notes


def _is_person(name: str) -> bool:
    return any(each.kind == "name" for each in find_personal_data(name))
