"""The sentences of the action plan's pages. Pure: text that people typed comes out as they typed it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from math import isfinite

from csp.core import wording
from csp.topics.action_plan.rules import BeforeAfter, Moved, Tally, Workload
from csp.topics.action_plan.store.plan_import import Preview
from csp.topics.action_plan.store.records import (
    ActionDraft,
    ActionRow,
    ActionView,
    Change,
    Listing,
    Plan,
    Update,
)
from csp.topics.action_plan.store.status import Quarter, Status

NEVER = "no update yet"
SHORT = 90  # characters of an action's text where it only reminds of it


def day(value: date | datetime) -> str:
    """date(2021, 9, 30) -> "30 Sep 2021"; an instant as the day on the clock of the server."""
    local = value.astimezone() if isinstance(value, datetime) else value
    return f"{local.day} {wording.month(local)}"


def moment(value: datetime) -> str:
    """An instant with its time of day: "3 Nov 2021, 14:05"."""
    return f"{day(value)}, {value.astimezone():%H:%M}"


def cut(text: str, most: int = SHORT) -> str:
    """The beginning of a text in one line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return f"{line[: most - 1].rsplit(' ', 1)[0]}…"


def figure(value: float | None) -> str:
    """A measure value as people write it: 1234.5 -> "1,234.5"; none is a dash."""
    if value is None:
        return wording.MISSING
    return f"{value:,.10g}".replace("-", wording.MINUS)


def state(status: Status) -> str:
    """The word of a status and its shape: "● On track"."""
    return f"{status.rag.shape} {status.rag.word}"


def due(action: ActionRow) -> str:
    """When an action is due: the day, the plan's own words where it gives none, or a dash."""
    return day(action.due_date) if action.due_date else action.due or wording.MISSING


def reported(update: Update | None) -> str:
    """Quarter, day and author of an update: "2021 Q3, 2 Nov 2021, A. Officer"."""
    return f"{update.quarter.label}, {day(update.at)}, {update.who}" if update else NEVER.capitalize()


def why_closed(view: ActionView) -> str:
    """Why an action takes no updates, "" where it does."""
    if view.plan.retired_at:
        return f"The plan {view.plan.label} is closed: reopen it on the page Plans to change it."
    if view.action.retired_at:
        return f"{view.action.ref} was taken out of the plan: reinstate it on the page Plans to report on it."
    return ""


def no_link(code: str) -> str:
    """What stands in place of the crime measure's series where there is none."""
    if code == "road_casualties":
        return "Road casualties are not among the crime types loaded, so there is no series to show."
    return "No crime type is linked to this action: name one under Plans, edit an action."


def no_test(started: date | None, last: date) -> str:
    """Why before and after cannot be compared."""
    if started is None:
        return "Before and after cannot be compared: the action has no start. Give it one on the page Plans."
    if started > last:
        return (
            f"Before and after cannot be compared yet: the action started on {day(started)}, and the last "
            f"month loaded is {wording.month(last)}."
        )
    return "Before and after cannot be compared: the same months of the year before are not loaded."


def plan_words(plan: Plan) -> str:
    """ "Action plan 2021-22, Apr 2021 to Mar 2022"; a closed plan is called so."""
    closed = f", closed on {day(plan.retired_at)}" if plan.retired_at else ""
    return f"Action plan {plan.label}, {wording.period(plan.start, plan.end)}{closed}"


def detail(listing: Listing) -> str:
    """The plan, whether its year is over, and whose record it is."""
    over = ""
    if listing.today > listing.plan.end:
        over = f" It is over, so {listing.quarter.label} is its last quarter."
    source = f"Source: the partnership's own record on {day(listing.today)}."
    return f"{plan_words(listing.plan)}.{over} {source}"


def of(part: int, total: int) -> str:
    """ "3 of 57 actions" """
    return f"{wording.count(part)} of {wording.plural(total, 'action')}"


def board_headline(counts: Tally) -> str:
    """ "12 of 57 actions are complete; 3 are off track, 5 at risk and 2 overdue." """
    if not counts.total:
        return "The plan has no actions yet."
    done = counts.of(Status.COMPLETE)
    worries = [
        (counts.of(Status.OFF_TRACK), "off track"),
        (counts.of(Status.AT_RISK), "at risk"),
        (counts.overdue, "overdue"),
    ]
    told = [f"{wording.number(n)} {words}" for n, words in worries if n]
    verb = "is" if done == 1 else "are"
    tail = f"; {wording.list_words(told)}" if told else "; none is off track, at risk or overdue"
    started = counts.total - counts.of(Status.NOT_STARTED)
    if not started:
        return f"None of {counts.total} actions has been started{tail}."
    return f"{of(done, counts.total)} {verb} complete{tail}."


