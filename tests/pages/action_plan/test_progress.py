"""What the page of an action shows of its progress."""

from __future__ import annotations

import re
from datetime import date
from math import ceil, sqrt

import pytest

from csp.topics.action_plan.store import actions, reading
from tests.pages import recount
from tests.pages.action_plan.screens import action, actions_draft, named, report
from tests.pages.markdown import read

CRIME = "What it acts on"
EFFECT = "Did it work?"
KENT = tuple(sorted(set(recount.districts()) - {"E06000035"}))


def test_before_and_after_are_those_of_the_sample_and_no_cause_is_claimed(visit, board):
    record = action(board, "DA-01")
    draft = actions_draft(record, started=date(2020, 1, 1))
    actions.edit_action(board, record.id, draft, expected_version=record.version, who="A. Chair")
    screen = visit("action", action="DA-01", action_tab=CRIME)
    population = {
        row["year"]: int(row["population"])
        for row in recount.reference("population.csv")
        if row["area_code"] == recount.HOME
    }
    after, before = (recount.count("domestic_abuse", recount.year(y)) for y in (2020, 2019))
    rates = f"{1000 * after / population['2020']:.2f} per 1,000 in Jan to Dec 2020 against "
    assert rates + f"{1000 * before / population['2019']:.2f} in Jan to Dec 2019" in screen.text
    least = 1.959964 * sqrt(recount.dispersion("domestic_abuse", KENT) * 2 * before)
    smallest = f"the smallest we could have seen: ±{ceil(least):,} ({recount.fixed(100 * least / before)}%)"
    assert f"no clear change; {smallest}. An association, not a cause" in screen.text
    title = screen.words(len(screen.charts()) - 1)["title"]
    assert "no clear change since the start" in title


def test_an_action_that_started_after_the_last_month_loaded_says_so(visit):
    screen = visit("action", action_tab=CRIME)
    assert "started on 1 Apr 2021, and the last month loaded is Dec 2020" in screen.text


def test_an_action_on_road_casualties_has_their_months(visit):
    # As the tab was called before.
    screen = visit("action", action="RS-01", action_tab="Its crime type")
    assert screen.says("every road collision is simulated")
    assert "started on 1 Apr 2021, and the last month loaded is Jun 2020" in screen.text
    assert "Road casualties: no months to compare yet" in screen.words(-1)["title"]


def test_measure_values_are_drawn_with_their_baseline_and_target(visit, board):
    record = action(board, "DA-01")
    draft = actions_draft(record, baseline=10, target=50)
    actions.edit_action(board, record.id, draft, expected_version=record.version, who="A. Chair")
    report(board, "DA-01", quarter="2021 Q3", measure_value=20)
    report(board, "DA-01", quarter="2021 Q4", measure_value=45)
    # As the tab was called before.
    screen = visit("action", action="DA-01", action_tab="Its measure")
    words = screen.words(0)
    assert words["title"].endswith(": 45 in Q3 2021/22, target at least 50: missed")
    assert words["subtitle"].startswith("Number by quarter; the target was met in 0 of 2 quarters")
    assert words["subtitle"].endswith("As reported, action plan 2021-22")
    assert [row["label"] for row in screen.datasets(0)["levels"]] == ["Baseline 10", "Target at least 50"]


def start_in_2020(board, ref):
    record = action(board, ref)
    draft = actions_draft(record, started=date(2020, 1, 1))
    actions.edit_action(board, record.id, draft, expected_version=record.version, who="A. Chair")


def read_effect(screen):
    """The finding, and the counts of the table by what each place is for."""
    finding = read(screen.app.header[-1].value)
    return finding, {role: cells[2:] for role, cells in screen.texts("effect").items()}


def test_the_effect_of_an_action_is_measured_beside_a_neighbour_of_like_level(visit, board):
    start_in_2020(board, "SA-08")
    screen = visit("action", action="SA-08", action_tab=EFFECT)
    finding, rows = read_effect(screen)
    after, before = (recount.count("shoplifting", recount.year(y)) for y in (2020, 2019))
    ours, theirs = rows["Where the action works"], rows["Compared with"]
    assert ours[:2] == [str(before), str(after)]
    other = [int(n.replace(",", "")) for n in theirs[:2]]
    more = (after - before) - (other[1] - other[0])
    amount = f"{abs(more)} {'more' if more > 0 else 'fewer'} than if it had gone as in"
    assert amount in finding
    assert (
        "proposed because it was the nearest in level; Jan to Dec 2020 after Jan to Dec 2019" in screen.text
    )


