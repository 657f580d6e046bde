"""A part of an action's page: the crime type it acts on, before and after it started."""

from __future__ import annotations

from csp.core import settings, wording
from csp.core.filters import Filters
from csp.core.measures import Measure, read_catalogue
from csp.shell import messages, screen, theme
from csp.shell.chart import Words
from csp.topics.action_plan import charts, fetch_crime
from csp.topics.action_plan.findings import linked_crime
from csp.topics.action_plan.store.records import ActionRow
from csp.topics.action_plan.tables.action import build_crime_table


def draw_linked_crime(action: ActionRow, linked: Measure, filters: Filters, mode: theme.Mode) -> None:
    """The months of the crime type, what they say of the action, and every caveat."""
    area, source = settings.area(), read_catalogue().sources[filters.source]
    crime = fetch_crime.fetch_linked_crime(action, linked.code, filters, charts.MONTHS)
    for caveat in crime.caveats:
        messages.note(caveat)
    if crime.compared:
        sentence = linked_crime.describe_before_after(linked.long_label, crime.compared)
    else:
        sentence = linked_crime.explain_no_comparison(action.started, crime.last)
    messages.paragraph(sentence)
    months = crime.trend.each()
    words = Words(
        linked_crime.write_before_after_title(linked.label, crime.compared),
        f"Recorded per month, {area.home_name}, {wording.period(months[0], months[-1])}; "
        f"{wording.INCOMPLETE_MARK}",
        source.credit,
    )
    picture = charts.build_series_chart(
        months, crime.counts, crime.incomplete, action.started, crime.compared, words, mode
    )
    screen.chart(picture, key="linked")
    screen.download(
        build_crime_table(linked.label, months, crime.counts, "not shown"), f"{linked.label} by month"
    )
