"""Ranges of ranks beside the verdicts of the same page, and who is ranked at all."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from csp import statistics
from csp.comparison import resolve
from csp.comparison.findings import write_headline
from csp.comparison.key_figures import build_place_tile
from csp.comparison.rules import build_measure_rows, find_rank_ranges, rank_districts
from csp.comparison.standings import Basis
from csp.core import settings, wording
from csp.core.filters import Filters, Period
from csp.core.measures import read_catalogue
from csp.core.population import Populations
from csp.topics.county import findings as county

NO_FLAGS = pd.DataFrame({"measure": [], "flag": [], "now": [], "before": []})
ASB = read_catalogue().measures["asb"]


def contradictions(rate, best, worst, apart):
    """The pairs of areas whose sentence says otherwise than the range of the first of them.

    A range that reaches a rank says that the area might be there: then no more areas than lie below
    that rank may be clearly lower, and an area that could be nowhere else is similar to none.
    """
    areas = [i for i in range(len(rate)) if np.isfinite(rate[i])]
    pairs = []
    for i in areas:
        lower = [j for j in areas if apart[i, j] and rate[j] < rate[i]]
        higher = [j for j in areas if apart[i, j] and rate[j] > rate[i]]
        pairs += [(i, j) for j in lower if best[i] <= len(lower)]
        pairs += [(i, j) for j in higher if worst[i] > len(areas) - len(higher)]
        similar = [j for j in areas if rate[j] != rate[i] and not apart[i, j]]
        pairs += [(i, j) for j in similar if best[i] == worst[i]]
    return pairs


AREAS = st.lists(
    st.tuples(st.integers(0, 4000), st.sampled_from([0, 900, 40_000, 118_939, 170_000])),
    min_size=1,
    max_size=8,
)


@given(AREAS, st.sampled_from([1.0, 1.5, 2.7]))
@hypothesis_settings(max_examples=60, deadline=None)
def test_no_range_contradicts_the_sentence_about_any_pair(areas, phi):
    now = np.array([n for n, _ in areas])
    people = np.array([n or np.nan for _, n in areas], dtype=float)
    rate = np.asarray(statistics.rate(now, people))
    p = statistics.change_p(now[:, None], now[None, :], people[:, None], people[None, :], dispersion=phi)
    apart = np.asarray(p < 0.05)
    best, worst = find_rank_ranges(now, rate, people, phi, apart)
    own = statistics.ranks(rate)
    known = np.isfinite(rate)
    assert contradictions(rate, best, worst, apart) == []
    assert np.all((best <= own) & (own <= worst) & ((own == 0) == ~known))


@pytest.fixture
def sample(tmp_path, monkeypatch):
    """Nothing but the delivered sample."""
    monkeypatch.delenv("CSP_AREA", raising=False)
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "none"))


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("year", [2018, 2019, 2020])
def test_on_the_sample_no_range_contradicts_a_verdict_and_every_rival_is_similar(year):
    period = Period(date(year, 1, 1), 12)
    filters = Filters("sample", "all_crime", (), period, period.shift(-1), ())
    scope, measures = resolve.resolve_scope(filters), read_catalogue().offered("sample")
    standings = resolve.fetch_standings(filters, scope, measures)
    basis, names = resolve.build_basis(filters, scope), dict(settings.area().names)
    assert standings.ranked == 12
    for i, measure in enumerate(measures):
        rate, best, worst, apart = (
            values[i]
            for values in (standings.rate, standings.rank_best, standings.rank_worst, standings.apart)
        )
        assert contradictions(rate, best, worst, apart) == [], measure.code
        similar = {names[code] for code in standings.find_rivals(measure.code, basis.home)}
        for code in set(basis.districts) - {basis.home}:
            text = county.describe_pair(standings, measure, basis, code, names)
            assert ("no clear difference" in text) == (names[code] in similar), (measure.code, code)


HOME, EAST, MID = "E07000041", "E07000040", "E07000042"
NAMES = {HOME: "Exeter", EAST: "East Devon", MID: "Mid Devon"}


def rank(people, counts=((HOME, 40), (EAST, 5), (MID, 5))):
    """Home's row, the standings and their basis, with these populations. counts: by district."""
    basis = Basis(
        home=HOME,
        districts=(EAST, HOME, MID),
        populations=Populations({(code, 2023): n for code, n in people.items()}),
        years=(2024, 2023),
        comparable=True,
        whole_home=True,
        small_base=50,
        significance=0.05,
        vocabulary="recorded",
    )
    rows = pd.DataFrame(
        [("asb", code, n, n) for code, n in counts], columns=["measure", "district_code", "now", "before"]
    )
    standings = rank_districts(rows, ("asb",), basis)
    (row,) = build_measure_rows(standings, [ASB], basis, NO_FLAGS, names=NAMES)
    return row, standings, basis


def headlines(people, counts=((HOME, 40), (EAST, 5), (MID, 5))):
    """What the overview and the county page say, and the standings."""
    row, standings, basis = rank(people, counts)
    missing = [NAMES[code] for code in (EAST, HOME, MID) if not people.get(code)]
    label = wording.name_ranked("Devon districts", missing)
    return (
        write_headline(row, "Exeter", ("2024", "2023"), (label, standings.ranked)),
        county.write_headline(standings, ASB, basis, "Exeter", label),
        build_place_tile(row, label, standings.ranked),
    )


def test_one_area_with_a_population_has_no_rank():
    overview, title, tile = headlines({HOME: 100_000})
    assert "rate of the" not in overview
    assert title == (
        "ASB incidents: Exeter has a rate of 0.4 per 1,000; no rank, because no other area has a "
        "population on file."
    )
    assert tile["note"] == "not ranked"


def test_only_areas_with_a_population_are_counted_and_the_missing_are_named():
    overview, title, tile = headlines({HOME: 100_000, EAST: 100_000})
    for text in (overview, title):
        assert (
            "the highest rate of the 2 Devon districts with a population (none on file for Mid Devon)" in text
        )
    assert tile["figure"] == "Highest"
    assert tile["note"].startswith("of 2 by rate")


def test_a_population_of_nought_is_none():
    assert headlines({HOME: 100_000, EAST: 100_000, MID: 0}) == headlines({HOME: 100_000, EAST: 100_000})
    assert Populations({("A", 2020): 0, ("A", 2018): 7}).of("A", 2020) == (7.0, 2018)
    assert np.isnan(Populations({("A", 2020): 0}).of("A", 2020)[0])


def test_home_without_a_population_has_neither_rate_nor_rank():
    overview, title, tile = headlines({EAST: 100_000, MID: 100_000})
    assert "rate of the" not in overview
    assert title == "ASB incidents: Exeter has no population on file, so no rate and no rank."
    assert tile["note"] == "not ranked"


def test_with_all_populations_nobody_is_named():
    _, title, _ = headlines(dict.fromkeys(NAMES, 100_000))
    assert "the highest rate of the 3 Devon districts (0.4 per 1,000)" in title
