"""The tables of the county comparison, over a county of four districts."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from csp.comparison.rules import rank_districts
from csp.comparison.standings import Basis
from csp.comparison.tables import build_movement_cell
from csp.core import settings
from csp.core.measures import read_catalogue
from csp.core.population import Populations
from csp.shell import theme
from csp.topics.county import tables as county

HOME, SEVENOAKS, SWALE, DOVER = "E07000116", "E07000111", "E07000113", "E07000108"
COUNTS = [
    ("asb", HOME, 400, 100),
    ("asb", SEVENOAKS, 100, 100),
    ("asb", SWALE, 100, 300),
    ("asb", DOVER, 50, 200),
    ("drug_trafficking", HOME, 1500, 0),
]
PEERS = (HOME, SEVENOAKS, SWALE, DOVER)


@pytest.fixture
def area(monkeypatch):
    monkeypatch.delenv("CSP_AREA", raising=False)
    return replace(settings.area(), peers=PEERS)


def table(people=None):
    people = people or dict.fromkeys(PEERS, 100_000)
    basis = Basis(
        home=HOME,
        districts=PEERS,
        populations=Populations({(code, 2020): n for code, n in people.items()}),
        years=(2020, 2020),
        comparable=True,
        whole_home=True,
        small_base=50,
        significance=0.05,
        vocabulary="recorded",
    )
    counts = pd.DataFrame(COUNTS, columns=["measure", "district_code", "now", "before"])
    return rank_districts(counts, ("asb", "drug_trafficking"), basis)


def ranked(area, comparable=True, selection="", people=None):
    frame = county.build_district_frame(table(people), "asb", area)
    return county.build_rank_table(frame, "per 1,000", ("2020", "2019"), comparable, selection)


def test_districts_stand_from_the_lowest_rate_to_the_highest_and_level_ones_by_name(area):
    frame = county.build_district_frame(table(), "asb", area)
    assert list(frame["district"]) == ["Dover", "Sevenoaks", "Swale", "Tunbridge Wells"]
    assert list(frame["role"]) == ["peer", "neighbour", "peer", "home"]
    assert list(frame["label"]) == ["0.5", "1.0", "1.0", "4.0"]


def test_a_row_has_rate_ranks_movement_and_volume(area):
    rows = {row.id: [cell.text for cell in row.cells] for row in ranked(area).rows}
    assert rows[HOME] == [
        "Tunbridge Wells",
        "4.0",
        "highest",
        "joint lowest",
        "▲ up 3",
        "400",
        "100",
        "highest",
    ]
    assert rows[SWALE] == [
        "Swale",
        "1.0",
        "joint 2nd lowest",
        "highest",
        "▼ down 2",
        "100",
        "300",
        "2nd lowest",
    ]
    assert rows[DOVER] == ["Dover", "0.5", "lowest", "2nd highest", "▼ down 2", "50", "200", "lowest"]


def test_home_and_the_district_chosen_are_marked(area):
    assert {row.id for row in ranked(area, selection=SWALE).rows if row.selected} == {HOME, SWALE}
    assert {row.cells[0].text: row.cells[0].tone for row in ranked(area).rows} == {
        "Tunbridge Wells": "home",
        "Sevenoaks": "neighbour",
        "Swale": "",
        "Dover": "",
    }


def test_without_a_comparison_the_columns_of_before_are_empty(area):
    row = next(row for row in ranked(area, comparable=False).rows if row.id == HOME)
    assert [cell.text for cell in row.cells[3:5]] == ["–", "–"]
    assert row.cells[6].text == "–"
    assert row.cells[5].text == "400"


def test_limits_and_the_uncertainty_of_the_rank_are_in_tooltips(area):
    row = next(row for row in ranked(area).rows if row.id == HOME)
    assert row.cells[1].tip == "95% limits 3.6 to 4.4"
    assert row.cells[2].tip == "Highest of 4."
    swale = next(row for row in ranked(area).rows if row.id == SWALE)
    assert swale.cells[2].tip == "Ranked joint 2nd of 4; could be 2nd to 3rd (1st = lowest)."


def test_a_district_without_a_population_has_its_counts_and_no_rate_or_rank(area):
    rows = {
        row.id: [cell.text for cell in row.cells]
        for row in ranked(area, people={HOME: 1000, DOVER: 1000}).rows
    }
    assert rows[SWALE] == ["Swale", "–", "–", "–", "–", "100", "300", "2nd lowest"]


@pytest.mark.parametrize(
    ("rank", "before", "text", "value"),
    [
        (1, 1, "no change", 0),
        (3, 1, "▲ up 2", 2),
        (1, 12, "▼ down 11", -11),
        (0, 3, "–", None),
        (3, 0, "–", None),
    ],
)
def test_a_movement_says_which_way_and_how_many_places(rank, before, text, value):
    cell = build_movement_cell(rank, before)
    assert (cell.text, cell.value) == (text, value)


def matrix(area, show="Rank", people=None, mode="light"):
    measures = [read_catalogue().measures[code] for code in ("asb", "drug_trafficking")]
    return county.build_measure_matrix(table(people), measures, area, show, "asb", "per 1,000", mode)


def test_home_is_the_first_column_then_neighbours_then_the_rest_by_name(area):
    result = matrix(area)
    assert [c.label for c in result.columns] == [
        "Crime type",
        "Tunbridge Wells",
        "Sevenoaks",
        "Dover",
        "Swale",
    ]
    assert [c.label for c in result.columns if c.emphasis] == ["Tunbridge Wells"]


@pytest.mark.parametrize(
    ("show", "texts", "values"),
    [
        ("Rank", ["4", "2", "1", "2"], [4, 2, 1, 2]),
        ("Rate", ["4.0", "1.0", "0.5", "1.0"], [4, 1, 0.5, 1]),
        ("Count", ["400", "100", "50", "100"], [400, 100, 50, 100]),
    ],
)
def test_the_cells_show_what_is_asked_for_and_are_shaded_by_rank_all_the_same(area, show, texts, values):
    cells = matrix(area, show).rows[0].cells[1:]
    assert [cell.text for cell in cells] == texts
    assert [cell.value for cell in cells] == pytest.approx(values)
    shades = [theme.shade_of_rank(rank, 4, "light") for rank in (4, 2, 1, 2)]
    assert [(cell.fill, cell.ink) for cell in cells] == shades


def test_the_matrix_is_shaded_for_its_colour_mode(area):
    light, dark = (
        [cell.fill for cell in matrix(area, mode=mode).rows[0].cells[1:]] for mode in ("light", "dark")
    )
    assert not set(light) & set(dark)


def test_a_cell_tells_its_district_count_rate_and_place_on_hover(area):
    assert matrix(area).rows[0].cells[1].tip == "Tunbridge Wells: 400, 4.0 per 1,000, highest of 4"
    assert matrix(area).rows[0].cells[2].tip == "Sevenoaks: 100, 1.0 per 1,000, joint 2nd lowest of 4"


def test_a_district_without_a_population_says_so_and_keeps_its_count(area):
    people = {HOME: 1000, DOVER: 1000}
    cell = matrix(area, "Rank", people).rows[0].cells[4]
    assert (cell.text, cell.fill, cell.tip) == ("–", "", "Swale: no population on file, so no rate")
    assert matrix(area, "Count", people).rows[0].cells[4].text == "100"


def test_the_crime_type_chosen_is_marked_and_a_part_is_indented(area):
    asb, trafficking = matrix(area).rows
    assert (asb.selected, asb.indent, trafficking.selected, trafficking.indent) == (True, False, False, True)


def test_a_measure_without_any_count_is_level_everywhere(area):
    cells = matrix(area).rows[1].cells[1:]
    assert [cell.text for cell in cells] == ["4", "1", "1", "1"]
