"""How the figures of a partner's source moved from one delivery to the next."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from csp.core import settings
from csp.core.measures import read_catalogue
from csp.data import queries
from csp.data.caching import keep_while_data_stands
from csp.data.partner_history import list_revisions
from csp.topics.data_status.findings.months import name_period
from csp.topics.data_status.tables.revisions import RevisedCell


@dataclass(frozen=True)
class Revisions:
    """The figures of a partner's source that moved, the largest change first.

    revised: of those that two deliveries in turn both have, how many differ; shared: how many they are.
    """

    cells: tuple[RevisedCell, ...]
    revised: int
    shared: int


@keep_while_data_stands(maxsize=4)
def fetch_revisions(source: str) -> Revisions:
    """How the figures of a partner's source moved from one delivery to the next."""
    frame = list_revisions(source)
    if frame.empty:
        return Revisions((), 0, 0)
    is_shared = frame["before"].notna() & frame["after"].notna()
    moved = frame[frame["before"].fillna(0) != frame["after"].fillna(0)]
    size = (moved["after"].fillna(0) - moved["before"].fillna(0)).abs()
    ordered = moved.loc[size.sort_values(ascending=False, kind="stable").index]
    area = settings.area()
    names = {code: name for district in area.peers for code, name in queries.wards(district).items()}
    names |= area.names
    cells = tuple(_read_cell(row, source, names) for row in ordered.to_dict("records"))
    return Revisions(cells, int(frame["is_revised"].sum()), int(is_shared.sum()))


def _read_cell(row: Mapping[Hashable, Any], source: str, names: Mapping[str, str]) -> RevisedCell:
    catalogue, start = read_catalogue(), pd.Timestamp(row["start"]).date()
    offences = catalogue.offences.get(catalogue.sources[source].vocabulary, {})
    offence, code = str(row["offence"]), str(row["ward_code"] or row["district_code"] or "")
    label = offences[offence].label if offence in offences else offence.replace("_", " ")
    flag = catalogue.flags.get(str(row["flag"] or ""))
    return RevisedCell(
        name_period(start, int(row["months"])),
        start,
        names.get(code, code),
        f"{label}, {flag.label}" if flag else label,
        None if pd.isna(row["before"]) else int(row["before"]),
        None if pd.isna(row["after"]) else int(row["after"]),
        pd.Timestamp(row["later"]).date(),
    )
