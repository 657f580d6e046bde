"""The report as a Word file, read back: headings, contents, tables, pictures, lists, pages and margins."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from PIL import Image

from csp.core.table import Cell, Column, Row, Table
from csp.shell import picture
from csp.topics.report.document import Bullets, Heading, Paragraph, TableBlock, Tile, Tiles
from csp.topics.report.word import write_docx
from csp.topics.report.word.fitting import find_size
from csp.topics.report.word.widths import SIZE, fit_width, measure, share_width
from tests.unit.report.word_files import (
    COVER,
    WordFile,
    make_chart,
    make_document,
    make_picture,
    make_section,
    make_table,
    read_text,
)


def write(*sections, **changes) -> WordFile:
    return WordFile(write_docx(make_document(*sections, **changes)))


def write_blocks(*blocks, **changes) -> WordFile:
    return write(make_section(*blocks), **changes)


def read_cells(file, at):
    return [[cell.text for cell in row.cells] for row in file.file.tables[at].rows]


def test_sections_and_headings_are_headings_of_their_levels_in_order():
    blocks = (Heading("Trend"), Heading("By month", 3), Heading("Wards"))
    file = write(make_section(*blocks), make_section(title="Horizon scan"))
    headings = [(p.style.name, p.text) for p in file.file.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "All recorded crime"),
        ("Heading 2", "Trend"),
        ("Heading 3", "By month"),
        ("Heading 2", "Wards"),
        ("Heading 1", "Horizon scan"),
    ]


@pytest.mark.parametrize("title", ["Annex A: data notes", "Part 2: the action plan", "appendix 1"])
def test_word_numbers_the_sections_but_for_those_that_name_their_own(title):
    file = write(make_section(), make_section(title=title), make_section(title="Partners"))
    numbered = [p._p.pPr.numPr is not None for p in file.list_paragraphs("Heading 1")]
    assert numbered == [True, False, True]
    entries = [
        read_text(p).split("\t")[0] for p in file.body.iter(qn("w:p")) if file.name_style(p) == "toc 1"
    ]
    assert [entry[0] for entry in entries] == ["1", title[0], "2"]


def test_the_contents_hold_the_headings_as_links_and_word_adds_the_pages():
    file = write(make_section(Heading("Trend"), Heading("By month", 3)), make_section(title="Horizon scan"))
    assert file.list_texts("toc 1") == ["1All recorded crime", "2Horizon scan"]
    assert file.list_texts("toc 2") == ["Trend"]
    assert file.list_fields()[0] == 'TOC \\o "1-2" \\h \\z \\u'
    bookmarks = {node.get(qn("w:name")) for node in file.body.iter(qn("w:bookmarkStart"))}
    links = [node.get(qn("w:anchor")) for node in file.body.iter(qn("w:hyperlink"))]
    assert len(links) == 3
    assert set(links) < bookmarks
    assert [f"PAGEREF {link} \\h" for link in links] == file.list_fields()[1:4]
    update = file.file.settings.element.find(qn("w:updateFields"))
    assert update.get(qn("w:val")) == "true"


def test_every_field_that_begins_ends():
    file = write_blocks(TableBlock(make_table(), "Crimes"), make_picture(), Heading("Wards"))
    for name in ("word/document.xml", "word/footer1.xml"):
        kinds = [node.get(qn("w:fldCharType")) for node in file.parts[name].iter(qn("w:fldChar"))]
        depth = 0
        for kind in kinds:
            depth += {"begin": 1, "separate": 0, "end": -1}[kind]
            assert depth >= 0
        assert kinds
        assert depth == 0


def test_a_table_has_a_header_row_that_is_repeated_and_the_texts_of_the_page():
    file = write_blocks(TableBlock(make_table(), "Crimes by type", notes=("Provisional.",)))
    assert read_cells(file, 1) == [["Crime type", "2020"], ["Type 0", "0,000"], ["Type 1", "1,000"]]
    rows = file.file.tables[1]._tbl.tr_lst
    assert [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True, False, False]
    assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
    aligned = [row.cells[1].paragraphs[0].alignment for row in file.file.tables[1].rows]
    assert aligned == [WD_ALIGN_PARAGRAPH.RIGHT] * 3
    assert file.list_texts("Report Note")[-1] == "Provisional."
    look = file.file.tables[1]._tbl.tblPr.find(qn("w:tblLook"))
    assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")


def test_a_table_says_what_it_is_to_those_who_hear_it_read():
    file = write_blocks(TableBlock(make_table(), "Crimes by type"))
    properties = file.file.tables[1]._tbl.tblPr
    assert properties.find(qn("w:tblCaption")).get(qn("w:val")) == "Crimes by type"
    assert properties.find(qn("w:tblDescription")).get(qn("w:val")) == "Recorded crime by type"


def test_no_cell_is_merged_and_columns_called_alike_have_their_groups():
    columns = (
        Column("Ward"),
        Column("2020", group="Theft"),
        Column("2020", group="Arson"),
        Column("All", group="x"),
    )
    table = Table("c", columns, (Row("r", tuple(map(Cell, "abcd"))),))
    file = write_blocks(TableBlock(table, "c"), Tiles((Tile("a", "1"),)))
    assert read_cells(file, 1)[0] == ["Ward", "Theft: 2020", "Arson: 2020", "All"]
    assert not list(file.body.iter(qn("w:gridSpan"), qn("w:vMerge")))


def test_captions_are_counted_by_word_each_kind_by_itself():
    blocks = (TableBlock(make_table(), "One"), make_picture(), TableBlock(make_table(), "Two"))
    file = write_blocks(*blocks)
    assert file.list_texts("Caption") == ["Table 1: One", "Figure 1: Thefts fell", "Table 2: Two"]
    sequences = [code for code in file.list_fields() if code.startswith("SEQ")]
    assert sequences == [f"SEQ {kind} \\* ARABIC" for kind in ("Table", "Figure", "Table")]


def test_a_small_line_in_a_cell_is_left_out_with_its_column():
    table = make_table(columns=("Ward", "Trend", "2020"))
    spark = replace(table.rows[0].cells[1], spark=(1.0, 2.0))
    rows = (
        replace(table.rows[0], cells=(table.rows[0].cells[0], spark, table.rows[0].cells[2])),
        table.rows[1],
    )
    file = write_blocks(TableBlock(replace(table, rows=rows), "Wards", widths=(2, 5, 1)))
    assert read_cells(file, 1)[0] == ["Ward", "2020"]
    widths = [column.w.cm for column in file.file.tables[1]._tbl.tblGrid.gridCol_lst]
    assert widths == pytest.approx([17 * 2 / 3, 17 / 3], abs=0.01)


def test_cells_have_the_colours_of_the_page_and_lines_of_their_own():
    cells = (Cell("On track\nDone", tone="green"), Cell("5", fill="#12436D", ink="#FFFFFF"))
    table = Table(
        "c", (Column("Outcome", numeric=False), Column("n", emphasis=True)), (Row("r", cells, indent=True),)
    )
    file = write_blocks(TableBlock(table, "c"))
    first, second = file.file.tables[1].rows[1].cells
    assert first.text == "On track\nDone"
    assert first.paragraphs[0].paragraph_format.left_indent.cm == pytest.approx(0.4, abs=0.01)
    assert first.paragraphs[0].runs[0].font.color.rgb is not None
    assert second._tc.tcPr.find(qn("w:shd")).get(qn("w:fill")) == "12436D"
    assert (str(second.paragraphs[0].runs[0].font.color.rgb), second.paragraphs[0].runs[0].bold) == (
        "FFFFFF",
        True,
    )


def test_the_headers_of_a_matrix_stand_upright():
    table = make_table(columns=("Ward", *(f"Crime type {n}" for n in range(14))), upright=True)
    file = write_blocks(TableBlock(table, "c"))
    header = file.file.tables[1]._tbl.tr_lst[0]
    directions = [cell.tcPr.find(qn("w:textDirection")) is not None for cell in header.tc_lst]
    assert directions == [False, *[True] * 14]


def test_tables_straight_behind_one_another_stay_two():
    file = write_blocks(Tiles((Tile("a", "1"),)), Tiles((Tile("b", "2"),)))
    tags = [child.tag for child in file.body]
    assert (qn("w:tbl"), qn("w:tbl")) not in list(pairwise(tags))


@pytest.mark.parametrize("table", [Table("c", (), ()), make_table(rows=0)])
def test_a_table_without_rows_or_columns_is_written(table):
    assert write_blocks(TableBlock(table, "Nothing")).list_texts("Caption") == ["Table 1: Nothing"]


def test_a_picture_has_its_words_and_200_dots_an_inch_below_its_caption():
    file = write_blocks(make_picture(alt='Theft 12 & arson 3 "in all"\x07'))
    (shape,) = file.file.inline_shapes
    assert shape._inline.docPr.get("descr") == 'Theft 12 & arson 3 "in all"'
    image = Image.open(io.BytesIO(file.archive.read("word/media/image1.png")))
    drawn = Image.open(io.BytesIO(picture.draw_png(make_chart(title=""))))
    assert image.size == drawn.size
    holder = next(p for p in file.file.paragraphs if p._p.find(f".//{qn('w:drawing')}") is not None)
    above = file.file.paragraphs[[p._p for p in file.file.paragraphs].index(holder._p) - 1]
    assert (
        above.style.name,
        above.paragraph_format.keep_with_next or above.style.paragraph_format.keep_with_next,
    ) == (
        "Caption",
        True,
    )


def test_the_finding_stands_in_the_caption_and_not_in_the_picture():
    file = write_blocks(make_picture())
    image = Image.open(io.BytesIO(file.archive.read("word/media/image1.png")))
    assert image.info["Title"] == ""


@pytest.mark.parametrize("kind", ["assessment", "briefing", "since"])
def test_a_picture_fits_its_page(kind):
    file = write_blocks(make_picture(), kind=kind)
    (shape,) = file.file.inline_shapes
    section = file.file.sections[0]
    assert shape.width <= section.page_width - section.left_margin - section.right_margin
    assert shape.height < section.page_height * 0.6


def test_a_picture_that_cannot_be_drawn_says_so_and_the_rest_is_written(monkeypatch):
    def fail(_chart):
        raise ValueError("no such mark")

    monkeypatch.setattr(picture, "draw_png", fail)
    file = write_blocks(make_picture(), Paragraph("Behind it."))
    said = "This picture could not be drawn. It shows: Theft 12, arson 3"
    assert said in file.list_texts("Report Warning")
    assert "Behind it." in file.list_texts("Normal")


def test_markdown_becomes_letters_and_links():
    links = "see [the *Act*](https://example.org/a?b=1&c=2), **[post](mailto:a@example.org)**."
    text = f"All crime **fell** by *778*; {links}"
    file = write_blocks(Paragraph(f"{text}\n\nA second\nparagraph."))
    first, second = (p for p in file.list_paragraphs("Normal") if p.text.startswith(("All", "A second")))
    assert first.text == "All crime fell by 778; see the Act, post."
    assert [(run.text, bool(run.bold), bool(run.italic)) for run in first.runs][:4] == [
        ("All crime ", False, False),
        ("fell", True, False),
        (" by ", False, False),
        ("778", False, True),
    ]
    assert [link.address for link in first.hyperlinks] == ["https://example.org/a?b=1&c=2"] * 2 + [
        "mailto:a@example.org"
    ]
    assert {run.style.name for link in first.hyperlinks for run in link.runs} == {"Hyperlink"}
    assert second.text == "A second paragraph."


@pytest.mark.parametrize(("tone", "style"), [("lead", "Lead"), ("note", "Note"), ("warning", "Warning")])
def test_a_paragraph_is_set_by_its_tone(tone, style):
    assert "Words." in write_blocks(Paragraph("Words.", tone)).list_texts(f"Report {style}")


HOSTILE = (
    "\x00\x1b[2J<w:p/>&amp;{ MACROBUTTON x }\u202e\ud800\ufffe\uffff"
    "=cmd|' /C calc'!A0 [x](javascript:alert(1))"
)


def test_hostile_text_stays_text_wherever_it_stands():
    shown = "[2J<w:p/>&amp;{ MACROBUTTON x }\ufffd\ufffd\ufffd=cmd|' /C calc'!A0 [x](javascript:alert(1))"
    cover = replace(COVER, **dict.fromkeys(("title", "subtitle", "partnership", "period", "sample"), HOSTILE))
    table = Table(HOSTILE, (Column(HOSTILE),), (Row(HOSTILE, (Cell(HOSTILE),)),))
    blocks = (
        Heading(HOSTILE),
        Paragraph(HOSTILE),
        Bullets((HOSTILE,)),
        TableBlock(table, HOSTILE, (HOSTILE,)),
        make_picture(caption=HOSTILE, alt=HOSTILE),
        Tiles((Tile(HOSTILE, HOSTILE, HOSTILE),)),
    )
    section = make_section(*blocks, title=HOSTILE)
    file = write(section, make_section(failure=HOSTILE), cover=cover, about=((HOSTILE, HOSTILE),))
    for style in ("Title", "Subtitle", "Heading 1", "Heading 2", "Normal", "List Bullet", "Report Note"):
        assert shown in file.list_texts(style), style
    assert not any("MACRO" in code for code in file.list_fields())
    links = [link for p in file.list_paragraphs("Normal") for link in p.hyperlinks]
    assert not links


def test_lists_are_lists_of_word_and_each_numbered_one_begins_at_1():
    file = write_blocks(
        Bullets(("a", "b")), Bullets(("c", "d"), numbered=True), Bullets(("e",), numbered=True)
    )
    lists = [
        {p._p.pPr.numPr.numId.val for p in file.list_paragraphs(name)}
        for name in ("List Bullet", "List Number")
    ]
    assert [len(each) for each in lists] == [1, 2]
    numbering = file.parts["word/numbering.xml"]
    starts = {
        int(node.get(qn("w:numId")))
        for node in numbering.iter(qn("w:num"))
        if node.find(f".//{qn('w:startOverride')}") is not None
    }
    assert starts == lists[1]


def test_wide_sections_lie_on_their_side_and_the_next_stand_again():
    wide = make_section(TableBlock(make_table(), "Plan"), title="Part 2: the action plan", landscape=True)
    file = write(make_section(), wide, replace(wide, title="Part 3"), make_section(title="Annex A"))
    pages = [(s.orientation, round(s.page_width.cm, 1)) for s in file.file.sections]
    assert pages == [
        (WD_ORIENT.PORTRAIT, 21.0),
        (WD_ORIENT.LANDSCAPE, 29.7),
        (WD_ORIENT.PORTRAIT, 21.0),
    ]
    assert all(section.header.is_linked_to_previous for section in list(file.file.sections)[1:])
    # The table of the plan is as wide as the page that it lies on.
    assert sum(c.w.cm for c in file.file.tables[1]._tbl.tblGrid.gridCol_lst) == pytest.approx(25.7, abs=0.01)


@pytest.mark.parametrize("kind", ["assessment", "briefing", "since"])
def test_every_page_says_that_the_data_are_a_sample(kind):
    wide = make_section(landscape=True)
    file = write(make_section(), wide, kind=kind)
    headers = file.list_margins("header")
    assert headers
    assert all(text.endswith(COVER.sample) for text in headers.values())
    assert not any(section.different_first_page_header_footer for section in list(file.file.sections)[1:])


def test_real_data_has_no_label():
    file = write(make_section(), cover=replace(COVER, sample=""))
    assert set(file.list_margins("header").values()) <= {"", COVER.title}
    assert not file.list_texts("Report Warning")


def test_pages_are_numbered_but_for_the_cover():
    file = write(make_section())
    assert file.list_margins("footer") == {"default": "Page 1 of 1"}
    codes = [node.text.strip() for node in file.parts["word/footer1.xml"].iter(qn("w:instrText"))]
    assert codes == ["PAGE", "NUMPAGES"]
    assert file.file.sections[0].different_first_page_header_footer


def test_the_cover_names_the_report_and_who_signs_it():
    file = write(make_section())
    assert file.list_texts("Title") == ["Strategic assessment"]
    assert file.list_texts("Subtitle") == ["2021/22"]
    assert file.list_texts("Normal")[:3] == [COVER.partnership, "Jan to Dec 2020", "26 Nov 2026"]
    assert file.list_texts("Report Note")[:2] == [f"Source: {COVER.source}", f"Licence: {COVER.licence}"]
    assert read_cells(file, 0) == [["Office", "Name", "Date"], *map(list, COVER.signatures)]


def test_a_file_says_what_it_is_and_in_which_language():
    file = write(make_section(), language="cy-GB", cover=replace(COVER, subtitle="x" * 300))
    properties = file.file.core_properties
    assert (properties.title, properties.author, properties.language) == (
        COVER.title,
        COVER.partnership,
        "cy-GB",
    )
    assert len(properties.subject) == 255
    languages = [node.get(qn("w:val")) for node in file.parts["word/styles.xml"].iter(qn("w:lang"))]
    assert languages == ["cy-GB"]


def test_what_the_figures_rest_on_stands_at_the_end():
    file = write(make_section(landscape=True), about=(("Crime type", "All crime"), ("Day", "26 Nov 2026")))
    assert file.list_texts("Heading 1")[-1] == "About this document"
    assert read_cells(file, -1)[1:] == [["Crime type", "All crime"], ["Day", "26 Nov 2026"]]
    assert file.file.sections[-1].orientation == WD_ORIENT.PORTRAIT


def test_a_section_that_failed_names_itself_and_the_rest_is_written():
    failed = make_section(title="Road safety", failure="Road safety could not be written: no data.")
    file = write(make_section(), failed, make_section(title="Horizon scan"))
    assert file.list_texts("Report Warning")[-1] == "Road safety could not be written: no data."
    assert file.list_texts("Heading 1") == ["All recorded crime", "Road safety", "Horizon scan"]


def test_a_briefing_has_tiles_and_no_cover_contents_or_numbers():
    tiles = Tiles(tuple(Tile(f"Label {n}", f"{n},000", "a line") for n in range(5)))
    file = write(make_section(tiles), kind="briefing", about=(("Filters", "All"),))
    assert not file.list_texts("toc 1")
    assert not any(p._p.pPr.numPr is not None for p in file.list_paragraphs("Heading 1"))
    assert read_cells(file, 0) == [
        ["Label 0", "Label 1", "Label 2"],
        ["0,000", "1,000", "2,000"],
        ["a line"] * 3,
        # The last one is as wide as two.
        ["Label 3", "Label 4", "Label 4"],
        ["3,000", "4,000", "4,000"],
        ["a line"] * 3,
    ]
    assert len(file.file.sections) == 1
    assert not file.file.sections[0].different_first_page_header_footer
    assert not any(p.paragraph_format.page_break_before for p in file.file.paragraphs)
    assert file.list_texts("Report Note") == ["Filters: All"]
    assert not list(file.body.iter(qn("w:br")))


def test_what_changed_since_a_meeting_has_no_cover_and_contents_only_where_it_is_long():
    file = write(make_section(Heading("Warnings")), kind="since", about=(("Filters", "All"),))
    assert file.list_texts("Title") == [COVER.title]
    assert not file.list_texts("toc 1")
    assert not file.list_texts("Report Lead")
    assert not file.file.sections[0].different_first_page_header_footer
    assert file.list_texts("Report Note") == ["Filters: All"]
    long = write(*[make_section(Heading("Warnings"))] * 5, kind="since")
    assert len(long.list_texts("toc 1")) == len(long.list_texts("toc 2")) == 5
    assert not any(p.paragraph_format.page_break_before for p in long.file.paragraphs)


def test_contents_that_two_levels_would_make_longer_than_a_page_have_one():
    file = write(*[make_section(*[Heading("Trend")] * 5)] * 8)
    assert len(file.list_texts("toc 1")) == 8
    assert not file.list_texts("toc 2")
    assert file.list_fields()[0] == 'TOC \\o "1-1" \\h \\z \\u'


def write_briefing(rows, changes=4):
    """A briefing with a picture, and a table of so many rows."""
    late = Table(
        "Overdue",
        (Column("Action", numeric=False, wrap=True), Column("Lead", numeric=False)),
        tuple(Row(f"r{n}", (Cell(f"Action {n} " + "with words " * 9), Cell("Council"))) for n in range(rows)),
    )
    bullets = Bullets(("ASB incidents rose by 864 (+58.0%) to 2,354, a clear change; 2nd lowest.",) * changes)
    tiles = Tiles((Tile("Label", "7,830", "a line"),) * 5)
    blocks = (tiles, bullets, make_picture(), TableBlock(late, "Overdue"))
    return write(*(make_section(block) for block in blocks), kind="briefing")


def test_a_briefing_gives_its_picture_the_room_that_is_left_and_cuts_its_longest_table():
    few, many, too_many = (write_briefing(rows) for rows in (1, 8, 60))
    heights = [each.file.inline_shapes[0].height for each in (few, many, too_many)]
    assert heights[0] >= heights[1] >= heights[2] > 0
    assert len(read_cells(many, 1)) == 1 + 8
    (note,) = too_many.list_texts("Report Note")
    assert note == f"{60 + 1 - len(read_cells(too_many, 1))} more in the full report."
    assert 2 <= len(read_cells(too_many, 1)) < 30
    # The tiles, which are a table as well, stay whole.
    assert len(read_cells(too_many, 0)) == 6
    # Letters become smaller before anything is left out.
    sizes = [find_size(each.file.styles["Normal"]) for each in (few, too_many)]
    assert sizes[0] > sizes[1]


def test_a_report_without_sections_is_written():
    assert write().list_texts("Title") == [COVER.title]


def test_two_at_once_both_succeed():
    document = make_document(make_section(TableBlock(make_table(), "One"), make_picture()))
    with ThreadPoolExecutor(2) as pool:
        files = [WordFile(content) for content in pool.map(write_docx, [document] * 2)]
    first, second = (file.archive.read("word/document.xml") for file in files)
    assert first == second


def test_columns_are_as_wide_as_their_texts_ask_for_and_fill_the_page():
    widths = fit_width([["Crime type", "Residential burglary"], ["2020", "7,830"]], 17)
    assert sum(widths.columns) == pytest.approx(17)
    assert widths.columns[0] > widths.columns[1]
    long = fit_width([["Text", "x " * 300], ["Word", "Incomprehensibilities"]], 17)
    assert sum(long.columns) == pytest.approx(17)
    assert long.columns[1] > 21 * 0.19
    assert fit_width([["Incomprehensibilities"]] * 8, 17).is_small


def test_short_texts_stay_on_one_line_and_long_ones_are_broken():
    texts = [["Crime type", "Domestic abuse incidents in all"], *[["Clear change", "no clear change"]] * 3]
    widths = fit_width(texts, 14)
    assert not widths.is_small
    assert all(width > measure("no clear change", SIZE) for width in widths.columns[1:])
    narrow = fit_width([["Change", "1"]] * 9, 17).columns
    assert all(width > measure("Change", SIZE, is_bold=True) for width in narrow)


def test_a_width_is_shared_as_asked():
    assert share_width([2, 1, 1], 16).columns == (8, 4, 4)
