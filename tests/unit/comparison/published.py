"""The published table of 2020 as rows of a comparison, and what its sentences must say."""

from __future__ import annotations

import csv
import re
from dataclasses import fields, replace

import pytest

from csp.comparison.rows import MeasureRow
from csp.core.change import Change, ChangeRules, judge_changes
from csp.core.measures import read_catalogue
from csp.core.settings import REFERENCE

CLEAR_CHANGES = {
    "all_crime", "victim_based_crime", "asb", "burglary_residential", "criminal_damage", "robbery",
    "shoplifting", "theft_from_vehicle",
}  # fmt: skip
PLACES = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "6th": 6}
PERIODS = ("Jan to Dec 2020", "Jan to Dec 2019")
COUNTY = ("Kent districts", 12)
CHANGE_FIELDS = {field.name for field in fields(Change)}


def published():
    with (REFERENCE / "published_2020.csv").open(encoding="utf-8", newline="") as file:
        return {row["measure"]: row for row in csv.DictReader(file)}


def table():
    """The published table as rows, with the COVID tags of the ASB row."""
    rows = published()
    now, before = ([int(row[f"count_{year}"]) for row in rows.values()] for year in (2020, 2019))
    changes = judge_changes(now, before, ChangeRules(comparable=True, significance=0.05, small_base=50))
    built = []
    for i, (code, row) in enumerate(rows.items()):
        measure = read_catalogue().measures[code]
        ranks = [int(row[f"rank_{year}"]) if row[f"rank_{year}"] else None for year in (2020, 2019)]
        built.append(
            MeasureRow(
                code=code, label=measure.label, noun=measure.noun, polarity=measure.polarity,
                kind=measure.kind, change=changes[i],
                rate_now=now[i] / 118.939, rate_before=before[i] / 118.724,
                rank_now=ranks[0], rank_before=ranks[1], rank_best=ranks[0], rank_worst=ranks[0],
                flagged_now=377 if code == "asb" else 0,
                flag_label="COVID-tagged" if code == "asb" else None,
                parts=frozenset() if measure.flag else frozenset(measure.offences["recorded"]),
            )
        )  # fmt: skip
    return built


def row_of(code, **changes):
    row = next(row for row in table() if row.code == code)
    own = {name: changes.pop(name) for name in tuple(changes) if name in CHANGE_FIELDS}
    return replace(row, change=replace(row.change, **own), **changes)


def figure(text):
    return float(text.replace(",", "").replace("−", "-"))


def check_movement(code, text):
    """Recompute what a sentence says of the change from the published row alone."""
    row = published()[code]
    now, before = int(row["count_2020"]), int(row["count_2019"])
    said = re.search(
        r" (rose|fell) by ([\d,]+) \(([+−][\d.,]+)%\) to ([\d,]+), (a clear change|no clear change)", text
    )
    assert said, text
    verb, by, pct, to, verdict = said.groups()
    assert verb == ("rose" if now > before else "fell")
    assert figure(by) == abs(now - before)
    assert figure(to) == now
    assert figure(pct) == pytest.approx(100 * (now / before - 1), abs=0.05 + 1e-9)
    assert (verdict == "a clear change") == (code in CLEAR_CHANGES)
