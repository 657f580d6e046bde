"""Saved profiles: taken away as a file, taken over from others, removed."""

from __future__ import annotations

from functools import partial

import streamlit as st

from csp.core.errors import UserError
from csp.core.markup import plain
from csp.imports.partner.mapping.profiles import (
    delete_profile,
    list_profiles,
    parse_profile,
    read_profile,
    save_profile,
    write_profile,
)
from csp.shell import chosen_file, messages
from csp.shell.chosen_file import Uploader
from csp.topics.data_status.partner import findings, outcome

_UPLOADER = Uploader("partner_profile", "Profile from a colleague", ("toml",), 1)


def draw() -> None:
    """A line for each profile, then the way to take one over."""
    names = list_profiles()
    if not names:
        messages.caption(findings.NO_PROFILES)
    with st.container(height=240 if len(names) > 4 else "content", border=False):
        for at, name in enumerate(names):
            _draw_profile(name, at)
    if refusal := chosen_file.choose(_UPLOADER, _take_over):
        messages.error(refusal)


def _draw_profile(name: str, at: int) -> None:
    label, take, remove = st.columns([6, 3, 2], vertical_alignment="center")
    messages.paragraph(name, label)
    try:
        text = write_profile(read_profile(name))
    except UserError as error:
        messages.caption(str(error), place=label)
    else:
        take.download_button(
            "Download",
            text,
            f"{name}.toml",
            "application/toml",
            key=f"partner_profile_take-{at}",
            on_click="ignore",
        )
    with remove.popover("Remove"):
        messages.caption("The next file of this kind is asked about again. What is stored stays.")
        st.button(
            plain("Remove it"),
            key=f"partner_profile_remove-{at}",
            on_click=outcome.do,
            args=(partial(_remove, name),),
        )


def _remove(name: str) -> str:
    delete_profile(name)
    return f"The profile “{name}” is removed."


def _take_over(file: str, content: bytes) -> str:
    """What is wrong with a profile that has arrived; "" where it is saved."""
    try:
        profile = parse_profile(content.decode("utf-8-sig", errors="replace"), file)
        if profile.name in list_profiles():
            raise UserError(f"There is a profile “{profile.name}” already: remove it first.")
        save_profile(profile)
    except UserError as error:
        return str(error)
    outcome.keep(f"The profile “{profile.name}” is saved.")
    return ""
