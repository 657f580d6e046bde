"""What a page has drawn in this run that can be taken away, and what a file of it says of itself.

A page begins it (begin(), by the frame), its header tells what it says (state()), and each chart and
each table with a download is noted as it is drawn. So the menu Share can list all of them, and every
file has the same columns, notes and parts of its name without any page having to give them.

It is kept in the session, since a part of a page may be drawn again without the rest. What such a part
drew before and no longer shows stays: its figures are still those of the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import streamlit as st

from csp.core import disclosure, wording
from csp.core.abbreviations import write_terms
from csp.core.filters import Period
from csp.core.markup import visible
from csp.core.provenance import Provenance
from csp.core.sheet import PLACE, PLACE_HEADERS, build_sheet
from csp.core.table import Table
from csp.core.workbook import write_workbook
from csp.shell import abbreviations
from csp.shell.abbreviations import Glossary
from csp.shell.chart import Chart
from csp.shell.widgets.table import listen

NONE = "none"
_KEY = "page_outputs"
_LONGEST_NAME = 140
_UNUSUAL = re.compile(r"[^\w.,()&'+-]+")
_JOINTS = re.compile(r"[,.]*-[-,.]*")


@dataclass
class Outputs:
    """The page of a session, and its charts by key and tables by name, in the order in which they are drawn.

    wholes: of a table of which the page shows a part, by name, what makes all of it for a file. pictures:
    charts by key that are not on the page and are made when somebody wants them, as those of maps that
    zoom. has_map: whether it has drawn a map without one. glossary: what abbreviations stand for. The
    page may still add to what it says of itself when its files are named already.
    """

    provenance: Provenance = field(default_factory=Provenance)
    charts: dict[str, Chart] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    wholes: dict[str, Callable[[], Table]] = field(default_factory=dict)
    pictures: dict[str, Callable[[], Chart]] = field(default_factory=dict)
    has_map: bool = False
    glossary: Glossary = field(default_factory=Glossary)

    def draw_pictures(self) -> None:
        """Make the charts that wait for somebody to want them."""
        self.charts |= {key: draw() for key, draw in self.pictures.items()}

    def complete_chart(self, key: str) -> Chart:
        """A chart as it is taken away: with a line on adjusted counts where the page shows such."""
        chart = self.charts[key]
        if disclosure.ADJUSTED not in self.provenance.notes:
            return chart
        return replace(
            chart, words=replace(chart.words, source=f"{chart.words.source} {disclosure.ADJUSTED}")
        )

    def add_table(self, table: Table, name: str = "") -> str:
        """Note a table that is drawn, once, under its caption or under a name that says more; gives that."""
        known = next((each for each, other in self.tables.items() if other is table), "")
        if known and known != name and name:
            del self.tables[known]
        elif known:
            return known
        self.tables[name or table.caption] = table
        return name or table.caption

    def write_csv(self, name: str) -> str:
        """A table as CSV, with the columns that say of what place and time its figures are."""
        return self._make_whole(name).csv(self.provenance.context)

    def write_excel(self, name: str) -> bytes:
        """A table as an Excel file, with a sheet that says what it is and where it is from."""
        table = self._make_whole(name)
        about = self.provenance.describe(table.caption, datetime.now().astimezone().date())
        sheet = build_sheet(table, self.provenance.context, long=False)
        used = self.glossary.pick(sheet.to_csv())
        return write_workbook([*about, *([("Abbreviations", write_terms(used))] if used else [])], sheet)

    def _make_whole(self, name: str) -> Table:
        make = self.wholes.get(name)
        return make() if make else self.tables[name]

    def name_table(self, name: str, ending: str) -> str:
        """What the file of a table is called: its name and the filters in force."""
        has_places = any(column.label in PLACE_HEADERS for column in self.tables[name].columns)
        return self._name(name, ending, of_place=not has_places)

    def name_chart(self, key: str, ending: str) -> str:
        """What the picture of a chart is called: the page, the kind of picture, and the filters in force."""
        kind = self.charts[key].specification["description"].rpartition(": ")[2]
        subject = self.provenance.filters.get("Crime type", "")
        return self._name(f"{self.provenance.page} {kind} {subject}", ending)

    def _name(self, name: str, ending: str, of_place: bool = True) -> str:
        """of_place: whether the wards chosen are what the file is about."""
        about = self.provenance
        for words in (f" against {about.context.get('Comparison', NONE)}", about.period):
            name = name.replace(words, "") if words else name
        base = _JOINTS.sub("-", _UNUSUAL.sub("-", file_name(name))).strip("-,.")
        places = about.places if of_place else ()
        parts = [file_name(part) for part in (*places, about.months, *about.others)]
        added = (part for part in parts if part and f"-{part}-" not in f"-{base}-")
        return f"{'-'.join([base, *added])[:_LONGEST_NAME].strip('-')}.{ending}"


def file_name(name: str) -> str:
    """The name of a file from words of any kind: in small letters, a hyphen for what no system takes."""
    return re.sub(r'[\s\\/:*?"<>|\x00-\x1f\x7f]+', "-", visible(name).lower()).strip("-.")


def begin(provenance: Provenance) -> None:
    """Begin a page of which nothing is drawn yet."""
    st.session_state[_KEY] = Outputs(provenance, glossary=abbreviations.read())


def read() -> Outputs:
    """What the page has drawn so far."""
    outputs: Outputs = st.session_state.setdefault(_KEY, Outputs())
    return outputs


def _note_table(table: Table) -> None:
    read().add_table(table)


# Every table on the screen can be taken away, those without a button of their own too.
listen(_note_table)


def state(finding: str, notes: Sequence[str], period: Period, comparable: bool, place: str = "") -> None:
    """Note what the page says, and where its filters are others than the bar's.

    period: that of its figures. comparable: whether there is a period to compare it with. place: the one
    that the page is about, where that is not what the bar names.
    """
    outputs = read()
    before = outputs.provenance
    words = {"Period": wording.period(period.start, period.end)}
    if place:
        words[PLACE] = place
    if not comparable:
        words["Comparison"] = NONE
    outputs.provenance = replace(
        before,
        finding=finding,
        notes=tuple(notes),
        context=_replace_words(before.context, words),
        filters=_replace_words(before.filters, words),
        period=words["Period"],
        months=write_months(period),
    )


def add_note(sentence: str, column: str) -> None:
    """Add what a reader of the page's files must know. column: the header of it in every CSV of the page."""
    outputs = read()
    before = outputs.provenance
    outputs.provenance = replace(
        before, notes=(*before.notes, sentence), context={**before.context, column: sentence}
    )


def write_months(period: Period) -> str:
    """A period as part of a file's name, so that files sort by it: "2020-01-to-2020-12"."""
    first, last = f"{period.start:%Y-%m}", f"{period.end:%Y-%m}"
    return first if first == last else f"{first}-to-{last}"


def _replace_words(given: Mapping[str, str], words: Mapping[str, str]) -> dict[str, str]:
    return {name: words.get(name, text) for name, text in given.items()}
