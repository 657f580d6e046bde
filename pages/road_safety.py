"""Road safety: casualties by severity against the year before and the districts; what explains it in tabs."""

from csp.core.measures import read_catalogue
from csp.shell import frame, navigation, tabs
from csp.topics.road_safety import (
    controls,
    cost_sections,
    figures,
    part_sections,
    partner_sections,
    place_sections,
    sections,
)
from csp.topics.road_safety.context import RoadContext
from csp.topics.road_safety.fetch_records import fetch_cost_values, fetch_schools
from csp.topics.road_safety.fetch_register import fetch_near_misses
from csp.topics.road_safety.where import WhereContext, draw_where

# 1. What is asked for: a period of its own, since the partnership counts its roads from July to June
filters = frame.filters_if_any()
navigation.follow()
simulated = filters is None or read_catalogue().sources[filters.source].simulated
choice = controls.draw_choice(with_sample=simulated)
sections.note_damage()


def draw_page(road: RoadContext) -> None:
    """The page for what is chosen."""
    # 2. and 3. The data and the rules
    places = figures.compare_districts(road.source.code, road.now)
    home = figures.pick_home(places)

    # 4. The picture
    sections.draw_header(road, home, places)
    sections.draw_first_screen(road, home, places)

    # 5. What the tabs hold; the one that is open is fetched and drawn
    tabs.draw_tabs(
        "tab",
        {
            "Trend": lambda: sections.draw_trend(road),
            "Who": lambda: part_sections.draw_who(road),
            "When": lambda: part_sections.draw_when(road),
            partner_sections.WHERE: lambda: draw_where(
                WhereContext(
                    road.source.code,
                    road.source.credit,
                    road.now.end,
                    road.mode,
                    schools=fetch_schools(),
                    near_misses=fetch_near_misses(),
                )
            ),
            "Conditions": lambda: part_sections.draw_conditions(road),
            "Parishes and wards": lambda: place_sections.draw_places(road),
            "Districts": lambda: sections.draw_districts(road, places),
            "Near misses": lambda: partner_sections.draw_near_misses(road),
            "Speed and schools": lambda: partner_sections.draw_speed_and_schools(road),
            "Harm and cost": lambda: cost_sections.draw_cost(road, home, filters, fetch_cost_values()),
        },
    )


if choice is None:
    sections.draw_nothing(controls.has_years(with_sample=simulated))
else:
    draw_page(choice)
