"""The names of areas as people and files write them: a place has several, each written in many ways."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

_COUNTRIES = {"E": "England", "W": "Wales", "N": "Northern Ireland"}
# What events and abbreviations may be of, beyond one country.
_WIDER = {
    "E": ("England and Wales", "Great Britain", "United Kingdom", "UK"),
    "W": ("England and Wales", "Great Britain", "United Kingdom", "UK"),
    "N": ("United Kingdom", "UK"),
}

# What councils are called beside their names, at the start or at the end.
_TITLES = re.compile(
    r"^(the )?((london|royal|metropolitan|county) )*borough of "
    r"|( (city|borough|district|county|metropolitan|unitary))* council$"
)


def list_countries(code: str) -> tuple[str, ...]:
    """The names of the countries that a district of a GSS code lies in, its own first; () for no code."""
    country = _COUNTRIES.get(code[:1])
    return (country, *_WIDER[code[0]]) if country else ()


def simplify_name(name: str) -> str:
    """A name without what people leave out of it or add: "Bristol City Council" and "bristol" are one."""
    plain = re.sub(r",?\s*\b(city|county) of\b", "", name.casefold()).replace("&", " and ")
    plain = " ".join(re.sub(r"[^a-z0-9 ]", "", plain.replace("-", " ")).split())
    return _TITLES.sub("", plain) or plain


def simplify_force(name: str) -> str:
    """A force's name without what varies in it: "Devon & Cornwall Police" -> "devon-and-cornwall"."""
    plain = name.strip().lower().replace("&", " and ")
    short = re.sub(r"\b(police service( of)?|police|constabulary)\b", "", plain)
    return re.sub(r"[^a-z]+", "-", short).strip("-")


def is_of(named: Iterable[str], places: Collection[str]) -> bool:
    """Whether what is of some areas is of a place, by any of its names. What names no area is of all."""
    areas = [simplify_name(name) for name in named if name.strip()]
    return not areas or not {simplify_name(place) for place in places}.isdisjoint(areas)
