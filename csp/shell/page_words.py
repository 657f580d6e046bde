"""What every file of a page says of it, from the filters in its bar: see csp.core.provenance."""

from __future__ import annotations

from csp.core import wording
from csp.core.filters import Filters, Period
from csp.core.provenance import Provenance
from csp.core.settings import Area
from csp.core.sheet import PLACE
from csp.shell import outputs
from csp.shell.filter_bar import View
from csp.shell.pages import AGAINST, TYPE, WARDS, PageSpec

OWN_RECORD = "The partnership's own record, kept in this dashboard"


def describe_page(spec: PageSpec, area: Area | None, view: View | None) -> Provenance:
    """The page with its filters in words; area and view: None where they cannot be read.

    view is None on a page that uses no filters, too.
    """
    if view is None or area is None or not spec.filters:
        partnership = area.partnership if area else ""
        return Provenance(page=spec.title, partnership=partnership, source=OWN_RECORD)
    filters = view.filters
    period = wording.period(filters.period.start, filters.period.end)
    wards = tuple(view.chosen[WARDS]) if WARDS in view.used else ()
    left_out = view.left_out
    words = {
        **({"Crime type": view.chosen[TYPE]} if TYPE in view.used else {}),
        PLACE: wording.list_words(wards) if wards else area.home_name,
        "Period": period,
        "Comparison": _describe_comparison(view, filters),
        **({"Left out": left_out} if left_out else {}),
    }
    return Provenance(
        page=spec.title,
        partnership=area.partnership,
        filters=words,
        context={**words, "Source": view.source.credit},
        source=view.source.credit,
        licence=view.source.licence,
        period=period,
        places=wards if len(wards) <= 2 else (f"{len(wards)} wards",),
        months=outputs.write_months(filters.period),
        others=(*_name_comparison(view, filters), *([f"without {left_out}"] if left_out else [])),
    )


def _describe_comparison(view: View, filters: Filters) -> str:
    before = filters.comparison
    return wording.period(before.start, before.end) if AGAINST in view.used else outputs.NONE


def _name_comparison(view: View, filters: Filters) -> tuple[str, ...]:
    """The comparison in the name of a file: the year is enough for months of one year."""
    if AGAINST not in view.used:
        return ()
    before: Period = filters.comparison
    within_year = before.start.year == before.end.year
    return (f"against {before.end.year if within_year else outputs.write_months(before)}",)
