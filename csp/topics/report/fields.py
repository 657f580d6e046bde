"""Figures inside an author's paragraph that stay true: {all_crime.change} is "fell by 778 (−9.0%)". Pure.

A field is written as its text is shown, so it is never older than the tables beside it. What it said when
the text was stored is kept with the text; where it says something else now, the paragraph is marked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from csp.comparison.rows import MeasureRow
from csp.core import wording
from csp.core.change_words import describe_size, describe_verdict
from csp.topics.report.inline import escape

_FIELD = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)\}")
NOT_KNOWN = "a figure that is not known"

PLAIN_FIELDS = {
    "place": "the district, or the wards chosen",
    "period": "the months of the period",
    "comparison": "the months compared with",
    "plan.label": "the year of the action plan",
    "plan.actions": "how many actions the plan has",
    "plan.complete": "how many of them are complete",
    "plan.overdue": "how many of them are overdue",
}
"""The fields that are of no crime type, with what each stands for."""


def _describe_change(row: MeasureRow, _: int) -> str:
    change = row.change
    if change.before is None:
        return "has nothing to be compared with"
    if not change.difference:
        return f"stayed at {wording.count(change.now)}"
    return f"{describe_size(change)} ({wording.share(change.now, change.before)})"


def _describe_difference(row: MeasureRow, _: int) -> str:
    return _write(row.change.difference, lambda n: wording.count(n, sign=True))


def _describe_percent(row: MeasureRow, _: int) -> str:
    return _write(row.change.pct, lambda n: wording.pct(n, sign=True))


def _write(value: float | None, words: Callable[[float], str]) -> str:
    return NOT_KNOWN if value is None else words(value)


def _describe_rank(rank: int | None, of: int, tied: bool) -> str:
    return wording.rank(rank, of, tied) if rank else "not ranked"


_OF_A_TYPE: dict[str, tuple[str, Callable[[MeasureRow, int], str]]] = {
    "change": ("by how much it rose or fell, in words", _describe_change),
    "now": (
        "how many were recorded in the period",
        lambda row, _: wording.count(row.change.now),
    ),
    "before": (
        "how many in the period compared with",
        lambda row, _: _write(row.change.before, wording.count),
    ),
    "difference": ("the difference, with its sign", _describe_difference),
    "percent": ("the difference in %", _describe_percent),
    "verdict": (
        "a clear change, or no clear change",
        lambda row, _: NOT_KNOWN if row.change.p is None else describe_verdict(row.change),
    ),
    "rate": (
        "the rate per 1,000",
        lambda row, _: NOT_KNOWN if row.rate_now is None else wording.rate(row.rate_now),
    ),
    "rank": ("the county rank", lambda row, of: _describe_rank(row.rank_now, of, row.tied_now)),
    "rank_before": (
        "the county rank in the period compared with",
        lambda row, of: _describe_rank(row.rank_before, of, row.tied_before),
    ),
}


def list_type_fields() -> dict[str, str]:
    """The fields that every crime type has, behind its code and a full stop, with what each stands for."""
    return {name: about for name, (about, _) in _OF_A_TYPE.items()}


def write_type_field(name: str, row: MeasureRow, of: int) -> str | None:
    """The words of a field of a crime type; None for one that there is not. of: how many are ranked."""
    return _OF_A_TYPE[name][1](row, of) if name in _OF_A_TYPE else None


def list_fields(texts: Iterable[str]) -> list[str]:
    """The fields of some texts, each once, in the order in which they stand."""
    return list(dict.fromkeys(name for text in texts for name in _FIELD.findall(text)))


@dataclass(frozen=True)
class FilledText:
    """A text with its fields written out. unknown: fields that there are not, which stand as they were typed.

    changed: by field, what it said when the text was stored and what it says now, where these differ.
    """

    text: str
    unknown: tuple[str, ...]
    changed: Mapping[str, tuple[str, str]]


def fill_fields(text: str, words: Mapping[str, str], written: Mapping[str, str] | None = None) -> FilledText:
    """A paragraph's Markdown with its fields written out. words: by field, what it says now.

    written: what each said when the text was stored.
    """
    names = list_fields([text])
    filled = _FIELD.sub(lambda match: escape(words[match[1]]) if match[1] in words else match[0], text)
    changed = {
        name: (before, words[name])
        for name, before in (written or {}).items()
        if name in names and name in words and words[name] != before
    }
    return FilledText(filled, tuple(name for name in names if name not in words), changed)


def describe_changed(changed: Mapping[str, tuple[str, str]]) -> str:
    """What has changed since a paragraph was stored, as the mark beside it; "" for nothing.

    "Since this was written: {all_crime.change} said “fell by 778 (−9.0%)” and now says “rose by 12 (+0.2%)”."
    """
    clauses = [f"{{{name}}} said “{then}” and now says “{now}”" for name, (then, now) in changed.items()]
    return f"Since this was written, {wording.list_words(clauses)}. Read it again." if clauses else ""


def describe_unknown(names: Iterable[str]) -> str:
    """Which fields of a text there are not; "" where there are all."""
    listed = wording.list_words([f"{{{name}}}" for name in names])
    return f"There is no figure called {listed}: correct its name." if listed else ""
