"""A source that partners declare is one like the others, and nothing is said of districts that it lacks."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from csp.data.store import Store
from csp.imports.partner.mapping.declaring import declare_source
from tests.pages.markdown import read
from tests.unit.imports.partner.made_extracts import HELPLINE, Feed

LABEL = "Helpline"


@pytest.fixture
def _helpline(tmp_path, monkeypatch):
    """Two years of calls, of home alone, beside the sample."""
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    declare_source(HELPLINE)
    months = [date(year, month, 1) for year, month in product((2019, 2020), range(1, 13))]
    Feed(Store(tmp_path / "extracts")).deliver(
        "calls.csv",
        [
            {"start": month, "period": f"{month:%b %Y}", "offence_code": code, "number": n}
            for month in months
            for code, n in (("calls", 30 + month.month), ("repeat", 10))
        ],
    )


@pytest.mark.usefixtures("_helpline")
def test_pages_begin_with_recorded_crime_and_offer_what_partners_declared(visit):
    assert visit("overview").says("Sample data")
    overview = visit("overview", source=LABEL)
    assert "calls to the helpline in Tunbridge Wells" in overview.title
    assert overview.says("Source: Helpline")


@pytest.mark.usefixtures("_helpline")
def test_districts_of_which_a_source_has_nothing_are_not_compared_as_if_they_had_none(visit):
    county = visit("county", source=LABEL)
    assert "no rank, because it stands alone" in county.title
    assert "12 Kent districts" not in county.title
    (info,) = county.app.info
    assert read(info.value).startswith("Helpline has figures of no other district")


@pytest.mark.usefixtures("_helpline")
def test_a_tab_that_a_source_has_not_gives_way_to_the_first_one(visit):
    trends = visit("trends", tab="With Kent")
    assert trends.app.session_state["tab"] == "With Kent"
    trends.app.session_state["source"] = LABEL
    trends.run()
    assert "calls to the helpline in Tunbridge Wells" in trends.title
    assert "With Kent" not in [tab.label for tab in trends.app.tabs]
