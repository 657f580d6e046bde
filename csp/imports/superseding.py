"""Tables of one kind that stand side by side: what a new one is called, and which it replaces as a whole."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Set


def name_table(stem: str, loaded: Mapping[str, Set[Hashable]], keys: Collection[Hashable]) -> str:
    """What a table is called in the store: its stem, with a number where another one is called so.

    loaded: what each table in force holds, by its name; keys: what the new one holds. A table of the same
    name that holds nothing else gives its name up.
    """
    held = set(keys)
    kept = {name for name, each in loaded.items() if not each <= held}
    names = (stem, *(f"{stem}-{number}" for number in range(2, len(kept) + 3)))
    return next(name for name in names if name not in kept)


def list_covered(loaded: Mapping[str, Set[Hashable]], keys: Collection[Hashable]) -> tuple[str, ...]:
    """The tables of which everything is in the new one: they are replaced as a whole."""
    held = set(keys)
    return tuple(name for name, each in loaded.items() if each <= held)
