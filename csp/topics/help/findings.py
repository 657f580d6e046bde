"""The words of the page Help: methods with the rule behind each, terms, abbreviations, how to load data."""

from __future__ import annotations

TITLE = "How the figures are made, and what the words mean"

# Each method: what a page says, and the rule behind it.
METHODS = (
    (
        "Clear change",
        "A change that chance alone would rarely bring about. The counts of the two periods are compared by "
        "the conditional binomial test of two Poisson counts, with its mid-p value; the level is 5 in 100, "
        "adjusted by the method of Benjamini and Hochberg for the number of rows shown together. The test "
        "does not say why a figure changed.",
    ),
    (
        "No clear change",
        "Chance alone often makes two counts differ as much as these do. It does not prove that "
        "nothing changed.",
    ),
    (
        "Rate per 1,000",
        "Recorded crimes divided by the people who live there, by the mid-year estimate of the year in "
        "which the middle of the period falls. Where that year is not on file, the nearest is used and the "
        "page says so. People who visit a town centre are not counted among those who live there.",
    ),
    (
        "Rank",
        "Districts are ranked by rate, the lowest first. Districts that chance cannot tell apart are named "
        "as similar, and the range of ranks that chance allows stands beside the rank.",
    ),
    (
        "Unusual months",
        "A control chart: a month is unusual where it is outside limits that the month-to-month changes of "
        "the series itself give, or where several months in a row are on one side. Adjusted for season, "
        "each month is divided by how far its calendar month usually is from the average.",
    ),
    (
        "Data incomplete",
        "A month whose upload has fewer than 0.8 of the rows that are usual in the half year on either side "
        "(the median of the complete months there). It is kept and marked, and left out only where you "
        "choose to leave out incomplete months, on both sides of a comparison. A crime type is judged in "
        "each district as well: below 0.6 of its own months around, where the other districts are not as "
        "low and luck cannot do it. A * marks a count, a rate or a rank that rests on one.",
    ),
    (
        "Small base",
        "A percentage of fewer than 50 crimes is greyed: a few crimes more or less would make another one. "
        "The settings file can name another number.",
    ),
    (
        "Small counts",
        "Where the settings ask for it, counts of 1 to 4 are hidden on every page, and with them what would "
        "give them away.",
    ),
    (
        "Warnings",
        "The page What if holds the latest months of every crime type against those before and lists "
        "what is over your limit. The past year shows how often the same limit would have warned, and how "
        "many of those warnings chance alone would have brought.",
    ),
    (
        "Meeting",
        "The button at the top, or meeting=on in the address, makes text and figures larger and takes menu "
        "and controls away; what is chosen stays. The arrow keys, or a presenter, turn the pages of the "
        "agenda in the settings file, and Esc leads back.",
    ),
    (
        "Priorities",
        "After MoRiLE: impact (harm, judged impact, public concern) times likelihood (rank, trend, wards with "
        "warnings) times confidence (complete months, months counted, how closely the count is known) times "
        "what the partnership lacks. What nobody has judged counts as the middle. The order is tried with "
        "other weights, periods and counts, and nothing is supported that holds in less than 80% of them.",
    ),
    (
        "Harm",
        "Recorded offences by their weights in days of prison, derived from the Cambridge Crime Harm Index: "
        "the median, or on request the mean, of each subgroup of the Home Office, in the mix of Kent where a "
        "source does not tell subgroups apart. Anti-social behaviour and domestic abuse incidents have no "
        "score. Another index can be imported.",
    ),
)

