"""The report as a PDF: what it says read back in reading order, its tags, and what a page looks like."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pikepdf
import pypdf
import pytest
from pdfua import validate

from csp.core.table import Cell, Row, Table
from csp.shell import picture
from csp.topics.report.document import Bullets, Heading, Paragraph, Picture, TableBlock
from csp.topics.report.pdf import write_pdf
from csp.topics.report.pdf.typesetting import NotSetError, compile_pdf
from tests.unit.report.pdf_documents import (
    COVER,
    HOSTILE,
    PLAN,
    SAMPLE,
    SECTIONS,
    make_briefing,
    make_chart,
    make_document,
    make_section,
    make_table,
)
from tests.unit.report.pdf_reading import open_pdf, read_structure

A4 = (595, 841)
"""In whole pt."""


@pytest.fixture(scope="module")
def assessment() -> bytes:
    return write_pdf(make_document(about=(("Filters", "All crime, all wards"),)))


def read_pages(content: bytes) -> list[str]:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return [" ".join(page.extract_text().split()) for page in pages]


def read(*blocks, **changes):
    """The structure of a document of one section."""
    return read_structure(open_pdf(write_pdf(make_document(make_section(*blocks), **changes))))


@pytest.mark.parametrize("kind", ["assessment", "since", "briefing"])
def test_the_checks_of_pdf_ua_find_nothing(kind, tmp_path):
    document = make_briefing() if kind == "briefing" else make_document(kind=kind)
    path = tmp_path / "report.pdf"
    path.write_bytes(write_pdf(document))
    assert [str(finding) for finding in validate(str(path)).findings] == []


def test_a_file_says_what_it_is_and_in_which_language(assessment):
    pdf = open_pdf(assessment)
    assert str(pdf.Root.Lang) == "en-GB"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo.Title) == COVER.title
    assert str(pdf.docinfo.Author) == COVER.partnership
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == COVER.title
        assert SAMPLE in metadata["dc:description"]


def test_headings_are_in_order_and_none_is_left_out(assessment):
    headings = read_structure(open_pdf(assessment)).find("H1", "H2", "H3")
    assert [(heading.role, heading.text) for heading in headings] == [
        ("H1", "Contents"),
        ("H1", "1Introduction & aim"),
        ("H2", "Legislation"),
        ("H3", "In detail"),
        ("H1", "2Road safety"),
        ("H1", "3All recorded crime"),
        ("H1", "4The action plan"),
        ("H1", "5Glossary"),
        # Asked for as the third level: there is none without the second.
        ("H2", "A term"),
        ("H1", "About this document"),
    ]


@pytest.mark.parametrize("title", ["Annex A: data notes", "Part 2: the action plan", "appendix 1"])
def test_sections_that_name_their_own_number_get_none(title):
    parts = (make_section(), make_section(title=title), make_section(title="Partners"))
    headings = read_structure(open_pdf(write_pdf(make_document(*parts)))).find("H1")
    assert [heading.text for heading in headings][1:4] == ["1All recorded crime", title, "2Partners"]


def test_bookmarks_lead_to_every_heading(assessment):
    def list_titles(entries):
        return [
            title
            for entry in entries
            for title in (list_titles(entry) if isinstance(entry, list) else [str(entry.title)])
        ]

    titles = list_titles(pypdf.PdfReader(io.BytesIO(assessment)).outline)
    headings = read_structure(open_pdf(assessment)).find("H1", "H2", "H3")
    assert [re.sub(r"^[\d.]+ ?", "", title) for title in titles] == [
        re.sub(r"^[\d.]+", "", heading.text) for heading in headings
    ]


def test_a_report_is_heard_in_the_order_in_which_it_is_written(assessment):
    text = read_structure(open_pdf(assessment)).text
    words = [COVER.partnership, COVER.title, COVER.subtitle, "Jan to Dec 2020", "26 November 2026", SAMPLE]
    words += ["Signed off by", "Contents", "Crime fell by 778 (−9.0%), the lowest of 12.", "See the page."]
    words += [
        "A second paragraph.",
        "Legislation",
        "One bold",
        "1.First",
        "In detail",
        "Provisional figures.",
    ]
    words += ["A figure in this paragraph has changed", "Tile 00,123a detail", "Tile 44,123a detail"]
    words += ["Road safety could not be written: [no] *file*.", "Table 1: Recorded crime by type", "Type 0"]
    words += [
        "Provisional.",
        "Figure 1: Shoplifting is highest",
        "The action plan",
        "Table 2: Domestic abuse",
    ]
    words += ["DA-11", "Glossary", "What it means.", "About this document", "Filters: All crime, all wards"]
    at = 0
    for each in words:
        assert each in text[at:], each
        at = text.index(each, at) + len(each)


def test_every_cell_of_a_table_is_read_back_with_its_headers(assessment):
    tables = read_structure(open_pdf(assessment)).find("Table")[1:]
    for element, table in zip(tables, (make_table(), PLAN), strict=True):
        heads, *rows = element.find("TR")
        assert [cell.text for cell in heads.find("TH", "TD")] == [column.label for column in table.columns]
        assert {cell.scope for cell in heads.find("TH", "TD")} == {"Column"}
        assert len(rows) == len(table.rows)
        for row, cells in zip(table.rows, (each.find("TH", "TD") for each in rows), strict=True):
            assert [cell.text for cell in cells] == [cell.text for cell in row.cells]
            assert [cell.role for cell in cells] == ["TH", *["TD"] * (len(cells) - 1)]
            assert cells[0].scope == "Row"
            assert not any(cell.headers for cell in cells)


def test_headers_of_groups_stand_over_their_columns():
    table = make_table(columns=("Month", "2020", "2019", "Rank"))
    grouped = [
        replace(column, group="Recorded" if at in (1, 2) else "") for at, column in enumerate(table.columns)
    ]
    (element,) = read(TableBlock(replace(table, columns=tuple(grouped)), "By month")).find("Table")[1:]
    upper, lower = element.find("THead")[0].find("TR")
    assert [cell.text for cell in upper.find("TH")] == ["Month", "Recorded", "Rank"]
    assert [cell.text for cell in lower.find("TH")] == ["2020", "2019"]


def test_every_figure_has_an_alternative_text():
    table = make_table()
    line = Cell("Robbery: monthly counts", spark=(3, None, 5, 4), incomplete=(3,))
    rows = tuple(replace(row, cells=(*row.cells[:2], line)) for row in table.rows)
    structure = read(
        Picture(make_chart(), "A caption", "Bars: shoplifting 564"),
        Picture(make_chart(), "Without words of its own", ""),
        TableBlock(replace(table, rows=rows), "With lines"),
    )
    assert [figure.alt for figure in structure.find("Figure")] == [
        "Bars: shoplifting 564",
        "Without words of its own",
        *["Robbery: monthly counts"] * 3,
    ]


def test_a_picture_has_its_finding_in_the_caption_alone():
    (page,) = read_pages(
        write_pdf(
            make_document(
                make_section(
                    Picture(make_chart("A title of the screen"), "The finding", "Bars"),
                ),
                kind="since",
            )
        )
    )
    assert "Figure 1: The finding" in page
    assert "A title of the screen" not in page
    assert "Recorded, Jan to Dec 2020" in page


def test_a_picture_that_cannot_be_drawn_is_said_in_words(monkeypatch):
    def fail(_chart):
        raise ValueError("no such mark")

    monkeypatch.setattr(picture, "draw_svg", fail)
    text = read(Picture(make_chart(), "By place", "Bars: shoplifting 564"), Paragraph("Afterwards.")).text
    assert "By place: this picture could not be drawn. It shows: Bars: shoplifting 564" in text
    assert "Afterwards." in text


def test_no_text_is_read_as_a_program():
    structure = read(
        Heading(HOSTILE),
        Paragraph(HOSTILE),
        Bullets((HOSTILE,)),
        TableBlock(Table("", make_table().columns[:1], (Row("r", (Cell(HOSTILE),)),)), HOSTILE, (HOSTILE,)),
        Picture(make_chart(HOSTILE, HOSTILE), HOSTILE, HOSTILE),
        cover=replace(COVER, title=HOSTILE, sample=HOSTILE, signatures=((HOSTILE, HOSTILE, HOSTILE),)),
    )
    assert structure.find("Title")[0].text == HOSTILE
    # A backslash before a sign is of Markdown in a paragraph; here a blank follows.
    assert structure.text.count(HOSTILE) >= 10
    assert structure.find("Figure")[0].alt == HOSTILE


def test_signs_that_no_font_has_are_named():
    text = read(
        Paragraph("Thanks \U0001f44d\ufe0f to \u6797 \ud800 and\u200b Zoë\x00 ▲ ○"), Paragraph("Fine.")
    ).text
    assert "Thanks [thumbs up sign] to [cjk unified ideograph-6797] \ufffd and Zoë ▲ ○" in text
    assert "Fine." in text


def test_a_sample_says_so_on_every_page(assessment):
    pages = read_pages(assessment)
    assert len(pages) >= 5
    assert all(SAMPLE in page for page in pages)
    assert all(f"Page {at} of {len(pages)}" in page for at, page in enumerate(pages, start=1))
    real = write_pdf(make_document(cover=replace(COVER, sample="")))
    assert not any(SAMPLE in page for page in read_pages(real))


def test_a_wide_section_lies_on_its_side_and_no_other(assessment):
    pages = pypdf.PdfReader(io.BytesIO(assessment)).pages
    sizes = [(int(page.mediabox.width), int(page.mediabox.height)) for page in pages]
    assert set(sizes) == {A4, A4[::-1]}
    lying = [at for at, size in enumerate(sizes) if size == A4[::-1]]
    assert lying == [at for at, text in enumerate(read_pages(assessment)) if "DA-" in text]


def test_a_long_table_repeats_its_header_on_every_page_but_is_heard_once():
    content = write_pdf(make_document(make_section(TableBlock(make_table(90), "Long")), kind="since"))
    pages = read_pages(content)
    assert len(pages) >= 3
    assert all("Crime type" in page for page in pages)
    assert len(read_structure(open_pdf(content)).find("THead")) == 1


def test_fonts_are_embedded_and_those_of_the_report(assessment):
    names = set()
    pdf = open_pdf(assessment)
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == pikepdf.Name.FontDescriptor:
            assert "/FontFile2" in thing or "/FontFile3" in thing
            names.add(re.sub(r"^/[A-Z]{6}\+", "", str(thing.FontName)))
    assert any(name.startswith("SourceSansPro") for name in names)
    assert all(re.match(r"SourceSansPro|LibertinusSerif|DejaVuSansMono", name) for name in names), names


def test_a_section_that_failed_is_named_and_the_rest_is_there(assessment):
    text = read_structure(open_pdf(assessment)).text
    assert "2Road safetyRoad safety could not be written" in text
    assert text.endswith("Filters: All crime, all wards")


@pytest.mark.parametrize("actions", [0, 4, 25, 120])
def test_a_briefing_has_one_side(actions):
    content = write_pdf(make_briefing(actions))
    (page,) = pypdf.PdfReader(io.BytesIO(content)).pages
    assert page.mediabox.width < page.mediabox.height
    text = page.extract_text()
    assert SAMPLE in " ".join(text.split())
    shown = len(set(re.findall(r"Action \d+", text)))
    left_out = re.search(r"(\d+) more in the full report", text)
    assert shown + (int(left_out[1]) if left_out else 0) == actions
    assert shown == actions or shown >= 10
    structure = read_structure(open_pdf(content))
    assert [heading.text for heading in structure.find("H1")] == [
        "Headline figures",
        "The clearest changes",
        "Where",
        "Overdue actions",
    ]


def test_what_has_changed_has_no_cover_page_and_contents_only_where_it_is_long():
    long, short = make_document(kind="since"), make_document(*SECTIONS[:2], kind="since")
    pages = read_pages(write_pdf(long))
    assert "Contents" in pages[0]
    assert "Crime fell by 778" in pages[0]
    assert "Contents" not in read_pages(write_pdf(short))[0]


def test_the_same_report_is_the_same_file_and_two_can_be_written_at_once():
    document = make_document()
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(write_pdf, (document, document))
    assert first == second


def test_what_cannot_be_set_says_why():
    with pytest.raises(NotSetError, match="unclosed"):
        compile_pdf("#(", {})


def test_a_report_without_anything_is_still_a_report():
    empty = make_section(Bullets(()), TableBlock(Table("", (), ()), "None"), title="")
    cover = replace(COVER, subtitle="", source="", licence="", sample="", signatures=())
    pages = read_pages(write_pdf(make_document(empty, cover=cover)))
    assert "all_crime" in pages[-1]
