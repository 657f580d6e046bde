"""The pages of the menu, as data. A new page is a script in pages/ and one row here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PageSpec:
    """A page of the menu: the group it stands in, and what is read there.

    file is the stem of its script in pages/, which is also its address. icon is a Material icon;
    help is shown when the mouse rests on the page's name.
    """

    section: str
    file: str
    title: str
    icon: str
    help: str


STAND, CLOSER, WHAT_IF = "Where we stand", "In detail", "What if"
# Pages of this section draw without the filters: the action plan is there whatever the extracts do.
PLAN = "Action plan"

# In the order of the menu, those of a section together. The first is the page that opens.
PAGES = (
    PageSpec(
        STAND,
        "overview",
        "Overview",
        ":material/home:",
        "All recorded crime at a glance: the level, the change, what stands out.",
    ),
    PageSpec(
        STAND,
        "county",
        "County comparison",
        ":material/leaderboard:",
        "One crime type in every district: rates, ranks and the gaps between them.",
    ),
    PageSpec(
        CLOSER,
        "trends",
        "Trends",
        ":material/show_chart:",
        "Three years by month: which months are unusual, beside the county, and year over year.",
    ),
    PageSpec(
        CLOSER,
        "wards",
        "Ward map",
        ":material/map:",
        "Where in the borough: three maps, the profile of a ward, and every crime type in every ward.",
    ),
    PageSpec(
        CLOSER,
        "profile",
        "Crime-type profile",
        ":material/frame_inspect:",
        "One crime type in full: trend, wards, season, parts, outcomes, peers.",
    ),
    PageSpec(
        PLAN,
        "quarter",
        "Quarterly review",
        ":material/event_available:",
        "Before the meeting: what changed, which updates are due, what is overdue.",
    ),
    PageSpec(
        PLAN,
        "board",
        "Status board",
        ":material/view_kanban:",
        "Every action of the plan by status, as cards or as the plan's own table.",
    ),
    PageSpec(
        PLAN,
        "action",
        "Action",
        ":material/task:",
        "One action in full: its history, its measure, the crime type it acts on; add an update.",
    ),
    PageSpec(
        PLAN,
        "agencies",
        "Agencies",
        ":material/groups:",
        "What each agency has to do and how it stands, with a list for each to take away.",
    ),
    PageSpec(
        PLAN,
        "plans",
        "Plans",
        ":material/edit_document:",
        "Add, edit and retire actions; a plan for a new year; import and export.",
    ),
    PageSpec(
        WHAT_IF,
        "thresholds",
        "Thresholds",
        ":material/tune:",
        "Drag a limit: its warnings now, how many at other limits, how many in past months.",
    ),
    PageSpec(
        WHAT_IF,
        "figures",
        "Figures",
        ":material/calculate:",
        "If a type fell, without the COVID-tagged reports: new totals, changes, ranks and evidence.",
    ),
    PageSpec(
        WHAT_IF,
        "priorities",
        "Priorities",
        ":material/low_priority:",
        "What the evidence puts first, how steady that is, beside the priorities adopted.",
    ),
)
