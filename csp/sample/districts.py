"""How many of each offence each district recorded in each year: a small solver.

Every other district starts from its rate observed on data.police.uk. The published
ranks then say who must be below the borough and who above; a district on the wrong
side is moved just far enough, in all three years rather than in one alone, so that
its trend stays credible. check() recomputes every published figure at the end.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from csp.core.measures import read_catalogue
from csp.sample.assumptions import (
    ABUSE_LEVEL,
    ABUSE_STEEPNESS,
    CATEGORY,
    COVID_SHARE,
    COVID_SPREAD,
    HATE_LEVEL,
    HATE_SHARES,
    HOME,
    HOME_COUNTS,
    HOME_COVID,
    HOME_HATE,
    LEVEL,
    SEVENOAKS,
    TONBRIDGE_AND_MALLING,
    YEARS,
)
from csp.sample.chance import stream
from csp.sample.checks import Counts, Yearly, check
from csp.sample.ranks import Logs, settle
from csp.sample.reference import observed_rates, populations, published

# Groups whose total is ranked: solved as one, then divided among their offences.
GROUPS = {
    "violent_crime": ("violence_against_the_person", "sexual_offences", "robbery"),
    "drug_offences": ("drug_trafficking", "drug_possession"),
    "asb": ("asb_rowdy", "asb_personal", "asb_environmental", "asb_other"),
}
# Published rows that are one offence.
SINGLE = {
    "sexual_offences": "sexual_offences",
    "robbery": "robbery",
    "burglary_residential": "burglary_residential",
    "criminal_damage": "criminal_damage_and_arson",
    "shoplifting": "shoplifting",
    "theft_from_vehicle": "theft_from_vehicle",
    "theft_of_vehicle": "theft_of_vehicle",
    "domestic_abuse": "domestic_abuse_incident",
}
# Offences that are in no ranked row of their own: they carry a district to its total.
SPARE_VICTIM = (
    "other_theft",
    "burglary_business",
    "vehicle_interference",
    "bicycle_theft",
    "theft_from_person",
)
SPARE_OTHER = ("public_order", "possession_of_weapons", "other_crime")

# The two districts the borough is marginally ahead of: their rate over the borough's in 2019 and 2020.
NEAR_TIES = {SEVENOAKS: (1.011, 1.004), TONBRIDGE_AND_MALLING: (1.013, 1.008)}
NEAR_VICTIM = {SEVENOAKS: (1.022, 1.022), TONBRIDGE_AND_MALLING: (1.012, 1.010)}

VIOLENCE = "Violence and sexual offences"  # the category of data.police.uk


def _start(district: str, observed: Mapping[str, float], home: Mapping[str, float]) -> dict[str, Logs]:
    """Where a district's rates start: observed, divided among offences, with a little chance of its own."""
    logs: dict[str, Logs] = {}
    for offence, (category, share) in CATEGORY.items():
        rng = stream("start", district, offence)
        own = rng.normal(0, 0.06) if share < 1 else 0.0
        logs[offence] = [
            math.log(observed[category] * share * LEVEL[offence][y]) + own + rng.normal(0, 0.015)
            for y in range(3)
        ]
    violence = ABUSE_STEEPNESS * math.log(observed[VIOLENCE] / home[VIOLENCE])
    rng = stream("start", district, "domestic_abuse_incident")
    own = rng.normal(0, 0.04)
    logs["domestic_abuse_incident"] = [
        math.log(level) + violence + own + rng.normal(0, 0.01) for level in ABUSE_LEVEL
    ]
    rng = stream("start", district, "hate")
    own = rng.normal(0, 0.12)
    base = math.log((observed[VIOLENCE] + observed["Public order"]) / 1000)
    logs["hate"] = [base + math.log(level) + own + rng.normal(0, 0.03) for level in HATE_LEVEL]
    return logs


def _ranks(measure: str) -> list[int | None]:
    row = published()[measure]
    return [None, int(row["rank_2019"]), int(row["rank_2020"])]


def _settle_offences(starts: dict[str, dict[str, Logs]], people: Mapping[str, list[int]]) -> None:
    """Move the starts, in place, until the borough has its published rank in every row but the totals."""

    def home_log(offences: tuple[str, ...]) -> Logs:
        counts = [sum(HOME_COUNTS[o][y] for o in offences) for y in range(3)]
        return [math.log(1000 * counts[y] / people[HOME][y]) for y in range(3)]

    for measure, offence in SINGLE.items():
        moved = settle(
            measure, {d: s[offence] for d, s in starts.items()}, home_log((offence,)), _ranks(measure)
        )
        for district, logs in moved.items():
            starts[district][offence] = logs
    hate_home = [math.log(1000 * HOME_HATE[y] / people[HOME][y]) for y in range(3)]
    moved = settle("hate", {d: s["hate"] for d, s in starts.items()}, hate_home, _ranks("hate_crime"))
    for district, logs in moved.items():
        starts[district]["hate"] = logs
    for measure, offences in GROUPS.items():
        totals = {
            d: [math.log(sum(math.exp(s[o][y]) for o in offences)) for y in range(3)]
            for d, s in starts.items()
        }
        moved = settle(measure, totals, home_log(offences), _ranks(measure))
        for district, logs in moved.items():
            _share_out(starts[district], offences, totals[district], logs, keep=measure == "violent_crime")


