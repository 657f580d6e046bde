"""What is loaded, up to when and what is wrong with it; where figures differ, and what they mean."""

from csp.core import settings
from csp.core.disclosure import NOTHING_PUBLISHED
from csp.data import queries
from csp.data.status import read_status
from csp.shell import frame, identity, messages, people, tabs
from csp.topics.data_status import fetch, findings
from csp.topics.data_status.partner import sections as partner
from csp.topics.data_status.sections import calendar, definitions, loaded, reconciliation, revisions

# 1. What is asked for: nothing, this page has no filters
frame.filters_if_any()

# 2. The data
status, area = read_status(), settings.area()
is_public = identity.is_public()
# Nothing is removed where the extracts are a copy of those in object storage.
may_change = not is_public and not settings.extracts_address() and people.may_begin()

# 3. and 4. The rules and the picture: its first lines are the answer
messages.title(
    findings.write_headline(
        status.months, len({each.source for each in status.months}), len(fetch.list_incomplete_cells())
    )
)
messages.caption(findings.write_caption(area.partnership, is_public))
if not status.months:
    messages.info(NOTHING_PUBLISHED if is_public else queries.explain_no_months())
bodies = {
    "Loaded": lambda: loaded.draw(status, may_change),
    "Calendar": calendar.draw,
    "Reconciliation": reconciliation.draw,
    "Revisions": revisions.draw,
    "Definitions": definitions.draw,
}
if not is_public:
    bodies["Bring in"] = partner.draw
tabs.draw_tabs("data_tab", bodies)
