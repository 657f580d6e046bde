"""The evidence on candidate priorities as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csp.core import wording
from csp.core.change import Change
from csp.core.change_words import describe_evidence
from csp.core.table import UNKNOWN, Cell, Column, Row, Table, Tone
from csp.shell import theme
from csp.topics.action_plan.store.records import Decision
from csp.topics.priorities import findings
from csp.topics.priorities.findings import Comparison
from csp.topics.priorities.rules import Adoption, Evidence, Judged, Ranking, Stability, Verdict

_TONES: dict[str, Tone] = {"retained": "strong", "raised": "strong", "dropped": ""}
BLANK = Cell("blank", None, "quiet", tip="Nobody has judged it: it counts as the middle.")
MEANS = "What is judged to lack of capacity and of capability, 1 to 5; a blank counts as 3."
CONFIDENCE = "Complete months, months counted, and how closely the count is known."


def build_evidence_table(
    ranking: Ranking,
    stability: Stability,
    compared: Sequence[Comparison],
    plan: str,
    selected: str,
    mode: theme.Mode,
) -> Table:
    """Every candidate in the order of the ranking; the evidence shaded by how much it weighs for it.

    plan: the label of the plan in force, "" without one.
    """
    rows = []
    for i, e in enumerate(ranking.evidence):
        place = int(ranking.place[i])
        share = 100 * stability.shares[e.code]
        verdict = compared[i].verdict
        shares = zip(_build_cells(e, float(ranking.components[i, -2])), ranking.components[i], strict=True)
        cells = (
            _build_name(e),
            Cell(wording.ordinal(place), place, in_file=(place,)) if place else UNKNOWN,
            Cell(wording.whole_pct(share), share) if place else UNKNOWN,
            _build_verdict(e, verdict),
            _build_count(e),
            *(
                _shade(cell, float(weighs), mode) if place and not ranking.is_blank[i, k] else cell
                for k, (cell, weighs) in enumerate(shares)
            ),
        )
        rows.append(Row(e.code, cells, selected=e.code == selected))
    first = wording.number(ranking.top)
    return Table(
        caption="The evidence on each candidate priority",
        columns=(
            Column("Candidate", numeric=False),
            # In a file a place is a ward or a district.
            Column("Place", in_file=("Position",)),
            Column(f"In the first {first}", help="Of the variations of weights, period and counts."),
            Column(f"Beside {plan}" if plan else "Verdict", numeric=False),
            Column("Recorded"),
            *(Column(name, help=meaning) for name, meaning in findings.WEIGHTS.values()),
            Column("Confidence", help=CONFIDENCE),
            Column("Means", help=MEANS),
        ),
        rows=tuple(rows),
        clickable="Click for the sentences, the links and the decision",
    )


def _build_verdict(e: Evidence, verdict: Verdict) -> Cell:
    if e.apart:
        return Cell(findings.APART, verdict, "quiet", tip=e.apart.words)
    return Cell(findings.VERDICTS[verdict], verdict, _TONES.get(verdict, "quiet"))


def _build_count(e: Evidence) -> Cell:
    change = e.apart.change if e.apart else e.change
    tip = e.apart.words if e.apart else ""
    return UNKNOWN if change is None else Cell(wording.count(change.now), change.now, tip=tip)


def _build_name(e: Evidence) -> Cell:
    if not e.cuts_across:
        return Cell(e.label, e.label)
    return Cell(f"{e.label} ◇", e.label, tip="Cuts across other types: some of it is recorded under them.")


def _build_cells(e: Evidence, confidence: float) -> tuple[Cell, ...]:
    """The pieces of evidence as they are read, in the order of the components."""
    missing = UNKNOWN if e.volume is None else Cell(findings.describe_harm(e), None, "quiet")
    harm = missing if e.harm is None else Cell(findings.describe_harm(e), e.harm)
    rank = Cell(wording.standing(e.rank, e.areas), e.rank, tip=_tell_rank(e)) if e.rank else UNKNOWN
    if e.apart and e.apart.rank:
        rank = Cell(wording.standing(e.apart.rank, e.apart.areas), e.apart.rank, tip=e.apart.words)
    wards = UNKNOWN if e.wards_flagged is None else Cell(f"{e.wards_flagged} of {e.wards}", e.wards_flagged)
    judged = e.apart.change if e.apart else e.change
    change = UNKNOWN if judged is None else _build_change(judged, e.neutral)
    sure = UNKNOWN if e.volume is None else Cell(wording.whole_pct(100 * confidence), 100 * confidence)
    return (
        harm,
        _build_judged(e.judged.impact),
        _build_judged(e.judged.concern),
        rank,
        change,
        wards,
        sure,
        _build_means(e.judged),
    )


def _build_change(change: Change, neutral: bool) -> Cell:
    if change.before is None:
        return UNKNOWN
    counts = f"{wording.count(change.now)} against {wording.count(change.before)}"
    follows = "; the number follows police activity, so it counts as the middle" if neutral else ""
    share = wording.share(change.now, change.before) if change.difference else "0.0%"
    return Cell(share, change.difference, tip=f"{counts}, {describe_evidence(change)}{follows}")


def _tell_rank(e: Evidence) -> str:
    was = f", {wording.standing(e.rank_before, e.areas)} before" if e.rank_before else ""
    return f"By rate {wording.rank(e.rank, e.areas)}{was}"


def _build_judged(value: float | None) -> Cell:
    return BLANK if value is None else Cell(f"{value:g} of 5", value)


def _build_means(judged: Judged) -> Cell:
    both = judged.capacity, judged.capability
    if both == (None, None):
        return BLANK
    capacity, capability = ("blank" if value is None else f"{value:g}" for value in both)
    return Cell(
        f"{capacity} and {capability}",
        capacity,
        tip=f"Lack of capacity {capacity}, of capability {capability}",
    )


def _shade(cell: Cell, weighs: float, mode: theme.Mode) -> Cell:
    fill, ink = theme.shade_of_rank(1 + max(0, min(int(weighs * 5), 4)), 5, mode)
    tip = f"{cell.tip}\n" if cell.tip else ""
    return Cell(
        cell.text,
        cell.value,
        cell.tone,
        tip=f"{tip}counts {wording.count(100 * weighs)} of 100",
        fill=fill,
        ink=ink,
    )


def build_adopted_table(
    ranking: Ranking,
    compared: Sequence[Comparison],
    adoption: Adoption,
    decided: Mapping[str, Decision],
    selected: str,
) -> Table:
    """The priorities of the plan in force beside what the evidence supports, then what it raises."""
    by_code = {c.code: (e, c) for e, c in zip(ranking.evidence, compared, strict=True)}
    rows = []
    for number, name in sorted(adoption.priorities.items()):
        title = f"{number}. {name}"
        own = [pair for pair in by_code.values() if number in pair[0].own]
        rows += [_build_adopted_row(title, *pair, decided, selected) for pair in own]
        if not own:
            rows.append(Row(f"priority-{number}", (Cell(title, title), UNKNOWN, _NO_CANDIDATE, UNKNOWN)))
    rows += [
        _build_adopted_row(e.label, e, c, decided, selected)
        for e, c in by_code.values()
        if c.verdict == "raised"
        or (not adoption.priorities and 0 < ranking.evidence.index(e) + 1 <= ranking.top)
    ]
    return Table(
        caption=f"The priorities of plan {adoption.label}, and what the evidence raises",
        columns=(
            Column("Priority", numeric=False, sortable=False, wrap=True),
            Column("Evidence", numeric=False, sortable=False),
            Column("Where it stands", numeric=False, sortable=False, wrap=True),
            Column("Decided", numeric=False, sortable=False),
        ),
        rows=tuple(rows),
        clickable="Click for the links and the decision",
    )


_NO_CANDIDATE = Cell("no crime type stands for it", None, "quiet")


def _build_adopted_row(
    name: str, e: Evidence, comparison: Comparison, decided: Mapping[str, Decision], selected: str
) -> Row:
    decision = decided.get(e.code)
    cells = (
        Cell(name, name),
        _build_verdict(e, comparison.verdict),
        Cell(comparison.place, comparison.sentence, tip=comparison.sentence),
        Cell(decision.decision, decision.decision) if decision else Cell("not yet", tone="quiet"),
    )
    return Row(e.code, cells, selected=e.code == selected)