def _share_out(
    series: dict[str, Logs], offences: tuple[str, ...], old: Logs, new: Logs, *, keep: bool
) -> None:
    """Divide a moved total among its offences; with keep, the first takes the whole move."""
    for y in range(3):
        if keep:
            rest = sum(math.exp(series[o][y]) for o in offences[1:])
            series[offences[0]][y] = math.log(math.exp(new[y]) - rest)
        else:
            for offence in offences:
                series[offence][y] += new[y] - old[y]


def _keep_category(series: dict[str, Logs], before: Mapping[str, Logs]) -> None:
    """Let an unranked offence make up what a ranked one of its category was moved by.

    The spread observed on data.police.uk is of whole categories. At least half of the
    unranked offence's own start is kept.
    """
    for spare, moved in (
        ("burglary_business", ("burglary_residential",)),
        ("vehicle_interference", ("theft_from_vehicle", "theft_of_vehicle")),
    ):
        for y in range(3):
            gained = sum(math.exp(series[o][y]) - math.exp(before[o][y]) for o in moved)
            own = math.exp(series[spare][y])
            series[spare][y] = math.log(max(own - gained, own / 2))


def _scale(counts: Counts, y: int, spare: tuple[str, ...], factor: float) -> None:
    for offence in spare:
        counts[offence][y] = round(counts[offence][y] * factor)


def _reach(counts: Counts, y: int, target: int, spare: tuple[str, ...], total: tuple[str, ...]) -> float:
    """Scale the spare offences so that a total of offences is its target exactly; return the factor.

    The first of the spare takes the rounding.
    """
    pool = sum(counts[o][y] for o in spare)
    factor = (target - sum(counts[o][y] for o in total) + pool) / pool
    _scale(counts, y, spare, factor)
    counts[spare[0]][y] += target - sum(counts[o][y] for o in total)
    return factor


def _near_ties(counts: dict[str, Counts], people: Mapping[str, list[int]]) -> None:
    """Bring Sevenoaks and Tonbridge and Malling to their place just above the borough, in place.

    Nothing is published for 2018: their spare offences move as in 2019, so that the trend stays.
    """
    measures = read_catalogue().measures
    for measure, ratios, spare in (
        ("victim_based_crime", NEAR_VICTIM, SPARE_VICTIM),
        ("all_crime", NEAR_TIES, SPARE_OTHER),
    ):
        total = measures[measure].offences["recorded"]  # "recorded" is the vocabulary of the sample
        for district, by_year in ratios.items():
            factors = []
            for y, ratio in enumerate(by_year, start=1):
                home = sum(HOME_COUNTS[o][y] for o in total) / people[HOME][y]
                target = round(home * ratio * people[district][y])
                factors.append(_reach(counts[district], y, target, spare, total))
            _scale(counts[district], 0, spare, factors[0])


def _divide(total: int, shares: Mapping[str, float]) -> dict[str, int]:
    """Whole numbers nearest to the shares that add up to total (largest remainders)."""
    exact = {key: total * share / sum(shares.values()) for key, share in shares.items()}
    whole = {key: math.floor(value) for key, value in exact.items()}
    by_remainder = sorted(shares, key=lambda key: (whole[key] - exact[key], key))
    for key in by_remainder[: total - sum(whole.values())]:
        whole[key] += 1
    return whole


def _hate(district: str, totals: list[int]) -> Counts:
    split: Counts = {offence: [] for offence in HATE_SHARES}
    for year, total in zip(YEARS, totals, strict=True):
        rng = stream("hate", district, year)
        shares = {offence: share * rng.uniform(0.9, 1.1) for offence, share in HATE_SHARES.items()}
        for offence, n in _divide(total, shares).items():
            split[offence].append(n)
    return split


def yearly() -> Yearly:
    """Solve for all 12 districts. Raises ValueError where a published figure is missed."""
    people = populations()
    observed = observed_rates()
    home = observed.pop(HOME)
    starts = {district: _start(district, rates, home) for district, rates in observed.items()}
    before = {district: {o: list(logs) for o, logs in series.items()} for district, series in starts.items()}
    _settle_offences(starts, people)
    counts: dict[str, Counts] = {HOME: {o: list(n) for o, n in HOME_COUNTS.items()}}
    hate = {HOME: _hate(HOME, list(HOME_HATE))}
    covid = {HOME: HOME_COVID}
    for district, series in starts.items():
        _keep_category(series, before[district])
        whole = {
            o: [round(math.exp(logs[y]) * people[district][y] / 1000) for y in range(3)]
            for o, logs in series.items()
        }
        hate[district] = _hate(district, whole.pop("hate"))
        counts[district] = whole
        share = COVID_SHARE + stream("covid", district).normal(0, COVID_SPREAD)
        covid[district] = round(whole["asb_rowdy"][2] * share)
    _near_ties(counts, people)
    result = Yearly(counts=counts, hate=hate, covid=covid)
    check(result, people)
    return result
