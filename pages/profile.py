"""One crime type in full: level, trend, season, wards, parts, outcomes, peers."""

import streamlit as st

from csp.comparison import resolve
from csp.comparison.context import resolve_context
from csp.comparison.findings import write_headline
from csp.data import queries
from csp.data.cases import select_cases
from csp.shell import frame, messages, screen, sidebar
from csp.topics.county.findings import describe_gaps, describe_movement
from csp.topics.profile import findings, rules, sections
from csp.topics.wards.fetch import fetch_wards
from csp.topics.wards.rules import pick_ward

# 1. What is asked for
filters = frame.filters()
context = resolve_context(filters)
scope, area, measure, source = context.scope, context.area, context.measure, context.source
flag = context.measures_file.pick_excludable_flag(filters.exclude)

# 2. The data
loaded = queries.loaded(area.force_slug)[filters.source]
cases = select_cases(queries.cases(filters.source, area.home), measure, source.vocabulary, filters, scope)
wards = fetch_wards(filters, scope)
has_wards = bool(queries.wards_counted(filters.source, area.home))
names = queries.wards(area.home)
outlines = queries.ward_outlines(area.home)
standings, rows = resolve.fetch_comparison(filters, scope)

# 3. The rules
basis, row = resolve.build_basis(filters, scope), rows[measure.code]
people = resolve.sum_ward_populations(filters) or rules.find_population(standings, area.home)
ward_rows = rules.list_shown_wards(wards, measure.code)
parts = rules.list_parts(measure, context.offered, context.measures_file, source.vocabulary)
flagged = rules.FlaggedCounts(flag, cases.tally("offence", flag.code)) if flag else None
part_rows = rules.build_part_rows(parts, cases.tally("offence"), measure, basis, people, flagged)
outcomes = rules.count_outcomes(cases.tally("outcome"), basis.suppress)
counts, period = cases.tally_months(), rules.find_trend_period(filters.period.end, loaded.months)
series, incomplete = rules.build_series(
    counts, period.each(), loaded.months, loaded.incomplete, basis.suppress
)
season = rules.build_season(counts, loaded.months, loaded.incomplete, basis.suppress)
gaps = describe_gaps(standings, measure, basis, dict(area.names))
movement = describe_movement(standings, measure, basis)


# 4. The picture
def choose_ward(code: str) -> None:
    """A ward clicked is chosen alone; a second click gives the whole district back."""
    sidebar.choose(ward=[names[ward] for ward in pick_ward(filters.wards, code, False)])


finding = write_headline(row, context.place, *context.periods, area.peers_label, len(area.peers))
screen.header(finding, f"{context.place}, {context.span}.", filters, scope)
if filters.wards:
    messages.note(findings.NO_RANK_OF_WARDS)
sections.draw_links(*rules.find_types_beside(context.offered, measure.code))
messages.paragraph(" ".join(findings.describe_measure(measure, context.measures_file, source.vocabulary)))
if flag:
    sentence = findings.describe_flagged(row, cases.count_flagged(flag.code), flag.label, basis.suppress)
    if sentence:
        messages.paragraph(sentence)
sections.draw_figures(context, row, standings)

left, right = st.columns([12, 8], gap="medium")
with left:
    sections.draw_trend(context, row, period, series, incomplete)
with right:
    sections.draw_season(context, season)
if has_wards:
    sections.draw_wards(context, wards, ward_rows, outlines, choose_ward)
else:
    sections.draw_missing_wards()
if parts:
    sections.draw_parts(context, part_rows, parts)
sections.draw_outcomes(context, outcomes)
sections.draw_peers(context, standings, [*gaps, movement])
