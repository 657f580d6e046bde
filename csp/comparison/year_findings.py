"""The sentences about recorded crime by partnership, year by year. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.core import wording
from csp.core.recorded_places import Group
from csp.core.recorded_years import Figure

LEFT_OUT = "left out"
NO_MONTHS = "Yearly figures of whole partnerships: there are no months and no wards."


def write_none(label: str, place: str, period: str, figure: Figure) -> str:
    """The finding where home has no count: "All crime in Exeter, Jan to Dec 2025: its publisher ..." """
    what = "its publisher calls the figure unusable" if figure.is_unusable else "no figure is published"
    return f"{label} in {place}, {period}: {what}."


def describe_missing(
    groups: Sequence[Group],
    now: Mapping[str, Figure],
    before: Mapping[str, Figure],
    period_before: str,
) -> list[str]:
    """Of which areas there is no count, or none to compare with, and why; those of one reason together.

    now and before: the figures of the groups by code; before is empty where there is no earlier year.
    """
    areas: dict[str, list[str]] = {}
    for group in groups:
        figure, earlier = now[group.code], before.get(group.code)
        if figure.count is None:
            what = "not usable" if figure.is_unusable else LEFT_OUT
            areas.setdefault(f"{what}: {figure.reason}", []).append(group.name)
        elif earlier is not None and earlier.count is None:
            reason = f"no change computed, since {period_before} is not usable: {earlier.reason}"
            areas.setdefault(reason, []).append(group.name)
        if figure.remark:
            areas.setdefault(figure.remark, []).append(group.name)
    # What its publisher warns of stands before what is merely not there.
    reasons = sorted(areas, key=lambda reason: reason.startswith(LEFT_OUT))
    return [f"{wording.list_words(areas[reason])}: {reason.rstrip('.')}." for reason in reasons]
