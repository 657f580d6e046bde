"""No chart of a page is built anew for another view: its specification and its identity stay the same.

A browser keeps a chart whose specification it has, and draws only what has changed in its data.
"""

from __future__ import annotations

import pytest

VIEWS = {
    "county": ({"type": "Shoplifting"}, {"to": "Jun 2020", "district": "Swale"}),
    "trends": (
        {"type": "Shoplifting"},
        {
            "ward": ["Park"],
            "to": "Jun 2020",
            "season": "false",
            "figure": "Count",
            "run": "Rolling 12 months",
        },
    ),
    "wards": (
        {"type": "Robbery", "picture": "true", "ward": "Park"},
        {"picture": "true", "to": "Dec 2018", "months": "3 months", "shade_by": "Count"},
    ),
    "profile": (
        {"type": "ASB incidents", "ward": ["Park"]},
        {"type": "Violent crime", "to": "Dec 2018", "months": "3 months"},
        {"type": "Drug offences"},
    ),
    "what_if": (
        {"fell_by": "20"},
        {"if_type": "Robbery", "fell_by": "50", "to": "Jun 2020", "limit": "90", "direction": "Both"},
    ),
    "priorities": ({}, {"to": "Jun 2020", "months": "6 months"}),
    "road_safety": (
        {},
        {
            "road_period": "Jul 2018 to Jun 2019",
            "road_rate": "Killed or seriously injured",
            "road_who": "Age",
            "road_injuries": "All casualties",
        },
    ),
}
CHARTS = {"county": 3, "trends": 3, "wards": 3, "profile": 5, "what_if": 4, "priorities": 1, "road_safety": 5}


# Only the open tab is drawn: a view of these pages is all that its tabs hold.
TABS = {
    "county": [{"county_tab": tab} for tab in ("Table", "Map")],
    "trends": [{"tab": tab} for tab in ("With Kent", "Year by year")],
    "wards": [{"tab": tab} for tab in ("All wards", "Make-up")],
    "profile": [{"tab": tab} for tab in ("Wards", "Make-up", "Outcomes")],
    "road_safety": [{"tab": tab} for tab in ("Trend", "Who", "When", "Parishes and wards")],
    "what_if": [{"tab": tab} for tab in ("Past year", "If figures changed")],
}


def sent(screen):
    """The charts of a page by their kind: specification and identity, and the data."""
    return {
        chart["description"]: (element.proto.spec, element.proto.id, screen.datasets(at))
        for at, (chart, element) in enumerate(
            zip(screen.charts(), screen.app.get("vega_lite_chart"), strict=True)
        )
    }


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("page", VIEWS)
def test_another_view_changes_the_data_of_a_chart_and_nothing_else(visit, page, mode):
    tabs = TABS.get(page, [{}])
    views = [
        {kind: chart for tab in tabs for kind, chart in sent(visit(page, mode, **query, **tab)).items()}
        for query in VIEWS[page]
    ]
    kinds = {kind for view in views for kind in view}
    assert len(kinds) == CHARTS[page]
    for kind in kinds:
        charts = [view[kind] for view in views if kind in view]
        assert len(charts) > 1, f"{kind} is in one view only"
        assert len({(specification, identity) for specification, identity, _ in charts}) == 1, kind
        (*_, first), (*_, second) = charts[:2]
        assert list(first) == list(second)
        assert first["words"] != second["words"]
        assert first != second
