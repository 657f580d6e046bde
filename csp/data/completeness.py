"""Fetches which crime types are incomplete in one district, though the force's upload is not."""

from __future__ import annotations

from datetime import date

from csp.core import settings
from csp.core.dispersion import Dispersions, read_defaults
from csp.core.incomplete_cells import IncompleteCells, judge_cells
from csp.core.measures import read_catalogue
from csp.data import queries
from csp.data.caching import keep_while_data_stands


@keep_while_data_stands(maxsize=4)
def fetch_incomplete_cells(source: str) -> IncompleteCells:
    """The incomplete cells of a source in the area's districts, of everything that is loaded.

    Judged with the default dispersions: those estimated from the data leave the cells out.
    """
    area = queries.area(source)
    return judge_cells(
        queries.flagged_by_district(source, area.peers),
        queries.loaded(area.force_slug)[source].incomplete,
        Dispersions({}, read_defaults()),
        read_catalogue().list_wholes(source),
    )


def find_incomplete_months(source: str, measure: str, district: str = "") -> frozenset[date]:
    """The months in which a crime type is incomplete in a district ("": in any), or the whole upload is."""
    loaded = queries.loaded(settings.area().force_slug)[source]
    return loaded.incomplete | fetch_incomplete_cells(source).months(measure, district)
