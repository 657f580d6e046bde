"""Years in words."""

from __future__ import annotations

from collections.abc import Iterable


def years_text(years: Iterable[int]) -> str:
    """Years as a span: "2019", "2001 to 2020"."""
    each = set(years)
    first, last = min(each), max(each)
    return str(first) if first == last else f"{first} to {last}"


def runs_text(years: Iterable[int]) -> str:
    """Years as runs: "2019 to 2021, 2024"."""
    ordered = sorted(set(years))
    first = [year for year in ordered if year - 1 not in ordered]
    last = [year for year in ordered if year + 1 not in ordered]
    return ", ".join(years_text({start, end}) for start, end in zip(first, last, strict=True))
