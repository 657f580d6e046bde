"""The settings file of a partnership, and what is said where it cannot be used."""

from __future__ import annotations

import os
import re

import pytest

from csp.core import settings
from csp.core.errors import UserError

HOME, MAIDSTONE = "E07000116", "E07000110"


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Writes a settings file from the one that is delivered, with texts replaced, and puts it in force."""
    path = tmp_path / "area.toml"
    monkeypatch.setenv("CSP_AREA", str(path))

    def written(**replaced):
        text = (settings.REFERENCE / "area.toml").read_text(encoding="utf-8")
        for old, new in replaced.values():
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
        return path

    return written


def test_the_delivered_file_describes_tunbridge_wells_among_the_12_kent_districts(monkeypatch):
    monkeypatch.delenv("CSP_AREA", raising=False)
    area = settings.area()
    assert area.home_name == "Tunbridge Wells"
    assert len(area.peers) == len(set(area.peers)) == 12
    assert {area.names[code] for code in area.neighbours} == {
        "Ashford",
        "Maidstone",
        "Sevenoaks",
        "Tonbridge and Malling",
    }
    assert "E06000035" not in area.peers, "Medway is policed by Kent Police but is not one of the districts"
    assert (area.force_slug, area.year_start, area.small_base, area.significance) == ("kent", 1, 50, 0.05)


@pytest.mark.parametrize(
    ("name", "first"), [("calendar", 1), ("financial", 4), ("november", 11), ("july", 7)]
)
def test_every_type_of_year_has_its_first_month(write, name, first):
    write(year=('type = "calendar"', f'type = "{name}"'))
    assert settings.area().year_start == first


def test_a_district_is_home_a_neighbour_or_a_peer(write):
    write()
    area = settings.area()
    assert [area.role(code) for code in (HOME, MAIDSTONE, "E07000114")] == ["home", "neighbour", "peer"]


def test_home_is_home_even_where_it_is_listed_as_a_neighbour(write):
    write(neighbours=('neighbours = ["E07000111"', f'neighbours = ["{HOME}"'))
    assert settings.area().role(HOME) == "home"


def test_rules_that_are_left_out_have_their_defaults(write):
    write(
        small=("small_base = 50", ""),
        significance=("significance = 0.05", ""),
        public=("public = false", ""),
    )
    area = settings.area()
    assert (area.small_base, area.significance, area.is_public) == (50, 0.05, False)


def test_public_mode_has_its_old_name_too(write):
    write()
    assert not settings.area().is_public
    write(public=("public = false", "suppress_small_counts = true"))
    assert settings.area().is_public


def test_a_changed_file_is_read_again(write):
    path = write()
    assert settings.area().small_base == 50
    write(small=("small_base = 50", "small_base = 20"))
    stat = path.stat()
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1_000_000))
    assert settings.area().small_base == 20


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("[partnership]", "[partnership", "area.toml cannot be read as TOML"),
        (f'home = "{HOME}"', "", "area.toml has no entry 'home'"),
        (f'home = "{HOME}"', 'home = "E06000035"', "home E06000035 is not one of the peers' districts"),
        ('"E07000105", "E07000106"', '"E07000999", "E07000106"', '"E07000999" is no district'),
        ('neighbours = ["E07000111"', 'neighbours = ["E07000998"', '"E07000998" is no district'),
        ('type = "calendar"', 'type = "lunar"', 'year type "lunar" is not one of calendar, financial'),
        ("small_base = 50", 'small_base = "fifty"', "area.toml has an entry of the wrong kind"),
        ("significance = 0.05", 'significance = "one in twenty"', "area.toml has an entry of the wrong kind"),
        ("[partnership]", 'partnership = "x"\n[other]', "area.toml has an entry of the wrong kind"),
        (
            'slug = "kent"',
            'slug = "kent-police"',
            'area.toml: slug "kent-police" is not that of Tunbridge Wells',
        ),
        ('name = "Kent Police"', 'name = "Sussex Police"', 'area.toml: force "Sussex Police" is not that of'),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_one_sentence_that_names_it(write, old, new, sentence):
    write(change=(old, new))
    with pytest.raises(UserError, match=re.escape(sentence)) as error:
        settings.area()
    assert "\n" not in str(error.value)
    assert str(error.value).endswith(".")
    assert "area.toml" in str(error.value)


def test_a_file_that_is_not_text_is_told_in_one_sentence(write):
    write().write_bytes(b"\xff\xfe\x00name")
    with pytest.raises(UserError, match=r"area\.toml"):
        settings.area()


def test_a_missing_file_is_told_in_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("CSP_AREA", str(tmp_path / "none.toml"))
    with pytest.raises(UserError, match=r"none\.toml is missing\. Restore"):
        settings.area()


def test_a_district_listed_twice_is_told(write):
    write(twice=('"E07000105", "E07000106"', '"E07000106", "E07000106"'))
    with pytest.raises(UserError, match="E07000106"):
        settings.area()


def test_extracts_lie_beside_the_sample_unless_a_folder_is_named(tmp_path, monkeypatch):
    monkeypatch.delenv("CSP_EXTRACTS", raising=False)
    assert settings.extracts() == settings.ROOT / "data" / "extracts"
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path))
    assert settings.extracts() == tmp_path
