"""Whose outlines, population and files are needed: of real districts, whatever the settings make of them."""

from __future__ import annotations

from dataclasses import replace

from csp.core import settings
from csp.core.areas import District, find_district
from csp.services.needs import list_needs

DISTRICTS = settings.read_districts()


def find(*names: str) -> tuple[str, ...]:
    return tuple(find_district(name, DISTRICTS).code for name in names)


def test_home_comes_first_and_so_does_its_force(place):
    place.area.write_text('home = "Exeter"\n[peers]\ndistricts = ["Camden", "Exeter", "Torridge"]\n')
    needs = list_needs(settings.area(), DISTRICTS)
    assert needs.districts == find("Exeter", "Camden", "Torridge")
    assert needs.home == find("Exeter")
    assert needs.forces == ("devon-and-cornwall", "metropolitan")


def test_an_area_of_ones_own_stands_for_its_districts(place):
    place.area.write_text('home = "Exeter"\n[peers]\ndistricts = ["Exeter", "Torridge"]\n')
    own = District("E06000998", "Exeter and Mid Devon", parts=find("Exeter", "Mid Devon"))
    area = replace(settings.area(), home=own.code, peers=(own.code, *find("Torridge")))
    needs = list_needs(area, {**DISTRICTS, own.code: own})
    assert needs.districts == find("Exeter", "Mid Devon", "Torridge")
    assert needs.home == find("Exeter", "Mid Devon")
