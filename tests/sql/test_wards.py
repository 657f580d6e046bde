"""Wards against the borough, over every measure of the sample."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from csp.data import database

HOME = "E07000116"
PARAMETERS = {
    "source": "sample",
    "months": [date(2020, month, 1) for month in range(1, 13)],
    "before": [date(2019, month, 1) for month in range(1, 13)],
    "excluded": [],
}


@pytest.fixture
def connection(tmp_path, monkeypatch):
    monkeypatch.delenv("CSP_AREA", raising=False)
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "no extracts"))
    connected = database.connect()
    yield connected
    connected.close()


@pytest.mark.parametrize("excluded", [[], ["covid"], ["covid", "hate"]])
def test_the_wards_add_up_to_the_borough_for_every_type(connection, excluded):
    parameters = {**PARAMETERS, "excluded": excluded}
    wards = database.run(connection, "wards/by_ward", {**parameters, "district": HOME})
    borough = database.run(connection, "measures/by_district", {**parameters, "home": HOME, "wards": []})
    borough = borough[borough["district_code"] == HOME].set_index("measure")[["now", "before"]]
    summed = wards.groupby("measure")[["now", "before"]].sum()
    assert len(summed) >= 25
    assert summed.to_dict() == borough.to_dict()
    assert wards["ward_code"].nunique() == 20


def test_the_points_add_up_to_the_borough_for_every_type(connection):
    wards = database.run(connection, "wards/by_ward", {**PARAMETERS, "district": HOME})
    parameters = {"source": "sample", "months": PARAMETERS["months"], "excluded": []}
    for measure, now in wards.groupby("measure")["now"].sum().items():
        points = database.run(connection, "wards/points", {**parameters, "measure": measure})
        # Every row of the sample in the borough has a position.
        assert points["n"].sum() == now, measure
        assert points["n"].is_monotonic_decreasing


def test_the_points_are_those_of_the_home_district_of_the_settings(connection, tmp_path, monkeypatch):
    text = database.settings.area_file().read_text(encoding="utf-8")
    area = tmp_path / "area.toml"
    area.write_text(text.replace(f'home = "{HOME}"', 'home = "E07000110"'), encoding="utf-8")
    before = database.stamp()
    monkeypatch.setenv("CSP_AREA", str(area))
    assert database.stamp() != before
    other = database.connect()
    try:
        parameters = {
            "source": "sample",
            "months": PARAMETERS["months"],
            "excluded": [],
            "measure": "all_crime",
        }
        assert database.run(other, "wards/points", parameters).empty
        assert not database.run(connection, "wards/points", parameters).empty
    finally:
        other.close()


def test_the_map_points_are_made_when_they_are_asked_for_and_once(connection):
    fresh = database.connect()
    parameters = {"source": "sample", "months": PARAMETERS["months"], "excluded": [], "measure": "all_crime"}

    def has_points() -> bool:
        names = fresh.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        return ("home_points",) in names

    try:
        assert not has_points()
        first = database.run(fresh, "wards/points", parameters)
        assert has_points()
        pd.testing.assert_frame_equal(first, database.run(fresh, "wards/points", parameters))
        assert first["n"].sum() == database.run(connection, "wards/points", parameters)["n"].sum() > 0
    finally:
        fresh.close()
