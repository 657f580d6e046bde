"""Made cases, and the same counts with a loop: for the tests of what selects and adds them up."""

from __future__ import annotations

import random
from datetime import date

import pandas as pd

from csp.core.filters import Filters, Period
from csp.core.measures import read_catalogue
from csp.core.scope import Scope
from csp.data.cases import Cases, select_cases

NOW, BEFORE = Period(date(2020, 1, 1), 12), Period(date(2019, 1, 1), 12)
FILTERS = Filters("sample", "asb", (), NOW, BEFORE, ())
SCOPE = Scope(NOW.each(), BEFORE.each(), (), (), (), ())
WARDS = ["W1", "W2", None]
OFFENCES = ["asb_rowdy", "asb_personal", "shoplifting", "robbery", "drug_possession"]
OUTCOMES = [None, "Unable to prosecute suspect", "Local resolution"]
MEASURES_FILE = read_catalogue()


def measure(code):
    return MEASURES_FILE.measures[code]


def some_cases(n=400, seed=3):
    rng = random.Random(seed)
    return [
        {
            "month": date(rng.choice([2018, 2019, 2020]), rng.randint(1, 12), 1),
            "ward_code": rng.choice(WARDS),
            "offence": rng.choice(OFFENCES),
            "flag": rng.choice([None, None, "covid", "hate"]),
            "outcome": rng.choice(OUTCOMES),
            "n": rng.randint(1, 5),
        }
        for _ in range(n)
    ]


def cases_of(rows):
    frame = pd.DataFrame(rows, columns=["month", "ward_code", "offence", "flag", "outcome", "n"])
    return Cases.from_frame(frame.assign(month=pd.to_datetime(frame["month"])))


def selected(rows, code="asb", filters=FILTERS, scope=SCOPE):
    return select_cases(cases_of(rows), measure(code), "recorded", filters, scope)


def counted(rows, code, months, wards=(), without=()):
    """The same count with a loop."""
    counted_measure = measure(code)
    return sum(
        row["n"]
        for row in rows
        if row["offence"] in counted_measure.offences["recorded"]
        and counted_measure.flag in (None, row["flag"])
        and row["month"] in months
        and (not wards or row["ward_code"] in wards)
        and row["flag"] not in without
    )
