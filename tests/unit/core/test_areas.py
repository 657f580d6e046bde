"""The districts of areas.csv: what settings need to say of them, and what their names and codes stand for."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from datetime import date

import pytest

from csp.core import area_names, areas, settings
from csp.core.errors import UserError

ALL = settings.read_districts()
EXETER, CUMBERLAND, CARLISLE = "E07000041", "E06000063", "E07000028"


@pytest.fixture
def put_settings(tmp_path, monkeypatch):
    """Puts a settings file of this text in force."""

    def put(text):
        path = tmp_path / "area.toml"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setenv("CSP_AREA", str(path))
        return settings.area()

    return put


@pytest.fixture
def put_own(tmp_path, monkeypatch):
    """Puts a folder of reference tables in force that has these lines in districts.csv."""

    def put(*lines, head="district_code,district,former_name,partnership"):
        folder = tmp_path / "reference"
        shutil.copytree(settings.ROOT / "data" / "reference", folder)
        (folder / "districts.csv").write_text("\n".join([head, *lines, ""]), encoding="utf-8")
        monkeypatch.setattr(settings, "REFERENCE", folder)
        return settings.read_districts()

    return put


def test_the_table_has_every_district_of_three_countries_sorted_by_code():
    current = [each for each in ALL.values() if not each.successor]
    assert Counter(each.code[0] for each in current) == {"E": 296, "W": 22, "N": 11}
    assert list(ALL) == sorted(ALL)
    assert all(each.force and each.force_slug and each.force_area and each.region for each in current)
    assert all(each.population and each.population_year in (2020, 2024) for each in current)
    assert (
        len({each.force_slug for each in current}) == 44
    )  # 43 of England and Wales, one of Northern Ireland
    assert all(each.partnerships for each in current if each.code[0] != "N")


def test_every_name_in_force_is_of_one_district():
    names = Counter(each.name for each in ALL.values() if not each.successor)
    assert max(names.values()) == 1
    former = Counter(name for each in ALL.values() for name in each.former_names)
    assert max(former.values()) == 1
    assert not set(former) & set(names)


def test_a_district_that_is_no_more_is_a_former_name_of_its_successor():
    for each in ALL.values():
        if each.successor:
            now = ALL[each.successor]
            assert not now.successor
            assert each.name == now.name or each.name in now.former_names
            assert each.force_slug == now.force_slug


@pytest.mark.parametrize(
    ("home", "code", "peers", "label", "slug"),
    [
        ("Exeter", EXETER, 12, "Devon and Cornwall districts", "devon-and-cornwall"),
        ("E07000041", EXETER, 12, "Devon and Cornwall districts", "devon-and-cornwall"),
        ("belfast", "N09000003", 11, "Northern Ireland districts", "northern-ireland"),
        ("Cumberland", CUMBERLAND, 2, "Cumbria districts", "cumbria"),
        ("Camden", "E09000007", 32, "London boroughs", "metropolitan"),
        ("City of London", "E09000001", 33, "London boroughs", "city-of-london"),
        ("Bristol, City of", "E06000023", 5, "Avon and Somerset districts", "avon-and-somerset"),
        ("Shepway", "E07000112", 13, "Kent districts", "kent"),
        ("Sheffield", "E08000039", 4, "South Yorkshire districts", "south-yorkshire"),
    ],
)
def test_a_name_is_all_that_the_settings_need(put_settings, home, code, peers, label, slug):
    area = put_settings(f'home = "{home}"\n')
    assert (area.home, len(area.peers), area.peers_label, area.force_slug) == (code, peers, label, slug)
    kind = "Policing and Community Safety" if code.startswith("N") else "Community Safety"
    assert area.partnership == f"{ALL[code].name} {kind} Partnership"
    assert area.home in area.peers
    assert (area.force, area.year_start) == (ALL[code].force, 1)


def test_what_the_file_says_wins_over_what_follows(put_settings):
    area = put_settings(
        'home = "Exeter"\n[partnership]\nname = "Exeter CSP"\n[peers]\ndistricts = ["Exeter", "E07000042"]\n'
        'neighbours = ["Mid Devon"]\n[year]\ntype = "financial"\n'
    )
    assert (area.partnership, area.peers, area.neighbours) == (
        "Exeter CSP",
        (EXETER, "E07000042"),
        ("E07000042",),
    )
    assert (area.peers_label, area.county, area.year_start) == ("Devon districts", "Devon", 4)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('home = "Exetr"', '"Exetr" is no district of England, Wales or Northern Ireland. Write Exeter.'),
        ('home = "Nowhere at all"', "or add it to districts.csv."),
        ('home = "Newcastle"', "Write Newcastle-under-Lyme or Newcastle upon Tyne."),
        ('home = "Durham"', "Write County Durham."),
        ('home = "Southend"', "Write Southend-on-Sea."),
        ('home = "Devon"', "Write East Devon, Exeter, Mid Devon, North Devon, South Hams, Teignbridge, "),
        ('home = "Council"', "or add it to districts.csv."),
        ("x = 1", "has no entry 'home'"),
        ('home = "Exeter"\n[force]\nslug = "devon-cornwall"', "devon-and-cornwall in the names of its files"),
        ('home = "Exeter"\n[force]\nname = "Kent Police"', 'force "Kent Police" is not that of Exeter'),
        ('home = "Exeter"\n[peers]\ndistricts = ["Mid Devon"]', "home E07000041 is not one of the peers'"),
    ],
)
def test_what_cannot_be_meant_is_said_in_a_sentence_of_the_file(put_settings, text, sentence):
    with pytest.raises(UserError) as error:
        put_settings(text)
    assert str(error.value).startswith("area.toml")
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


def test_a_district_that_has_ended_may_still_be_home_by_its_name(put_settings):
    area = put_settings('home = "Carlisle"\n')
    assert (area.home, area.force_slug) == (CARLISLE, "cumbria")
    # It has no peer that has what was its own.
    assert set(area.peers) == {CARLISLE, "E06000064"}
    # Whoever does not name home is told what it went into.
    sentence = "Carlisle was a district until 31 Mar 2023 and is now a part of Cumberland. Write Cumberland."
    with pytest.raises(UserError, match=sentence):
        areas.find_district("Carlisle", ALL)


@pytest.mark.parametrize(
    "title",
    [
        "{} Council",
        "{} City Council",
        "{} County Borough Council",
        "London Borough of {}",
        "the borough of {}",
    ],
)
def test_a_district_is_found_by_the_name_of_its_council(title):
    for district in ALL.values():
        if not district.successor:
            assert areas.find_district(title.format(district.name), ALL) == district


@pytest.mark.parametrize("name", ["Devon & Cornwall Police", "Devon and Cornwall Constabulary"])
def test_a_force_may_be_spelt_as_it_was_once(put_settings, name):
    assert put_settings(f'home = "Exeter"\n[force]\nname = "{name}"\n').force == name


def test_names_and_codes_of_merged_councils_stand_for_the_new_one():
    names, former = (each(ALL, (CUMBERLAND,)) for each in (areas.list_names, areas.list_former))
    assert {name for name, code in names.items() if code == CUMBERLAND} == {
        *("Cumberland", "Allerdale", "Carlisle", "Copeland")
    }
    assert {code for code, now in former.items() if now == CUMBERLAND} == {CARLISLE, "E07000026", "E07000029"}
    # Whoever still counts the old council keeps it apart.
    names, former = (each(ALL, (CARLISLE,)) for each in (areas.list_names, areas.list_former))
    assert names["Carlisle"] == CARLISLE
    assert CARLISLE not in former


def test_rows_of_ones_own_add_former_names_one_a_row_or_parted_by_semicolons(put_own):
    before = ALL[CUMBERLAND].former_names
    districts = put_own(f"{CUMBERLAND},Cumberland,Old,C", f"{CUMBERLAND},Cumberland,Older;Oldest,C")
    assert districts[CUMBERLAND].former_names == (*before, "Old", "Older", "Oldest")
    assert districts[CUMBERLAND].partnerships == ("C",)
    assert districts[CUMBERLAND].force_slug == "cumbria"


def test_a_district_of_ones_own_is_home_where_the_settings_name_its_force(put_own, put_settings):
    put_own("E07000999,Loamshire Vale", head="district_code,district")
    with pytest.raises(UserError, match=r"area\.toml: Loamshire Vale is not in areas\.csv"):
        put_settings('home = "Loamshire Vale"\n')
    area = put_settings('home = "Loamshire Vale"\n[force]\nname = "Loamshire Police"\nslug = "loamshire"\n')
    assert (area.home, area.peers, area.force_slug) == ("E07000999", ("E07000999",), "loamshire")


WEST = ("E07000111", "E07000115", "E07000110", "E07000116")
WHOLE = 'E06000998,West Kent,"Sevenoaks;Tonbridge and Malling;Maidstone;E07000116"'
MADE = "district_code,district,made_of"


def test_several_districts_together_are_one_with_all_that_is_theirs(put_own, put_settings):
    districts = put_own(WHOLE, head=MADE)
    whole = districts["E06000998"]
    assert (whole.parts, whole.force_slug, whole.county) == (WEST, "kent", "Kent")
    assert whole.population == sum(ALL[code].population for code in WEST)
    area = put_settings('home = "West Kent"\n')
    assert (area.home, area.peers_label, area.force_slug) == ("E06000998", "Kent districts", "kent")
    assert set(area.peers).isdisjoint(WEST)
    assert len(area.peers) == 1 + 13 - 4
    names = areas.list_names(districts, area.peers)
    assert {names[name] for name in ("West Kent", "Sevenoaks", "Maidstone")} == {"E06000998"}
    assert set(areas.list_former(districts, area.peers)) >= set(WEST)


def test_whoever_does_not_count_the_whole_keeps_its_parts_apart(put_own, put_settings):
    districts = put_own(WHOLE, head=MADE)
    area = put_settings('home = "Tunbridge Wells"\n')
    assert len(area.peers) == 13
    assert "E06000998" not in area.peers
    assert areas.list_former(districts, area.peers) == {}


def test_a_whole_and_its_part_are_no_peers(put_own, put_settings):
    put_own(WHOLE, head=MADE)
    with pytest.raises(
        UserError, match="West Kent is made of Maidstone, which stands among the peers' districts"
    ):
        put_settings('home = "West Kent"\n[peers]\ndistricts = ["West Kent", "Maidstone"]\n')


TOWN = "E06000997"


def test_an_area_is_made_of_wards_and_of_districts_in_one_row_or_in_several(put_own, put_settings):
    districts = put_own(
        f"{TOWN},Spa,Maidstone; Tunbridge Wells: Culverden", f"{TOWN},Spa,E05005140", head=MADE
    )
    own = districts[TOWN]
    assert own.parts == ("E07000110",)
    assert own.wards == (
        areas.WardName("E07000116", "Culverden"),
        areas.WardName("E07000116", "E05005140"),
    )
    assert (own.within, own.force_slug, own.county) == (("E07000110", "E07000116"), "kent", "Kent")
    assert (own.population, own.population_year) == (None, None)
    area = put_settings('home = "Spa"\n')
    assert area.home == TOWN
    assert not {"E07000110", "E07000116"} & set(area.peers)
    # What is stored is of the districts, so that one import serves every arrangement of them.
    assert set(settings.list_stored()) == {*area.peers, "E07000110", "E07000116"} - {TOWN}
    assert areas.list_parts(districts).get(TOWN) is None


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (
            ["E07000110,Spa,Tunbridge Wells"],
            "E07000110 is the code of Maidstone. Choose a code that no district",
        ),
        ([f"{TOWN},maidstone,Tunbridge Wells"], "which is the name of E07000110. Choose another name."),
        (
            [f"{TOWN},Spa,Ashford", "E06000998,Spa,Medway"],
            "which is the name of E06000998. Choose another name.",
        ),
        ([f"{TOWN},Spa,Spa"], "Spa: it is made of itself. Name the districts and wards that it is made of."),
        ([f"{TOWN},Spa,Ashford", "E06000998,Whole,Spa"], "Whole: Spa is of districts.csv too. Name its"),
        ([f"{TOWN},Spa,Ashford; ashford"], "Spa: it names Ashford twice. Remove one of them."),
        ([f"{TOWN},Spa,Ashford: Bybrook; Ashford: bybrook"], "Spa: it names the ward Bybrook twice."),
        ([f"{TOWN},Spa,Ashford; Ashford: Bybrook"], "Spa: it names Ashford and its ward Bybrook too."),
        (
            [f"{TOWN},Spa,E05099999"],
            "the district of ward E05099999 is not known. Write its district before it",
        ),
        ([f"{TOWN},Spa,Ashford:"], 'Ashford:" names no ward. Write it after the colon.'),
        ([f"{TOWN},Spa,Bybrook"], 'A ward stands after its district: "Exeter: Pennsylvania".'),
        ([f"{TOWN},Spa,Ashfrd: Bybrook"], 'Spa: "Ashfrd" is no district of England'),
    ],
)
def test_a_fault_of_an_area_of_ones_own_is_one_sentence_that_names_it(put_own, lines, sentence):
    with pytest.raises(UserError) as error:
        put_own(*lines, head=MADE)
    assert str(error.value).startswith("districts.csv")
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("peers", "sentence"),
    [
        (
            '"Spa", "Tunbridge Wells"',
            "Spa is made of wards of Tunbridge Wells, which stands among the peers'",
        ),
        ('"Spa", "Wells"', "Spa and Wells both have the ward Culverden. Remove one of them."),
        ('"Spa", "West Kent"', "West Kent and Spa both have the ward Culverden."),
    ],
)
def test_what_two_peers_would_both_count_is_said(put_own, put_settings, peers, sentence):
    put_own(
        f"{TOWN},Spa,Tunbridge Wells: Culverden; Ashford: Bybrook",
        "E06000996,Wells,Tunbridge Wells: Culverden",
        "E06000998,West Kent,Tunbridge Wells; Ashford",
        head=MADE,
    )
    with pytest.raises(UserError) as error:
        put_settings(f'home = "Spa"\n[peers]\ndistricts = [{peers}]\n')
    assert sentence in str(error.value)


def test_a_row_of_ones_own_ends_a_district_on_its_last_day(put_own, put_settings):
    head = "district_code,district,made_of,valid_to,successor"
    whole = 'E06000998,West Kent,"Sevenoaks;Tunbridge Wells",,'
    before = put_own("E07000116,Tunbridge Wells,,2999-03-31,West Kent", whole, head=head)["E07000116"]
    assert (before.valid_to, before.successor) == (None, "")
    settings_text = (settings.REFERENCE / "districts.csv").read_text("utf-8")
    (settings.REFERENCE / "districts.csv").write_text(settings_text.replace("2999", "2020"), "utf-8")
    ended = settings.read_districts()["E07000116"]
    assert (ended.valid_to, ended.successor) == (date(2020, 3, 31), "E06000998")
    assert put_settings('home = "Tunbridge Wells"\n').home == "E07000116"
    (settings.REFERENCE / "districts.csv").write_text(
        settings_text.replace("2999-03-31", "31/03/2028"), "utf-8"
    )
    with pytest.raises(UserError, match=r"valid_to is .*31/03/2028.* and not a day such as 2028-03-31"):
        settings.read_districts()


def test_a_part_that_is_no_district_is_told_with_the_table_and_the_whole(put_own):
    with pytest.raises(UserError, match=r'districts\.csv, West Kent: "Sevenoax" is no district of England'):
        put_own("E06000998,West Kent,Sevenoax", head=MADE)


def test_a_council_has_the_people_of_the_districts_that_made_it_where_all_ended_together():
    parts = areas.list_parts(ALL)
    assert set(parts[CUMBERLAND]) == {CARLISLE, "E07000026", "E07000029"}
    assert parts["E08000039"] == ("E08000019",)
    # Two of those of Somerset became a third one first.
    assert "E06000066" not in parts


def test_a_changed_table_is_read_again(put_own, put_settings):
    districts = put_own(f"{EXETER},Isca")
    assert (districts[EXETER].name, districts[EXETER].former_names[-1]) == ("Isca", "Exeter")
    assert put_settings('home = "Isca"\n').home_name == "Isca"
    (settings.REFERENCE / "districts.csv").unlink()
    assert put_settings('home = "Exeter"\n').home_name == "Exeter"


def test_the_published_table_is_as_its_sources_have_it(real):
    successors = areas.list_successors(ALL, ())
    path = real / "lookups" / "LAD24_CSP24_PFA24_EW_LU.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        district = ALL[successors[row["LAD24CD"]]]
        own = {area_names.simplify_force(district.force), district.force_slug, "london-city-of"}
        assert area_names.simplify_force(row["PFA24NM"]) in own
    with (real / "population" / "mye24_persons_by_age_lad_mid2024_ew.csv").open(
        encoding="utf-8-sig", newline=""
    ) as file:
        people = {row["Code"]: int(row["All ages"]) for row in csv.DictReader(file)}
    for code in {row["LAD24CD"] for row in rows}:
        assert ALL[successors[code]].population == people[code]
