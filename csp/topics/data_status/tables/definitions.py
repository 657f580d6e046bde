"""Every measure as a line of a table: what it means and of what it is made."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core.table import Cell, Column, Row, Table
from csp.topics.data_status.findings.definitions import (
    FEW,
    KINDS,
    POLARITIES,
    describe_meaning,
    describe_offences,
)
from csp.topics.data_status.rules.definitions import Definition


def build_definitions(definitions: Sequence[Definition]) -> Table:
    """A measure a row, in the order given."""
    columns = (
        Column("Crime type", numeric=False, wrap=True),
        Column("What it means", numeric=False, wrap=True),
        Column("Kind", numeric=False),
        Column("How to read it", numeric=False, wrap=True),
        Column("Offences added up", numeric=False, wrap=True, in_file=("Offences added up",)),
        Column("Sources", numeric=False, wrap=True),
    )
    return Table("Definitions of the crime types", columns, tuple(map(_build_row, definitions)))


def _build_row(each: Definition) -> Row:
    texts = (each.label, describe_meaning(each), KINDS[each.kind], POLARITIES[each.polarity])
    offences, sources = describe_offences(each, FEW), ", ".join(each.sources)
    whole = describe_offences(each)
    cells = (
        *(Cell(text, text) for text in texts),
        # The file has all of them, and so has whoever rests on the cell.
        Cell(offences, offences, tip="" if whole == offences else whole, in_file=(whole,)),
        Cell(sources, sources),
    )
    return Row(each.code, cells)
