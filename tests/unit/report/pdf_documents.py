"""Documents to write as PDF: every kind of block, texts as people type them, real charts."""

from __future__ import annotations

from datetime import date

import altair as alt

from csp.core.table import Cell, Column, Row, Table
from csp.shell.chart import Chart, ChartTemplate, Words
from csp.topics.report.document import (
    Bullets,
    Cover,
    Document,
    Heading,
    Paragraph,
    Picture,
    Section,
    TableBlock,
    Tile,
    Tiles,
)

SAMPLE = "Simulated data: none of these figures is real."
COVER = Cover(
    title="Strategic assessment and plan 2021/22",
    subtitle="For the Overview and Scrutiny Committee",
    partnership="Tunbridge Wells Community Safety Partnership",
    period="Jan to Dec 2020",
    day=date(2026, 11, 26),
    source="Published totals",
    licence="Open Government Licence v3.0",
    sample=SAMPLE,
    signatures=(("Chair", "A. Name", "1 Dec 2026"), ("Chief executive", "", "")),
)
# What would be a program, a comment, mathematics, a label or an end of text, were it read as Typst.
HOSTILE = '#let x = 1; #import "@preview/a:1.0.0" $x^2$ @ref <lab> _a_ `b` // c /* d */ \\ " ] } ) ~ -- = H'


def _build_bars(_mode) -> alt.LayerChart:
    bars = alt.Chart(alt.NamedData("rows")).mark_bar().encode(x="n:Q", y="name:N")
    return alt.LayerChart(layer=[bars])


# Not by chart_template(), which would list it among those of the pages.
BARS = ChartTemplate("Bar chart: crimes", _build_bars)


def make_chart(title="Shoplifting fell", name="Shoplifting") -> Chart:
    rows = [{"name": name, "n": 564}, {"name": "Robbery", "n": 39}]
    return BARS.fill("light", Words(title, "Recorded, Jan to Dec 2020", "Sample data"), {"rows": rows})


def make_table(rows=3, columns=("Crime type", "2020", "2019"), **changes) -> Table:
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


PLAN = Table(
    "Domestic abuse",
    tuple(Column(label, numeric=False, wrap=True) for label in ("Action", "Agency", "Measure", "Outcome")),
    tuple(
        Row(
            f"DA-{at:02}",
            (
                Cell(f"DA-{at:02} Offer every victim a named adviser within two working days"),
                Cell("Borough council, Kent Police"),
                Cell("Victims seen within two days; share who say that they feel safer"),
                Cell("41 of 44 seen in time" if at % 2 else ""),
            ),
        )
        for at in range(12)
    ),
)
SECTIONS = (
    Section(
        "introduction",
        "Introduction & aim",
        (
            Paragraph("Crime **fell by 778 (−9.0%)**, the *lowest* of 12.", "lead"),
            Paragraph("See [the page](https://example.org/county?a=1&b=2).\n\nA second paragraph."),
            Heading("Legislation"),
            Bullets(("One **bold**", "Two")),
            Bullets(("First", "Second"), numbered=True),
            Heading("In detail", 3),
            Paragraph("Provisional figures.", "note"),
            Paragraph("A figure in this paragraph has changed since it was written.", "warning"),
            Tiles(tuple(Tile(f"Tile {at}", f"{at},123", "a detail") for at in range(5))),
        ),
    ),
    Section("road_safety", "Road safety", failure="Road safety could not be written: [no] *file*."),
    Section(
        "all_crime",
        "All recorded crime",
        (
            TableBlock(make_table(), "Recorded crime by type", ("Provisional.",)),
            Picture(make_chart(), "Shoplifting is highest", "Bars: shoplifting 564, robbery 39"),
        ),
    ),
    Section("plan", "The action plan", (TableBlock(PLAN, "Domestic abuse"),), landscape=True),
    Section("glossary", "Glossary", (Heading("A term", 3), Paragraph("What it means."))),
)


def make_document(*sections: Section, kind="assessment", cover=COVER, **changes) -> Document:
    return Document(kind, cover, sections or SECTIONS, **changes)


def make_section(*blocks, title="All recorded crime", **changes) -> Section:
    return Section("all_crime", title, blocks, **changes)


def make_briefing(actions=4) -> Document:
    """A page for a meeting, with so many actions overdue."""
    tiles = Tiles(
        tuple(Tile(label, "7,830", "−9.0%, a clear change") for label in ("Crime", "ASB", "Warnings"))
    )
    overdue = Table(
        "Overdue",
        PLAN.columns[:3],
        tuple(
            Row(
                f"r{at}",
                (Cell(f"Action {at} Offer every victim a named adviser"), Cell("Council"), Cell("Share")),
            )
            for at in range(actions)
        ),
    )
    return make_document(
        Section("figures", "Headline figures", (tiles,)),
        Section("changes", "The clearest changes", (Bullets(("Burglary **fell**", "Robbery rose")),)),
        Section("map", "Where", (Picture(make_chart(), "Where it is recorded", "Bars by place"),)),
        Section("overdue", "Overdue actions", (TableBlock(overdue, "Actions overdue"),), landscape=True),
        kind="briefing",
        about=(("Filters", "All crime"),),
    )
