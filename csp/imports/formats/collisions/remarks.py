"""What people are told of a file that went in: what was mended, left out, or does not add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.core import collision_codes
from csp.imports.formats.collisions.layout import WORDS
from csp.imports.formats.collisions.reader import Counts

# A file of at least this share of the published total is the national one, of this or another edition.
NATIONAL = 0.9


def describe_rebuilt(shown: str, rows: int) -> list[str]:
    """Rows whose key was made again."""
    if not rows:
        return []
    return [
        f"{shown}: a spreadsheet had spoilt the key of {rows:,} {'row' if rows == 1 else 'rows'}; "
        "it was made again from year and reference."
    ]


def describe_left_out(shown: str, kind: str, loose: Sequence[Counts], kept: Sequence[Counts]) -> list[str]:
    """Years whose collisions are not loaded (loose), and rows of no collision in the years kept."""
    one, several = WORDS[kind]
    sentences = []
    if loose:
        sentences.append(
            f"{shown}: {several} of {name_span(loose)} were passed over, because no collisions of then "
            "are loaded."
        )
    orphans = sum(each.orphans for each in kept)
    if orphans:
        rows, were = (one, "was") if orphans == 1 else (several, "were")
        sentences.append(
            f"{shown}: {orphans:,} {rows} of no collision in the collision file {were} declined."
        )
    return sentences


def compare_published(shown: str, kind: str, counts: Sequence[Counts]) -> list[str]:
    """Whether a national file has as many rows of a year as are published."""
    totals = collision_codes.read_published_totals(kind)
    sentences = []
    for each in counts:
        total = totals.get(each.year)
        if total is None or each.rows_read < NATIONAL * total:
            continue
        several = WORDS[kind][1]
        if each.rows_read == total:
            sentences.append(f"{shown}: {total:,} {several} of {each.year}, as published for Great Britain.")
        else:
            sentences.append(
                f"{shown}: {each.rows_read:,} {several} of {each.year}, and {total:,} were published for "
                "Great Britain: the file is of another edition, or not whole."
            )
    return sentences


def compare_stated(shown: str, counts: Sequence[Counts], stated: Mapping[int, int]) -> list[str]:
    """Years in which other than all casualties are listed that the collisions themselves count."""
    wrong = [each for each in counts if each.rows_stored != stated[each.year]]
    if not wrong:
        return []
    listed, counted = sum(each.rows_stored for each in wrong), sum(stated[each.year] for each in wrong)
    return [
        f"{shown}: {listed:,} casualties of {name_span(wrong)} are listed, and the collisions "
        f"count {counted:,}."
    ]


def name_span(counts: Sequence[Counts]) -> str:
    """The years of some counts, from the first to the last."""
    first, last = min(each.year for each in counts), max(each.year for each in counts)
    return str(first) if first == last else f"{first} to {last}"
