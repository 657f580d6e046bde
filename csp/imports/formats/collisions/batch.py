"""What one import of collisions makes of its files: years ready to be published, and the guards before that.

Everything of an import is published in one commit: collisions, casualties and vehicles of a year are one
picture, and no reader sees the new collisions with the old casualties. A year replaces the year before
it, whole. A file that would take away a district, or put provisional figures over final ones, is refused.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from csp.core import settings
from csp.core.errors import UserError
from csp.core.stored_names import check_name
from csp.core.wording import list_words
from csp.imports import files
from csp.imports.files import Candidate
from csp.imports.formats.collisions import parsing, remarks
from csp.imports.formats.collisions.layout import DOWNLOAD, WORDS, Layout, calls_itself_provisional, recognise
from csp.imports.formats.collisions.reader import CollisionReader, Counts
from csp.imports.formats.collisions.remarks import name_span
from csp.imports.formats.collisions.stored import StoredYears, count_districts, is_provisional
from csp.imports.manifest import Row, Writer
from csp.imports.months import DFT, stamp_beside
from csp.imports.tables import check_last_line, header

# As many collisions of a district in the year in force, and none in a new file: the file is of a part of it.
LOST_FROM = 10


@dataclass(frozen=True)
class Year:
    """A year of one kind that is written and not yet published, and the file it came from."""

    row: Row
    parts: dict[Path, str]
    candidate: Candidate


@dataclass
class Batch:
    """The years prepared so far; a later file of the same year takes the place of an earlier one."""

    writer: Writer
    reader: CollisionReader
    years: dict[tuple[str, int], Year] = field(default_factory=dict)
    unchanged: list[tuple[Candidate, Row]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.stored = StoredYears(self.writer)

    def take(self, candidate: Candidate, path: Path, text: Path) -> None:
        """Prepares the years of a file; text: its text in UTF-8, in most cases the file itself.

        Raises UserError for one that cannot be used.
        """
        layout = recognise(header(text, candidate.shown), candidate.shown)
        check_last_line(text, candidate.shown)
        with files.held_still(path, candidate.shown):
            sha = files.digest(path)
            rows = self._find_unchanged(layout.kind, sha)
            if rows:
                self.unchanged += [(candidate, row) for row in rows]
                return
            collisions = {} if layout.kind == "collisions" else self._locate("collisions")
            rows_read, rebuilt, year = self.reader.read(text, layout, collisions)
        _check_keys(layout, rows_read, rebuilt, year, candidate.shown)
        counts = self.reader.judge(layout, year, calls_itself_provisional(candidate.name))
        loose = [each for each in counts if layout.kind != "collisions" and each.year not in collisions]
        kept = self._choose_years(layout, counts, loose, candidate)
        self._check_years(layout, kept, collisions, candidate)
        # A disk that is full at the last year leaves nothing of the file.
        years = {each.year: self._write(candidate, layout, each, sha) for each in kept}
        if layout.kind == "collisions":
            self.reader.remember([each.year for each in counts])
        self._keep(layout.kind, years)
        self.remarks += remarks.describe_rebuilt(candidate.shown, rebuilt)
        self.remarks += remarks.describe_left_out(candidate.shown, layout.kind, loose, kept)
        self.remarks += remarks.compare_published(candidate.shown, layout.kind, kept)
        if layout.kind == "casualties":
            stated = {each.year: self.reader.sum_stated(collisions[each.year]) for each in kept}
            self.remarks += remarks.compare_stated(candidate.shown, kept, stated)

    def _keep(self, kind: str, years: dict[int, Year]) -> None:
        """Takes written years into the batch, in the place of what an earlier file of the run gave."""
        for year, written in years.items():
            before = self.years.pop((kind, year), None)
            for part in before.parts if before else ():
                part.unlink(missing_ok=True)
            self.years[kind, year] = written

    def _find_unchanged(self, kind: str, sha: str) -> list[Row]:
        """The rows of a file that is in the store as it would be stored again; [] where it is not."""
        rows = self.stored.find_whole(kind, sha)
        same = all(row["geography"] == self._stamp(kind, int(row["force"])) for row in rows)
        # A year that came anew in this run is read again, and so are the casualties of its collisions.
        anew = any((of, int(row["force"])) in self.years for row in rows for of in (kind, "collisions"))
        return rows if same and not anew else []

    def _stamp(self, kind: str, year: int) -> str:
        """What decides how a row is stored, beside the bytes of its file."""
        if kind == "collisions":
            return self.writer.geography()
        pending = self.years.get(("collisions", year))
        row = pending.row if pending else self.writer.find("collisions", str(year))
        return stamp_beside(row["sha256"] if row else "")

    def _locate(self, kind: str) -> dict[int, Path]:
        """The file of each year of a kind: prepared in this run, or stored and sound."""
        prepared = {year: next(iter(each.parts)) for (of, year), each in self.years.items() if of == kind}
        return self.stored.locate(kind) | prepared

    def _choose_years(
        self, layout: Layout, counts: list[Counts], loose: list[Counts], candidate: Candidate
    ) -> list[Counts]:
        """The years of a file that are stored. Raises UserError where there is none.

        loose: years whose collisions are not loaded.
        """
        one, several = WORDS[layout.kind]
        if loose and len(loose) == len(counts):
            raise UserError(
                f"{candidate.shown} holds {several} of {name_span(loose)}, and no collisions of then are "
                "loaded. Give it together with the collision file of the same years."
            )
        kept = [each for each in counts if each.rows_stored and each not in loose]
        if not kept:
            reason = self.reader.find_main_reason()
            if reason:
                raise UserError(
                    f"{candidate.shown} holds no {one} that can be used ({reason}). Download it again from "
                    f"{DOWNLOAD} and give it as it is."
                )
            total = sum(each.rows_read for each in counts)
            raise UserError(
                f"{candidate.shown} holds no {one} in the configured area "
                f"({total:,} {'row' if total == 1 else 'rows'} read). Check the file, and "
                "the districts of the settings."
            )
        return kept

    def _check_years(
        self, layout: Layout, kept: list[Counts], collisions: dict[int, Path], candidate: Candidate
    ) -> None:
        """Raises UserError where the years of a file would make what is stored worse.

        collisions: for casualties and vehicles, the files of the collisions they belong to, by year.
        """
        if layout.kind == "collisions" and self.reader.has_wrong_days():
            raise UserError(
                f"{candidate.shown} has dates that do not fall on its days of the week: a spreadsheet may "
                f"have turned day and month round. Download it again from {DOWNLOAD} and give it as it is."
            )
        for each in kept:
            self._refuse_lost_districts(layout.kind, each.year, collisions.get(each.year), candidate)
            # Casualties have no status of their own in the store: what their collisions are counts.
            collisions_before = self._locate("collisions").get(each.year)
            if collisions_before and not is_provisional(collisions_before):
                self._refuse_provisional(each.year, candidate)

    def _refuse_lost_districts(
        self, kind: str, year: int, collisions: Path | None, candidate: Candidate
    ) -> None:
        path = self._locate(kind).get(year)
        if path is None:
            return
        if collisions is None:
            before = count_districts(path)
        else:
            before = self.reader.count_stored_districts(path, collisions)
        districts = self.reader.count_districts(year, collisions)
        lost = [
            code for code in self.reader.codes if before.get(code, 0) >= LOST_FROM and not districts.get(code)
        ]
        if lost:
            names = list_words([settings.area().names.get(code, code) for code in lost[:3]])
            raise UserError(
                f"{candidate.shown} has no {WORDS[kind][0]} of {year} in {names}, and the year that is "
                "loaded has: it would be lost. Give the national file, or one that holds all districts."
            )

    def _refuse_provisional(self, year: int, candidate: Candidate) -> None:
        if self.reader.is_provisional(year):
            raise UserError(
                f"{candidate.shown} holds provisional figures of {year}, and the final ones are "
                "loaded. Keep those: it was left out."
            )

    def _write(self, candidate: Candidate, layout: Layout, counts: Counts, sha: str) -> Year:
        """Writes a year as parts of the store that nothing names yet."""
        kind, year = layout.kind, counts.year
        stamp = self._stamp(kind, year)
        digest = hashlib.sha256(f"{sha} {stamp} {year}".encode()).hexdigest()[:16]
        data = self.writer.part(".parquet")
        self.reader.write(kind, year, data)
        parts = {data: check_name(f"{kind}/{year}-{digest}.parquet")}
        rejects_name = None
        if counts.rejected:
            rejects = self.writer.part(".csv")
            self.reader.write_rejects(layout, year, rejects)
            rejects_name = parts[rejects] = check_name(f"rejects/{kind}-{year}-{digest}.csv")
        row: Row = {
            "kind": kind,
            "source": DFT,
            "force": str(year),
            "month": None,
            "file": candidate.name,
            "sha256": sha,
            "geography": stamp,
            "rows_read": counts.rows_read,
            "rows_stored": counts.rows_stored,
            "rows_declined": counts.rows_declined,
            "without_location": counts.without_location,
            "outside_area": counts.outside_area,
            "without_ward": counts.without_ward,
            "replaced_at": None,
            "data_file": parts[data],
            "rejects_file": rejects_name,
        }
        return Year(row, parts, candidate)

    def publish(self) -> None:
        """Commits every year that is prepared, all at once."""
        if self.years:
            self.writer.publish(
                [each.row for each in self.years.values()],
                {part: name for each in self.years.values() for part, name in each.parts.items()},
            )


def _check_keys(layout: Layout, rows: int, rebuilt: int, year: int, shown: str) -> None:
    """Raises UserError for a file without rows, and for one whose references are lost."""
    if not rows:
        raise UserError(f"{shown} has a header and no rows. Download it again from {DOWNLOAD}.")
    if rebuilt and not layout.has("key_year", "reference"):
        raise UserError(
            f"{shown} has references such as 2.02446E+12, which a spreadsheet has cut short, and no columns "
            f"to make them again from. Download it again from {DOWNLOAD} and give it as it is."
        )
    if not parsing.OLDEST <= year <= parsing.LATEST:
        raise UserError(
            f"{shown} has no reference that begins with a year. Download it again from {DOWNLOAD}."
        )
