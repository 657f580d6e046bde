"""The sentences of the priorities page: what the evidence puts first, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from csp.core import wording
from csp.core.change_words import describe_change
from csp.topics.action_plan.store.records import Decision
from csp.topics.priorities.rules import COMPONENTS, Evidence, Ranking, Verdict, judge_candidate

NOTHING_DECIDED = (
    "Nothing is decided here. Weights, harm and concern are judgements that people enter; the page says "
    "what the evidence supports, and the partnership decides."
)
# The names of the weights, and what each rewards.
WEIGHTS = {
    "volume": ("Volume", "How much of it there is, on a root scale."),
    "change": ("Change", "A rise against the period before, as far as it is a clear change."),
    "rank": ("Rank", "The place among the districts by rate, and how it moved."),
    "wards": ("Wards", "The share of wards with a warning under the rule."),
    "harm": ("Harm", "The weight of the table data/reference/harm_weights.csv, 1 to 5."),
    "concern": ("Concern", "Public concern as entered by the partnership, 1 to 5."),
}
assert tuple(WEIGHTS) == COMPONENTS
VERDICTS = {
    "retained": "● retained",
    "raised": "▲ raised",
    "dropped": "▼ dropped",
    "not among the first": "○ lower",
    "no evidence": "– no figures",
}
NO_DECISION = "No decision is recorded yet. Each is recorded with its reason under One candidate."
NO_WEIGHT = "Every weight is 0: give one of them some weight."


@dataclass(frozen=True)
class Comparison:
    """One candidate beside the adopted priorities: what the evidence supports, in a sentence.

    place is the short of it: where the candidate stands, and how surely.
    """

    code: str
    verdict: Verdict
    place: str
    sentence: str
    support: tuple[str, ...]


def write_headline(ranking: Ranking, compared: Sequence[Comparison]) -> str:
    """What the evidence means for the adopted priorities.

    "The evidence supports retaining Domestic abuse and raising Violence and Robbery; it does not
    put Substance misuse and supply among the first four."
    """
    if not (ranking.place > 0).any():
        return "There is no evidence on any candidate: no figures are loaded."
    labels = {e.code: e.label for e in ranking.evidence}
    named = {
        verdict: wording.list_words([labels[c.code] for c in compared if c.verdict == verdict])
        for verdict in ("retained", "raised", "dropped")
    }
    parts = [
        f"{verb} {named[verdict]}"
        for verdict, verb in (("retained", "retaining"), ("raised", "raising"))
        if named[verdict]
    ]
    text = f"The evidence supports {wording.list_words(parts)}"
    if named["dropped"]:
        text += f"; it does not put {named['dropped']} among the first {wording.number(ranking.top)}"
    return f"{text}."


def describe_ranking(ranking: Ranking, period: str) -> tuple[str, str]:
    """Title and subtitle of the ranking."""
    shares = [
        (float(share), e.label)
        for e, place, share in zip(ranking.evidence, ranking.place, ranking.in_top, strict=True)
        if 0 < place <= ranking.top
    ]
    first = wording.number(ranking.top)
    if shares and min(shares)[0] == 1.0:
        title = f"The first {first} stay the first {first} however the weights vary"
    elif shares:
        share, label = min(shares)
        title = (
            f"{label} is the least certain of the first {first}: in {wording.pct(100 * share)} of variations"
        )
    else:
        title = "No candidate has evidence"
    subtitle = (
        f"Weighted evidence, 0 to 100, {period}; in brackets how often each is among the first {first} "
        f"when every weight varies by up to 20% ({wording.count(ranking.draws)} draws)"
    )
    return title, subtitle


def describe_decision(decision: Decision, labels: Mapping[str, str]) -> str:
    """ "12 Mar 2021: Robbery raised. Reason: ... (A. Chair)" """
    day = f"{decision.at.day} {wording.month(decision.at.date())}"
    label = labels.get(decision.candidate, decision.candidate)
    return f"{day}: {label} {decision.decision}. Reason: {decision.reason} ({decision.who})"


def describe_weights(weights: Mapping[str, float], opening: float) -> str:
    """ "Weights as changed: Harm × 2.5." for those that are not as they open, "" where all are."""
    changed = [f"{WEIGHTS[code][0]} × {weight:g}" for code, weight in weights.items() if weight != opening]
    return f"Weights as changed: {wording.list_words(changed)}." if changed else ""


def describe_flags(rule_in_words: str, wards: bool) -> str:
    """The rule that gives ward warnings, or that there are no wards."""
    if not wards:
        return "No wards in this source: the share of wards with a warning is left out of the evidence."
    return rule_in_words


def compare_candidates(ranking: Ranking) -> list[Comparison]:
    """Every candidate, in the order of the ranking, against the priorities adopted for 2021/22.

    The sentences name what the evidence supports; the partnership decides.
    """
    comparisons = []
    for i, evidence in enumerate(ranking.evidence):
        verdict = judge_candidate(ranking, i)
        place, sentence = _describe_place(ranking, i), _sentence(ranking, i, verdict)
        reasons = tuple(describe_support(ranking, i))
        comparisons.append(Comparison(evidence.code, verdict, place, sentence, reasons))
    return comparisons


def _describe_place(ranking: Ranking, i: int) -> str:
    """ "3rd of 11, among the first four however the weights vary" """
    if not ranking.place[i]:
        return "no figures are loaded"
    ranked = int((ranking.place > 0).sum())
    first = f"among the first {wording.number(ranking.top)} {_how_often(ranking, i)}"
    return f"{wording.ordinal(int(ranking.place[i]))} of {ranked}, {first}"


def _sentence(ranking: Ranking, i: int, verdict: Verdict) -> str:
    e, first = ranking.evidence[i], f"the first {wording.number(ranking.top)}"
    if verdict == "no evidence":
        status = f"it is {_adopted(e)}" if e.adopted else "it is not an adopted priority"
        return f"{e.label}: no figures are loaded, so the evidence says nothing either way; {status}."
    was = f", so far {_adopted(e)}" if e.adopted else ""
    text = {
        "retained": f"{e.label}: the evidence supports retaining it as a priority",
        "raised": f"{e.label}: the evidence supports raising it to a priority{was}",
        "dropped": f"{e.label}: the evidence alone does not put it among {first}; "
        "whether to keep it is for the partnership",
        "not among the first": f"{e.label}: the evidence does not put it among {first}{was}",
    }[verdict]
    return f"{text} ({_describe_place(ranking, i)})."


def _adopted(e: Evidence) -> str:
    numbers = wording.list_words([str(n) for n in e.adopted])
    many = "priorities" if len(e.adopted) > 1 else "priority"
    return f"named within {many} {numbers}" if e.part else f"{many} {numbers} of 2021/22"


def _how_often(ranking: Ranking, i: int) -> str:
    share = float(ranking.in_top[i])
    if share in (0.0, 1.0):
        return "however the weights vary" if share else "in no variation of the weights"
    return f"in {wording.pct(100 * share)} of {wording.count(ranking.draws)} variations of the weights"


def describe_support(ranking: Ranking, i: int) -> list[str]:
    """The evidence of one candidate in sentences, each a plain reading of its figures."""
    e = ranking.evidence[i]
    if e.volume is None:
        return []
    sentences = (_volume(ranking, i), _movement(e), _place(e), _wards(e), _judgements(e))
    return [text for text in sentences if text]


def _volume(ranking: Ranking, i: int) -> str:
    volumes = [e.volume for e in ranking.evidence if e.volume is not None]
    e = ranking.evidence[i]
    place = 1 + sum(v > (e.volume or 0) for v in volumes)
    most = "the most" if place == 1 else f"the {wording.ordinal(place)} most"
    most = f"joint {most.removeprefix('the ')}" if volumes.count(e.volume or 0) > 1 else most
    return f"{wording.count(e.volume or 0)} in the period, {most} of {len(volumes)} candidates."


def _movement(e: Evidence) -> str:
    if e.change is None or e.change.before is None:
        return ""
    words = describe_change(e.change) if e.change.difference else "no change"
    follows = "; the number follows police activity, so it is not scored" if e.neutral else ""
    return f"Against the period before: {words}{follows}."


def _place(e: Evidence) -> str:
    if not e.rank:
        return ""
    place = wording.rank(e.rank, e.areas)
    if not e.rank_before:
        return f"By rate {place}."
    before = wording.standing(e.rank_before, e.areas)
    return f"By rate {place}, {'as' if e.rank == e.rank_before else before + ' in the period'} before."


def _wards(e: Evidence) -> str:
    if e.wards_flagged is None or not e.wards:
        return ""
    return f"Warnings in {e.wards_flagged} of {wording.plural(e.wards, 'ward')} under the current rule."


def _judgements(e: Evidence) -> str:
    judgements = [
        f"{name} {value:g} of 5"
        for name, value in (("harm", e.harm), ("public concern", e.concern))
        if value is not None
    ]
    return f"Judged by people: {wording.list_words(judgements)}." if judgements else ""
