"""The plan file that somebody has chosen on the page Plans.

Its bytes are read in a process of their own (store.plan_worker); what stays in the session until
the file is imported or dropped is the rows, at most 5 MB of text (csp.shell.chosen_file).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from csp.core.errors import UserError
from csp.shell import chosen_file
from csp.shell.chosen_file import Uploader
from csp.topics.action_plan.store.plan_import import Preview, check_rows
from csp.topics.action_plan.store.plan_rows import LARGEST_FILE_MB, Row
from csp.topics.action_plan.store.plan_worker import clean_name, read_upload

_UPLOADER = Uploader("plan_file", "CSV or Excel file of actions", ("csv", "xlsx"), LARGEST_FILE_MB)


@dataclass
class PlanFile:
    """A file that was read, or the sentence that says why it could not be."""

    name: str
    rows: list[Row] = field(default_factory=list)
    refusal: str = ""
    _plan_of_preview: object = None
    _preview: Preview | None = None

    def preview(self, priorities: Mapping[int, str] | None = None, refs: Collection[str] = ()) -> Preview:
        """The preview for a plan, as of plan_import.preview(); worked out again only for another plan.

        Raises UserError where the file cannot be read.
        """
        if self.refusal:
            raise UserError(self.refusal)
        plan = (None if priorities is None else dict(priorities), frozenset(refs))
        if self._preview is None or self._plan_of_preview != plan:
            self._preview = check_rows(self.name, self.rows, priorities, refs)
            self._plan_of_preview = plan
        return self._preview


def choose_file() -> PlanFile | None:
    """Draw the uploader; the file chosen last, if any. Only for a person who may import."""
    return chosen_file.choose(_UPLOADER, _read)


def _read(name: str, content: bytes) -> PlanFile:
    name = clean_name(name)
    try:
        return PlanFile(name, read_upload(name, content))
    except UserError as error:
        return PlanFile(name, refusal=str(error))


def drop_file() -> None:
    """Let go of the file that was read."""
    chosen_file.drop(_UPLOADER)
