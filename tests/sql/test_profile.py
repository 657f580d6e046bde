"""From the files of a store to the figures of a profile: counted again with a loop over what was written."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date

import pytest

from csp.core import settings
from csp.core.filters import Filters, Period
from csp.core.measures import read_catalogue
from csp.core.scope import Scope
from csp.data import database
from csp.data.cases import Cases, select_cases

HOME, NEXT = "E07000116", "E07000111"
WARDS = ["E05005137", "E05005140", None]
MONTHS = [date(2019, 5, 1), date(2019, 6, 1), date(2020, 5, 1), date(2020, 6, 1)]
OFFENCES = ["asb_rowdy", "asb_other", "shoplifting", "drug_possession", "robbery"]
OUTCOMES = [None, "Local resolution", "Under investigation"]
FILTERS = Filters("sample", "asb", (), Period(MONTHS[2], 2), Period(MONTHS[0], 2), ())
SCOPE = Scope(tuple(MONTHS[2:]), tuple(MONTHS[:2]), (), (), (), ())


def written_rows():
    rng = random.Random(11)
    return [
        {
            "source": rng.choice(["sample", "sample", "police"]),
            "month": rng.choice(MONTHS),
            "district_code": rng.choice([HOME, HOME, NEXT, None]),
            "ward_code": rng.choice(WARDS),
            "offence": rng.choice(OFFENCES),
            "flag": rng.choice([None, None, "covid", "hate"]),
            "longitude": rng.choice([None, 0.26, 0.27]),
            "latitude": 51.1,
            "outcome": rng.choice(OUTCOMES),
            "n": rng.randint(1, 4),
        }
        for _ in range(500)
    ]


ROWS = written_rows()


@pytest.fixture(scope="module")
def frame(write_store, tmp_path_factory):
    root = tmp_path_factory.mktemp("store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "SAMPLE", root / "sample")
        patch.setenv("CSP_EXTRACTS", str(root / "extracts"))
        write_store(root / "sample", [{**row, "force": "sample"} for row in ROWS])
        connection = database.connect()
        try:
            return database.run(connection, "profile/outcomes", {"source": "sample", "district": HOME})
        finally:
            connection.close()


def here():
    return [row for row in ROWS if row["source"] == "sample" and row["district_code"] == HOME]


def test_every_group_of_the_district_is_there_once(frame):
    expected = defaultdict(int)
    for row in here():
        columns = ("month", "ward_code", "offence", "flag", "outcome")
        expected[tuple(row[column] or "" for column in columns)] += row["n"]
    words = frame[["ward_code", "offence", "flag", "outcome"]].fillna("")
    months = frame["month"].dt.date
    counts = {
        (month, *word): n
        for month, word, n in zip(months, words.itertuples(index=False), frame["n"], strict=True)
    }
    assert len(counts) == len(frame)
    assert counts == dict(expected)


@pytest.mark.parametrize("code", ["asb", "asb_rowdy", "all_crime", "hate_crime", "drug_offences"])
@pytest.mark.parametrize("wards", [(), (WARDS[0],)])
@pytest.mark.parametrize("without", [(), ("covid",)])
def test_the_figures_of_a_profile_are_those_of_the_rows_written(frame, code, wards, without):
    measure = read_catalogue().measures[code]
    filters = Filters("sample", code, wards, FILTERS.period, FILTERS.comparison, without)
    cases = select_cases(Cases.from_frame(frame), measure, "recorded", filters, SCOPE)
    outcomes, months = [defaultdict(int), defaultdict(int)], defaultdict(int)
    for row in here():
        if row["offence"] not in measure.offences["recorded"] or measure.flag not in (None, row["flag"]):
            continue
        if row["flag"] in without or (wards and row["ward_code"] not in wards):
            continue
        outcomes[row["month"] in SCOPE.before][row["outcome"] or ""] += row["n"]
        months[row["month"]] += row["n"]
    assert cases.tally("outcome") == tuple(map(dict, outcomes))
    assert cases.tally_months() == dict(months)
    assert months
