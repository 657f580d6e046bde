"""The dashboard's own words that partners' words are mapped to: districts, wards, offences and flags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Known:
    """What words may be mapped to, for one source.

    areas, offences and flags: the label by code. wards: the name by code of each ward, by the code of its
    district. aliases: the code of each simplified word that is taken without asking, by role ("area",
    "offence", "flag"); home: the code of the partnership's own district.
    """

    source: str
    home: str
    areas: Mapping[str, str]
    wards: Mapping[str, Mapping[str, str]]
    offences: Mapping[str, str]
    flags: Mapping[str, str]
    aliases: Mapping[str, Mapping[str, str]]


def read_known(source: str) -> Known:
    """The words of a source of the catalogue, and the places of the settings and of what is imported."""
    raise NotImplementedError


def list_vocabulary(source: str) -> Mapping[str, str]:
    """The offences of a source by code, with their labels, in the order of the catalogue."""
    raise NotImplementedError
