"""The page What if on the sample, against plain recounting; saved rules in a board of the tests' own."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date

import pytest
import streamlit as st

from csp.core.measures import read_catalogue
from csp.topics.action_plan import fetch
from csp.topics.action_plan.store import scenarios as store
from csp.topics.thresholds import controls
from csp.topics.thresholds.fetch import fetch_cells
from csp.topics.thresholds.rules import SCENARIOS, Rule, default_measures, replay
from csp.topics.thresholds.tables import LISTED
from tests.pages import recount
from tests.pages.recount import HOME, count, months
from tests.pages.ward_verdicts import WARDS, is_clear

WATCHED = default_measures(read_catalogue(), "sample")
NOW, BEFORE = recount.year(2020), recount.year(2019)


def flagged(limit=30, least=20, now=NOW, before=BEFORE, significant=True, without=()):
    """measure|ward of every cell beyond the limit upwards: counts one by one, verdicts in plain Python."""
    counts = {
        (measure, ward): tuple(count(measure, p, wards=(ward,), without=without) for p in (now, before))
        for measure in WATCHED
        for ward in WARDS
    }
    return {
        f"{measure}|{ward}"
        for (measure, ward), (n, m) in counts.items()
        if 100 * n > (100 + limit) * m
        and max(n, m) >= least
        and (not significant or is_clear(measure, ward, now, before, without))
    }


def finding(screen):
    return screen.title.replace("\\", "")


def shown(screen):
    return set(screen.rows("flagged"))


@pytest.fixture(scope="module")
def opened(visit):
    return visit("what_if")


def test_the_default_rule_flags_what_plain_counting_flags(opened):
    expected = flagged()
    assert len(expected) > 3
    # The list ends after the clearest; the matrix has them all.
    assert shown(opened) <= expected
    assert len(shown(opened)) == min(len(expected), LISTED)
    assert finding(opened).startswith(f"{len(expected)} warnings: ")


def test_each_flag_says_why_in_words(opened):
    for row, (head, why) in opened.texts("flagged").items():
        measure, ward = row.split("|")
        n, m = (count(measure, p, wards=(ward,)) for p in (NOW, BEFORE))
        assert head == f"▲ {read_catalogue().measures[measure].label}, {WARDS[ward]}"
        percent = recount.percent(n, m)
        expected = f"{n} in Jan to Dec 2020 against {m} in the same months last year, {percent}, limit 30%"
        assert why.replace("\u00a0", " ") == f"{expected}, a clear change"


def test_the_matrix_marks_the_flagged_cells_by_a_shape_and_a_fill(opened, visit):
    marked = set()
    for ward, cells in visit("what_if", tab="Matrix").rows("matrix").items():
        for measure, cell in zip(WATCHED, cells[1:], strict=True):
            assert ("fill" in cell) == cell["text"].startswith("▲")
            if "fill" in cell:
                marked.add(f"{measure}|{ward}")
    assert marked >= shown(opened)
    assert marked == flagged()


@pytest.mark.parametrize(("limit", "least"), [(75, 20), (10, 100), (0, 0)])
def test_another_limit_in_the_address_flags_what_plain_counting_flags(visit, limit, least):
    screen = visit("what_if", limit=str(limit), least=str(least), tab="Matrix")
    expected = flagged(limit, least)
    marked = {
        f"{measure}|{ward}"
        for ward, cells in screen.rows("matrix").items()
        for measure, cell in zip(WATCHED, cells[1:], strict=True)
        if "fill" in cell
    }
    assert marked == expected
    assert finding(screen).startswith(f"{len(expected)} warnings, ")
    assert finding(screen).endswith(" with Balanced.")


def test_the_sensitive_scenario_flags_what_plain_counting_flags(visit):
    screen = visit("what_if", over="3 months", limit="50", beyond_chance="false")
    autumn = (months(date(2020, 10, 1), 3), months(date(2019, 10, 1), 3))
    assert shown(screen) == flagged(50, 20, *autumn, significant=False)


def test_reports_that_are_left_out_are_not_counted(visit):
    screen = visit("what_if", leave_out="COVID-tagged", limit="50", least="50")
    assert shown(screen) == flagged(50, 50, without=("covid",))
    assert screen.says("Without COVID-tagged reports")


def test_the_month_looked_at_is_the_end_of_the_period(visit):
    screen = visit("what_if", to="Jun 2020")
    half = (months(date(2019, 7, 1), 12), months(date(2018, 7, 1), 12))
    assert shown(screen) == flagged(30, 20, *half)
    assert screen.says("Jul 2019 to Jun 2020")


def test_the_borough_has_a_list_of_types_and_no_matrix(visit):
    screen = visit("what_if", watch="the borough", limit="10")
    rows = screen.texts("flagged")
    assert set(rows) == {f"{measure}|{HOME}" for measure in WATCHED}
    assert [key for key, cells in rows.items() if cells[1] == "▲ warning"] == ["asb|E07000116"]
    assert screen.says("choose “crime in a ward” to see it on the map")
    matrix = visit("what_if", watch="the borough", limit="10", tab="Matrix")
    with pytest.raises(LookupError):
        matrix.component("matrix")
    assert matrix.says("choose “crime in a ward” to see every ward")


def test_a_month_without_history_is_said_to_be_no_answer(visit):
    screen = visit("what_if", to="Mar 2018")
    assert finding(screen) == "Nothing can be judged for Apr 2017 to Mar 2018: not enough months before it."


def test_a_choice_that_has_no_part_is_not_shown_and_changes_nothing(opened, visit):
    screen = visit("what_if", ward="Park", type="Robbery")
    assert set(screen.filters()) == {"source", "to"}
    assert shown(screen) == shown(opened)


@pytest.mark.parametrize(
    "rule",
    [scenario.rule for scenario in SCENARIOS]
    + [
        Rule("types", 1, "control limits", 2.5, "sd", "both", 0, False, (), ("asb", "robbery")),
        Rule(against="the middle of the peers", direction="down", exclude=("covid",), limit=5.0),
    ],
)
def test_the_address_of_a_rule_opens_the_same_rule(visit, rule):
    address = controls.write_address(rule, "sample")
    screen = visit("what_if", **address)
    assert screen.app.session_state["rule_in_force"] == rule


def test_the_address_has_every_part_of_the_rule(visit):
    query = visit("what_if", tab="Saved rules").component("copy_rule")["query"]
    assert query["limit"] == ["30"]
    assert {"watch", "over", "versus", "unit", "direction", "least", "beyond_chance", "to"} <= set(query)


def test_the_three_charts_never_change_but_in_their_data(visit):
    """A browser exchanges data in place; another specification makes it draw a new chart on every drag."""
    specs = [
        visit("what_if", tab="Past year", **query).charts() for query in ({}, {"limit": "90", "least": "5"})
    ]
    assert len(specs[0]) == 3
    assert specs[0] == specs[1]


# Saved rules.


def as_editor(screen, name="A. Officer"):
    screen.app.text_input(key="name_typed").input(name)
    press(screen, "Continue")
    return screen


def press(screen, label):
    next(button for button in screen.app.button if button.label == label).click()
    return screen.run()


def save(screen, name, replace=False):
    screen.app.text_input(key="scenario_name").input(name)
    screen.app.checkbox(key="scenario_replace").set_value(replace)
    return press(screen, "Save")


def test_a_saved_scenario_survives_a_restart_with_its_rule_and_its_name(board, visit):  # noqa: ARG001
    first = save(as_editor(visit("what_if", tab="Saved rules", limit="60", least="5")), "Harder line")
    assert [message.value for message in first.app.success] == ["Harder line is saved."]
    st.cache_resource.clear()  # as a new process: the board is opened again
    again = visit("what_if", tab="Saved rules")
    assert list(again.rows("scenarios")) == ["Cautious", "Balanced", "Sensitive", "Roads", "Harder line"]
    cells = again.texts("scenarios")["Harder line"]
    assert "up by more than 60%, at least 5" in cells[1]
    assert cells[2] == str(len(flagged(60, 5)))
    assert cells[-1].startswith("A. Officer, ")


def test_a_scenario_that_an_earlier_version_stored_is_the_rule_it_was(board, visit):  # noqa: ARG001
    stored = {
        "watch": ["ward_types"],
        "over": ["12"],
        "versus": ["same months last year"],
        "limit": ["60"],
        "unit": ["%"],
        "direction": ["up"],
        "least": ["5"],
        "beyond_chance": ["yes"],
        "leave_out": ["covid"],
        "watched": [""],
    }
    store.save_scenario(fetch.fetch_board(), "Old", json.dumps(stored), expected_version=None, who="A")
    cells = visit("what_if", tab="Saved rules").texts("scenarios")["Old"]
    assert "up by more than 60%, at least 5, only clear changes, without COVID-tagged reports" in cells[1]
    assert cells[2] == str(len(flagged(60, 5, without=("covid",))))


def test_a_baseline_is_what_the_title_compares_with(board, visit):  # noqa: ARG001
    screen = save(as_editor(visit("what_if", tab="Saved rules", limit="80")), "High")
    # The rule in view is the one just saved: the question names it.
    assert "Make “High” the baseline for everybody?" in screen.text
    press(screen, "Yes, make High the baseline")
    again = visit("what_if")
    more = len(flagged()) - len(flagged(80))
    assert finding(again) == f"{len(flagged())} warnings, {more} more than with High."
    assert "New " in again.text
    assert "no longer" not in again.text
    kept = visit("what_if", tab="Saved rules")
    assert kept.texts("scenarios")["High"][0] == "★ High"


def test_one_of_the_three_can_be_the_baseline_and_stays_as_it_ships(board, visit):  # noqa: ARG001
    cautious = {"limit": "50", "least": "50", "leave_out": "COVID-tagged"}
    screen = as_editor(visit("what_if", tab="Saved rules", **cautious))
    press(screen, "Yes, make Cautious the baseline")
    again = visit("what_if", tab="Saved rules")
    assert list(again.rows("scenarios")) == ["Cautious", "Balanced", "Sensitive", "Roads"]
    assert "than with Cautious" in finding(again)


def test_a_scenario_is_deleted_after_a_second_button(board, visit):  # noqa: ARG001
    screen = save(as_editor(visit("what_if", tab="Saved rules", limit="80")), "High")
    press(screen, "Delete High")
    assert list(visit("what_if", tab="Saved rules").rows("scenarios")) == [
        "Cautious",
        "Balanced",
        "Sensitive",
        "Roads",
    ]


@pytest.mark.parametrize("name", ["Balanced", " balanced", ""])
def test_a_name_of_the_three_and_no_name_are_refused_in_a_sentence(board, visit, name):  # noqa: ARG001
    screen = save(as_editor(visit("what_if", tab="Saved rules", limit="80")), name)
    (error,) = screen.app.error
    assert error.value.endswith(("give your rule another name.", "is missing."))


def test_saving_over_a_scenario_has_to_be_asked_for(board, visit):  # noqa: ARG001
    screen = save(as_editor(visit("what_if", tab="Saved rules", limit="80")), "High")
    screen = save(screen, "High")
    assert "tick “Replace”" in screen.app.error[0].value
    screen.app.session_state["limit"] = 90.0
    screen = save(screen.run(), "High", replace=True)
    assert "more than 90%" in visit("what_if", tab="Saved rules").texts("scenarios")["High"][1]


def test_two_scenarios_stand_side_by_side(visit):
    screen = visit("what_if", scenarios_open="true", compare="Cautious", beside="Sensitive")
    table = screen.texts("side_by_side")
    assert table["Over"][1:] == ["12 months", "3 months"]
    assert table["Only clear changes"][1:] == ["yes", "no"]
    assert table["Left out"][1:] == ["COVID-tagged", "nothing"]
    assert f"Cautious: {len(flagged(50, 50, without=('covid',)))} warnings, " in screen.text


# Public mode.


@pytest.mark.usefixtures("published")
def test_in_public_mode_the_rule_watches_the_district_and_says_why(visit):
    screen = visit("what_if", watch="crime in a ward", tab="Matrix")
    assert screen.app.session_state["watch"] == "crime in the district"
    assert screen.captions.count("By ward, warnings are not published: they need months by ward.") == 1
    assert "Matrix" not in [tab.label for tab in screen.app.tabs]
    with pytest.raises(LookupError):
        screen.component("matrix")
    rows = visit("what_if", least="0").texts("flagged")
    now, before = (count("robbery", each) for each in (NOW, BEFORE))
    assert rows[f"robbery|{recount.HOME}"][2].startswith(f"{now} in Jan to Dec 2020 against {before} in the")


def test_an_old_link_with_former_words_of_a_rule_still_sets_it(visit):
    old = {"unit": "SD", "limit_sd": "2.5", "versus": "Mean of the three before"}
    screen = visit("what_if", **old, watched=["Burglary residential", "Robbery"])
    state = screen.app.session_state
    assert (state["unit"], state["versus"]) == (
        "Standard deviations",
        "the average of the three before",
    )
    assert state["watched"] == ["Residential burglary", "Robbery"]
    assert state["limit_sd"] == 2.5


def test_a_choice_of_a_link_that_is_not_on_offer_is_named_with_what_is_shown_instead(visit):
    """The page of figures that this one replaced had periods of any length."""
    screen = visit("what_if", over="6 months", versus="<b>luck</b>")
    notes = [caption for caption in screen.captions if "could not be found" in caption]
    sentences = [note.removeprefix(":material/info: ") for note in notes]
    assert sentences == [
        "“6 months” could not be found here: 12 months is shown instead.",
        "“<b>luck</b>” could not be found here: last year is shown instead.",
    ]
    assert screen.app.session_state["rule_in_force"] == Rule()
    screen.app.selectbox(key="over").set_value("3 months").run()
    assert not screen.says("“6 months” could not be found")
    screen.app.selectbox(key="versus").set_value("the county's rate").run()
    assert not screen.says("could not be found")


def test_the_sentence_is_read_from_the_labels_of_its_controls(opened):
    labels = [
        box.label for box in opened.app.selectbox if box.key in ("watch", "over", "direction", "versus")
    ]
    assert labels == ["Warn me when", "over", "is", "on"]
    assert opened.app.number_input(key="least").label == "ignoring counts under"
    slider = opened.component("limit_slider")
    assert (slider["label"], slider["name"], slider["value"]) == ("by", "Limit", 30)


def test_every_stop_of_the_slider_says_what_plain_counting_gives(opened):
    stops = {stop["at"]: stop for stop in opened.component("limit_slider")["stops"]}
    assert sorted(stops) == list(range(0, 205, 5))
    for limit in (0, 30, 60, 75, 110):
        n = len(flagged(limit))
        assert stops[limit]["n"] == n
        assert stops[limit]["says"] == (f"{n} warning{'s' * (n != 1)}" if n else "No warnings")


def test_a_limit_between_the_steps_has_a_stop_of_its_own(visit):
    screen = visit("what_if", limit="33")
    stops = [stop["at"] for stop in screen.component("limit_slider")["stops"]]
    assert stops[6:9] == [30, 33, 35]
    assert screen.component("limit_slider")["value"] == 33


def test_the_past_year_is_counted_month_by_month(visit):
    screen = visit("what_if", over="1 month", beyond_chance="false", tab="Past year")
    times = 0
    for month in recount.year(2020):
        before = date(month.year - 1, month.month, 1)
        times += len(flagged(now=(month,), before=(before,), significant=False))
    assert times > 12
    assert f"In the past year this would have warned {times} times, about " in screen.text
    assert "overlap" not in screen.text
    (bars,) = (data["months"] for data in map(screen.datasets, range(3)) if "months" in data)
    assert sum(bar["flags"] for bar in bars) == times


def test_the_page_says_that_windows_overlap(opened):
    assert " by luck. Windows of 12 months overlap, so one change can warn in several months." in opened.text


def test_a_flat_stretch_says_what_decides_there(visit):
    screen = visit("what_if", tab="Past year")
    stretches = re.findall(
        r"From (\d+)% to (\d+)% the number stays the same, whatever the limit: ", screen.text
    )
    assert stretches
    for first, last in stretches:
        numbers = {limit: len(flagged(limit)) for limit in range(0, 201, 5)}
        assert len({numbers[limit] for limit in range(int(first), int(last) + 1, 5)}) == 1
        assert all(numbers.get(beyond) != numbers[int(first)] for beyond in (int(first) - 5, int(last) + 5))


def test_the_time_of_the_sentence_is_that_of_the_figures(visit):
    screen = visit("what_if", over="3 months", tab="If figures changed", fell_by="0")
    assert screen.says("Oct to Dec 2020 against Oct to Dec 2019")
    autumn = months(date(2020, 10, 1), 3)
    assert screen.texts("figures")["asb"][1] == f"{count('asb', autumn):,}"


def test_what_the_sentence_leaves_out_is_left_out_of_the_figures(visit):
    screen = visit("what_if", leave_out="COVID-tagged", tab="If figures changed", fell_by="0")
    assert screen.texts("figures")["asb"][1] == f"{count('asb', NOW, without=('covid',)):,}"


def test_a_rule_that_is_not_saved_cannot_become_the_baseline(board, visit):  # noqa: ARG001
    screen = as_editor(visit("what_if", tab="Saved rules", limit="85"))
    assert screen.says("Once it is saved, it can become everyone's baseline.")
    assert not [button for button in screen.app.button if button.label.startswith(("Yes, ", "Delete "))]


def test_only_the_open_tab_is_drawn(opened):
    for key in ("matrix", "scenarios", "figures"):
        with pytest.raises(LookupError):
            opened.component(key)
    assert len(opened.charts()) == 1


@pytest.mark.parametrize(
    ("rule", "judged", "least", "most"), [(SCENARIOS[1], 13, 3, 7), (SCENARIOS[2], 22, 115, 160)]
)
def test_the_luck_of_the_rules_that_ship_over_every_month_that_can_be_judged(rule, judged, least, most):
    """The check of the method: next to none and 29 were said of these, of Poisson counts."""
    cells = fetch_cells("sample", "ward_types", ())
    every_month = replay(cells, replace(rule.rule, measures=WATCHED), span=len(cells.months))
    assert len(every_month.months) == judged
    assert least < every_month.luck.sum() < most
