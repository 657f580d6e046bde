"""What is loaded of partners' sources, as lines of csp status."""

from __future__ import annotations

from collections.abc import Sequence

from csp.core.coverage import find_gaps, find_incomplete_months
from csp.core.wording import plural
from csp.data.store import is_of_partner
from csp.imports.manifest import Row
from csp.imports.months import months_text


def list_partners(rows: Sequence[Row]) -> list[str]:
    """The sources of partners in force, each with its months, quarters and years. rows: of the manifest."""
    own = [row for row in rows if is_of_partner(row)]
    sources = sorted({row["source"] for row in own})
    lines = [
        line for source in sources for line in _list_source([row for row in own if row["source"] == source])
    ]
    return ["From partners:", *lines] if lines else []


def _list_source(rows: Sequence[Row]) -> list[str]:
    lines = []
    source = rows[0]["source"]
    by_month = {row["month"]: row["rows_read"] for row in rows if row["kind"] == "incidents"}
    months = sorted(by_month)
    if months:
        stored = sum(row["rows_stored"] for row in rows if row["kind"] == "incidents")
        lines.append(f"  {source}: {plural(len(months), 'month')}, {months_text(months)}; {stored:,} counted")
    if gaps := find_gaps(months):
        lines.append(f"    not loaded in between: {months_text(gaps)}")
    if low := sorted(find_incomplete_months(by_month)):
        lines.append(f"    probably incomplete: {', '.join(f'{month:%Y-%m}' for month in low)}")
    others = [row for row in rows if row["kind"] == "partner_figures"]
    if others:
        starts = ", ".join(sorted({f"{row['month']:%Y-%m}" for row in others}))
        lines.append(f"  {source}: quarters and years that begin in {starts}")
    return lines
