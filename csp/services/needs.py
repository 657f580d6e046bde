"""What a partnership needs of the services: whose outlines and population, and the files of which forces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from csp.core.areas import District, list_stored
from csp.core.settings import Area


@dataclass(frozen=True)
class Needs:
    """districts: the codes of home and its peers. home: those of home alone. forces: their short names.

    An area of one's own stands for the districts that it has or has wards of, which are what services know.
    """

    districts: tuple[str, ...]
    home: tuple[str, ...]
    forces: tuple[str, ...]


def list_needs(area: Area, districts: Mapping[str, District]) -> Needs:
    """What the settings ask for; the force of home comes first."""
    codes = list_stored(districts, (area.home, *area.peers))
    slugs = {districts[code].force_slug for code in codes if code in districts} - {""}
    return Needs(
        codes,
        list_stored(districts, (area.home,)),
        tuple(dict.fromkeys([area.force_slug, *sorted(slugs)])),
    )
