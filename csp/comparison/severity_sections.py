"""The published Crime Severity Score as pages show it beside harm."""

from __future__ import annotations

from csp.comparison.severity import (
    NONE_LOADED,
    AreaScore,
    Severity,
    build_severity_table,
    describe_severity,
    find_scores,
)
from csp.core import settings
from csp.core.filters import MAX_MONTHS, Period
from csp.core.recorded_places import name_joint
from csp.data import recorded_crime
from csp.data.caching import keep_while_data_stands
from csp.shell import messages, screen, widgets


@keep_while_data_stands(maxsize=4)
def fetch_severity(peers: tuple[str, ...] = (), label: str = "") -> Severity | None:
    """The scores of home and its peers; None where none of home's is loaded. peers: in place of those of the
    settings, and label what they are called.
    """
    area = settings.area()
    recorded = recorded_crime.fetch("ons", peers or area.peers)
    yearly = [score for score in recorded_crime.list_scores() if score.months == MAX_MONTHS]
    own = next(group for group in recorded.groups if area.home in (group.code, *group.districts))
    starts = [score.start for score in yearly if set(score.districts) & set(own.districts)]
    if not starts:
        return None
    latest = [score for score in yearly if score.start == max(starts)]
    areas = tuple(
        AreaScore(
            group.code,
            group.name,
            find_scores([score.value for score in latest if set(score.districts) & set(group.districts)]),
        )
        for group in recorded.groups
    )
    called = name_joint(label or area.peers_label, recorded.groups)
    return Severity(Period(max(starts), MAX_MONTHS), own.code, areas, called)


def draw_scores() -> None:
    """The score of home under a table of harm, in a sentence; nothing where none is loaded."""
    if severity := fetch_severity():
        messages.caption(describe_severity(severity))


def draw_score_table(peers: tuple[str, ...] = (), label: str = "") -> None:
    """The scores of home and its peers: a sentence and a table; nothing where none is loaded."""
    severity = fetch_severity(peers, label)
    if severity is None:
        return
    messages.paragraph(describe_severity(severity))
    table = build_severity_table(severity)
    widgets.table(table, key="severity", mode=screen.mode())
    screen.download(table, f"Crime Severity Score {severity.year}")


def draw_scores_alone(peers: tuple[str, ...] = (), label: str = "") -> None:
    """draw_score_table(), or that none is loaded, for a source without harm of its own."""
    draw_score_table(peers, label)
    if fetch_severity(peers, label) is None:
        messages.caption(NONE_LOADED)
