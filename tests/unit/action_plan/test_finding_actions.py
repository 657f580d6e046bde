"""Actions found by words, by crime type and by ward, and when they are looked at next."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from csp.core import settings
from csp.core.measures import read_catalogue
from csp.core.word_search import find_stem
from csp.topics.action_plan.rules.coverage import (
    list_crime_types,
    pick_here,
    pick_on_crime_types,
)
from csp.topics.action_plan.rules.reviews import (
    find_next_review,
    is_review_late,
    list_review_days,
    propose_next_review,
    read_rhythm,
)
from csp.topics.action_plan.rules.search import find_ids, write_indexes
from csp.topics.action_plan.store import plan_import
from csp.topics.action_plan.store.agency_records import Agency, AgencyDraft, Directory
from csp.topics.action_plan.store.entry_records import ActionDetails, Coverage, Schedule
from csp.topics.action_plan.store.records import ActionRow, Plan, Update
from csp.topics.action_plan.store.status import Quarter, Status

T0 = datetime(2021, 8, 1, 12, tzinfo=UTC)
PLAN = Plan(1, "2021-22", date(2021, 4, 1), date(2022, 3, 31), "", "x", T0, None, 1, {1: "One"})
CATALOGUE = read_catalogue().measures
NOBODY = Directory(())


def make_action(number: int = 1, **changed: object) -> ActionRow:
    fields = ("A-1", 1, "Do it", ("TWBC CST",), "", "", "", None, "", None, None, None, None, 1, None, None)
    return ActionRow(number, 1, *fields, (None,) * 4, False, False)._replace(**changed)  # type: ignore[arg-type]


def reported(status: Status = Status.ON_TRACK, month: int = 7) -> Update:
    quarter = Quarter.of(date(2021, month, 1), 1)
    return Update("0", 1, 2, "A", T0, quarter, status, "Spoke to landlords", None, "", None)


@pytest.fixture(scope="module")
def published() -> list[ActionRow]:
    """The actions of a published plan, as its file has them."""
    (path,) = (settings.REFERENCE / "plans").glob("*/2021-22.csv")
    drafts = plan_import.preview_file(path.name, path.read_bytes()).drafts
    return [
        make_action(
            number, **{name: getattr(draft, name) for name in ("ref", "text", "agencies", "measure")}
        )._replace(linked_measure=draft.linked_measure)
        for number, draft in enumerate(drafts)
    ]


def search(actions: list[ActionRow], typed: str, directory: Directory = NOBODY) -> list[str]:
    found = find_ids(write_indexes(actions, {}, directory, CATALOGUE), typed)
    return [action.ref for action in actions if action.id in found]


@pytest.mark.parametrize("typed", ["shoplift", "shoplifting", "Shoplifters", "SHOPLIFT "])
def test_a_word_finds_every_form_of_it(published: list[ActionRow], typed: str) -> None:
    assert search(published, typed) == ["SA-08", "AS-15"]


def test_every_word_typed_counts_and_none_finds_all(published: list[ActionRow]) -> None:
    assert search(published, "shoplift operations") == ["AS-15"]
    assert len(search(published, "  ")) == len(published)
    assert search(published, "sa-08") == ["SA-08"]
    assert search(published, "shoplift zebra") == []


def test_an_action_is_found_by_its_crime_type_and_by_the_full_name_of_its_agency() -> None:
    action = make_action(linked_measure="vehicle_offences")
    assert search([action], "vehicle")
    full = AgencyDraft("TWBC CST", "Borough Community Safety Team", "council", ("TWBC CST",))
    directory = Directory((Agency("k", 1, full, False, None, "A", T0),))
    assert search([action], "borough", directory)
    assert not search([action], "borough")
    assert search([action._replace(latest=reported())], "landlord")


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("burglaries", "burglar"),
        ("burglary", "burglar"),
        ("ASB", "asb"),
        ("used", "used"),
        ("thefts", "theft"),
    ],
)
def test_stems_of_words(word: str, stem: str) -> None:
    assert find_stem(word) == stem


def test_crime_type_and_ward_lead_to_actions_and_back() -> None:
    first, late, done = make_action(1), make_action(2, overdue=True), make_action(3)
    done = done._replace(latest=reported(Status.COMPLETE), linked_measure="asb")
    details = {
        1: ActionDetails(coverage=Coverage(("E05000001",), ("asb", "robbery"))),
        2: ActionDetails(coverage=Coverage(("E05000001", "E05000002"), ("asb",))),
    }
    actions = [done, first, late]
    assert pick_on_crime_types(actions, details, {"asb"}) == [late, first, done]
    assert pick_here(actions, details, {"asb"}, ()) == [late, first, done]
    assert pick_here(actions, details, {"asb"}, ["E05000002"]) == [late, done]
    # What names the ward counts there whatever it acts on; what names other wards alone does not.
    assert pick_here(actions, details, {"robbery"}, ["E05000002"]) == [late]
    assert pick_here(actions, details, {"asb"}, ["E05000009"]) == [done]
    assert list_crime_types(done, details[1]) == ("asb", "robbery")
    assert list_crime_types(first) == ()


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("quarterly", 3),
        ("Bi-monthly", 2),
        ("monthly meetings", 1),
        ("Half yearly", 6),
        ("six-monthly", 6),
        ("annually", 12),
        ("when needed", None),
        ("", None),
    ],
)
def test_the_rhythm_is_read_from_the_plans_words(words: str, months: int | None) -> None:
    assert read_rhythm(words) == months


def test_reviews_are_proposed_each_quarter_of_the_plan() -> None:
    quarters = [date(2021, 6, 30), date(2021, 9, 30), date(2021, 12, 31), date(2022, 3, 31)]
    assert list_review_days(PLAN, 3) == quarters
    action = make_action()
    assert propose_next_review(action, PLAN, date(2021, 8, 1)) == quarters[1]
    assert propose_next_review(action._replace(latest=reported()), PLAN, date(2021, 8, 1)) == quarters[2]
    monthly = action._replace(latest=reported(), reporting="monthly")
    assert propose_next_review(monthly, PLAN, date(2021, 8, 1)) == date(2021, 8, 31)
    assert propose_next_review(action, PLAN, date(2022, 4, 1)) is None
    last = action._replace(latest=reported()._replace(quarter=Quarter.of(date(2022, 1, 1), 1)))
    assert propose_next_review(last, PLAN, date(2022, 2, 1)) == quarters[3]


def test_a_day_that_people_set_goes_before_the_one_proposed() -> None:
    action, schedule = make_action(), Schedule(date(2021, 8, 20))
    assert find_next_review(action, schedule, PLAN, date(2021, 8, 1)) == date(2021, 8, 20)
    assert find_next_review(action, Schedule(), PLAN, date(2021, 8, 1)) == date(2021, 9, 30)
    assert is_review_late(action, schedule, date(2021, 8, 21))
    done = action._replace(latest=reported(Status.COMPLETE))
    assert find_next_review(done, schedule, PLAN, date(2021, 8, 1)) is None
    assert not is_review_late(done, schedule, date(2021, 8, 21))
    assert propose_next_review(action._replace(retired_at=T0), replace(PLAN), date(2021, 8, 1)) is None
