"""Of which districts the figures of a partnership are: some have several, and the reverse. Pure.

A partnership of several districts has no figure of one of them, so they stand as one, under its name. A
district of several partnerships has the sum of theirs, where all of them have one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from csp.core import wording
from csp.core.areas import District
from csp.core.recorded_crime import simplify
from csp.core.settings import Area


@dataclass(frozen=True)
class Partnership:
    """A partnership as a publisher names it. districts: their codes, () where none is known."""

    source: str
    force: str
    name: str
    districts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """What stands as one area in a comparison of partnerships: a district, or several under one partnership.

    code: of its district, of several that of home or the first. partnerships: those of which a publisher has
    figures. names: what areas.csv calls those that it has, or, where it names none, the publisher.
    """

    code: str
    name: str
    districts: tuple[str, ...]
    partnerships: tuple[Partnership, ...]
    names: tuple[str, ...]

    @property
    def is_joint(self) -> bool:
        """Whether several districts are one partnership."""
        return len(self.districts) > 1

    @property
    def is_summed(self) -> bool:
        """Whether its figures are the sums of several partnerships."""
        return len(self.partnerships) > 1


def find_partnerships(
    rows: Iterable[Partnership], districts: Mapping[str, District]
) -> tuple[Partnership, ...]:
    """The partnerships of a publisher with their districts: as published, else by what areas.csv calls them.

    A partnership that one publication gives with its districts and another without has them in both.
    """
    listed = [replace(row, districts=follow_successors(row.districts, districts)) for row in rows]
    published = {(row.source, simplify(row.name)): row.districts for row in listed if row.districts}
    by_name: dict[str, list[District]] = {}
    for district in districts.values():
        for name in {simplify(name) for name in (*district.partnerships, district.name)}:
            by_name.setdefault(name, []).append(district)

    def complete(row: Partnership) -> Partnership:
        codes = row.districts or published.get((row.source, simplify(row.name)), ())
        if codes:
            return replace(row, districts=codes)
        named = by_name.get(simplify(row.name), [])
        own = [each for each in named if simplify(each.force_area) == simplify(row.force)] or named
        return replace(row, districts=tuple(each.code for each in own if not each.valid_to))

    return tuple(dict.fromkeys(complete(row) for row in listed))


def follow_successors(codes: Iterable[str], districts: Mapping[str, District]) -> tuple[str, ...]:
    """The districts of today for codes of any time: those of Cumbria still stand in the tables of 2024."""
    current = []
    for code in codes:
        successor = districts[code].successor if code in districts else ""
        current.append(successor or code)
    return tuple(dict.fromkeys(current))


def build_groups(
    area: Area, partnerships: Sequence[Partnership], districts: Mapping[str, District]
) -> tuple[Group, ...]:
    """The areas of a comparison, in the order of the peers; districts of one partnership are one of them."""
    groups: list[Group] = []
    for code in area.peers:
        if set(follow_successors((code,), districts)) & {
            each for group in groups for each in group.districts
        }:
            continue
        group = _build_group(code, area, partnerships, districts)
        groups.append(group)
    return tuple(groups)


def _build_group(
    code: str, area: Area, partnerships: Sequence[Partnership], districts: Mapping[str, District]
) -> Group:
    district = districts.get(code) or District(code, area.names.get(code, code))
    if district.wards:
        # There is no figure of a ward.
        return Group(code, district.name, (code,), (), ())
    parts = follow_successors(district.parts or (code,), districts)
    own = tuple(each for each in partnerships if set(each.districts) & set(parts))
    stated = [name for part in parts if part in districts for name in districts[part].partnerships]
    beyond = [each for each in own if not set(each.districts) <= set(parts)]
    names = tuple(dict.fromkeys(stated or [each.name for each in own]))
    if not district.parts and len(names) == 1:
        joint = beyond[0].districts if beyond else () if own else _find_joint(names[0], districts)
        if len(joint) > 1:
            shared = [each for each in area.peers if each in joint]
            name = own[0].name if own else names[0]
            return Group(area.home if area.home in shared else code, name, joint, own, names)
    # One that is shared with a district outside has no figure of the part that lies within.
    within = tuple(each for each in own if each not in beyond)
    return Group(code, district.name, (code,) if district.parts else parts, within, names)


def _find_joint(name: str, districts: Mapping[str, District]) -> tuple[str, ...]:
    """The districts that are one partnership of a name, by areas.csv."""
    return tuple(
        each.code for each in districts.values() if each.partnerships == (name,) and not each.valid_to
    )


def name_joint(label: str, groups: Sequence[Group]) -> str:
    """What peers are called where some of them are several districts: "Devon partnerships"."""
    is_joint = any(group.is_joint for group in groups)
    return label.replace("districts", "partnerships") if is_joint else label


def replace_peers(area: Area, groups: Sequence[Group]) -> Area:
    """The settings with the groups in place of the peers."""
    of_home = next(group for group in groups if area.home in (group.code, *group.districts))
    neighbours = tuple(group.code for group in groups if set(group.districts) & set(area.neighbours))
    names = {**area.names, **{group.code: group.name for group in groups}}
    return replace(
        area,
        peers_label=name_joint(area.peers_label, groups),
        home=of_home.code,
        peers=tuple(group.code for group in groups),
        neighbours=neighbours,
        names=names,
    )


def describe_groups(groups: Sequence[Group], area: Area) -> list[str]:
    """Which groups are several districts, and which are the sum of several partnerships. A sentence each."""
    sentences = []
    for group in groups:
        if group.is_joint:
            districts = wording.list_words([area.names.get(code, code) for code in group.districts])
            called = "" if districts == group.name else f", {group.name},"
            sentences.append(f"{districts} are one partnership{called} and stand as one.")
        elif group.is_summed:
            names = [each.name for each in group.partnerships]
            sentences.append(
                f"{group.name} has {wording.number(len(names))} partnerships "
                f"({wording.list_words(names)}); its figures are their sums."
            )
    return sentences
