"""The cases of a district in public mode: months, offences and flags as they are, no ward and no outcome."""

from __future__ import annotations

from collections import Counter

import pytest

from csp.core import settings
from csp.data import queries
from tests.pages import recount


@pytest.mark.usefixtures("published")
def test_cases_of_the_district_are_those_of_the_sample_without_ward_and_outcome():
    home = settings.area().home
    cases = queries.cases("sample", home)
    assert cases.words["ward_code"] == cases.words["outcome"] == ("",)
    groups = zip(*(cases.codes[name] for name in ("month", "offence", "flag")), cases.n, strict=True)
    counted = Counter()
    for month, offence, flag, n in groups:
        key = (cases.words["month"][month], cases.words["offence"][offence], cases.words["flag"][flag])
        counted[key] += int(n)
    expected = Counter()
    for (district, month), cells in recount.rows().items():
        for (_ward, offence, flag), n in cells.items():
            if district == home and n:
                expected[month, offence, flag or ""] += n
    assert counted == expected
