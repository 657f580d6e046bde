"""What may be stored: every value people type is checked here, with one sentence where it fails.

Which characters text may hold is decided in csp/core/typed_text.py.
"""

from __future__ import annotations

import json
import math
import re
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from csp.core import measures, wording
from csp.core.errors import UserError
from csp.core.typed_text import check_line, check_prose, is_refused
from csp.topics.action_plan.store.records import ActionDraft
from csp.topics.action_plan.store.status import Quarter, Status, parse_due

# The most characters of each kind of text.
NAME, LINE, LONG_LINE, NOTE, TEXT, LINK = 80, 120, 300, 4000, 2000, 2000
RULE = 20_000
MOST_AGENCIES = 20
# Beyond this a measure value is a slip of the finger, and Excel starts to round.
LARGEST = 1e12

# Measures that have a page of their own and no entry in measures.yml.
OTHER_MEASURES = ("road_casualties",)


def status(value: Status | str) -> Status:
    """A status, from its word where it is text."""
    try:
        return Status(value)
    except ValueError as error:
        raise UserError(
            f"The status {quoted(value)} is not one of {wording.list_words(list(Status))}."
        ) from error


def quarter(value: Quarter | str, year_start: int) -> Quarter:
    """A quarter of the partnership's year, from its label where it is text."""
    if isinstance(value, Quarter):
        return Quarter.of(value.start, year_start)
    try:
        return Quarter.parse(value, year_start)
    except ValueError as error:
        example = Quarter.of(date(2021, 4, 1), year_start).label
        raise UserError(f"The quarter {quoted(value)} is not written like {example}.") from error


