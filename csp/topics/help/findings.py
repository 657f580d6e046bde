"""The words of the page Help: methods with the rule behind each, terms, abbreviations, how to load data."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import wording

TITLE = "How the figures are made, and what the words mean"

YEARLY = "Recorded by partnership, yearly"
VARIATION = "How much counts vary"
ADJUSTED = "Adjusted counts"
ROADS = "Road casualties"

# Each method: what a page says, and the rule behind it.
METHODS = (
    (
        "Clear change",
        "A change that chance alone would rarely bring about. The counts of the two periods are compared as "
        "counts that vary as the next entry says (negative binomial; given their sum, beta-binomial), with "
        "the mid-p value; the level is 5 in 100, adjusted by the method of Benjamini and Hochberg for the "
        "crime types of the place. The test does not say why a figure changed.",
    ),
    (
        VARIATION,
        "Recorded counts go up and down by more than independent events would, because one offender, one "
        "campaign or one way of recording brings about several. By how much (dispersion, φ) is estimated for "
        "each crime type from how differently the areas' months that follow each other go, so that what "
        "moves them all alike does not count; incomplete months are left out, and 1 is the least.",
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
        "page says so. People who visit a town centre are not counted among those who live there. The "
        "range of a rate is the 95% limits of Byar, exact under 10 crimes, widened by the square root of φ.",
    ),
    (
        "Rank",
        "Districts are ranked by rate, the lowest first. The range beside a rank is where the district "
        "stands in 95 of 100 draws of what all the counts might have been (negative binomial with φ, the "
        "same draws every time), and never beyond a district from which its rate differs clearly. Those "
        "whose rates do not differ clearly are named as similar. A district without a population is named "
        "and not ranked.",
    ),
    (
        "Unusual months",
        "A control chart: a month is unusual where it is outside limits that the months before the period "
        "give, or where eight in a row are on one side. Months of a lockdown give no limits. A steady rise "
        "or fall is said once, as a trend. Where the months of the year clearly differ, each is divided by "
        "how far it usually is from the average. With fewer than 5 a month there are yearly totals instead.",
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
        ADJUSTED,
        "In public mode counts by ward are adjusted by at most 3, so that nobody can be picked out: each "
        "record has a key, and the keys of a count say how much higher or lower it is shown (the cell-key "
        "method of ONS). The same count is the same figure on every page; on average nothing is added; "
        "0 stays 0, and no 1 or 2 is shown. Parts may not add up. Districts are exact. Rates, ranks and "
        "verdicts of wards allow for it.",
    ),
    (
        "Warnings",
        "The page What if holds the latest months of every crime type against those before and lists "
        "what is over your limit. The past year shows how often the same limit would have warned, and how "
        "many of those warnings there would have been if nothing had changed. An average of the months "
        "before leaves out named exceptional months, such as lockdowns.",
    ),
    (
        "Meeting",
        "The button at the top, or meeting=on in the address, makes text and figures larger and takes menu "
        "and controls away; what is chosen stays. The arrow keys, or a presenter, turn the pages of the "
        "agenda in the settings file, and Esc leads back. A meeting that is planned and opened on the page "
        "Meeting has an agenda of its own, and a line at the foot of every screen: how long an item has "
        "taken and what was decided, and for whoever keeps the minutes Decision and Action, to type in "
        "place. Closing it gives the minutes, and the tables stay as they were shown.",
    ),
    (
        "Priorities",
        "After MoRiLE: impact (harm, judged impact, public concern) times likelihood (rank, trend, wards "
        "with warnings) times confidence (complete months, months counted, how closely the count is known) "
        "times what the partnership lacks. What nobody has judged counts as the middle. The order is tried "
        "with other weights, periods and counts; nothing is supported that holds in less than 80% of them.",
    ),
    (
        "Harm",
        "Recorded offences by their weights in days of prison, derived from the Cambridge Crime Harm Index: "
        "the median, or on request the average, of each subgroup of the Home Office, in the mix of one force "
        "(harm_offences.csv) where a source does not tell subgroups apart. Anti-social behaviour and "
        "domestic abuse incidents have no score. Another index can be imported.",
    ),
)

# The same of roads, which have a tab of their own.
AREA_METHODS = (
    (
        "Areas of one's own",
        "Districts, wards or both under a name, such as a town or a future council (districts.csv). Within "
        "home they stand among the wards of the filter. Their months are the sums of their parts', and their "
        "population where every part has one. Records that lie in no ward count to no town.",
    ),
    (
        YEARLY,
        "Recorded crime as ONS or the Home Office publishes it by community safety partnership: a source of "
        "its own on Overview and County, of years alone, never added to street files. Districts of one "
        "partnership stand as one; a district of several has their sums. Rates are per the people whom the "
        "publisher gives. How far counts vary is taken from the table of street files, since there are no "
        "months to measure it on. A figure that its publisher calls unusable has no rank and no change. The "
        "Crime Severity Score has weights of ONS's own and is never mixed with days of harm.",
    ),
)

ROAD_METHODS = (
    (
        "Collision, casualty, severity",
        "A collision is one on a public road that the police recorded and in which somebody was hurt; "
        "whoever was hurt in it, on foot or in a vehicle, is a casualty. Killed is who dies of it within 30 "
        "days; seriously injured, who is kept in hospital or has a fracture, concussion or the like; "
        "slightly injured, everybody else. KSI is killed or seriously injured.",
    ),
    (
        ROADS,
        "People killed or injured, from July to June. Forces that changed the way they record injuries call "
        "more of them serious, so serious and slight injuries are adjusted by the probabilities that the "
        "Department for Transport publishes with each one; deaths need none. Provisional figures are of a "
        "year that the Department has not closed, and may change. One collision hurts several people, which "
        "verdicts allow for.",
    ),
    (
        "Hot spots",
        "Circles around a collision, the fullest first, by the rule of an authority or your own; each "
        "collision counts once. How many there would be by luck comes from drawing the collisions of every "
        "road anew along it, 100 times, the same draws every time. More than that says that collisions "
        "gather, not why.",
    ),
    (
        "What comes by itself",
        "A place chosen after a bad spell has fewer collisions next time without anything being done. "
        "So beside every before and after stands what was to be expected anyway: the count drawn towards the "
        "average of like places (empirical Bayes, Hauer 1997).",
    ),
    (
        "Whether a scheme or an action worked",
        "Its change less the change at a place of like level (weighted displacement difference, Wheeler and "
        "Ratcliffe 2018), with its 95% limits and the smallest effect that could have been seen. An action "
        "of the plan is judged by road casualties, of the district or a ward, beside a place of like level.",
    ),
    (
        "Near misses",
        "What people report: on the page, or in a partner's file. They are kept apart and never added to "
        "collisions: more reports may mean more danger, or more people who report. A text that seems to "
        "point at a person is not stored, and what does so in a file is replaced.",
    ),
    (
        "Cost of collisions",
        "Collisions by severity times the value of preventing one, as the Department for Transport publishes "
        "it and you import it. Pounds and days of harm are different scales and are never added.",
    ),
)

# The methods that the figures of a page rest on, by the name of its address: those to read first there.
METHODS_OF_PAGES = {
    "overview": ("Clear change", VARIATION, "No clear change", "Rank", "Small base", "Harm", YEARLY, ROADS),
    "county": ("Rate per 1,000", "Rank", "No clear change", "Harm", YEARLY),
    "trends": ("Unusual months", "Data incomplete", "Rate per 1,000"),
    "wards": ("Rate per 1,000", "Rank", "Clear change", VARIATION, ADJUSTED, "Harm"),
    "profile": ("Clear change", VARIATION, "Rate per 1,000", "Rank", "Small base", ADJUSTED, "Harm"),
    "thresholds": ("Warnings", "Clear change"),
    "figures": ("Clear change", "Rank", "Priorities"),
    "what_if": ("Warnings", "Clear change", "Rank", "Priorities"),
    "priorities": ("Priorities", "Harm", "Warnings", "Clear change", ROADS),
    "report": ("Clear change", VARIATION, "No clear change", "Rank", "Harm", "Priorities", ROADS),
    "road_safety": (
        *(name for name, _ in ROAD_METHODS),
        *("Clear change", "No clear change", "Rank", "Small base", ADJUSTED, "Harm"),
    ),
    "data": ("Data incomplete",),
}


def describe_dispersions(
    nouns: Sequence[tuple[str, float]], ward: float | None, not_estimated: Sequence[str]
) -> str:
    """The dispersion in use of each crime type, in words: what the counts of the first do, then the others.

    "Counts of shoplifting offences vary 2.7 times as much as those of independent events would; those of
    robberies 1.5." nouns: with their φ, at least one. ward: φ of the first in a ward, None where no ward
    is known. not_estimated: the nouns of those of which the months loaded say too little.
    """
    (noun, phi), *others = nouns
    text = f"Counts of {noun} vary {wording.rate(phi)} times as much as those of independent events would"
    if ward is not None:
        text += f" (in a ward {wording.rate(ward)} times)"
    if others:
        text += f"; those of {wording.list_words([f'{name} {wording.rate(each)}' for name, each in others])}"
    if not_estimated:
        text += (
            f". The months loaded are too few for {wording.list_words(not_estimated)}, "
            "which have the figures of data/reference/dispersion.csv"
        )
    return f"{text}."


def list_methods(page: str, in_use: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The methods behind the figures of a page, by the name of its address, and all others of METHODS.

    in_use: the dispersion in use as describe_dispersions() tells it, "" where nothing is loaded.
    """
    rules = dict(METHODS + AREA_METHODS + ROAD_METHODS)
    rules[VARIATION] = f"{rules[VARIATION]} {in_use}".rstrip()
    own = METHODS_OF_PAGES.get(page, ())
    others = [name for name, _ in METHODS if name not in own]
    return [(name, rules[name]) for name in own], [(name, rules[name]) for name in others]


