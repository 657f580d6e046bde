"""What became of the sample's crimes."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import sqrt

import pytest

from csp.sample.outcomes import SHARES
from tests.unit.sample.stored_sample import HOME, STREET


@pytest.fixture(scope="module")
def outcomes(incidents):
    """category -> outcome -> crimes of the borough."""
    category = {offence: name for name, offences in STREET.items() for offence in offences}
    counts = defaultdict(Counter)
    for row in incidents:
        if row["district_code"] == HOME and row["outcome"]:
            counts[category[row["offence"]]][row["outcome"]] += row["n"]
    return counts


@pytest.mark.parametrize("category", SHARES)
def test_outcomes_have_the_shares_of_the_assumption(category, outcomes):
    """Each within four standard errors of a share of independent crimes."""
    n, whole = outcomes[category].total(), sum(SHARES[category].values())
    assert set(outcomes[category]) <= set(SHARES[category])
    for outcome, share in SHARES[category].items():
        p = share / whole
        assert abs(outcomes[category][outcome] / n - p) < 4 * sqrt(p * (1 - p) / n), outcome


def test_robbery_ends_as_in_the_files_of_the_force(outcomes):
    """Of 730 robberies from October 2018 to February 2019: 289, 257, 119 and 49."""
    n = outcomes["Robbery"].total()
    share = {outcome: count / n for outcome, count in outcomes["Robbery"].items()}
    assert share["Unable to prosecute suspect"] == pytest.approx(0.40, abs=0.12)
    assert share["Investigation complete; no suspect identified"] == pytest.approx(0.35, abs=0.12)
    assert share["Status update unavailable"] == pytest.approx(0.16, abs=0.1)
    assert "Offender given a caution" not in share
