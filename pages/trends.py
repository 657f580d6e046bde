"""Three years by month: which months are out of line, beside the county, and year over year."""

from dataclasses import replace

import streamlit as st

from csp.comparison import resolve
from csp.core import events, settings, wording
from csp.core.markup import bold, join
from csp.core.measures import read_catalogue
from csp.data import queries
from csp.shell import frame, messages, screen, sidebar, widgets
from csp.shell.chart import Words
from csp.topics.trends import charts, findings, rules, tables

# 1. What is asked for: the 36 months up to the end of the period, and the choices of this page
filters = frame.filters()
area, catalogue = settings.area(), read_catalogue()
measure, source = catalogue.measures[filters.measure], catalogue.sources[filters.source]
offered = catalogue.offered(filters.source)
place, mode = resolve.describe_place(filters), screen.mode()
top = st.container()
messages.subheader("Months out of line")
season = st.segmented_control(
    "Seasons", ["Taken out", "Left in"], default="Taken out", key="season", bind="query-params", required=True
)
signals = st.container()
messages.subheader(f"Beside {area.county} and the neighbours")
left, right = st.columns([1, 3])
figure = left.segmented_control(
    "Figure", ["Rate", "Count"], default="Rate", key="figure", bind="query-params", required=True
)
run = right.segmented_control(
    "Run", ["Months", "Rolling 12 months"], default="Months", key="run", bind="query-params", required=True
)

# 2. The data
loaded = queries.loaded(area.force_slug)[filters.source]
history = rules.history_period(filters.period.end, area.year_start)
comparison = rules.Comparison.of(
    filters, loaded.months, loaded.incomplete, figure == "Rate", run != "Months", area.suppress_small_counts
)
areas = queries.trend_by_district(filters, area.peers, area.home, comparison.counted)
marks = events.read_events(catalogue.measures)
events_marked = [event for event in marks if event.concerns(measure.code)]

# 3. The rules
counts, incomplete = resolve.fetch_monthly_series(filters, area.home, history, [m.code for m in offered])
series = rules.drop_incomplete(counts, incomplete, filters.whole_months)
controls = rules.judge_every_series(
    series, incomplete, history.start, season == "Taken out", marks, loaded.months
)
verdicts = {code: rules.judge_last_month(control) for code, control in controls.items()}
control = controls[measure.code]
places, populations = rules.Places.of(area, filters.wards, place), queries.populations()
lines = rules.area_lines(areas, places, populations, comparison)
years = rules.cut_years(series[measure.code], history, incomplete)

# 4. The picture
window = wording.period(comparison.months[0], comparison.months[-1])
with top:
    screen.header(
        findings.write_headline(measure.label, place, control, filters.period.each()),
        f"{place}, {window}.",
        replace(filters, period=rules.window_period(filters.period.end)),
        rules.window_scope(comparison.months, loaded.months),
    )
    for sentence in findings.write_notes(filters, control, comparison, place, area.county):
        messages.note(sentence)
with signals:
    says = {i: findings.explain_sign(control, sign) for sign in control.signs for i in sign.at}
    words = Words(
        f"{measure.long_label}: {findings.write_control_title(control)}",
        f"{findings.describe_charted(control)}, {place}, {window}; band: mean and limits (XmR)",
        source.credit,
    )
    tones = {up: tables.choose_tone(up, measure.polarity) for up in (True, False)}
    screen.chart(charts.build_control_chart(control, events_marked, tones, says, words, mode), key="control")
    if control.signs:
        messages.numbered(findings.describe_signs(control))
    else:
        messages.paragraph(findings.explain_signs(control))
    messages.caption(findings.describe_season(control, season == "Taken out"))
    months = tables.build_control_table(control)
    with st.expander("The months as a table"):
        widgets.table(months, key="control_months", mode=mode)
    screen.download(months, f"{measure.label} control chart {window}")

unit = findings.describe_figure(comparison, area.county)
title = findings.write_comparison_title(measure.label, lines[0], lines[-1], comparison)
words = Words(title, f"{unit}, {window}", source.credit)
screen.chart(charts.build_area_chart(lines, comparison, words, mode), key="areas")
for sentence in findings.describe_borrowed_years(
    rules.list_borrowed_years(populations, places.home_codes, comparison)
):
    messages.note(sentence)
screen.download(
    tables.build_area_table(lines, comparison, unit), f"{measure.label} by area {window} {figure} {run}"
)

messages.subheader("Year over year")
title = findings.write_years_title(measure.label, place, years)
words = Words(title, findings.describe_years(place, years), source.credit)
screen.chart(charts.build_year_chart(years, area.year_start, words, mode), key="years")
screen.download(
    tables.build_year_table(years, charts.list_month_names(area.year_start)),
    f"{measure.label} by year {window}",
)

messages.subheader("Every crime type")
order = [catalogue.measures[code] for code in rules.order_by_evidence(verdicts)]
words = Words(
    findings.write_multiples_title(list(verdicts.values())),
    f"{place}, {window}. {findings.MULTIPLES_READ}",
    source.credit,
)
messages.paragraph(join([bold(f"{words.title}."), findings.MULTIPLES_READ, "Click one to choose it."]))
widgets.multiples(
    [tables.build_multiple(m, controls[m.code], verdicts[m.code], m is measure) for m in order],
    words,
    key="types",
    mode=mode,
    on_pick=lambda code: sidebar.choose(type=catalogue.measures[code].label),
)
screen.download(
    tables.build_type_table(order, controls, verdicts, measure.code), f"crime types last month {window}"
)
