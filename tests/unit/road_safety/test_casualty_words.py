"""What the first screen and the tabs say, and the tables behind them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from csp.core.change import ChangeRules
from csp.core.population import Populations
from csp.statistics.dispersion import Dispersion
from csp.statistics.trend import Trend
from csp.topics.road_safety.findings import casualties as words
from csp.topics.road_safety.rules.breakdowns import BusyHours, HourGrid, count_parts, count_periods
from csp.topics.road_safety.rules.dispersion import RoadDispersion
from csp.topics.road_safety.rules.periods import list_whole_years, make_year
from csp.topics.road_safety.rules.severity import Severities, compare_places
from csp.topics.road_safety.tables.casualties import (
    build_district_table,
    build_hour_table,
    build_part_table,
    build_severity_table,
    build_year_table,
)
from tests.unit.road_safety.made import make_collisions, sum_by_month

RULES = ChangeRules(comparable=True, significance=0.05, small_base=50)
PERIODS = (make_year(2019), make_year(2018))
STEADY = RoadDispersion(Dispersion(1.0, 100), {})


def make_figures(now: int, before: int, people: int = 100_000, serious: float = 0.0):
    """One district of two, with slight injuries alone, but for the share that is serious when adjusted."""
    sums = tuple(
        {"D1": Severities(n, 0, 0, n, serious * n, (1 - serious) * n, n if serious else 0)} if n else {}
        for n in (now, before)
    )
    populations = Populations({("D1", 2020): people, ("D2", 2020): 1000} if people else {})
    return compare_places(sums, {"D1": "Tunbridge Wells", "D2": "Dover"}, populations, PERIODS, STEADY, RULES)


def test_the_first_screen_says_change_verdict_rate_and_rank():
    home = make_figures(270, 345)[0]
    assert words.write_headline(home, PERIODS[0]) == (
        "Casualties in Tunbridge Wells fell by 75 (−21.7%) to 270, a clear change, in Jul 2019 to Jun 2020; "
        "2.7 per 1,000 people, highest of 2, similar to Dover."
    )
    assert words.write_title(home, PERIODS[0]) == (
        "Casualties in Tunbridge Wells fell by 75 (−21.7%) to 270, a clear change; 2.7 per 1,000 people, "
        "highest of 2."
    )


def test_killed_or_seriously_injured_are_named_adjusted():
    home = make_figures(100, 120, serious=0.425)[0]
    assert words.describe_serious(home) == (
        "43 killed or seriously injured (adjusted severity), no clear change; the smallest we could have "
        "seen: ±20 (38.8%); nobody killed; 42.5 per 100,000 people, highest of 2, similar to Dover."
    )


def test_severities_without_an_adjustment_are_named_as_recorded():
    home = make_figures(100, 120)[0]
    assert "0 killed or seriously injured (severity as recorded)" in words.describe_serious(home)
    assert build_severity_table(home, PERIODS).rows[1].cells[0].text == "Seriously injured (as recorded)"
    assert words.describe_adjustment(home.now.adjustment) == words.NOT_ADJUSTED
    assert Severities(1, 0, 2, 1, adjusted=1).adjustment == "partly adjusted"
    assert words.describe_adjustment("partly adjusted") == words.ADJUSTED


def test_without_a_population_or_a_change_the_words_say_so():
    home = make_figures(30, 30, people=0)[0]
    assert words.write_headline(home, PERIODS[0]) == (
        "Casualties in Tunbridge Wells stayed at 30 in Jul 2019 to Jun 2020; no population on file, so no "
        "rate."
    )
    assert words.write_headline(make_figures(0, 0)[0], PERIODS[0]) == (
        "No casualties recorded in Tunbridge Wells in Jul 2019 to Jun 2020."
    )


def test_the_tables_of_severity_and_districts():
    home, other = make_figures(270, 345, serious=0.25)
    table = build_severity_table(home, PERIODS)
    assert [row.cells[0].text for row in table.rows][:2] == ["Killed", "Seriously injured (adjusted)"]
    assert [cell.text for cell in table.rows[3].cells[1:]] == [
        "270",
        "345",
        "−75",
        "−21.7%",
        "▼ clear change",
    ]
    districts = build_district_table([home, other], PERIODS, "D1")
    assert [cell.text for cell in districts.rows[0].cells] == [
        *("Tunbridge Wells", "270", "−21.7%", "▼ clear change", "2.7", "highest of 2"),
        *("68", "67.5", "highest of 2"),
    ]
    assert districts.rows[0].cells[4].tip == "3.5 in Jul 2018 to Jun 2019."
    assert districts.rows[0].cells[5].tip == "Could be lowest to highest.\nSimilar to Dover."
    assert districts.columns[6].label == "Killed or serious (adjusted)"
    assert districts.rows[1].cells[4].text == "0.0"


def test_years_and_trend():
    sums = sum_by_month(make_collisions(1, 300).assign(district_code="D"))
    years = count_periods(*sums, "D", list_whole_years(date(2017, 7, 1), date(2020, 6, 30)))
    counts = [year.figures.casualties for year in years]
    steady = Trend(tau=-0.4, p=0.001, slope=-0.2, level=30)
    assert words.write_trend("Dover", years, steady, 36) == (
        f"Dover: {counts[2]} casualties in Jul 2019 to Jun 2020, {counts[0]} in Jul 2017 to Jun 2018; "
        "a steady fall of about 8% a year over the latest 36 months."
    )
    alone = words.write_trend("Dover", years[:1], None, 36)
    assert alone.endswith("; too few months to say whether they rise or fall.")
    assert words.write_trend("Dover", (), None, 36) == "Dover: no whole year from July to June is loaded."
    marked = build_year_table(years, "Dover", provisional=[years[2].period]).rows
    assert [row.cells[0].text for row in marked][:2] == [
        "Jul 2019 to Jun 2020 (provisional)",
        "Jul 2018 to Jun 2019",
    ]
    table = build_year_table(years, "Dover")
    assert [row.cells[2].value for row in table.rows] == counts[::-1]


def make_parts(now: dict[str, int], before: dict[str, int], **more: str):
    frames = [
        pd.DataFrame({"user": list(counts), "casualties": list(counts.values())}).assign(
            severity=3, adjusted_serious=0.1
        )
        for counts in (now, before)
    ]
    labels = {"car": "Car occupant", "bike": "Cyclist", "bus": "Bus"}
    return count_parts(*frames, "user", {**labels, **more}, 1.0, RULES)


def test_a_tab_names_the_largest_part_and_what_changed():
    parts = make_parts({"car": 170, "bike": 60, "bus": 2, "x": 5}, {"car": 180, "bike": 30, "bus": 4})
    assert words.write_parts(parts, "road user", "casualties", "Dover") == (
        "Casualties in Dover by road user: Car occupant most often, 170 (73%); Cyclist rose by 30 (+100.0%, "
        "small base) to 60, a clear change."
    )
    assert words.write_parts(make_parts({}, {"car": 1}), "road user", "casualties", "Dover") == (
        "Casualties in Dover by road user: none recorded."
    )
    table = build_part_table(parts, "Road user", PERIODS, "Casualties by road user", "adjusted")
    assert table.columns[-1].label == "Killed or serious (adjusted)"
    assert [cell.text for cell in table.rows[2].cells] == [
        "Bus",
        "2",
        "4",
        "−2",
        "–",
        "too few to compare",
        "0.9%",
        "0",
    ]
    wards = build_part_table(parts, "Ward", PERIODS, "Casualties by ward")
    assert [cell.text for cell in wards.rows[2].cells][4:] == ["–", "too few to compare", "–"]
    assert table.rows[3].cells[0].text == "Not recorded"


def test_no_place_is_named_on_fewer_than_five():
    assert words.write_wards(make_parts({"car": 4}, {"bus": 3}), "slight injuries", 4) == (
        "Slight injuries: too few to compare (4 in the district)."
    )
    parts = make_parts({"car": 31, "bike": 20, "bus": 1}, {"car": 30, "bike": 21})
    assert words.write_wards(parts, "slight injuries", 52) == (
        "Slight injuries: Car occupant has the most, 31; none of 3 changed clearly."
    )
    equal = make_parts({"car": 9, "bike": 9}, {"car": 8, "bike": 8})
    assert words.write_wards(equal, "slight injuries", 18) == (
        "Slight injuries: Car occupant and Cyclist have the most, 9 each; none of 3 changed clearly."
    )


@pytest.mark.parametrize(
    ("now", "most"),
    [
        ({"car": 31, "bike": 20}, "Car occupant has the most, 31"),
        # As many as each other may be shown 6 apart: 28 as 31 and as 25.
        ({"car": 31, "bike": 25}, "Car occupant and Cyclist have about the most, 31 and 25"),
        ({"car": 9, "bike": 9, "bus": 8, "foot": 7}, "no place stands out"),
    ],
)
def test_among_adjusted_counts_no_place_has_the_most_that_may_not(now, most):
    sentence = words.write_wards(make_parts(now, now, foot="Pedestrian"), "slight injuries", 60, spread=6)
    assert sentence.startswith(f"Slight injuries: {most}; none of ")


def test_hours_in_words_and_as_a_table():
    assert words.write_hours(BusyHours(False, 16, 3, 40, 0.242, 15 / 168), "Dover") == (
        "Casualties in Dover gather from 4pm to 7pm from Monday to Friday: 24% of them, in 9% of the hours "
        "of a week."
    )
    late = words.write_hours(BusyHours(True, 21, 3, 9, 0.1, 6 / 168), "Dover")
    assert "from 9pm to midnight on Saturday and Sunday" in late
    assert words.write_hours(None, "Dover") == "No time is known of any casualty in Dover."
    counts = np.arange(168).reshape(7, 24)
    table = build_hour_table(HourGrid(counts, 2), "Dover", PERIODS[0])
    assert table.caption.endswith("Jul 2019 to Jun 2020; 2 at no known time")
    assert table.rows[6].cells[-1].value == counts[6].sum()
    assert len(table.columns) == 26


def test_the_dispersion_in_words():
    assert "(too few months are loaded" in words.describe_dispersion(RoadDispersion(Dispersion(1.0, 3), {}))
    assert words.describe_dispersion(
        RoadDispersion(Dispersion(1.3, 40), {"casualties": (1.3, 2.2)})
    ).startswith(
        "One collision can hurt several people, so casualties vary 2.1 times as much as single events would, "
        "collisions 1.3 times (from the months loaded)."
    )
