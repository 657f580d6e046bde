"""The dispersion in use, for the methods on the page Help."""

from __future__ import annotations

from csp.comparison import resolve
from csp.core import settings
from csp.core.filters import Filters
from csp.data import queries
from csp.topics.help import findings


def describe_dispersions(filters: Filters) -> str:
    """How much the counts of every crime type vary that pages compare, the most first."""
    dispersions = resolve.fetch_dispersions(filters.source)
    measures = resolve.list_measures(filters)
    phi = {measure.code: dispersions.of(measure.code) for measure in measures}
    measures.sort(key=lambda measure: -phi[measure.code])
    has_wards = queries.wards_counted(filters.source, settings.area().home)
    return findings.describe_dispersions(
        [(measure.noun, phi[measure.code]) for measure in measures],
        dispersions.of(measures[0].code, "ward") if has_wards else None,
        [measure.noun for measure in measures if not dispersions.is_estimated(measure.code)],
    )
