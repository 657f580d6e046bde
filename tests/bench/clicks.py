"""The clicks that were timed, as ratios to the empty page, and the tables that are printed of them."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.bench.settling import Click

# Of a page as a whole, against the empty page.
TARGET_MEDIAN, TARGET_P95 = 1.5, 2.5
TARGET_DRAG, TARGET_OPENED, TARGET_COLD, TARGET_FULL_BOARD = 1.3, 1.6, 1.5, 3.0
# The 60 million rows against the sample.
TARGET_BIG = 1.25
# Of fewer clicks the 95th percentile is the slowest: one hiccup of the machine on either page.
LEAST_FOR_P95 = 20


ROWS: dict[str, str] = {
    "first": "first choice of a value, median / p95",
    "again": "chosen again, median / p95",
    "drag": "drag of a slider, median / p95",
    "opened": "opened by address, median / p95",
    "cold": "start to first settled page, median / p95",
}

Pair = tuple[Click, Click]
"""The same click on the empty page and on the page that is measured."""


@dataclass(frozen=True)
class Result:
    """What was measured of one control of a page: pairs of clicks, at least one."""

    page: str
    control: str
    kind: str
    dragged: bool
    pairs: tuple[Pair, ...]


def find_percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least a share of the values do not exceed; the median for 0.5."""
    ordered = sorted(values)
    if share == 0.5:
        return statistics.median(ordered)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def find_times(pairs: Sequence[Pair], share: float) -> tuple[float, float]:
    """ms to settled at a share of the clicks (0.5: median), on the empty page and on the one measured."""
    empty, here = zip(*pairs, strict=True)
    return find_percentile((c.settled for c in empty), share), find_percentile(
        (c.settled for c in here), share
    )


def find_ratio(pairs: Sequence[Pair], share: float) -> float:
    """How many times as long the page takes as the empty one, at a share of the clicks of each.

    For p95 that is the p95 of the page over the p95 of the empty one over the same clicks, not the p95
    of the ratios of pairs: there a quick click on the empty page would count as a slow one here.
    """
    empty, here = find_times(pairs, share)
    return here / empty


def describe_tail(pairs: Sequence[Pair]) -> str:
    """The ratio at p95 in words; a stroke where there are too few clicks for one."""
    return f"{find_ratio(pairs, 0.95):.1f}" if len(pairs) >= LEAST_FOR_P95 else "–"


def print_control(result: Result, first: bool) -> None:
    """Print one control's line, with the heading before the first of them."""
    if first:
        print(
            "| page | control | | clicks | empty ms | page ms | ratio | ratio p95 | messages |\n"
            "|---|---|---|---:|---:|---:|---:|---:|---:|"
        )
    empty, here = find_times(result.pairs, 0.5)
    ratios = f"{here / empty:.2f} | {describe_tail(result.pairs)}"
    messages = statistics.median(click.messages for _, click in result.pairs)
    name = f"{result.page} | {result.control} | {result.kind} | {len(result.pairs)}"
    print(f"| {name} | {empty:.0f} | {here:.0f} | {ratios} | {messages:.0f} |", flush=True)


def print_summary(results: Sequence[Result], full_board: bool) -> None:
    """Print a column for each page: ratios to the empty page, and the messages of a click."""
    pages = list(dict.fromkeys(result.page for result in results))
    print(f"\n| | {' | '.join(pages)} | target |\n|---|{'---|' * (len(pages) + 1)}")
    for row, words in ROWS.items():
        cells = [_describe(_gather(results, page, row)) for page in pages]
        if any(cells):
            print(f"| {words} | {' | '.join(cells)} | {_describe_target(row, full_board)} |")
    messages = [_count_messages(results, page) for page in pages]
    print(f"| messages a click | {' | '.join(messages)} | |", flush=True)


def _gather(results: Sequence[Result], page: str, row: str) -> list[Pair]:
    """The clicks of a row of the table: drags stand in one of their own, first ones and others."""
    return [
        pair
        for result in results
        if result.page == page and (row == "drag" if result.dragged else result.kind == row)
        for pair in result.pairs
    ]


def _describe(pairs: Sequence[Pair]) -> str:
    return f"{find_ratio(pairs, 0.5):.1f} / {describe_tail(pairs)}" if pairs else ""


def _describe_target(row: str, full_board: bool) -> str:
    if full_board:
        return f"{TARGET_FULL_BOARD}"
    targets = {"drag": f"{TARGET_DRAG}", "opened": f"{TARGET_OPENED}", "cold": f"{TARGET_COLD}"}
    return targets.get(row, f"{TARGET_MEDIAN} / {TARGET_P95}")


def _count_messages(results: Sequence[Result], page: str) -> str:
    counts = [
        click.messages
        for result in results
        if result.page == page and result.kind in ("first", "again")
        for _, click in result.pairs
    ]
    return f"{statistics.median(counts):.0f}" if counts else ""


def print_comparison(small: Sequence[Result], big: Sequence[Result]) -> None:
    """Print how much slower a click is on the big extract, each as a ratio to the empty page of its run.

    A control that only one of the two has is left out.
    """
    print(f"\n### Big against small, target at most {TARGET_BIG}\n")
    print(
        "| page | control | | small ratio | big ratio | big / small | met |\n|---|---|---|---:|---:|---:|---|"
    )
    by_control = {(result.page, result.control, result.kind): result for result in small}
    for result in big:
        before = by_control.get((result.page, result.control, result.kind))
        if before is None:
            continue
        ratios = find_ratio(before.pairs, 0.5), find_ratio(result.pairs, 0.5)
        growth = ratios[1] / ratios[0]
        print(
            f"| {result.page} | {result.control} | {result.kind} | {ratios[0]:.2f} | {ratios[1]:.2f} "
            f"| {growth:.2f} | {'yes' if growth <= TARGET_BIG else 'NO'} |"
        )
