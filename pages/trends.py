"""Three years by month: which months are unusual; beside the county, by year, and for every type."""

from dataclasses import replace

import streamlit as st

from csp.comparison import resolve
from csp.core import events, settings, wording
from csp.core.disclosure import is_too_few
from csp.core.measures import read_catalogue
from csp.data import completeness, queries
from csp.shell import frame, messages, screen, tabs
from csp.topics.trends import findings, rules, sections

# 1. What is asked for: the 36 months up to the end of the period, and the choices of this page
filters = frame.filters()
area, catalogue = settings.area(), read_catalogue()
measure, source = catalogue.measures[filters.measure], catalogue.sources[filters.source]
place = resolve.describe_place(filters)
tabs.translate_old_value("season", {"Left in": "false", "Taken out": "true"})
with_county = f"With {area.county}"
tabs.open_for_old_link("tab", with_county, ("figure", "run"))
top = st.container()
# Beside the line under the title, where there is room for it: see csp/shell/frame.css.
with st.container(key="trend_options"), st.popover("Options", icon=":material/tune:"):
    adjusts = st.toggle("Adjust for season", value=True, key="season", bind="query-params")
picture = st.container()

# 2. The data
loaded = queries.loaded(area.force_slug)[filters.source]
history = rules.history_period(filters.period.end, area.year_start)
marks = events.read_events(catalogue.measures)
counts, incomplete = resolve.fetch_monthly_series(filters, area.home, history, [measure.code])
borough_total, few = None, ""
if filters.wards:
    whole, _ = resolve.fetch_monthly_series(
        resolve.drop_wards(filters), area.home, filters.period, [measure.code]
    )
    borough_total = sum(n or 0 for n in whole[measure.code])
    own = dict(zip(history.each(), counts[measure.code], strict=True))
    if is_too_few(sum(own.get(month) or 0 for month in filters.period.each())):
        few = wording.too_few(borough_total)

# 3. The rules
months = rules.window_period(filters.period.end).each()
series = rules.drop_incomplete(counts, incomplete, filters.whole_months)
judging = rules.Judging(
    start=history.start,
    judged_from=filters.period.start,
    incomplete=incomplete,
    seasonal=adjusts,
    events=marks,
    loaded=frozenset(loaded.months),
    dispersions=resolve.fetch_dispersions(filters.source),
    level="ward" if filters.wards else "district",
)
control = rules.judge_every_series(series, judging)[measure.code]
is_whole = not filters.wards and not filters.exclude
yearly = area.targets.get(measure.code) if is_whole else None
target = None if yearly is None else rules.check_target(control, yearly)
context = sections.TrendContext(
    measure=measure,
    source=source,
    place=place,
    county=area.county,
    period=filters.period,
    window=wording.period(months[0], months[-1]),
    year_start=area.year_start,
    mode=screen.mode(),
    few=few,
)

# 4. The picture
with top:
    screen.header(
        findings.write_headline(measure.label, place, control, filters.period.each(), borough_total),
        " ".join(filter(None, [f"{place}, {context.window}.", findings.describe_slopes(control)])),
        replace(filters, period=rules.window_period(filters.period.end)),
        rules.window_scope(months, loaded.months),
    )
    for sentence in [
        *findings.write_notes(filters, control, area.suppress_small_counts, place, area.county),
        *([findings.describe_target(control, target)] if target else []),
        *filter(None, [findings.describe_unknown_targets(area.targets, catalogue.measures)]),
    ]:
        messages.note(sentence)
with picture:
    if control.is_rare:
        totals = rules.sum_years(series[measure.code], history, incomplete[measure.code])
        sections.draw_totals(context, control, totals)
    else:
        events_shown = [event for event in marks if event.concerns(measure.code)]
        sections.draw_control(context, control, events_shown, target)


# 5. What the tabs hold; the one that is open is fetched and drawn
def draw_areas() -> None:
    """The borough beside the county and the neighbours, as rates or counts, by month or rolling."""
    left, right = st.columns([1, 3])
    figure = screen.options(left, "Figure", ["Rate", "Count"], key="figure", default="Rate")
    run = screen.options(right, "Run", ["Months", "Rolling 12 months"], key="run", default="Months")
    comparison = rules.Comparison.of(
        filters,
        loaded.months,
        completeness.find_incomplete_months(filters.source, measure.code),
        figure == "Rate",
        run != "Months",
        area.suppress_small_counts,
    )
    areas = queries.trend_by_district(filters, area.peers, area.home, comparison.counted)
    places, populations = rules.Places.of(area, filters.wards, place), queries.populations()
    lines = rules.area_lines(areas, places, populations, comparison)
    borrowed = rules.list_borrowed_years(populations, places.home_codes, comparison)
    sections.draw_areas(context, lines, comparison, borrowed)


def draw_types() -> None:
    """Every crime type that the source can answer, the strongest evidence first."""
    offered = catalogue.offered(filters.source)
    every, gaps = resolve.fetch_monthly_series(filters, area.home, history, [m.code for m in offered])
    controls = rules.judge_every_series(
        rules.drop_incomplete(every, gaps, filters.whole_months), replace(judging, incomplete=gaps)
    )
    verdicts = {code: rules.judge_last_month(each) for code, each in controls.items()}
    order = [catalogue.measures[code] for code in rules.order_by_evidence(verdicts)]
    separate = rules.list_separate(verdicts, offered, source.vocabulary)
    sections.draw_types(context, order, controls, verdicts, separate)


tabs.draw_tabs(
    "tab",
    {
        "This type": lambda: sections.draw_months(context, control, adjusts),
        with_county: draw_areas,
        "Year by year": lambda: sections.draw_years(
            context, rules.cut_years(series[measure.code], history, incomplete[measure.code])
        ),
        "All types": draw_types,
    },
)
