"""Crime by ward: the map with the ward chosen beside it; streets, all wards and all types in tabs."""

import streamlit as st

from csp.comparison import harm_sections, published
from csp.comparison.context import resolve_context
from csp.data import queries
from csp.shell import filter_bar, frame, messages, navigation, screen, tabs
from csp.topics.action_plan.chart_notes import draw_notes, fetch_notes, name_crime_chart
from csp.topics.action_plan.summary import draw_linked_actions
from csp.topics.wards import charts, fetch, findings, map_controls, rules, sections

# 1. What is asked for: the map shows every ward, whichever are chosen
filters = frame.filters()
navigation.follow()
published.require_published(filters)
context = resolve_context(filters)
scope, area, measure = context.scope, context.area, context.measure
names = queries.wards(area.home)
if not queries.wards_counted(filters.source, area.home):
    messages.title(f"No wards of {area.home_name} in this source")
    messages.info(findings.NO_WARDS)
    st.stop()
tabs.open_for_old_link("tab", "All wards", ("picture",))

# 2. The data
wards = fetch.fetch_wards(filters, scope)
outlines = queries.ward_outlines(area.home)
notes = fetch_notes(name_crime_chart(measure.code))

# 3. The rules
rows = rules.compute_ward_figures(wards, measure.code)
ranked = sum(row.rank > 0 for row in rows)
borough = rules.compute_borough_figures(wards, measure.code)
place = rules.compute_place_figures(wards, measure.code, filters.wards, context.place)
crimes = rules.list_matrix_measures(published.keep_published(context.offered, filters), measure.code)
# Of a ward in public mode there are years in place of the months.
trend = None if context.is_adjusted else fetch.fetch_trend(filters, place.population, borough.population)


# 4. The picture
def choose_ward(code: str) -> None:
    """A ward clicked anywhere is chosen among the filters, alone or with the others."""
    codes = rules.pick_ward(filters.wards, code, map_controls.adds_to_selection())
    filter_bar.choose(ward=[names[ward] for ward in codes])


total = borough.change.now
finding = findings.write_headline(rows, measure, context.unit, scope.comparable, total, area.is_public)
if filters.wards:
    finding = findings.write_place_headline(
        place, measure, ranked, context.unit, total, findings.name_ranked(rows), area.is_public
    )
caveats = " ".join(findings.list_caveats(wards, measure))
screen.header(
    finding, f"{place.name}, {context.span}.", filters, scope, [caveats] if caveats else [], home_alone=True
)
screen.note_adjusted()

choice = map_controls.draw_map_controls(area, names)
# Every map point of the district is counted only where one of them is looked at.
points = fetch.fetch_points(filters, scope) if choice.look == "Points" else None
choice = map_controls.center_on_street(choice, points, area.home)
shaded = charts.shaded(rows, choice.shade, context.unit, context.periods, context.mode)
left, right = st.columns([3, 2], gap="medium")
with left:
    sections.draw_map(context, choice, outlines, shaded, points, names, choose_ward)
with right:
    sections.draw_place(context, place, borough, trend, ranked, notes.list_marks())
    draw_notes(notes)


# 5. What the tabs hold; the one that is open is computed and drawn
def draw_mix() -> None:
    """How the crime of the place is made up, beside the borough's."""
    shares = rules.list_shares_of_crime(crimes)
    mix, borough_mix = (rules.compute_mix(wards, shares, codes) for codes in (filters.wards, ()))
    least = rules.find_least_excess(wards, shares, filters.wards)
    sections.draw_mix(context, mix, borough_mix, crimes, place.name, least)


def draw_wards() -> None:
    """Every ward as a table, and the map as a picture."""
    sections.draw_wards(context, rows, choose_ward)
    if outlines:
        sections.draw_picture(context, choice.shade, shaded, outlines)


def draw_streets() -> None:
    """The most frequent map points of the place."""
    points = fetch.fetch_points(filters, scope)
    sections.draw_locations(context, points, names, place, map_controls.show_street, choice.street)


tabs.draw_tabs(
    "tab",
    {
        # The first is open, and is to keep the page within two screens.
        **({"Make-up": draw_mix} if area.is_public else {"Streets": draw_streets}),
        "All wards": draw_wards,
        "Every type in every ward": lambda: sections.draw_matrix(context, wards, crimes, choose_ward),
        "Harm": lambda: harm_sections.draw_wards(filters, scope, measure, choose_ward),
        **({} if area.is_public else {"Make-up": draw_mix}),
        "Actions here": lambda: draw_linked_actions(
            measure, context.offered, context.source.vocabulary, context.mode, filters.wards
        ),
    },
)
