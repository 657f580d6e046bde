"""One crime type in full: level, trend, season, wards, parts, outcomes, peers."""

import streamlit as st

from csp import widgets
from csp.comparison import findings as changes
from csp.comparison import resolve
from csp.comparison.key_figures import draw_key_figures
from csp.core import settings
from csp.core.markup import plain
from csp.core.measures import read_catalogue
from csp.data import queries
from csp.shell import frame, messages, screen, sidebar
from csp.shell.chart import Words
from csp.topics.county import findings as peers
from csp.topics.profile import charts, findings, tables
from csp.topics.profile import rules as profile
from csp.topics.wards import fetch as ward_view
from csp.topics.wards import findings as ward_findings
from csp.topics.wards import rules as wards
from csp.topics.wards import tables as ward_tables

# 1. What is asked for
filters = frame.filters()
scope = resolve.resolve_scope(filters)
area, known = settings.area(), read_catalogue()
source, measure = known.sources[filters.source], known.measures[filters.measure]
offered = known.offered(filters.source)
flag = next((f for f in known.flags.values() if f.excludable and f.code not in filters.exclude), None)
loaded = queries.loaded(area.force_slug)[filters.source]
trend = profile.trend(filters.period.end, loaded.months)
names, place, mode = queries.wards(area.home), resolve.describe_place(filters), screen.mode()

# 2. The data
cases = queries.cases(filters.source, area.home)
by_ward = ward_view.wards(filters, scope)
outlines = queries.ward_outlines(area.home)

# 3. The rules
basis, unit, periods = (
    resolve.build_basis(filters, scope),
    resolve.describe_rate_unit(scope),
    resolve.describe_periods(filters, scope),
)
table, rows = resolve.fetch_comparison(filters, scope)
row, people = rows[measure.code], resolve.sum_ward_populations(filters)
ward_rows = profile.shown_wards(by_ward, measure.code)
pair = profile.both(cases, measure, source.vocabulary, filters, scope)
split = profile.parts(measure, offered, known, source.vocabulary)
part_rows = profile.part_rows(
    split, pair, measure, basis, people or profile.population(table, area.home), flag
)
found = profile.outcomes(pair, basis.suppress)
monthly, which = pair.by_month(), (loaded.months, loaded.incomplete, basis.suppress)
series, hollow = profile.series(monthly, trend.each(), *which)
season = profile.season(monthly, *which)
previous, following = profile.beside(offered, measure.code)


# 4. The picture
def choose_part(code: str) -> None:
    """A part clicked is the crime type chosen; one that is no crime type of its own says so."""
    part = next(p for p in split if p.code == code)
    if part.opens:
        sidebar.choose(type=known.measures[part.opens].label)
    else:
        messages.toast(findings.no_page(part.label, measure))


def choose_ward(code: str) -> None:
    """A ward clicked is chosen alone; a second click gives the whole district back."""
    sidebar.choose(ward=[names[c] for c in wards.picked(filters.wards, code, False)])


def words(said: tuple[str, str]) -> Words:
    return Words(*said, source.credit)


headline = changes.write_headline(row, place, *periods, area.peers_label, len(area.peers))
screen.header(headline, f"{place}, {resolve.describe_span(filters, scope)}.", filters, scope)
if filters.wards:
    messages.note("Ranks compare whole districts and are not given for a choice of wards.")
with st.container(horizontal=True, vertical_alignment="center"):
    for key, side, other in (("previous", "left", previous), ("next", "right", following)):
        screen.step(f"{key}_type", side, other.label)
    st.page_link("pages/trends.py", label="Trends", icon=":material/show_chart:")
    st.page_link("pages/wards.py", label="Ward map", icon=":material/map:")
messages.paragraph(" ".join(findings.about(measure, known, source.vocabulary)))
if flag and (told := findings.tagged_sentence(row, pair.flagged(flag.code), flag.label, basis.suppress)):
    messages.paragraph(told)
by_volume = int(table.volume_rank[table.at(measure.code, area.home)])
draw_key_figures(row, periods, unit, len(area.peers), by_volume)

