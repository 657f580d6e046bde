"""The districts of England, Wales and Northern Ireland (areas.csv), and one's own (districts.csv).

A district that is no more keeps its row and names its successor, since files of other years still name it.
districts.csv is for what areas.csv lacks: a district made later, another name, more former names. It may
give a district several rows, one for each former name. A district there may be made of others, named in the
column made_of: a future council, or several that work together. What is of them is then of it, in every year.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from csp.core import reference_tables, wording
from csp.core.area_names import list_countries, simplify_force, simplify_name
from csp.core.caching import file_edition, keep_while
from csp.core.errors import UserError

AREAS, OWN = "areas.csv", "districts.csv"


@dataclass(frozen=True)
class District:
    """A district by its GSS code. What is not known is "" or None.

    former_names: those it had and those of the districts it was made of. valid_to: its last day.
    successor: the code of the district that it became or went into. force_area: what the area of its police
    force is called. partnerships: its Community Safety Partnerships, of which it may have several.
    population: the latest mid-year estimate, of the year population_year. parts: the codes of the districts
    that one of one's own is made of.
    """

    code: str
    name: str
    former_names: tuple[str, ...] = ()
    valid_to: date | None = None
    successor: str = ""
    force: str = ""
    force_slug: str = ""
    force_area: str = ""
    county: str = ""
    region: str = ""
    partnerships: tuple[str, ...] = ()
    population: int | None = None
    population_year: int | None = None
    parts: tuple[str, ...] = ()

    @property
    def places(self) -> frozenset[str]:
        """Its code, its name and former ones, and the names of what it lies in, as files name them."""
        wider = (self.county, self.region, self.force_area, *list_countries(self.code))
        return frozenset(name for name in (self.code, self.name, *self.former_names, *wider) if name)


def _editions(folder: Path) -> tuple[object, ...]:
    return tuple(file_edition(folder / name) for name in (AREAS, OWN))


@keep_while(_editions, maxsize=8)
def read_districts(folder: Path) -> Mapping[str, District]:
    """The districts of a folder of reference tables by code, one's own last and with the last word.

    Raises UserError, one sentence that names the table, for one that cannot be used.
    """
    rows = reference_tables.read(folder / AREAS)
    districts = {row["area_code"]: _read_row(row) for row in rows}
    if (folder / OWN).exists():
        districts |= _read_own(folder / OWN, districts)
    return districts


def _read_row(row: Mapping[str, str]) -> District:
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


def _read_own(path: Path, published: Mapping[str, District]) -> dict[str, District]:
    own: dict[str, District] = {}
    for row in reference_tables.read(path):
        code, name = row["district_code"], row["district"].strip()
        known = own.get(code)
        if known is not None and known.name != name:
            raise UserError(
                f"{path.name} names {code} twice, as {known.name} and as {name}. Keep one name for it."
            )
        district = known or published.get(code) or District(code, name)
        former = [*district.former_names, *_split(row.get("former_name") or "")]
        # By a name that is replaced here the district still stands in files.
        former += [district.name] if district.name != name else []
        partnerships = [*(known.partnerships if known else ()), *_split(row.get("partnership") or "")]
        own[code] = replace(
            district,
            name=name,
            former_names=tuple(dict.fromkeys(former)),
            partnerships=tuple(dict.fromkeys(partnerships)) or district.partnerships,
        )
        if row.get("made_of"):
            own[code] = _make_whole(own[code], row["made_of"], published, path.name)
    return own


def _make_whole(district: District, made_of: str, published: Mapping[str, District], table: str) -> District:
    """A district that is made of others: what they share, and all their people."""
    try:
        parts = [find_district(name, published) for name in _split(made_of)]
    except UserError as error:
        raise UserError(f"{table}, {district.name}: {error}") from error

    def share(values: Iterable[str]) -> str:
        shared = set(values)
        return shared.pop() if len(shared) == 1 else ""

    years = {part.population_year for part in parts}
    return replace(
        district,
        force=share(part.force for part in parts),
        force_slug=share(part.force_slug for part in parts),
        force_area=share(part.force_area for part in parts),
        county=share(part.county for part in parts),
        region=share(part.region for part in parts),
        population=sum(part.population or 0 for part in parts) if len(years) == 1 else None,
        population_year=years.pop() if len(years) == 1 else None,
        parts=tuple(part.code for part in parts),
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _read_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def list_successors(districts: Mapping[str, District], own: Collection[str]) -> dict[str, str]:
    """The district that each code stands for: itself where it is of one's own or became no other.

    own: the codes of one's own area. A part of one of them stands for the whole.
    """
    became = {code: district.successor for code, district in districts.items() if district.successor}
    became |= {part: code for code in own if code in districts for part in districts[code].parts}

    def follow(code: str) -> str:
        seen = {code}
        while code not in own and became.get(code, code) not in seen:
            code = became[code]
            seen.add(code)
        return code

    return {code: follow(code) for code in districts}


def list_former(districts: Mapping[str, District], own: Collection[str]) -> dict[str, str]:
    """By the code of each district that is no more or a part, the one of one's own that has what it had."""
    successors = list_successors(districts, own)
    return {code: now for code, now in successors.items() if now != code and now in own}


