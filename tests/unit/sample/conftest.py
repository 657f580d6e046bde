"""The sample's incidents, and their sums."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.unit.sample.stored_sample import MEASURES, stored


@pytest.fixture(scope="module")
def incidents():
    return stored("data_file")


@pytest.fixture(scope="module")
def counts():
    """The sums of the incidents by month, district, ward, offence and flag."""
    return stored("counts_file")


@pytest.fixture(scope="module")
def yearly(incidents):
    """(district, offence, year) -> incidents."""
    counts = Counter()
    for row in incidents:
        counts[row["district_code"], row["offence"], row["month"].year] += row["n"]
    return counts


@pytest.fixture(scope="module")
def hate(incidents):
    """(district, year) -> crimes flagged hate."""
    kinds = {code: o["kind"] for code, o in MEASURES["offences"]["recorded"].items()}
    counts = Counter()
    for row in incidents:
        if row["flag"] == "hate" and kinds[row["offence"]] == "crime":
            counts[row["district_code"], row["month"].year] += row["n"]
    return counts


@pytest.fixture(scope="module")
def monthly(incidents):
    """(offence, year, month) -> incidents in the county."""
    counts = Counter()
    for row in incidents:
        counts[row["offence"], row["month"].year, row["month"].month] += row["n"]
    return counts
