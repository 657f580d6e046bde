"""The ward map on the real files of one winter, against a point-in-polygon count in plain Python."""

from __future__ import annotations

from collections import Counter

import pytest

from csp.comparison import resolve
from csp.core import settings
from csp.core.filters import Filters, Period
from csp.core.measures import read_catalogue
from csp.data import queries
from csp.imports.formats.boundaries import import_boundaries
from csp.imports.formats.police import import_street
from csp.topics.wards import fetch, rules
from tests.real.test_import_real import AUTUMN, HOME, raw, rings, street_file, ward_at

pytestmark = pytest.mark.real


@pytest.fixture
def winter(real, extracts, monkeypatch):
    """The five months and the outlines of every district, imported and asked for as a page asks."""
    monkeypatch.setattr("csp.data.database._LOOK_AGAIN", -1.0)
    assert import_boundaries([real / "geography"], extracts).ok
    assert import_street([street_file(real, month) for month in AUTUMN]).ok
    end = max(queries.loaded(settings.area().force_slug)["police"].months)
    period = Period.ending(end, len(AUTUMN))
    return Filters("police", "all_crime", (), period, period.shift(-1), ())


def counted(real) -> Counter:
    """(ward code, type as the police write it) -> rows inside the ward's outline."""
    home = rings(real, HOME)
    xs = [x for _, polygon in home for x, *_ in polygon[0]]
    ys = [y for _, polygon in home for _, y, *_ in polygon[0]]
    actual: Counter = Counter()
    for month in AUTUMN:
        for row in raw(street_file(real, month)):
            if not row["Longitude"]:
                continue
            x, y = float(row["Longitude"]), float(row["Latitude"])
            if min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys):
                ward = ward_at(x, y, home)
                if ward:
                    actual[ward, row["Crime type"]] += 1
    return actual


def test_ward_counts_equal_an_independent_point_in_polygon_count(real, winter):
    expected = counted(real)
    wards = fetch.fetch_wards(winter, resolve.resolve_scope(winter))
    labels = {o.code: o.label for o in read_catalogue().offences["street"].values()}
    shares = rules.list_shares_of_crime(read_catalogue().offered("police"))
    measures = [*shares, read_catalogue().measures["asb"]]
    actual: Counter = Counter()
    for measure in measures:
        (offence,) = measure.offences["street"]
        for ward, n in zip(wards.table.districts, wards.table.now[wards.row(measure.code)], strict=True):
            actual[ward, labels[offence]] += int(n)
    assert sum(expected.values()) > 3000
    assert len({ward for ward, _ in expected}) == 20
    assert +actual == expected


def test_the_wards_and_what_lies_in_none_add_up_to_the_borough_for_every_type(winter):
    scope = resolve.resolve_scope(winter)
    wards = fetch.fetch_wards(winter, scope)
    borough = queries.by_district(winter, scope, HOME)
    borough = borough[borough["district_code"] == HOME].set_index("measure")["now"]
    for measure in read_catalogue().offered("police"):
        i = wards.row(measure.code)
        in_wards = int(wards.table.now[i].sum())
        assert in_wards + int(wards.unplaced[i]) == int(borough.get(measure.code, 0)) == int(wards.now[i])


def test_the_map_has_the_real_outlines_and_every_point_of_the_borough(winter):
    outlines = queries.ward_outlines(HOME)
    assert outlines is not None
    assert (outlines.schematic, outlines.vintage, len(outlines.frame)) == (False, 2019, 20)
    scope = resolve.resolve_scope(winter)
    wards = fetch.fetch_wards(winter, scope)
    points = fetch.fetch_points(winter, scope)
    assert int(points.frame["n"].sum()) == int(wards.now[wards.row("all_crime")])
