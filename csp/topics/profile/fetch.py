"""The cases of a crime type, which its parts and outcomes are counted from."""

from __future__ import annotations

from csp.comparison.context import PageContext
from csp.data import queries
from csp.data.cases import MeasureCases, select_cases


def fetch_cases(context: PageContext) -> MeasureCases:
    """Those of the crime type, the place and the months of the filters."""
    cases = queries.cases(context.filters.source, context.area.home)
    return select_cases(cases, context.measure, context.source.vocabulary, context.filters, context.scope)
