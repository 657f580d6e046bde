"""The words of the outcomes of a crime type."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core import wording
from csp.core.measures import Measure
from csp.topics.profile.rules import NO_OUTCOME_LABEL, Outcome

NO_OUTCOMES_PUBLISHED = "Outcomes are not published."


def write_outcome_words(
    outcomes: Sequence[Outcome], measure: Measure, comparable: bool, period: str, place: str
) -> tuple[str, str]:
    """Title and subtitle: the most frequent outcome."""
    mark = "; mark: the period before" if comparable else ""
    return _title(outcomes, measure, comparable), f"% of {measure.noun} in {place}, {period}{mark}"


def _title(outcomes: Sequence[Outcome], measure: Measure, comparable: bool) -> str:
    """ "Unable to prosecute suspect: 45.1% of shoplifting offences, 40.2% in the period before" """
    now, before = (sum(getattr(o, side) for o in outcomes) for side in ("now", "before"))
    if not now:
        return f"{measure.long_label}: what became of them"
    top = max(outcomes, key=lambda o: o.now)
    title = f"{top.label}: {wording.pct(100 * top.now / now)} of {measure.noun}"
    if not (comparable and before):
        return title
    return f"{title}, {wording.pct(100 * top.before / before)} in the period before"


def explain_no_outcomes(measure: Measure, source: str) -> str:
    """Why there are none: incidents never have one; else this source gives none for the period."""
    if measure.kind == "incident":
        return "None: the police give an outcome for crimes, and these are incidents."
    return f"None: {source} gives no outcome for these crimes in this period."


def describe_outcome_limits(outcomes: Sequence[Outcome]) -> str:
    """How far shares of outcomes can be trusted."""
    text = (
        "The latest outcome known when the file was published: crimes of the last months have had less time."
    )
    if any(o.label == NO_OUTCOME_LABEL and o.now for o in outcomes):
        text += f" Those without any are shown as “{NO_OUTCOME_LABEL}”."
    return text
