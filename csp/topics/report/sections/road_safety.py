"""Road safety: the figures and sentences of its page, of the year of roads that goes with the report."""

from __future__ import annotations

from csp.core import collision_codes, wording
from csp.core.road_records.cost_values import choose_values
from csp.core.road_records.near_miss import HAPPENINGS
from csp.topics.report import findings
from csp.topics.report.document import Block
from csp.topics.report.fetch import ReportContext
from csp.topics.report.sections.blocks import head, note, put_table, say
from csp.topics.road_safety import fetch, fetch_records, fetch_register, figures
from csp.topics.road_safety.context import RoadContext
from csp.topics.road_safety.findings import casualties as words
from csp.topics.road_safety.findings import feeds
from csp.topics.road_safety.findings import page as page_words
from csp.topics.road_safety.findings import partner_records as partner_words
from csp.topics.road_safety.own_year import RoadYear, fetch_road_year
from csp.topics.road_safety.rules.breakdowns import count_parts, count_periods
from csp.topics.road_safety.rules.cost import compute_cost
from csp.topics.road_safety.rules.near_misses import count_happenings
from csp.topics.road_safety.rules.severity import ALL
from csp.topics.road_safety.rules.speed_watch import judge_sites
from csp.topics.road_safety.tables import casualties as tables
from csp.topics.road_safety.tables import partner_records as partner_tables
from csp.topics.thresholds import findings as threshold_findings
from csp.topics.thresholds import judging
from csp.topics.thresholds.fetch import fetch_names
from csp.topics.thresholds.rules import ROADS, Result


def build_road_safety(context: ReportContext) -> tuple[Block, ...]:
    """Casualties by severity, the districts, the years, who was hurt, and what partners have recorded."""
    year = fetch_road_year(context.filters)
    if year is None:
        if len(fetch.fetch_years()):
            return say(feeds.explain_no_year(wording.month(context.filters.period.end)))
        return say(findings.NO_ROAD_SAFETY)
    road = year.road
    return (
        *say(words.write_headline(year.home, road.now), "lead"),
        *say(words.describe_serious(year.home)),
        *put_table(tables.build_severity_table(year.home, road.periods)),
        *note(_list_notes(year)),
        *head("The districts compared"),
        *put_table(tables.build_district_table(year.places, road.periods, road.area.home)),
        *_put_years(road),
        *_put_road_users(road),
        *_put_warnings(context),
        *_put_cost(road),
        *_put_near_misses(road),
        *_put_speed_watch(),
    )


def _list_notes(year: RoadYear) -> list[str]:
    """What a reader must know of the figures of roads."""
    road = year.road
    unranked = [place.name for place in year.places if place.rate != place.rate]
    return [
        f"Source: {road.source.credit}.",
        page_words.explain_sample(road.area) if road.source.simulated else "",
        *page_words.list_notes(road.loaded, road.periods, unranked, figures.list_left_out(road.source.code)),
        words.describe_adjustment(year.home.now.adjustment),
        words.describe_dispersion(figures.estimate_dispersion(road.source.code)),
    ]


def _put_years(road: RoadContext) -> tuple[Block, ...]:
    home = road.area.home
    casualties = fetch.fetch_casualty_months(road.source.code, (home,))
    collisions = fetch.fetch_collision_months(road.source.code, (home,))
    periods = [each for each in road.loaded.years if each.end <= road.now.end]
    years = count_periods(casualties, collisions, home, periods)
    if len(years) < 2:
        return ()
    provisional = [each for each in periods if road.loaded.list_provisional([each])]
    table = tables.build_year_table(years, road.place, provisional)
    return (*head("Year by year"), *put_table(table))


def _put_road_users(road: RoadContext) -> tuple[Block, ...]:
    now, before = (fetch.fetch_people(road.ask_home(each)) for each in road.periods)
    labels = {group: words.name_road_user(group) for group in collision_codes.read_road_users().values()}
    phi = figures.estimate_dispersion(road.source.code).of(ALL)
    parts = count_parts(now, before, "road_user", labels, phi, road.rules)
    caption = f"Casualties by road user, {road.place}, {road.now.label}"
    adjustment = figures.compare_home(road.source.code, road.now).now.adjustment
    return (
        *head("Who was hurt"),
        *say(words.write_parts(parts, "road user", "casualties", road.place)),
        *put_table(tables.build_part_table(parts, "Road user", road.periods, caption, adjustment)),
    )


def _put_warnings(context: ReportContext) -> tuple[Block, ...]:
    """Whether the rule about roads warns, and how often it would have in the past year."""
    now = judge_roads(context)
    past = judging.replay_year(context.filters.source, ROADS.rule, context.filters.period.end)
    rule = threshold_findings.describe_rule(ROADS.rule, {}, {})
    return (
        *head("Warnings"),
        *say([write_road_warnings(now), threshold_findings.describe_past_year(past)]),
        *note([rule]),
    )


def judge_roads(context: ReportContext) -> Result:
    """The rule about roads that ships, put to the latest year of roads by the report's last month."""
    return judging.judge(context.filters.source, ROADS.rule, context.filters.period.end)


def write_road_warnings(now: Result) -> str:
    """What the rule about roads warns of, and over which months."""
    headline = threshold_findings.write_headline(now, now, ROADS.name, fetch_names())
    window = threshold_findings.describe_window(now)
    return f"By the rule “{ROADS.name}”, {window}: {wording.lower_first(headline)}"


def write_road_change(context: ReportContext) -> str:
    """The first sentence of the page about roads, named; "" where no year of roads goes with the report."""
    year = fetch_road_year(context.filters)
    if year is None:
        return ""
    return f"Road safety: {wording.lower_first(words.write_headline(year.home, year.road.now))}"


def _put_cost(road: RoadContext) -> tuple[Block, ...]:
    """What the collisions cost; nothing where no values in pounds are imported."""
    values = choose_values(fetch_records.fetch_cost_values(), road.now.end.year)
    if values is None:
        return ()
    cost = compute_cost(fetch.fetch_collisions(road.ask_home(road.now)), values)
    return (
        *head("What it costs"),
        *say([partner_words.write_cost(cost, road.place, road.now), partner_words.COSTS_OVERLAP]),
    )


def _put_near_misses(road: RoadContext) -> tuple[Block, ...]:
    """The near misses of the year by what happened; nothing where none are known, and in public mode."""
    if road.is_public:
        return ()
    misses = [
        miss for miss in fetch_register.fetch_near_misses() if road.now.start <= miss.date <= road.now.end
    ]
    if not misses:
        return ()
    caption = f"Near misses by what happened, {road.now.label}"
    table = partner_tables.build_choice_table(count_happenings(misses), HAPPENINGS, "What happened", caption)
    count = wording.plural(len(misses), "near miss", "near misses")
    return (
        *head("Near misses"),
        *say([f"{count} reported in {road.now.label}.", partner_words.NEAR_MISSES_ARE_NO_COLLISIONS]),
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
