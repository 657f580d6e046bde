"""The sentences of a report that no page has: what it is for, what it rests on, and what is missing. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csp.core import wording
from csp.core.change import Change
from csp.topics.action_plan.findings.values import write_day
from csp.topics.action_plan.store.records import Plan

LAWS = (
    (
        "Crime and Disorder Act 1998, sections 5 and 6",
        "The responsible authorities of an area work together against crime and disorder, the misuse of "
        "drugs and alcohol, reoffending and serious violence.",
    ),
    (
        "Crime and Disorder (Formulation and Implementation of Strategy) Regulations 2007 (SI 2007/1830)",
        "Each year a strategic assessment is made and the partnership plan revised. The assessment says how "
        "much crime, disorder and substance misuse there is, how and why that has changed, how far the last "
        "plan was carried out, what people think, and which matters to put first.",
    ),
    (
        "Police Reform and Social Responsibility Act 2011, section 10",
        "The Police and Crime Commissioner has regard to the priorities of the responsible authorities, and "
        "they work in co-operation with each other.",
    ),
    (
        "Police, Crime, Sentencing and Courts Act 2022, part 2, chapter 1",
        "The serious violence duty: to find out what kinds of serious violence there are and what causes "
        "them, and to prevent and reduce them.",
    ),
)
AIM = (
    "The aim is to show which matters the partnership should put first, on what evidence, and what its "
    "members do about them. The figures support a decision; the partnership makes it."
)
HOW_TO_READ = (
    "A clear change is larger than such counts vary from one period to the next. Where there is no clear "
    "change, chance alone often makes two counts differ as much; it does not prove that nothing changed. "
    "Rates are per 1,000 people, and the lowest rate has rank 1. The methods are in the data notes."
)
SERIOUS_VIOLENCE = (
    "The serious violence duty leaves it to each area to say what serious violence is there. These are the "
    "crime types of the police that come nearest to it; the weapon used is not in the figures."
)
NOTHING_DECIDED = "Nothing is decided here: this says what the evidence supports; the partnership decides."
IN_TABLE = "The table of wards says the same."
NO_SURVEY = "No survey figures are loaded: import them to say what people who live and work here think."
NO_ROAD_SAFETY = "No road casualties are loaded, so this assessment says nothing on road safety from figures."
NO_HORIZON = "Nothing has been entered for the horizon scan yet."
NO_REVIEW = "Nobody has entered yet what was carried out, what changed and why."
NO_LAST_PLAN = "No earlier plan is on record, so there is none to review yet."
NO_PLAN = "There is no action plan yet."
NO_REPORTS = "No partner has reported on these actions in words yet."
NO_DECISION = "No decision of a meeting and none on a priority is on record."
INCOMPLETE = (
    "Data incomplete: the month has fewer than 0.8 of the rows that are usual around it. "
    "It is kept and marked."
)
SIGNATURES = (("Chair of the partnership", "", ""), ("Community safety manager", "", ""))
"""Who signs an assessment off, where nobody says."""
NO_CLEAR_CHANGE = "No crime type shows a clear change."
NO_OVERDUE = "No unfinished action is past its day."
NO_CHANGE_OF_PLAN = "Nothing was reported or changed."
SAME_WARNINGS = "The warnings are the same as then."
GROUPS_TOO = "The table has the groups that they belong to as well."
NOTHING_UNUSUAL = "No crime type has an unusual last month."
FAILED = "This section could not be written. The log of the dashboard says why."


def describe_scope(partnership: str, place: str, span: str) -> str:
    """ "This is the strategic assessment of the ... for Exeter: Jan to Dec 2020 against ..." """
    return f"This is the strategic assessment of the {partnership} for {place}: {span}."


def describe_reviewed(plan: Plan, today: date) -> str:
    """Which plan is reviewed, and as of when.

    "The plan reviewed is that of 2021-22 (Apr 2021 to Mar 2022), as reported up to 26 Nov 2026."
    """
    span = wording.period(plan.start, plan.end)
    return f"The plan reviewed is that of {plan.label} ({span}), as reported up to {write_day(today)}."


def describe_unclear(labels: Sequence[str]) -> str:
    """The crime types without a clear change in one sentence; "" for none."""
    names = [wording.lower_first(label) for label in labels]
    return f"No clear change: {wording.list_words(names)}." if names else ""


def describe_neighbours(names: Sequence[str], home: str) -> str:
    """Which districts of a table or chart are set in another colour; "" where none is.

    "Neighbours of Exeter (turquoise): Mid Devon, Teignbridge and East Devon."
    """
    return f"Neighbours of {home} (turquoise): {wording.list_words(names)}." if names else ""


def describe_shades(legend: Sequence[tuple[str, str]]) -> str:
    """The classes of a map in words, palest first."""
    return f"Shades from the palest: {'; '.join(label for label, _ in legend)}."


def describe_victims(label: str, change: Change, total: Change) -> str:
    """How large a part of all crime has a direct victim; "" where nothing is recorded."""
    if not total.now:
        return ""
    share = wording.pct(100 * change.now / total.now)
    return f"{label}: {wording.count(change.now)} of {wording.count(total.now)} recorded crimes, {share}."


def describe_since(day: date, is_quarter: bool) -> str:
    """What counts as new: "Since 27 Aug 2026."

    is_quarter: the quarter began on that day, and no meeting is on record.
    """
    why = ", when the quarter began: no meeting is recorded yet" if is_quarter else ""
    return f"Since {write_day(day)}{why}."


def describe_window_before(now: str, before: str) -> str:
    """What warnings are set beside: "Warnings for Jan to Dec 2020 beside those for Oct 2019 to Sep 2020." """
    return f"Warnings for {now} beside those for {before}."


def describe_no_earlier_month(month: str) -> str:
    """Why warnings cannot be compared: "Oct 2017 is not loaded, so there are no earlier warnings ..." """
    return f"{month} is not loaded, so there are no earlier warnings to compare with."


def describe_cut(shown: int, of: int) -> str:
    """How many rows of a table are shown where it has more; "" where all are."""
    return f"The first {wording.number(shown)} of {wording.count(of)}." if of > shown else ""
