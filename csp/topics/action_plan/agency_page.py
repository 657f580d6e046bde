"""The parts of the page Agencies: the tables of all, one agency with its files, and its history."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial

import streamlit as st

from csp.shell import messages, screen, theme, widgets
from csp.topics.action_plan import agency_files, controls, fetch
from csp.topics.action_plan.findings import agencies as findings
from csp.topics.action_plan.findings import headlines
from csp.topics.action_plan.rules.counts import Workload, tally
from csp.topics.action_plan.store import agencies
from csp.topics.action_plan.store.agency_export import make_file_name
from csp.topics.action_plan.store.agency_records import Agency, Directory
from csp.topics.action_plan.store.records import ActionRow, Listing, Plan
from csp.topics.action_plan.tables.agencies import (
    build_action_list,
    build_agency_table,
    build_group_table,
    build_history_table,
)

_ALL, _DUE, _LATE = "All", "Update due", "Overdue"
# Rows of one agency's list and of the table of all that are in sight at first.
FIRST_ACTIONS, FIRST_AGENCIES = 14, 15


def follow_former_names(names: Collection[str], directory: Directory) -> None:
    """Let an address that names an agency by another of its names open it.

    That is a name of the plan, or the short name it had before it was edited or merged.
    """
    aliases = {alias: agency.name for agency in directory.agencies for alias in agency.draft.aliases}
    former = {short: directory.name(alias) for short, alias in fetch.fetch_former_names().items()}
    renamed = {before: now for before, now in {**former, **aliases}.items() if before not in names}
    screen.follow_renamed("list_of", renamed)
    # Also of somebody who looks at it while it is merged or called by another name.
    if (now := renamed.get(str(st.session_state.get("list_of")))) in names:
        st.session_state["list_of"] = now
    screen.drop_stale_choice("list_of", names)


def draw_tables(
    workloads: Sequence[Workload],
    selected: str,
    plan: Plan,
    mode: theme.Mode,
    on_pick: Callable[[str], None],
) -> None:
    """Every agency, and below them the groups, which are no body."""
    bodies = [work for work in workloads if not work.agency.is_group]
    groups = [work for work in workloads if work.agency.is_group]
    if bodies:
        controls.draw_long_table(
            build_agency_table("Agencies by what they have to do", bodies, selected),
            f"agencies {plan.label}",
            key="agencies",
            mode=mode,
            on_pick=on_pick,
            first=FIRST_AGENCIES,
        )
    _offer_forms([work.agency for work in bodies], groups, plan)
    if groups:
        messages.subheader(findings.GROUPS)
        widgets.table(build_group_table(groups, selected), key="groups", mode=mode, on_pick=on_pick)


def _offer_forms(bodies: Sequence[Agency], groups: Sequence[Workload], plan: Plan) -> None:
    """Every agency's form in one file; a group has nobody to send one to."""
    led = sorted({action.ref for work in groups for action in work.leads})
    if bodies:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.download_button(
                "All forms to fill in (ZIP)",
                data=partial(agency_files.write_forms, plan, bodies),
                file_name=f"{make_file_name('forms', plan.label)}.zip",
                icon=":material/folder_zip:",
                on_click="ignore",
            )
            messages.caption(findings.describe_forms(len(bodies), len(groups), led))
    _note_simulation(plan)


def draw_agency(work: Workload, listing: Listing, directory: Directory, mode: theme.Mode) -> None:
    """One agency: who it is, its list as lead and as partner, what is due of it, and its files."""
    agency, plan = work.agency, listing.plan
    sentence = headlines.describe_agency(work, tally(work.actions))
    messages.paragraph(findings.describe_identity(agency))
    messages.paragraph(sentence)
    with st.container(horizontal=True, vertical_alignment="center"):
        actions = _choose_actions(work)
        _offer_files(work, listing, directory, sentence)
    _note_simulation(plan)
    if not actions:
        messages.caption(findings.NOTHING_SUCH)
        return
    controls.draw_long_table(
        build_action_list(work, actions, listing, directory, brief=True),
        f"{agency.name} action plan {plan.label}",
        key="agency_list",
        mode=mode,
        on_pick=controls.open_action(plan),
        first=FIRST_ACTIONS,
    )


def _offer_files(work: Workload, listing: Listing, directory: Directory, sentence: str) -> None:
    """The form to send out, and the list to take away, in Word and on paper."""
    agency, plan = work.agency, listing.plan
    name = make_file_name(agency.name, plan.label)
    st.download_button(
        "Form to fill in (Excel)",
        data=partial(agency_files.write_form, plan, agency),
        file_name=f"{name}-form.xlsx",
        icon=":material/edit_document:",
        on_click="ignore",
    )
    st.download_button(
        "Download Word",
        data=partial(agency_files.write_word, plan, agency),
        file_name=f"{name}.docx",
        icon=":material/description:",
        on_click="ignore",
    )
    whole = build_action_list(work, work.actions, listing, directory)
    widgets.print_list(whole, f"{agency.name}: action plan {plan.label}", sentence, key="print_list")


def _choose_actions(work: Workload) -> list[ActionRow]:
    """The actions of an agency that the reader wants to see, those it leads first."""
    offered = {
        _ALL: list(work.actions),
        _DUE: [action for action in work.actions if action.no_update],
        _LATE: [action for action in work.actions if action.overdue],
    }
    place = st.container(width="content")
    return offered[
        screen.options(place, "Show", list(offered), key="agency_show", default=_ALL, labelled=False)
    ]


def draw_history(agency: Agency, mode: theme.Mode) -> None:
    """What was changed of an agency, the latest first."""
    versions = agencies.list_versions(fetch.fetch_board(), agency.key)
    if versions:
        messages.subheader(f"History of {agency.name}")
        widgets.table(build_history_table(versions), key="agency_history", mode=mode)


def _note_simulation(plan: Plan) -> None:
    if fetch.is_simulated(plan):
        messages.note(findings.FORMS_WITHOUT_SIMULATION)
