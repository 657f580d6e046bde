"""Where in a section an author's text can stand."""

from __future__ import annotations

import pytest

from csp.core.table import Table
from csp.topics.report.authoring.words import describe_place
from csp.topics.report.document import Block, Heading, Paragraph, TableBlock
from csp.topics.report.places import END, START, insert_texts, list_anchors, order_places

TABLE = Table("T", (), ())
BLOCKS: tuple[Block, ...] = (
    Paragraph("Lead", "lead"),
    TableBlock(TABLE, "Crime types, Jan 2020"),
    Paragraph("A note.", "note"),
    Paragraph("Text."),
    Heading("Wards"),
    TableBlock(TABLE, "By ward"),
    TableBlock(TABLE, "By street"),
    Heading("Wards"),
    Paragraph("Last."),
)
PLACES = [
    "after:top.table-1",
    "under:wards",
    "after:wards.table-1",
    "after:wards.table-2",
    "under:wards-2",
]


def test_there_is_a_place_below_every_heading_and_behind_every_table_with_its_notes():
    anchors = list_anchors(BLOCKS)
    assert [each.place for each in anchors] == PLACES
    assert BLOCKS[anchors[0].at] == Paragraph("Text.")
    assert all(BLOCKS[each.at - 1] == Heading("Wards") for each in anchors if each.kind == "heading")


@pytest.mark.parametrize("place", [START, *PLACES, END, "under:gone"])
def test_a_text_stands_at_its_place_and_nothing_else_moves(place):
    text = Paragraph("Mine.")
    written = insert_texts(BLOCKS, {place: [text]})
    at = written.index(text)
    assert (*written[:at], *written[at + 1 :]) == BLOCKS
    ends = {START: 0, END: len(BLOCKS), "under:gone": len(BLOCKS)}
    places = {each.place: each.at for each in list_anchors(BLOCKS)}
    assert at == {**ends, **places}[place]


def test_texts_at_many_places_stand_in_the_order_of_the_section():
    places = [END, *reversed(PLACES), START]
    written = insert_texts(BLOCKS, {place: [Paragraph(place)] for place in places})
    mine = [each.text for each in written if isinstance(each, Paragraph) and each.text in places]
    assert mine == [START, *PLACES, END] == order_places(places, list_anchors(BLOCKS))
    assert insert_texts((), {END: [Paragraph("b")], START: [Paragraph("a")]}) == (
        Paragraph("a"),
        Paragraph("b"),
    )


def test_places_are_the_same_under_other_captions():
    other = tuple(
        TableBlock(TABLE, "Another period") if isinstance(each, TableBlock) else each for each in BLOCKS
    )
    assert [each.place for each in list_anchors(other)] == PLACES


def test_a_place_is_said_in_words_even_where_it_is_not_in_the_section_now():
    anchors = list_anchors(BLOCKS)
    assert describe_place("after:top.table-1", anchors) == "After the table “Crime types, Jan 2020”"
    assert describe_place("under:wards", anchors) == "Below the heading “Wards”"
    assert describe_place("under:year-by-year") == "Below the heading “year by year”"
    assert describe_place("after:wards.picture-1") == "After a picture of “wards”"
    assert describe_place("after:top.table-1") == "After a table near the start"
    assert describe_place(END) == "At the end"
