"""The first lines of the action plan's pages, and what stands under them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csp.core import wording
from csp.core.areas import District
from csp.topics.action_plan.findings.values import NEVER, write_day, write_figure, write_share, write_status
from csp.topics.action_plan.rules.counts import Tally, Workload
from csp.topics.action_plan.rules.quarter_review import Matter
from csp.topics.action_plan.rules.simulated import list_simulated
from csp.topics.action_plan.store.records import ActionView, Listing, Plan
from csp.topics.action_plan.store.status import Quarter, Status

NO_PLAN = "No action plan yet"
HOW_TO_BEGIN = (
    "This partnership has no action plan here yet. Bring yours on the page Plans: the tab Import reads it as "
    "it is, from Word, Excel or CSV; Begin a plan takes its year and priorities, for actions to be added."
)
BRING_IT, BEGIN_ONE = "Bring your plan", "Begin a plan"
HOW_TO_FILL = (
    "Import the table that your partnership has, from Word, Excel or CSV, or add the actions one by one."
)
WAYS_TO_FILL = {"Import a table": "Import", "Add the first action": "Add an action"}
"""What the buttons of a plan without actions say, and the tab of the page Plans that each opens."""
CARRY_OVER = "Carry over"
EMPTY_AND_CLOSED = "It is closed: open it again on the page Plans, tab This plan, to add actions."
NOTHING_OF = {
    Matter.TO_DO: "Nothing is to be done: every unfinished action has its update, and none is late.",
    Matter.UPDATE_DUE: "Every unfinished action has an update.",
    Matter.OVERDUE: "No unfinished action is past its day.",
    Matter.REVIEW_DUE: "No unfinished action is past the day of its review.",
    Matter.CHANGED: "Nothing was reported or changed. Updates are added on the page of each action.",
}
SIMULATED_UPDATES = "Simulated updates"


def describe_plan(plan: Plan) -> str:
    """ "Action plan 2021-22, Apr 2021 to Mar 2022"; a closed plan is called so."""
    closed = f", closed on {write_day(plan.retired_at)}" if plan.retired_at else ""
    return f"Action plan {plan.label}, {wording.period(plan.start, plan.end)}{closed}"


def describe_owner(plan: Plan, home: District, owner: District | None) -> str:
    """Whose plan it is that is not that of home, and what the two have to do with each other.

    owner: its area; None for one that is in no table any more.
    """
    return (
        f"This is the plan of {plan.area}{_tie(home, owner)}: Overview, meetings and reports leave it out. "
        f"On the page Plans, the tab New year begins one of {home.name}, and This plan takes this one over."
    )


def _tie(home: District, owner: District | None) -> str:
    if owner is None:
        return ""
    if owner.successor == home.code:
        return f", which went into {home.name}"
    if owner.code in home.within:
        return f", {'a part of' if owner.code in home.parts else 'which has wards in'} {home.name}"
    return ""


def describe_source(listing: Listing) -> str:
    """The plan, whether it has ended, and whose record it is, or that it is simulated."""
    if list_simulated(listing):
        return f"{describe_plan(listing.plan)}. {SIMULATED_UPDATES}, as on {write_day(listing.today)}."
    over = ""
    if listing.today > listing.plan.end:
        over = f" Plan ended {wording.month_in_full(listing.plan.end)}."
    source = f"Source: the partnership's own record on {write_day(listing.today)}."
    return f"{describe_plan(listing.plan)}.{over} {source}"


def write_empty_headline(plan: Plan) -> str:
    """ "The plan 2022-23 has no actions yet." """
    return f"The plan {plan.label} has no actions yet."


def write_board_headline(counts: Tally) -> str:
    """ "12 of 57 actions are complete; 3 are off track, 5 at risk and 2 overdue." """
    if not counts.total:
        return "The plan has no actions yet."
    done = counts.count(Status.COMPLETE)
    worries = [
        (counts.count(Status.OFF_TRACK), "off track"),
        (counts.count(Status.AT_RISK), "at risk"),
        (counts.overdue, "overdue"),
    ]
    clauses = [f"{wording.number(n)} {words}" for n, words in worries if n]
    verb = "is" if done == 1 else "are"
    tail = f"; {wording.list_words(clauses)}" if clauses else "; none is off track, at risk or overdue"
    started = counts.total - counts.count(Status.NOT_STARTED)
    if not started:
        return f"None of {counts.total} actions has been started{tail}."
    return f"{write_share(done, counts.total)} {verb} complete{tail}."


def describe_selection(part: int, total: int, empty: Sequence[Status]) -> str:
    """How many cards are shown, and which columns are not there because nothing is in them."""
    sentence = f"{write_share(part, total)} shown."
    if part and empty:
        sentence += (
            f" None {wording.list_words([write_status(each) for each in empty]).replace(' and ', ' or ')}."
        )
    return sentence


def write_quarter_headline(
    quarter: Quarter, lacking: int, total: int, late: int, moved: int, since: date
) -> str:
    """ "Q2 2021/22 (Jul to Sep): 12 of 57 actions have an update due and 2 are overdue; 9 changed since." """
    if not total:
        return f"{quarter.label}: the plan has no actions yet."
    first = (
        "every action has its update"
        if not lacking
        else f"{write_share(lacking, total)} "
        + ("has an update due" if lacking == 1 else "have an update due")
    )
    second = "none is overdue" if not late else f"{late} {'is' if late == 1 else 'are'} overdue"
    third = "nothing" if not moved else str(moved)
    return f"{quarter.label}: {first} and {second}; {third} changed since {write_day(since)}."


def write_action_headline(view: ActionView, today: date) -> str:
    """ "DA-01 is on track, as reported for Q2 2021/22 (Jul to Sep); 45 on its measure." """
    action = view.action
    late = ""
    if action.overdue and action.due_date:
        late = f"; overdue by {wording.plural((today - action.due_date).days, 'day')}"
    if action.retired_at:
        return f"{action.ref} was retired on {write_day(action.retired_at)}."
    if action.latest is None:
        return f"{action.ref}: {NEVER}{late}."
    value = action.latest.measure_value
    measure = f"; its measure stands at {write_figure(value)}" if value is not None else ""
    return f"{action.ref} is {action.status}, as reported for {action.latest.quarter.label}{measure}{late}."


def explain_closed(view: ActionView) -> str:
    """Why an action takes no updates, "" where it does."""
    if view.plan.retired_at:
        return f"The plan {view.plan.label} is closed: reopen it on the page Plans to change it."
    if view.action.retired_at:
        return f"{view.action.ref} is retired: reinstate it on the page Plans to report on it."
    return ""


def write_agencies_headline(workloads: Sequence[Workload], total: int) -> str:
    """ "TWBC CSU has most to do: 14 unfinished actions, 5 of them as lead, of 57 in the plan." """
    if not workloads:
        return "No action names an agency yet."
    first = workloads[0]
    open_actions = [action for action in first.actions if not action.finished]
    leads = sum(not action.finished for action in first.leads)
    if not open_actions:
        every_agency = wording.plural(len(workloads), "agency", "agencies")
        return f"Nothing is left to do for the {every_agency} of the plan."
    return (
        f"{first.agency} has most to do: {wording.plural(len(open_actions), 'unfinished action')} of "
        f"{total} in the plan, {wording.number(leads)} as lead."
    )


def describe_agency(work: Workload, counts: Tally) -> str:
    """One agency's list: "Look Ahead: 8 actions, 6 as lead; 3 on track, 1 at risk, 1 overdue." """
    states = [f"{counts.count(status)} {status}" for status in Status if counts.count(status)]
    late = [f"{counts.overdue} overdue"] if counts.overdue else []
    total = wording.plural(counts.total, "action")
    return f"{work.agency}: {total}, {len(work.leads)} as lead; {', '.join(states + late)}."


def write_plans_headline(plans: Sequence[Plan], listing: Listing) -> str:
    """ "The plan 2021-22 has 57 actions under 4 priorities, 35 unfinished." """
    unfinished = len(listing.unfinished())
    more = f"; {wording.plural(len(plans) - 1, 'other plan')} on the board" if len(plans) > 1 else ""
    actions = wording.plural(len(listing.actions), "action")
    priorities = wording.plural(len(listing.plan.priorities), "priority", "priorities")
    return f"The plan {listing.plan.label} has {actions} under {priorities}, {unfinished} unfinished{more}."
