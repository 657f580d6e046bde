"""The settings as the data allow: peers without any record are left out, neighbours follow from outlines."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
import shapely

from csp.core import settings
from csp.core.own_months import describe_left_out, describe_left_out_in_part, describe_missing_months
from csp.data import queries
from csp.data.own_area import find_neighbours, find_unloaded

EXETER, EAST, MID, SCILLY, BATH = "E07000041", "E07000040", "E07000042", "E06000053", "E06000022"
MONTHS = {"devon-and-cornwall": {date(2024, 1, 1)}}
ALL = settings.read_districts()


@pytest.fixture
def exeter(tmp_path, monkeypatch):
    """Puts settings of Exeter in force, with more lines where given."""

    def put(lines=""):
        path = tmp_path / "area.toml"
        path.write_text(f'home = "Exeter"\n{lines}', encoding="utf-8")
        monkeypatch.setenv("CSP_AREA", str(path))
        return settings.area()

    return put


def test_a_peer_is_loaded_where_its_force_is_and_not_by_what_strays_over_a_border(exeter):
    area = replace(exeter(), peers=(EXETER, EAST, SCILLY, BATH))
    # Nobody need have been robbed in Scilly; what lies in Bath is in the file of its neighbour.
    assert find_unloaded(area, ALL, MONTHS, {EXETER, EAST, BATH}) == (BATH,)
    both = {**MONTHS, "avon-and-somerset": {date(2024, 1, 1)}}
    assert find_unloaded(area, ALL, both, {EXETER, EAST, BATH}) == ()


def test_of_a_source_without_forces_a_peer_is_loaded_where_it_has_a_row(exeter):
    assert find_unloaded(replace(exeter(), peers=(EXETER, EAST, MID)), ALL, {}, {EXETER, MID}) == (EAST,)


def test_neighbours_touch_home_in_the_newest_outlines():
    boxes = {
        (EXETER, 2023): shapely.box(0, 0, 1, 1),
        (EAST, 2023): shapely.box(1.0005, 0, 2, 1),  # generalised apart by some metres
        (MID, 2019): shapely.box(0, 1, 1, 2),
        (MID, 2023): shapely.box(0, 3, 1, 4),
        (BATH, 2023): shapely.box(-1, 0, 0, 1),
    }
    rows = [
        {"district_code": code, "year": year, "geometry": shapely.to_wkb(box)}
        for (code, year), box in boxes.items()
    ]
    assert find_neighbours(pd.DataFrame(rows), EXETER, (EXETER, EAST, MID)) == (EAST,)
    assert find_neighbours(pd.DataFrame(rows).iloc[1:], EXETER, (EXETER, EAST)) == ()


@pytest.mark.parametrize(("lines", "neighbours"), [("", (EAST,)), ("[peers]\nneighbours = []\n", ())])
def test_outlines_say_who_neighbours_are_where_the_file_does_not(
    exeter, extracts, write_store, lines, neighbours
):
    exeter(lines)
    row = {
        "source": "police",
        "force": "devon-and-cornwall",
        "month": date(2024, 1, 1),
        "offence": "burglary",
    }
    outlines = [
        {"ward_code": f"E0500000{i}", "ward": "W", "district_code": code, "year": 2023, "geometry": wkb}
        for i, (code, wkb) in enumerate(
            (code, shapely.to_wkb(shapely.box(x, 0, x + 1, 1)))
            for code, x in ((EXETER, 0), (EAST, 1), (MID, 5))
        )
    ]
    write_store(extracts.root, [{**row, "district_code": EXETER, "n": 1}], boundaries=outlines)
    assert queries.area().neighbours == neighbours
    assert queries.list_unloaded_peers() == ()
    assert queries.list_sources() == ("police",)


@pytest.mark.usefixtures("extracts")
def test_districts_together_have_the_counts_and_the_people_of_all(tmp_path, monkeypatch):
    west, whole = ("E07000111", "E07000115", "E07000110", "E07000116"), "E06000998"
    alone = {code: read_totals((code,)) for code in west}
    shutil.copytree(settings.REFERENCE, tmp_path / "reference")
    row = f'{whole},West Kent,"{";".join(west)}"'
    (tmp_path / "reference" / "districts.csv").write_text(f"district_code,district,made_of\n{row}\n", "utf-8")
    monkeypatch.setattr(settings, "REFERENCE", tmp_path / "reference")
    (tmp_path / "area.toml").write_text('home = "West Kent"\n', encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(tmp_path / "area.toml"))
    assert read_totals((whole,)) == tuple(map(sum, zip(*alone.values(), strict=True)))
    assert read_totals(west) == (0, 0)


def read_totals(codes):
    """What the sample has of districts, and their people of 2020; 0 without."""
    months = tuple(date(2020, month, 1) for month in range(1, 13))
    counts = queries.ask("county/months", source="sample", districts=codes, months=months)
    people = queries.ask("store/population")
    own = people[people["area_code"].isin(codes) & (people["year"] == 2020)]
    counted = int(counts["n"].sum())
    return counted, int(own["population"].sum()) if counted else 0


@pytest.mark.usefixtures("extracts")
def test_the_sample_is_no_source_of_an_area_it_does_not_hold(exeter):
    exeter()
    assert queries.list_sources() == ()
    assert queries.loaded("devon-and-cornwall") == {}
    assert "holds nothing of Exeter" in queries.explain_no_months()


def test_what_counts_nowhere_is_said_with_the_reason(exeter):
    area = exeter()
    assert describe_missing_months(area, (), holds_home=False) == ""
    assert describe_missing_months(area, ("devon-and-cornwall", "btp"), holds_home=True) == ""
    assert "have no row of Exeter" in describe_missing_months(area, ("devon-and-cornwall",), holds_home=False)
    sentence = describe_missing_months(area, ("a", "b", "c", "d", "e"), holds_home=True)
    assert sentence.startswith(
        "Street files of a, b, c and 2 more are loaded and none of Devon & Cornwall Police"
    )


def test_few_peers_that_are_left_out_are_named_and_many_are_counted():
    assert describe_left_out([]) == ""
    assert "of Medway is loaded, so it is left out" in describe_left_out(["Medway"])
    assert "of 4 districts is loaded, so they are" in describe_left_out(["A", "B", "C", "D"])


def test_a_peer_of_another_force_that_lacks_months_of_the_own_one_is_left_out_and_said(
    exeter, extracts, write_store
):
    """Of Bath one of two months is loaded: over both its rate would be half of what it is."""
    exeter(f'[peers]\ndistricts = ["{EXETER}", "{EAST}", "{BATH}"]\n')
    first, second = date(2024, 1, 1), date(2024, 2, 1)
    row = {"source": "police", "offence": "burglary", "n": 5}
    own = {**row, "force": "devon-and-cornwall"}
    rows = [
        {**own, "month": month, "district_code": code} for month in (first, second) for code in (EXETER, EAST)
    ]
    rows.append({**row, "force": "avon-and-somerset", "month": second, "district_code": BATH})
    write_store(extracts.root, rows)
    assert queries.area().peers == (EXETER, EAST)
    assert queries.find_partly_loaded_peers() == {BATH: (first,)}
    assert queries.describe_unloaded_peers() == [
        "Bath and North East Somerset is left out of every comparison: Jan 2024 is not loaded of it, and "
        "would count as 0. Import what is missing of its force."
    ]


def test_many_peers_and_months_that_are_left_out_are_counted():
    assert describe_left_out_in_part({}) == ""
    months = tuple(date(2024, month, 1) for month in range(1, 6))
    assert describe_left_out_in_part(dict.fromkeys("ABCD", months)) == (
        "4 districts are left out of every comparison: 5 months (Jan 2024 to May 2024) are not loaded of "
        "them, and would count as 0. Import what is missing of their forces."
    )
