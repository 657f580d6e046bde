"""What the tab "Bring in" draws: the way in, or the steps of the file that is coming in."""

from __future__ import annotations

from csp.core.errors import UserError
from csp.shell import identity, messages, people
from csp.topics.data_status.partner import beginning, outcome, steps
from csp.topics.data_status.partner.opening import read_draft


def draw() -> None:
    """The steps by which a partner's file comes in, for an editor; anybody else is told who may."""
    if identity.is_public():
        return
    author = people.editor("partner")
    if author is None:
        return
    outcome.show()
    draft = read_draft()
    try:
        if draft is None:
            beginning.draw()
        else:
            steps.draw(draft, author)
    except UserError as error:
        messages.error(str(error))
