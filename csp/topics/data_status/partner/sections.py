"""What the tab "Bring in" draws."""

from __future__ import annotations

from csp.shell import people


def draw() -> None:
    """The steps by which a partner's file comes in, for an editor; anybody else is told who may."""
    if people.editor("partner") is None:
        return
