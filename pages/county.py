"""One crime type in every district: rates, ranks and the gaps between them."""

import streamlit as st

from csp.comparison import harm_sections, recorded, resolve, severity_sections
from csp.core import wording
from csp.core.measures import read_catalogue
from csp.shell import filter_bar, frame, messages, navigation, screen, tabs
from csp.topics.county import fetch, findings, sections, years

# 1. What is asked for: whole districts, those of the county or similar ones
filters = frame.filters()
if recorded.is_yearly(filters):
    years.draw_county(filters)
    frame.end_page()
scope = resolve.resolve_scope(filters)
catalogue, heading = read_catalogue(), st.container()
similar = fetch.fetch_similar(filters, scope)
area, notes = sections.pick_group(filters.source, similar)
measures = catalogue.offered(filters.source)
measure = catalogue.measures[filters.measure]

# 2. The data and the rules
basis = resolve.build_basis(filters, scope)
comparison = fetch.fetch_comparison(filters, scope, area, screen.mode())
standings, unit, names = comparison.standings, comparison.unit, dict(area.names)
gaps = [
    *findings.describe_gaps(standings, measure, basis, names),
    findings.describe_movement(standings, measure, basis),
]


# 3. The picture
compare_with = sections.compare_with(area)


def choose_type(code: str) -> None:
    """A crime type clicked becomes the one that the whole page is about."""
    filter_bar.choose(type=catalogue.measures[code].label)
    navigation.redraw()


@st.fragment
def compare() -> None:
    """The districts, and home beside the one picked: nothing else depends on which that is."""
    navigation.follow()
    other, pair = sections.pick_other(area, area.peers, "district")
    sentences = [*gaps]
    if other:
        sentences.append(findings.describe_pair(standings, measure, basis, other, names, unit))
    messages.paragraph(" ".join(sentences), place=pair)
    sections.draw_rates_and_places(comparison, other, compare_with)
    draw_tabs(other)


def draw_harm() -> None:
    """The districts by harm, and by the score that ONS publishes of them."""
    harm_sections.draw_districts(filters, scope, measure, area, compare_with)
    severity_sections.draw_score_table(area.peers, area.peers_label)


def draw_tabs(other: str) -> None:
    """What is behind the bars; the tab that is open is drawn."""
    month = wording.month(filters.period.end)
    bodies = {
        "Table": lambda: sections.draw_table(comparison, other, compare_with),
        "All crime types": lambda: sections.draw_matrix(comparison, measures, month, choose_type),
        "Harm": draw_harm,
        "Funnel": lambda: sections.draw_funnel(comparison, other, compare_with),
        "Map": lambda: sections.draw_map(comparison, [area.home, *filter(None, [other])], compare_with),
    }
    tabs.draw_tabs("county_tab", bodies)


peers_label, _ = resolve.describe_peers(area)
with heading:
    screen.header(
        findings.write_headline(standings, measure, basis, area.home_name, peers_label, unit),
        f"{area.county}, {resolve.describe_span(filters, scope)}.",
        filters,
        scope,
        [*notes, *resolve.describe_populations(filters, scope, area)],
        place=area.county,
    )
if len(area.peers) > 1:
    compare()
elif similar:
    messages.info(findings.explain_no_similar(list(similar.missing.values())))
elif catalogue.sources[filters.source].is_declared:
    messages.info(findings.explain_no_other_district(catalogue.sources[filters.source].label))
