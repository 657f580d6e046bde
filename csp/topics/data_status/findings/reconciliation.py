"""The words about figures of the same thing from two places. Nothing is called an error that is not one."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import wording
from csp.topics.data_status.rules.reconciliation import Difference, Missing, Reason, Reconciled

REASONS: dict[Reason, str] = {
    "same": "",
    "incomplete": "A month is incomplete at source",
    "provisional": "Some of the months are provisional and may be revised",
    "no place": "No location, or a place in no known ward",
    "other ward": "Wards of other boundaries than those on file",
    "without wards": "The source does not say in which ward",
    "street files": "Another counting rule: street files group crimes in their own way and leave out those "
    "without a location",
    "revised since": "Taken on another day: forces revise past months",
    "publishers": "Each publisher took the figures on another day",
    "own counts": "Each source counts by a rule of its own",
    "rebuilt": "The sample is simulated: it keeps the published totals and no others",
}
NOTHING = "Nothing to compare: no two sources have figures of the same months."
IMPORT_MORE = (
    "Import figures of ONS or the Home Office, or bring in a partner's extract, to hold them against others."
)
NOT_BY_WARD = "Counts by ward are adjusted here, so they are not held against the borough."
READ = "A difference is no mistake as such: two sources count by different rules, on different days."


def describe_reconciled(pair: Reconciled) -> str:
    """How many crime types agree, and which differs most."""
    total, differing = len(pair.differences), pair.differing
    if not differing:
        same = "The crime type agrees" if total == 1 else f"All {total} crime types agree"
        return f"{same}."
    most = differing[0]
    return (
        f"{total - len(differing)} of {wording.plural(total, 'crime type')} "
        f"{'agrees' if total - len(differing) == 1 else 'agree'}. "
        f"{most.label} differs most: {describe_difference(most)} in {pair.second} than in "
        f"{_continue(pair.first)}."
    )


def begin(name: str) -> str:
    """A name as it begins a cell: "its wards" -> "Its wards". That of a source stays as it is."""
    return wording.capitalise(name) if name.startswith("its ") else name


def _continue(name: str) -> str:
    return f"the{name[3:]}" if name.startswith("The ") else name


def describe_difference(difference: Difference) -> str:
    """ "40 fewer (−5.2%)", "12 more (from 0)"."""
    side = "more" if difference.change > 0 else "fewer"
    share = wording.share(difference.second, difference.first)
    return f"{wording.count(abs(difference.change))} {side} ({share})"


def describe_missing(missing: Missing) -> str:
    """Why a year of a table is not held against a source."""
    are = "is" if missing.months == 1 else "are"
    return (
        f"{missing.table}, {missing.year}: not held against {missing.source}, of which "
        f"{wording.plural(missing.months, 'month')} of that year {are} not loaded."
    )


def describe_without_wards(source: str) -> str:
    """That a source is not held against the sum of wards."""
    return f"{source} does not say in which ward, so there are no wards to add up."


def write_reconciliation(pairs: Sequence[Reconciled]) -> str:
    """How many comparisons there are, and in how many something differs."""
    differing = sum(bool(pair.differing) for pair in pairs)
    compared = wording.plural(len(pairs), "comparison")
    if not differing:
        return f"{compared}, and every figure agrees."
    return f"{compared}: figures differ in {wording.number(differing)}, each with its likely reason."
