"""All recorded crime at a glance: the level, the change, the crime types, what stands out."""

import streamlit as st

from csp import frame, queries, screen, settings, sidebar, view, widgets, wording
from csp.comparison import measure_rows, standings
from csp.filters import Period
from csp.findings import changes
from csp.measures import catalogue
from csp.tables import crime

TREND_MONTHS = 36

# 1. What is asked for
filters = frame.filters()
scope = view.scope(filters)
area, known = settings.area(), catalogue()
source = known.sources[filters.source]
offered = known.offered(filters.source)
shown = [m for m in offered if m.published] if source.vocabulary == "recorded" else list(offered)
chosen = known.measures[filters.measure]
if chosen not in shown:
    shown.append(chosen)

# 2. The data
counts = queries.by_district(filters, scope, area.home)
flagged = queries.by_flag(filters, scope, area.home)
trend = Period.ending(filters.period.end, TREND_MONTHS)
monthly = queries.by_month(filters, area.home, trend)

# 3. The rules
basis = view.basis(filters, scope)
table = standings(counts, [m.code for m in shown], basis)
told_flag = next(
    (flag for flag in known.flags.values() if flag.excludable and flag.code not in filters.exclude), None
)
rows = measure_rows(table, shown, basis, flagged, told_flag, view.home_population(filters))
row = next(r for r in rows if r.code == filters.measure)
now, before = view.period_words(filters, scope)
place, unit = view.place_words(filters), view.rate_unit(scope)

# 4. The picture
screen.header(
    changes.headline(row, place, now, before, area.peers_label, len(area.peers)),
    f"{place}, {now} against {before}.",
    filters,
    scope,
)
if filters.wards:
    st.caption(":material/info: Ranks compare whole districts and are not given for a choice of wards.")

level, earlier, change, position = st.columns(4)
shown_now = "hidden" if row.hidden_now else wording.count(row.now)
screen.metric(level, f"{row.label}, {now}", shown_now, f"{wording.rate(row.rate_now)} {unit}")
if row.before is None:
    screen.metric(earlier, before, wording.MISSING, "hidden" if row.hidden_before else "not loaded")
    screen.metric(change, "Change", wording.MISSING, "nothing to compare with")
else:
    screen.metric(earlier, before, wording.count(row.before), f"{wording.rate(row.rate_before)} {unit}")
    verdict = wording.signal_words(row.signal).capitalize()
    screen.metric(change, "Change", wording.change(row.now, row.before), verdict)
if row.rank_now is None:
    screen.metric(position, "Place among districts", wording.MISSING, "not ranked")
else:
    by_volume = int(table.volume_rank[table.at(filters.measure, area.home)])
    screen.metric(
        position,
        f"Place of {len(area.peers)} by rate, 1st is lowest",
        wording.rank_with_range(row.rank_now, row.rank_best or 0, row.rank_worst or 0),
        f"{wording.ordinal(by_volume)} by volume",
    )

standouts = changes.standouts(rows, n_peers=len(area.peers))
if standouts:
    st.subheader("What stands out", anchor=False)
    st.markdown("\n".join(f"{i}. {screen.plain(s.text)}" for i, s in enumerate(standouts, 1)))

st.subheader("Crime types", anchor=False)
series, hollow = view.monthly_series(monthly, trend, filters, [m.code for m in shown])
crime_types = crime.crime_types(
    rows, series, hollow, (now, before), (area.peers_label, len(area.peers)), filters.measure, known
)
widgets.table(
    crime_types,
    key="crime_types",
    mode=screen.mode(),
    on_pick=lambda code: sidebar.choose(type=known.measures[code].label),
)
screen.download(crime_types, f"crime types {now}")
