"""The board: its cards, lanes, filters, counts and table."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from csp.data import queries
from csp.topics.action_plan.rules import selection
from csp.topics.action_plan.store import entries, meetings, plans
from csp.topics.action_plan.store.entry_records import Coverage, make_single_key
from tests.action_plan.meetings import open_a_meeting
from tests.pages.action_plan.screens import (
    PLAN,
    action,
    as_editor,
    cards,
    listing,
    named,
    report,
    settings_with,
    shown,
    title,
)

STATUSES = ["not started", "on track", "at risk", "off track", "complete", "stopped"]


@pytest.fixture
def recorded(board, recorded_alone):  # noqa: ARG001
    """A board on which nothing is simulated: it is seen today, years after its plan has ended."""
    return board


def counts(screen):
    return {entry["id"]: entry["figure"] for entry in screen.component("counts")["entries"]}


def test_every_action_is_on_the_board_whose_columns_are_always_the_six(visit):
    board = visit("board").component("cards")
    assert [column["id"] for column in board["statuses"]] == STATUSES
    (lane,) = board["lanes"]
    assert sum(lane["counts"].values()) == len(PLAN)
    one = visit("board", find="captain safety").component("cards")
    assert [column["id"] for column in one["statuses"]] == STATUSES


def test_without_a_report_all_57_actions_are_in_the_column_of_those_not_started(visit, recorded):  # noqa: ARG001
    screen = visit("board")
    late = ["AS-03", "RS-05", "RS-07"]
    others = [row["id"] for row in PLAN if row["id"] not in late]
    assert cards(screen) == {"not started": [*late, *others]}
    assert title(screen).startswith("None of 57 actions has been started")


def test_the_bars_count_the_actions_of_each_priority(visit):
    rows = visit("board").component("status_bars")["rows"]
    assert {row["id"]: row["total"] for row in rows} == Counter(row["priority"] for row in PLAN)


def test_a_card_says_who_leads_when_it_is_due_and_who_reported_last(visit, recorded):
    report(recorded, "AS-03", status="at risk", who="B. Officer")
    (lane,) = visit("board").component("cards")["lanes"]
    (card,) = lane["cells"]["at risk"]
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
        ({"find": "shoplift"}, ["SA-08", "AS-15"]),
        ({"only": "Overdue"}, ["AS-03", "RS-05", "RS-07"]),
        (
            {"only": "Unfinished", "priority": "4 Road safety"},
            [r["id"] for r in PLAN if r["priority"] == "4"],
        ),
        ({"status": ["At risk"]}, []),
    ],
)
def test_a_link_filters_the_board(visit, recorded, query, expected):  # noqa: ARG001
    screen = visit("board", **query)
    assert sorted(shown(screen)) == sorted(expected)
    assert screen.says(f"{len(expected)} of 57 actions shown." if expected else "No actions match")


def test_the_names_of_one_agency_are_one_choice_also_in_former_links(visit):
    names = {"TWBC CST", "TWBC CSU"}
    expected = {row["id"] for row in PLAN if names & {a.strip() for a in row["agencies"].split(";")}}
    for name in sorted(names):
        screen = visit("board", agency=name)
        assert named(screen.app.selectbox, "Agency").value == "TWBC CST"
        assert expected <= set(shown(screen))


def test_a_crime_type_shows_the_actions_on_it_on_its_parts_and_on_its_whole(visit):
    screen = visit("board", acts_on="Drug offences")
    types = {"drug_offences", "drug_trafficking", "drug_possession", "all_crime"}
    expected = {row["id"] for row in PLAN if row["linked_measure"] in types}
    assert set(shown(screen)) == expected
    assert expected


def test_a_ward_shows_the_actions_that_name_it(visit, board):
    screen = visit("board")
    assert named(screen.app.selectbox, "Ward").disabled
    code, name = next(iter(queries.wards("E07000116").items()))
    number = action(board, "DA-03").id
    key = make_single_key(Coverage, number)
    entries.store_held(board, number, key, Coverage(wards=(code,)), expected_version=0, who="A. Chair")
    assert shown(visit("board", acts_in=name)) == ["DA-03"]


def test_grouped_by_agency_each_lead_has_a_lane(visit):
    lanes = visit("board", group="By agency").component("cards")["lanes"]
    assert sum(sum(lane["counts"].values()) for lane in lanes) == len(PLAN)
    leads = Counter(row["agencies"].split(";")[0].strip() for row in PLAN)
    by_title = {lane["title"]: sum(lane["counts"].values()) for lane in lanes}
    assert by_title["Look Ahead"] == leads["Look Ahead"]
    # One team is named in two ways, which are one lane.
    assert by_title["TWBC CST"] >= leads["TWBC CST"] + leads["TWBC CSU"]


def test_grouped_by_priority_a_lane_counts_the_updates_due(visit, recorded):
    report(recorded, "DA-01", quarter="2022 Q1", who="B. Officer")
    lanes = {lane["title"]: lane for lane in visit("board", group="By priority").component("cards")["lanes"]}
    lane = lanes["1 Domestic abuse"]
    assert lane["summary"] == "14 actions, 13 updates due"
    assert {card["ref"] for cards in lane["cells"].values() for card in cards if card["updated"]} == {"DA-01"}


def test_the_table_shows_the_outcome_and_the_marks_of_four_quarters(visit, recorded):
    report(recorded, "DA-01", quarter="2021 Q2", status="off track")
    report(recorded, "DA-01", quarter="2021 Q4", status="complete", note="All done")
    row = visit("board", look="Table").texts("plan_table")["DA-01"]
    assert row[4].startswith("✔ Complete, Q3 2021/22 (Oct to Dec)\nAll done")
    # Quarters Q1 2021/22 (Apr to Jun) to Q4 2021/22 (Jan to Mar).
    assert row[5].split() == ["■", "–", "✔", "–"]


def test_a_choice_of_wards_plays_no_part_and_is_not_shown(visit):
    screen = visit("board", ward=["Park"])
    assert screen.filters() == {}
    assert screen.title == visit("board").title


def test_each_count_is_that_of_the_cards_it_shows_within_the_other_filters(visit):
    for query in ({}, {"priority": "3 Anti-social and high-risk behaviour"}):
        screen = visit("board", **query)
        for only, figure in counts(screen).items():
            if figure:
                assert len(shown(visit("board", only=only, **query))) == int(figure), (query, only)


def test_what_changed_since_the_last_meeting_is_told_where_one_is_on_record(visit, recorded):
    assert counts(visit("board"))[selection.CHANGED] == ""
    meeting = open_a_meeting(recorded, day=date(2022, 3, 1))
    meetings.close_meeting(recorded, meeting.id, who="A. Chair")
    report(recorded, "DA-05")
    screen = visit("board", only=selection.CHANGED)
    (entry,) = [e for e in screen.component("counts")["entries"] if e["id"] == selection.CHANGED]
    assert (entry["figure"], entry["note"], entry["selected"]) == ("1", "on 1 Mar 2022", True)
    assert shown(screen) == ["DA-05"]


def test_a_link_opens_an_action_beside_the_board_and_marks_its_card(visit):
    screen = visit("board", open="DA-02")
    assert screen.component("cards")["open"] == "DA-02"
    assert "DA-02" in [header.value.replace("\\", "") for header in screen.app.header]
    other = visit("board", open="XX-99")
    assert other.component("cards")["open"] == ""
    assert other.says("XX-99 is not in this plan")


def test_cards_move_for_editors_and_who_has_not_given_a_name_yet(visit, board, tmp_path, monkeypatch):
    assert visit("board").component("cards")["movable"]
    settings_with(tmp_path, monkeypatch, 'editors = ["A. Chair"]')
    assert as_editor(visit("board")).component("cards")["movable"]
    assert not as_editor(visit("board"), "A. Guest").component("cards")["movable"]
    plan = listing(board).plan
    plans.retire_plan(board, plan.id, expected_version=plan.version, who="A. Chair")
    assert not as_editor(visit("board")).component("cards")["movable"]
