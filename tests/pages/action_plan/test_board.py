"""The board: its cards, lanes, filters and table."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.pages.action_plan.screens import PLAN, cards, report, shown, title


@pytest.mark.usefixtures("recorded_alone")
def test_the_board_opens_with_all_57_actions_in_the_column_of_those_not_started(visit):
    screen = visit("board")
    assert cards(screen) == {"not started": [row["id"] for row in PLAN]}
    assert title(screen).startswith("None of 57 actions has been started")


def test_the_bars_count_the_actions_of_each_priority(visit):
    rows = visit("board").component("status_bars")["rows"]
    assert {row["id"]: row["total"] for row in rows} == Counter(row["priority"] for row in PLAN)


@pytest.mark.usefixtures("recorded_alone")
def test_a_card_says_who_leads_when_it_is_due_and_who_reported_last(visit, board):
    report(board, "AS-03", status="at risk", who="B. Officer")
    (card,) = (
        item
        for lane in visit("board").component("cards")["lanes"]
        for item in lane["cells"].get("at risk", ())
    )
    assert (card["ref"], card["lead"], card["late"]) == ("AS-03", "TWBC +1", True)
    assert "Overdue 30 Sep 2021" in card["due"]
    assert card["updated"].endswith("B. Officer")
    assert card["shape"] == "▲"


@pytest.mark.usefixtures("recorded_alone")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"priority": "4 Road safety"}, [row["id"] for row in PLAN if row["priority"] == "4"]),
        (
            {"agency": "Look Ahead"},
            [row["id"] for row in PLAN if "Look Ahead" in [a.strip() for a in row["agencies"].split(";")]],
        ),
        ({"find": "captain SAFETY"}, ["RS-07"]),
        ({"only": "Overdue"}, ["AS-03", "RS-05", "RS-07"]),
        ({"status": ["At risk"]}, []),
    ],
)
def test_a_link_filters_the_board(visit, query, expected):
    screen = visit("board", **query)
    if expected:
        assert sorted(shown(screen)) == sorted(expected)
    else:
        assert screen.says("No actions match")


def test_grouped_by_agency_each_lead_has_a_lane(visit):
    lanes = visit("board", group="By agency").component("cards")["lanes"]
    leads = Counter(row["agencies"].split(";")[0].strip() for row in PLAN)
    assert {lane["title"]: sum(lane["counts"].values()) for lane in lanes} == leads


@pytest.mark.usefixtures("recorded_alone")
def test_the_table_shows_the_outcome_and_the_marks_of_four_quarters(visit, board):
    report(board, "DA-01", quarter="2021 Q2", status="off track")
    report(board, "DA-01", quarter="2021 Q4", status="complete", note="All done")
    row = visit("board", look="Table").texts("plan_table")["DA-01"]
    assert row[4].startswith("✔ Complete, Q3 2021/22 (Oct to Dec)\nAll done")
    # Quarters Q1 2021/22 (Apr to Jun) to Q4 2021/22 (Jan to Mar).
    assert row[5].split() == ["■", "–", "✔", "–"]


def test_a_choice_of_wards_plays_no_part_and_is_not_shown(visit):
    screen = visit("board", ward=["Park"])
    assert screen.filters() == {}
    assert screen.title == visit("board").title


@pytest.mark.usefixtures("recorded_alone")
def test_a_card_without_an_update_says_nothing_and_its_lane_counts_the_updates_due(visit, board):
    report(board, "DA-01", quarter="2022 Q1", who="B. Officer")
    lanes = {lane["title"]: lane for lane in visit("board").component("cards")["lanes"]}
    lane = lanes["1 Domestic abuse"]
    assert lane["summary"] == "14 actions, 13 updates due"
    assert {card["ref"] for cards in lane["cells"].values() for card in cards if card["updated"]} == {"DA-01"}
