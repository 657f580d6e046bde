"""All recorded crime at a glance: the level, the change, the crime types, what stands out."""

import streamlit as st

from csp.comparison import findings, resolve, tables
from csp.comparison.key_figures import draw_key_figures
from csp.core import settings
from csp.core.filters import TREND_MONTHS, Period
from csp.core.markup import plain
from csp.core.measures import read_catalogue
from csp.shell import frame, messages, screen, sidebar, widgets

# 1. What is asked for
filters = frame.filters()
scope = resolve.resolve_scope(filters)
area, catalogue = settings.area(), read_catalogue()
measure, measures = catalogue.measures[filters.measure], resolve.list_measures(filters)

# 2. The data
trend = Period.ending(filters.period.end, TREND_MONTHS)
series, incomplete = resolve.fetch_monthly_series(filters, area.home, trend, [m.code for m in measures])
flag = catalogue.pick_excludable_flag(filters.exclude)
standings, by_code = resolve.fetch_comparison(filters, scope, flag)

# 3. The rules
rows, row = [by_code[m.code] for m in measures], by_code[filters.measure]
by_volume = int(standings.volume_rank[standings.at(filters.measure, area.home)])
standouts = findings.pick_standouts(rows, n_peers=len(area.peers))
now, before = resolve.describe_periods(filters, scope)
place, unit = resolve.describe_place(filters), resolve.describe_rate_unit(scope)
peers = area.peers_label, len(area.peers)
crime_types = tables.build_crime_type_table(
    rows, series, incomplete, (now, before), peers, filters.measure, catalogue
)

# 4. The picture
screen.header(
    findings.write_headline(row, place, now, before, *peers),
    f"{place}, {resolve.describe_span(filters, scope)}.",
    filters,
    scope,
)
for text in resolve.describe_population_years(filters, scope):
    messages.note(text)
if filters.wards:
    messages.note("Ranks compare whole districts and are not given for a choice of wards.")

draw_key_figures(row, (now, before), unit, len(area.peers), by_volume)
st.page_link("pages/profile.py", label=plain(f"{measure.long_label} in detail"), icon=":material/search:")

if standouts:
    messages.subheader("What stands out")
    messages.numbered(standout.text for standout in standouts)

messages.subheader("Crime types")
widgets.table(
    crime_types,
    key="crime_types",
    mode=screen.mode(),
    on_pick=lambda code: sidebar.choose(type=catalogue.measures[code].label),
)
screen.download(crime_types, f"crime types {now}")
