"""The sentences of the priorities page: what the evidence puts first, and what was decided. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.core import wording
from csp.topics.action_plan.store.records import Decision
from csp.topics.priorities.rules import COMPONENTS, Comparison, Ranking

NOTHING_DECIDED = (
    "Nothing is decided here. Weights, harm and concern are judgements that people enter; the page says "
    "what the evidence supports, and the partnership decides."
)
# The names of the weights, and what each rewards.
WEIGHTS = {
    "volume": ("Volume", "How much of it there is, on a root scale."),
    "change": ("Change", "A rise against the period before, as far as it is more than chance."),
    "rank": ("Rank", "The place among the districts by rate, and how it moved."),
    "wards": ("Wards", "The share of wards flagged under the rule."),
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
NO_WEIGHT = "Every weight is 0: give one of them some weight."


def headline(ranking: Ranking, compared: Sequence[Comparison]) -> str:
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


def ranking_words(ranking: Ranking, period: str) -> tuple[str, str]:
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
        f"when every weight varies by up to 20 % ({wording.count(ranking.draws)} draws)"
    )
    return title, subtitle


def decision_words(decision: Decision, labels: Mapping[str, str]) -> str:
    """ "12 Mar 2021: Robbery raised. Reason: ... (A. Chair)" """
    day = f"{decision.at.day} {wording.month(decision.at.date())}"
    label = labels.get(decision.candidate, decision.candidate)
    return f"{day}: {label} {decision.decision}. Reason: {decision.reason} ({decision.who})"


def flags_caption(rule_in_words: str, wards: bool) -> str:
    if not wards:
        return "No wards in this source: the share of wards flagged is left out of the evidence."
    return rule_in_words
