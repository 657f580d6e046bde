"""How a map is drawn, whatever it shows. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from csp.shell.maps.colours import Hex, Ink

Size = tuple[int, int]
TEXT_SIZE = 16


@dataclass(frozen=True)
class MapLook:
    """What every kind of map is drawn with. Hashable, so that it can be a cache key.

    missing is the fill of an area without a figure, and the ground under points. size is the
    width and the height in px; for a deck, which fills its column, the least width. names
    says whether areas bear theirs.
    """

    ink: Ink
    missing: Hex
    size: Size = (720, 520)
    text_size: int = TEXT_SIZE
    names: bool = True
