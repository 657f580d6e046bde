"""A new year as it is put together: what is chosen of each action, what is new, and what has to be mended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from csp.shell.widgets.edit_table import read_edits
from csp.topics.action_plan.findings import new_year as findings
from csp.topics.action_plan.forms.year_draft import ADDED, CARRIED, YearDraft
from csp.topics.action_plan.rules.new_year import (
    Choice,
    count_year,
    draft_action,
    list_early,
    list_moved,
    list_new,
    list_rows,
    make_year,
)
from csp.topics.action_plan.store.records import PlanDraft
from csp.topics.action_plan.store.status import Status
from tests.unit.action_plan.test_rules import PLAN, action

NAMES = {1: "One", 2: "Two"}
START = date(2022, 1, 1)
NEXT = PlanDraft("2022", START, date(2022, 12, 31), NAMES)


def rows(edits, *actions, priorities=NAMES):
    return list_rows(actions or (action(1),), edits, priorities)


def test_an_action_is_carried_over_as_it_is_until_somebody_says_otherwise():
    (row,) = rows({})
    assert (row.choice, row.is_changed) == (Choice.CARRY, False)
    (row,) = rows({"1": {"choice": "Adapt"}})
    assert (row.choice, row.is_changed) == (Choice.ADAPT, False), "nothing differs yet"
    (row,) = rows({"1": {"choice": "Adapt", "text": "In other words", "lead": "New", "priority": "2"}})
    assert row.is_changed
    before = draft_action(action(1))
    assert row.make_draft() == replace(before, text="In other words", priority="2", agencies=("New", "Other"))
    (row,) = rows({"1": {"choice": "Carry over", "text": "In other words"}})
    assert (row.text, row.is_changed) == ("Help people", False), "carried over means as it is"


@pytest.mark.parametrize(
    ("lead", "agencies"),
    [("Other", ("Other",)), ("Lead", ("Lead", "Other")), ("", ("Other",)), ("New", ("New", "Other"))],
)
def test_who_leads_is_no_partner_any_more(lead, agencies):
    (row,) = rows({"1": {"choice": "Adapt", "lead": lead}})
    assert row.make_draft().agencies == agencies


def test_words_that_are_no_choice_of_ours_are_none():
    (row,) = rows({"1": {"choice": "Delete", "priority": "7"}})
    assert (row.choice, row.priority) == (Choice.CARRY, "1")
    assert read_edits({"1": {"text": "x", "due": 3}, "2": "no"}) == {"1": {"text": "x"}}
    assert read_edits("no") == {}


def test_an_action_whose_priority_is_gone_has_to_get_another():
    (row,) = rows({}, priorities={2: "Two"})
    assert (row.choice, row.priority) == (Choice.ADAPT, "")
    assert findings.list_year_faults([row], [], {2: "Two"}) == [
        "A-1 has no priority any more: choose one in step 2."
    ]
    (row,) = rows({"1": {"choice": "Adapt", "priority": "2"}}, priorities={2: "Two"})
    assert findings.list_year_faults([row], [], {2: "Two"}) == []


def test_new_rows_are_kept_in_order_and_get_the_next_free_reference():
    edits = {
        "new-10": {"priority": "1", "text": "Tenth"},
        "new-2": {"priority": "1", "text": "Second", "lead": " Police "},
        "new-3": {"priority": "1", "text": "  "},
        "new-4": {"priority": "2", "text": "Fourth", "ref": "X-9"},
    }
    new = list_new(edits, {"DA-01": 1, "DA-02": 1})
    assert [(row.number, row.draft.ref, row.draft.text) for row in new] == [
        (1, "DA-03", "Second"),
        (2, "X-9", "Fourth"),
        (3, "DA-04", "Tenth"),
    ]
    assert new[0].draft.agencies == ("Police",)


def faults_of(edits, added=(), *actions):
    old = rows(edits, *actions)
    new = list_new(dict(added), {row.action.ref: row.action.priority for row in old})
    return findings.list_year_faults(old, new, NAMES)


@pytest.mark.parametrize(
    ("edits", "added", "fault"),
    [
        ({"1": {"choice": "Retire"}}, {}, "A-1 is to be retired: give the reason in step 2."),
        (
            {"1": {"choice": "Adapt", "lead": ""}},
            {},
            "A-1 has partners and no lead: name the lead in step 2.",
        ),
        ({"1": {"choice": "Adapt", "text": ""}}, {}, "A-1: The action is missing."),
        ({}, {"new-1": {"text": "x"}}, "New action 1: choose its priority in step 3."),
        ({}, {"new-1": {"priority": "1", "lead": "x"}}, "New action 1: The action is missing."),
        (
            {},
            {"new-1": {"priority": "1", "text": "x", "ref": "A-1"}},
            "New action 1: the reference A-1 is in use, give it another in step 3.",
        ),
    ],
)
def test_each_fault_is_one_sentence_that_says_what_to_do(edits, added, fault):
    assert faults_of(edits, added) == [fault]


def test_what_many_lack_is_one_sentence():
    many = [action(number) for number in range(1, 12)]
    retired = {str(each.id): {"choice": "Retire"} for each in many}
    assert faults_of(retired, {}, *many) == [
        "A-1, A-2, A-3, A-4, A-5, A-6, A-7, A-8 and 3 more are to be retired: give the reasons in step 2."
    ]


def test_what_is_sound_has_no_fault():
    edits = {"1": {"choice": "Retire", "reason": "Done"}, "2": {"choice": "Adapt", "due": "ongoing"}}
    assert faults_of(edits, {"new-1": {"priority": "2", "text": "x"}}, action(1), action(2)) == []


def test_the_counts_and_what_is_stored_agree():
    edits = {
        "1": {"choice": "Retire", "reason": "Done"},
        "2": {"choice": "Adapt", "due": "ongoing"},
        "3": {"choice": "Adapt"},
    }
    old = rows(edits, *(action(number) for number in range(1, 5)))
    new = list_new({"new-1": {"priority": "2", "text": "x"}}, {})
    counts = count_year(old, new)
    assert (counts.carried, counts.adapted, counts.retired, counts.added) == (2, 1, 1, 1)
    left = [action(7, Status.COMPLETE), action(8, Status.COMPLETE), action(9, Status.STOPPED)]
    assert findings.write_summary(counts, left, PLAN) == (
        "2 carried over, 1 adapted, 1 retired, 1 new; 2 complete and 1 stopped stay with 2021."
    )
    year = make_year(NEXT, old, new)
    assert (set(year.versions), set(year.adapted), year.retired) == ({1, 2, 3, 4}, {2}, {1: "Done"})
    assert [draft.text for draft in year.added] == ["x"]
    assert findings.describe_unchanged(old).startswith("A-3 is to be adapted, but nothing is changed")
    assert findings.list_changes(old, new) == ["Adapted: A-2", "Retired: A-1", "New: P2-01 x"]


def test_a_day_before_the_new_year_is_pointed_out_unless_it_is_changed_or_retired():
    dated = [action(n, due="2021-10-01", due_date=date(2021, 10, 1)) for n in (1, 2, 3)]
    edits = {"1": {"choice": "Adapt", "due": "2022-10-01"}, "2": {"choice": "Retire", "reason": "Done"}}
    early = list_early(rows(edits, *dated), START)
    assert [row.action.id for row in early] == [3]
    assert findings.describe_early(early, START).startswith("A-3 keeps a day before 1 Jan 2022")
    assert findings.describe_early([], START) == ""


def test_what_has_changed_come_or_gone_meanwhile_is_named():
    seen = {n: action(n) for n in (1, 2, 3)}
    now = [action(1), action(2, version=5), action(4)]
    assert list_moved(seen, now) == ["A-2", "A-4", "A-3"]
    assert findings.describe_moved(["A-2"]).startswith("A-2 was changed in the plan since you began here.")


def test_what_differs_between_the_priorities_is_said():
    after = {1: "One and a half", 3: "Three"}
    assert findings.describe_priorities(NAMES, after, {2}) == [
        "Renamed: 1 is now One and a half.",
        "New: 3 Three.",
        "Dropped: 2 Two. Its actions get another in step 2.",
    ]
    assert findings.describe_priorities(NAMES, NAMES, {2}) == ["The priorities are those of the plan before."]


def test_what_was_typed_is_kept_from_one_visit_of_the_tables_to_the_next():
    draft = YearDraft(1, "2022", "", {})
    draft.edits = {CARRIED: {"1": {"text": "a", "due": "b"}}}
    draft.begin_visit()
    draft.edits = {CARRIED: {"1": {"text": "c"}}, ADDED: {"new-1": {"text": "d"}}}
    assert draft.merge(CARRIED) == {"1": {"text": "c", "due": "b"}}
    key = draft.key("table")
    draft.begin_visit()
    assert draft.key("table") != key
    # The browser takes an edit back by sending fewer of them.
    draft.edits = {CARRIED: {}}
    assert draft.merge(CARRIED) == {"1": {"text": "c", "due": "b"}}
    assert draft.merge(ADDED) == {"new-1": {"text": "d"}}
