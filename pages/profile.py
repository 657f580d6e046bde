"""One crime type in full: its figures and its months; wards, streets, parts, outcomes, districts in tabs."""

import streamlit as st

from csp.comparison import harm_sections, published, resolve, severity_sections
from csp.comparison.context import resolve_context
from csp.comparison.findings import NO_RANK_OF_WARDS, write_headline
from csp.comparison.year_bars_section import draw_years
from csp.core import disclosure, events
from csp.data import completeness, queries
from csp.shell import filter_bar, frame, messages, navigation, screen, tabs
from csp.topics.action_plan.chart_notes import draw_notes, fetch_notes, name_crime_chart
from csp.topics.action_plan.summary import draw_linked_actions
from csp.topics.county.findings import describe_gaps, describe_movement
from csp.topics.profile import findings, rules, sections
from csp.topics.profile.fetch import fetch_cases
from csp.topics.wards.fetch import fetch_points, fetch_wards
from csp.topics.wards.rules import compute_place_figures, compute_ward_figures, pick_ward
from csp.topics.wards.sections import draw_locations

# 1. What is asked for
filters = frame.filters()
navigation.follow()
context = resolve_context(filters)
scope, area, measure, source = context.scope, context.area, context.measure, context.source
flag = context.measures_file.pick_excludable_flag(filters.exclude)

# 2. The data
loaded = queries.loaded(area.force_slug)[filters.source]
incomplete_months = completeness.find_incomplete_months(filters.source, measure.code, area.home)
cases = fetch_cases(context)
names = queries.wards(area.home)
standings, rows = resolve.fetch_comparison(filters, scope, flag)

notes = fetch_notes(name_crime_chart(measure.code))

# 3. The rules
basis, row = resolve.build_basis(filters, scope), rows[measure.code]
counts, period = cases.tally_months(), rules.find_trend_period(filters.period.end, loaded.months)
series, incomplete = rules.build_series(counts, period.each(), loaded.months, incomplete_months)
sentences = []
if flag:
    flagged_now = row.flagged_now, row.flagged_before
    sentences.append(findings.describe_flagged(row, flagged_now, flag.label, not context.is_adjusted))

# 4. The picture
peers, borough = resolve.describe_peers(queries.area(filters.source)), resolve.count_borough(filters, scope)
finding = write_headline(row, context.place, context.periods, peers, borough)
caveats = [NO_RANK_OF_WARDS] if filters.wards else []
screen.header(finding, f"{context.place}, {context.span}.", filters, scope, caveats)
left, right = st.columns([2, 3], gap="medium")
with left:
    sections.draw_figures(context, row, sentences)
    sections.draw_steps(*rules.find_types_beside(context.offered, measure.code))
with right:
    if context.is_adjusted:
        draw_years(context, "trend")
    else:
        sections.draw_trend(context, row, period, series, incomplete, notes.list_marks())
    draw_notes(notes)


# 5. What the tabs hold; the one that is open is fetched and drawn
def choose_ward(code: str) -> None:
    """A ward clicked is chosen alone; a second click gives the whole district back."""
    filter_bar.choose(ward=[names[ward] for ward in pick_ward(filters.wards, code, False)])


def choose_type(code: str) -> None:
    """A crime type clicked becomes the one that the page is about."""
    filter_bar.choose(type=context.measures_file.measures[code].label)


def draw_wards() -> None:
    """The wards as bars and on a map."""
    if not queries.wards_counted(filters.source, area.home):
        sections.draw_missing_wards()
        return
    if not published.keep_published([measure], filters):
        messages.info(disclosure.TOO_FEW_BY_WARD)
        return
    wards = fetch_wards(filters, scope)
    figures = compute_ward_figures(wards, measure.code)
    sections.draw_wards(context, wards, figures, queries.ward_outlines(area.home), choose_ward)


def draw_streets() -> None:
    """The most frequent map points; one that is clicked opens the ward map around it."""
    place = compute_place_figures(fetch_wards(filters, scope), measure.code, filters.wards, context.place)
    draw_locations(
        context,
        fetch_points(filters, scope),
        names,
        place,
        lambda point: navigation.go("wards", street=point, map_view="Points"),
    )


def draw_parts() -> None:
    """What is counted, and the parts of the crime type."""
    people = resolve.sum_ward_populations(filters) or rules.find_population(standings, area.home)
    parts = rules.list_parts(measure, context.offered, context.measures_file, source.vocabulary)
    flagged = rules.FlaggedCounts(flag, cases.tally("offence", flag.code)) if flag else None
    listed = {code: rows[code].change for code in basis.listed}
    tally = cases.tally("offence")
    part_rows = rules.build_part_rows(parts, tally, measure, basis, people, listed, flagged)
    sections.draw_made_of(context, part_rows, parts)


def draw_peers() -> None:
    """The district among the others."""
    gaps = describe_gaps(standings, measure, basis, dict(area.names))
    sections.draw_peers(context, standings, [*gaps, describe_movement(standings, measure, basis)])


def draw_season() -> None:
    """The months of every year loaded."""
    if context.is_adjusted:
        messages.caption(disclosure.NO_MONTHS_BY_WARD)
        return
    spans = events.read_events(context.measures_file.measures)
    exceptional = events.list_exceptional_months(spans, measure.code)
    phi = basis.dispersions.of(measure.code, "ward" if filters.wards else "district")
    judging = rules.SeasonRules(loaded.months, incomplete_months, exceptional, phi)
    sections.draw_season(context, rules.build_season(counts, judging))


def draw_harm() -> None:
    """The crime type beside every other, by volume and by harm."""
    harm_sections.draw_types(filters, scope, resolve.list_measures(filters), choose_type)
    severity_sections.draw_scores()


tabs.draw_tabs(
    "tab",
    {
        "Wards": draw_wards,
        **({} if area.is_public else {"Streets": draw_streets}),
        "Make-up": draw_parts,
        "Outcomes": lambda: sections.draw_outcomes(context, rules.count_outcomes(cases.tally("outcome"))),
        "County": draw_peers,
        "Season": draw_season,
        "Harm": draw_harm,
        "Actions": lambda: draw_linked_actions(
            measure, context.offered, source.vocabulary, context.mode, filters.wards
        ),
    },
)
