"""What an import of recorded crime has to say of the districts of the settings. Sentences, no printing."""

from __future__ import annotations

from collections.abc import Mapping

from csp.core import settings
from csp.core.recorded_crime import TOTAL, simplify
from csp.core.wording import list_words
from csp.imports.formats.recorded.figures import Key, Value
from csp.imports.formats.recorded.severity import MEASURE

NAMED = 4  # totals of home that are named


def describe(figures: Mapping[Key, Value]) -> tuple[str, ...]:
    """The totals of home, districts that are no partnership of their own, and unusable figures."""
    sentences = (
        *_describe_home(figures),
        *_describe_shapes(figures),
        _describe_unusable(figures),
        _describe_scores(figures),
    )
    return tuple(filter(None, sentences))


def _describe_home(figures: Mapping[Key, Value]) -> list[str]:
    area = settings.area()
    name = simplify(area.home_name)
    totals = {
        key.period: value
        for key, value in figures.items()
        if (key.offence, key.measure, key.place.level) == ("total", "offences", "partnership")
        and (area.home if key.place.districts else name)
        == (key.place.districts or simplify(key.place.partnership))
    }
    parts = [
        f"{value.number:,.0f} in the year to {period.end:%B %Y}"
        for period, value in sorted(totals.items(), reverse=True)[:NAMED]
        if value.number is not None
    ]
    return [f"{area.home_name}, crimes recorded without fraud: {list_words(parts)}."] if parts else []


def _describe_shapes(figures: Mapping[Key, Value]) -> list[str]:
    """Partnerships of several districts, and districts of several partnerships, of those of the settings."""
    area = settings.area()
    partnerships: dict[str, set[str]] = {}
    sentences = []
    places = {key.place for key in figures if key.place.level == "partnership" and key.place.districts}
    for place in sorted(places):
        districts = place.districts.split(";")
        for district in districts:
            partnerships.setdefault(district, set()).add(place.partnership)
        if len(districts) > 1 and set(districts) & set(area.peers):
            names = [area.names.get(district, district) for district in districts]
            sentences.append(
                f"{place.partnership} is one partnership: its figures are of {list_words(names)} together."
            )
    for district in area.peers:
        several = sorted(partnerships.get(district, ()))
        if len(several) > 1:
            sentences.append(
                f"{area.names[district]} has {len(several)} partnerships: {list_words(several)}. Its figures "
                "are their sums."
            )
    return sentences


def _describe_unusable(figures: Mapping[Key, Value]) -> str:
    """Which partnerships have figures that their publisher calls unusable, and why."""
    marked = {
        (key.place.partnership, value.remark)
        for key, value in figures.items()
        if not value.is_usable and value.number is not None
    }
    if not marked:
        return ""
    names = sorted({name for name, _ in marked})
    reason = sorted(reason for _, reason in marked)[0].rstrip(".")
    return f"Kept but marked as not to be used, {list_words(names)}: {reason}."


def _describe_scores(figures: Mapping[Key, Value]) -> str:
    """The latest Crime Severity Score of home, where the file has one."""
    area = settings.area()
    own = [
        (key.period.end, value.number)
        for key, value in figures.items()
        if (key.measure, key.offence) == (MEASURE, TOTAL)
        and value.number is not None
        and (key.place.districts == area.home or simplify(key.place.partnership) == simplify(area.home_name))
    ]
    if not own:
        return ""
    end = max(end for end, _ in own)
    scores = [f"{number:.1f}" for each, number in own if each == end and number is not None]
    return f"{area.home_name}, Crime Severity Score in the year to {end:%B %Y}: {list_words(scores)}."
