"""The places of a section where an author's text can stand. Pure.

It stands at the start or the end of it, below a heading, or after a table or a picture. Such a place is kept
by a name that says what it follows: "under:wards" is below the heading "Wards", and "after:wards.table-1"
behind the first table under it. Captions name the period and are no part of it, so a place is the same under
other filters. What follows a thing that is not there this time stands at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from csp.core.stored_names import build_stem
from csp.topics.report.document import Block, Heading, Paragraph, Picture, TableBlock

START, END = "start", "end"
TOP = "top"
"""What comes before the first heading of a section goes by this name."""


@dataclass(frozen=True)
class Anchor:
    """A place between the blocks of a section. about: the heading or the caption that it follows.

    kind: what that is. at: the index of the block before which a text stands.
    """

    place: str
    kind: str
    about: str
    at: int


def list_anchors(blocks: Sequence[Block]) -> tuple[Anchor, ...]:
    """The places between the blocks of a section, in their order, without its start and its end."""
    anchors = []
    heading, met = TOP, dict[str, int]()
    for i, block in enumerate(blocks):
        if isinstance(block, Heading):
            heading = _number(build_stem(block.text), met)
            anchors.append(Anchor(f"under:{heading}", "heading", block.text, i + 1))
        elif isinstance(block, TableBlock | Picture):
            kind = "table" if isinstance(block, TableBlock) else "picture"
            name = f"{heading}.{kind}"
            met[name] = met.get(name, 0) + 1
            place = f"after:{name}-{met[name]}"
            anchors.append(Anchor(place, kind, block.caption, _skip_notes(blocks, i + 1)))
    return tuple(anchors)


def _number(stem: str, met: dict[str, int]) -> str:
    """The name of a heading; of several with the same words, the later ones have a number."""
    met[stem] = met.get(stem, 0) + 1
    return stem if met[stem] == 1 else f"{stem}-{met[stem]}"


def _skip_notes(blocks: Sequence[Block], at: int) -> int:
    """The index behind the notes that begin at one: they belong to the table before them."""
    while at < len(blocks) and isinstance(note := blocks[at], Paragraph) and note.tone == "note":
        at += 1
    return at


def insert_texts(blocks: Sequence[Block], texts: Mapping[str, Sequence[Block]]) -> tuple[Block, ...]:
    """The blocks of a section with those of the authors' texts, by place, put among them."""
    at = {START: 0, **{anchor.place: anchor.at for anchor in list_anchors(blocks)}}
    rows = sorted((at.get(place, len(blocks)), place != START, place) for place in texts)
    whole, done = list[Block](), 0
    for index, _, place in rows:
        whole += [*blocks[done:index], *texts[place]]
        done = index
    return (*whole, *blocks[done:])


def order_places(places: Iterable[str], anchors: Sequence[Anchor]) -> list[str]:
    """Some places in the order in which they stand in a section; those that it has not are at its end."""
    order = [START, *(anchor.place for anchor in anchors), END]
    return sorted(places, key=lambda place: order.index(place) if place in order else len(order))
