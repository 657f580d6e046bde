"""What is loaded: months by source, gaps, incomplete months, outlines, population, licence."""

from csp.core import settings
from csp.core.measures import read_catalogue
from csp.data.status import read_status
from csp.shell import frame, messages, screen, widgets
from csp.topics.data_status import findings, tables

# 1. What is asked for: nothing, this page has no filters
frame.filters_if_any()
mode = screen.mode()

# 2. The data
status = read_status()

# 3. and 4. The rules and the picture
messages.title(findings.write_headline(status.months, len({each.source for each in status.months})))
messages.caption(f"{settings.area().partnership}. How to load more is on the page Help.")
if status.months:
    months = tables.build_months(status.months, read_catalogue().sources)
    widgets.table(months, key="loaded_months", mode=mode)
    screen.download(months, "data loaded")
    messages.note(findings.INCOMPLETE)
messages.subheader("Outlines, population and lookups")
widgets.table(tables.build_others(status.tables), key="loaded_tables", mode=mode)
messages.bullets(findings.describe_others(status))
