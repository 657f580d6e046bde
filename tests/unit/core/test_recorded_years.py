"""The figures of a year from what is published of years and quarters, and when there is none."""

from __future__ import annotations

from datetime import date

from csp.core.recorded_crime import Caveat, read_offences
from csp.core.recorded_places import Group, Partnership
from csp.core.recorded_years import Published, Years

YEAR = date(2024, 1, 1)
QUARTERS = [date(2023, 4, 1), date(2023, 7, 1), date(2023, 10, 1), date(2024, 1, 1)]


def row(count, partnership="Home", **changes):
    usual = {"start": YEAR, "months": 12, "offence": "total", "measure": "offences", "remark": ""}
    return Published(
        **{**usual, "force": "Kent", "partnership": partnership, "value": count, "is_usable": True, **changes}
    )


def group(*names, stated=()):
    partnerships = tuple(Partnership("ons", "Kent", name) for name in names)
    return Group("E07000116", "Home", ("E07000116",), partnerships, stated or names)


def years(*rows, source="ons", caveats=()):
    return Years(source, rows, read_offences(), caveats)


def test_a_year_as_published_is_the_year():
    loaded = years(row(7514.0), row(7961.0, start=date(2023, 1, 1)))
    assert loaded.starts == [date(2023, 1, 1), YEAR]
    assert loaded.read(group("Home"), "total", YEAR).count == 7514


def test_four_quarters_are_a_year_and_three_are_none():
    rows = [row(float(n), start=start, months=3) for n, start in enumerate(QUARTERS, 1)]
    assert years(*rows).read(group("Home"), "total", QUARTERS[0]).count == 10
    assert years(*rows[:3]).starts == []
    # An offence that nobody recorded in a quarter has no row there.
    loaded = years(*rows, row(3.0, offence="homicide", start=QUARTERS[1], months=3))
    assert loaded.read(group("Home"), "homicide", QUARTERS[0]).count == 3


def test_what_a_publication_does_not_add_up_is_added_up_once():
    parts = [row(5.0, offence="burglary"), row(2.0, offence="shoplifting"), row(4.0, offence="robbery")]
    parts.append(row(3.0, offence="residential_burglary"))
    loaded = years(*parts, source="home_office")
    assert loaded.read(group("Home"), "theft", YEAR).count == 7
    assert loaded.read(group("Home"), "total", YEAR).count == 11
    # Of a table of ONS with a few of its columns no total is made.
    assert years(*parts).read(group("Home"), "total", YEAR).count is None


def test_the_sum_of_several_partnerships_needs_all_of_them():
    four = group("A", "B", stated=("A", "B"))
    assert years(row(1.0, "A"), row(2.0, "B")).read(four, "total", YEAR).count == 3
    lacking = years(row(1.0, "A")).read(four, "total", YEAR)
    assert (lacking.count, lacking.reason) == (None, "1 of its 2 partnerships have a figure")
    # One that took the place of both is the whole.
    merged = group("A", "B", "C", stated=("A", "B"))
    assert years(row(9.0, "C")).read(merged, "total", YEAR).count == 9


def test_an_unusable_figure_is_none_and_keeps_the_reason():
    lost = row(51.0, offence="theft", is_usable=False, remark="Kent: moved elsewhere")
    loaded = years(lost, source="home_office")
    figure = loaded.read(group("Home"), "theft", YEAR)
    assert (figure.count, figure.reason, figure.is_unusable) == (None, "Kent: moved elsewhere", True)
    assert loaded.read(group("Home"), "total", YEAR).is_unusable


def test_a_caveat_marks_a_figure_that_the_publication_does_not_even_have():
    caveat = Caveat("home_office", "Kent", "Home", "", date(2024, 1, 1), None, False, "unassigned")
    rows = [row(8.0, "Other", start=start) for start in (date(2022, 1, 1), date(2023, 4, 1))]
    loaded = years(*rows, source="home_office", caveats=[caveat])
    assert loaded.read(group("Home"), "total", date(2022, 1, 1)).is_unusable is False
    figure = loaded.read(group("Home"), "total", date(2023, 4, 1))
    assert (figure.count, figure.reason, figure.is_unusable) == (None, "unassigned", True)
    assert loaded.read(group("Other"), "total", date(2023, 4, 1)).count == 8


def test_a_figure_below_zero_is_no_count():
    figure = years(row(-1.0, offence="homicide")).read(group("Home"), "homicide", YEAR)
    assert (figure.count, figure.reason) == (None, "fewer than none, since records were cancelled")


def test_the_people_of_a_rate_are_those_that_it_was_worked_out_with():
    rows = [row(500.0), row(50.0, measure="per_1000_people"), row(10_000.0, measure="people")]
    assert years(*rows).read_people(group("Home"), YEAR) == 10_000
    # ONS rounds them to hundreds.
    rows[2] = row(10_020.0, measure="people")
    assert years(*rows).read_people(group("Home"), YEAR) == 10_000
    assert years(rows[0], rows[2]).read_people(group("Home"), YEAR) == 10_020
    assert years(*rows).read_people(group("Home", "Other"), YEAR) is None
