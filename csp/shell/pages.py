"""The pages of the menu, as data. A new page is a script in pages/ and one row here."""

from __future__ import annotations

from dataclasses import dataclass

# The filters by their keys, which are their names in the address too.
TYPE, WARDS, ENDING, LENGTH, AGAINST, SOURCE, WHOLE_MONTHS = (
    "type",
    "ward",
    "to",
    "months",
    "against",
    "source",
    "whole_months",
)
# One switch for each flag of the source: its code stands behind this.
WITHOUT = "without_"
EVERY_FILTER = frozenset({TYPE, WARDS, ENDING, LENGTH, AGAINST, SOURCE, WHOLE_MONTHS, WITHOUT})
NO_FILTER: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Former:
    """An address that a page had before: links to it lead to the page, with their query.

    adds is put into the query, and renames are names of parameters, the former one and today's.
    """

    address: str
    adds: tuple[tuple[str, str], ...] = ()
    renames: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class PageSpec:
    """A page: the section it is part of ("" for none), and what is read there.

    The menu is flat: a section is one entry in it, named by the section, which opens its first page.
    The others are reached from a row of links on top of every page of the section.

    file is the stem of its script in pages/, which is also its address. icon is a Material icon;
    help is shown when the mouse rests on the page's name. filters are those the page uses: the bar
    shows no others, and the page is given the others as they are when nobody has chosen. former are
    addresses that lead here too. offers_years: it can show a source that has the figures of years alone.
    """

    section: str
    file: str
    title: str
    icon: str
    help: str
    filters: frozenset[str] = NO_FILTER
    former: tuple[Former, ...] = ()
    own_heading: bool = False
    offers_years: bool = False

    @property
    def has_heading(self) -> bool:
        """Whether a line says whose figures these are, and of when, on paper and in a meeting."""
        return bool(self.filters) or self.own_heading

    @property
    def siblings(self) -> tuple[PageSpec, ...]:
        """The pages of its section in their order, itself among them; none where it has no section."""
        return tuple(each for each in PAGES if self.section and each.section == self.section)

    @property
    def entry(self) -> PageSpec:
        """The page whose entry in the menu stands for this one: the first of its section, else itself."""
        return next(iter(self.siblings), self)


PLAN = "Action plan"
_WHOLE_BOROUGH = EVERY_FILTER - {TYPE, WARDS}

# What the menu shows for a section: its icon, and the help on its name.
SECTIONS = {
    PLAN: (":material/checklist:", "What was agreed, how it stands, which updates are due, who has to act."),
}

# In the order of the menu, those of a section together. The first is the page that opens.
PAGES = (
    PageSpec(
        "",
        "overview",
        "Overview",
        ":material/home:",
        "All recorded crime at a glance: the level, the change, what stands out.",
        EVERY_FILTER,
        # The first page has no address of its own: the name of its file leads to it.
        (Former("overview"),),
        offers_years=True,
    ),
    PageSpec(
        "",
        "county",
        "County",
        ":material/leaderboard:",
        "One crime type in every district: rates, ranks and the gaps between them.",
        EVERY_FILTER - {WARDS},
        offers_years=True,
    ),
    PageSpec(
        "",
        "trends",
        "Trends",
        ":material/show_chart:",
        "Three years by month: which months are unusual, beside the county, and year over year.",
        EVERY_FILTER - {AGAINST},
    ),
    PageSpec(
        "",
        "wards",
        "Wards",
        ":material/map:",
        "Where in the district: the map, one ward in full, and every crime type in every ward.",
        EVERY_FILTER,
    ),
    PageSpec(
        "",
        "profile",
        "Crime types",
        ":material/frame_inspect:",
        "One crime type in full: trend, wards, season, parts, outcomes, the other districts.",
        EVERY_FILTER,
    ),
    PageSpec(
        "",
        "road_safety",
        "Road safety",
        ":material/traffic:",
        "Road casualties from July to June: how many, who, when, where, in which conditions.",
        own_heading=True,
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
        "meeting",
        "Meeting",
        ":material/groups_3:",
        "The agenda of the next meeting, what was decided at the last, and the figures as shown there.",
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
        "",
        "what_if",
        "What if",
        ":material/tune:",
        "Warn me when: which warnings a limit gives now and gave in the past year; figures if they changed.",
        frozenset({SOURCE, ENDING}),
        (Former("thresholds"), Former("figures", (("tab", "If figures changed"),), (("months", "over"),))),
    ),
    PageSpec(
        "",
        "priorities",
        "Priorities",
        ":material/low_priority:",
        "What the evidence puts first, how steady that is, beside the priorities adopted.",
        _WHOLE_BOROUGH,
    ),
    PageSpec(
        "",
        "report",
        "Report",
        ":material/description:",
        "The paper for the committee: arrange it, write your part, take it as Word, PDF or Excel.",
        _WHOLE_BOROUGH,
    ),
    PageSpec(
        "",
        "data",
        "Data",
        ":material/database:",
        "What is loaded: months, gaps, incomplete months, outlines, population, licence.",
    ),
    PageSpec(
        "",
        "help",
        "Help",
        ":material/help:",
        "How the figures are made, what the words mean, how data is loaded.",
    ),
)
