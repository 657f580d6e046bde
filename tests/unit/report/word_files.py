"""Documents to write as Word files, and what is read back of them by python-docx and by their XML."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import altair as alt
import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree

from csp.core.table import Cell, Column, Row, Table
from csp.shell.chart import Chart, ChartTemplate, Words
from csp.topics.report.document import Cover, Document, Picture, Section

COVER = Cover(
    title="Strategic assessment",
    subtitle="2021/22",
    partnership="Tunbridge Wells Community Safety Partnership",
    period="Jan to Dec 2020",
    day=date(2026, 11, 26),
    source="Published totals",
    licence="Open Government Licence v3.0",
    sample="Sample data: simulated",
    signatures=(("Chair", "", ""), ("Chief executive", "A. Name", "1 Dec 2026")),
)


def make_document(*sections: Section, kind="assessment", cover=COVER, **changes) -> Document:
    return Document(kind, cover, sections, **changes)


def make_section(*blocks, title="All recorded crime", **changes) -> Section:
    return Section("all_crime", title, blocks, **changes)


def make_table(rows=2, columns=("Crime type", "2020"), **changes) -> Table:
    first, *others = columns
    return Table(
        "Recorded crime by type",
        (Column(first, numeric=False), *(Column(label) for label in others)),
        tuple(
            Row(f"r{at}", (Cell(f"Type {at}"), *(Cell(f"{at},{i}00", at) for i, _ in enumerate(others))))
            for at in range(rows)
        ),
        **changes,
    )


def _build_bars(_mode) -> alt.LayerChart:
    bars = alt.Chart(alt.NamedData("rows")).mark_bar().encode(x="n:Q", y="name:N")
    return alt.LayerChart(layer=[bars])


# Not by chart_template(), which would list it among those of the pages.
BARS = ChartTemplate("Bar chart: crimes", _build_bars)


def make_chart(title="Thefts fell") -> Chart:
    rows = [{"name": "Theft", "n": 12}, {"name": "Arson", "n": 3}]
    return BARS.fill("light", Words(title, "Crimes, Jan to Dec 2020", "Sample"), {"rows": rows})


def make_picture(**changes) -> Picture:
    return Picture(**{"chart": make_chart(), "caption": "Thefts fell", "alt": "Theft 12, arson 3", **changes})


class WordFile:
    """A Word file read back."""

    def __init__(self, content: bytes) -> None:
        self.file = docx.Document(io.BytesIO(content))
        self.archive = zipfile.ZipFile(io.BytesIO(content))
        self.parts = {
            name: etree.fromstring(self.archive.read(name))
            for name in self.archive.namelist()
            if name.endswith((".xml", ".rels"))
        }

    @property
    def body(self):
        return self.file.element.body

    def list_texts(self, style: str) -> list[str]:
        """The paragraphs of a style, in tables and contents too."""
        return [read_text(p) for p in self.body.iter(qn("w:p")) if self.name_style(p) == style]

    def list_paragraphs(self, style: str) -> list[Paragraph]:
        return [Paragraph(p, self.file) for p in self.body.iter(qn("w:p")) if self.name_style(p) == style]

    def name_style(self, paragraph) -> str:
        return Paragraph(paragraph, self.file._body).style.name

    def list_fields(self) -> list[str]:
        return [node.text.strip() for node in self.body.iter(qn("w:instrText"))]

    def list_margins(self, kind: str) -> dict[str, str]:
        """The texts of the headers ("header") or footers ("footer") of the first pages, by their type."""
        section = self.file.sections[0]._sectPr
        tag = qn(f"w:{kind}Reference")
        return {
            node.get(qn("w:type")): read_text(self.file.part.related_parts[node.get(qn("r:id"))].element)
            for node in section.iter(tag)
        }


def read_text(element) -> str:
    return "".join(node.text or "" for node in element.iter(qn("w:t")))
