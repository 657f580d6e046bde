"""The rules behind the numbers of queries/measures, one at a time."""

from __future__ import annotations

import pytest

from csp.core import settings
from csp.data import database
from tests.sql.worlds import CULVERDEN, HOME, MONTHS, NEXT, PARK, answer, ask, row

pytestmark = pytest.mark.slow


def test_two_sources_of_the_same_month_are_never_added_together(write_store):
    counts = [row(n=5), row(source="sample", n=70)]
    assert ask(write_store, counts)["shoplifting", HOME] == (5, 0)
    assert ask(write_store, counts, source="sample")["shoplifting", HOME] == (70, 0)


def test_two_forces_of_one_source_are_added(write_store):
    counts = [row(n=5), row(n=2, force="btp")]
    assert ask(write_store, counts)["shoplifting", HOME] == (7, 0)


def test_an_incident_never_counts_to_all_crime(write_store):
    totals = ask(write_store, [row(n=2), row(offence="anti_social_behaviour", n=90)])
    assert totals["all_crime", HOME] == (2, 0)
    assert totals["asb", HOME] == (90, 0)


def test_a_row_without_a_location_counts_to_no_district(write_store):
    assert not ask(write_store, [row(district_code=None, ward_code=None)])


def test_a_row_without_a_ward_counts_to_the_district_and_to_no_choice_of_wards(write_store):
    counts = [row(n=1), row(ward_code=None, n=4)]
    assert ask(write_store, counts)["shoplifting", HOME] == (5, 0)
    assert ask(write_store, counts, wards=[CULVERDEN, PARK])["shoplifting", HOME] == (1, 0)


def test_wards_narrow_home_alone(write_store):
    counts = [row(ward_code=PARK, n=3), row(district_code=NEXT, ward_code="E05000001", n=8)]
    assert ask(write_store, counts, wards=[CULVERDEN]) == {
        ("all_crime", NEXT): (8, 0),
        ("shoplifting", NEXT): (8, 0),
    }


def test_leaving_a_flag_out_keeps_rows_without_any_flag_and_with_another(write_store):
    counts = [
        row(source="sample", n=1),
        row(source="sample", flag="hate", n=10),
        row(source="sample", flag="covid", n=100),
    ]
    totals = ask(write_store, counts, source="sample", excluded=["covid"])
    assert totals["shoplifting", HOME] == (11, 0)
    assert totals["hate_crime", HOME] == (10, 0)


def test_a_month_in_no_period_is_not_counted(write_store):
    counts = [row(n=1), row(month=MONTHS[2], n=10), row(month=MONTHS[0], n=100)]
    assert ask(write_store, counts, before=[MONTHS[0]])["all_crime", HOME] == (1, 100)


def test_the_same_key_in_several_rows_is_added_up(write_store):
    assert ask(write_store, [row(n=2), row(n=3)])["shoplifting", HOME] == (5, 0)


def test_a_month_loaded_twice_over_is_read_from_the_manifest_in_force_alone(
    write_store, tmp_path, monkeypatch
):
    monkeypatch.setattr(settings, "SAMPLE", tmp_path / "none")
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    write_store(tmp_path / "extracts", [row(n=5)])
    write_store(tmp_path / "extracts", [row(n=9)])  # the files of the first edition still lie there
    parameters = {"source": "police", "district": HOME, "wards": [], "excluded": []}
    parameters |= {"start": MONTHS[0], "end": MONTHS[-1]}
    assert answer(database.connect(), "measures/by_month", parameters) == [
        ("all_crime", MONTHS[3], 9),
        ("shoplifting", MONTHS[3], 9),
    ]
