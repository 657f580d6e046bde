"""One near miss: what may be said of it, and the check of a row or a form. Pure.

A near miss is never a collision: it is kept in a table of its own and added to nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from csp.core.characters import quote
from csp.core.errors import UserError
from csp.core.personal_data import find_personal_data, mask_personal_data
from csp.core.road_records.cells import Row, read_day, read_optional_whole, read_place
from csp.core.typed_text import check_prose

COLUMNS = ("date", "hour", "longitude", "latitude", "happenings", "mode", "other", "text")
NEEDED = ("date", "longitude", "latitude", "happenings", "mode")
LONGEST_TEXT = 1000
LONGEST_SCANNED = 10_000
SEPARATOR = ";"
_ARTICLES = {"e-mail address": "an", "address": "an"}

HAPPENINGS: Mapping[str, str] = {
    "close_pass": "Passed too close",
    "pulled_out": "Pulled out in front",
    "turned_across": "Turned across the way",
    "wrong_side": "Overtook or drove on the wrong side",
    "too_fast": "Drove too fast for the road",
    "too_near_behind": "Drove too near behind",
    "did_not_stop": "Did not stop at a crossing, sign or red light",
    "door": "Opened a door into the way",
    "reversed": "Reversed without looking",
    "distracted": "Was not looking, or used a phone",
    "view": "Could not be seen: parked vehicles, hedge or bend",
    "surface": "Pothole, ice, mud or water on the road",
    "animal": "Animal on the road",
    "other": "Something else",
}
"""What happened; more than one may be true."""

MODES: Mapping[str, str] = {
    "walking": "Walking",
    "wheelchair": "Wheelchair, mobility scooter or pram",
    "cycling": "Cycling",
    "e_scooter": "Electric scooter",
    "motorcycling": "Motorcycle or moped",
    "horse_riding": "Riding a horse",
    "driving": "Driving or in a car",
    "goods": "Van or lorry",
    "bus": "Bus or coach",
}
"""How the person who reports it was travelling."""

OTHERS: Mapping[str, str] = {
    "car": "A car",
    "goods": "A van or lorry",
    "bus": "A bus or coach",
    "motorcycle": "A motorcycle or moped",
    "cycle": "A cycle",
    "walker": "Somebody walking",
    "none": "Nobody else",
    "unknown": "Not known",
}
"""Who or what the other was; it may be left open."""


@dataclass(frozen=True)
class NearMiss:
    """A near miss. happenings: codes of HAPPENINGS in its order; other: "" where it was left open."""

    date: date
    longitude: float
    latitude: float
    happenings: tuple[str, ...]
    mode: str
    other: str = ""
    hour: int | None = None
    text: str = ""


def write_near_miss_row(miss: NearMiss) -> dict[str, str]:
    """A near miss by its columns, as check_near_miss() reads it and as a CSV file has it."""
    return {
        "date": miss.date.isoformat(),
        "hour": "" if miss.hour is None else str(miss.hour),
        "longitude": f"{miss.longitude:.6f}",
        "latitude": f"{miss.latitude:.6f}",
        "happenings": SEPARATOR.join(miss.happenings),
        "mode": miss.mode,
        "other": miss.other,
        "text": miss.text,
    }


def check_near_miss(row: Row, today: date, mask: bool = False) -> NearMiss:
    """The near miss of a row, its columns by name; those beyond NEEDED may be missing.

    mask: personal data in the text are replaced by a mark, as an import does, which cannot ask. Without it
    they are an error, so that a form asks its writer to take them out. Raises UserError, one sentence.
    """
    longitude, latitude = read_place(row) or (0.0, 0.0)
    return NearMiss(
        date=read_day(row, "date", today),
        longitude=longitude,
        latitude=latitude,
        happenings=_read_happenings(row.get("happenings", "")),
        mode=_read_choice(row, "mode", MODES, required=True),
        other=_read_choice(row, "other", OTHERS),
        hour=read_optional_whole(row, "hour", (0, 23)),
        text=_read_text(row.get("text", ""), mask),
    )


def _read_happenings(text: str) -> tuple[str, ...]:
    codes = {code.strip().lower() for code in text.split(SEPARATOR) if code.strip()}
    if not codes:
        raise UserError("happenings is missing: say what happened.")
    for code in sorted(codes):
        if code not in HAPPENINGS:
            raise UserError(f"happenings has {quote(code)}, which is none of {', '.join(HAPPENINGS)}.")
    return tuple(code for code in HAPPENINGS if code in codes)


def _read_choice(row: Row, column: str, choices: Mapping[str, str], required: bool = False) -> str:
    code = row.get(column, "").strip().lower()
    if not code and not required:
        return ""
    if code not in choices:
        raise UserError(f"{column} is {quote(code)} and none of {', '.join(choices)}.")
    return code


def _read_text(text: str, mask: bool) -> str:
    if mask:
        # The whole of it is scanned before it is cut, so that no half of a name or number is left at the end.
        return mask_personal_data(check_prose(text, "text", LONGEST_SCANNED))[:LONGEST_TEXT]
    checked = check_prose(text, "text", LONGEST_TEXT)
    if found := find_personal_data(checked):
        first = found[0]
        words = quote(checked[first.start : first.end])
        raise UserError(
            f"The text has what looks like {_ARTICLES.get(first.kind, 'a')} {first.kind}: {words}. Take it "
            "out: near misses are kept without anything that points at a person."
        )
    return checked
