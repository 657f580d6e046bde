"""Extracts of partners in layouts of their own, each read by a named profile (--profile).

A profile is made once, on the page Data, and says what each column and each name of a partner's file is. A
file with something that the profile does not answer is refused with a sentence on each, and nothing of it
is stored.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial
from pathlib import Path

from csp.core import settings
from csp.core.errors import UserError
from csp.core.machine_user import name_user
from csp.core.partner.declaration import Declaration
from csp.core.partner.profile import Profile
from csp.core.wording import quote_words
from csp.data.store import Store
from csp.imports import files, limits
from csp.imports.accounts import refuse_unreadable
from csp.imports.files import Candidate
from csp.imports.importer import Importer, ImportFiles
from csp.imports.partner.formats import kinds
from csp.imports.partner.intake import Intake, Reading, Share
from csp.imports.partner.mapping.comparing import apply_profile, compare_profile
from csp.imports.partner.mapping.declaring import list_declared
from csp.imports.partner.mapping.known import read_known
from csp.imports.partner.mapping.profiles import list_profiles, read_profile
from csp.imports.partner.reading import find_layout
from csp.imports.partner.storing import Stored, StoredPeriod
from csp.imports.reconciliation import MONTH_FIGURES, Line, Reconciliation
from csp.imports.results import Loaded, Progress, Refused, Summary

ENDINGS = tuple(f".{ending}" for ending in kinds.ENDINGS)
_SPANS = {3: "quarter", 12: "year"}


def import_partner(
    paths: Iterable[Path],
    store: Store | None = None,
    progress: Progress | None = None,
    profile: str = "",
) -> Summary:
    """Imports files of one partner by a profile; one commit a file.

    profile: its name. Raises UserError as ImportFiles says, for no name, and for a profile that is not kept
    or whose source is not declared.
    """
    mapped, declaration = _find_profile(profile)
    store = store or Store(settings.own_extracts())
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        free = shutil.disk_usage(folder).free
        listing = files.discover(paths, ENDINGS, free, stack, limits.COLLISION_BYTES)
        summary = Summary(refused=listing.refused, skipped=listing.skipped)
        done, total = 0, sum(candidate.size for candidate in listing.candidates)
        for number, candidate in enumerate(listing.candidates):
            share = _report(progress, candidate, done, total)
            target = folder / str(number) / candidate.name
            target.parent.mkdir()
            try:
                _import(candidate.fetch(target), candidate, (mapped, declaration), (store, share), summary)
            except UserError as error:
                summary.refused.append(Refused(candidate.shown, str(error)))
            except OSError as error:
                summary.refused.append(refuse_unreadable(candidate, error))
            done += candidate.size
            share(0.0)
    return summary


def _find_profile(name: str) -> tuple[Profile, Declaration]:
    if not name:
        kept = list_profiles()
        there = f"Those that are kept: {quote_words(kept)}." if kept else "None is kept yet."
        raise UserError(f"A partner's file is read by a profile: add --profile NAME. {there}")
    profile = read_profile(name)
    declaration = list_declared().get(profile.source)
    if declaration is None:
        raise UserError(
            f'The source of the profile "{name}" is not declared. Declare it on the page Data, "Bring in".'
        )
    return profile, declaration


def _report(progress: Progress | None, candidate: Candidate, done: int, total: int) -> Share:
    """What is told of a file while it is read: its share of all the bytes."""

    def share(part: float) -> None:
        if progress is not None:
            progress(candidate.name, done + int(part * candidate.size), total)

    return share


def _import(
    path: Path,
    candidate: Candidate,
    mapped: tuple[Profile, Declaration],
    place: tuple[Store, Share],
    summary: Summary,
) -> None:
    """Imports one file. Raises UserError for one that cannot be read, or with something new in it."""
    (profile, declaration), (store, share) = mapped, place
    with closing(Intake(path, store)) as intake:
        sheets = intake.book.sheets
        sheet = next((each for each in sheets if each.name == profile.sheet), sheets[0])
        layout = find_layout(sheet)
        intake.load(sheet, layout, share)
        columns = apply_profile(profile, layout)
        reading = Reading(layout, replace(profile, columns=columns), read_known(profile.source))
        news = compare_profile(profile, layout, intake.match(reading))
        if news:
            raise UserError(
                f"Nothing of {candidate.shown} was stored, since the profile does not answer all of it. "
                f"{' '.join(news.sentences)} Do so on the page Data, “Bring in”."
            )
        prospect = intake.prepare(reading, declaration)
        stored = intake.keep(prospect, name_user())
        summary.remarks += intake.book.notes
    summary.loaded += [_account(candidate, stored, period) for period in stored.periods]
    summary.remarks += _describe(candidate, stored, prospect.notes)


def _account(candidate: Candidate, stored: Stored, period: StoredPeriod) -> Loaded:
    return Loaded(
        file=candidate.shown,
        force=stored.source,
        month=period.start,
        rows_read=period.read,
        rows_stored=period.stored,
        rows_declined=period.declined,
        without_location=0,
        outside_area=period.outside,
        without_ward=period.without_ward,
        result=period.outcome,
        kind="incidents" if period.months == 1 else "partner_figures",
        note=_SPANS.get(period.months, ""),
    )


def _describe(candidate: Candidate, stored: Stored, notes: Iterable[str]) -> list[str]:
    """What there is to know of a file that went in, a sentence each."""
    warnings = [f"{candidate.shown}: {each.sentence}." for each in stored.result.warnings]
    if stored.moment is None:
        return [f"{candidate.shown}: these figures are stored already.", *warnings]
    return [
        f"{candidate.shown}: {stored.result.report}",
        *warnings,
        *(f"{candidate.shown}: {note}" for note in notes),
    ]


def reconcile_periods(summary: Summary) -> Reconciliation:
    """A line for each month, quarter or year of a source, in what is counted, and their totals."""
    periods = sorted(summary.loaded, key=lambda loaded: (loaded.force, str(loaded.month), loaded.note))
    figures = {name: count for name, count in MONTH_FIGURES.items() if "location" not in name}
    return Reconciliation(
        title="Read = stored (some without ward) + outside area + otherwise declined; a record counts 1",
        labels=("Source", "From"),
        figures=tuple(figures),
        lines=tuple(
            Line(
                (loaded.force, f"{loaded.month:%Y-%m}"),
                tuple(count(loaded) for count in figures.values()),
                loaded.result,
                loaded.note,
            )
            for loaded in periods
        ),
        folds=False,
        totals=True,
    )


def _by_profile(name: str) -> ImportFiles:
    return partial(import_partner, profile=name)


IMPORTER = Importer(
    name="partner",
    help="Extracts of partners in layouts of their own, each read by a profile made on the page Data.",
    kind="incidents",
    beside=("partner_figures",),
    suffix=".csv",
    also=ENDINGS[1:],
    run=import_partner,
    reconcile=reconcile_periods,
    after=("boundaries", "lookup", "peers"),  # which place its rows
    by_profile=_by_profile,
)
