"""Three years by month: which months are out of line, beside the county, and year over year."""

from dataclasses import replace

import streamlit as st

from csp import events, frame, messages, queries, screen, settings, sidebar, trends, view, wording
from csp.charts import trends as charts
from csp.charts.core import Words
from csp.findings import trends as findings
from csp.markup import bold, join
from csp.measures import catalogue
from csp.shell import widgets
from csp.tables import trends as tables

# 1. What is asked for: the 36 months up to the end of the period, and the choices of this page
filters = frame.filters()
area, known = settings.area(), catalogue()
measure, source = known.measures[filters.measure], known.sources[filters.source]
offered = known.offered(filters.source)
place, mode = view.place_words(filters), screen.mode()
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
found = queries.loaded(area.force_slug)[filters.source]
history = trends.history(filters.period.end, area.year_start)
asked = trends.Comparison.of(
    filters, found.months, found.incomplete, figure == "Rate", run != "Months", area.suppress_small_counts
)
areas = queries.trend_by_district(filters, area.peers, area.home, asked.asked)
marks = events.events(known.measures)
shown = [event for event in marks if event.concerns(measure.code)]

# 3. The rules
counts, hollow = view.monthly_series(filters, area.home, history, [m.code for m in offered])
series = trends.kept(counts, hollow, filters.whole_months)
controls = trends.controls(series, hollow, history.start, season == "Taken out", marks, found.months)
verdicts = {code: trends.verdict(control) for code, control in controls.items()}
control = controls[measure.code]
places, populations = trends.Places.of(area, filters.wards, place), queries.populations()
lines = trends.area_lines(areas, places, populations, asked)
years = trends.years(series[measure.code], history, hollow)

# 4. The picture
window = wording.period(asked.months[0], asked.months[-1])
with top:
    screen.header(
        findings.headline(measure.label, place, control, filters.period.each()),
        f"{place}, {window}.",
        replace(filters, period=trends.window(filters.period.end)),
        trends.window_scope(asked.months, found.months),
    )
    for sentence in findings.notes(filters, control, asked, place, area.county):
        messages.note(sentence)
with signals:
    says = {i: findings.explanation(control, sign) for sign in control.signs for i in sign.at}
    words = Words(
        f"{measure.long_label}: {findings.control_title(control)}",
        f"{findings.charted(control)}, {place}, {window}; band: mean and limits (XmR)",
        source.credit,
    )
    tones = {up: tables.tone_of(up, measure.polarity) for up in (True, False)}
    screen.chart(charts.control_chart(control, shown, tones, says, words, mode), key="control")
    if control.signs:
        messages.numbered(findings.sign_sentences(control))
    else:
        messages.paragraph(findings.explanations(control))
    messages.caption(findings.season_sentence(control, season == "Taken out"))
    months = tables.control_months(control)
    with st.expander("The months as a table"):
        widgets.table(months, key="control_months", mode=mode)
    screen.download(months, f"{measure.label} control chart {window}")

unit = findings.figure_words(asked, area.county)
title = findings.comparison_title(measure.label, lines[0], lines[-1], asked)
words = Words(title, f"{unit}, {window}", source.credit)
screen.chart(charts.area_lines(lines, asked, words, mode), key="areas")
for sentence in findings.populations(trends.borrowed(populations, places.home_codes, asked)):
    messages.note(sentence)
screen.download(tables.area_months(lines, asked, unit), f"{measure.label} by area {window} {figure} {run}")

messages.subheader("Year over year")
title = findings.years_title(measure.label, place, years)
words = Words(title, findings.years_words(place, years), source.credit)
screen.chart(charts.year_lines(years, area.year_start, words, mode), key="years")
screen.download(
    tables.year_months(years, charts.month_names(area.year_start)), f"{measure.label} by year {window}"
)

messages.subheader("Every crime type")
order = [known.measures[code] for code in trends.by_evidence(verdicts)]
words = Words(
    findings.multiples_title(list(verdicts.values())),
    f"{place}, {window}. {findings.MULTIPLES_READ}",
    source.credit,
)
messages.paragraph(join([bold(f"{words.title}."), findings.MULTIPLES_READ, "Click one to choose it."]))
widgets.multiples(
    [tables.multiple(m, controls[m.code], verdicts[m.code], m is measure) for m in order],
    words,
    key="types",
    mode=mode,
    on_pick=lambda code: sidebar.choose(type=known.measures[code].label),
)
screen.download(
    tables.every_type(order, controls, verdicts, measure.code), f"crime types last month {window}"
)