def test_the_reader_picks_a_ward_its_comparison_and_where_crime_may_have_moved_to(visit, board):
    start_in_2020(board, "SA-08")
    address = {"covers": "Park", "beside": "Culverden", "moved": "Broadwater"}
    screen = visit("action", action="SA-08", action_tab=EFFECT, **address)
    finding, rows = read_effect(screen)
    assert "in all than if it had gone as in Culverden and " in finding
    assert list(rows) == [
        "Where the action works",
        "Compared with",
        "Where crime may have moved to",
        "Compared with that",
    ]
    assert "Park beside Culverden; crime may have moved to Broadwater, beside" in screen.text
    # The ward that is covered is compared with no district.
    named(screen.app.selectbox, "Where it works").select(None)
    screen.run()
    assert "Tunbridge Wells beside" in screen.text
    assert "Culverden" not in screen.text


def test_before_the_start_only_the_smallest_effect_is_said(visit):
    screen = visit("action", action_tab=EFFECT)
    assert "The action starts on 1 Apr 2021, and the last month loaded is Dec 2020." in screen.text
    finding, rows = read_effect(screen)
    assert "or more could be seen, beside" in finding
    assert {len(cells) for cells in rows.values()} == {1}


def test_the_effect_on_road_casualties_is_what_could_be_seen_before_the_start(visit):
    places = {"covers": "Culverden", "beside": "Park", "moved": "Sherwood"}
    screen = visit("action", action="RS-01", action_tab=EFFECT, **places)
    finding, rows = read_effect(screen)
    assert "could be seen, beside Park" in finding
    assert {len(cells) for cells in rows.values()} == {1}
    assert "Where collisions may have moved to" in rows


# The published days of a shoplifting and a trafficking of drugs, and those of damage and arson in their mix.
@pytest.mark.parametrize(
    ("ref", "days"), [("SA-08", 1), ("SA-11", 5), ("AS-04", (17119 * 2 + 546 * 185) / 17665)]
)
def test_the_effect_is_weighted_by_harm_on_request(visit, board, ref, days):
    start_in_2020(board, ref)
    screen = visit("action", action=ref, action_tab=EFFECT)
    assert "By harm" not in screen.text
    screen = visit("action", action=ref, action_tab=EFFECT, by_harm="true")
    (harm,) = re.findall(r"By harm, in days of prison: \w+ clear effect; ([\d,]+) (fewer|more)", screen.text)
    # Each of these types is one offence, so the days are its weight times the count.
    finding, _ = read_effect(screen)
    (count,) = re.findall(r"; ([\d,]+) (fewer|more) than", finding)
    assert harm == (f"{days * int(count[0].replace(',', '')):,.0f}", count[1])
    assert "derived from the Cambridge Crime Harm Index, median" in screen.text


def test_a_crime_type_without_a_score_says_so(visit, board):
    start_in_2020(board, "SA-02")
    screen = visit("action", action="SA-02", action_tab=EFFECT, by_harm="true")
    assert "By harm: this crime type has no score." in screen.text


def test_each_of_several_measures_has_a_picture_of_its_own(visit, board):
    measures = reading.read_action(board, action(board, "DA-01").id).measures
    report(board, "DA-01", quarter="2021 Q3", values={measures[0].key: 20, measures[2].key: 3})
    screen = visit("action", action="DA-01", action_tab="Measures")
    names = [each.content.name for each in measures]
    assert names == ["Helpline calls", "Referrals managed", "Programmes run"]
    assert [screen.words(at)["title"] for at in (0, 1)] == [
        f"{names[0]}: 20 in Q2 2021/22",
        f"{names[2]}: 3 in Q2 2021/22",
    ]
    assert [cells[0] for cells in screen.texts("measures").values()] == names
