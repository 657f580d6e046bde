"""The evidence on candidate priorities as tables."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from csp.core import wording
from csp.core.change import Change
from csp.core.change_words import describe_evidence
from csp.core.table import UNKNOWN, Cell, Column, Row, Table, Tone
from csp.shell import theme
from csp.topics.action_plan.store.records import Decision
from csp.topics.priorities import findings
from csp.topics.priorities.findings import Comparison
from csp.topics.priorities.rules import Evidence, Ranking

_TONES: dict[str, Tone] = {"retained": "strong", "raised": "strong", "dropped": ""}


def build_evidence_table(
    ranking: Ranking, compared: Sequence[Comparison], selected: str, mode: theme.Mode
) -> Table:
    """Every candidate in the order of the ranking; the evidence shaded by how much it weighs for it."""
    rows = []
    for i, e in enumerate(ranking.evidence):
        place = int(ranking.place[i])
        share = float(ranking.in_top[i])
        cells = (
            Cell(e.label, e.label),
            Cell(wording.ordinal(place), place, in_file=(place,)) if place else UNKNOWN,
            Cell(wording.whole_pct(100 * share), 100 * share) if place else UNKNOWN,
            Cell(
                findings.VERDICTS[compared[i].verdict],
                compared[i].verdict,
                _TONES.get(compared[i].verdict, "quiet"),
            ),
            *(
                _shaded(cell, float(x), mode)
                for cell, x in zip(_cells(e), ranking.components[i], strict=True)
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
            Column(f"In the first {first}", help="Of the variations of the weights."),
            Column("Beside 2021/22", numeric=False),
            *(Column(name, help=meaning) for name, meaning in findings.WEIGHTS.values()),
        ),
        rows=tuple(rows),
        clickable="Click for the sentences, the links and the decision",
    )


def _cells(e: Evidence) -> tuple[Cell, ...]:
    """The six pieces of evidence as they are read."""
    volume = UNKNOWN if e.volume is None else Cell(wording.count(e.volume), e.volume)
    rank = Cell(wording.standing(e.rank, e.areas), e.rank, tip=_rank_tip(e)) if e.rank else UNKNOWN
    wards = UNKNOWN if e.wards_flagged is None else Cell(f"{e.wards_flagged} of {e.wards}", e.wards_flagged)
    change = UNKNOWN if e.change is None else _change_cell(e.change, e.neutral)
    return volume, change, rank, wards, _judged(e.harm), _judged(e.concern)


def _change_cell(change: Change, neutral: bool) -> Cell:
    if change.before is None:
        return UNKNOWN
    counts = f"{wording.count(change.now)} against {wording.count(change.before)}"
    follows = "; the number follows police activity, so it is not scored" if neutral else ""
    share = wording.share(change.now, change.before) if change.difference else "0.0%"
    return Cell(share, change.difference, tip=f"{counts}, {describe_evidence(change)}{follows}")


def _rank_tip(e: Evidence) -> str:
    was = f", {wording.standing(e.rank_before, e.areas)} before" if e.rank_before else ""
    return f"By rate {wording.rank(e.rank, e.areas)}{was}"


def _judged(value: float | None) -> Cell:
    return UNKNOWN if value is None else Cell(f"{value:g} of 5", value)


def _shaded(cell: Cell, weighs: float, mode: theme.Mode) -> Cell:
    if not math.isfinite(weighs):
        return cell
    fill, ink = theme.shade_of_rank(1 + min(int(weighs * 5), 4), 5, mode)
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
    plan: Mapping[int, str],
    decided: Mapping[str, Decision],
    selected: str,
) -> Table:
    """The adopted priorities beside what the evidence supports, then what it raises."""
    by_code = {c.code: (e, c) for e, c in zip(ranking.evidence, compared, strict=True)}
    own = [(e, c) for e, c in by_code.values() if e.adopted and not e.part]
    own.sort(key=lambda pair: pair[0].adopted)
    raised = [(e, c) for e, c in by_code.values() if c.verdict == "raised"]
    rows = []
    for e, c in (*own, *raised):
        number = e.adopted[0] if e.adopted and not e.part else 0
        name = f"{number}. {plan.get(number, e.label)}" if number else e.label
        decision = decided.get(e.code)
        rows.append(
            Row(
                e.code,
                (
                    Cell(name, name),
                    Cell(findings.VERDICTS[c.verdict], c.verdict, _TONES.get(c.verdict, "quiet")),
                    Cell(c.place, c.sentence, tip=c.sentence),
                    Cell(decision.decision, decision.decision) if decision else Cell("not yet", tone="quiet"),
                ),
                selected=e.code == selected,
            )
        )
    return Table(
        caption="The priorities adopted for 2021/22, and what the evidence raises",
        columns=(
            Column("Priority", numeric=False, sortable=False, wrap=True),
            Column("Evidence", numeric=False, sortable=False),
            Column("Where it stands", numeric=False, sortable=False, wrap=True),
            Column("Decided", numeric=False, sortable=False),
        ),
        rows=tuple(rows),
        clickable="Click for the links and the decision",
    )
