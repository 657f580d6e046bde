"""The words about agencies: what they are, what a merge would do, what was done to the directory. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.core import wording
from csp.topics.action_plan.findings.values import cut_text, write_moment
from csp.topics.action_plan.store.agencies import APART, MERGED, SPLIT
from csp.topics.action_plan.store.agency_records import Agency, AgencyDraft, Kind
from csp.topics.action_plan.store.steps import Step

KIND_WORDS: Mapping[Kind, str] = {
    "statutory": "Statutory",
    "council": "Council",
    "voluntary": "Voluntary",
    "group": "Group",
    "": "Not said",
}
GROUPS = "Groups: no body of their own, so nobody to send a form to"
FORMS_WITHOUT_SIMULATION = (
    "Forms and the Word list hold what people recorded alone: simulated updates are left out."
)
NOTHING_SUCH = "None of its actions is."
NO_PROPOSAL = "No two agencies look like one team."
NO_STEP = "Nobody has merged or split an agency yet."


def describe_kind(kind: Kind) -> str:
    return KIND_WORDS[kind]


def describe_identity(agency: Agency) -> str:
    """Who an agency is: its full name, its kind and the plan's own words where they are others."""
    name = agency.draft.full_name or agency.name
    kind = f", {describe_kind(agency.draft.kind).lower()}" if agency.draft.kind else ""
    others = [alias for alias in agency.draft.aliases if alias != agency.name]
    words = f" The plan also calls it {wording.list_words(others)}." if others else ""
    return f"{name}{kind}.{words}"


def list_other_names(agency: Agency) -> str:
    """The plan's own words for an agency, where they are not its short name alone."""
    names = agency.draft.aliases
    return "" if names in ((agency.name,), ()) else "; ".join(names)


def ask_whether_one(agencies: Sequence[Agency]) -> str:
    """ "These two look like one team: CCTV and EBC CCTV. Merge?" """
    names = wording.list_words([agency.name for agency in agencies])
    return f"These {wording.number(len(agencies))} look like one team: {names}. Merge?"


def describe_proposals(proposals: Sequence[Sequence[Agency]], tab: str) -> str:
    """That some names look like one team, and on which tab they are merged; "" where none do."""
    if not proposals:
        return ""
    first = wording.list_words([agency.name for agency in proposals[0]])
    more = f", and {wording.plural(len(proposals) - 1, 'set')} more" if len(proposals) > 1 else ""
    return f"{first} look like one team{more}: see the tab {tab}."


def describe_merge(kept: Agency, others: Sequence[Agency], actions: int, plan: str) -> str:
    """ "EBC CSU takes 3 names (EBC CST, CST and CSU); 9 actions of the plan 2021-22 will show it." """
    names = [alias for agency in others for alias in agency.draft.aliases]
    return (
        f"{kept.name} takes {wording.plural(len(names), 'name')} ({wording.list_words(names)}); "
        f"{wording.plural(actions, 'action')} of the plan {plan} will show it."
    )


def describe_split(agency: Agency, draft: AgencyDraft, actions: int, plan: str) -> str:
    """ "CSU takes 1 name of EBC CST; 9 actions of the plan 2021-22 will show it." """
    return (
        f"{draft.short_name} takes {wording.plural(len(draft.aliases), 'name')} of {agency.name}; "
        f"{wording.plural(actions, 'action')} of the plan {plan} will show it."
    )


def describe_step(step: Step) -> str:
    """What was done to the directory in one go: "CCTV went into EBC CCTV"."""
    body = step.body
    if step.what == MERGED:
        return f"{wording.list_words(body['merged'])} went into {body['kept']}"
    if step.what == SPLIT:
        return f"{body['new']} was split off {body['kept']}"
    if step.what == APART:
        return f"{wording.list_words(body['names'])} were said to be several"
    return step.what


def describe_author(step: Step) -> str:
    """Who did it, and when: "A. Chair, 6 Dec 2021, 10:05"."""
    return f"{step.who}, {write_moment(step.at)}"


def list_changes(before: AgencyDraft | None, after: Agency) -> list[str]:
    """What a version of an agency changed, a sentence each. before: the version before it, if any."""
    if after.removed:
        return ["taken out: its names went to another"]
    draft = after.draft
    if before is None:
        return [f"entered as {draft.short_name}, for {wording.list_words(draft.aliases)}"]
    pairs = [
        ("short name", before.short_name, draft.short_name),
        ("full name", before.full_name, draft.full_name),
        ("kind", describe_kind(before.kind), describe_kind(draft.kind)),
    ]
    sentences = [f"{name}: {old or 'none'} → {new or 'none'}" for name, old, new in pairs if old != new]
    added = [alias for alias in draft.aliases if alias not in before.aliases]
    gone = [alias for alias in before.aliases if alias not in draft.aliases]
    sentences += [f"names added: {wording.list_words(added)}"] if added else []
    sentences += [f"names taken off: {wording.list_words(gone)}"] if gone else []
    return sentences or ["brought back"]


def describe_draft(draft: AgencyDraft) -> str:
    """An agency as it was typed, in one line."""
    full = f" ({draft.full_name})" if draft.full_name else ""
    return f"{draft.short_name}{full}, {describe_kind(draft.kind).lower()}"


def describe_forms(forms: int, groups: int, led: Sequence[str]) -> str:
    """How many agencies get a form, and which actions nobody is asked about as lead.

    led: the references of actions that a group leads.
    """
    sentence = f"A form for each of {wording.plural(forms, 'agency', 'agencies')}"
    sentence += f"; none for {wording.plural(groups, 'group')}" if groups else ""
    if not led:
        return f"{sentence}."
    verb = "is" if len(led) == 1 else "are"
    refs = cut_text(wording.list_words(led))
    return f"{sentence}, so nobody is asked as lead about {refs}, which {verb} led by one."


def describe_conflict(latest: Agency, sentence: str) -> str:
    """What somebody else stored, and what there is now. sentence: of the conflict."""
    names = wording.list_words(latest.draft.aliases)
    return f"{sentence} Now: {describe_draft(latest.draft)}; its names are {names}."


def describe_merged(kept: Agency, others: Sequence[Agency]) -> str:
    """What a merge has done."""
    names = wording.list_words([agency.name for agency in others])
    return f"Merged: {names} {'is' if len(others) == 1 else 'are'} {kept.name} now. It can be undone below."


def describe_kept_apart(agencies: Sequence[Agency]) -> str:
    names = wording.list_words([agency.name for agency in agencies])
    return f"Kept apart: {names} are not proposed again."
