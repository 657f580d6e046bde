"""What the keys of records are made with: it lies beside the true extracts and is never published.

With it the noise could be taken away again. It stays the same from one publishing to the next, so that a
count that has not changed is shown as before.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from csp.core.errors import UserError
from csp.imports.disk import replace, sync
from csp.imports.ownership import SECRET

Place = tuple[str, str, int]
"""A source, a ward and a calendar year."""
ROADS: Place = ("roads", "", 0)
"""All that is published of roads."""


@dataclass(frozen=True)
class Secret:
    """A text that nobody can guess, and how often the keys of a ward and year were made anew."""

    text: str
    renewals: Mapping[Place, int] = field(default_factory=dict)

    def text_for(self, place: Place) -> str:
        """The text that keys are made with in a place: another one each time they were made anew."""
        number = self.renewals.get(place, 0)
        return f"{self.text} {number}" if number else self.text

    def renew(self, places: Iterable[Place]) -> Secret:
        """With other keys in these places."""
        return Secret(
            self.text, {**self.renewals, **{each: self.renewals.get(each, 0) + 1 for each in places}}
        )


def read_secret(folder: Path) -> Secret:
    """The secret of a folder of true extracts; a new one, which is not kept yet, where there is none.

    Raises UserError where it is damaged.
    """
    path = folder / SECRET
    if not path.exists():
        return Secret(secrets.token_hex(32))
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        renewals = {
            (str(source), str(ward), int(year)): int(n) for source, ward, year, n in stored["renewals"]
        }
        return Secret(str(stored["secret"]), renewals)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(
            f"{path} cannot be read. Restore it from a backup, or remove it: every count by ward is then "
            "adjusted anew, and must not stand beside what was published before."
        ) from error


def keep_secret(folder: Path, secret: Secret) -> None:
    """Keep a secret in a folder, for its owner alone to read."""
    path = folder / SECRET
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    content = {
        "secret": secret.text,
        "renewals": [[*place, number] for place, number in sorted(secret.renewals.items())],
    }
    descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file)
    sync(part)
    replace(part, path)
