"""Areas of one's own within home, by name: a reader may choose one in place of its wards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.core import areas, own_words, settings
from csp.data import queries
from csp.data.caching import keep_while_data_stands


@keep_while_data_stands(maxsize=4)
def list_own_places(source: str) -> Mapping[str, tuple[str, ...]]:
    """The codes of the wards of each area of one's own that lies within home, by its name, in their order.

    Of a ward that had several codes, those that the source counts. An area that lies in part elsewhere, or of
    which no ward is on file, is none.
    """
    home, districts = settings.area().home, settings.read_districts()
    within = {each.code: each for each in areas.list_within(districts[home], districts)}
    if not within:
        return {}
    on_file, counted = queries.wards(home), queries.wards_counted(source, home)
    parts: dict[str, dict[int, list[str]]] = {code: {} for code in within}
    rows = queries.own_wards(tuple(within))
    for code, entry, ward in zip(rows["area_code"], rows["entry"], rows["ward_code"], strict=True):
        parts[code].setdefault(int(entry), []).append(str(ward))
    places = {
        each.name: tuple(ward for part in parts[code].values() for ward in _pick(part, on_file, counted))
        for code, each in within.items()
        if parts[code] and all(any(ward in on_file for ward in part) for part in parts[code].values())
    }
    return {name: wards for name, wards in sorted(places.items()) if counted & set(wards)}


def _pick(codes: Sequence[str], on_file: Mapping[str, str], counted: frozenset[str]) -> list[str]:
    """The codes of a part that are counted; else the newest of home."""
    own = [code for code in codes if code in on_file]
    return [code for code in own if code in counted] or own[-1:]


def name_own_place(source: str, wards: Sequence[str]) -> str:
    """The name of the area of one's own that has exactly these wards; "" where none has."""
    places = list_own_places(source)
    return next((name for name, codes in places.items() if set(codes) == set(wards)), "")


@keep_while_data_stands(maxsize=2)
def describe_own_areas() -> tuple[str, ...]:
    """What a reader has to know of the areas that the settings count: wards that are on file nowhere."""
    area, districts = settings.area(), settings.read_districts()
    within = areas.list_within(districts[area.home], districts)
    own = [
        districts[code] for code in (*area.peers, *(each.code for each in within)) if districts[code].wards
    ]
    if not own:
        return ()
    rows = queries.own_unknown(tuple(each.code for each in own))
    unknown: dict[str, list[str]] = {}
    for code, district, ward in zip(rows["area_code"], rows["district_code"], rows["ward"], strict=True):
        unknown.setdefault(code, []).append(f"{ward} ({districts[district].name})")
    return tuple(
        own_words.describe_unknown_wards(each.name, unknown[each.code], len(each.wards))
        for each in own
        if each.code in unknown
    )
