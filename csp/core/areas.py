"""The districts of England, Wales and Northern Ireland (areas.csv), and one's own (districts.csv).

A district that is no more keeps its row and names its successor, since files of other years still name it.
districts.csv is for what areas.csv lacks: a district made later, another name, more former names, and areas
of one's own. Such an area is made of districts and of wards: a future council, several that work together, a
town. What is of them is then of it, in every year. csp.core.districts reads both tables.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from csp.core import wording
from csp.core.area_names import list_countries, simplify_force, simplify_name
from csp.core.errors import UserError

AREAS, OWN = "areas.csv", "districts.csv"


@dataclass(frozen=True)
class WardName:
    """A ward of an area of one's own: the code of its district, and its name or its code."""

    district: str
    name: str


@dataclass(frozen=True)
class District:
    """A district by its GSS code. What is not known is "" or None.

    former_names: those it had and those of the districts it was made of. valid_to: its last day, once that
    has passed. successor: the code of the district that it became or went into. force_area: what the area of
    its police force is called. partnerships: its Community Safety Partnerships, of which it may have several.
    population: the latest mid-year estimate, of the year population_year. parts and wards: the codes of the
    districts and the wards that one of one's own is made of.
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
    wards: tuple[WardName, ...] = ()

    @property
    def within(self) -> tuple[str, ...]:
        """The codes of the districts that one of one's own has, or has wards of; none for any other."""
        return tuple(dict.fromkeys([*self.parts, *(ward.district for ward in self.wards)]))

    @property
    def places(self) -> frozenset[str]:
        """Its code, its name and former ones, and the names of what it lies in, as files name them."""
        wider = (self.county, self.region, self.force_area, *list_countries(self.code))
        return frozenset(name for name in (self.code, self.name, *self.former_names, *wider) if name)


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
    whole = {code: each.parts for code, each in districts.items() if each.parts and not each.wards}
    return merged | whole


def list_stored(districts: Mapping[str, District], peers: Iterable[str]) -> tuple[str, ...]:
    """The codes of the districts whose rows an import keeps for these peers.

    An area of one's own has the rows of the districts that it is made of or has wards of: they are stored as
    theirs, so that one import serves every arrangement of them.
    """
    stored = [(districts[code].within if code in districts else ()) or (code,) for code in peers]
    return tuple(dict.fromkeys(code for codes in stored for code in codes))


def list_within(home: District, districts: Mapping[str, District]) -> list[District]:
    """The areas of one's own that are made of home, of its parts, of what they were once, or of their wards.

    Some wards may lie outside of a home that is made of wards itself.
    """
    own = {home.code, *home.within}
    own |= {code for code, now in list_successors(districts, ()).items() if now in own}
    return [each for each in districts.values() if each.within and each != home and own >= {*each.within}]


def describe_overlap(peers: Sequence[District], districts: Mapping[str, District]) -> str:
    """What two of the peers would both count, in one sentence; "" where nothing is."""
    codes, remove = {each.code for each in peers}, "Remove one of them."
    for peer in peers:
        for code in codes.intersection(peer.within):
            of = f"{'' if code in peer.parts else 'wards of '}{districts[code].name}"
            among = "which stands among the peers' districts too"
            return f"{peer.name} is made of {of}, {among}. {remove}"
    holders: dict[object, District] = {}
    # Whole districts first, so that a ward of one of them is told too.
    parts = [(peer, (code,), code, districts[code].name) for peer in peers for code in peer.parts]
    wards = [
        (peer, (ward.district, ward.name.casefold()), ward.district, f"the ward {ward.name}")
        for peer in peers
        for ward in peer.wards
    ]
    for peer, key, district, name in (*parts, *wards):
        other = holders.get((district,)) or holders.setdefault(key, peer)
        if other != peer:
            return f"{other.name} and {peer.name} both have {name}. {remove}"
    return ""


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
    # Another area of one's own would count its parts a second time, and so would the parts of home and the
    # district that home went into.
    besides = {home.successor, *home.within}
    apart = [d for d in districts if not (d.successor or d.within or d.code in besides)]
    current = sorted([home, *(each for each in apart if each.code != home.code)], key=lambda each: each.name)
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


def find_district(text: str, districts: Mapping[str, District], with_ended: bool = False) -> District:
    """The district of a code or a name, however it is written. Raises UserError where there is none.

    with_ended: also by the name of one that is no more, where no other has the name.
    """
    if text in districts:
        return districts[text]
    current = [district for district in districts.values() if not district.successor]
    by_name = {simplify_name(district.name): district for district in current}
    sought = simplify_name(text)
    if sought in by_name:
        return by_name[sought]
    if with_ended and (ended := find_ended(text, districts)):
        return ended
    by_former = {simplify_name(name): district for district in current for name in district.former_names}
    if sought in by_former:
        if ended := find_ended(text, districts):
            raise UserError(_say_ended(ended, by_former[sought]))
        return by_former[sought]
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


def find_ended(text: str, districts: Mapping[str, District]) -> District | None:
    """The last district of a name that is no more; None where there was none."""
    sought = simplify_name(text)
    ended = [each for each in districts.values() if each.successor and simplify_name(each.name) == sought]
    return max(ended, key=lambda each: each.valid_to or date.min, default=None)


def _say_ended(ended: District, successor: District) -> str:
    until = f" until {wording.day(ended.valid_to)}" if ended.valid_to else ""
    return (
        f"{ended.name} was a district{until} and is now a part of {successor.name}. Write {successor.name}."
    )
