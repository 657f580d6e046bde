"""What a plan's actions add up to, on plans small enough to count by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from csp.core.change import Change
from csp.core.measures import read_catalogue
from csp.core.population import Populations
from csp.core.scope import Scope
from csp.shell import theme
from csp.topics.action_plan.findings.importing import suggest_label
from csp.topics.action_plan.findings.linked_crime import (
    describe_before_after,
    describe_linked_actions,
    write_before_after_title,
)
from csp.topics.action_plan.rules import movement
from csp.topics.action_plan.rules.linked_actions import list_acted_on
from csp.topics.action_plan.rules.linked_crime import compare_before_after, months_since
from csp.topics.action_plan.store.records import ActionRow, Entry, Listing, Plan, RecordedEdit, Update
from csp.topics.action_plan.store.status import RAG, Quarter, Status
from tests.unit.shell.test_theme import MARK, TEXT, contrast

Q = [Quarter.of(date(2021, month, 1), 1) for month in (1, 4, 7, 10)]
T0 = datetime(2021, 8, 1, 12, tzinfo=UTC)
PLAN = Plan(1, "2021", date(2021, 1, 1), date(2021, 12, 31), "", "x", T0, None, 1, {1: "One", 2: "Two"})


def update(action_id, version, at, status, quarter=Q[2], corrects=None):
    number = f"{action_id}-{version}"
    return Update(number, action_id, version, "A", at, quarter, status, "", None, "", corrects)


def action(number, status=None, marks=(None,) * 4, **changed):
    latest = update(number, 2, T0, status) if status else None
    blank = dict.fromkeys(("due_date", "started", "baseline", "target", "retired_at", "carried_from"))
    words = dict.fromkeys(("measure", "reporting", "due", "linked_measure"), "")
    fields = {
        "id": number,
        "plan_id": 1,
        "ref": f"A-{number}",
        "priority": 1,
        "text": "Help people",
        "version": 2,
        "agencies": ("Lead", "Other"),
        "latest": latest,
        "marks": marks,
        "overdue": False,
        "no_update": False,
        **blank,
        **words,
    }
    return ActionRow(**{**fields, **changed})


def listing(*actions, today=date(2021, 12, 1)):
    return Listing(PLAN, today, Q[3], tuple(Q), actions)


def entry(item, corrected_by=None):
    return Entry(item, "2021", f"A-{item.action_id}", corrected_by)


def test_what_moved_says_the_status_before_and_leaves_out_what_did_not():
    before, after = datetime(2021, 7, 1, tzinfo=UTC), datetime(2021, 9, 1, tzinfo=UTC)
    entries = [
        entry(update(1, 2, before, Status.AT_RISK)),
        entry(update(1, 3, after, Status.ON_TRACK)),
        entry(update(2, 2, before, Status.AT_RISK)),
        # A correction after the date changes what holds now, not what held then.
        entry(update(3, 2, before, Status.COMPLETE), corrected_by="3-3"),
        entry(update(3, 3, after, Status.OFF_TRACK, corrects="3-2")),
    ]
    changes = [
        RecordedEdit(4, 2, "A", after, "edited", {"due": ("", "ongoing")}),
        RecordedEdit(5, 1, "A", after, "added", {}),
    ]
    movements = movement.list_movements([action(n) for n in range(1, 6)], entries, changes, T0)
    assert [(m.action.id, m.before) for m in movements] == [
        (1, Status.AT_RISK),
        (3, Status.COMPLETE),
        (4, None),
    ]
    assert len(movement.list_added(changes)) == 1


@pytest.mark.parametrize(
    ("start", "last", "expected"),
    [
        (date(2020, 4, 1), date(2020, 9, 1), (date(2020, 4, 1), 6)),
        # Half of April is neither before nor after.
        (date(2020, 4, 15), date(2020, 9, 1), (date(2020, 5, 1), 5)),
        (date(2019, 1, 1), date(2020, 9, 1), (date(2019, 1, 1), 12)),
        (date(2020, 10, 1), date(2020, 9, 1), None),
        (date(2020, 12, 2), date(2021, 1, 1), (date(2021, 1, 1), 1)),
    ],
)
def test_the_months_since_a_start_are_whole_loaded_and_at_most_a_year(start, last, expected):
    loaded = [date(year, month, 1) for year in (2018, 2019, 2020, 2021) for month in range(1, 13)]
    period = months_since(start, [month for month in loaded if month <= last])
    assert (period and (period.start, period.months)) == expected


def sides(months, before):
    return Scope(months=months, before=before, missing=(), missing_before=(), incomplete=(), left_out=())


AFTER, BEFORE = (date(2020, 4, 1), date(2020, 5, 1)), (date(2019, 4, 1), date(2019, 5, 1))
PEOPLE = Populations({("E", 2020): 50_000, ("E", 2019): 40_000})


def test_before_and_after_are_rates_of_the_same_months_each_with_its_own_population():
    counts = {AFTER[0]: 20, AFTER[1]: 19, BEFORE[0]: 30, BEFORE[1]: 37}
    comparison = compare_before_after(counts, sides(AFTER, BEFORE), PEOPLE, "E", Change(39, 67))
    assert (comparison.after, comparison.before) == (39, 67)
    assert (comparison.rate_after, comparison.rate_before) == pytest.approx((0.78, 1.675))


@pytest.mark.parametrize(
    ("is_clear", "words"),
    [
        (True, ", a clear change."),
        # 1.96 x √(2 x 67 x 2.32) = 34.6, where 28 fewer were recorded.
        (False, ", no clear change; the smallest we could have seen: ±35 (51.6%)."),
    ],
)
def test_before_and_after_have_the_verdict_that_other_pages_have(is_clear, words):
    counts = {AFTER[0]: 20, AFTER[1]: 19, BEFORE[0]: 30, BEFORE[1]: 37}
    scope = sides(AFTER, BEFORE)
    verdict = Change(39, 67, is_real=is_clear, dispersion=2.32)
    comparison = compare_before_after(counts, scope, PEOPLE, "E", verdict)
    assert words in describe_before_after("X", comparison)
    title = (
        "X: lower since the start than a year before" if is_clear else "X: no clear change since the start"
    )
    assert write_before_after_title("X", comparison) == title


def test_without_a_population_the_counts_are_compared():
    counts = dict.fromkeys(AFTER, 0) | {AFTER[0]: 39, BEFORE[0]: 67}
    comparison = compare_before_after(counts, sides(AFTER, BEFORE), Populations({}), "E", Change(39, 67))
    assert "39 in Apr to May 2020 against 67 in Apr to May 2019" in describe_before_after("X", comparison)


def test_months_that_cannot_be_compared_are_not():
    assert compare_before_after({}, sides(AFTER, ()), PEOPLE, "E", Change(0)) is None


def test_every_status_has_its_own_shape_and_word():
    assert len({rag.shape for rag in RAG.values()}) == len(RAG) == len({rag.word for rag in RAG.values()})


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_status_colours_can_be_read_on_their_mark_and_on_the_page(mode):
    page = theme.palette(mode).background
    for name, signal in theme.rag(mode).items():
        assert contrast(signal.fill, signal.ink) >= TEXT, name
        assert contrast(signal.text, page) >= TEXT, name
        # A pale fill is told from the page by its edge, which has the colour of the text.
        assert contrast(signal.text, page) >= MARK, name


@pytest.mark.parametrize(
    ("label", "after"), [("2021-22", "2022-23"), ("2099-00", "2100-01"), ("2021", "2022"), ("other", "")]
)
def test_the_next_year_of_a_plan(label, after):
    assert suggest_label(label) == after


# The actions that act on a crime type.


@pytest.mark.parametrize(
    ("code", "acts", "apart"),
    [
        ("shoplifting", {"shoplifting", "all_crime"}, {"robbery", "asb", "violent_crime"}),
        (
            "all_crime",
            {"all_crime", "shoplifting", "drug_trafficking", "hate_crime"},
            {"asb", "domestic_abuse"},
        ),
        ("drug_offences", {"drug_offences", "drug_trafficking", "all_crime"}, {"robbery", "hate_crime"}),
        ("drug_trafficking", {"drug_trafficking", "drug_offences"}, {"drug_possession"}),
        ("asb", {"asb", "asb_rowdy"}, {"all_crime"}),
    ],
)
def test_an_action_acts_on_its_type_on_its_parts_and_on_what_it_is_part_of(code, acts, apart):
    catalogue = read_catalogue()
    vocabulary = catalogue.sources["sample"].vocabulary
    codes = list_acted_on(catalogue.measures[code], catalogue.offered("sample"), vocabulary)
    assert acts <= codes
    assert not apart & codes


def test_how_many_actions_act_on_a_type_is_said_once():
    assert describe_linked_actions("shoplifting", "2021-22", 1, 1).startswith(
        "1 action of plan 2021-22 acts on shoplifting, its parts or what it is a part of; one is overdue."
    )
    assert describe_linked_actions("robbery", "2021-22", 0, 0).startswith("No action of plan 2021-22 acts on")
    assert describe_linked_actions("robbery", "2021-22", 2, 0, ["Park", "Hill"]).startswith(
        "2 actions of plan 2021-22 act in Park and Hill or on robbery"
    )
