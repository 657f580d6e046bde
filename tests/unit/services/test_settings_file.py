"""The settings file of somebody else is never lost, and never replaced unasked."""

from __future__ import annotations

import hashlib
import tomllib

import pytest

from csp.core import areas, settings
from csp.core.errors import UserError
from csp.services.settings_file import DELIVERED, write_line, write_settings

EXETER = areas.find_district("Exeter", settings.read_districts())


def test_the_delivered_settings_are_known_and_give_way_unasked(place):
    content = (settings.REFERENCE / "area.toml").read_bytes()
    assert hashlib.sha256(content).hexdigest() == DELIVERED, "area.toml has changed: write its digest there"
    place.area.write_bytes(content)
    write_settings(EXETER, replace=False, ask=None)
    assert place.area.read_text() == 'home = "Exeter"\n'
    assert [path.name for path in place.root.glob("area*")] == ["area.toml"]


def test_settings_of_the_same_home_stay_as_they_are(place):
    place.area.write_text('home = "exeter"\n[rules]\nsmall_base = 20\n')
    assert "stays as it is" in write_settings(EXETER, replace=True, ask=None)
    assert "small_base" in place.area.read_text()


@pytest.mark.parametrize("before", ['home = "Camden"\n', "home = [broken\n", ""])
def test_settings_of_another_home_need_a_yes(place, before):
    place.area.write_text(before)
    with pytest.raises(UserError, match="--replace"):
        write_settings(EXETER, replace=False, ask=None)
    with pytest.raises(UserError, match="stays as it is"):
        write_settings(EXETER, replace=False, ask=lambda _: False)
    assert place.area.read_text() == before
    write_settings(EXETER, replace=False, ask=lambda _: True)
    place.area.write_text('home = "Camden"\n')
    write_settings(EXETER, replace=True, ask=None)
    kept = sorted(place.root.glob("area-before-*.toml"))
    assert [path.read_text() for path in kept] == ['home = "Camden"\n', before]
    assert settings.area().home == EXETER.code


def test_every_district_is_found_by_the_line_that_is_written_for_it():
    districts = settings.read_districts()
    for district in districts.values():
        if not district.successor:
            named = tomllib.loads(write_line(district))["home"]
            assert areas.find_district(named, districts) == district
