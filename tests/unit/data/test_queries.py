"""The cached functions over the statements: types, what is cached, and a store replaced while it is read."""

from __future__ import annotations

import math
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from csp.core import settings
from csp.core.filters import Filters, Period
from csp.core.population import Populations
from csp.core.scope import resolve_months as resolve
from csp.data import database, queries
from csp.data.caching import keep_while_data_stands
from csp.data.queries import asking

HOME, NEXT = "E07000116", "E07000111"
MONTHS = (date(2019, 6, 1), date(2020, 6, 1))
CULVERDEN = "E05005134"


def row(n, **changes):
    return {
        "source": "police",
        "month": MONTHS[1],
        "district_code": HOME,
        "ward_code": CULVERDEN,
        "offence": "shoplifting",
        "flag": None,
        "n": n,
        **changes,
    }


@pytest.fixture
def fill(extracts, write_store, tmp_path, monkeypatch):
    """Replaces the extracts; the stamp is looked up at every call."""
    monkeypatch.setattr(settings, "SAMPLE", tmp_path / "no sample")
    monkeypatch.setattr(database, "_LOOK_AGAIN", -1.0)
    return lambda *args, **kwargs: write_store(extracts.root, *args, **kwargs)


def make_filters(**changes):
    june = Period(MONTHS[1], 1)
    return Filters(
        **{
            "source": "police",
            "measure": "shoplifting",
            "wards": (),
            "period": june,
            "comparison": june.shift(-1),
            "exclude": (),
            **changes,
        }
    )


def county(filters):
    frame = queries.by_district(filters, resolve(filters, MONTHS, ()), HOME)
    return {
        (r.measure, r.district_code): (r.now, r.before)
        for r in frame.itertuples()
        if r.measure == "shoplifting"
    }


def test_an_import_while_the_dashboard_runs_brings_a_new_answer(fill):
    fill([row(3), row(2, month=MONTHS[0])])
    assert county(make_filters()) == {("shoplifting", HOME): (3, 2)}
    fill([row(30), row(2, month=MONTHS[0])])
    assert county(make_filters()) == {("shoplifting", HOME): (30, 2)}


def test_an_import_changes_what_is_said_to_be_loaded(fill):
    fill([row(3)])
    assert queries.loaded("kent")["police"].months == {MONTHS[1]}
    fill([row(3), row(2, month=MONTHS[0])])
    assert queries.loaded("kent")["police"].months == set(MONTHS)


def test_an_answer_that_a_caller_changes_is_not_changed_for_the_next(fill):
    fill([row(3)])
    first = queries.by_month(make_filters(), HOME, Period(MONTHS[1], 1))
    first["n"] = 0
    first.loc[0, "measure"] = "changed"
    again = queries.by_month(make_filters(), HOME, Period(MONTHS[1], 1))
    assert set(again["n"]) == {3}
    assert set(again["measure"]) == {"all_crime", "victim_based_crime", "shoplifting"} - {
        "victim_based_crime"
    }


def test_counts_are_whole_numbers_and_months_are_dates_even_where_nothing_is_found(fill):
    fill([row(3)])
    for district in (HOME, "E07000999"):
        frame = queries.by_month(make_filters(), district, Period(MONTHS[1], 1))
        assert str(frame["n"].dtype) == "int64"
        assert frame["month"].dtype.kind == "M"


def test_wards_and_flags_in_the_filters_reach_the_query(fill):
    fill([row(3), row(5, ward_code="E05005142"), row(7, flag="covid")])
    assert county(make_filters(wards=(CULVERDEN,)))["shoplifting", HOME] == (10, 0)
    assert county(make_filters(exclude=("covid",)))["shoplifting", HOME] == (8, 0)
    assert county(make_filters(wards=(CULVERDEN,), exclude=("covid",)))["shoplifting", HOME] == (3, 0)


def test_the_flagged_part_of_a_measure(fill):
    fill(
        [
            row(3),
            row(7, flag="covid"),
            row(1, flag="covid", month=MONTHS[0]),
            row(4, ward_code=None, flag="covid"),
        ]
    )
    filters = make_filters()
    frame = queries.by_flag(filters, resolve(filters, MONTHS, ()), HOME)
    counts = {(r.measure, r.flag): (r.now, r.before) for r in frame.itertuples()}
    assert counts["shoplifting", "covid"] == (11, 1)


def test_what_is_loaded_is_told_of_the_areas_own_force_and_of_the_sample(fill):
    fill(
        [
            row(3),
            row(3, month=MONTHS[0], force="btp"),
            row(3, source="sample", month=MONTHS[0], force="sample"),
        ]
    )
    loaded = queries.loaded("kent")
    assert {source: coverage.months for source, coverage in loaded.items()} == {
        "police": {MONTHS[1]},
        "sample": {MONTHS[0]},
    }
    assert queries.loaded("btp")["police"].months == {MONTHS[0]}
    assert "police" not in queries.loaded("surrey")


def test_a_month_far_below_its_neighbours_is_told_by_the_rows_of_the_own_force(fill):
    months = [date(2018, m, 1) for m in range(6, 13)]
    read = {("police", "kent", month): 17_000 for month in months}
    read["police", "kent", months[-1]] = 8_438
    read["police", "btp", months[0]] = 100  # few rows, as ever: another force's
    fill([row(3, month=months[0])], rows_read=read)
    assert queries.loaded("kent")["police"].incomplete == {months[-1]}


def test_flags_and_wards_that_occur(fill):
    fill(
        [
            row(1),
            row(1, flag="hate", ward_code=None),
            row(1, source="sample", flag="covid", ward_code="E05005142"),
        ]
    )
    assert queries.flags("police") == ("hate",)
    assert queries.flags("sample") == ("covid",)
    assert queries.wards_counted("police", HOME) == {CULVERDEN}
    assert queries.wards_counted("police", NEXT) == set()


def test_wards_are_in_the_order_of_their_names(fill):
    fill()
    names = list(queries.wards(HOME).values())
    assert len(names) == 20
    assert names == sorted(names)
    assert queries.wards(NEXT) == {}


def test_an_imported_population_replaces_the_reference_figure_of_that_year_alone(fill):
    fill(population=[{"area_code": HOME, "year": 2020, "population": 100}])
    populations = queries.populations()
    assert populations.of(HOME, 2020) == (100.0, 2020)
    assert populations.of(HOME, 2019) == (118_724.0, 2019)


def test_a_year_without_a_population_takes_the_nearest_and_says_which():
    populations = Populations({("A", 2017): 10, ("A", 2020): 40})
    assert populations.of("A", 2020) == (40.0, 2020)
    assert populations.of("A", 2024) == (40.0, 2020)
    assert populations.of("A", 2001) == (10.0, 2017)
    assert populations.of("A", 2018) == (10.0, 2017)
    people, year = populations.of("B", 2020)
    assert math.isnan(people)
    assert year is None


def test_a_year_half_way_between_two_takes_the_earlier():
    assert Populations({("A", 2017): 10, ("A", 2019): 30}).of("A", 2018) == (10.0, 2017)


def test_visitors_who_come_at_once_share_one_connection(fill, monkeypatch):
    fill([row(3)])
    database.stamp()
    built = []

    def connect():
        time.sleep(0.1)
        built.append(database.connect())
        return built[-1]

    monkeypatch.setattr(asking, "_connect", keep_while_data_stands(maxsize=2)(connect))
    with ThreadPoolExecutor(4) as pool:
        connections = list(pool.map(lambda _: asking._connection(), range(4)))
    assert len(built) == 1
    assert set(map(id, connections)) == {id(built[0])}
