"""What a command did, said as it goes, and what it could not do, which it says at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from csp.core.errors import UserError
from csp.core.wording import capitalise
from csp.services.errors import ServiceError, UnreachableError


def _keep_silent(_: str) -> None:
    pass


@dataclass
class Journal:
    """say: prints a sentence. unreachable: how many services were. is_answered: whether any was not."""

    say: Callable[[str], None] = _keep_silent
    failures: list[str] = field(default_factory=list)
    unreachable: int = 0
    is_answered: bool = False

    def fail(self, error: UserError | str) -> None:
        """Notes one sentence of what could not be done."""
        self.unreachable += isinstance(error, UnreachableError)
        # A sentence may begin with the name of a file, which stays as it is.
        sentence = capitalise(str(error)) if isinstance(error, ServiceError) else str(error)
        self.failures.append(sentence if sentence.endswith((".", "?", "!")) else f"{sentence}.")

    @property
    def has_no_network(self) -> bool:
        """Whether every service that was asked is out of reach."""
        return bool(self.unreachable) and not self.is_answered
