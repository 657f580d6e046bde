"""One chosen crime type: its trend, its wards, its harm, its outcomes and the districts; serious violence."""

from __future__ import annotations

from dataclasses import replace

from csp.comparison import harm_sections, published, resolve
from csp.comparison.context import PageContext
from csp.comparison.findings import write_headline
from csp.comparison.tables import build_crime_type_table
from csp.core import wording
from csp.core.filters import TREND_MONTHS, Period
from csp.core.measures import Measure
from csp.core.table import Table
from csp.data import queries
from csp.shell import screen
from csp.topics.action_plan.fetch import fetch_details
from csp.topics.action_plan.findings.headlines import describe_simulated
from csp.topics.action_plan.findings.history import describe_report
from csp.topics.action_plan.findings.linked_crime import describe_linked_actions
from csp.topics.action_plan.rules.coverage import pick_on_crime_types
from csp.topics.action_plan.rules.linked_actions import list_acted_on
from csp.topics.county.findings import describe_gaps, describe_movement
from csp.topics.overview.findings import describe_row
from csp.topics.profile import findings as profile_findings
from csp.topics.profile import pictures as profile_pictures
from csp.topics.profile.fetch import fetch_cases
from csp.topics.profile.rules import count_outcomes
from csp.topics.profile.tables import build_outcome_table, build_peer_table
from csp.topics.report import findings
from csp.topics.report.document import Block
from csp.topics.report.fetch import PAPER, ReportContext, fetch_row
from csp.topics.report.sections.blocks import (
    head,
    list_texts,
    note,
    note_adjusted,
    put_picture,
    put_table,
    say,
)
from csp.topics.report.sections.crime import name_neighbours, put_trend, put_years, write_trend
from csp.topics.report.tables import build_survey_table
from csp.topics.trends.fetch import fetch_trend
from csp.topics.wards import charts as ward_charts
from csp.topics.wards import findings as ward_findings
from csp.topics.wards import pictures as ward_pictures
from csp.topics.wards.fetch import fetch_wards
from csp.topics.wards.rules import compute_ward_figures
from csp.topics.wards.tables import build_ward_table

VIOLENCE = (
    ("violent_crime",),
    # The street categories do not tell sexual offences apart from it.
    ("violence_against_the_person", "violence_and_sexual_offences"),
    ("sexual_offences",),
    ("robbery",),
    ("possession_of_weapons",),
)
"""The crime types nearest to serious violence: of each row, the first that a source offers."""
VICTIMS = ("victim_based_crime", "hate_crime")
"""What the section on victims says beside the survey."""
SHADE = "Rate"
LEAST_ON_MAP = 5
"""Fewer wards with 5 or more recorded than this make no map."""


def build_crime_type(context: ReportContext, code: str) -> tuple[Block, ...]:
    """All that the report says of a chosen crime type."""
    page, row = context.narrow(code), fetch_row(context, code)
    filters, scope = page.filters, page.scope
    borough = resolve.count_borough(filters, scope)
    headline = write_headline(
        row, page.place, page.periods, resolve.describe_peers(context.page.area), borough
    )
    return (
        *say(headline, "lead"),
        *say([page.measure.definition, page.measure.caveat]),
        *note(screen.caveats(filters, scope)),
        *head("Trend"),
        *_put_trend(context, page),
        *_put_wards(page),
        *_put_harm(context, page),
        *_put_outcomes(page),
        *_put_districts(page),
        *_put_actions(context, page),
    )


def _put_trend(context: ReportContext, page: PageContext) -> tuple[Block, ...]:
    if page.is_adjusted:
        return put_years(page)
    trend = fetch_trend(page.filters)
    return (*say(write_trend(trend)), *put_trend(context, trend))


def _put_wards(page: PageContext) -> tuple[Block, ...]:
    filters, measure = page.filters, page.measure
    if not queries.wards_counted(filters.source, page.area.home):
        return (*head("Wards"), *note([ward_findings.NO_WARDS]))
    wards = fetch_wards(filters, page.scope)
    rows = compute_ward_figures(wards, measure.code)
    caveats = ward_findings.list_caveats(wards, measure)
    borough = int(wards.now[wards.row(measure.code)])
    if too_few := profile_findings.explain_few_in_wards(rows, measure, borough):
        return (*head("Wards"), *say(too_few), *note(caveats))
    title, _ = profile_findings.write_ward_words(
        rows, measure, page.area.home_name, page.unit, page.periods[0], page.area.is_public
    )
    return (
        *head("Wards"),
        *say(f"{title}."),
        *(put_map(page, findings.IN_TABLE) if sum(not row.is_few for row in rows) >= LEAST_ON_MAP else ()),
        *put_table(
            build_ward_table(rows, measure, page.unit, page.periods, filters.wards, page.area.is_public)
        ),
        *note_adjusted(page.area.is_public),
        *note(caveats),
    )


def put_map(page: PageContext, beside: str = "") -> tuple[Block, ...]:
    """The wards shaded by rate, with their classes in words; why not, where there are no outlines.

    beside: what says the same in words.
    """
    outlines = queries.ward_outlines(page.area.home)
    if outlines is None:
        return note([ward_findings.NO_OUTLINES])
    rows = compute_ward_figures(fetch_wards(page.filters, page.scope), page.measure.code)
    shaded = ward_charts.shaded(rows, SHADE, page.unit, page.periods, PAPER)
    chart = ward_pictures.draw_map(page, SHADE, shaded, outlines)
    shades = findings.describe_shades(shaded.legend)
    return put_picture(chart, f"{chart.words.title}. {shades}", f"{shades} {beside}".rstrip())