def number(value: float | str | None, what: str) -> float | None:
    """A finite number, or None where nothing is typed; thousands may be set off by commas."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        figure = _parse_number(value)
    except (ValueError, OverflowError) as error:
        raise UserError(f"{what} {quoted(value)} is not a number.") from error
    if not math.isfinite(figure) or abs(figure) > LARGEST:
        raise UserError(f"{what} has to be a number between minus and plus one million million.")
    return figure


def _parse_number(value: float | str) -> float:
    if isinstance(value, bool):
        raise ValueError(value)
    if isinstance(value, int | float):
        return float(value)
    text = value.strip().replace("\u2212", "-")
    if not re.fullmatch(r"[-+]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?", text, re.ASCII):
        raise ValueError(value)
    return float(text.replace(",", ""))


def link(value: str) -> str:
    """The address of a page on the web, or "" for none."""
    text = check_line(value, "The evidence link", LINK)
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        is_address = (
            parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s\\]", text)
        )
    except ValueError:
        is_address = False
    if not is_address:
        raise UserError(f"The evidence link {quoted(text)} is not an address that starts with https://.")
    return text


def identity(value: str) -> str:
    """The id of an update, as 32 hexadecimal digits."""
    try:
        return UUID(value).hex
    except ValueError as error:
        raise UserError("This form is not complete: open the action again.") from error


def ref(value: str) -> str:
    """The reference of an action within its plan."""
    text = check_line(value, "The reference", 20, required=True)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9./-]*", text):
        raise UserError(
            f"The reference {quoted(text)} has other characters than letters, figures, full stop, / and -."
        )
    return text


def due(value: str) -> str:
    """A due text: a date that exists (see status.parse_due) or words."""
    text = check_line(value, "The due date", NAME)
    try:
        parse_due(text)
    except ValueError as error:
        raise UserError(
            f"The due date {quoted(text)} is not a date that exists; write it like 2021-09-30, or in words."
        ) from error
    return text


def linked_measure(value: str) -> str:
    """A code of measures.yml, road_casualties, or "" for none."""
    text = check_line(value, "The linked measure", NAME)
    if text and text not in measures.read_catalogue().measures and text not in OTHER_MEASURES:
        raise UserError(f"The linked measure {quoted(text)} is not one of measures.yml.")
    return text


def agencies(names: tuple[str, ...]) -> tuple[str, ...]:
    """Agencies, lead first; each named once."""
    checked = tuple(check_line(name, "The name of an agency", NAME, required=True) for name in names)
    if len(checked) > MOST_AGENCIES:
        raise UserError(f"An action has at most {MOST_AGENCIES} agencies.")
    for position, name in enumerate(checked):
        if ";" in name:
            raise UserError(f"The agency {quoted(name)} has a semicolon, which separates agencies.")
        if name in checked[:position]:
            raise UserError(f"The agency {quoted(name)} is named twice.")
    return checked


def find_faults(draft: ActionDraft) -> dict[str, str]:
    """A sentence for every field of a draft that cannot be stored, so that all can be mended at once."""
    faults = {}
    for field, checker in _DRAFT_CHECKS.items():
        try:
            checker(getattr(draft, field))
        except UserError as error:
            faults[field] = str(error)
    return faults


def draft_errors(draft: ActionDraft) -> list[str]:
    """The sentences of find_faults()."""
    return list(find_faults(draft).values())


def field(name: str, value: Any) -> Any:
    """One field of a draft as it is stored. Raises UserError where it cannot be."""
    return _DRAFT_CHECKS[name](value)


def draft(value: ActionDraft) -> ActionDraft:
    """The draft as it is stored: every field checked and trimmed. Raises UserError at the first fault."""
    return ActionDraft(**{field: checker(getattr(value, field)) for field, checker in _DRAFT_CHECKS.items()})


def priority(value: int | str) -> int:
    """The number of a priority, from text where it was typed."""
    text = str(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"[1-9]\d?", text, re.ASCII):
        raise UserError(f"The priority {quoted(value)} is not the number of a priority.")
    return int(text)


def started(value: date | str | None) -> date | None:
    """The day an action started, or None where it is not given."""
    if value is None or isinstance(value, date):
        return value
    try:
        day = parse_due(check_line(value, "The start", NAME))
    except ValueError:
        day = None
    if day is None and value.strip():
        raise UserError(f"The start {quoted(value)} is not a date; write it like 2021-09-30.")
    return day


_DRAFT_CHECKS: dict[str, Any] = {
    "ref": ref,
    "priority": priority,
    "text": lambda value: check_prose(value, "The action", TEXT, required=True).strip(),
    "agencies": agencies,
    "measure": lambda value: check_prose(value, "The measure", TEXT).strip(),
    "reporting": lambda value: check_line(value, "The reporting rhythm", NAME),
    "due": due,
    "linked_measure": linked_measure,
    "started": started,
    "baseline": lambda value: number(value, "The baseline"),
    "target": lambda value: number(value, "The target"),
}


def rule(value: str) -> str:
    """A scenario's rule: a JSON object of figures, words and lists."""
    if len(value) > RULE:
        raise UserError("The rule is too long to be saved.")
    try:
        parsed = json.loads(value, parse_constant=_refuse_constant)
        # As JSON again: 1e999 is read as infinity, which JSON has no word for.
        written = json.dumps(parsed, ensure_ascii=False, sort_keys=True, allow_nan=False)
    except (ValueError, RecursionError) as error:
        raise UserError("The rule cannot be saved: it is not valid JSON.") from error
    if not isinstance(parsed, dict):
        raise UserError("The rule cannot be saved: it is not a JSON object.")
    if re.search(r"\\u00[01]", written) or any(is_refused(char) for char in written):
        raise UserError("The rule contains a control character.")
    return json.dumps(parsed, ensure_ascii=True, sort_keys=True)


def _refuse_constant(text: str) -> None:
    raise ValueError(text)


def quoted(value: object) -> str:
    """What was typed, cut short, in quotation marks: nothing in it turns or breaks a sentence."""
    text = "".join(char if char.isprintable() else " " for char in str(value)[:100])
    return f'"{text[:60]}…"' if len(text) > 60 else f'"{text}"'
