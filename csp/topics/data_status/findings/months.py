"""The words about one month that is loaded, and about how old the latest one is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from csp.core import wording
from csp.core.filters import add_months
from csp.core.incomplete_cells import IncompleteCell
from csp.core.status import LoadedMonth

PICK = "Click a month to see why it is incomplete, and each delivery of it."


def name_period(start: date, span: int) -> str:
    """A month, a quarter or a year by its first day and its months: "Apr 2020", "Apr 2020 to Mar 2021"."""
    return wording.quarter(start) if span == 3 else wording.period(start, add_months(start, span - 1))


def describe_state(month: LoadedMonth) -> str:
    """Whether a month is complete, and what else is to be known: "incomplete: 0.50 of the usual 16,877"."""
    parts = []
    if month.usual:
        share = f"{month.read / month.usual:.2f}"
        parts.append(f"incomplete: {share} of the usual {wording.count(month.usual)}")
    if month.is_provisional:
        parts.append("provisional")
    return ", ".join(parts) or "complete"


def describe_month(month: LoadedMonth, source: str, force: str) -> str:
    """What is loaded of one month, in a sentence. force: "" for a source without forces."""
    whose = ", ".join(filter(None, [source, force]))
    left = month.read - month.stored - month.outside
    parts = [
        f"{wording.count(month.stored)} of {wording.plural(month.read, 'row')} stored",
        f"{wording.count(month.outside)} outside the area" if month.outside else "",
        f"{wording.count(left)} left out" if left > 0 else "",
    ]
    return (
        f"{name_period(month.month, month.span)}, {whose}: {wording.list_words(list(filter(None, parts)))}."
    )


def explain_incomplete(
    month: LoadedMonth, cells: Sequence[IncompleteCell], labels: dict[str, str], names: dict[str, str]
) -> list[str]:
    """Why a month is incomplete: its upload as a whole, or single crime types in a district."""
    sentences = []
    if month.usual:
        sentences.append(
            f"Data incomplete: the file has {wording.plural(month.read, 'row')}, where "
            f"{wording.count(month.usual)} are usual in the half year around it."
        )
    if month.is_provisional:
        sentences.append("Provisional: the source may yet revise this month.")
    own = [cell for cell in cells if cell.month == month.month]
    if own:
        counts = [
            f"{labels[cell.measure]} in {names[cell.district]} ({wording.count(cell.count)}, usually "
            f"{wording.count(cell.usual)})"
            for cell in own
        ]
        sentences.append(f"Incomplete by itself: {wording.list_words(counts)}.")
    return sentences


def describe_age(latest: date, today: date) -> str:
    """How old a month is, counted from its end: "this month", "2 months old", "5 years old"."""
    months = (today.year - latest.year) * 12 + today.month - latest.month - 1
    if months <= 0:
        return "up to date"
    if months < 24:
        return f"{wording.plural(months, 'month')} old"
    return f"{wording.plural(months // 12, 'year')} old"