def _put_harm(context: ReportContext, page: PageContext) -> tuple[Block, ...]:
    types = harm_sections.build_types(page.filters, page.scope, [page.measure], context.weights)
    if page.measure.label in types.unscored:
        return ()
    weights = harm_sections.describe_weights_of(context.weights, types.unscored)
    return (*head("Harm"), *say(types.sentence), *note([weights])) if types.sentence else ()


def _put_outcomes(page: PageContext) -> tuple[Block, ...]:
    measure = page.measure
    outcomes = count_outcomes(fetch_cases(page).tally("outcome"))
    if not outcomes and page.area.is_public:
        return ()
    if not outcomes:
        return (*head("Outcomes"), *say(profile_findings.explain_no_outcomes(measure, page.source.label)))
    return (
        *head("Outcomes"),
        *put_picture(profile_pictures.draw_outcomes(page, outcomes)),
        *put_table(build_outcome_table(outcomes, page.periods, measure, page.scope.comparable)),
        *note([profile_findings.describe_outcome_limits(outcomes)]),
    )


def _put_districts(page: PageContext) -> tuple[Block, ...]:
    area, measure, filters = page.area, page.measure, page.filters
    if filters.wards or not measure.ranked:
        return (*head("Districts"), *say(profile_findings.explain_no_rank(bool(filters.wards))))
    basis = resolve.build_basis(filters, page.scope)
    standings, _ = resolve.fetch_comparison(filters, page.scope)
    sentences = [
        *describe_gaps(standings, measure, basis, dict(area.names)),
        describe_movement(standings, measure, basis),
    ]
    table = build_peer_table(standings, measure.code, area, page.unit, page.scope.comparable)
    neighbours = findings.describe_neighbours(name_neighbours(area), area.home_name)
    return (*head("Districts"), *say(sentences), *put_table(table, notes=[neighbours]))


def _put_actions(context: ReportContext, page: PageContext) -> tuple[Block, ...]:
    """The actions of the plan in force that act on the crime type, and what partners last said of them."""
    listing, measure = context.listing, page.measure
    if listing is None:
        return ()
    codes = list_acted_on(measure, page.offered, page.source.vocabulary)
    actions = pick_on_crime_types(listing.actions, fetch_details(listing.plan), codes)
    overdue = sum(action.overdue for action in actions)
    label = wording.lower_first(measure.long_label)
    sentence = describe_linked_actions(label, listing.plan.label, len(actions), overdue)
    if not actions:
        return ()
    reports = list_texts(describe_report(action) for action in actions)
    return (
        *head("Actions"),
        *say(sentence),
        *note(filter(None, [describe_simulated(listing)])),
        *head("What partners say"),
        *(reports or say(findings.NO_REPORTS)),
    )


def build_serious_violence(context: ReportContext) -> tuple[Block, ...]:
    """The crime types nearest to serious violence, by number and by harm."""
    page, measures = context.page, list_violence(context)
    if not measures:
        return say(f"{page.source.label} does not count serious violence.", "lead")
    first = context.narrow(measures[0].code)
    borough = resolve.count_borough(first.filters, first.scope)
    row, peers = fetch_row(context, measures[0].code), resolve.describe_peers(context.page.area)
    return (
        *say(write_headline(row, page.place, page.periods, peers, borough), "lead"),
        *say(findings.SERIOUS_VIOLENCE),
        *put_table(build_violence_table(context, measures), f"Serious violence, {page.span}"),
        *_weigh_violence(context, measures),
    )


def list_violence(context: ReportContext) -> list[Measure]:
    """The crime types of the section."""
    offered = {measure.code: measure for measure in context.page.offered}
    first = [next((code for code in codes if code in offered), "") for codes in VIOLENCE]
    return _keep_published(context, [offered[code] for code in first if code])


def _keep_published(context: ReportContext, measures: list[Measure]) -> list[Measure]:
    """Those that public mode has of the ward chosen; of the whole district it has all."""
    return published.keep_published(measures, context.filters) if context.page.is_adjusted else measures


def build_violence_table(context: ReportContext, measures: list[Measure]) -> Table:
    """Some crime types as the crime type table has them."""
    page = context.page
    trend = Period.ending(page.filters.period.end, TREND_MONTHS)
    codes = [measure.code for measure in measures]
    series = resolve.fetch_monthly_series(page.filters, page.area.home, trend, codes)
    return build_crime_type_table(
        [fetch_row(context, code) for code in codes],
        *(({}, {}) if page.is_adjusted else series),
        page.periods,
        resolve.describe_peers(context.page.area),
        "",
        page.measures_file,
    )


def _weigh_violence(context: ReportContext, measures: list[Measure]) -> tuple[Block, ...]:
    page = context.page
    filters = replace(page.filters, measure=measures[0].code)
    types = harm_sections.build_types(filters, page.scope, measures, context.weights)
    weights = harm_sections.describe_weights_of(context.weights, types.unscored)
    return (*say(types.sentence), *put_table(types.table), *note([weights]))


def build_public_views(context: ReportContext) -> tuple[Block, ...]:
    """Crimes with a victim, hate crime, and what people say where survey figures are loaded."""
    page, of = context.page, resolve.describe_peers(context.page.area)[1]
    measures = _keep_published(context, [m for m in page.offered if m.code in VICTIMS])
    rows = [fetch_row(context, measure.code) for measure in measures]
    total = context.overview.row.change
    victims = [
        findings.describe_victims(row.label, row.change, total)
        for row in rows
        if row.code == "victim_based_crime"
    ]
    return (
        *say(victims),
        *list_texts(describe_row(row, of) for row in rows),
        *head("What people say"),
        *(put_table(build_survey_table(context.texts.survey)) or say(findings.NO_SURVEY)),
    )
