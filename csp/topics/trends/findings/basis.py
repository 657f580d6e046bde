"""What the usual range and the season rest on."""

from __future__ import annotations

from csp.core import wording
from csp.statistics.season import SEASON_YEARS
from csp.topics.trends.findings.control import describe_months
from csp.topics.trends.rules import FEW, Control


def describe_season(control: Control, adjusts: bool) -> str:
    """Whether months are adjusted for season, or why they are not. adjusts: what the reader has chosen."""
    if not adjusts:
        return "Not adjusted for season, as you chose: a month that is high every year can look unusual."
    if control.is_rare:
        return "Not adjusted for season: too few are recorded in a month."
    if control.season == "gap":
        return "Not adjusted for season: some calendar months have no records to take a season from."
    if control.season == "alike":
        return (
            "Not adjusted for season: the months of the year do not differ clearly "
            f"(chance alone would do as much {wording.odds(control.season_p)})."
        )
    if control.factors is None:
        before = "" if control.is_plain else " before the period"
        return (
            f"Not adjusted for season: that needs {12 * SEASON_YEARS} complete months{before} "
            f"in every calendar month, and there are {control.complete}."
        )
    return (
        "Adjusted for season: each month is divided by how far its calendar month usually lies "
        f"from the average, over {wording.plural(control.complete, 'complete month')}."
    )


def describe_basis(control: Control) -> str:
    """Which months the limits rest on.

    "The usual range comes from Jan 2018 to Dec 2019 (24 months before the period)."
    """
    at = control.baseline
    if control.is_plain or len(at) < 2:
        return ""
    span = wording.period(control.months[at[0]], control.months[at[-1]])
    text = f"The usual range comes from {span} ({wording.plural(len(at), 'month')} before the period)"
    if without := [control.months[i] for i in sorted(control.exceptional) if at[0] < i < at[-1]]:
        text = f"{text}, without {describe_months(without)}, exceptional months"
    return f"{text}."


def describe_limits(control: Control) -> str:
    """What the limits rest on, where that is not all of the window: breaks, few months, incomplete ones."""
    sentences = []
    if control.breaks:
        starts = [wording.month(control.months[i]) for i in control.breaks]
        sentences.append(
            f"A new usual range starts in {wording.list_words(starts)}, where what is counted changed."
        )
    if control.provisional() and control.segments():
        sentences.append(f"The latest usual range is provisional: it rests on fewer than {FEW} months.")
    if control.incomplete:
        names = [wording.month(control.months[i]) for i in sorted(control.incomplete)]
        verb = "is" if len(names) == 1 else "are"
        sentences.append(
            f"{wording.list_words(names)} {verb} incomplete at source: drawn as open circles, "
            "and left out of seasons, the usual range and unusual months."
        )
    return " ".join(sentences)