# The methods that the figures of a page rest on, by the name of its address: those to read first there.
METHODS_OF_PAGES = {
    "overview": ("Clear change", "No clear change", "Rank", "Small base", "Harm"),
    "county": ("Rate per 1,000", "Rank", "No clear change", "Harm"),
    "trends": ("Unusual months", "Data incomplete", "Rate per 1,000"),
    "wards": ("Rate per 1,000", "Rank", "Clear change", "Small counts", "Harm"),
    "profile": ("Clear change", "Rate per 1,000", "Rank", "Small base", "Small counts", "Harm"),
    "thresholds": ("Warnings", "Clear change"),
    "figures": ("Clear change", "Rank", "Priorities"),
    "what_if": ("Warnings", "Clear change", "Rank", "Priorities"),
    "priorities": ("Priorities", "Harm", "Warnings", "Clear change"),
    "data": ("Data incomplete",),
}


def list_methods(page: str) -> list[tuple[str, str]]:
    """The methods behind the figures of a page, by the name of its address."""
    rules = dict(METHODS)
    return [(name, rules[name]) for name in METHODS_OF_PAGES.get(page, ())]


LIMITS = (
    "Recorded crime is not crime: it moves with reporting, recording and police activity. Drug and weapons "
    "offences are never coloured good or bad.",
    "data.police.uk moves every point to the middle of a street and leaves out some offences, so its totals "
    "are not the force's own.",
    "Outlines are schematic until real ones are imported, and labelled so.",
)

# (short, long, where that is from). The plan spells some out; of others only the usual meaning is known.
_PLAN, _USUAL = "as the action plan spells it out", "the usual meaning: the action plan does not spell it out"
ABBREVIATIONS = (
    ("ASB", "Anti-social behaviour", "as the crime types spell it out"),
    ("CAP", "Community Alcohol Partnership", _PLAN),
    ("CCTV", "Closed-circuit television", _USUAL),
    ("CDAP", "Community Domestic Abuse Programme", _PLAN),
    ("CGL", "Change Grow Live, a charity for people with drug and alcohol problems", _USUAL),
    ("CSP", "Community Safety Partnership", "as the settings spell it out"),
    ("CST", "Community Safety Team, of the borough council", _PLAN),
    ("CSU", "Community Safety Unit", _USUAL),
    ("DAVSS", "Domestic Abuse Volunteer Support Services", _USUAL),
    ("DCSM", "District Contextual Safeguarding Meeting", _USUAL),
    ("KCC", "Kent County Council", _USUAL),
    ("KFRS", "Kent Fire and Rescue Service", _USUAL),
    ("LSOA", "Lower layer Super Output Area, a small area of the census", _USUAL),
    ("MARAC", "Multi-Agency Risk Assessment Conference", _USUAL),
    ("ONS", "Office for National Statistics", _USUAL),
    ("OSARA", "Objective, Scanning, Analysis, Response, Assessment: a way of solving problems", _USUAL),
    ("PAS", "Protection Against Stalking", _PLAN),
    ("PCC", "Police and Crime Commissioner", _USUAL),
    ("SATEDA", "Swale Action to End Domestic Abuse, a charity", _USUAL),
    ("TWBC", "Tunbridge Wells Borough Council", _USUAL),
)

LOADING = (
    "Outlines: download the ONS ward boundaries of your county (GeoJSON, longitude and latitude), then "
    "python -m csp import boundaries wards/*.geojson",
    "Population: the ONS mid-year estimates by district and, for rates by ward, a ward table: "
    "python -m csp import population mye.csv wards.csv",
    "Lookup, only without outlines: the ONS table of LSOAs and wards: "
    "python -m csp import lookup lsoa_to_ward.csv",
    "Crime: download months from data.police.uk, your force and its neighbours, and import the zip as it "
    "is: python -m csp import police 2024-02.zip",
)
LOADED = (
    "Each import ends with a table that accounts for every row. A newer file for the same month replaces the "
    "older one. The page Data shows what is loaded, at the next click after an import."
)


def describe_version(version: str, partnership: str) -> str:
    """Whose dashboard this is, and which."""
    return (
        f"The dashboard of the {partnership}, version {version}. It runs on the partnership's own machine "
        "and sends nothing anywhere. Licence of the program: MIT."
    )
