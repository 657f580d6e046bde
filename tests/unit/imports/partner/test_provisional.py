"""What a partner's file says of its figures is kept: provisional, until a delivery does not say so."""

from __future__ import annotations

from csp.data import deliveries
from csp.imports.partner.mapping.declaring import declare_source
from csp.imports.partner.mapping.tidying import TIDY
from csp.imports.partner.storing import Delivery, Stored, store_extract
from tests.unit.imports.partner.made_extracts import HELPLINE, make_terms, make_tidy

MONTHS = [{"start": f"2024-{month:02}-01", "number": 10 + month} for month in (1, 2, 3)]


def deliver(extracts, file: str, is_provisional: bool) -> Stored:
    with make_tidy(MONTHS) as connection:
        delivery = Delivery(file, file, "Ann", is_provisional)
        return store_extract(connection, TIDY, make_terms(), delivery, extracts)


def test_months_are_provisional_until_a_delivery_does_not_say_so(extracts):
    declare_source(HELPLINE)
    deliver(extracts, "first.csv", is_provisional=True)
    assert {month.month for month in deliveries.find_provisional("helpline")} == {1, 2, 3}
    # The same figures, but final: that is a new delivery.
    stored = deliver(extracts, "final.csv", is_provisional=False)
    assert {period.outcome for period in stored.periods} == {"replaced"}
    deliveries.list_months.cache_clear()
    assert deliveries.find_provisional("helpline") == frozenset()