LIMITS = (
    "Recorded crime is not crime: it moves with reporting, recording and police activity. Drug and weapons "
    "offences are never coloured good or bad.",
    "data.police.uk moves every point to the middle of a street and leaves out some offences, so its totals "
    "are not the force's own.",
    "Outlines are schematic until real ones are imported, and labelled so.",
)

LOADING = (
    'All at once, where there is a network: python -m csp setup "Exeter" fetches outlines, population and '
    "recorded crime of a district and its peers; without one it says what to download. Later, python -m csp "
    "update fetches months that are new or revised, and python -m csp doctor says what is wrong.",
    "Outlines: download the ONS ward boundaries of your county (GeoJSON, longitude and latitude), then "
    "python -m csp import boundaries wards/*.geojson",
    "Population: the ONS mid-year estimates by district and, for rates by ward, a ward table: "
    "python -m csp import population mye.csv wards.csv",
    "Lookup, only without outlines: the ONS table of LSOAs and wards: "
    "python -m csp import lookup lsoa_to_ward.csv",
    "Survey figures, for the report: a CSV of area, period, question, answer, per_cent and base: "
    "python -m csp import survey residents.csv",
    "Similar areas, if County is to compare with them: the nearest neighbours of ONS, or a CSV of code, "
    "order and name, before the crime of their forces: python -m csp import peers neighbours.xlsx",
    "Recorded crime by partnership, yearly, and the Crime Severity Score: the police force area tables of "
    "ONS or open data of the Home Office, as they are: python -m csp import recorded tables.xlsx",
    "Crime: download months from data.police.uk, your force and its neighbours, and import the zip as it "
    "is: python -m csp import police 2024-02.zip",
    "Road collisions: download the Road Safety Data of the Department for Transport from data.gov.uk, the "
    "collision, casualty and vehicle files, and import them together as they are: "
    "python -m csp import collisions dft-*.csv",
    "Action plan: the page Plans, tab Import (Excel in and out where there is a plan), reads yours from "
    "Word, Excel or CSV and shows what it will store; or: "
    'python -m csp board import plan.docx --year 2025-26 --by "Your name". A plan that is there is taken '
    "away, edited and brought in again in the same place, and each time can be undone",
    "What partners record about roads, as CSV: python -m csp import near-misses reports.csv, and in the same "
    "way speed-watch, schools, road-costs and road-factors",
)
LOADED = (
    "Each import ends with a table that accounts for every row. A newer file for the same month or year "
    "replaces the older one. The page Data shows what is loaded, at the next click after an import: by "
    "month, as a calendar, held against other figures, and how it moved between deliveries. Editors remove a "
    "month or a source there and undo it."
)


def describe_version(version: str, partnership: str) -> str:
    """Whose dashboard this is, and which."""
    return (
        f"The dashboard of the {partnership}, version {version}. It runs on the partnership's own machine "
        "and sends nothing anywhere. Licence of the program: MIT."
    )