def shown(part: int, total: int, empty: Sequence[Status]) -> str:
    """How many cards are shown, and which columns are not there because nothing is in them."""
    said = f"{of(part, total)} shown."
    if part and empty:
        said += f" None {wording.list_words([state(each) for each in empty]).replace(' and ', ' or ')}."
    return said


def quarter_headline(quarter: Quarter, lacking: int, total: int, late: int, moved: int, since: date) -> str:
    """ "2021 Q3: 12 of 57 actions have no update and 2 are overdue; 9 changed since 2 Sep 2021." """
    if not total:
        return f"{quarter.label}: the plan has no actions yet."
    first = (
        "every action has its update"
        if not lacking
        else f"{of(lacking, total)} " + ("has no update" if lacking == 1 else "have no update")
    )
    second = "none is overdue" if not late else f"{late} {'is' if late == 1 else 'are'} overdue"
    third = "nothing" if not moved else str(moved)
    return f"{quarter.label}: {first} and {second}; {third} changed since {day(since)}."


def added_sentence(added: Sequence[Change]) -> str:
    """Who put how many actions on the board, and when."""
    if not added:
        return ""
    names = wording.list_words(sorted({change.who for change in added}))
    days = sorted({change.at.astimezone().date() for change in added})
    when = day(days[0]) if len(days) == 1 else f"{day(days[0])} to {day(days[-1])}"
    return f"{wording.plural(len(added), 'action')} added to the plan ({names}, {when})."


def movement(move: Moved) -> str:
    """ "○ Not started → ● On track" where the status changed, else the status."""
    now = move.action.status
    if not move.updates or move.before is now:
        return state(now)
    return f"{state(move.before) if move.before else 'first report'} → {state(now)}"


FIELD_WORDS = {
    "ref": "reference", "text": "wording", "due": "due date", "linked_measure": "linked crime measure",
    "started": "start", "retired_at": "", "reason": "",
}  # fmt: skip


def change_words(change: Change) -> str:
    """What was done to an action: "wording and due date edited", "retired: replaced by SA-14"."""
    if change.what == "edited":
        named = [FIELD_WORDS.get(name, name) for name in change.fields]
        return f"{wording.list_words([name for name in named if name])} edited"
    if change.what in ("retired", "reinstated"):
        reason = str(change.fields.get("reason", ("", ""))[1])
        return f"{change.what}: {reason}" if reason else change.what
    if change.what == "carried over" and "plan" in change.fields:
        before, after = change.fields["plan"]
        return f"carried over from {before} to {after}"
    return change.what


def change_detail(change: Change) -> list[str]:
    """Every field that an edit changed, as "due date: 2021-09-30 → 2021-12-31"."""
    return [
        f"{FIELD_WORDS.get(name) or name}: {_value(before)} → {_value(after)}"
        for name, (before, after) in change.fields.items()
        if name not in ("retired_at", "reason")
    ]


def _value(value: object) -> str:
    if isinstance(value, list | tuple):
        value = "; ".join(str(each) for each in value)
    return cut(str(value)) if value not in (None, "") else "nothing"


def action_headline(view: ActionView, today: date) -> str:
    """ "DA-01 is on track, as reported for 2021 Q3; 45 on its measure." """
    action = view.action
    late = ""
    if action.overdue and action.due_date:
        late = f"; overdue by {wording.plural((today - action.due_date).days, 'day')}"
    if action.retired_at:
        return f"{action.ref} was taken out of the plan on {day(action.retired_at)}."
    if action.latest is None:
        return f"{action.ref}: {NEVER}{late}."
    value = action.latest.measure_value
    told = f"; its measure stands at {figure(value)}" if value is not None else ""
    return f"{action.ref} is {action.status}, as reported for {action.latest.quarter.label}{told}{late}."


def agencies_headline(found: Sequence[Workload], total: int) -> str:
    """ "TWBC CSU has most to do: 14 unfinished actions, 5 of them as lead, of 57 in the plan." """
    if not found:
        return "No action names an agency yet."
    first = found[0]
    open_actions = [action for action in first.actions if not action.finished]
    leads = sum(not action.finished for action in first.leads)
    if not open_actions:
        return (
            f"Nothing is left to do for the {wording.plural(len(found), 'agency', 'agencies')} of the plan."
        )
    return (
        f"{first.agency} has most to do: {wording.plural(len(open_actions), 'unfinished action')} of "
        f"{total} in the plan, {wording.number(leads)} as lead."
    )


