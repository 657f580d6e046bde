"""The close of a quarter."""

from __future__ import annotations

import pytest

from tests.pages.action_plan.screens import PLAN, labels, named, press, report, title


@pytest.mark.usefixtures("recorded_alone")
def test_the_quarter_close_names_what_lacks_an_update_and_what_is_overdue(visit, board):
    report(board, "DA-01", quarter="2022 Q1")
    report(board, "DA-02", quarter="2021 Q4", status="complete")
    screen = visit("quarter")
    assert (
        "Q4 2021/22 (Jan to Mar): 55 of 57 actions have an update due and 3 are overdue; 2 changed since"
        in title(screen)
    )
    first = list(screen.rows("lacking"))
    lacking = list(press(screen, "Show all 55").rows("lacking"))
    assert set(lacking) == {row["id"] for row in PLAN} - {"DA-01", "DA-02"}
    assert first == lacking[:20], "a long list is shown in part until more is asked for"
    assert "Show all 55" not in labels(screen.app.button)
    assert list(visit("quarter", quarter_tab="Overdue").rows("overdue")) == ["AS-03", "RS-05", "RS-07"]
    assert set(visit("quarter", quarter_tab="Changed").rows("changed")) == {"DA-01", "DA-02"}


@pytest.mark.usefixtures("recorded_alone")
def test_the_quarter_and_the_last_meeting_can_be_chosen(visit, board):
    report(board, "DA-01", quarter="2022 Q1")
    screen = visit("quarter", close="2021 Q4", since=board.today().isoformat())
    assert "Q3 2021/22 (Oct to Dec): 57 of 57 actions have an update due" in title(screen)
    assert f"1 changed since {board.today().day} " in title(screen)
    # A date later than today is no date of a meeting that was.
    assert "Q4 2021/22 (Jan to Mar)" in title(visit("quarter", since="2999-01-01"))


def test_a_change_of_status_says_from_what_to_what(visit, board):
    report(board, "DA-01", quarter="2021 Q3", status="at risk")
    report(board, "DA-01", quarter="2021 Q4", status="on track", note="Staff found")
    row = visit("quarter", quarter_tab="Changed").texts("changed")["DA-01"]
    assert row[2] == "first report → ● On track"
    assert row[3] == "Q2 2021/22 (Jul to Sep), at risk\nQ3 2021/22 (Oct to Dec), on track: Staff found"


@pytest.mark.usefixtures("recorded_alone")
def test_the_seeding_of_the_plan_is_a_sentence_and_not_57_changes(visit):
    screen = visit("quarter", quarter_tab="Changed")
    assert screen.says("57 actions added to the plan")
    assert "nothing changed since" in title(screen)


def test_old_links_with_former_names_of_choices_still_open_them(visit, board):
    report(board, "DA-01", quarter="2021 Q4")
    assert title(visit("quarter", close="2021 Q4")).startswith("Q3 2021/22 (Oct to Dec): ")
    assert title(visit("quarter", close="2021 Q3")).startswith("Q2 2021/22 (Jul to Sep): ")
    screen = visit("board", only="No update this quarter")
    assert named(screen.app.selectbox, "Show").value == "Update due this quarter"
