"""That Word opens the report: it refuses files whose elements stand in another order than its schema's."""

from __future__ import annotations

import docx
import pytest
from docx.oxml.ns import qn

from csp.core.table import Cell, Column, Row, Table
from csp.topics.report.document import Bullets, Heading, Paragraph, TableBlock, Tile, Tiles
from csp.topics.report.word import write_docx
from csp.topics.report.word.template import build_template, save
from tests.unit.report.word_files import WordFile, make_document, make_picture, make_section, make_table

# The sequences of ISO/IEC 29500-1 (wml.xsd), as far as the report or its template may have them.
ORDER = {
    "tblPr": (
        "tblStyle tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook "
        "tblCaption tblDescription"
    ),
    "tcPr": "tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign",
    "tc": "tcPr p",
    "tr": "trPr tc",
    "tbl": "tblPr tblGrid tr",
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers "
        "pBdr shd tabs suppressAutoHyphens spacing ind contextualSpacing jc textDirection "
        "outlineLvl rPr sectPr"
    ),
    "numPr": "ilvl numId",
    "rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike color spacing kern position sz szCs "
        "highlight u effect bdr shd vertAlign rtl cs lang noProof"
    ),
    "sectPr": (
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders "
        "lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter "
        "docGrid"
    ),
    "style": (
        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed "
        "qFormat locked personal rsid pPr rPr tblPr trPr tcPr tblStylePr"
    ),
    "tblStylePr": "pPr rPr tblPr trPr tcPr",
    "lvl": ("start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr"),
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "num": "abstractNumId lvlOverride",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "styles": "docDefaults latentStyles style",
    "sdt": "sdtPr sdtEndPr sdtContent",
    "settings": (
        "writeProtection view zoom removePersonalInformation removeDateAndTime "
        "doNotDisplayPageBoundaries displayBackgroundShape printPostScriptOverText "
        "printFractionalCharacterWidth printFormsData embedTrueTypeFonts embedSystemFonts "
        "saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges "
        "bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors "
        "hideGrammaticalErrors activeWritingStyle proofState formsDesign attachedTemplate "
        "linkStyles stylePaneFormatFilter stylePaneSortMethod documentType mailMerge revisionView "
        "trackRevisions doNotTrackMoves doNotTrackFormatting documentProtection "
        "autoFormatOverride styleLockTheme styleLockQFSet defaultTabStop autoHyphenation "
        "consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps showEnvelope summaryLength "
        "clickAndTypeStyle defaultTableStyle evenAndOddHeaders bookFoldRevPrinting "
        "bookFoldPrinting bookFoldPrintingSheets drawingGridHorizontalSpacing "
        "drawingGridVerticalSpacing displayHorizontalDrawingGridEvery "
        "displayVerticalDrawingGridEvery doNotUseMarginsForDrawingGridOrigin "
        "drawingGridHorizontalOrigin drawingGridVerticalOrigin doNotShadeFormData "
        "noPunctuationKerning characterSpacingControl printTwoOnOne strictFirstAndLastChars "
        "noLineBreaksAfter noLineBreaksBefore savePreviewPicture doNotValidateAgainstSchema "
        "saveInvalidXml ignoreMixedContent alwaysShowPlaceholderText doNotDemarcateInvalidXml "
        "saveXmlDataOnly useXSLTWhenSaving saveThroughXslt showXMLTags alwaysMergeEmptyNamespace "
        "updateFields hdrShapeDefaults footnotePr endnotePr compat docVars rsids mathPr "
        "attachedSchema themeFontLang clrSchemeMapping doNotIncludeSubdocsInStats "
        "doNotAutoCompressPictures forceUpgrade captions readModeInkLockDown smartTagType "
        "schemaLibrary shapeDefaults doNotEmbedSmartTags decimalSymbol listSeparator"
    ),
}
MAIN = qn("w:p").removesuffix("p")
PLAN = Table(
    "c",
    (Column("Action", numeric=False, wrap=True, emphasis=True), Column("Outcome"), Column("n")),
    (
        Row(
            "r",
            (
                Cell("a", tone="strong"),
                Cell("On\ntrack", tone="green"),
                Cell("5", fill="#12436D", ink="#FFFFFF"),
            ),
        ),
    ),
)
BLOCKS = (
    Heading("Trend"),
    Paragraph("**All** [crime](https://example.org)\n\nfell", "lead"),
    Paragraph("Wrong", "warning"),
    Bullets(("a",)),
    Bullets(("b",), numbered=True),
    TableBlock(PLAN, "One", ("Note",)),
    Paragraph("Below a table"),
    TableBlock(make_table(columns=("Ward", "2019", "2020"), upright=True), "Two"),
    Tiles((Tile("a", "1", "x"),)),
    Tiles((Tile("a", "1", "x"),)),
    make_picture(),
)
SECTIONS = (
    make_section(*BLOCKS),
    make_section(*BLOCKS, title="Part 2", landscape=True),
    make_section(failure="No"),
)


