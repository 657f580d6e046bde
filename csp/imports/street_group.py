"""Publishing street files in groups, and writing down what became of each.

To commit is to write the whole list of files and to wait for the disk, twice. In a store of a country that
takes longer than to read a file, so files that are ready within half a second share a commit. A process
killed before it loses what it has not yet told of, and the next import reads those files again.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date

from csp.imports.accounts import account_loaded, refuse_unreadable
from csp.imports.files import Candidate
from csp.imports.manifest import Writer
from csp.imports.results import Loaded, Outcome, Progress, Refused, Summary
from csp.imports.street_reader import Beside, Prepared, Result, Unchanged, is_same_edition

SECONDS = 0.5


class StreetGroup:
    """The files since the last commit. A month is in a group once.

    summary: where it is written down what became of each file. total: the bytes of all files. progress: is
    told of each file once it is settled.
    """

    def __init__(self, writer: Writer, summary: Summary, total: int, progress: Progress | None) -> None:
        self.writer = writer
        self.summary = summary
        self.total = total
        self.progress = progress
        self.done = 0
        self.committed = float("-inf")
        self.settled: list[tuple[Candidate, Loaded | None, Sequence[str]]] = []
        self.months: set[tuple[str, date]] = set()

    def settle(self, candidate: Candidate, result: Result) -> None:
        """Takes a file into the group, and commits where nothing is left to wait for or the time is up."""
        loaded = None
        try:
            loaded = self._load(candidate, result)
        except OSError as error:
            self.summary.refused.append(refuse_unreadable(candidate, error))
        is_new = loaded is not None and loaded.result != "unchanged"
        self.settled.append(
            (candidate, loaded, result.remarks if is_new and isinstance(result, Prepared) else ())
        )
        if not self.months or time.monotonic() - self.committed > SECONDS:
            self.commit()

    def _load(self, candidate: Candidate, result: Result) -> Loaded | None:
        """Adds what was prepared to the store; None for a file of which nothing is loaded."""
        if isinstance(result, Refused):
            self.summary.refused.append(result)
            return None
        if isinstance(result, Beside):
            self.summary.skipped[result.kind] += 1
            return None
        if (result.row["force"], result.row["month"]) in self.months:
            self.commit()
        if isinstance(result, Unchanged):
            return account_loaded(candidate, result.row, "unchanged", self.writer)
        return self._add(candidate, result)

    def _add(self, candidate: Candidate, prepared: Prepared) -> Loaded:
        row = prepared.row
        before = self.writer.find("incidents", row["force"], row["month"])
        if before is not None and is_same_edition(before, row) and self.writer.is_sound(before):
            # The same bytes twice in one run: the first of the two has gone in meanwhile.
            for part in prepared.files:
                part.unlink()
            return account_loaded(candidate, before, "unchanged", self.writer)
        self.writer.add([row], prepared.files)
        self.months.add((row["force"], row["month"]))
        outcome: Outcome = "replaced" if before else "new"
        return account_loaded(candidate, row, outcome, self.writer)

    def commit(self) -> None:
        """Puts the group into the store, and tells of its files."""
        settled, self.settled = self.settled, []
        if self.months:
            self.committed = time.monotonic()
        self.months = set()
        try:
            self.writer.commit_added()
        except OSError as error:
            lost = [candidate for candidate, loaded, _ in settled if loaded and loaded.result != "unchanged"]
            self.summary.refused += [refuse_unreadable(candidate, error) for candidate in lost]
            settled = [
                (candidate, None, ()) if candidate in lost else (candidate, loaded, remarks)
                for candidate, loaded, remarks in settled
            ]
        for candidate, loaded, remarks in settled:
            if loaded is not None:
                self.summary.loaded.append(loaded)
                self.summary.remarks += remarks
            self.done += candidate.size
            if self.progress is not None:
                self.progress(candidate.name, self.done, self.total)