def list_parts(districts: Mapping[str, District]) -> dict[str, tuple[str, ...]]:
    """The codes of the districts that each whole was made of at one time, which together had its people.

    Those of a council whose districts ended at several times are left out: they stand in no year together.
    """
    ended: dict[str, list[District]] = {}
    for district in districts.values():
        if district.successor:
            ended.setdefault(district.successor, []).append(district)
    merged = {
        code: tuple(each.code for each in parts)
        for code, parts in ended.items()
        if len({each.valid_to for each in parts}) == 1
    }
    return merged | {code: district.parts for code, district in districts.items() if district.parts}


def list_names(districts: Mapping[str, District], own: Collection[str]) -> dict[str, str]:
    """The code of the district that each name stands for: one's own first, then names before former ones.

    own: the codes of one's own area. A district that is no more stands for its successor.
    """
    names: dict[str, str] = {}
    successors = list_successors(districts, own)
    # Those of no successor last: two districts of one name are the same under a new code.
    ordered = sorted(districts.values(), key=lambda district: not district.successor)
    for is_own in (False, True):
        ours = [district for district in ordered if (district.code in own) == is_own]
        for district in ours:
            names |= dict.fromkeys(district.former_names, successors[district.code])
        for district in ours:
            names[district.name] = successors[district.code]
    return names


def list_places(districts: Iterable[District]) -> frozenset[str]:
    """Every code and name of a district and of what districts lie in."""
    return frozenset().union(*(district.places for district in districts))


def list_places_of(home: District, districts: Mapping[str, District]) -> frozenset[str]:
    """The places of a district, and the codes and names of those that it was or is made of."""
    former = [districts[code] for code in list_former(districts, (home.code,))]
    return home.places.union(*({each.code, each.name, *each.former_names} for each in former))


def list_force_slugs(districts: Iterable[District]) -> frozenset[str]:
    """The short names of the forces, as the file names of data.police.uk have them."""
    return frozenset(district.force_slug for district in districts if district.force_slug)


def name_group(group: Sequence[District]) -> str:
    """What districts together are called: their county, the area of their force or their region.

    "" where they share none of them.
    """
    shared = zip(*((each.county, each.force_area, each.region) for each in group), strict=True)
    return next((names[0] for names in shared if names[0] and len({*names}) == 1), "")


def list_peers(home: District, districts: Iterable[District]) -> tuple[str, ...]:
    """The codes of the districts of a district's force by name, else of its region."""
    # Another whole would count its parts a second time, and so would the parts of home.
    apart = (d for d in districts if not (d.successor or d.code in home.parts or (d.parts and d != home)))
    current = sorted(apart, key=lambda each: each.name)
    of_force = tuple(each.code for each in current if each.force_slug == home.force_slug != "")
    of_region = tuple(each.code for each in current if each.region == home.region != "")
    groups = (peers for peers in (of_force, of_region) if home.code in peers and len(peers) > 1)
    return next(groups, (home.code,))


def name_force(slug: str, districts: Iterable[District]) -> str:
    """What a force is called: "devon-and-cornwall" -> "Devon & Cornwall Police"."""
    return next((each.force for each in districts if each.force_slug == slug), slug)


def find_force_slug(simple: str, districts: Iterable[District]) -> str:
    """The short name of the force whose name simplify_force() makes so; "" where there is none."""
    forces = {(each.force, each.force_slug) for each in districts if each.force_slug}
    return next((slug for force, slug in sorted(forces) if simplify_force(force) == simple), "")


def find_district(text: str, districts: Mapping[str, District]) -> District:
    """The district of a code or a name, however it is written. Raises UserError where there is none."""
    if text in districts:
        return districts[text]
    current = [district for district in districts.values() if not district.successor]
    by_name = {simplify_name(district.name): district for district in current}
    sought = simplify_name(text)
    if sought in by_name:
        return by_name[sought]
    by_former = {simplify_name(name): district for district in current for name in district.former_names}
    if sought in by_former and not _has_ended(sought, districts):
        return by_former[sought]
    if sought in by_former:
        raise UserError(_say_ended(text, by_former[sought], districts))
    # A county is meant by its name, whatever district has a name like it.
    near = [each for each in current if sought and sought == simplify_name(each.county)]
    near = near or _find_near(sought, {**by_former, **by_name})
    names = list(dict.fromkeys(district.name for district in near))
    meant = " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    hint = f"Write {meant}" if meant else f"Write its name as {AREAS} has it, or add it to {OWN}"
    raise UserError(f'"{text[:60]}" is no district of England, Wales or Northern Ireland. {hint}.')


def _find_near(sought: str, names: Mapping[str, District]) -> list[District]:
    """At most three districts that a name may mean: by its first words, else by how it is spelt."""
    near = [name for name in names if sought and f"{name} ".startswith(f"{sought} ")]
    near = near or [name for name in names if sought and f" {sought} " in f" {name} "]
    near = near or difflib.get_close_matches(sought, list(names), n=3, cutoff=0.7)
    return [names[name] for name in near[:3]]


def _has_ended(sought: str, districts: Mapping[str, District]) -> bool:
    return any(each.successor and simplify_name(each.name) == sought for each in districts.values())


def _say_ended(text: str, successor: District, districts: Mapping[str, District]) -> str:
    sought = simplify_name(text)
    ended = next(d for d in districts.values() if d.successor and simplify_name(d.name) == sought)
    until = f" until {wording.day(ended.valid_to)}" if ended.valid_to else ""
    return (
        f"{ended.name} was a district{until} and is now a part of {successor.name}. Write {successor.name}."
    )
