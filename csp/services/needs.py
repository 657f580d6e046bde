"""What a partnership needs of the services: whose outlines and population, and the files of which forces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from csp.core.areas import District
from csp.core.settings import Area


@dataclass(frozen=True)
class Needs:
    """districts: the codes of home and its peers. home: those of home alone. forces: their short names.

    A district that is made of others stands for its parts, which are what services know.
    """

    districts: tuple[str, ...]
    home: tuple[str, ...]
    forces: tuple[str, ...]


def list_needs(area: Area, districts: Mapping[str, District]) -> Needs:
    """What the settings ask for."""
    peers = _take_apart((area.home, *area.peers), districts)
    slugs = (districts[code].force_slug for code in peers if code in districts)
    return Needs(
        peers,
        _take_apart((area.home,), districts),
        tuple(dict.fromkeys([area.force_slug, *sorted({slug for slug in slugs if slug})])),
    )


def _take_apart(codes: Iterable[str], districts: Mapping[str, District]) -> tuple[str, ...]:
    parts = (
        part for code in codes for part in ((districts[code].parts if code in districts else ()) or (code,))
    )
    return tuple(dict.fromkeys(parts))
