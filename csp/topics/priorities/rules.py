"""What the evidence says about priorities: components, a ranking, how steady it is, and sentences. Pure.

Nothing is decided here. Weights, harm and concern are judgements that people enter; the sentences say
what the evidence supports, and the partnership decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from csp.core import reference_tables, wording
from csp.core.errors import UserError
from csp.core.settings import REFERENCE
from csp.statistics.types import Bools, Floats, Ints
from csp.topics.thresholds.rules import Result

TOP = 4
"""How many priorities a plan has room for; the plan of 2021/22 has four."""

DRAWS, SPREAD, SEED = 2000, 0.2, 2021

COMPONENTS = ("volume", "change", "rank", "wards", "harm", "concern")
DEFAULT_WEIGHTS: Mapping[str, float] = dict.fromkeys(COMPONENTS, 1.0)

# A rise of this many %, three places, and half of the wards count in full; more does not count more.
FULL_CHANGE, FULL_MOVEMENT, FULL_WARDS = 50.0, 3, 0.5
SCALE = (1.0, 5.0)


@dataclass(frozen=True)
class Candidate:
    """A crime type or family that could be a priority.

    measures: codes that say how much of it there is, the first that the source answers counts.
    adopted: numbers of the priorities of 2021/22 that are about it. part: it is named within
    them, and is not one of its own.
    """

    code: str
    label: str
    measures: tuple[str, ...]
    adopted: tuple[int, ...] = ()
    part: bool = False

    def measure(self, offered: Sequence[str]) -> str | None:
        """The measure that stands for it, or None where the source has none."""
        return next((code for code in self.measures if code in offered), None)


# The families of the assessment; the priorities of the partnership's plan for 2021/22 are marked.
CANDIDATES = (
    Candidate("domestic_abuse", "Domestic abuse", ("domestic_abuse",), (1,)),
    Candidate("substance_misuse", "Substance misuse and supply", ("drug_offences",), (2,)),
    Candidate("asb", "Anti-social and high-risk behaviour", ("asb",), (3,)),
    Candidate("road_safety", "Road safety", ("road_casualties",), (4,)),
    Candidate("violence", "Violence", ("violent_crime", "violence_and_sexual_offences"), (2, 3), part=True),
    Candidate("sexual_offences", "Sexual offences", ("sexual_offences",)),
    Candidate("hate_crime", "Hate crime", ("hate_crime",)),
    Candidate("robbery", "Robbery", ("robbery",)),
    Candidate("burglary", "Burglary", ("burglary", "burglary_residential")),
    Candidate("vehicle_crime", "Vehicle crime", ("vehicle_crime",)),
    Candidate("shoplifting", "Shoplifting", ("shoplifting",)),
    Candidate("criminal_damage", "Criminal damage", ("criminal_damage",)),
)


@dataclass(frozen=True)
class Evidence:
    """What is known of one candidate; None where it is not known.

    volume, before: counts of the period and of the one it is compared with. p: that the change is
    chance; signal: more than chance over the rows shown together. neutral: the number follows
    police activity, so a rise says nothing about harm. rank: by rate, 1 = lowest, of so many areas.
    wards_flagged of wards: under the rule in force. harm, concern: 1 (least) to 5 (most).
    """

    code: str
    label: str
    volume: int | None
    before: int | None = None
    p: float | None = None
    signal: bool = False
    neutral: bool = False
    rank: int | None = None
    rank_before: int | None = None
    areas: int = 0
    wards_flagged: int | None = None
    wards: int = 0
    harm: float | None = None
    concern: float | None = None
    adopted: tuple[int, ...] = ()
    part: bool = False


def harm_weights(path: Path = REFERENCE / "harm_weights.csv") -> dict[str, float]:
    """Harm weight by measure from the table people edit. Raises UserError for one that is not 1 to 5."""
    rows = reference_tables.read(path)
    weights = {}
    for line, row in enumerate(rows, start=2):
        try:
            weight = float(row["weight"])
            weights[row["measure"].strip()] = weight
        except (KeyError, TypeError, ValueError, AttributeError):
            weight = float("nan")
        if not SCALE[0] <= weight <= SCALE[1]:
            raise UserError(f"{path.name}, line {line}: a harm weight is a number from 1 to 5. Correct it.")
    return weights


def wards_flagged(result: Result, measures: Sequence[str]) -> tuple[int, int]:
    """In how many wards any of the measures is flagged, and how many wards could be judged for one."""
    at = [i for i, code in enumerate(result.measures) if code in measures]
    return int(result.flagged[at].any(axis=0).sum()), int(result.evaluable[at].any(axis=0).sum())


def components(evidence: Sequence[Evidence]) -> Floats:
    """Each candidate's evidence on a scale of 0 to 1, nan where it is not known; [candidate, component].

    volume: root of the count over the largest, so that a tenth of it is not next to nothing.
    change: 0.5 for none; a rise of 50 % or more is 1 and a fall of as much 0, drawn towards 0.5
    by its p; 0.5 where the number follows police activity.
    rank: four fifths the place (lowest rate 0, highest 1), one fifth the movement (up three places
    or more 1, none 0.5, down three or more 0; 0.5 where the rank before is not known).
    wards: share of wards flagged, half of them or more is 1.
    harm, concern: 1 to 5 as 0 to 1.
    A candidate without a volume has no evidence at all: its row is nan.
    """
    largest = max((e.volume for e in evidence if e.volume is not None), default=0)
    rows = [
        (
            np.sqrt(e.volume / largest) if largest else 0.0,
            _change(e),
            _standing(e),
            _spread(e),
            _scaled(e.harm),
            _scaled(e.concern),
        )
        if e.volume is not None
        else (None,) * len(COMPONENTS)
        for e in evidence
    ]
    return np.array(rows, dtype=np.float64).reshape(len(evidence), len(COMPONENTS))


def _change(e: Evidence) -> float | None:
    if e.volume is None or e.before is None or (e.volume == e.before == 0):
        return None
    if e.neutral:
        return 0.5
    share = 100 * (e.volume - e.before) / e.before if e.before else FULL_CHANGE
    sure = 1.0 - (1.0 if e.p is None or np.isnan(e.p) else e.p)
    return 0.5 + 0.5 * sure * float(np.clip(share / FULL_CHANGE, -1, 1))


def _standing(e: Evidence) -> float | None:
    if not e.rank or e.areas < 2:
        return None
    moved = float(np.clip((e.rank - (e.rank_before or e.rank)) / FULL_MOVEMENT, -1, 1))
    return 0.8 * (e.rank - 1) / (e.areas - 1) + 0.2 * (0.5 + 0.5 * moved)


def _spread(e: Evidence) -> float | None:
    if e.wards_flagged is None or not e.wards:
        return None
    return min(1.0, e.wards_flagged / e.wards / FULL_WARDS)


def _scaled(value: float | None) -> float | None:
    return None if value is None else (value - SCALE[0]) / (SCALE[1] - SCALE[0])


@dataclass(frozen=True, eq=False)
class Ranking:
    """Candidates with evidence by score, the highest first; those without follow, with place 0.

    components: [candidate, component]. scores: 0 to 100, nan without evidence. place: 1 = highest.
    in_top: share of the draws in which it is among the first four. best, worst: the places that
    nine draws in ten lie between.
    """

    evidence: tuple[Evidence, ...]
    components: Floats
    scores: Floats
    place: Ints
    in_top: Floats
    best: Ints
    worst: Ints
    top: int
    draws: int


def rank(
    evidence: Sequence[Evidence],
    weights: Mapping[str, float] = DEFAULT_WEIGHTS,
    top: int = TOP,
    draws: int = DRAWS,
    spread: float = SPREAD,
    seed: int = SEED,
) -> Ranking:
    """Candidates by the weighted mean of what is known of them, and how steady that order is.

    Every weight is varied by up to plus or minus spread, evenly and on its
    own, in so many draws; the same seed gives the same answer. Equal scores
    keep the order given. Raises ValueError for weights that are negative or all 0.
    """
    weight = np.array([weights.get(name, 0.0) for name in COMPONENTS], dtype=np.float64)
    if (weight < 0).any() or not weight.any():
        raise ValueError("Weights are 0 or more, and one of them is more.")
    parts = components(evidence)
    scores = _scores(weight[None, :], parts)[0]
    known = np.isfinite(scores)
    varied = weight * np.random.default_rng(seed).uniform(1 - spread, 1 + spread, (draws, len(weight)))
    places = _places(_scores(varied, parts))
    order = np.argsort(-np.where(known, scores, -np.inf), kind="stable")
    low, high = np.percentile(places, [5, 95], axis=0, method="nearest").astype(np.int64)
    return Ranking(
        evidence=tuple(evidence[i] for i in order),
        components=parts[order],
        scores=100 * scores[order],
        place=np.where(known, _places(scores[None, :])[0], 0)[order],
        in_top=np.where(known, (places <= top).mean(axis=0), 0.0)[order],
        best=np.where(known, low, 0)[order],
        worst=np.where(known, high, 0)[order],
        top=top,
        draws=draws,
    )


def _scores(weights: Floats, parts: Floats) -> Floats:
    """[draw, candidate]: weighted means over the components that are known; nan where none has weight."""
    known: Bools = np.isfinite(parts)
    total = weights @ np.where(known, parts, 0.0).T
    weight = weights @ known.T.astype(np.float64)
    return np.asarray(np.divide(total, weight, out=np.full(total.shape, np.nan), where=weight > 0))


def _places(scores: Floats) -> Ints:
    """[draw, candidate]: 1 for the highest score, in the order given where equal."""
    order = np.argsort(-np.nan_to_num(scores, nan=-np.inf), axis=1, kind="stable")
    places = np.empty(order.shape, dtype=np.int64)
    np.put_along_axis(places, order, np.arange(1, scores.shape[1] + 1)[None, :], axis=1)
    return places


Verdict = Literal["retained", "raised", "dropped", "not among the first", "no evidence"]


@dataclass(frozen=True)
class Comparison:
    """One candidate beside the adopted priorities: what the evidence supports, in a sentence."""

    code: str
    verdict: Verdict
    sentence: str
    support: tuple[str, ...]


def compare(ranking: Ranking) -> list[Comparison]:
    """Every candidate, in the order of the ranking, against the priorities adopted for 2021/22.

    retained: adopted and among the first four; raised: among them and not a
    priority of its own so far; dropped: adopted and not among them. These name
    what the evidence supports; the partnership decides.
    """
    return [_compared(ranking, i) for i in range(len(ranking.evidence))]


def _compared(ranking: Ranking, i: int) -> Comparison:
    e, place = ranking.evidence[i], int(ranking.place[i])
    adopted = bool(e.adopted) and not e.part
    among = 0 < place <= ranking.top
    verdict: Verdict
    if not place:
        verdict = "no evidence"
    elif among:
        verdict = "retained" if adopted else "raised"
    else:
        verdict = "dropped" if adopted else "not among the first"
    return Comparison(e.code, verdict, _sentence(ranking, i, verdict), tuple(support(ranking, i)))


def _sentence(ranking: Ranking, i: int, verdict: Verdict) -> str:
    e, first = ranking.evidence[i], f"the first {wording.number(ranking.top)}"
    if verdict == "no evidence":
        status = f"it is {_adopted(e)}" if e.adopted else "it is not an adopted priority"
        return f"{e.label}: no figures are loaded, so the evidence says nothing either way; {status}."
    ranked = int((ranking.place > 0).sum())
    place = f"{wording.ordinal(int(ranking.place[i]))} of {ranked}, among {first} {_how_often(ranking, i)}"
    was = f", so far {_adopted(e)}" if e.adopted else ""
    text = {
        "retained": f"{e.label}: the evidence supports retaining it as a priority",
        "raised": f"{e.label}: the evidence supports raising it to a priority{was}",
        "dropped": f"{e.label}: the evidence alone does not put it among {first}; "
        "whether to keep it is for the partnership",
        "not among the first": f"{e.label}: the evidence does not put it among {first}{was}",
    }[verdict]
    return f"{text} ({place})."


def _adopted(e: Evidence) -> str:
    numbers = wording.list_words([str(n) for n in e.adopted])
    many = "priorities" if len(e.adopted) > 1 else "priority"
    return f"named within {many} {numbers}" if e.part else f"{many} {numbers} of 2021/22"


def _how_often(ranking: Ranking, i: int) -> str:
    share = float(ranking.in_top[i])
    if share in (0.0, 1.0):
        return "however the weights vary" if share else "in no variation of the weights"
    return f"in {wording.pct(100 * share)} of {wording.count(ranking.draws)} variations of the weights"


def support(ranking: Ranking, i: int) -> list[str]:
    """The evidence of one candidate in sentences, each a plain reading of its figures."""
    e = ranking.evidence[i]
    if e.volume is None:
        return []
    said = (_volume(ranking, i), _movement(e), _place(e), _wards(e), _judgements(e))
    return [text for text in said if text]


def _volume(ranking: Ranking, i: int) -> str:
    volumes = [e.volume for e in ranking.evidence if e.volume is not None]
    e = ranking.evidence[i]
    place = 1 + sum(v > (e.volume or 0) for v in volumes)
    most = "the most" if place == 1 else f"the {wording.ordinal(place)} most"
    most = f"joint {most.removeprefix('the ')}" if volumes.count(e.volume or 0) > 1 else most
    return f"{wording.count(e.volume or 0)} in the period, {most} of {len(volumes)} candidates."


def _movement(e: Evidence) -> str:
    if e.volume is None or e.before is None:
        return ""
    words = wording.change(e.volume, e.before)
    sure = "" if e.volume == e.before else f", {wording.signal_words(e.signal)}"
    follows = "; the number follows police activity, so it is not scored" if e.neutral else ""
    return f"Against the period before: {words}{sure}{follows}."


def _place(e: Evidence) -> str:
    if not e.rank:
        return ""
    place = wording.rank(e.rank, e.areas)
    if not e.rank_before:
        return f"By rate {place}, 1st being the lowest."
    was = "as before" if e.rank == e.rank_before else f"{wording.ordinal(e.rank_before)} in the period before"
    return f"By rate {place}, {was}, 1st being the lowest."


def _wards(e: Evidence) -> str:
    if e.wards_flagged is None or not e.wards:
        return ""
    return f"Flagged in {e.wards_flagged} of {wording.plural(e.wards, 'ward')} under the current rule."


def _judgements(e: Evidence) -> str:
    given = [
        f"{name} {value:g} of 5"
        for name, value in (("harm", e.harm), ("public concern", e.concern))
        if value is not None
    ]
    return f"Judged by people: {wording.list_words(given)}." if given else ""
