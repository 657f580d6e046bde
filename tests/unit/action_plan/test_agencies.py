"""What agencies have in a plan, counted by the directory and not by the names that the plan gives them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from csp.core.abbreviations import pick_terms, write_terms
from csp.topics.action_plan.findings import agencies as findings
from csp.topics.action_plan.findings import headlines
from csp.topics.action_plan.rules import agencies, counts
from csp.topics.action_plan.rules.agency_proposals import propose_merges
from csp.topics.action_plan.store.agency_records import Agency, AgencyDraft, Directory
from csp.topics.action_plan.store.status import Status
from csp.topics.action_plan.tables.agencies import build_history_table
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


SHORT = {"EBC": "Example Borough Council", "CCTV": "Closed-circuit television"}


def propose(*names, apart=(), **kinds):
    bodies = [agency(name, kind=kinds.get(name.replace(" ", "_"), "")) for name in names]
    return [[each.name for each in members] for members in propose_merges(bodies, SHORT, apart)]


@pytest.mark.parametrize(
    "names",
    [
        ("CCTV", "EBC CCTV"),
        ("Look Ahead", "LookAhead"),
        ("Kenward Trust", "Kennward Trust"),
        ("Safe Town Partnership", "STP"),
        ("Kent Police", "Police"),
        ("Closed-circuit television", "EBC CCTV"),
    ],
)
def test_names_of_one_team_are_proposed_to_be_one(names):
    assert propose(*names, "Somebody else") == [sorted(names, key=str.casefold)]


@pytest.mark.parametrize(
    "names",
    [
        ("EBC", "EBC Housing"),
        ("Forum", "DA Forum", "Youth Forum"),
        ("Ward 1 panel", "Ward 2 panel"),
        ("CAP", "PAS"),
        ("Street Pastors", "Street Scene"),
    ],
)
def test_names_that_are_no_more_than_alike_are_not(names):
    assert propose(*names) == []


def test_three_that_hang_together_are_one_proposal_and_each_is_in_one():
    assert propose("LookAhead", "Look Ahead", "EBC Look Ahead", "CCTV", "EBC CCTV") == [
        ["CCTV", "EBC CCTV"],
        ["EBC Look Ahead", "Look Ahead", "LookAhead"],
    ]


def test_groups_and_different_kinds_and_what_somebody_kept_apart_are_not_proposed():
    assert propose("partners", "outreach partners", partners="group", outreach_partners="group") == []
    assert propose("CCTV", "EBC CCTV", CCTV="statutory", EBC_CCTV="council") == []
    assert propose("CCTV", "EBC CCTV", CCTV="council") == [["CCTV", "EBC CCTV"]]
    assert propose("CCTV", "EBC CCTV", apart=[frozenset({"CCTV", "EBC CCTV"})]) == []
    assert propose("CCTV", "EBC CCTV", apart=[frozenset({"CCTV", "Police"})]) == [["CCTV", "EBC CCTV"]]


def test_what_a_merge_would_do_is_counted_and_named():
    kept, others = agency("CSU"), [agency("CST", "CST", "EBC CST"), agency("Team")]
    assert (
        findings.describe_merge(kept, others, 9, "2021-22")
        == "CSU takes 3 names (CST, EBC CST and Team); 9 actions of the plan 2021-22 will show it."
    )


def test_the_history_says_what_each_version_changed():
    first = agency("CST", "CST", "CSU")
    second = replace(first, version=2, draft=AgencyDraft("Team", "The team", "council", ("CST",)))
    gone = replace(second, version=3, removed=True)
    rows = build_history_table([gone, second, first]).rows
    assert [row.cells[1].text for row in rows] == [
        "taken out: its names went to another",
        "short name: CST → Team\nfull name: none → The team\nkind: Not said → Council\nnames taken off: CSU",
        "entered as CST, for CST and CSU",
    ]


def test_terms_are_the_names_of_agencies_before_other_abbreviations_and_no_common_words():
    directory = Directory(
        (
            agency("CST", "CST", "EBC CST", full="Community Safety Team"),
            agency("partners", full="All who help"),
            agency("Police"),
        )
    )
    assert directory.list_terms({"CST": "Another", "EBC": "Council"}) == {
        "CST": "Community Safety Team",
        "EBC CST": "Community Safety Team",
        "EBC": "Council",
    }


def test_terms_are_found_as_words_of_their_own():
    terms = {"EBC CST": "Team", "EBC": "Council", "CST": "Safety", "X": "Unknown"}
    assert list(pick_terms("The EBC CST; not XY nor EBCs", terms)) == ["CST", "EBC", "EBC CST"]
    assert pick_terms("EBC, then CST", terms) == {"CST": "Safety", "EBC": "Council"}
    assert write_terms(pick_terms("EBC, then CST", terms)) == "CST: Safety; EBC: Council"
