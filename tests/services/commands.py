"""A setup as a function of a store, for what kills it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from csp.data.store import Store
from csp.services import setup
from csp.services.journal import Journal
from csp.services.work import prepare


@dataclass(frozen=True)
class Done:
    """ok: whether nothing is left."""

    ok: bool


def set_up(_paths: Sequence[Path], store: Store) -> Done:
    """Sets the district of the settings up in a store, with downloads beside it."""
    os.environ["CSP_EXTRACTS"] = str(store.root)
    os.environ["CSP_CACHE"] = f"{store.root}-cache"
    work = prepare(Journal())
    setup.fetch(work, 2)
    return Done(not work.journal.failures)