def list_disordered(file: WordFile) -> list[str]:
    """The elements whose children stand in another order, or are not known here."""
    wrong = []
    for name, root in file.parts.items():
        for element in root.iter(*(qn(f"w:{tag}") for tag in ORDER)):
            tag = element.tag.rpartition("}")[2]
            order = ORDER[tag].split()
            # Those of other vocabularies are Word's own additions, which the schema lets stand anywhere.
            children = [child.tag.rpartition("}")[2] for child in element if child.tag.startswith(MAIN)]
            # A document's sections name header and footer in any order.
            children = [child for child in children if child not in ("headerReference", "footerReference")]
            places = [order.index(child) if child in order else None for child in children]
            if None in places or places != sorted(places):
                wrong.append(f"{name}: {tag} has {children}")
    return wrong


@pytest.mark.parametrize("kind", ["assessment", "briefing", "since"])
def test_the_elements_of_a_report_stand_in_the_order_of_the_schema(kind):
    document = make_document(*SECTIONS, kind=kind, about=(("a", "b"),))
    assert list_disordered(WordFile(write_docx(document))) == []


def test_those_of_the_template_do():
    assert list_disordered(WordFile(save(build_template()))) == []


def test_identities_are_given_once():
    file = WordFile(write_docx(make_document(*SECTIONS)))
    for tag, name in (("w:bookmarkStart", "w:id"), ("w:bookmarkStart", "w:name")):
        identities = [node.get(qn(name)) for node in file.body.iter(qn(tag))]
        assert len(identities) == len(set(identities)) > 0
    pictures = [node.get("id") for node in file.body.iter(qn("wp:docPr"))]
    assert len(pictures) == len(set(pictures)) == 2


def test_every_style_list_and_relation_that_is_named_is_there():
    file = WordFile(write_docx(make_document(*SECTIONS, about=(("a", "b"),))))
    styles = {style.get(qn("w:styleId")) for style in file.parts["word/styles.xml"].iter(qn("w:style"))}
    lists = {num.get(qn("w:numId")) for num in file.parts["word/numbering.xml"].iter(qn("w:num"))}
    relations = {node.get("Id") for node in file.parts["word/_rels/document.xml.rels"]}
    for tag in ("w:pStyle", "w:rStyle", "w:tblStyle"):
        assert {node.get(qn("w:val")) for node in file.body.iter(qn(tag))} <= styles
    assert {node.get(qn("w:val")) for node in file.body.iter(qn("w:numId"))} <= lists
    assert {node.get(qn("r:id")) for node in file.body.iter() if node.get(qn("r:id"))} <= relations


def test_the_order_is_looked_at_at_all():
    file = docx.Document()
    properties = file.add_table(1, 1)._tbl.tblPr
    properties.insert(0, properties.find(qn("w:tblLook")))
    assert any("tblPr" in wrong for wrong in list_disordered(WordFile(save(file))))
