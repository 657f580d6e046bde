"""The calendar of what is loaded: states, counts, spans and words."""

from __future__ import annotations

from datetime import date

from csp.core.filters import Period
from csp.shell.chart import Words, to_vega_lite
from csp.topics.data_status.charts import draw_calendar
from csp.topics.data_status.findings.coverage import write_coverage_title
from csp.topics.data_status.rules.coverage import Line, Upload, build_coverage, list_windows
from csp.topics.data_status.tables.coverage import build_coverage_table

JAN, FEB, MAR, APR, MAY = Period(date(2024, 1, 1), 5).each()
MONTHS = (JAN, FEB, MAR, APR, MAY)
UPLOAD = Upload(
    loaded=frozenset({JAN, FEB, MAR, MAY}), incomplete=frozenset({FEB}), provisional=frozenset({MAY})
)


def make_coverage():
    counts = {JAN: 10, FEB: 4, MAR: 9}
    lines = [Line("Dover", UPLOAD, counts, incomplete=[MAR]), Line("Swale", Upload())]
    return build_coverage(lines, MONTHS, "All crime")


def test_a_month_is_loaded_provisional_incomplete_by_upload_or_by_itself_or_missing():
    dover, swale = make_coverage().rows
    assert dover.states == ("loaded", "incomplete", "incomplete", "missing", "provisional")
    assert set(swale.states) == {"missing"}


def test_a_loaded_month_without_a_row_has_none_recorded_and_a_missing_one_no_count():
    dover, swale = make_coverage().rows
    assert dover.counts == (10, 4, 9, None, 0)
    assert swale.counts == (None,) * 5


def test_the_title_says_how_many_months_are_missing_and_incomplete():
    assert write_coverage_title(make_coverage()) == "6 of 10 months missing, 2 incomplete"
    whole = build_coverage([Line("Dover", Upload(frozenset(MONTHS)))], MONTHS, "All crime")
    assert write_coverage_title(whole) == "All 5 months are loaded and complete"


def test_every_cell_says_its_state_by_a_sign_and_in_words_not_by_colour_alone():
    chart = draw_calendar(make_coverage(), Words("A title", "A subtitle", "A source"), "light")
    cells = chart.data["cells"]
    assert {(cell["state"], cell["sign"]) for cell in cells} == {
        ("loaded", ""),
        ("provisional", "p"),
        ("incomplete", "!"),
        ("missing", "×"),
    }
    first = cells[1]
    assert (first["title"], first["says"], first["count"]) == ("Dover, Feb 2024", "data incomplete", "4")
    (words,) = to_vega_lite(chart)["datasets"]["words"]
    assert words["description"] == "A title. A subtitle. A source"


def test_the_file_has_the_count_of_each_month_and_names_what_is_not_complete():
    header, dover, swale = build_coverage_table(make_coverage(), "Districts").csv().splitlines()[-3:]
    assert header == "Districts,Jan 2024,Feb 2024,Mar 2024,Apr 2024,May 2024"
    assert dover == 'Dover,10,4 data incomplete,9 data incomplete,missing,"0 loaded, provisional"'
    assert swale == "Swale" + ",missing" * 5


def test_spans_of_three_years_show_every_month_once_the_latest_first():
    windows = list_windows([date(2018, 11, 1), date(2024, 2, 1), date(2020, 5, 1)])
    assert [(window.start, window.end) for window in windows] == [
        (date(2021, 3, 1), date(2024, 2, 1)),
        (date(2018, 11, 1), date(2021, 2, 1)),
    ]
    assert [window.months for window in windows] == [36, 28]
    assert list_windows([]) == []
