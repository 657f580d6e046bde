"""Road safety: the figures and sentences of its page, of the year of roads that goes with the report."""

from __future__ import annotations

from csp.core import collision_codes, settings, wording
from csp.core.road_records.cost_values import choose_values
from csp.core.road_records.near_miss import HAPPENINGS
from csp.topics.report import findings
from csp.topics.report.document import Block
from csp.topics.report.fetch import ReportContext
from csp.topics.report.sections.blocks import head, note, put_table, say
from csp.topics.road_safety import fetch, fetch_records, fetch_register
from csp.topics.road_safety.findings import casualties as words
from csp.topics.road_safety.findings import feeds
from csp.topics.road_safety.findings import partner_records as partner_words
from csp.topics.road_safety.own_year import CREDITS, RoadYear, fetch_road_year
from csp.topics.road_safety.rules.breakdowns import YearFigures, count_parts
from csp.topics.road_safety.rules.cost import compute_cost
from csp.topics.road_safety.rules.near_misses import count_happenings
from csp.topics.road_safety.rules.own_year import list_years
from csp.topics.road_safety.rules.severity import ALL, Severities, sum_months
from csp.topics.road_safety.rules.speed_watch import judge_sites
from csp.topics.road_safety.tables import casualties as tables
from csp.topics.road_safety.tables import partner_records as partner_tables
from csp.topics.road_safety.tables.feeds import is_hidden


def build_road_safety(context: ReportContext) -> tuple[Block, ...]:
    """Casualties by severity, the districts, the years, who was hurt, and what partners have recorded."""
    year = fetch_road_year(context.filters)
    area = settings.area()
    if year is None:
        if len(fetch.fetch_years()):
            return say(feeds.explain_no_year(wording.month(context.filters.period.end)))
        return say(findings.NO_ROAD_SAFETY)
    if area.suppress_small_counts:
        # The tables of the page hide small counts by rules of their own; the report says the totals alone.
        hidden = is_hidden(year.home, suppress=True)
        text = feeds.write_public(year.home, year.now, hidden)
        return (*say(text, "lead"), *note(_list_notes(year)))
    return (
        *say([words.write_headline(year.home, year.now), words.describe_serious(year.home)], "lead"),
        *put_table(tables.build_severity_table(year.home, year.periods)),
        *note(_list_notes(year)),
        *head("The districts compared"),
        *put_table(tables.build_district_table(year.places, year.periods, area.home)),
        *_put_years(year),
        *_put_road_users(year),
        *_put_cost(year),
        *_put_near_misses(year),
        *_put_speed_watch(),
    )


def _list_notes(year: RoadYear) -> list[str]:
    """What a reader must know of the figures of roads."""
    return [
        f"Source: {CREDITS[year.source]}.",
        feeds.SIMULATED if year.simulated else "",
        words.describe_adjustment(year.home.now.adjustment),
        words.describe_dispersion(year.dispersion),
    ]


def _put_years(year: RoadYear) -> tuple[Block, ...]:
    home = settings.area().home
    casualties = fetch.fetch_casualty_months(year.source, (home,))
    collisions = fetch.fetch_collision_months(year.source, (home,))
    years = [
        YearFigures(each, sum_months(casualties, collisions, each).get(home, Severities()))
        for each in list_years(year.spans)
        if each.end <= year.now.end
    ]
    if len(years) < 2:
        return ()
    return (*head("Year by year"), *put_table(tables.build_year_table(years, settings.area().home_name)))


def _put_road_users(year: RoadYear) -> tuple[Block, ...]:
    area = settings.area()
    now, before = (
        fetch.fetch_people(fetch.Span(year.source, (area.home,), each.start, each.end))
        for each in year.periods
    )
    labels = {group: wording.capitalise(group) for group in collision_codes.read_road_users().values()}
    parts = count_parts(now, before, "road_user", labels, year.dispersion.of(ALL), year.rules)
    caption = f"Casualties by road user, {area.home_name}, {year.now.label}"
    return (
        *head("Who was hurt"),
        *say(words.write_parts(parts, "road user", "casualties", area.home_name)),
        *put_table(tables.build_part_table(parts, "Road user", year.periods, caption)),
    )


def _put_cost(year: RoadYear) -> tuple[Block, ...]:
    """What the collisions cost; nothing where no values in pounds are imported."""
    values = choose_values(fetch_records.fetch_cost_values(), year.now.end.year)
    if values is None:
        return ()
    area = settings.area()
    span = fetch.Span(year.source, (area.home,), year.now.start, year.now.end)
    cost = compute_cost(fetch.fetch_collisions(span), values)
    return (
        *head("What it costs"),
        *say([partner_words.write_cost(cost, area.home_name, year.now), partner_words.COSTS_OVERLAP]),
    )


def _put_near_misses(year: RoadYear) -> tuple[Block, ...]:
    """The near misses of the year by what happened; nothing where none are known."""
    misses = [
        miss for miss in fetch_register.fetch_near_misses() if year.now.start <= miss.date <= year.now.end
    ]
    if not misses:
        return ()
    caption = f"Near misses by what happened, {year.now.label}"
    table = partner_tables.build_choice_table(count_happenings(misses), HAPPENINGS, "What happened", caption)
    count = wording.plural(len(misses), "near miss", "near misses")
    return (
        *head("Near misses"),
        *say([f"{count} reported in {year.now.label}.", partner_words.NEAR_MISSES_ARE_NO_COLLISIONS]),
        *put_table(table),
    )


def _put_speed_watch() -> tuple[Block, ...]:
    """Community Speed Watch by site; nothing where no session is imported."""
    sites = judge_sites(fetch_records.fetch_sessions())
    if not sites:
        return ()
    return (
        *head("Community Speed Watch"),
        *say(partner_words.write_speed_watch(sites)),
        *put_table(partner_tables.build_speed_watch_table(sites)),
    )
