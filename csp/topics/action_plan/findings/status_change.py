"""What the board says of a card that was moved to another status. Pure."""

from __future__ import annotations

from csp.topics.action_plan.store.status import Quarter, Status

UNDO = "Undo"
LEAVE_IT = "Leave it"


def write_stored(ref: str, status: Status, quarter: Quarter, who: str) -> str:
    """ "Stored: DA-02 is at risk for Q3 2021/22 (Oct to Dec), recorded by A. Chair." """
    return f"Stored: {ref} is {status} for {quarter.label}, recorded by {who}."


def write_undone(ref: str) -> str:
    """After a change of status was taken back."""
    return f"Undone: {ref} is as it was before."


def ask_name(ref: str, status: Status) -> str:
    """Why a card went back of which nobody knows who moved it, and what moves it."""
    return f"{ref} is not {status} yet: a change is stored with your name. Give it, and the card moves."


def explain_refusal(ref: str, reason: str) -> str:
    """Why a card went back, by the sentence of the store."""
    return f"{ref} went back to where it was. {reason}"


def explain_gone(ref: str) -> str:
    """Why a card went back that is not in the plan any more."""
    return f"{ref} is not in this plan any more: open the board again."
