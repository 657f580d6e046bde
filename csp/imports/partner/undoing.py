"""Taking back the last step of a source, an import or a removal, and taking that back."""

from __future__ import annotations

from datetime import datetime

from csp.data.store import Store


def undo_import(source: str, moment: datetime, store: Store | None = None) -> str:
    """Takes an import or a removal back: the list of files and the files are as before, byte for byte.

    moment: of Stored, or of list_deliveries(). Returns a sentence. Raises UserError where a later step of the
    source stands on it (naming that step), and where the step is not there.
    """
    raise NotImplementedError


def redo_import(source: str, store: Store | None = None) -> str:
    """Takes the last undo of a source back. Raises UserError where something of the source changed since."""
    raise NotImplementedError
