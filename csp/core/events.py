"""Dated events, the marks on a chart of months: data/reference/events.csv. No other file is read.

An event with an end is a span, such as a lockdown. Its months are exceptional: what is usual is not
taken from them.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, cast

from csp.core import reference_tables, settings
from csp.core.area_names import is_of, simplify_name
from csp.core.areas import AREAS, list_places
from csp.core.caching import keep_while_file_stands
from csp.core.errors import UserError
from csp.core.filters import add_months

Kind = Literal["event", "break"]
FILE = "events.csv"
_COLUMNS = ("date", "label", "kind", "measures", "note")
# A file from before the spans, or from before the areas, has no such column.
_LATER = ("until", "areas")
_KINDS = ("event", "break")


@dataclass(frozen=True)
class Event:
    """A dated mark. A break changes what is counted: the month it falls in starts new limits.

    measures are the codes it concerns; none means every one. until: the last day of a span. areas: where it
    was, as areas.csv names countries, regions, counties, force areas and districts; none means everywhere.
    """

    day: date
    label: str
    kind: Kind
    measures: tuple[str, ...]
    note: str
    until: date | None = None
    areas: tuple[str, ...] = ()

    @property
    def month(self) -> date:
        return self.day.replace(day=1)

    @property
    def exceptional_months(self) -> tuple[date, ...]:
        """The months that a span touches; none for an event of a day."""
        if self.until is None:
            return ()
        length = (self.until.year - self.day.year) * 12 + self.until.month - self.day.month + 1
        return tuple(add_months(self.month, i) for i in range(length))

    def concerns(self, measure: str) -> bool:
        return not self.measures or measure in self.measures


def read(path: Path, measures: Collection[str], areas: Collection[str] = ()) -> tuple[Event, ...]:
    """The events of a file, oldest first; measures and areas are the codes and names a row may name.

    Raises UserError, one sentence that names the row, for a file that cannot be used.
    """
    try:
        rows = reference_tables.open_rows(path)
        missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise UserError(
                f"{path.name} has no column {', '.join(missing)}. Its first line is: {','.join(_COLUMNS)}."
            )
        places = {simplify_name(name) for name in areas}
        events = [_event(f"{path.name}, line {rows.line_num}", row, measures, places) for row in rows]
    except FileNotFoundError as error:
        raise UserError(
            f"The reference file {path.name} is missing. Restore data/reference/{FILE}."
        ) from error
    except OSError as error:
        raise UserError(
            f"{path.name} cannot be read: {error.strerror}. Restore data/reference/{FILE}."
        ) from error
    except csv.Error as error:
        raise UserError(f"{path.name} cannot be read as CSV. Save it as CSV UTF-8.") from error
    # One that stands twice is one event.
    return tuple(sorted(dict.fromkeys(events), key=lambda event: event.day))


def _event(
    where: str, row: Mapping[str, str | None], measures: Collection[str], areas: Collection[str]
) -> Event:
    if None in row:
        raise UserError(f'{where} has more than {len(row) - 1} fields. Put text with a comma in "quotes".')
    fields = {name: (row.get(name) or "").strip() for name in (*_COLUMNS, *_LATER)}
    day = _read_day(where, fields["date"])
    until = _read_day(where, fields["until"]) if fields["until"] else None
    if until is not None and until < day:
        raise UserError(f"{where} ends before it starts. Correct date or until.")
    if not fields["label"]:
        raise UserError(f"{where} has no label. Say what happened in a few words.")
    if fields["kind"] not in _KINDS:
        raise UserError(f'{where}: kind "{fields["kind"]}" is not one of {", ".join(_KINDS)}.')
    codes, places = (
        tuple(part.strip() for part in fields[column].split(";") if part.strip())
        for column in ("measures", "areas")
    )
    unknown = [code for code in codes if code not in measures]
    if unknown:
        raise UserError(
            f"{where}: {', '.join(unknown)} is not a measure of measures.yml. "
            "Name measures by their code, separated by ;."
        )
    nowhere = [place for place in places if simplify_name(place) not in areas]
    if nowhere:
        raise UserError(
            f"{where}: {', '.join(nowhere)} is no area of {AREAS}. Name a country, region, county, force "
            "area or district as it stands there, several separated by ;."
        )
    return Event(day, fields["label"], cast("Kind", fields["kind"]), codes, fields["note"], until, places)


def _read_day(where: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UserError(f'{where}: "{text}" is not a date. Write it as 2020-03-23.') from error


def list_exceptional_months(events: Iterable[Event], measure: str) -> frozenset[date]:
    """The months of every span that concerns a measure."""
    return frozenset(
        month for event in events if event.concerns(measure) for month in event.exceptional_months
    )


_read_once = keep_while_file_stands(maxsize=4)(read)


def read_events(measures: Collection[str]) -> tuple[Event, ...]:
    """The events of events.csv that were in the area of the settings, read again when it changes.

    Raises UserError as read() does.
    """
    places = list_places(settings.read_districts().values())
    events = _read_once(settings.REFERENCE / FILE, frozenset(measures), places)
    return tuple(event for event in events if is_of(event.areas, settings.area().places))
