"""What the sections of a report are made from: the filters, the figures that several show, the plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property

from csp.comparison import harm, resolve
from csp.comparison.context import PageContext, resolve_context
from csp.comparison.rows import MeasureRow
from csp.core import wording
from csp.core.filters import Filters
from csp.core.harm import HarmChoice, HarmWeights
from csp.core.measures import Measure, read_catalogue
from csp.shell import theme
from csp.topics.action_plan import fetch as plan_data
from csp.topics.action_plan.findings.headlines import mark_simulated
from csp.topics.action_plan.rules.counts import Tally, tally
from csp.topics.action_plan.store.records import Listing, Plan
from csp.topics.action_plan.store.status import Status
from csp.topics.overview.fetch import Overview, fetch_overview
from csp.topics.priorities.assessment import Assessment, assess_priorities
from csp.topics.priorities.rules import DEFAULT_WEIGHTS
from csp.topics.report import fields
from csp.topics.report.arrangement import Arrangement
from csp.topics.report.texts import Texts
from csp.topics.thresholds import scenarios
from csp.topics.thresholds.judging import fit_rule
from csp.topics.thresholds.rules import KeptScenario, find_baseline
from csp.topics.trends.fetch import Trend, fetch_trend

PAPER: theme.Mode = "light"
"""The colours of a report, whatever the screen is."""


@dataclass(frozen=True, eq=False)
class ReportContext:
    """What every section is made with. page: the filters resolved, for the total of all crime types.

    What several sections show is fetched once, when the first of them asks for it.
    """

    page: PageContext
    arrangement: Arrangement
    texts: Texts
    today: date

    @property
    def filters(self) -> Filters:
        """The filters in force."""
        return self.page.filters

    def narrow(self, code: str) -> PageContext:
        """The same filters for another crime type."""
        if code == self.filters.measure:
            return self.page
        return resolve_context(replace(self.filters, measure=code), PAPER)

    @cached_property
    def overview(self) -> Overview:
        """Every crime type that is listed."""
        return fetch_overview(self.filters, self.page.scope)

    @cached_property
    def trend(self) -> Trend:
        """The months of all crime."""
        return fetch_trend(self.filters)

    @cached_property
    def weights(self) -> HarmWeights:
        """Of harm, as pages open with them."""
        return harm.fetch_weights(self.filters.source, HarmChoice())

    @cached_property
    def baseline(self) -> KeptScenario:
        """The rule that warns, as the page What if has it for a baseline."""
        kept = find_baseline(scenarios.list_scenarios())
        return replace(kept, rule=fit_rule(kept.rule, self.filters.source))

    @cached_property
    def assessment(self) -> Assessment:
        """The evidence on every candidate priority, with equal weights."""
        return assess_priorities(self.filters, self.baseline.rule, dict(DEFAULT_WEIGHTS), self.weights)

    @cached_property
    def listing(self) -> Listing | None:
        """The actions of the plan in force; None where there is none or it cannot be read."""
        return plan_data.fetch_listing_in_force()

    @cached_property
    def plan(self) -> Tally | None:
        """What its actions add up to."""
        return tally(self.listing.actions) if self.listing else None

    @cached_property
    def last_plan(self) -> Plan | None:
        """The plan to review: the one before that in force, or that itself where it has ended."""
        if self.listing is None:
            return None
        current = self.listing.plan
        plans = plan_data.read_if_there(plan_data.list_own_plans) or ()
        earlier = [plan for plan in plans if plan.start < current.start]
        return earlier[0] if earlier else current if current.end < self.today else None


def open_context(filters: Filters, arrangement: Arrangement, texts: Texts, today: date) -> ReportContext:
    """The context of a report. It is about all crime types, whichever the filters name."""
    first = read_catalogue().offered(filters.source)[0]
    page = resolve_context(replace(filters, measure=first.code), PAPER)
    return ReportContext(page, arrangement, texts, today)


def fetch_row(context: ReportContext, code: str) -> MeasureRow:
    """A crime type as the table of all of them has it, or would have it if it were listed there."""
    page = context.narrow(code)
    flag = page.measures_file.pick_excludable_flag(page.filters.exclude)
    _, rows = resolve.fetch_comparison(page.filters, page.scope, flag)
    return rows[code]


def list_default_types(filters: Filters) -> list[str]:
    """The crime types with a section where nobody has chosen: of the adopted and raised priorities."""
    context = open_context(filters, Arrangement("assessment", ()), Texts(), read_day())
    assessment = context.assessment
    evidence = zip(assessment.ranking.evidence, assessment.compared, strict=True)
    codes = [each.code for each, compared in evidence if each.own or compared.verdict == "raised"]
    measures = [assessment.inputs.measures[code] for code in codes]
    return [code for code in measures if code]


def fetch_field_words(context: ReportContext, names: Iterable[str]) -> dict[str, str]:
    """What each of some fields says now; those that there are not are left out."""
    words = {name: _write_field(context, name) for name in names}
    return {name: text for name, text in words.items() if text is not None}


def _write_field(context: ReportContext, name: str) -> str | None:
    page, plan = context.page, context.plan
    if name == "place":
        return page.place
    if name in ("period", "comparison"):
        return page.periods[name == "comparison"]
    subject, _, field = name.partition(".")
    if subject == "plan":
        if plan is None or context.listing is None:
            return fields.NOT_KNOWN if name in fields.PLAIN_FIELDS else None
        simulated = mark_simulated(context.listing)
        mark = f" ({simulated})" if simulated else ""
        return {
            "label": context.listing.plan.label,
            "actions": wording.count(plan.total),
            "complete": f"{wording.count(plan.count(Status.COMPLETE))}{mark}",
            "overdue": f"{wording.count(plan.overdue)}{mark}",
        }.get(field)
    offered: dict[str, Measure] = {measure.code: measure for measure in page.offered}
    if subject not in offered:
        return None
    return fields.write_type_field(
        field, fetch_row(context, subject), resolve.describe_peers(context.page.area)[1]
    )


def find_last_meeting(context: ReportContext) -> datetime:
    """The instant from which on something counts as new: the day named, else that of the last meeting."""
    day = context.arrangement.since or plan_data.find_since(context.today).day
    return datetime.combine(day, time()).astimezone()


def is_since_quarter_began(context: ReportContext) -> bool:
    """Whether that day is the beginning of the quarter because no meeting is on record."""
    usual = plan_data.find_since(context.today)
    return usual.meeting is None and context.arrangement.since in (None, usual.day)


def read_day() -> date:
    """The day on the clock of the server."""
    return datetime.now().astimezone().date()
