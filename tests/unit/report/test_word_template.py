"""The template of the Word report: a council's own look, what it lacks, and files that are none."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from csp.core import settings
from csp.core.errors import UserError
from csp.topics.report.document import Bullets, Heading, TableBlock
from csp.topics.report.word import check_template, styles, write_docx
from csp.topics.report.word.template import build_template, save
from tests.unit.report.word_files import (
    COVER,
    WordFile,
    make_document,
    make_picture,
    make_section,
    make_table,
)

BLOCKS = (
    Heading("Trend"),
    Bullets(("a",)),
    Bullets(("b",), numbered=True),
    TableBlock(make_table(), "One"),
    make_picture(),
)
DOCUMENT = make_document(
    make_section(*BLOCKS), make_section(title="Plan", landscape=True), make_section(title="Annex A")
)


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Puts a document, or bytes, where the template is looked for."""
    monkeypatch.setenv("CSP_AREA", str(tmp_path / "area.toml"))

    def put(template):
        content = template if isinstance(template, bytes) else save(template)
        (tmp_path / "report.docx").write_bytes(content)

    return put


def test_the_template_in_the_repository_is_the_one_that_is_built():
    stored = WordFile((settings.REFERENCE / "report.docx").read_bytes())
    built = WordFile(save(build_template()))
    assert stored.archive.namelist() == built.archive.namelist()
    for name in ("word/styles.xml", "word/document.xml", "word/numbering.xml", "word/settings.xml"):
        assert stored.archive.read(name) == built.archive.read(name), name
    assert check_template() == ""


def test_without_a_template_the_report_has_the_built_in_look(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "REFERENCE", tmp_path)
    monkeypatch.setenv("CSP_AREA", str(tmp_path / "area.toml"))
    assert check_template() == ""
    assert WordFile(write_docx(DOCUMENT)).list_texts("Heading 2") == ["Trend"]


def test_a_council_s_styles_decide_how_the_report_looks(place):
    template = build_template()
    template.styles["Heading 1"].font.color.rgb = RGBColor(0x80, 0x16, 0x50)
    template.styles["Normal"].font.name = "Gill Sans"
    template.sections[0].left_margin = Pt(100)
    place(template)
    file = WordFile(write_docx(DOCUMENT)).file
    assert str(file.styles["Heading 1"].font.color.rgb) == "801650"
    assert file.styles["Normal"].font.name == "Gill Sans"
    assert file.sections[0].left_margin == Pt(100)


def test_missing_styles_are_named_in_one_sentence_and_replaced(place):
    template = build_template()
    for name in ("Report Lead", "caption"):
        style = template.styles[name]
        style.delete()
    place(template)
    sentence = (
        "The template report.docx does not have the styles Caption and Report Lead; "
        "the built-in look is used for them."
    )
    assert check_template() == sentence
    file = WordFile(write_docx(DOCUMENT))
    assert file.list_texts("Caption")
    assert file.file.core_properties.comments == f"{COVER.sample} {sentence}"


def test_one_missing_style_is_one(place):
    template = build_template()
    template.styles["Report Note"].delete()
    place(template)
    assert check_template() == (
        "The template report.docx does not have the style Report Note; the built-in look is used for it."
    )


def test_a_name_with_other_capitals_is_the_same_style(place):
    template = build_template()
    style = template.styles["Heading 1"]
    style.element.name_val = "Heading 1"
    style.font.size = Pt(33)
    place(template)
    assert check_template() == ""
    file = WordFile(write_docx(DOCUMENT)).file
    assert file.styles["Heading 1"].font.size == Pt(33)


def test_a_style_of_another_kind_is_none(place):
    template = build_template()
    template.styles["Report Table"].delete()
    template.styles.add_style("Report Table", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    place(template)
    assert "Report Table" in check_template()
    assert WordFile(write_docx(DOCUMENT)).file.tables[1].style.name == "Report Table"


def test_a_new_document_of_word_will_do(place):
    place(docx.Document())
    assert "Report Table" in check_template()
    file = WordFile(write_docx(DOCUMENT))
    assert file.list_texts("Heading 1")[:2] == ["All recorded crime", "Plan"]
    # Its own lists keep their marks, and each numbered one begins at 1 all the same.
    assert file.list_paragraphs("List Bullet")[0]._p.pPr.numPr is None
    assert file.list_paragraphs("List Number")[0]._p.pPr.numPr is not None


def test_a_template_without_lists_gets_those_of_the_report(place):
    template = build_template()
    rels = template.part.rels
    (identity,) = [key for key, one in rels.items() if one.reltype.endswith("/numbering")]
    rels.pop(identity)
    place(template)
    file = WordFile(write_docx(DOCUMENT))
    assert len(list(file.parts["word/numbering.xml"].iter(qn("w:num")))) == 3


def test_sections_stay_numbered_as_the_template_does(place):
    template = build_template()
    paragraph = template.styles["Heading 1"].element.get_or_add_pPr()
    paragraph.get_or_add_numPr().get_or_add_numId().val = 7
    place(template)
    headings = WordFile(write_docx(DOCUMENT)).list_paragraphs("Heading 1")
    numbers = [p._p.pPr.numPr.numId.val if p._p.pPr.numPr is not None else None for p in headings]
    # The annex has a number of its own, so that of the template is taken away.
    assert numbers == [None, None, 0]


def test_what_stands_in_a_template_is_dropped_but_for_header_and_footer(place):
    template = build_template()
    template.add_paragraph("Type your report here")
    template.add_table(1, 1)
    template.add_section()
    section = template.sections[0]
    section.header.paragraphs[0].text = "Tunbridge Wells Borough Council"
    section.footer.paragraphs[0].text = "Official"
    place(template)
    file = WordFile(write_docx(DOCUMENT))
    assert "Type your report here" not in [p.text for p in file.file.paragraphs]
    assert file.list_margins("header")["default"] == f"Tunbridge Wells Borough Council{COVER.sample}"
    assert file.list_margins("footer")["default"] == "OfficialPage 1 of 1"


def test_a_template_s_page_number_is_not_given_twice(place):
    template = build_template()
    write = styles.make_element("w:fldSimple", instr=" PAGE ")
    template.sections[0].footer.paragraphs[0]._p.append(write)
    place(template)
    file = WordFile(write_docx(DOCUMENT))
    assert "NUMPAGES" not in file.archive.read("word/footer1.xml").decode()


def test_the_label_stands_on_first_and_even_pages_too(place):
    template = build_template()
    template.settings.odd_and_even_pages_header_footer = True
    place(template)
    headers = WordFile(write_docx(DOCUMENT)).list_margins("header")
    assert set(headers) == {"default", "first", "even"}
    assert all(text.endswith(COVER.sample) for text in headers.values())


def test_a_template_on_its_side_has_no_empty_first_page(place):
    template = build_template()
    section = template.sections[0]
    section.orientation = docx.enum.section.WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    place(template)
    file = WordFile(write_docx(DOCUMENT)).file
    assert [round(each.page_width.cm, 1) for each in file.sections] == [21.0, 29.7, 21.0]


def _as_template() -> bytes:
    """A template of Word (.dotx) under the name of a document."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(save(build_template()))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(b"document.main+xml", b"template.main+xml")
            new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"PK\x03\x04broken", _as_template(), save(build_template())[:5000]]
)
def test_a_file_that_is_no_word_document_is_refused_in_one_sentence(place, content):
    place(content)
    with pytest.raises(UserError, match=r"^The template report\.docx cannot be read as a Word document\. "):
        write_docx(DOCUMENT)
