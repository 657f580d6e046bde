"""What stands behind a report: the data and methods, the decisions, the words."""

from __future__ import annotations

from csp.comparison import resolve
from csp.core import disclosure
from csp.core.abbreviations import read_abbreviations
from csp.data import completeness, queries
from csp.data.status import read_status
from csp.shell import screen, share
from csp.topics.data_status import findings as status_findings
from csp.topics.data_status import tables as status_tables
from csp.topics.help import findings as help_findings
from csp.topics.help.fetch import describe_dispersions
from csp.topics.help.tables import build_abbreviations
from csp.topics.report import findings
from csp.topics.report.document import Block
from csp.topics.report.fetch import ReportContext
from csp.topics.report.sections.blocks import (
    head,
    keep_columns,
    keep_words,
    list_named,
    list_texts,
    note,
    put_table,
    say,
)
from csp.topics.report.sections.priorities import put_decisions
from csp.topics.report.tables import build_horizon_table, build_meeting_table
from csp.topics.wards.fetch import fetch_wards
from csp.topics.wards.findings import list_caveats

_MONTHS = (
    *("Source", "Police force", "Months loaded", "Missing in between", "Data incomplete", "In no ward"),
    "Imported",
)
_SPANS = ("Months loaded", "Missing in between", "Data incomplete", "Years", "Years loaded", "Provisional")
"""Columns whose cells are a span of time."""
_OF_SCREENS = ("Meeting",)
"""Methods that a paper has no use for."""


def build_data_notes(context: ReportContext) -> tuple[Block, ...]:
    """What is loaded and from when, what is incomplete or in no ward, and how the figures are made."""
    page, status = context.page, read_status()
    cells = [
        (page.measures_file.sources[source].label, cell)
        for source in queries.loaded(page.area.force_slug)
        for cell in completeness.fetch_incomplete_cells(source).list_own()
    ]
    sources = {each.source for each in status.months}
    labels = {code: measure.label for code, measure in page.measures_file.measures.items()}
    incomplete = status_tables.build_incomplete(cells, labels, page.area.names)
    months = status_tables.build_months(status.months, page.measures_file.sources)
    _, methods = help_findings.list_methods("", describe_dispersions(page.filters))
    return (
        *(say(share.explain_sample(page.area), "warning") if page.source.simulated else ()),
        *say(status_findings.write_headline(status.months, len(sources), len(cells))),
        *list_texts(list_data_caveats(context)),
        *put_table(keep_words(keep_columns(months, _MONTHS), _SPANS)),
        *note([findings.INCOMPLETE]),
        *put_table(incomplete),
        *(note([status_findings.INCOMPLETE_CELLS]) if cells else ()),
        *put_table(keep_words(status_tables.build_roads(status.roads), _SPANS)),
        *put_table(keep_words(status_tables.build_others(status.tables), _SPANS)),
        *head("Methods"),
        *list_named(each for each in (*methods, *help_findings.ROAD_METHODS) if each[0] not in _OF_SCREENS),
        *head("What to know before you rely on it"),
        *list_texts(help_findings.LIMITS),
    )


def list_data_caveats(context: ReportContext) -> list[str]:
    """What a reader must know of the figures of this report."""
    page = context.page
    filters, scope = page.filters, page.scope
    codes = [measure.code for measure in page.offered]
    sentences = [*screen.caveats(filters, scope), *resolve.describe_populations(filters, scope)]
    if queries.area().is_public:
        sentences.append(disclosure.ADJUSTED)
    if queries.wards_counted(filters.source, queries.area().home):
        sentences += list_caveats(fetch_wards(filters, scope), page.measure)
    return list(dict.fromkeys([*sentences, *screen.describe_incomplete(filters, scope, codes)]))


def build_decisions(context: ReportContext) -> tuple[Block, ...]:
    """What meetings decided, and what is decided on candidate priorities."""
    blocks = (*put_table(build_meeting_table(context.texts.decisions)), *put_decisions(context))
    return blocks or say(findings.NO_DECISION)


def build_glossary(_: ReportContext) -> tuple[Block, ...]:
    """The abbreviations and what they stand for."""
    return put_table(build_abbreviations(read_abbreviations(queries.area().places)))


def build_horizon(context: ReportContext) -> tuple[Block, ...]:
    """What may come, under the seven headings."""
    return put_table(build_horizon_table(context.texts.horizon)) or say(findings.NO_HORIZON)
