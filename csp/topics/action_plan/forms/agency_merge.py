"""Agencies that are one, merged in a step: what looks like one team, what a merge does, and undoing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from csp.core.errors import UserError
from csp.core.markup import plain
from csp.shell import messages, screen
from csp.shell.people import Person
from csp.topics.action_plan import fetch
from csp.topics.action_plan.findings import agencies as findings
from csp.topics.action_plan.forms.writing import form_key, write
from csp.topics.action_plan.rules.agencies import involves
from csp.topics.action_plan.rules.agency_proposals import propose_merges
from csp.topics.action_plan.store import agencies
from csp.topics.action_plan.store.agency_directory import list_abbreviations
from csp.topics.action_plan.store.agency_records import Agency, Directory
from csp.topics.action_plan.store.errors import AgencyConflict
from csp.topics.action_plan.store.records import Listing
from csp.topics.action_plan.store.steps import Step, list_steps
from csp.topics.action_plan.store.undoing import undo_step

# Of the steps and of what looks like one team so many are in sight.
MOST_STEPS, MOST_PROPOSALS = 5, 4


def list_directory_steps() -> list[Step]:
    """What was done to the directory in one go, the latest first."""
    return [each for each in list_steps(fetch.fetch_board(), singles=False) if each.what in agencies.STEPS]


def list_proposals(directory: Directory, steps: Sequence[Step]) -> list[tuple[Agency, ...]]:
    """What looks like one team and nobody has said to be several."""
    apart = agencies.list_kept_apart(steps)
    return propose_merges(directory.agencies, list_abbreviations(), apart)


def draw_merging(listing: Listing, directory: Directory, author: Person) -> None:
    """What looks like one team, the form to merge, and what was merged and split lately."""
    steps = list_directory_steps()
    choice = form_key("merge")
    _draw_proposals(list_proposals(directory, steps), choice, author)
    _draw_form(listing, directory, choice, author)
    _draw_steps([each for each in steps if each.undone_by is None][:MOST_STEPS], author)


def _draw_proposals(proposals: Sequence[tuple[Agency, ...]], choice: str, author: Person) -> None:
    messages.subheader("What looks like one team")
    if not proposals:
        messages.caption(findings.NO_PROPOSAL)
    for members in proposals[:MOST_PROPOSALS]:
        words, merge, keep = st.columns([5, 1.6, 2], vertical_alignment="center")
        messages.paragraph(findings.ask_whether_one(members), words)
        key = "-".join(agency.key for agency in members)
        merge.button(
            "Merge…",
            key=f"propose-{key}",
            on_click=st.session_state.update,
            kwargs={choice: [agency.key for agency in members]},
            width="stretch",
        )
        keep.button(
            "They are several",
            key=f"apart-{key}",
            type="tertiary",
            on_click=write,
            args=(lambda members=members: _keep_apart(members, author),),
        )
    if len(proposals) > MOST_PROPOSALS:
        messages.caption(f"And {len(proposals) - MOST_PROPOSALS} more, once these are settled.")


def _draw_form(listing: Listing, directory: Directory, choice: str, author: Person) -> None:
    """Which agencies are one, which of them stays, and what a merge would do."""
    by_key = {agency.key: agency for agency in directory.agencies}
    screen.drop_stale_choice(choice, by_key)
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    keys = left.multiselect(
        "Merge",
        by_key,
        key=choice,
        format_func=lambda key: by_key[key].name,
        placeholder="Choose two agencies at least",
    )
    if len(keys) < 2:
        return
    members = [by_key[key] for key in keys]
    parts = {each.key: sum(involves(action, each) for action in listing.actions) for each in members}
    busiest = max(range(len(keys)), key=lambda at: parts[keys[at]])
    # Keyed by what is merged, since the options follow from it.
    kept_key = right.selectbox(
        "Its name stays",
        keys,
        index=busiest,
        key=f"{choice}-kept-{'-'.join(sorted(keys))}",
        format_func=lambda key: by_key[key].name,
    )
    kept = by_key[kept_key]
    others = [agency for agency in members if agency.key != kept.key]
    actions = sum(any(involves(action, each) for each in members) for action in listing.actions)
    messages.paragraph(findings.describe_merge(kept, others, actions, listing.plan.label))
    st.button(
        plain(f"Merge into {kept.name}"),
        type="primary",
        on_click=write,
        args=(lambda: _merge(kept, others, author),),
    )


def _draw_steps(steps: Sequence[Step], author: Person) -> None:
    messages.subheader("Merged and split lately")
    if not steps:
        messages.caption(findings.NO_STEP)
    for step in steps:
        words, undo = st.columns([6, 1.4], vertical_alignment="center")
        messages.paragraph(f"{findings.describe_step(step)}. {findings.describe_author(step)}", words)
        undo.button(
            "Undo",
            key=f"undo-{step.id}",
            icon=":material/undo:",
            on_click=write,
            args=(lambda step=step: _undo(step, author),),
        )


def _merge(kept: Agency, others: Sequence[Agency], author: Person) -> str:
    versions: Mapping[str, int] = {agency.key: agency.version for agency in others}
    try:
        agencies.merge_agencies(fetch.fetch_board(), kept.key, versions, who=author.name, role=author.role)
    except AgencyConflict as conflict:
        # The form keeps what was chosen and says what there is now, so pressing again is the choice.
        raise UserError(findings.describe_conflict(conflict.latest, str(conflict))) from conflict
    return findings.describe_merged(kept, others)


def _keep_apart(members: Sequence[Agency], author: Person) -> str:
    names = [agency.draft.aliases[0] for agency in members]
    agencies.keep_apart(fetch.fetch_board(), names, who=author.name, role=author.role)
    return findings.describe_kept_apart(members)


def _undo(step: Step, author: Person) -> str:
    undo_step(fetch.fetch_board(), step.id, who=author.name, role=author.role)
    return f"Undone: {findings.describe_step(step)}."
