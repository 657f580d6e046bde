"""Fetches near misses from both of their places: the register, and the files that were imported."""

from __future__ import annotations

from csp.core.road_records.near_miss import NearMiss
from csp.topics.action_plan.fetch import fetch_board, read_if_there
from csp.topics.action_plan.store.near_misses import TypedNearMiss, list_near_misses
from csp.topics.road_safety.fetch_records import fetch_imported_near_misses


def fetch_register() -> tuple[TypedNearMiss, ...] | None:
    """What was typed in, first entered first; None where the action plan's database cannot be read."""
    return read_if_there(list_near_misses)


def fetch_removed() -> tuple[TypedNearMiss, ...]:
    """What was taken out of the register."""
    return list_near_misses(fetch_board(), removed=True)


def fetch_near_misses() -> tuple[NearMiss, ...]:
    """Every near miss that is known, for the rules and the map: typed in and imported, each once."""
    typed = [each.near_miss for each in fetch_register() or ()]
    return tuple(dict.fromkeys([*typed, *fetch_imported_near_misses()]))
