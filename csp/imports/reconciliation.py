"""The table under which an import accounts for every row it read, as data. No printing here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from csp.imports.results import Loaded, Outcome, Summary


@dataclass(frozen=True)
class Line:
    """One file: its labels, its figures, what became of it, and what there is to know ("")."""

    labels: tuple[str, ...]
    figures: tuple[int, ...]
    result: Outcome
    warning: str = ""


@dataclass(frozen=True)
class Reconciliation:
    """Lines under headings. folds: whether a narrow screen may fold a cell; totals: whether to add up."""

    title: str
    labels: tuple[str, ...]
    figures: tuple[str, ...]
    lines: tuple[Line, ...]
    folds: bool = True
    totals: bool = False


def reconcile_tables(title: str, area: str) -> Callable[[Summary], Reconciliation]:
    """For reference tables: a line per file and area. area: what an import replaces, as a heading."""

    def reconcile(summary: Summary) -> Reconciliation:
        return Reconciliation(
            title=title,
            labels=("File", area),
            figures=("Rows read", "Stored", "Declined"),
            lines=tuple(
                Line(
                    (loaded.file, loaded.force),
                    (loaded.rows_read, loaded.rows_stored, loaded.rows_declined),
                    loaded.result,
                    loaded.note,
                )
                for loaded in summary.loaded
            ),
        )

    return reconcile


# Rows without location and without a ward are counted among the stored.
MONTH_FIGURES: dict[str, Callable[[Loaded], int]] = {
    "Read": lambda loaded: loaded.rows_read,
    "Stored": lambda loaded: loaded.rows_stored,
    "Without\nlocation": lambda loaded: loaded.without_location,
    "Without\nward": lambda loaded: loaded.without_ward,
    "Outside\narea": lambda loaded: loaded.outside_area,
    "Otherwise\ndeclined": lambda loaded: loaded.otherwise_declined,
}


def reconcile_months(summary: Summary) -> Reconciliation:
    """For files of one force and month: a line each by force and month, and their totals."""
    months = sorted(summary.loaded, key=lambda loaded: (loaded.force, str(loaded.month)))
    return Reconciliation(
        title="Read = stored (some of it without location or ward) + outside area + otherwise declined",
        labels=("Force", "Month"),
        figures=tuple(MONTH_FIGURES),
        lines=tuple(_month_line(loaded, summary) for loaded in months),
        folds=False,
        totals=True,
    )


def _month_line(loaded: Loaded, summary: Summary) -> Line:
    assert loaded.month is not None, loaded.file
    incomplete = (loaded.force, loaded.month) in summary.incomplete
    return Line(
        (loaded.force, f"{loaded.month:%Y-%m}"),
        tuple(count(loaded) for count in MONTH_FIGURES.values()),
        loaded.result,
        "incomplete" if incomplete else "",
    )
