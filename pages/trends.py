"""Three years by month: which months are unusual; beside the county, by year, and for every type."""

from dataclasses import replace

import streamlit as st

from csp.comparison import published
from csp.core.measures import read_catalogue
from csp.data import queries
from csp.shell import frame, messages, screen, tabs
from csp.shell.chart_marks import list_events
from csp.topics.action_plan.chart_notes import draw_notes, fetch_notes, name_crime_chart
from csp.topics.trends import fetch, findings, rules, sections, ward_years
from csp.topics.trends.pictures import TrendContext

# 1. What is asked for: the 36 months up to the end of the period, and the choices of this page
filters = frame.filters()
if published.is_adjusted(filters):
    ward_years.draw_trend(filters)
    frame.end_page()
area, catalogue = queries.area(filters.source), read_catalogue()
measure, source = catalogue.measures[filters.measure], catalogue.sources[filters.source]
tabs.translate_old_value("season", {"Left in": "false", "Taken out": "true"})
with_county = f"With {area.county}"
tabs.open_for_old_link("tab", with_county, ("figure", "run"))
top = st.container()
# Beside the line under the title, where there is room for it: see csp/shell/frame.css.
with st.container(key="trend_options"), st.popover("Options", icon=":material/tune:"):
    adjusts = st.toggle("Adjust for season", value=True, key="season", bind="query-params")
picture = st.container()

# 2. and 3. The data and the rules
trend = fetch.fetch_trend(filters, adjusts)
notes = fetch_notes(name_crime_chart(measure.code))
marks = notes.list_marks()
control, target = trend.control, trend.target
context = TrendContext(
    measure=measure,
    source=source,
    place=trend.place,
    county=area.county,
    period=filters.period,
    window=trend.window,
    year_start=area.year_start,
    mode=screen.mode(),
    few=trend.few,
    provisional=trend.provisional,
)

# 4. The picture
with top:
    screen.header(
        findings.write_headline(measure.label, trend.place, control, filters.period.each(), trend.borough),
        " ".join(filter(None, [f"{trend.place}, {context.window}.", findings.describe_slopes(control)])),
        replace(filters, period=rules.window_period(filters.period.end)),
        rules.window_scope(trend.months, trend.loaded),
    )
    for sentence in [
        *findings.write_notes(filters, control, trend.place, area.county),
        *([findings.describe_target(control, target)] if target else []),
        *filter(None, [findings.describe_unknown_targets(area.targets, catalogue.measures)]),
        *filter(None, [findings.describe_provisional(source.label, trend.months, trend.provisional)]),
    ]:
        messages.note(sentence)
with picture:
    if control.is_rare:
        sections.draw_totals(context, control, trend.sum_years())
    else:
        sections.draw_control(context, control, [*trend.own_events, *list_events(marks)], target)
    draw_notes(notes)


# 5. What the tabs hold; the one that is open is fetched and drawn
def draw_areas() -> None:
    """The borough beside the county and the neighbours, as rates or counts, by month or rolling."""
    left, right = st.columns([1, 3])
    figure = screen.options(left, "Figure", ["Rate", "Count"], key="figure", default="Rate")
    run = screen.options(right, "Run", ["Months", "Rolling 12 months"], key="run", default="Months")
    areas = fetch.fetch_areas(trend, figure == "Rate", run != "Months")
    sections.draw_areas(context, areas.lines, areas.comparison, areas.borrowed)


def draw_types() -> None:
    """Every crime type that the source can answer, the strongest evidence first."""
    types = fetch.fetch_every_type(trend)
    sections.draw_types(context, types.measures, types.controls, types.verdicts, types.separate)


tabs.draw_tabs(
    "tab",
    {
        "This type": lambda: sections.draw_months(context, control, adjusts),
        **({with_county: draw_areas} if len(area.peers) > 1 else {}),
        "Year by year": lambda: sections.draw_years(context, trend.cut_years()),
        "All types": draw_types,
    },
)
