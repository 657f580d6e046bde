"""The cases of a crime type, which its parts and outcomes are counted from."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from csp.comparison.context import PageContext
from csp.data import queries
from csp.data.cases import Cases, MeasureCases, select_cases


def fetch_cases(context: PageContext) -> MeasureCases:
    """Those of the crime type, the place and the months of the filters.

    In public mode they have no outcome, and those of a ward no months: each period is in its first one.
    """
    if context.is_adjusted:
        cases = _fetch_ward(context)
    else:
        cases = queries.cases(context.filters.source, context.area.home)
    return select_cases(cases, context.measure, context.source.vocabulary, context.filters, context.scope)


def _fetch_ward(context: PageContext) -> Cases:
    """The ward chosen as public mode has it: counts by offence and flag of both periods."""
    filters, scope, home = context.filters, context.scope, context.area.home
    frames = []
    for months in filter(None, (scope.months, scope.before)):
        frame = queries.by_offence_and_place(filters, replace(scope, months=months), home, (home,))
        own = frame[frame["ward"].isin(filters.wards)].rename(columns={"ward": "ward_code"})
        frames.append(own.assign(month=pd.Timestamp(months[0]), outcome=None))
    return Cases.from_frame(pd.concat(frames, ignore_index=True))
