"""The sentences of the priorities page: what the evidence puts first, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from csp.core import wording
from csp.topics.action_plan.store.records import Decision
from csp.topics.priorities.rules import (
    STABLE,
    WEIGHTED,
    Adoption,
    Evidence,
    Obstacle,
    Ranking,
    Stability,
    Verdict,
    judge_candidate,
)

NOTHING_DECIDED = (
    "Nothing is decided here. Weights and what is judged are people's; the page says what the evidence "
    "supports, and the partnership decides."
)
# The names of the weights, and what each rewards.
WEIGHTS = {
    "harm": ("Harm", "Recorded cases by their published weight in days, on a root scale."),
    "impact": ("Judged impact", "On victims and places, 1 to 5; a blank counts as 3."),
    "concern": ("Public concern", "As the partnership sees it, 1 to 5; a blank counts as 3."),
    "rank": ("Rank", "The place among the districts by rate."),
    "change": ("Trend", "A rise against the period before, as far as chance does not explain it."),
    "wards": ("Wards", "The share of wards with a warning under the rule."),
}
assert tuple(WEIGHTS) == WEIGHTED
VERDICTS = {
    "retained": "● retained",
    "raised": "▲ raised",
    "dropped": "▼ dropped",
    "not among the first": "○ lower",
    "unsettled": "◐ not settled",
    "no verdict": "– no verdict",
    "no evidence": "– no figures",
}
APART = "– not ranked"
OBSTACLES: Mapping[Obstacle, str] = {
    "months": "fewer than 12 months are counted",
    "gap": "the period compared with is not the year before",
    "nothing": "there is no year before to compare with",
}
NO_DECISION = "No decision is recorded yet. Each is recorded with its reason under One candidate."
NO_WEIGHT = "Every weight is 0: give one of them some weight."
NO_PLAN = "No action plan is in force, so no priority is adopted; the first four are marked."
_CAUSES = {"weights": "the weights", "period": "the period", "data": "chance in the counts"}


@dataclass(frozen=True)
class Comparison:
    """One candidate beside the adopted priorities: what the evidence supports, in a sentence.

    place is the short of it: where the candidate stands, and how surely.
    """

    code: str
    verdict: Verdict
    place: str
    sentence: str


def write_headline(ranking: Ranking, compared: Sequence[Comparison], obstacle: Obstacle = "") -> str:
    """What the evidence means for the adopted priorities.

    "The evidence supports retaining Domestic abuse and raising Burglary; it does not settle
    Anti-social behaviour."
    """
    if not (ranking.place > 0).any():
        return "There is no evidence on any candidate: this source has no figures of them."
    if obstacle:
        return f"No verdict on the priorities: {OBSTACLES[obstacle]}."
    own = {e.code for e in ranking.evidence if e.own}
    labels = {e.code: e.label for e in ranking.evidence}
    named = {
        verdict: wording.list_words([labels[c.code] for c in compared if c.verdict == verdict])
        for verdict in ("retained", "raised", "dropped")
    }
    open_ones = wording.list_words(
        [labels[c.code] for c in compared if c.verdict == "unsettled" and c.code in own]
    )
    parts = [
        f"{verb} {named[verdict]}"
        for verdict, verb in (("retained", "retaining"), ("raised", "raising"))
        if named[verdict]
    ]
    predicates = [f"supports {wording.list_words(parts)}"] if parts else []
    if named["dropped"]:
        predicates.append(f"does not put {named['dropped']} among the first {wording.number(ranking.top)}")
    if open_ones:
        predicates.append(f"does not settle {open_ones}")
    first, *others = predicates or ["settles no change of the priorities"]
    return f"The evidence {'; it '.join([first, *others])}."


def describe_ranking(ranking: Ranking, stability: Stability, period: str) -> tuple[str, str]:
    """Title and subtitle of the ranking."""
    first = wording.number(ranking.top)
    if not (ranking.place > 0).any():
        return "No candidate has evidence", period
    subtitle = (
        f"Score, {period}; in brackets how often each is among the first {first} when weights, "
        "period and counts vary"
    )
    return describe_causes(ranking, stability), subtitle


def describe_causes(ranking: Ranking, stability: Stability) -> str:
    """What the order depends on most.

    "Chance in the counts matters most: alone it changes the first three in at most 21% of variations",
    "The weights matter most: alone they change 1.2 of the first three on average".
    """
    cause, most = max(stability.moved.items(), key=lambda pair: pair[1])
    first = wording.number(ranking.top)
    if most < 0.05:
        return f"The first {first} stay the first {first} whatever varies"
    verb = "matter" if cause == "weights" else "matters"
    they = "they" if cause == "weights" else "it"
    change = "change" if cause == "weights" else "changes"
    name = wording.capitalise(_CAUSES[cause])
    # How many places change hands on average is no less than how often any does.
    size = (
        f"the first {first} in at most {wording.whole_pct(100 * most)} of variations"
        if most < 1
        else f"{most:.1f} of the first {first} on average"
    )
    return f"{name} {verb} most: alone {they} {change} {size}"


def describe_method(ranking: Ranking, stability: Stability) -> str:
    """How the score is made and what was varied, for the foot of the evidence."""
    others = wording.list_words([f"{_CAUSES[cause]} {moved:.1f}" for cause, moved in stability.moved.items()])
    return (
        "Score: impact (harm, judged impact, public concern) × likelihood (rank, trend, wards) × confidence "
        "(complete months, months counted, how closely the count is known) × means (what the partnership "
        "lacks). What is blank or not known counts as the middle. "
        f"Varied {wording.count(stability.draws)} times: weights over the whole of their sliders, "
        f"{wording.plural(stability.periods, 'period')}, and the counts; places among the first "
        f"{wording.number(ranking.top)} that change hands on average: {others}."
    )


def describe_decision(decision: Decision, labels: Mapping[str, str]) -> str:
    """ "12 Mar 2021: Robbery raised. Reason: ... (A. Chair)" """
    day = f"{decision.at.day} {wording.month(decision.at.date())}"
    label = labels.get(decision.candidate, decision.candidate)
    return f"{day}: {label} {decision.decision}. Reason: {decision.reason} ({decision.who})"


def describe_weights(weights: Mapping[str, float], opening: float) -> str:
    """ "Weights as changed: Harm × 2.5." for those that are not as they open, "" where all are."""
    changed = [f"{WEIGHTS[code][0]} × {weight:g}" for code, weight in weights.items() if weight != opening]
    return f"Weights as changed: {wording.list_words(changed)}." if changed else ""


def describe_flags(rule_in_words: str, wards: bool, is_public: bool) -> str:
    """The rule that gives ward warnings, or why there are none."""
    if wards:
        return rule_in_words
    why = "warnings by ward are not published" if is_public else "no wards in this source"
    return f"{why}, so the share of wards with a warning counts as the middle."


def compare_candidates(
    ranking: Ranking, stability: Stability, adoption: Adoption, obstacle: Obstacle = ""
) -> list[Comparison]:
    """Every candidate, in the order of the ranking, against the priorities of the plan in force.

    The sentences name what the evidence supports; the partnership decides.
    """
    comparisons = []
    for i, evidence in enumerate(ranking.evidence):
        verdict = judge_candidate(ranking, stability, i, obstacle)
        where = _describe_place(ranking, stability, i)
        sentence = _write_sentence(ranking, i, verdict, where, adoption, obstacle)
        comparisons.append(Comparison(evidence.code, verdict, where, sentence))
    return comparisons


def _describe_place(ranking: Ranking, stability: Stability, i: int) -> str:
    """ "3rd of 11, among the first three in 83% of variations" """
    if not ranking.place[i]:
        apart = ranking.evidence[i].apart
        return apart.place if apart else "no figures are loaded"
    ranked = int((ranking.place > 0).sum())
    first = f"among the first {wording.number(ranking.top)} {_say_how_often(ranking, stability, i)}"
    return f"{wording.ordinal(int(ranking.place[i]))} of {ranked}, {first}"


def _say_how_often(ranking: Ranking, stability: Stability, i: int) -> str:
    share = stability.shares[ranking.evidence[i].code]
    if share in (0.0, 1.0):
        return "whatever varies" if share else "in no variation"
    return f"in {wording.whole_pct(100 * share)} of variations"


def _write_sentence(
    ranking: Ranking, i: int, verdict: Verdict, where: str, adoption: Adoption, obstacle: Obstacle
) -> str:
    e, first = ranking.evidence[i], f"the first {wording.number(ranking.top)}"
    if verdict == "no evidence":
        status = f"it is {name_adopted(e, adoption)}" if e.own else "it is not an adopted priority"
        if e.apart:
            return f"{e.apart.words} {wording.capitalise(status)}."
        return f"{e.label}: no figures are loaded, so the evidence says nothing either way; {status}."
    was = f", so far {name_adopted(e, adoption)}" if e.own or e.acted_on else ""
    text = {
        "retained": f"{e.label}: the evidence supports retaining it as a priority",
        "raised": f"{e.label}: the evidence supports raising it to a priority{was}",
        "dropped": f"{e.label}: the evidence alone does not put it among {first}; "
        "whether to keep it is for the partnership",
        "not among the first": f"{e.label}: the evidence does not put it among {first}{was}",
        "unsettled": f"{e.label}: the evidence does not settle it, since it keeps its side of {first} in "
        f"less than {wording.whole_pct(100 * STABLE)} of variations{was}",
        "no verdict": f"{e.label}: no verdict, because {OBSTACLES.get(obstacle, '')}{was}",
    }[verdict]
    return f"{text} ({where})."


def name_adopted(e: Evidence, adoption: Adoption) -> str:
    """ "priority 2 of plan 2021-22"; "acted on under priorities 2 and 3 of plan 2021-22" """
    numbers = e.own or e.acted_on
    listed = wording.list_words([str(number) for number in numbers])
    text = f"{'priorities' if len(numbers) > 1 else 'priority'} {listed} of plan {adoption.label}"
    return text if e.own else f"acted on under {text}"
