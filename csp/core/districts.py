"""Reading the districts of areas.csv, and those of one's own in districts.csv, which has the last word.

districts.csv may give a district several rows: one for each former name, and one for each part of an area of
one's own. What such an area is made of stands in the column made_of: districts by name or code, and wards
with their district before them ("Exeter: Pennsylvania", or a ward's code in place of its name). A district
that has ended has its last day in valid_to and what it went into in successor.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from csp.core import areas, reference_tables
from csp.core.area_names import simplify_name
from csp.core.areas import AREAS, OWN, District, WardName
from csp.core.caching import file_edition, keep_while
from csp.core.characters import quote
from csp.core.codes import is_code
from csp.core.errors import UserError

_WARDS = "wards.csv"
Row = Mapping[str, str]


def _find_today() -> date:
    return datetime.now().astimezone().date()


def list_editions(folder: Path) -> tuple[object, ...]:
    """What the districts of a folder depend on: its tables, and the day, on which one may have ended."""
    return (*(file_edition(folder / name) for name in (AREAS, OWN, _WARDS)), _find_today())


@keep_while(list_editions, maxsize=8)
def read_districts(folder: Path) -> Mapping[str, District]:
    """The districts of a folder of reference tables by code, one's own last and with the last word.

    Raises UserError, one sentence that names the table, for one that cannot be used.
    """
    rows = reference_tables.read(folder / AREAS)
    districts = {row["area_code"]: _read_row(row) for row in rows}
    if (folder / OWN).exists():
        districts |= _read_own(folder, districts)
    return districts


def _read_row(row: Row) -> District:
    return District(
        code=row["area_code"],
        name=row["name"],
        former_names=_split(row["former_names"]),
        valid_to=_read_day(row["valid_to"]),
        successor=row["successor"],
        force=row["force"],
        force_slug=row["force_slug"],
        force_area=row["force_area"],
        county=row["county"],
        region=row["region"],
        partnerships=_split(row["partnerships"]),
        population=int(row["population"]) if row["population"] else None,
        population_year=int(row["population_year"]) if row["population_year"] else None,
    )


def _read_own(folder: Path, published: Mapping[str, District]) -> dict[str, District]:
    rows_of: dict[str, list[Row]] = {}
    for row in reference_tables.read(folder / OWN):
        rows_of.setdefault(row["district_code"], []).append(row)
    own = {code: _name_own(code, rows, published.get(code)) for code, rows in rows_of.items()}
    for code, rows in rows_of.items():
        made_of = [part for row in rows for part in _split(row.get("made_of") or "")]
        if made_of:
            _check_name(own[code], own, published)
            own[code] = _make_whole(own[code], made_of, own, published, folder)
    return {code: _end(district, rows_of[code], {**published, **own}) for code, district in own.items()}


def _name_own(code: str, rows: Sequence[Row], published: District | None) -> District:
    """A district as its rows name it, former names and partnerships included."""
    names = list(dict.fromkeys(row["district"].strip() for row in rows))
    if len(names) > 1:
        raise UserError(f"{OWN} names {code} twice, as {names[0]} and as {names[1]}. Keep one name for it.")
    district, name = published or District(code, names[0]), names[0]
    former = [*district.former_names, *_split_all(rows, "former_name")]
    # By a name that is replaced here the district still stands in files.
    former += [district.name] if district.name != name else []
    return replace(
        district,
        name=name,
        former_names=tuple(dict.fromkeys(former)),
        partnerships=tuple(dict.fromkeys(_split_all(rows, "partnership"))) or district.partnerships,
    )


def _check_name(area: District, own: Mapping[str, District], published: Mapping[str, District]) -> None:
    """Raises UserError where an area that is made of others has the code or the name of one that is none."""
    if area.code in published:
        raise UserError(
            f"{OWN}, {area.name}: {area.code} is the code of {published[area.code].name}. Choose a code that "
            "no district has, such as E06000998."
        )
    others = [each for each in {**published, **own}.values() if each.code != area.code and not each.successor]
    for other in others:
        if simplify_name(other.name) == simplify_name(area.name):
            raise UserError(
                f"{OWN} names {area.code} {area.name}, which is the name of {other.code}. "
                "Choose another name."
            )


def _make_whole(
    area: District,
    made_of: Sequence[str],
    own: Mapping[str, District],
    published: Mapping[str, District],
    folder: Path,
) -> District:
    """An area that is made of districts and of wards: what they share, and the people of whole districts."""
    parts: list[str] = []
    wards: list[WardName] = []
    try:
        for text in made_of:
            ward = _find_ward(text, published, folder)
            if ward:
                wards.append(ward)
            else:
                parts.append(_find_part(text, area, own, published).code)
        _check_parts(parts, wards, published)
    except UserError as error:
        raise UserError(f"{OWN}, {area.name}: {error}") from error
    within = [published[code] for code in dict.fromkeys([*parts, *(ward.district for ward in wards)])]
    years = {each.population_year for each in within}
    is_counted = len(years) == 1 and not wards
    return replace(
        area,
        force=_share(each.force for each in within),
        force_slug=_share(each.force_slug for each in within),
        force_area=_share(each.force_area for each in within),
        county=_share(each.county for each in within),
        region=_share(each.region for each in within),
        population=sum(each.population or 0 for each in within) or None if is_counted else None,
        population_year=years.pop() if is_counted else None,
        parts=tuple(parts),
        wards=tuple(wards),
    )


def _find_ward(text: str, published: Mapping[str, District], folder: Path) -> WardName | None:
    """The ward that a part names; None for a district. Raises UserError for a ward of no known district."""
    district, colon, ward = (each.strip() for each in text.partition(":"))
    if colon:
        if not ward:
            raise UserError(f"{quote(text)} names no ward. Write it after the colon.")
        return WardName(areas.find_district(district, published, with_ended=True).code, ward)
    if is_code("district", text) or not is_code("ward", text):
        return None
    for row in reference_tables.read(folder / _WARDS):
        if row["ward_code"] == text:
            return WardName(row["district_code"], text)
    raise UserError(
        f'the district of ward {text} is not known. Write its district before it, as in "Exeter: {text}".'
    )


def _find_part(
    text: str, area: District, own: Mapping[str, District], published: Mapping[str, District]
) -> District:
    sought = simplify_name(text)
    if text == area.code or sought == simplify_name(area.name):
        # A former district may go on as an area of one's own that has its name.
        ended = published.get(text) or areas.find_ended(text, published)
        if ended is None:
            raise UserError("it is made of itself. Name the districts and wards that it is made of.")
        return ended
    for other in own.values():
        if other.code not in published and (text == other.code or sought == simplify_name(other.name)):
            raise UserError(f"{other.name} is of districts.csv too. Name its districts and wards instead.")
    try:
        return areas.find_district(text, published, with_ended=True)
    except UserError as error:
        raise UserError(f'{error} A ward stands after its district: "Exeter: Pennsylvania".') from error


def _check_parts(parts: Sequence[str], wards: Sequence[WardName], published: Mapping[str, District]) -> None:
    """Raises UserError for what would count twice."""
    for code, times in Counter(parts).items():
        if times > 1:
            raise UserError(f"it names {published[code].name} twice. Remove one of them.")
    named = Counter((ward.district, ward.name.casefold()) for ward in wards)
    for ward in wards:
        if named[ward.district, ward.name.casefold()] > 1:
            raise UserError(f"it names the ward {ward.name} twice. Remove one of them.")
        if ward.district in parts:
            name = published[ward.district].name
            raise UserError(f"it names {name} and its ward {ward.name} too. Remove one of them.")


def _end(district: District, rows: Sequence[Row], districts: Mapping[str, District]) -> District:
    """A district with the last day and the successor that its rows give it, once the day has passed."""
    days = [row["valid_to"].strip() for row in rows if (row.get("valid_to") or "").strip()]
    if not days:
        return district
    try:
        last = date.fromisoformat(days[0])
    except ValueError as error:
        raise UserError(
            f"{OWN}, {district.name}: valid_to is {quote(days[0])} and not a day such as 2028-03-31. "
            "Correct it."
        ) from error
    named = _split_all(rows, "successor")
    successor = _find_successor(named[0], district, districts) if named else ""
    if last >= _find_today():
        return district
    return replace(district, valid_to=last, successor=successor)


def _find_successor(text: str, district: District, districts: Mapping[str, District]) -> str:
    try:
        successor = areas.find_district(text, districts).code
    except UserError as error:
        raise UserError(f"{OWN}, {district.name}, successor: {error}") from error
    if successor == district.code:
        raise UserError(f"{OWN}, {district.name}: it is its own successor. Name another, or leave it out.")
    return successor


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _split_all(rows: Sequence[Row], column: str) -> list[str]:
    return [part for row in rows for part in _split(row.get(column) or "")]


def _share(values: Iterable[str]) -> str:
    """What all of some districts have; "" where they differ."""
    shared = set(values)
    return shared.pop() if len(shared) == 1 else ""


def _read_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
