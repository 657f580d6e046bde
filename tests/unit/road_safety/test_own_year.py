"""Which year of roads stands beside other figures, and what pages about something else say of it."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from csp.core.change import ChangeRules
from csp.core.population import Populations
from csp.topics.road_safety.findings.feeds import write_priority, write_public
from csp.topics.road_safety.rules.dispersion import estimate_road_dispersion
from csp.topics.road_safety.rules.own_year import find_own_year, list_spans, list_years
from csp.topics.road_safety.rules.periods import Period, make_year
from csp.topics.road_safety.rules.severity import compare_places, sum_months
from csp.topics.road_safety.tables.feeds import build_road_tile
from tests.unit.road_safety.made import make_collisions, sum_by_month

NOW, BEFORE = make_year(2019), make_year(2018)
RULES = ChangeRules(True, 0.05, 30)


def loaded(*rows):
    """Years of one source: year, first, last, and whether casualties are listed."""
    columns = ["source", "year", "first", "last", "listed"]
    return pd.DataFrame([("dft", *row) for row in rows], columns=columns).astype({"listed": "Int64"})


FILES = loaded(
    (2017, date(2017, 7, 2), date(2017, 12, 31), 5),
    (2018, date(2018, 1, 1), date(2018, 12, 30), 5),
    (2019, date(2019, 1, 3), date(2019, 12, 31), 5),
    (2020, date(2020, 1, 1), date(2020, 6, 29), 5),
)


@pytest.mark.parametrize(
    ("until", "year"),
    [
        (date(2020, 12, 31), (make_year(2019), True)),
        (date(2020, 6, 30), (make_year(2019), True)),
        (date(2020, 6, 29), (make_year(2018), True)),
        (date(2018, 12, 31), (make_year(2017), False)),
        (date(2018, 6, 29), None),
    ],
)
def test_the_year_is_the_latest_whole_one_that_ends_by_a_day(until, year):
    assert find_own_year(list_spans(FILES, "dft"), until) == year


def test_a_gap_a_year_without_people_and_another_source_are_no_part_of_it():
    spans = list_spans(loaded(*FILES.iloc[[0, 2, 3], 1:].itertuples(index=False)), "dft")
    assert spans == (
        Period(date(2017, 7, 1), date(2017, 12, 31)),
        Period(date(2019, 1, 1), date(2020, 6, 30)),
    )
    assert list_years(spans) == (make_year(2019),)
    without = FILES.assign(listed=pd.array([5, 5, None, 5], dtype="Int64"))
    assert find_own_year(list_spans(without, "dft"), date(2021, 1, 1)) == (make_year(2017), False)
    assert list_spans(FILES, "sample") == ()


def test_a_single_national_file_is_a_calendar_year():
    spans = list_spans(loaded((2024, date(2024, 1, 1), date(2024, 12, 31), 5)), "dft")
    whole = Period(date(2024, 1, 1), date(2024, 12, 31))
    assert find_own_year(spans, date(2025, 1, 1)) == (whole, False)


def make_figures(number=400):
    collisions = make_collisions(number=number)
    people, numbers = sum_by_month(collisions)
    dispersion = estimate_road_dispersion(numbers, collisions)
    sums = (sum_months(people, numbers, NOW), sum_months(people, numbers, BEFORE))
    places = {"E07000116": "Home", "E07000111": "Next"}
    populations = Populations({(code, 2020): 100_000 for code in places})
    return compare_places(sums, places, populations, (NOW, BEFORE), dispersion, RULES)[0]


def test_the_tile_and_the_sentence_have_the_same_count():
    figures = make_figures()
    change = figures.changes["casualties"]
    tile = build_road_tile(figures, (NOW, BEFORE), suppress=False)
    assert (tile["figure"], tile["label"]) == (str(change.now), "Road casualties, Jul 2019 to Jun 2020")
    text = write_priority(figures, NOW, hidden=False)
    assert text.startswith(f"Road safety: {change.now} killed or injured in Jul 2019 to Jun 2020: ")
    assert "It is not ranked beside crime" in text
    assert write_public(figures, NOW, hidden=False).startswith(f"{change.now} killed or injured in Home")


def test_public_mode_hides_a_count_that_points_at_people():
    few = make_figures(number=8)
    assert build_road_tile(few, (NOW, BEFORE), suppress=True)["figure"] == "hidden"
    assert "too few" in write_priority(few, NOW, hidden=True)
    assert "too few" in write_public(few, NOW, hidden=True).lower()
    many = build_road_tile(make_figures(), (NOW, BEFORE), suppress=True)
    assert many["figure"] != "hidden"
