"""A report as the partnership keeps it: its order and its texts, for the page and for the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from csp.core.filters import Filters
from csp.core.measures import read_catalogue
from csp.topics.action_plan.store.records import Plan
from csp.topics.report import build, fetch
from csp.topics.report.arrangement import Arrangement
from csp.topics.report.authoring import order, stored
from csp.topics.report.authoring.order import Sections
from csp.topics.report.authoring.stored import StoredReport
from csp.topics.report.document import Kind
from csp.topics.report.fetch import ReportContext
from csp.topics.report.places import Anchor
from csp.topics.report.texts import SurveyFigure, Texts


@dataclass(frozen=True, eq=False)
class KeptReport:
    """What is kept of a kind of report, read once.

    plan: in force, None where there is none or it cannot be read; reviewed: the plan looked back on.
    """

    context: ReportContext
    plan: Plan | None
    reviewed: Plan | None
    stored: StoredReport
    survey: tuple[SurveyFigure, ...]

    @property
    def kind(self) -> Kind:
        """The kind of report."""
        return self.context.arrangement.kind

    @cached_property
    def _written(self) -> ReportContext:
        return replace(self.context, texts=self.build_texts())

    def find_anchors(self, section: str) -> tuple[Anchor, ...]:
        """The places between the blocks of a section, as it is now."""
        return build.find_anchors(self._written, section)

    def build_texts(self) -> Texts:
        """All that people have written."""
        decisions = stored.fetch_decisions(self.plan)
        return stored.build_texts(self.stored, self.reviewed, self.survey, decisions)

    def write_fields(self, names: Sequence[str]) -> Mapping[str, str]:
        """What fields say now, by name; those that there are not are left out."""
        return fetch.fetch_field_words(self.context, names)


def fetch_kept(filters: Filters, kind: Kind, since: date | None = None) -> KeptReport:
    """What is kept of a kind of report under some filters. since: the day of the last meeting."""
    context = fetch.open_context(filters, Arrangement(kind, (), since), Texts(), fetch.read_day())
    plan, reviewed = (context.listing.plan if context.listing else None), context.last_plan
    of_plan = stored.fetch_stored(kind, plan, reviewed)
    return KeptReport(context, plan, reviewed, of_plan, stored.fetch_survey())


def list_crime_labels(source: str) -> dict[str, str]:
    """The crime types of a source that can have a section of their own: their labels by code."""
    _, *others = read_catalogue().offered(source)
    return {measure.code: measure.label for measure in others}


def fit_sections(
    kept: KeptReport, crime_labels: Mapping[str, str], list_types: Callable[[], Sequence[str]]
) -> Sections:
    """The sections in the order kept, else in the usual one, with the crime types that list_types gives."""
    entry = kept.stored.order
    if entry and not entry.removed:
        return order.fit_kept(entry.content.sections, kept.kind, crime_labels)
    return order.list_usual(kept.kind, [*list_types()] if kept.kind == "assessment" else [])
