"""Whether a crime type has changed in a place is decided once: every page has the same verdict.

The verdicts are those of the values that pages are drawn from, for every ward, the borough and every
crime type of the sample; a few pages are opened to see that they show these.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from csp.comparison import resolve
from csp.comparison.harm import fetch_weights
from csp.comparison.rules import build_measure_rows
from csp.core.filters import Filters, Period
from csp.core.harm import HarmChoice
from csp.core.measures import read_catalogue
from csp.data import queries
from csp.data.cases import select_cases
from csp.topics.priorities import fetch as priorities
from csp.topics.priorities.rules import Adoption
from csp.topics.profile import rules as profile
from csp.topics.thresholds import judging
from csp.topics.thresholds.rules import BALANCED, Rule
from csp.topics.wards.fetch import fetch_wards
from csp.topics.wards.rules import compute_borough_figures, compute_patch_figures, compute_ward_figures
from csp.topics.what_if import fetch as what_if
from tests.pages import recount
from tests.pages.recount import HOME

WARDS = {
    row["ward_code"]: row["ward"] for row in recount.reference("wards.csv") if row["district_code"] == HOME
}
MEASURES = [measure.code for measure in read_catalogue().offered("sample")]
LISTED = [measure.code for measure in resolve.list_judged("sample")]
YEAR = Period(date(2020, 1, 1), 12)
WHOLE = (YEAR, ())
# The period, and the flags that are left out.
VIEWS = {
    "calendar year": WHOLE,
    "financial year": (Period(date(2019, 4, 1), 12), ()),
    "a quarter": (Period(date(2020, 10, 1), 3), ()),
    "without tagged reports": (YEAR, ("covid",)),
}


def ask(view, wards=(), measure="all_crime"):
    period, exclude = view
    return Filters("sample", measure, wards, period, period.shift(-1), exclude)


def overview(view, wards=()):
    """code -> clear, of the rows that Overview and Crime types show."""
    filters = ask(view, wards)
    scope = resolve.resolve_scope(filters)
    measures = read_catalogue().offered("sample")
    rows = build_measure_rows(
        resolve.fetch_standings(filters, scope, measures),
        measures,
        resolve.build_basis(filters, scope),
        queries.by_flag(filters, scope, HOME),
        home_population=resolve.sum_ward_populations(filters),
    )
    return {row.code: row.change.is_real for row in rows}


@pytest.mark.parametrize("place", [(), ("Park",), ("Culverden", "Park")], ids=["borough", "ward", "patch"])
def test_the_type_chosen_changes_no_verdict_of_another(place):
    wards = tuple(recount.codes(name) for name in place)
    filters, verdicts = ask(WHOLE, wards), overview(WHOLE, wards)
    for code in MEASURES:
        _, rows = resolve.fetch_comparison(replace(filters, measure=code), resolve.resolve_scope(filters))
        assert set(rows) == {*LISTED, code}
        assert {other: row.change.is_real for other, row in rows.items()} == {
            other: verdicts[other] for other in rows
        }


def warnings(view, watch):
    """(code, area) -> clear, of the page What if."""
    period, exclude = view
    rule = Rule(
        watch, period.months, limit=0.0, least=0, direction="both", exclude=exclude, measures=tuple(MEASURES)
    )
    result = judging.judge("sample", rule, period.end)
    return {
        (measure, area): bool(result.significant[i, j])
        for i, measure in enumerate(result.measures)
        for j, area in enumerate(result.areas)
    }


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS.keys())
def test_every_type_in_every_ward_has_one_verdict(view):
    filters = ask(view)
    wards = fetch_wards(filters, resolve.resolve_scope(filters))
    table = {
        (measure, row.code): row.change.is_real
        for measure in MEASURES
        for row in compute_ward_figures(wards, measure)
    }
    assert len(table) == len(MEASURES) * len(WARDS) == 30 * 20
    assert sum(table.values()) > 3
    assert table == warnings(view, "ward_types")
    assert table == {
        (measure, ward): clear for ward in WARDS for measure, clear in overview(view, (ward,)).items()
    }


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS.keys())
def test_every_type_in_the_borough_has_one_verdict(view):
    filters = ask(view)
    scope, first = resolve.resolve_scope(filters), overview(view)
    wards = fetch_wards(filters, scope)
    assert first == {code: compute_borough_figures(wards, code).change.is_real for code in MEASURES}
    assert first == {code: clear for (code, _), clear in warnings(view, "types").items()}
    supposed = what_if.suppose(filters, [], [read_catalogue().measures[code] for code in MEASURES])
    assert first == {code: row.recorded.is_real for code, row in supposed.items()}
    weights = fetch_weights("sample", HarmChoice())
    evidence = priorities.fetch_inputs(filters, {}, weights, Adoption()).figures
    assert len(evidence) > 5
    assert {code: figures.change.is_real for code, figures in evidence.items()} == {
        code: first[code] for code in evidence
    }


def test_several_wards_have_one_verdict():
    codes = tuple(sorted(WARDS))[:3]
    filters = ask(WHOLE, codes)
    wards = fetch_wards(filters, resolve.resolve_scope(filters))
    patch = {code: compute_patch_figures(wards, code, codes, "x").change.is_real for code in MEASURES}
    assert patch == overview(WHOLE, codes)


@pytest.mark.parametrize("place", [(), ("Park",), ("Culverden", "Park")], ids=["borough", "ward", "patch"])
def test_a_part_of_a_type_that_is_a_type_itself_has_its_verdict(place):
    wards = tuple(recount.codes(name) for name in place)
    first, compared = overview(WHOLE, wards), 0
    for code in MEASURES:
        filters = ask(WHOLE, wards, code)
        scope, measure = resolve.resolve_scope(filters), read_catalogue().measures[code]
        cases = select_cases(queries.cases("sample", HOME), measure, "recorded", filters, scope)
        parts = profile.list_parts(measure, read_catalogue().offered("sample"), read_catalogue(), "recorded")
        basis = resolve.build_basis(filters, scope)
        standings, rows = resolve.fetch_comparison(filters, scope)
        people = resolve.sum_ward_populations(filters) or profile.find_population(standings, HOME)
        listed = {each: rows[each].change for each in basis.listed}
        tally = cases.tally("offence")
        verdicts = {
            row.code: row.change.is_real
            for row in profile.build_part_rows(parts, tally, measure, basis, people, listed)
        }
        for part in parts:
            # A part of a type with a flag is not all of the type that it opens.
            if part.opens and part.code in verdicts and not measure.flag:
                assert verdicts[part.code] == first[part.opens], (code, part.code)
                compared += 1
    assert compared > 8


@pytest.mark.parametrize("wards", [(), ("Park",)], ids=["borough", "ward"])
def test_overview_shows_these_verdicts(visit, wards):
    verdicts = overview(WHOLE, tuple(recount.codes(name) for name in wards))
    shown = visit("overview", **({"ward": wards[0]} if wards else {})).rows("crime_types")
    assert set(shown) == set(LISTED)
    for code, cells in shown.items():
        assert say_clear(cells) == verdicts[code], code


def say_clear(cells):
    """Whether a row says that its change is a clear one."""
    verdict = next(cell["text"] for cell in cells if "clear change" in cell.get("text", ""))
    return "no clear change" not in verdict


def test_the_wards_and_the_warnings_show_these_verdicts(visit):
    clear = warnings(WHOLE, "ward_types")
    shown = visit("wards", type="ASB incidents", tab="All wards").rows("ward_table")
    assert set(shown) == set(WARDS)
    for ward, cells in shown.items():
        assert say_clear(cells) == clear["asb", ward], ward
    flagged = [tuple(row.split("|")) for row in visit("what_if").rows("flagged")]
    assert flagged
    assert all(clear[cell] for cell in flagged)
    assert BALANCED.rule.significant
