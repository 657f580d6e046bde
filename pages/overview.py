"""All recorded crime at a glance: the level, the change, the crime types, what stands out."""

import streamlit as st

from csp import widgets
from csp.comparison import findings as changes
from csp.comparison import resolve
from csp.comparison import tables as crime
from csp.comparison.key_figures import draw_key_figures
from csp.core import settings
from csp.core.filters import TREND_MONTHS, Period
from csp.core.markup import plain
from csp.core.measures import read_catalogue
from csp.shell import frame, messages, screen, sidebar

# 1. What is asked for
filters = frame.filters()
scope = resolve.resolve_scope(filters)
area, known = settings.area(), read_catalogue()
shown, chosen = resolve.list_measures(filters), known.measures[filters.measure]

# 2. The data
trend = Period.ending(filters.period.end, TREND_MONTHS)
series, hollow = resolve.fetch_monthly_series(filters, area.home, trend, [m.code for m in shown])

# 3. The rules
told_flag = next(
    (flag for flag in known.flags.values() if flag.excludable and flag.code not in filters.exclude), None
)
table, by_code = resolve.fetch_comparison(filters, scope, told_flag)
rows, row = [by_code[m.code] for m in shown], by_code[filters.measure]
now, before = resolve.describe_periods(filters, scope)
place, unit = resolve.describe_place(filters), resolve.describe_rate_unit(scope)

# 4. The picture
screen.header(
    changes.write_headline(row, place, now, before, area.peers_label, len(area.peers)),
    f"{place}, {resolve.describe_span(filters, scope)}.",
    filters,
    scope,
)
for text in resolve.describe_population_years(filters, scope):
    messages.note(text)
if filters.wards:
    messages.note("Ranks compare whole districts and are not given for a choice of wards.")

by_volume = int(table.volume_rank[table.at(filters.measure, area.home)])
draw_key_figures(row, (now, before), unit, len(area.peers), by_volume)
st.page_link("pages/profile.py", label=plain(f"Look closer at {chosen.long_label}"), icon=":material/search:")

standouts = changes.pick_standouts(rows, n_peers=len(area.peers))
if standouts:
    messages.subheader("What stands out")
    messages.numbered(each.text for each in standouts)

messages.subheader("Crime types")
crime_types = crime.build_crime_type_table(
    rows, series, hollow, (now, before), (area.peers_label, len(area.peers)), filters.measure, known
)
widgets.table(
    crime_types,
    key="crime_types",
    mode=screen.mode(),
    on_pick=lambda code: sidebar.choose(type=known.measures[code].label),
)
screen.download(crime_types, f"crime types {now}")
