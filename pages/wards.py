"""Crime by ward: three maps, the profile of the wards chosen, and every crime type in every ward."""

import streamlit as st

from csp import widgets
from csp.comparison import resolve
from csp.core import settings
from csp.core.filters import TREND_MONTHS
from csp.core.measures import read_catalogue
from csp.data import queries
from csp.shell import frame, messages, screen, sidebar
from csp.shell.chart import Words
from csp.topics.wards import charts, findings, rules, tables
from csp.topics.wards import fetch as ward_view

SIZE = (510, 400)  # px: the least width of the map's column, and its height

# 1. What is asked for: the map shows every ward, whichever are chosen
asked = frame.filters()
scope = resolve.resolve_scope(asked)
area, known, mode = settings.area(), read_catalogue(), screen.mode()
measure, credit = known.measures[asked.measure], known.sources[asked.source].credit
names = queries.wards(area.home)
if not queries.wards_counted(asked.source, area.home):
    messages.title(f"No wards of {area.home_name} in this source")
    messages.info(findings.NO_WARDS)
    st.stop()

# 2. The data
wards = ward_view.wards(asked, scope)
points = ward_view.points(asked, scope)
outlines = queries.ward_outlines(area.home)

# 3. The rules
rows = rules.ward_figures(wards, measure.code)
ranked = sum(row.rank > 0 for row in rows)
whole = rules.borough_figures(wards, measure.code)
subject = rules.subject(wards, measure.code, asked.wards, resolve.describe_place(asked))
crimes = rules.matrix_measures(known.offered(asked.source), measure.code)
mix, mix_all = (rules.mix(wards, rules.shares_of_crime(crimes), codes) for codes in (asked.wards, ()))
trend = ward_view.trend(asked, TREND_MONTHS, subject.population, whole.population)
periods, unit, span = (
    resolve.describe_periods(asked, scope),
    resolve.describe_rate_unit(scope),
    resolve.describe_span(asked, scope),
)


# 4. The picture
def pick(code: str) -> None:
    """A ward clicked anywhere is chosen in the sidebar, alone or with the others."""
    chosen = rules.picked(asked.wards, code, bool(st.session_state.get("add")))
    sidebar.choose(ward=[names[ward] for ward in chosen])


finding = findings.headline(rows, measure, unit, scope.comparable)
if asked.wards:
    finding = findings.chosen_headline(subject, measure, ranked, unit)
screen.header(finding, f"{subject.name}, {span}.", asked, scope)
for told in findings.caveats(wards, measure):
    messages.note(told)

first, second, third, fourth = st.columns([24, 31, 18, 20], gap="small", vertical_alignment="bottom")
look = screen.options(first, "Map", charts.VIEWS, key="map_view", default="Outlines")
shade = screen.options(second, "Shade by", charts.SHADES, key="shade_by", default="Rate")
places = charts.places_in(area.home)
wanted = screen.search(third, "Find a place", sorted({place.name for place in places}), key="place")
fourth.toggle("Add to selection", key="add", bind="query-params", help="A click adds a ward or takes it out.")
found, on_map = charts.find(wanted, area.home)

left, right = st.columns([3, 2], gap="medium")
with left:
    if wanted:
        messages.caption(findings.place_sentence(wanted, found, area.home, area.names))
    shaded = charts.shaded(rows, shade, unit, periods, mode)
    shown = charts.Shown(tuple(names.items()), charts.labelled(places, on_map), on_map, SIZE, mode)
    deck, legend = charts.ward_map(look, outlines, shaded, points, asked.wards, shown)
    if deck is None:
        messages.info(findings.no_map(look, outlines))
    else:
        alt = f"{measure.long_label} by ward, {look.lower()}. The table below says the same."
        screen.clickable_map(deck, key=f"map_{look}", height=SIZE[1], alt=alt, on_pick=pick)
        screen.legend(legend, key="map_legend")
        radius = charts.radius(on_map)
        messages.caption(findings.map_sentence(look, shade, unit, periods[0], span, radius, outlines))
    messages.subheader("Most frequent locations")
    if points.frame.empty:
        messages.caption(findings.NO_POINTS)
    else:
        locations = tables.locations(points.of(asked.wards), names, len(asked.wards) != 1, subject.change.now)
        widgets.table(locations, key="locations", mode=mode)
        screen.download(locations, f"{measure.label} locations {subject.name} {periods[0]}")
with right:
    messages.subheader(subject.name)
    if not asked.wards:
        messages.caption("The whole borough. Click a ward on the map or in a table to see it here.")
    profile = tables.profile(subject, whole, measure, unit, periods, ranked)
    widgets.table(profile, key="profile", mode=mode)
    said = findings.trend_words(measure, subject.name, trend.own, trend.period, bool(asked.wards))
    months = charts.trend(
        trend.period.each(), trend.own, trend.level, trend.hollow, Words(*said, credit), mode
    )
    screen.chart(months, key="trend")
    said = findings.mix_words(mix, mix_all, crimes, subject.name, periods[0])
    bars = charts.mix(mix, mix_all if asked.wards else {}, crimes, Words(*said, credit), mode)
    screen.clickable_chart(
        bars,
        key="mix",
        field="type",
        on_pick=lambda bar: sidebar.choose(type=known.measures[bar["code"]].label),
    )

messages.subheader("Every ward")
by_ward = tables.ward_table(rows, measure, unit, periods, asked.wards)
widgets.table(by_ward, key="ward_table", mode=mode, on_pick=pick)
screen.download(by_ward, f"{measure.label} by ward {periods[0]}")
if outlines and st.toggle("The map as a picture to download", key="picture", bind="query-params"):
    said = findings.picture_words(measure, shade, unit, periods[0], span, outlines)
    screen.chart(charts.picture(outlines, shaded, Words(*said, credit), asked.wards, mode), key="picture_map")
    screen.legend(shaded.legend, key="picture_legend")

messages.subheader("Every crime type in every ward")
matrix = tables.ward_by_type(wards, crimes, unit, mode, asked.wards, measure.code)
messages.caption(findings.matrix_caption(wards, crimes))
screen.legend(tables.ratio_legend(mode), key="matrix_legend")
widgets.table(matrix, key="matrix", mode=mode, on_pick=pick)
screen.download(matrix, f"crime types by ward {periods[0]}")
