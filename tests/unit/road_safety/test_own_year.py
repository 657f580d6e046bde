"""What pages about something else say of roads: the tile of the overview, the sentence of the priority."""

from __future__ import annotations

from csp.core.change import ChangeRules
from csp.core.population import Populations
from csp.topics.road_safety.findings.feeds import write_priority
from csp.topics.road_safety.rules.dispersion import estimate_road_dispersion
from csp.topics.road_safety.rules.periods import make_year
from csp.topics.road_safety.rules.severity import compare_places, sum_months
from csp.topics.road_safety.tables.feeds import build_road_tile
from tests.unit.road_safety.made import make_collisions, sum_by_month

NOW, BEFORE = make_year(2019), make_year(2018)
RULES = ChangeRules(True, 0.05, 30)


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
    tile = build_road_tile(figures, (NOW, BEFORE))
    assert (tile["figure"], tile["label"]) == (str(change.now), "Road casualties, year to Jun 2020")
    among_wards = build_road_tile(figures, (NOW, BEFORE), among_wards=True)
    assert among_wards["note"] == f"all of Home; {tile['note']}"
    text = write_priority(figures, NOW)
    assert text.startswith(f"Road safety: {change.now} killed or injured in Jul 2019 to Jun 2020: ")
    assert "It is not ranked beside crime" in text
