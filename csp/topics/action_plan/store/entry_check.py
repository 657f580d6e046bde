"""What may be stored of what an action or a plan holds, with one sentence where it may not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from csp.core import measures
from csp.core.errors import UserError
from csp.core.typed_text import check_line, check_prose
from csp.topics.action_plan.store import check
from csp.topics.action_plan.store.entry_records import (
    SENSES,
    ChartNote,
    Comment,
    Content,
    Coverage,
    Evidence,
    Measure,
    Milestone,
    Schedule,
)

MOST_OF_A_KIND = 200
MOST_CODES = 60
_WARD = re.compile(r"[A-Z]\d{8}")


def check_held(content: Content) -> Content:
    """A content as it is stored. Raises UserError for the first fault."""
    checked: Content = _CHECKS[type(content)](content)
    return checked


def _check_measure(content: Measure) -> Measure:
    if content.sense not in SENSES:
        raise UserError(f"The target of a measure is at least or at most, not {check.quoted(content.sense)}.")
    target = check.number(content.target, "The target")
    return Measure(
        # As long as the plan's own words for what is counted may be.
        check_prose(content.name, "The name of the measure", check.TEXT, required=True).strip(),
        check_line(content.unit, "The unit", check.NAME),
        "" if target is None else content.sense or "at least",
        target,
        check_line(content.frequency, "The frequency", check.NAME),
        check.number(content.baseline, "The baseline"),
    )


def _check_milestone(content: Milestone) -> Milestone:
    text = check_line(content.text, "The milestone", check.LONG_LINE, required=True)
    return Milestone(text, _check_day(content.due), _check_day(content.done_on))


def _check_evidence(content: Evidence) -> Evidence:
    link = check.link(content.link)
    if not link:
        raise UserError("The evidence link is missing.")
    return Evidence(check_line(content.title, "The title of the evidence", check.LONG_LINE), link)


def _check_comment(content: Comment) -> Comment:
    return Comment(check_prose(content.text, "The comment", check.NOTE, required=True).strip())


def _check_coverage(content: Coverage) -> Coverage:
    known = {*measures.read_catalogue().measures, *check.OTHER_MEASURES}
    for code in content.crime_types:
        if code not in known:
            raise UserError(f"The crime type {check.quoted(code)} is not one of measures.yml.")
    for ward in content.wards:
        if not _WARD.fullmatch(ward):
            raise UserError(f"The ward {check.quoted(ward)} is not the code of a ward.")
    return Coverage(_check_codes(content.wards), _check_codes(content.crime_types))


def _check_codes(codes: Sequence[str]) -> tuple[str, ...]:
    if len(codes) > MOST_CODES:
        raise UserError(f"An action covers at most {MOST_CODES} of each.")
    return tuple(sorted(set(codes)))


def _check_schedule(content: Schedule) -> Schedule:
    return Schedule(_check_day(content.next_review))


def _check_note(content: ChartNote) -> ChartNote:
    day = _check_day(content.day)
    if day is None:
        raise UserError("The day of the note is missing.")
    return ChartNote(
        check_line(content.chart, "The chart", check.LONG_LINE, required=True),
        day,
        check_line(content.text, "The note", check.LONG_LINE, required=True),
    )


def _check_day(day: date | None) -> date | None:
    if day is not None and not 1950 <= day.year <= 2150:
        raise UserError(f"The day {day.isoformat()} is not in a year of any plan.")
    return day


_CHECKS: Mapping[type[Content], Callable[[Any], Content]] = {
    Measure: _check_measure,
    Milestone: _check_milestone,
    Evidence: _check_evidence,
    Comment: _check_comment,
    Coverage: _check_coverage,
    Schedule: _check_schedule,
    ChartNote: _check_note,
}