def agency_sentence(work: Workload, counts: Tally) -> str:
    """One agency's list: "Look Ahead: 8 actions, 6 as lead; 3 on track, 1 at risk, 1 overdue." """
    states = [f"{counts.of(status)} {status}" for status in Status if counts.of(status)]
    late = [f"{counts.overdue} overdue"] if counts.overdue else []
    total = wording.plural(counts.total, "action")
    return f"{work.agency}: {total}, {len(work.leads)} as lead; {', '.join(states + late)}."


# ------------------------------------------------------------------ the linked crime measure

ASSOCIATION = (
    "An association, not a cause: what else changed in those months, and how much is reported, is in both "
    "figures."
)


def test_sentence(label: str, found: BeforeAfter, significance: float) -> str:
    """Before and after in words, with rates where there is a population.

    "Shoplifting: 0.41 per 1,000 in Apr to Sep 2021 against 0.52 in Apr to Sep 2020
    (▼ 12, −19.4 %), within chance."
    """
    after, before = (wording.period(side[0], side[-1]) for side in (found.months, found.months_before))
    if found.hidden:
        return f"{label}: too few in {after} or {before} to show without pointing at people."
    if isfinite(found.rate_after) and isfinite(found.rate_before):
        levels = f"{found.rate_after:.2f} per 1,000 in {after} against {found.rate_before:.2f} in {before}"
    else:
        levels = f"{wording.count(found.after)} in {after} against {wording.count(found.before)} in {before}"
    verdict = wording.signal_words(found.p < significance)
    return f"{label}: {levels} ({wording.change(found.after, found.before)}), {verdict}. {ASSOCIATION}"


def test_title(label: str, found: BeforeAfter | None, significance: float) -> str:
    """The finding of the chart: did the months since the start differ from the year before?"""
    if found is None:
        return f"{label}: no months to compare yet"
    if found.hidden:
        return f"{label}: too few to compare"
    if not found.p < significance:
        return f"{label}: no more change since the start than chance would bring"
    direction = "higher" if found.rate_after > found.rate_before or found.after > found.before else "lower"
    return f"{label}: {direction} since the start than a year before"


def values_title(ref: str, values: Sequence[tuple[Quarter, float]], target: float | None) -> str:
    """ "DA-01: 45 in 2021 Q3, 5 short of its target of 50" """
    quarter, value = values[-1]
    said = f"{ref}: {figure(value)} in {quarter.label}"
    if target is None:
        return said
    if value == target:
        return f"{said}, as its target"
    side = "below" if value < target else "above"
    return f"{said}, {figure(abs(target - value))} {side} its target of {figure(target)}"


# ------------------------------------------------------------------ plans


def plans_headline(plans: Sequence[Plan], of: Listing) -> str:
    """ "The plan 2021-22 has 57 actions under 4 priorities, 35 unfinished." """
    unfinished = len(of.unfinished())
    more = f"; {wording.plural(len(plans) - 1, 'other plan')} on the board" if len(plans) > 1 else ""
    return (
        f"The plan {of.plan.label} has {wording.plural(len(of.actions), 'action')} under "
        f"{wording.plural(len(of.plan.priorities), 'priority', 'priorities')}, {unfinished} unfinished{more}."
    )


def next_label(label: str) -> str:
    """The year after: "2021-22" -> "2022-23", "2021" -> "2022"; "" where it is not a year."""
    first, _, second = label.partition("-")
    if not (first.isdigit() and len(first) == 4 and (not second or second.isdigit())):
        return ""
    year = int(first) + 1
    return f"{year}-{(year + 1) % 100:02d}" if second else str(year)


def preview_sentence(found: Preview) -> str:
    """ "57 actions in the file; 2 rows have faults: correct them there and choose the file again." """
    total = wording.plural(len(found.rows), "action")
    faulty = sum(bool(row.errors) for row in found.rows)
    if not found.rows:
        return "The file has no actions."
    if not faulty:
        return f"{total} in the file, none with a fault."
    verb = "row has" if faulty == 1 else "rows have"
    return f"{total} in the file; {faulty} {verb} faults: correct them there and choose the file again."


def draft_words(draft: ActionDraft) -> str:
    """An action as it was typed, in one line."""
    parts = [
        f"{draft.ref}: {draft.text}",
        ", ".join(draft.agencies),
        draft.measure and f"measure: {draft.measure}",
        draft.due and f"due: {draft.due}",
    ]
    return "; ".join(part for part in parts if part)
