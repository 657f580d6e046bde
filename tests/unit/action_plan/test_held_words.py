"""What an action holds, in words: hit or miss, its title line, its history."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from csp.topics.action_plan.findings import held as words
from csp.topics.action_plan.findings.coverage import describe_acting
from csp.topics.action_plan.findings.measures import describe_standings, write_measure_title
from csp.topics.action_plan.findings.milestones import count_milestones, describe_milestone
from csp.topics.action_plan.findings.reviews import describe_next_review
from csp.topics.action_plan.rules.held_changes import HeldChange, find_tickers, list_held_changes
from csp.topics.action_plan.rules.measures import MeasurePoint, MeasureStanding, judge_value
from csp.topics.action_plan.rules.milestones import is_late, order_milestones
from csp.topics.action_plan.store.entry_records import Comment, Coverage, Held, Measure, Milestone, Schedule
from csp.topics.action_plan.store.records import RecordedEdit
from csp.topics.action_plan.store.status import Quarter, Status
from csp.topics.action_plan.tables.measures import build_standing_table
from tests.unit.action_plan.test_rules import PLAN, action

Q2, Q3 = Quarter(date(2021, 7, 1), 4), Quarter(date(2021, 10, 1), 4)
AT = datetime(2021, 11, 2, 12, tzinfo=UTC)
TODAY = date(2021, 12, 6)


def hold(content, version=1, key="k", who="A. Chair", removed=False, at=AT):
    return Held(1, 1, key, version, content, removed, who, at)


def stand(measure, numbers):
    points = (MeasurePoint(q, n, judge_value(measure, n), "x") for q, n in numbers.items())
    return MeasureStanding(hold(measure), tuple(points))


@pytest.mark.parametrize(
    ("measure", "title"),
    [
        (Measure("Calls", "", "at least", 40.0), "Calls: 45 in Q3 2021/22, target at least 40: met"),
        (Measure("Calls", "", "at least", 45.0), "Calls: 45 in Q3 2021/22, target at least 45: met"),
        (Measure("Calls", "", "at most", 40.0), "Calls: 45 in Q3 2021/22, target at most 40: missed"),
        (Measure("Calls"), "Calls: 45 in Q3 2021/22"),
    ],
)
def test_the_title_of_a_picture_says_the_number_the_target_and_whether_it_is_met(measure, title):
    assert write_measure_title(stand(measure, {Q2: 10.0, Q3: 45.0})) == title


def test_a_measure_without_a_number_says_so_with_its_target():
    title = write_measure_title(stand(Measure("Calls", "", "at most", 1200.0), {}))
    assert title == "Calls: nothing reported yet, target at most 1,200"


CALLS, DAYS, TOLD = (
    Measure("Helpline calls", "", "at least", 40.0),
    Measure("Days", "", "at most", 20.0),
    Measure("Partners told"),
)


@pytest.mark.parametrize(
    ("standings", "words"),
    [
        ([], ""),
        ([(CALLS, {})], ""),
        ([(TOLD, {Q3: 1234.5})], "its measure stands at 1,234.5"),
        ([(CALLS, {Q3: 45.0})], "its measure stands at 45, target met"),
        ([(CALLS, {Q2: 12.0})], "its measure stood at 12 in Q2 2021/22, target missed"),
        ([(CALLS, {Q3: 45.0}), (DAYS, {Q2: 25.0}), (TOLD, {Q3: 3.0})], "1 of 2 targets met"),
        ([(CALLS, {Q3: 45.0}), (DAYS, {})], "helpline calls 45 (target met)"),
        (
            [(TOLD, {Q3: 3.0}), (Measure("Men supported"), {Q3: 12.0})],
            "partners told 3, men supported 12",
        ),
        ([(TOLD, {Q3: 3.0}), (Measure("Long " * 20), {Q3: 12.0}), (DAYS, {})], "2 of 3 measures reported"),
    ],
)
def test_the_title_line_sums_up_one_measure_or_several(standings, words):
    assert describe_standings([stand(*each) for each in standings], Q3) == words


def test_a_milestone_is_late_from_the_day_after_its_own():
    due = date(2021, 12, 6)
    assert [is_late(Milestone("x", due), day) for day in (due, date(2021, 12, 7))] == [False, True]
    assert not is_late(Milestone("x", due, date(2022, 1, 3)), date(2022, 2, 1))
    late, done = Milestone("x", date(2021, 11, 30)), Milestone("x", None, date(2021, 6, 25))
    assert describe_milestone(late, "", TODAY) == "! Overdue: 30 Nov 2021"
    assert describe_milestone(done, "B. Officer", TODAY) == "✔ Done on 25 Jun 2021, B. Officer"
    assert count_milestones([hold(late), hold(done)], TODAY) == "1 of 2 milestones is done; one is overdue."


def test_milestones_are_in_the_order_of_their_days_and_a_tick_moves_none():
    days = {"none": None, "late": date(2022, 1, 1), "early": date(2021, 6, 1)}
    held = [hold(Milestone(text, day, TODAY if text == "early" else None)) for text, day in days.items()]
    assert [each.content.text for each in order_milestones(held)] == ["early", "late", "none"]


def test_who_ticked_a_milestone_is_kept_when_another_mends_its_words():
    first, done = Milestone("Training"), Milestone("Training", None, TODAY)
    versions = [
        hold(first, 1, who="A"),
        hold(done, 2, who="B"),
        hold(Milestone("Training held", None, TODAY), 3, who="C"),
    ]
    assert find_tickers(versions) == {"k": "B"}
    again = [*versions, hold(first, 4, who="D"), hold(done, 5, who="E")]
    assert find_tickers(again) == {"k": "E"}


def test_what_came_with_an_edit_or_is_a_new_comment_is_not_told_twice():
    edit = RecordedEdit(1, 2, "A. Chair", AT, "edited", {"measure": ("", "Calls")})
    later = datetime(2021, 11, 3, tzinfo=UTC)
    versions = [
        hold(Measure("Calls")),
        hold(Comment("Well done."), key="c", at=later),
        hold(Comment("Well done!"), 2, "c", at=later),
        hold(Measure("Calls", "calls"), 2, at=later),
    ]
    changes = list_held_changes(versions, [edit])
    assert [(change.now.content, change.before) for change in changes] == [
        (Comment("Well done!"), versions[1]),
        (Measure("Calls", "calls"), versions[0]),
    ]


NAMES = {"E05000001": "Park", "shoplifting": "Shoplifting"}
TICKED = Milestone("Training", None, TODAY)


@pytest.mark.parametrize(
    ("before", "now", "removed", "head", "lines"),
    [
        (None, CALLS, False, "Measure added: Helpline calls", ["target: at least 40"]),
        (
            TOLD,
            Measure("Told", "firms"),
            False,
            "Measure changed: Partners told",
            ["name: Partners told → Told", "unit: nothing → firms"],
        ),
        (TOLD, TOLD, True, "Measure removed: Partners told", []),
        (Milestone("Training"), TICKED, False, "Milestone done: Training", ["on 6 Dec 2021"]),
        (
            TICKED,
            Milestone("Training"),
            False,
            "Milestone open again: Training",
            ["done: 6 Dec 2021 → nothing"],
        ),
        (
            None,
            Coverage(("E05000001",), ("shoplifting",)),
            False,
            "What it acts on set",
            ["where: Park", "crime types: Shoplifting"],
        ),
        (
            Coverage(("E05000001",)),
            Coverage(),
            False,
            "What it acts on changed",
            ["where: Park → the whole district"],
        ),
        (Schedule(TODAY), Schedule(), False, "Next review changed", ["day: 6 Dec 2021 → as proposed"]),
    ],
)
def test_the_history_says_what_was_changed_and_how(before, now, removed, head, lines):
    earlier = hold(before) if before else None
    change = HeldChange(hold(now, 2 if before else 1, removed=removed), earlier)
    assert words.write_change_head(change) == head
    assert words.list_changed_facts(change, NAMES) == lines


@pytest.mark.parametrize(
    ("reporting", "day", "words"),
    [
        ("", None, "31 Dec 2021, proposed quarterly"),
        ("monthly", None, "31 Dec 2021, proposed monthly"),
        ("quarterly", date(2021, 12, 20), "20 Dec 2021"),
        ("quarterly", date(2021, 12, 1), "! Overdue: 1 Dec 2021"),
    ],
)
def test_the_next_review_is_the_day_set_or_the_one_proposed(reporting, day, words):
    row = action(1, reporting=reporting)
    assert describe_next_review(row, Schedule(day), PLAN, TODAY) == words


def test_a_finished_action_has_no_next_review():
    assert describe_next_review(action(1, Status.COMPLETE), Schedule(TODAY), PLAN, TODAY) == ""


def test_a_few_wards_and_crime_types_are_named_and_of_more_their_number():
    codes = [f"E0500000{n}" for n in range(1, 6)]
    names = {code: f"Ward {code[-1]}" for code in codes} | NAMES
    assert describe_acting((), (), names) == "In the whole district"
    assert describe_acting(codes[1:3], ("shoplifting",), names) == "Shoplifting, in Ward 2, Ward 3"
    assert describe_acting(codes, ("shoplifting",), names) == "Shoplifting, in 5 wards"


def test_what_no_measure_has_has_no_column():
    bare = build_standing_table([stand(TOLD, {Q3: 3.0}), stand(Measure("Men"), {})], "DA-01", "")
    assert [column.label for column in bare.columns] == ["Measure", "Latest", "For"]
    full = build_standing_table([stand(TOLD, {Q3: 3.0}), stand(CALLS, {})], "DA-01", "")
    assert [column.label for column in full.columns] == ["Measure", "Latest", "For", "Target"]
    assert [[cell.text for cell in row.cells] for row in full.rows] == [
        ["Partners told", "3", "Q3 2021/22 (Oct to Dec)", "–"],
        ["Helpline calls", "–", "nothing reported yet", "at least 40"],
    ]
