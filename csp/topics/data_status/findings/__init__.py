"""The sentences of the page Data. Pure."""

from csp.topics.data_status.findings.loaded import (
    INCOMPLETE,
    INCOMPLETE_CELLS,
    NO_COLLISIONS,
    PROVISIONAL,
    describe_others,
    describe_roads,
    write_caption,
    write_headline,
)

__all__ = [
    "INCOMPLETE",
    "INCOMPLETE_CELLS",
    "NO_COLLISIONS",
    "PROVISIONAL",
    "describe_others",
    "describe_roads",
    "write_caption",
    "write_headline",
]
