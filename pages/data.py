"""What is loaded: months by source, gaps, incomplete months, collisions, outlines, population, licence."""

from csp.core import settings
from csp.core.measures import read_catalogue
from csp.data import completeness, queries
from csp.data.status import read_status
from csp.shell import frame, messages, screen, widgets
from csp.topics.data_status import findings, tables

# 1. What is asked for: nothing, this page has no filters
frame.filters_if_any()
mode = screen.mode()

# 2. The data
status, area, catalogue = read_status(), settings.area(), read_catalogue()
cells = [
    (catalogue.sources[source].label, cell)
    for source in queries.loaded(area.force_slug)
    for cell in completeness.fetch_incomplete_cells(source).list_own()
]

# 3. and 4. The rules and the picture
messages.title(
    findings.write_headline(status.months, len({each.source for each in status.months}), len(cells))
)
messages.caption(f"{area.partnership}. How to load more is on the page Help.")
if status.months:
    months = tables.build_months(status.months, catalogue.sources)
    widgets.table(months, key="loaded_months", mode=mode)
    screen.download(months, "data loaded")
    messages.note(findings.INCOMPLETE)
if cells:
    messages.subheader("Crime types that are incomplete in a district")
    labels = {code: measure.label for code, measure in catalogue.measures.items()}
    incomplete = tables.build_incomplete(cells, labels, area.names)
    widgets.table(incomplete, key="incomplete_cells", mode=mode)
    messages.note(findings.INCOMPLETE_CELLS)
if status.roads:
    messages.subheader("Road collisions")
    roads = tables.build_roads(status.roads)
    widgets.table(roads, key="loaded_roads", mode=mode)
    screen.download(roads, "road collisions loaded")
    messages.bullets(findings.describe_roads(status.roads))
messages.subheader("Outlines, population and lookups")
widgets.table(tables.build_others(status.tables), key="loaded_tables", mode=mode)
messages.bullets(findings.describe_others(status))
