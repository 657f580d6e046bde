"""The charts of the Trends page: words that do not overlap, and marks that say what the rules found."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csp.core.events import Event
from csp.core.filters import Period
from csp.core.measures import read_catalogue
from csp.shell.chart import Words, to_vega_lite
from csp.topics.trends import charts, findings, tables
from csp.topics.trends import rules as trends
from csp.topics.trends.charts import axes

START = date(2018, 1, 1)
MONTHS = Period(START, 36).each()
ASKED = trends.Comparison(True, 1, MONTHS, frozenset(MONTHS), frozenset())
WORDS = Words("Shoplifting: a finding", "Recorded per month, 2018 to 2020", "A source")
TONES = {True: "worse", False: "better"}
QUIET = (18.0, 22.0, 19.0, 21.0) * 9


def event(day, label="Something happened", kind="event"):
    return Event(day, label, kind, (), "")


def control(values=QUIET, incomplete=(), breaks=()):
    rules = trends.SeriesRules(START, incomplete=frozenset(incomplete), breaks=tuple(breaks), seasonal=False)
    return trends.judge_series(tuple(values), rules)


def marks(events=(), says=None, target=None, provisional=()):
    return charts.ControlMarks(events, TONES, says or {}, target, frozenset(provisional))


def drawn(series, events=()):
    return charts.build_control_chart(series, marks(events), WORDS, "light").data


@given(st.lists(st.floats(0, 100), min_size=1, max_size=8))
def test_words_at_the_ends_of_lines_keep_their_distance_and_their_order(heights):
    placed = charts.spread(heights, 10, 0, 100)
    order = sorted(range(len(heights)), key=lambda i: (heights[i], placed[i]))
    positions = [placed[i] for i in order]
    assert all(b - a >= 10 - 1e-6 for a, b in pairwise(positions))
    assert min(placed) >= -1e-9
    assert max(placed) <= 100 + 1e-6


def test_words_with_room_stay_where_they_belong():
    assert charts.spread([50, 10, 90], 10, 0, 100) == [50, 10, 90]


@given(st.lists(st.tuples(st.floats(0, 30), st.floats(0.5, 12)), max_size=8))
def test_labels_of_events_never_overlap_in_a_row(labels):
    spans = [(low, low + width) for low, width in labels]
    rows = charts.stagger(spans)
    for i, (low, high) in enumerate(spans):
        for j in range(i):
            if rows[i] == rows[j]:
                assert high <= spans[j][0] or low >= spans[j][1]


def test_an_event_stands_at_its_day_within_its_month():
    (mark,) = drawn(control(), [event(date(2018, 3, 1))])["events"]
    assert mark["x"] == 2
    (mark,) = drawn(control(), [event(date(2018, 3, 23))])["events"]
    assert 2.6 < mark["x"] < 2.8


def test_provisional_months_are_a_band_with_its_word_across_the_plot():
    provisional = [MONTHS[-2], MONTHS[-1], MONTHS[3], date(2030, 1, 1)]
    chart = charts.build_control_chart(control(), marks(provisional=provisional), WORDS, "light")
    bands = chart.data["provisional"]
    assert [(band["x"], band["x2"], band["text"]) for band in bands] == [
        (3, 4, "Provisional"),
        (34, 36, "Provisional"),
    ]
    (settings,) = chart.data["settings"]
    assert {(band["y"], band["y2"]) for band in bands} == {(settings["low"], settings["top"])}
    months = {month["x"]: month["month"] for month in chart.data["months"]}
    assert months[35.5] == "Dec 2020, provisional"
    assert months[0.5] == "Jan 2018"


def test_provisional_months_are_named_below_the_title():
    said = findings.describe_provisional("Helpline", MONTHS, [MONTHS[-2], MONTHS[-1]])
    assert said == "Nov to Dec 2020 are provisional: Helpline may yet revise the figures."
    assert findings.describe_provisional("Helpline", MONTHS, [date(2030, 1, 1)]) == ""


def test_events_outside_the_window_are_not_drawn():
    assert drawn(control(), [event(date(2017, 12, 31)), event(date(2021, 1, 1))])["events"] == []


def test_a_label_that_would_leave_the_chart_runs_to_the_left():
    early, late = drawn(control(), [event(date(2018, 2, 1)), event(date(2020, 12, 20))])["events"]
    assert (early["align"], late["align"]) == ("left", "right")


def test_marks_of_events_end_above_the_data_with_room_for_every_label():
    days = [date(2020, 11, 5), date(2020, 12, 2), date(2020, 12, 20)]
    data = drawn(control(), [event(day) for day in days])
    assert len({mark["y"] for mark in data["events"]}) == 3
    assert min(mark["y"] for mark in data["events"]) > max(month["y"] for month in data["months"])


def test_a_break_says_that_limits_are_new_and_they_are():
    series = control([18.0, 22.0] * 9 + [38.0, 42.0] * 9, breaks=[date(2019, 7, 1)])
    data = drawn(series, [event(date(2019, 7, 1), "New rule", "break")])
    assert data["events"][0]["label"] == "New limits: New rule"
    assert [(band["x"], band["x2"]) for band in data["limits"]] == [(0, 18), (18, 36)]
    assert [edge["y"] for edge in data["edges"] if edge["kind"] == "centre"] == [20, 40]


def test_incomplete_months_are_hollow_and_carry_no_mark():
    data = drawn(control([*QUIET[:11], 3.0, *QUIET[12:]], [11]))
    incomplete = [month for month in data["months"] if month["incomplete"]]
    assert [(month["month"], month["rule"]) for month in incomplete] == [("Dec 2018, incomplete", "")]


def test_a_target_is_a_line_with_its_name_and_within_the_axis():
    high = charts.build_control_chart(control(), marks(target=(90.0, "Target 90")), WORDS, "light").data
    assert high["target"] == [{"x": 0, "x2": 36, "y": 90.0, "text": "Target 90"}]
    assert high["settings"][0]["top"] > 90
    assert drawn(control())["target"] == []


def test_totals_of_what_is_rare_are_bars():
    totals = trends.sum_years((1.0,) * 24, Period(START, 24), {1})
    chart = charts.build_totals_chart(totals, WORDS, "light")
    assert [(row["name"], row["figure"], row["role"]) for row in chart.data["totals"]] == [
        ("Jan to Dec 2018", "12, incomplete", "before"),
        ("Jan to Dec 2019", "12", "now"),
    ]
    assert charts.build_totals_chart([], WORDS, "dark")


def test_findings_have_a_shape_in_words_a_tone_and_a_note():
    series = control([*QUIET[:12], 60.0, *QUIET[13:]])
    data = drawn(series)
    marked = {month["month"]: month for month in data["months"] if month["rule"]}
    assert marked["Jan 2019"]["rule"] == "outside the usual range"
    assert marked["Jan 2019"]["tone"] == "worse"
    notes = {note["x"]: note for note in data["notes"]}
    (sign,) = (s for s in series.signs if s.rule == "outside")
    assert notes[12.5]["text"] == findings.write_note(series, sign)
    assert notes[12.5]["text"].startswith("Jan 2019: 60, usually ")
    assert len(data["notes"]) == len(series.signs)


def test_notes_stand_beyond_the_months_and_leaders_cross_none_of_them():
    low = control([*QUIET[:27], 0.0, 0.0, *QUIET[29:35], 0.0])
    data = drawn(low, [event(date(2020, 3, 23))])
    charted = [month["y"] for month in data["months"]]
    notes = sorted(
        (note for note in data["notes"] if note["text"].split(":")[0][-4:] == "2020"), key=lambda n: n["x"]
    )
    assert [note["text"].split(":")[0] for note in notes] == ["Apr 2020", "May 2020", "Dec 2020"]
    assert all(note["y"] < min(charted) for note in notes)
    # All run left, so the leftmost is nearest to the months.
    assert [note["align"] for note in notes] == ["right"] * 3
    assert notes[0]["y"] > notes[1]["y"] > notes[2]["y"]
    (settings,) = data["settings"]
    assert settings["low"] < notes[2]["y"]
    assert settings["value_tick"] >= 0


@given(
    st.lists(
        st.tuples(st.integers(0, 35), st.floats(3, 17), st.booleans()), max_size=3, unique_by=lambda n: n[0]
    )
)
def test_no_leader_crosses_a_note(notes):
    spans = [(x - w, x, True) if left else (x, x + w, False) for x, w, left in notes]
    if len({left for *_, left in notes}) > 1:
        return
    rows = charts.row_labels(spans)
    for (low, high, left), row in zip(spans, rows, strict=True):
        for (x, _, _), (other, _, _), other_row in zip(notes, spans, rows, strict=True):
            assert not (low < x < high and other_row > row), (left, other)


@pytest.mark.parametrize(
    ("low", "top", "ticks"),
    [
        (0, 15, [0, 5, 10, 15]),
        (0, 1.1, [0, 1]),
        (492, 833, [500, 600, 700, 800]),
        (0, 80, [0, 20, 40, 60, 80]),
    ],
)
def test_ticks_are_round_and_within_the_values(low, top, ticks):
    settings = axes.build_tick_settings(low, top)
    first, step, last = (settings[name] for name in axes.TICKS)
    assert list(np.arange(first, last, step)) == ticks


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_chart_says_what_it_shows_and_of_where(mode):
    line = trends.Line("Home", "home", tuple(QUIET), frozenset({3}))
    year = trends.Year("2020", True, tuple(QUIET[:12]), frozenset())
    for chart in (
        charts.build_control_chart(control(), marks(), WORDS, mode),
        charts.build_area_chart([line], ASKED, WORDS, mode),
        charts.build_year_chart([year], 1, WORDS, mode),
    ):
        spec = to_vega_lite(chart)
        subtitle = f"{WORDS.subtitle}\n{WORDS.source}"
        (words,) = spec["datasets"]["words"]
        assert (words["title"], words["subtitle"]) == (WORDS.title, subtitle)
        assert words["description"].startswith(WORDS.title)
        assert spec["description"].endswith(("month by month", "limits"))


def test_other_months_signals_and_events_leave_the_specification_as_it_is():
    words = Words("Another finding", "Recorded per month", "A source")
    spiked = control([*QUIET[:12], 60.0, *QUIET[13:]], breaks=[date(2019, 7, 1)])
    first = charts.build_control_chart(control(), marks(), WORDS, "light")
    second = charts.build_control_chart(
        spiked, marks([event(date(2018, 3, 1))], {3: "x"}, (25.0, "Target 25")), words, "light"
    )
    assert first.specification is second.specification
    assert first.data["settings"] != second.data["settings"]


def test_lines_are_named_at_their_ends_with_their_last_figure():
    lines = [
        trends.Line("Home", "home", (1.0,) * 36, frozenset()),
        trends.Line("Next", "neighbour", (1.0,) * 35 + (None,), frozenset()),
        trends.Line("Nobody", "neighbour", (None,) * 36, frozenset()),
    ]
    ends = charts.build_area_chart(lines, ASKED, WORDS, "light").data["ends"]
    assert [end["text"] for end in ends] == ["Home 1.00", "Next 1.00"]
    assert abs(ends[0]["y2"] - ends[1]["y2"]) * charts.LINES_HEIGHT / 1.08 >= charts.ROW - 1e-6


def test_a_series_without_any_figure_is_still_a_chart():
    empty = control((None,) * 36)
    assert drawn(empty)["months"] == []
    assert charts.build_area_chart(
        [trends.Line("A", "home", (None,) * 36, frozenset())], ASKED, WORDS, "light"
    )
    assert charts.build_year_chart([], 1, WORDS, "light")
    assert findings.write_headline("Robbery", "Home", empty, MONTHS).startswith(
        "Robbery in Home: no usual range"
    )


# What stands above them.


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (QUIET, "Shoplifting in Home stayed within the usual range in Jan to Dec 2020: 21 in Dec 2020, "),
        ((*QUIET[:35], 60.0), "Shoplifting in Home rose above the usual range in Dec 2020: 60 recorded, "),
        (
            (*QUIET[:30], 0.0, *QUIET[31:]),
            "Shoplifting in Home fell below the usual range in Jul 2020: none ",
        ),
        ((*QUIET[:28], *[23.0, 22.0] * 4), "Shoplifting in Home stayed above the average of "),
    ],
)
def test_the_title_says_the_strongest_thing_of_the_period(values, says):
    headline = findings.write_headline("Shoplifting", "Home", control(values), MONTHS[24:])
    assert headline.startswith(says)
    assert headline.endswith(".")


def test_the_title_says_when_the_series_came_back():
    headline = findings.write_headline(
        "Shoplifting", "Home", control((*QUIET[:30], 0.0, *QUIET[31:])), MONTHS[24:]
    )
    assert headline.endswith("; within it in Dec 2020.")


def test_the_title_keeps_quiet_about_signals_before_the_period():
    headline = findings.write_headline(
        "Shoplifting", "Home", control((*QUIET[:12], 60.0, *QUIET[13:])), MONTHS[24:]
    )
    assert "rose above" not in headline


def test_a_title_from_a_few_months_claims_no_usual_range():
    headline = findings.write_headline("Shoplifting", "Home", control(QUIET[:5]), MONTHS[:5])
    assert (
        headline
        == "Shoplifting in Home: 18 in May 2018; no firm usual range, with fewer than 12 complete months."
    )


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ((0,), "Jan 2018"),
        ((3, 4), "Apr and May 2018"),
        ((11, 12), "Dec 2018 and Jan 2019"),
        ((3, 4, 5), "Apr to Jun 2018"),
        ((3, 5, 16), "Apr, Jun 2018 and May 2019"),
        ((0, 2, 4, 6, 8), "5 months from Jan 2018 to Sep 2018"),
    ],
)
def test_months_are_said_as_people_say_them(at, says):
    assert findings.describe_months([MONTHS[i] for i in at]) == says


# Every crime type.


def test_a_small_picture_has_its_limits_its_last_month_and_its_verdict():
    measure = read_catalogue().measures["shoplifting"]
    series = control([*QUIET[:11], 3.0, *QUIET[12:35], 60.0], [11])
    small = tables.build_multiple(measure, series, trends.judge_last_month(series), True)
    assert (small.last, small.signal, small.tone, small.incomplete) == (35, True, "worse", (11,))
    ((start, stop, low, high),) = small.limits
    assert (start, stop) == (0, 36)
    assert low < 18
    assert 22 < high < 60
    assert small.verdict == "▲ above the usual range"


def test_a_rise_of_a_neutral_type_is_neither_good_nor_bad():
    assert tables.choose_tone(True, "neutral") == tables.choose_tone(False, "neutral") == "neutral"
    assert tables.choose_tone(True, "lower") == "worse"
    assert tables.choose_tone(False, "lower") == "better"


def test_the_table_of_months_has_what_the_chart_shows():
    series = control([*QUIET[:11], 3.0, *QUIET[12:35], 60.0], [11])
    rows = {row.id: [cell.text for cell in row.cells] for row in tables.build_control_table(series).rows}
    assert rows["2018-12"][-1] == "incomplete, left out"
    assert rows["2020-12"][1] == "60"
    assert "outside the usual range" in rows["2020-12"][-1]
    assert rows["2019-03"][-1] == "usual"
