"""The first lines of the action plan's pages, and what stands under them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csp.core import wording
from csp.core.areas import District
from csp.topics.action_plan.findings.measures import describe_standings
from csp.topics.action_plan.findings.values import NEVER, write_day, write_share
from csp.topics.action_plan.rules.counts import Tally, Workload
from csp.topics.action_plan.rules.measures import list_standings
from csp.topics.action_plan.rules.quarter_review import Matter
from csp.topics.action_plan.rules.simulated import list_simulated
from csp.topics.action_plan.store.records import ActionRow, ActionView, Listing, Plan
from csp.topics.action_plan.store.status import Quarter, Status

NO_PLAN = "No action plan yet"
HOW_TO_BEGIN = (
    "This partnership has no action plan here yet. Bring yours on the page Plans: the tab Import reads it as "
    "it is, from Word, Excel or CSV; Begin a plan takes its year and priorities, for actions to be added."
)
NO_WARDS = "No action names a ward yet: an action's page says where it acts."
BRING_IT, BEGIN_ONE = "Bring your plan", "Begin a plan"
HOW_TO_FILL = (
    "Import the table that your partnership has, from Word, Excel or CSV, or add the actions one by one."
)
WAYS_TO_FILL = {"Import a table": "Excel in and out", "Add the first action": "Add an action"}
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
REAL_ALONE = (
    "Simulated updates are left out here: files, forms and a new year have what people have recorded."
)
REMOVED = "Simulated updates are removed: this plan has what people have recorded."
SHOWN_AGAIN = "Simulated updates are shown again, where nothing has been recorded."


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


def describe_source(listing: Listing, of: ActionRow | None = None) -> str:
    """The plan, whether it has ended, and whose record it is, or that it is simulated.

    of: the one action that is looked at, where it is one.
    """
    if simulated := describe_simulated(listing, of):
        return f"{describe_plan(listing.plan)}. {simulated}"
    over = ""
    if listing.today > listing.plan.end:
        over = f" Plan ended {wording.month_in_full(listing.plan.end)}."
    source = f"Source: the partnership's own record on {write_day(listing.today)}."
    return f"{describe_plan(listing.plan)}.{over} {source}"


def describe_simulated(listing: Listing, of: ActionRow | None = None) -> str:
    """That updates are simulated, of how many actions, and the day they are seen on; "" where none is.

    of: the one action that is looked at, where it is one.
    """
    if not listing.has_simulated:
        return ""
    simulated = len(list_simulated(listing))
    real = sum(action.latest is not None and not action.latest.is_simulated for action in listing.actions)
    day = write_day(listing.today)
    if of is not None and of.latest is not None and not of.latest.is_simulated:
        return f"Recorded by the partnership; the plan is seen as on {day}, with simulated updates of others."
    if not real:
        return f"{SIMULATED_UPDATES}, as on {day}."
    return (
        f"{SIMULATED_UPDATES} of {wording.plural(simulated, 'action')}, as on {day}; {real} with real ones."
    )


def describe_simulated_start(action: ActionRow, start: date) -> str:
    """What a completed action's effect is worked out from, where its record is simulated."""
    return (
        f"Simulated updates: here {action.ref} counts as begun on {write_day(start)}, since the sample ends "
        "before the plan begins. The figures are those of the sample."
    )


def mark_simulated(listing: Listing) -> str:
    """What is added to a figure of a plan, in a few words: "" where no update is simulated."""
    return SIMULATED_UPDATES.lower() if listing.has_simulated else ""


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


def describe_selection(part: int, total: int) -> str:
    """How many cards are shown, and what to do where there are none."""
    if total and not part:
        return "No actions match: take a filter away to see more."
    return f"{write_share(part, total)} shown."


def explain_unknown(ref: str) -> str:
    """Where a link opens an action that is not in the plan."""
    return f"{ref} is not in this plan: click a card to open another action."


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
    """ "DA-01 is on track, as reported for Q2 2021/22 (Jul to Sep); its measure stands at 45." """
    action = view.action
    late = ""
    if action.overdue and action.due_date:
        late = f"; overdue by {wording.plural((today - action.due_date).days, 'day')}"
    if action.retired_at:
        return f"{action.ref} was retired on {write_day(action.retired_at)}."
    if action.latest is None:
        return f"{action.ref}: {NEVER}{late}."
    numbers = describe_standings(list_standings(view), action.latest.quarter)
    measures = f"; {numbers}" if numbers else ""
    return f"{action.ref} is {action.status}, as reported for {action.latest.quarter.label}{measures}{late}."


def explain_closed(view: ActionView) -> str:
    """Why an action takes no updates, "" where it does."""
    if view.plan.retired_at:
        return f"The plan {view.plan.label} is closed: reopen it on the page Plans to change it."
    if view.action.retired_at:
        return f"{view.action.ref} is retired: reinstate it on the page Plans to report on it."
    return ""


def write_agencies_headline(workloads: Sequence[Workload], total: int) -> str:
    """ "TWBC CST has most to do: 24 unfinished actions of 57 in the plan, 18 as lead." Never of a group."""
    if not workloads:
        return "No action names an agency yet."
    agencies = [work for work in workloads if not work.agency.is_group]
    if not any(work.unfinished for work in workloads):
        every_agency = wording.plural(len(workloads), "agency", "agencies")
        return f"Nothing is left to do for the {every_agency} of the plan."
    if not agencies or not agencies[0].unfinished:
        return "What is left to do names groups alone: no agency has a part in it."
    first = agencies[0]
    leads = sum(not action.finished for action in first.leads)
    return (
        f"{first.agency.name} has most to do: {wording.plural(first.unfinished, 'unfinished action')} of "
        f"{total} in the plan, {wording.number(leads) if leads else 'none'} as lead."
    )


def describe_agency(work: Workload, counts: Tally) -> str:
    """One agency's list: "Look Ahead: 8 actions, 6 as lead; 3 on track, 1 at risk, 1 overdue." """
    states = [f"{counts.count(status)} {status}" for status in Status if counts.count(status)]
    late = [f"{counts.overdue} overdue"] if counts.overdue else []
    due = [f"{wording.plural(counts.no_update, 'update')} due"] if counts.no_update else []
    total = wording.plural(counts.total, "action")
    return f"{work.agency.name}: {total}, {len(work.leads)} as lead; {', '.join(states + late + due)}."


def write_plans_headline(plans: Sequence[Plan], listing: Listing) -> str:
    """ "The plan 2021-22 has 57 actions under 4 priorities, 35 unfinished." """
    unfinished = wording.count(len(listing.unfinished()))
    more = f"; {wording.plural(len(plans) - 1, 'other plan')} on the board" if len(plans) > 1 else ""
    actions = wording.plural(len(listing.actions), "action")
    priorities = wording.plural(len(listing.plan.priorities), "priority", "priorities")
    return f"The plan {listing.plan.label} has {actions} under {priorities}, {unfinished} unfinished{more}."
