"""What an action holds beside its wording, in words: for its history, and where two people met. Pure.

names: of wards and crime types by their codes; one that is not among them is called by its code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from csp.core import wording
from csp.topics.action_plan.findings.measures import describe_target
from csp.topics.action_plan.findings.values import cut_text, write_day, write_figure, write_moment
from csp.topics.action_plan.rules.held_changes import HeldChange
from csp.topics.action_plan.store.entry_records import (
    ChartNote,
    Comment,
    Content,
    Coverage,
    Evidence,
    Held,
    Measure,
    Milestone,
    Schedule,
)

KIND_WORDS: Mapping[type[Content], str] = {
    Measure: "Measure",
    Milestone: "Milestone",
    Evidence: "Link to evidence",
    Comment: "Comment",
    Coverage: "What it acts on",
    Schedule: "Next review",
    ChartNote: "Note on a chart",
}
EVERYWHERE = "the whole district"
NOTHING = "nothing"
# Letters of what is named in a line of the history.
NAMED = 80


def list_facts(content: Content, names: Mapping[str, str]) -> dict[str, str]:
    """Every part of a content by what it is called, the one that names it first."""
    facts: dict[str, str] = {}
    match content:
        case Measure():
            facts = {
                "name": content.name,
                "unit": content.unit,
                "target": describe_target(content),
                "reported": content.frequency,
                "baseline": "" if content.baseline is None else write_figure(content.baseline),
            }
        case Milestone():
            facts = {"milestone": content.text, "due": _day(content.due), "done": _day(content.done_on)}
        case Evidence():
            facts = {"title": content.title or content.link, "link": content.link}
        case Comment():
            facts = {"comment": content.text}
        case Coverage():
            where = list_names(content.wards, names) or EVERYWHERE
            facts = {"where": where, "crime types": list_names(content.crime_types, names)}
        case Schedule():
            facts = {"day": _day(content.next_review) or "as proposed"}
        case ChartNote():
            facts = {"note": content.text, "day": _day(content.day)}
    return facts


def list_names(codes: Sequence[str], names: Mapping[str, str]) -> str:
    """Codes by their names: "Park, Sherwood"."""
    return ", ".join(sorted(names.get(code, code) for code in codes))


def _day(value: date | None) -> str:
    return write_day(value) if value else ""


def describe_content(content: Content, names: Mapping[str, str]) -> str:
    """A content in one line: "Helpline calls; unit: calls; target: at least 40 calls"."""
    (_, first), *others = list_facts(content, names).items()
    return "; ".join([first, *(f"{what}: {text}" for what, text in others if text)])


def describe_held(held: Held[Any], names: Mapping[str, str]) -> str:
    """A version in one line, with who stored it and when."""
    text = (
        f"Taken out: {name_content(held.content)}" if held.removed else describe_content(held.content, names)
    )
    return f"{text} ({held.who}, {write_moment(held.at)})"


def name_content(content: Content) -> str:
    """What a content is called for short."""
    first = next(iter(list_facts(content, {}).values()))
    return cut_text(first or NOTHING, NAMED)


def write_change_head(change: HeldChange) -> str:
    """ "Measure added: Helpline calls", "Milestone done: Training agreed", "Next review changed"."""
    content, before = change.now.content, change.before
    kind = KIND_WORDS[type(content)]
    act = _name_act(change)
    if isinstance(content, Coverage | Schedule):
        return f"{kind} {'set' if before is None else 'changed'}"
    is_renamed = act == "changed" and before is not None and not isinstance(content, Comment)
    named = before.content if is_renamed and before is not None else content
    return f"{kind} {act}: {name_content(named)}"


def _name_act(change: HeldChange) -> str:
    now, before = change.now, change.before
    if now.removed:
        return "removed"
    if before is None:
        return "added"
    if before.removed:
        return "put back"
    if isinstance(now.content, Milestone) and now.content.done_on != before.content.done_on:
        return "done" if now.content.done_on else "open again"
    return "changed"


def list_changed_facts(change: HeldChange, names: Mapping[str, str]) -> list[str]:
    """The parts that a change altered, as "target: nothing → at least 40"; of something new its parts."""
    now, before = change.now, change.before
    facts = list_facts(now.content, names)
    if now.removed:
        return []
    if before is None or before.removed:
        is_single = isinstance(now.content, Coverage | Schedule)
        return [f"{what}: {text}" for what, text in [*facts.items()][0 if is_single else 1 :] if text]
    if _name_act(change) == "done":
        return [f"on {facts['done']}"]
    earlier = list_facts(before.content, names)
    return [
        f"{what}: {_cut(earlier[what])} → {_cut(text)}"
        for what, text in facts.items()
        if text != earlier[what]
    ]


def _cut(text: str) -> str:
    return cut_text(text) or NOTHING


def write_stored(content: Content, is_new: bool) -> str:
    """What is said once something is stored."""
    kind = wording.lower_first(KIND_WORDS[type(content)])
    return f"Stored: {kind} {'added' if is_new else 'changed'}, {name_content(content)}."


def write_removed(content: Content) -> str:
    """What is said once something is taken out."""
    return f"Removed: {name_content(content)}. Its record stays in the history."


def ask_removal(content: Content) -> str:
    """The question before something is taken out, and what is lost."""
    kind = wording.lower_first(KIND_WORDS[type(content)])
    numbers = (
        " Numbers that were given of it stay with their updates." if isinstance(content, Measure) else ""
    )
    return f"Remove this {kind}? Its record stays in the history.{numbers}"
