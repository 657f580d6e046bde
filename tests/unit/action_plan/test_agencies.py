"""What agencies have in a plan, counted by the directory and not by the names that the plan gives them."""

from __future__ import annotations

from datetime import UTC, datetime

from csp.topics.action_plan.findings import headlines
from csp.topics.action_plan.rules import agencies, counts
from csp.topics.action_plan.store.agency_records import Agency, AgencyDraft, Directory
from csp.topics.action_plan.store.status import Status
from tests.unit.action_plan.test_rules import action, listing


def agency(name, *aliases, kind="", full="", version=1):
    draft = AgencyDraft(name, full, kind, aliases or (name,))
    return Agency(f"key of {name}", version, draft, False, None, "A", datetime(2021, 8, 1, tzinfo=UTC))


COUNCIL = agency("Council", "Council", "Community Safety Team", "CSU")
POLICE = agency("Police", "Police", "The police", kind="statutory")
PARTNERS = agency("partners", kind="group")
DIRECTORY = Directory((COUNCIL, PARTNERS, POLICE))


def summarise(workloads):
    return [(w.agency.name, [a.id for a in w.leads], [a.id for a in w.supports]) for w in workloads]


def test_an_agency_that_an_action_names_twice_has_it_once_and_as_lead_where_one_name_leads():
    plan = listing(
        action(1, agencies=("CSU", "Police", "Community Safety Team")),
        action(2, agencies=("Police", "The police", "CSU", "Council")),
    )
    workloads = counts.list_workloads(plan, DIRECTORY)
    assert summarise(workloads) == [("Council", [1], [2]), ("Police", [2], [1])]


def test_those_with_most_unfinished_come_first_and_groups_after_all_agencies():
    plan = listing(
        *(action(n, agencies=("partners", "Police")) for n in (1, 2)),
        *(action(n, Status.COMPLETE, agencies=("CSU", "partners")) for n in (3, 4, 5)),
        action(6, agencies=()),
    )
    workloads = counts.list_workloads(plan, DIRECTORY)
    assert [(w.agency.name, w.unfinished, len(w.actions)) for w in workloads] == [
        ("Police", 2, 2),
        ("Council", 0, 3),
        ("partners", 2, 5),
    ]


def test_a_group_never_has_most_to_do():
    busy = [action(n, agencies=("partners", "Police") if n < 2 else ("partners",)) for n in range(5)]
    write = headlines.write_agencies_headline
    both = counts.list_workloads(listing(*busy), DIRECTORY)
    assert write(both, 5) == "Police has most to do: 2 unfinished actions of 5 in the plan, none as lead."
    alone = counts.list_workloads(listing(*busy[2:]), DIRECTORY)
    assert write(alone, 3) == "What is left to do names groups alone: no agency has a part in it."
    done = counts.list_workloads(listing(action(1, Status.COMPLETE, agencies=("Police",))), DIRECTORY)
    assert write(done, 1) == "Nothing is left to do for the 1 agency of the plan."


def test_the_agencies_of_a_plan_are_those_it_names_and_a_name_nobody_has_heard_of_is_one_too():
    plan = listing(action(1, agencies=("partners", "CSU", "Newcomer")), action(2, agencies=("Council",)))
    names = [each.name for each in agencies.list_agencies(plan, DIRECTORY)]
    assert names == ["Council", "Newcomer", "partners"]


def test_an_agency_has_a_part_in_an_action_under_any_of_its_names():
    named = action(1, agencies=("Police", "CSU"))
    assert agencies.involves(named, COUNCIL)
    assert agencies.involves(named, POLICE)
    assert not agencies.involves(named, PARTNERS)
    assert not agencies.leads(named, COUNCIL)
    assert agencies.leads(named, POLICE)