left, right = st.columns([12, 8], gap="medium")
with left:
    marked = [(filters.period, periods[0])] + [(filters.comparison, periods[1])] * scope.comparable
    said = findings.trend_words(row, measure, place, periods, (len(scope.months), len(scope.before)), trend)
    picture = charts.trend(trend.each(), series, hollow, marked, words(said), mode)
    screen.chart(picture, key="trend")
with right:
    messages.subheader("Season")
    messages.caption(findings.season_sentence(season))
    by_season = tables.season(season, measure, mode)
    widgets.table(by_season, key="season", mode=mode)
    screen.download(by_season, f"{measure.label} by month and year {place}")

# A chart that keeps its selection does not hear a second click on the same mark: a new choice, a new chart.
fresh = "_".join(filters.wards)
messages.subheader("Wards")
if not queries.wards_counted(filters.source, area.home):
    messages.info(ward_findings.NO_WARDS)
else:
    for caveat in [*ward_findings.caveats(by_ward, measure), *findings.hidden_wards(by_ward, ward_rows)]:
        messages.note(caveat)
    left, right = st.columns([11, 9], gap="medium")
    with left:
        said = findings.ward_words(ward_rows, measure, area.home_name, unit, periods[0])
        level = float(by_ward.rate[by_ward.row(measure.code)]), area.home_name
        picture = charts.ward_rates(ward_rows, level, filters.wards, unit, words(said), mode)
        screen.clickable_chart(
            picture, key=f"ward_rates_{fresh}", field="bar", on_pick=lambda mark: choose_ward(mark["id"])
        )
    with right:
        if outlines is None:
            messages.caption(ward_findings.NO_OUTLINES)
        else:
            said = findings.map_words(measure, unit, periods[0], outlines.schematic)
            picture, legend = charts.ward_map(
                outlines, ward_rows, filters.wards, unit, periods, words(said), mode
            )
            screen.clickable_chart(
                picture,
                key=f"ward_map_{fresh}",
                field="area",
                on_pick=lambda mark: choose_ward(mark["area_code"]),
            )
            screen.legend(legend)
        behind = ward_tables.ward_table(ward_rows, measure, unit, periods, filters.wards)
        screen.download(behind, f"{measure.label} by ward {periods[0]}")

if split:
    messages.subheader("Parts")
    said = findings.part_words(part_rows, measure, scope.comparable, periods[0], place)
    picture = charts.part_counts(part_rows, words(said), mode)
    screen.clickable_chart(
        picture, key=f"parts_{measure.code}", field="bar", on_pick=lambda mark: choose_part(mark["id"])
    )
    by_part = tables.parts(part_rows, split, measure, periods)
    widgets.table(by_part, key="parts", mode=mode, on_pick=choose_part)
    screen.download(by_part, f"{measure.label} parts {place} {periods[0]}")

messages.subheader("Outcomes")
if not found:
    messages.caption(findings.no_outcomes(measure, source.label))
else:
    messages.caption(findings.outcome_caveat(found))
    said = findings.outcome_words(found, measure, scope.comparable, periods[0], place)
    screen.chart(charts.outcome_shares(found, scope.comparable, words(said), mode), key="outcomes")
    by_outcome = tables.outcomes(found, periods, measure, scope.comparable)
    screen.download(by_outcome, f"{measure.label} outcomes {place} {periods[0]}")

messages.subheader(area.peers_label)
if filters.wards or not measure.ranked:
    messages.caption(findings.no_rank(bool(filters.wards)))
else:
    gaps = peers.describe_gaps(table, measure, basis, dict(area.names))
    messages.paragraph(" ".join([*gaps, peers.describe_movement(table, measure, basis)]))
    ranks = tables.peers(table, measure.code, area, unit, scope.comparable)
    widgets.table(ranks, key="peers", mode=mode)
st.page_link(
    "pages/county.py", label=plain(f"{measure.long_label} in every district"), icon=":material/leaderboard:"
)
