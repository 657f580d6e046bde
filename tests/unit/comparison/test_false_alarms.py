"""Extracts in which nothing changed, through the whole way from a store to the verdicts of a table.

Months vary 2.3 times their mean, as those of violence and of vehicle crime do in real files. A test
that takes them for independent events finds a clear change in every other such table.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from csp.comparison import resolve
from csp.core import settings
from csp.core.change import judge_changes
from csp.core.filters import Filters, Period
from csp.core.measures import read_catalogue
from csp.data import database

PHI, MOST = 2.3, 0.07
STORES = 5
MONTHS = [date(year, month, 1) for year in (2018, 2019, 2020) for month in range(1, 13)]
PERIOD = Period(date(2020, 1, 1), 12)
# Both of the years that have a year before them.
YEARS = [
    Filters("police", "all_crime", (), period, period.shift(-1), ()) for period in (PERIOD, PERIOD.shift(-1))
]


@pytest.fixture
def areas(tmp_path, monkeypatch, extracts):  # noqa: ARG001
    """A settings file for each of the 12 districts as home; nothing is loaded but the test's extracts."""
    monkeypatch.setattr(settings, "SAMPLE", tmp_path / "no sample")
    monkeypatch.setattr(database, "_LOOK_AGAIN", -1.0)
    text = (settings.REFERENCE / "area.toml").read_text(encoding="utf-8")
    files = {}
    for code in settings.area().peers:
        files[code] = tmp_path / f"{code}.toml"
        files[code].write_text(text.replace(f'home = "{settings.SAMPLE_HOME}"', f'home = "{code}"'), "utf-8")
    return files


def draw_extract(rng, districts):
    """Monthly counts without any change: negative binomial of one mean per district and type."""
    offences = list(read_catalogue().offences["street"])
    means = rng.uniform(15, 80, (len(districts), len(offences), 1)).repeat(len(MONTHS), axis=2)
    counts = rng.negative_binomial(means / (PHI - 1), 1 / PHI)
    return [
        {"source": "police", "district_code": district, "offence": offence, "month": month, "n": int(n)}
        for district, of_district in zip(districts, counts, strict=True)
        for offence, series in zip(offences, of_district, strict=True)
        for month, n in zip(MONTHS, series, strict=True)
        if n
    ]


@pytest.mark.slow
def test_where_nothing_changed_few_rows_and_few_tables_say_so(areas, extracts, write_store, monkeypatch):
    """120 tables: 5 extracts, seen from each of their 12 districts in either year."""
    rng, people = (
        np.random.default_rng(11),
        [
            {"area_code": code, "year": year, "population": 100_000}
            for code in areas
            for year in (2018, 2019, 2020)
        ],
    )
    rows_changed, tables_changed, rows_if_independent, tables_if_independent, phis = [], [], [], [], []
    for _ in range(STORES):
        write_store(extracts.root, draw_extract(rng, list(areas)), population=people)
        for file in areas.values():
            monkeypatch.setenv("CSP_AREA", str(file))
            for filters in YEARS:
                scope = resolve.resolve_scope(filters)
                _, rows = resolve.fetch_comparison(filters, scope)
                changes = [row.change for row in rows.values()]
                now, before = [change.now for change in changes], [change.before for change in changes]
                independent = judge_changes(now, before, resolve.build_basis(filters, scope).change_rules)
                rows_changed += [change.p < 0.05 for change in changes]
                rows_if_independent += [change.p < 0.05 for change in independent]
                tables_changed.append(any(change.is_real for change in changes))
                tables_if_independent.append(any(change.is_real for change in independent))
        estimates = resolve.fetch_dispersions("police")
        phis.append(np.mean([estimates.of(code) for code in rows]))
    assert len(rows) >= 14
    assert np.mean(phis) == pytest.approx(PHI, rel=0.05)
    assert np.mean(rows_changed) <= MOST
    assert np.mean(tables_changed) <= MOST
    # The test has something to find: taken for independent events, most such tables cry out.
    assert np.mean(rows_if_independent) > 0.15
    assert np.mean(tables_if_independent) > 0.4
