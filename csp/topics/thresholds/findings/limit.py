"""The limit in words: what each stop of its slider comes to, and what decides where the number stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from csp.core import wording
from csp.core.elements import SliderStop
from csp.topics.thresholds.findings.rule import write_limit
from csp.topics.thresholds.rules import Flat, Rule, find_stretch


def count_warnings(n: int) -> str:
    """ "8 warnings", "No warnings" """
    return wording.plural(n, "warning") if n else "No warnings"


def list_stops(
    limits: Sequence[float], counts: Sequence[int], flats: Sequence[Flat], unit: str
) -> list[SliderStop]:
    """The stops of the limit's slider, each with its number of warnings and what decides there."""
    return [
        SliderStop(
            at=stop,
            figure=write_limit(stop, unit),
            says=count_warnings(n),
            note=next((note_flat(flat, unit) for flat in flats if flat.first <= stop <= flat.last), ""),
            n=n,
        )
        for stop, n in zip(limits, counts, strict=True)
    ]


def note_flat(flat: Flat, unit: str) -> str:
    """What decides in a flat stretch, in a few words: "0% to 55%: ignored counts decide"."""
    what = " and ".join(_name_deciding(flat))
    sign = "%" if unit == "%" else ""
    stretch = f"{flat.first:g}{sign} to {flat.last:g}{sign}"
    return f"{stretch}: {f'{what} decide' if what else 'no difference lies there'}"


def describe_flat(flat: Flat, rule: Rule) -> str:
    """What decides in a flat stretch, as a sentence."""
    stretch = f"From {_name_ends(flat.first, flat.last, rule.unit)} the number stays the same"
    reasons = [
        *([f"ignored counts (under {rule.least})"] if flat.ignored else []),
        *(["no clear changes"] if flat.unclear else []),
    ]
    if not reasons:
        return f"{stretch}: no difference lies there."
    return f"{stretch}, whatever the limit: the differences in between are {' or '.join(reasons)}."


def describe_stretch(rule: Rule, limits: Sequence[float], counts: Sequence[int]) -> str:
    """How many warnings at the limit that is set, and between which limits they are as many."""
    first, last = find_stretch(limits, counts, rule.limit)
    text = f"{count_warnings(counts[first])} at {write_limit(rule.limit, rule.unit)}"
    if first == last:
        return text
    return f"{text}, as many from {_name_ends(limits[first], limits[last], rule.unit)}"


def _name_deciding(flat: Flat) -> Iterator[str]:
    if flat.ignored:
        yield "ignored counts"
    if flat.unclear:
        yield "clear changes"


def _name_ends(first: float, last: float, unit: str) -> str:
    """ "0% to 55%", "1 to 3 standard deviations" """
    start = write_limit(first, unit) if unit == "%" else f"{first:g}"
    return f"{start} to {write_limit(last, unit)}"
