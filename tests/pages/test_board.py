"""The action plan's pages, each journey on a board of its own."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date

import docx
import openpyxl
import pytest
import streamlit as st

from csp.core.roles import Denied
from csp.topics.action_plan import plan_upload
from csp.topics.action_plan.store import actions, agency_export, plan_export, plan_worker, reading
from csp.topics.action_plan.store.records import ActionDraft, UpdateDraft
from csp.topics.action_plan.store.store import default_url, open_board
from csp.topics.action_plan.store.updates import add_update
from tests.pages import recount
from tests.pages.markdown import read

PLAN = recount.reference("plans/2021-22.csv")
HOSTILE = "<img src=x onerror=alert(1)> **bold** [link](javascript:alert(2)) $x^2$ :red[hot] =1+1"


@pytest.fixture(autouse=True)
def _own_board(tmp_path, monkeypatch):
    monkeypatch.setenv("CSP_BOARD", str(tmp_path / "board"))


@pytest.fixture
def board():
    opened = open_board(default_url())
    yield opened
    opened.close()


def listing(board, label="2021-22", **filters):
    return reading.list_actions(board, reading.find_plan(board, label).id, **filters)


def action(board, ref, label="2021-22"):
    return next(each for each in listing(board, label).actions if each.ref == ref)


def history(board, ref):
    return reading.read_action(board, action(board, ref).id).history


def report(board, ref, **changed):
    stored = action(board, ref)
    values = {"quarter": "2021 Q3", "status": "on track", **changed}
    who, role = values.pop("who", "B. Officer"), values.pop("role", None)
    draft = UpdateDraft(**values)
    return add_update(board, stored.id, draft, expected_version=stored.version, who=who, role=role)


def named(widgets, label):
    (match,) = (widget for widget in widgets if widget.label == label)
    return match


def labels(widgets):
    return [widget.label for widget in widgets]


def press(screen, label):
    named(screen.app.button, label).click()
    return screen.run()


def as_editor(screen, name="A. Chair"):
    screen.app.session_state["board_name"] = name
    return screen.run()


def fill(screen, note="", value="", link="", status="On track", quarter="2022 Q1"):
    named(screen.app.selectbox, "Status").select(status)
    named(screen.app.selectbox, "Quarter").select(quarter)
    named(screen.app.text_area, "Note").input(note)
    named(screen.app.text_input, "Measure value").input(value)
    named(screen.app.text_input, "Link to evidence").input(link)
    return screen


def cards(screen):
    """{column: references of its cards} over all lanes."""
    columns = {}
    for lane in screen.component("cards")["lanes"]:
        for status, items in lane["cells"].items():
            columns.setdefault(status, []).extend(item["ref"] for item in items)
    return columns


def shown(screen):
    """The references of every card on the board."""
    return [ref for refs in cards(screen).values() for ref in refs]


def title(screen):
    return screen.title.replace("\\", "")


def errors(screen):
    return [read(error.value) for error in screen.app.error]


def read_successes(screen):
    return [read(each.value) for each in screen.app.success]


def test_the_board_opens_with_all_57_actions_in_the_column_of_those_not_started(visit):
    screen = visit("board")
    assert cards(screen) == {"not started": [row["id"] for row in PLAN]}
    assert title(screen).startswith("None of 57 actions has been started")


def test_the_bars_count_the_actions_of_each_priority(visit):
    rows = visit("board").component("status_bars")["rows"]
    assert {row["id"]: row["total"] for row in rows} == Counter(row["priority"] for row in PLAN)


def test_a_card_says_who_leads_when_it_is_due_and_who_reported_last(visit, board):
    report(board, "AS-03", status="at risk", who="B. Officer")
    (card,) = (
        item
        for lane in visit("board").component("cards")["lanes"]
        for item in lane["cells"].get("at risk", ())
    )
    assert (card["ref"], card["lead"], card["late"]) == ("AS-03", "TWBC +1", True)
    assert "Overdue 30 Sep 2021" in card["due"]
    assert card["updated"].endswith("B. Officer")
    assert card["shape"] == "▲"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"priority": "4 Road safety"}, [row["id"] for row in PLAN if row["priority"] == "4"]),
        (
            {"agency": "Look Ahead"},
            [row["id"] for row in PLAN if "Look Ahead" in [a.strip() for a in row["agencies"].split(";")]],
        ),
        ({"find": "captain SAFETY"}, ["RS-07"]),
        ({"only": "Overdue"}, ["AS-03", "RS-05", "RS-07"]),
        ({"status": ["At risk"]}, []),
    ],
)
def test_a_link_filters_the_board(visit, query, expected):
    screen = visit("board", **query)
    if expected:
        assert sorted(shown(screen)) == sorted(expected)
    else:
        assert screen.says("No action is like that")


def test_grouped_by_agency_each_lead_has_a_lane(visit):
    lanes = visit("board", group="By agency").component("cards")["lanes"]
    leads = Counter(row["agencies"].split(";")[0].strip() for row in PLAN)
    assert {lane["title"]: sum(lane["counts"].values()) for lane in lanes} == leads


def test_the_table_shows_the_outcome_and_the_marks_of_four_quarters(visit, board):
    report(board, "DA-01", quarter="2021 Q2", status="off track")
    report(board, "DA-01", quarter="2021 Q4", status="complete", note="All done")
    row = visit("board", look="Table").texts("plan_table")["DA-01"]
    assert row[4].startswith("✔ Complete, 2021 Q4\nAll done")
    # Quarters 2021 Q2 to 2022 Q1.
    assert row[5].split() == ["■", "–", "✔", "–"]


def test_a_choice_of_wards_is_said_to_play_no_part(visit):
    assert visit("board", ward=["Park"]).says("your choice of wards is kept but not used here")
    assert not visit("board").says("not used here")


def test_the_quarter_close_names_what_lacks_an_update_and_what_is_overdue(visit, board):
    report(board, "DA-01", quarter="2022 Q1")
    report(board, "DA-02", quarter="2021 Q4", status="complete")
    screen = visit("quarter")
    assert "2022 Q1: 55 of 57 actions have no update and 3 are overdue; 2 changed since" in title(screen)
    lacking = screen.rows("lacking")
    assert "DA-01" not in lacking
    assert "DA-02" not in lacking
    assert list(screen.rows("overdue")) == ["AS-03", "RS-05", "RS-07"]
    assert set(screen.rows("changed")) == {"DA-01", "DA-02"}


def test_the_quarter_and_the_last_meeting_can_be_chosen(visit, board):
    report(board, "DA-01", quarter="2022 Q1")
    screen = visit("quarter", close="2021 Q4", since=board.today().isoformat())
    assert "2021 Q4: 57 of 57 actions have no update" in title(screen)
    assert f"1 changed since {board.today().day} " in title(screen)
    # A date later than today is no date of a meeting that was.
    assert "2022 Q1" in title(visit("quarter", since="2999-01-01"))


def test_a_change_of_status_says_from_what_to_what(visit, board):
    report(board, "DA-01", quarter="2021 Q3", status="at risk")
    report(board, "DA-01", quarter="2021 Q4", status="on track", note="Staff found")
    row = visit("quarter").texts("changed")["DA-01"]
    assert row[2] == "first report → ● On track"
    assert row[3] == "2021 Q3, at risk\n2021 Q4, on track: Staff found"


def test_the_seeding_of_the_plan_is_a_sentence_and_not_57_changes(visit):
    screen = visit("quarter")
    assert screen.says("57 actions added to the plan")
    assert "nothing changed since" in title(screen)


def test_a_name_is_asked_once_and_kept(visit):
    screen = visit("action", action="DA-02")
    assert "Note" not in labels(screen.app.text_area)
    named(screen.app.text_input, "Your name, to record changes").input("A. Chair")
    press(screen, "Continue")
    assert "Note" in labels(screen.app.text_area)
    screen.go("plans").go("action")
    assert "Note" in labels(screen.app.text_area)
    assert screen.says("Recorded under the name A. Chair")


def test_an_empty_name_is_refused_with_one_sentence(visit):
    screen = press(visit("action"), "Continue")
    assert errors(screen) == ["Say who you are: the record keeps a name with every change."]


def test_an_update_is_stored_and_its_card_moves(visit, board):
    screen = as_editor(visit("action", action="DA-02"))
    fill(screen, "Three sessions held", "1,234.5", "https://example.org/minutes", status="At risk")
    press(screen, "Add the update")
    assert read_successes(screen) == ["Stored: DA-02 is at risk for 2022 Q1, recorded by A. Chair."]
    assert title(screen) == "DA-02 is at risk, as reported for 2022 Q1; its measure stands at 1,234.5."
    (entry,) = history(board, "DA-02")
    update = entry.update
    assert (update.who, update.note, update.measure_value) == ("A. Chair", "Three sessions held", 1234.5)
    assert cards(screen.go("board"))["at risk"] == ["DA-02"]
    # The form is empty for the next one.
    assert named(screen.go("action").app.text_area, "Note").value == ""


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"value": "twelve"}, 'The measure value "twelve" is not a number.'),
        ({"value": "1e999"}, 'The measure value "1e999" is not a number.'),
        (
            {"link": "javascript:alert(1)"},
            'The evidence link "javascript:alert(1)" is not an address that starts with https://.',
        ),
        ({"note": "x" * 4001}, "The note has 4,001 characters; at most 4,000 can be kept."),
        (
            {"note": "a\x00b"},
            "The note contains a control character: type it again instead of pasting it.",
        ),
    ],
)
def test_a_bad_input_has_one_clear_message_and_what_was_typed_is_kept(visit, board, typed, sentence):
    screen = as_editor(visit("action", action="DA-02"))
    press(fill(screen, **{"note": "kept", **typed}), "Add the update")
    assert errors(screen) == [sentence]
    assert history(board, "DA-02") == ()
    assert named(screen.app.text_area, "Note").value == typed.get("note", "kept")


def met(visit):
    """Two people have the same form; the first has stored theirs, and the second sends theirs."""
    first, second = (as_editor(visit("action", action="DA-02"), name) for name in ("A. Chair", "B. Officer"))
    press(fill(first, "The first one", status="At risk"), "Add the update")
    press(fill(second, "The second one", status="Complete"), "Add the update")
    return second


def test_who_comes_second_sees_the_first_ones_change_and_nothing_is_overwritten(visit, board):
    second = met(visit)
    assert [entry.update.note for entry in history(board, "DA-02")] == ["The first one"]
    (warning,) = (read(each.value) for each in second.app.warning)
    assert warning.startswith("DA-02 was changed by A. Chair while you were writing")
    assert "The first one" in second.text
    assert "The second one" in second.text
    assert "Note" not in labels(second.app.text_area)


def test_who_comes_second_can_keep_theirs_as_a_further_update(visit, board):
    second = press(met(visit), "Keep mine as a further update")
    assert [entry.update.note for entry in history(board, "DA-02")] == ["The first one", "The second one"]
    assert title(second).startswith("DA-02 is complete")
    assert "Note" in labels(second.app.text_area)


def test_who_comes_second_can_drop_theirs(visit, board):
    second = press(met(visit), "Drop mine")
    assert [entry.update.note for entry in history(board, "DA-02")] == ["The first one"]
    assert read_successes(second) == ["Yours was dropped: DA-02 is as the other person left it."]


def test_a_third_change_during_the_choice_is_shown_in_turn(visit, board):
    second = met(visit)
    report(board, "DA-02", note="A third one")
    press(second, "Keep mine as a further update")
    assert "A third one" in second.text
    assert len(history(board, "DA-02")) == 2


def test_a_change_that_came_before_a_redraw_still_counts_as_not_seen(visit, board):
    screen = as_editor(visit("action", action="DA-02"))
    report(board, "DA-02", note="In between")
    screen.run()
    press(fill(screen, "Mine"), "Add the update")
    assert [entry.update.note for entry in history(board, "DA-02")] == ["In between"]
    assert screen.app.warning


def test_a_correction_names_the_update_it_corrects_and_both_are_shown(visit, board):
    wrong = report(board, "DA-02", note="Wrong", measure_value=45)
    screen = as_editor(visit("action", action="DA-02"))
    offered = [item.get("correct") for item in screen.component("history")["items"]]
    assert wrong.id in offered
    screen.app.session_state["board_correct"] = wrong.id
    screen.run()
    assert "This corrects the update for 2021 Q3 by B. Officer" in screen.text
    assert named(screen.app.text_input, "Measure value").value == "45"
    named(screen.app.text_area, "Note").input("Right")
    press(screen, "Store the correction")
    old, new = history(board, "DA-02")
    assert (new.update.corrects, old.corrected_by) == (wrong.id, new.update.id)
    shown = [item for item in screen.component("history")["items"] if item.get("note")]
    assert [(item["note"], item["replaced"]) for item in shown] == [("Right", False), ("Wrong", True)]
    assert shown[0]["remark"].startswith("Corrects the update by B. Officer")
    assert shown[1]["remark"].startswith("Corrected by A. Chair")
    assert "Add the update" in labels(screen.app.button)


def settings_with(tmp_path, monkeypatch, roles, access=""):
    """Settings in force from now on: those of the dashboard with a section on roles, and one on logins."""
    area = (recount.REFERENCE / "area.toml").read_text(encoding="utf-8")
    path = tmp_path / "area.toml"
    path.write_text(f"{area}\n[board]\n{roles}\n[access]\n{access}\n", encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(path))


def test_a_viewer_sees_no_form_and_no_way_to_correct(visit, board, tmp_path, monkeypatch):
    settings_with(tmp_path, monkeypatch, 'editors = ["A. Chair"]')
    report(board, "DA-02", who="A. Chair")
    screen = as_editor(visit("action", action="DA-02"), "A. Guest")
    assert labels(screen.app.text_area) == []
    assert "Add the update" not in labels(screen.app.button)
    assert not any("correct" in item for item in screen.component("history")["items"])
    assert screen.says("may look at the action plan but not change it")
    plans = screen.go("plans")
    assert labels(plans.app.text_area) == []
    assert labels(plans.app.get("segmented_control")) == []


def test_a_form_that_was_drawn_before_its_author_became_a_viewer_is_refused(
    visit, board, tmp_path, monkeypatch
):
    screen = as_editor(visit("action", action="DA-02"))
    fill(screen, "Too late")
    settings_with(tmp_path, monkeypatch, 'viewers = ["A. Chair"]')
    press(screen, "Add the update")
    assert history(board, "DA-02") == ()
    assert screen.says("may look at the action plan but not change it")


ISSUER = "https://login.example.org"


def log_in(monkeypatch, **who):
    """What Streamlit knows of the person where a login is configured."""
    monkeypatch.setattr(st, "user", who)


def test_who_is_logged_in_records_under_the_login_and_is_not_asked_for_a_name(
    visit, board, tmp_path, monkeypatch
):
    settings_with(tmp_path, monkeypatch, "", 'editors = ["officer@example.gov.uk"]')
    log_in(
        monkeypatch,
        is_logged_in=True,
        email="officer@example.gov.uk",
        email_verified=True,
        name="A. N. Officer",
    )
    screen = visit("action", action="DA-02")
    assert "Your name, to record changes" not in labels(screen.app.text_input)
    assert "Not you?" not in labels(screen.app.button)
    press(fill(screen, "Three sessions held"), "Add the update")
    assert [entry.update.who for entry in history(board, "DA-02")] == ["officer@example.gov.uk"]


def test_a_login_without_a_verified_address_records_under_its_subject(visit, board, tmp_path, monkeypatch):
    settings_with(tmp_path, monkeypatch, "", f'editors = ["{ISSUER} 4711"]')
    log_in(monkeypatch, is_logged_in=True, iss=ISSUER, sub="4711", email="a@b.example", name="A. N. Officer")
    press(fill(visit("action", action="DA-02"), "Three sessions held"), "Add the update")
    assert [entry.update.who for entry in history(board, "DA-02")] == ["4711 (login.example.org)"]


@pytest.mark.parametrize(
    "claims",
    [
        {"name": "officer@example.gov.uk"},
        {"name": "A. Chair"},
        {"email": "officer@example.gov.uk"},
        {"email": "officer@example.gov.uk", "email_verified": False},
        {"email": "officer@example.gov.uk", "email_verified": "true"},
        {"preferred_username": "officer@example.gov.uk"},
        {"sub": "4711", "iss": "https://elsewhere.example.org"},
        {"sub": "4711"},
    ],
    ids=str,
)
def test_what_a_login_says_of_itself_makes_nobody_an_editor(visit, board, tmp_path, monkeypatch, claims):  # noqa: ARG001
    access = f'editors = ["officer@example.gov.uk", "{ISSUER} 4711"]'
    settings_with(tmp_path, monkeypatch, 'editors = ["officer@example.gov.uk", "A. Chair"]', access)
    log_in(monkeypatch, is_logged_in=True, **claims)
    screen = visit("action", action="DA-02")
    assert labels(screen.app.text_area) == []
    assert labels(screen.app.text_input) == []
    assert screen.says("look at the action plan but not change it")


def test_a_name_that_is_typed_matches_no_login(visit, board, tmp_path, monkeypatch):
    settings_with(tmp_path, monkeypatch, 'editors = ["A. Chair"]', 'editors = ["officer@example.gov.uk"]')
    screen = visit("action", action="DA-02")
    assert labels(screen.app.text_input) == []
    assert screen.says("no login is configured for those who may edit")
    for name in ("officer@example.gov.uk", "A. Chair"):
        with pytest.raises(Denied):
            report(board, "DA-02", who=name)


def test_a_login_whose_right_was_taken_away_after_the_form_was_drawn_is_refused(
    visit, board, tmp_path, monkeypatch
):
    settings_with(tmp_path, monkeypatch, "", 'editors = ["officer@example.gov.uk"]')
    log_in(monkeypatch, is_logged_in=True, email="officer@example.gov.uk", email_verified=True)
    screen = fill(visit("action", action="DA-02"), "Too late")
    settings_with(tmp_path, monkeypatch, "", 'editors = ["chair@example.gov.uk"]')
    press(screen, "Add the update")
    assert history(board, "DA-02") == ()
    assert screen.says("officer@example.gov.uk may look at the action plan but not change it")


def test_nobody_logged_in_sees_a_button_to_log_in_and_no_form(visit, board, monkeypatch):  # noqa: ARG001
    log_in(monkeypatch, is_logged_in=False)
    screen = visit("action", action="DA-02")
    assert "Log in to record updates" in labels(screen.app.button)
    assert labels(screen.app.text_area) == []


def test_a_login_that_is_no_editor_of_the_settings_is_a_viewer(visit, board, tmp_path, monkeypatch):  # noqa: ARG001
    settings_with(tmp_path, monkeypatch, "", 'editors = ["officer@example.gov.uk"]')
    log_in(monkeypatch, is_logged_in=True, email="guest@example.gov.uk", email_verified=True)
    screen = visit("action", action="DA-02")
    assert screen.says("guest@example.gov.uk may look at the action plan but not change it")
    assert "Give another name" not in labels(screen.app.button)
    assert labels(screen.app.text_area) == []


def test_before_and_after_are_those_of_the_sample_and_no_cause_is_claimed(visit, board):
    record = action(board, "DA-01")
    draft = actions_draft(record, started=date(2020, 1, 1))
    actions.edit_action(board, record.id, draft, expected_version=record.version, who="A. Chair")
    screen = visit("action", action="DA-01")
    population = {
        row["year"]: int(row["population"])
        for row in recount.reference("population.csv")
        if row["area_code"] == recount.HOME
    }
    after, before = (recount.count("domestic_abuse", recount.year(y)) for y in (2020, 2019))
    # 2,252 against 2,164 (published): the published note puts p at 0.165.
    rates = f"{1000 * after / population['2020']:.2f} per 1,000 in Jan to Dec 2020 against "
    assert rates + f"{1000 * before / population['2019']:.2f} in Jan to Dec 2019" in screen.text
    assert "within chance. An association, not a cause" in screen.text
    linked = screen.charts()[-1]
    assert "no more change since the start than chance would bring" in " ".join(linked["title"]["text"])


def actions_draft(record, **changed):
    fields = {name: getattr(record, name) for name in ActionDraft.__dataclass_fields__}
    return ActionDraft(**{**fields, **changed})


def test_an_action_that_started_after_the_last_month_loaded_says_so(visit):
    assert "started on 1 Apr 2021, and the last month loaded is Dec 2020" in visit("action").text


def test_an_action_on_road_casualties_says_that_none_are_loaded(visit):
    assert visit("action", action="RS-01").says("Road casualties are not among the crime types loaded")


def test_measure_values_are_drawn_with_their_baseline_and_target(visit, board):
    record = action(board, "DA-01")
    draft = actions_draft(record, baseline=10, target=50)
    actions.edit_action(board, record.id, draft, expected_version=record.version, who="A. Chair")
    report(board, "DA-01", quarter="2021 Q3", measure_value=20)
    report(board, "DA-01", quarter="2021 Q4", measure_value=45)
    chart = visit("action", action="DA-01").charts()[0]
    assert chart["title"]["text"] == ["DA-01: 45 in 2021 Q4, 5 below its target of 50"]


def test_the_workload_of_each_agency_is_that_of_the_plan(visit):
    screen = visit("agencies")
    named_in = [[a.strip() for a in row["agencies"].split(";")] for row in PLAN]
    every, leads = Counter(a for names in named_in for a in names), Counter(names[0] for names in named_in)
    shown = {agency: (int(cells[1]), int(cells[2])) for agency, cells in screen.texts("agencies").items()}
    assert shown == {agency: (n, leads[agency]) for agency, n in every.items()}
    busiest, most = every.most_common(1)[0]
    assert f"{busiest} has most to do: {most} unfinished actions of 57" in title(screen)


def test_the_list_of_an_agency_has_its_actions_the_led_ones_first(visit):
    rows = visit("agencies", list_of="Look Ahead").texts("agency_list")
    led = [row["id"] for row in PLAN if row["agencies"].split(";")[0].strip() == "Look Ahead"]
    assert list(rows)[: len(led)] == led
    assert [cells[2] for cells in rows.values()][: len(led) + 1] == ["Lead"] * len(led) + ["With DA Forum"]


def test_an_action_is_added_edited_and_retired(visit, board):
    screen = as_editor(visit("plans", task="Add an action"))
    named(screen.app.text_input, "Reference").input("DA-15")
    named(screen.app.text_area, "Action").input("A new one")
    press(screen, "Add the action")
    assert action(board, "DA-15").text == "A new one"

    screen = as_editor(visit("plans", action="DA-15"))
    named(screen.app.text_input, "Due").input("31/12/2021")
    press(screen, "Save the action")
    assert action(board, "DA-15").due_date == date(2021, 12, 31)

    press(screen, "Take DA-15 out of the plan")
    assert errors(screen) == ["The reason is missing."]
    named(screen.app.text_input, "Reason").input("Replaced")
    press(screen, "Take DA-15 out of the plan")
    assert len(listing(board).actions) == 57
    assert title(visit("action", action="DA-15")).startswith("DA-15 was taken out of the plan")


def test_a_faulty_action_is_refused_with_one_sentence(visit, board):
    screen = as_editor(visit("plans", task="Add an action"))
    named(screen.app.text_input, "Reference").input("DA-15")
    named(screen.app.text_area, "Action").input("A new one")
    named(screen.app.text_input, "Due").input("31/02/2021")
    press(screen, "Add the action")
    (sentence,) = errors(screen)
    assert sentence.startswith('The due date "31/02/2021" is not a date that exists')
    assert len(listing(board).actions) == 57
    assert named(screen.app.text_area, "Action").value == "A new one"


def test_two_edits_of_one_action_meet_and_the_second_chooses(visit, board):
    first, second = (as_editor(visit("plans", action="DA-02"), name) for name in ("A. Chair", "B. Officer"))
    for screen, text in ((first, "The first wording"), (second, "The second wording")):
        named(screen.app.text_area, "Action").input(text)
        press(screen, "Save the action")
    assert action(board, "DA-02").text == "The first wording"
    assert "The first wording" in second.text
    press(second, "Save mine all the same")
    assert action(board, "DA-02").text == "The second wording"


def test_a_new_year_carries_the_unfinished_over_with_their_history(visit, board):
    report(board, "DA-01", note="Carried along")
    report(board, "DA-02", status="complete")
    screen = as_editor(visit("plans", task="New year"))
    assert named(screen.app.text_input, "Year").value == "2022-23"
    press(screen, "Make the plan")
    assert read_successes(screen) == ["The plan 2022-23 is there, with 56 actions carried over."]
    carried = listing(board, "2022-23")
    assert (carried.plan.start, len(carried.actions)) == (date(2022, 4, 1), 56)
    after = visit("action", plan="2022-23", action="DA-01")
    assert "Carried along" in [item.get("note") for item in after.component("history")["items"]]
    assert len(shown(visit("board", plan="2022-23"))) == 56


def test_a_closed_plan_takes_no_updates_until_it_is_opened_again(visit):
    screen = as_editor(visit("plans", task="This plan"))
    press(screen, "Close the plan")
    closed = as_editor(visit("action", action="DA-02"))
    assert closed.says("The plan 2021-22 is closed")
    assert "Add the update" not in labels(closed.app.button)
    press(screen, "Open the plan again")
    assert "Add the update" in labels(as_editor(visit("action", action="DA-02")).app.button)


def upload(screen, name, content):
    screen.app.file_uploader[0].set_value((name, content, "application/octet-stream"))
    return screen.run()


def test_an_import_shows_the_faults_of_each_row_and_stores_nothing(visit, board):
    content = "id,priority,priority_name,action,due\nDA-01,1,Domestic abuse,Good,\nDA-01,x,,,31/02/2021\n"
    screen = upload(as_editor(visit("plans", task="Import")), "plan.csv", content.encode())
    assert "2 actions in the file; 1 row has faults" in screen.text
    faulty, good = screen.texts("preview").values()
    assert good[1] == "✔ none"
    for words in ("priority", "The action is missing", "31/02/2021", "DA-01 is on line 2 as well"):
        assert words in faulty[1]
    assert not [label for label in labels(screen.app.button) if label.startswith("Import")]
    assert len(reading.list_plans(board)) == 1


def test_a_file_that_cannot_be_read_has_one_sentence(visit):
    screen = upload(as_editor(visit("plans", task="Import")), "plan.xlsx", b"PK\x03\x04broken")
    assert errors(screen) == ["plan.xlsx cannot be read as an Excel workbook: save it again as .xlsx."]


def test_a_file_is_read_once_and_let_go_when_the_page_is_left(visit, monkeypatch):
    read = []
    monkeypatch.setattr(
        plan_upload, "read_upload", lambda *args: read.append(args[0]) or plan_worker.read_upload(*args)
    )
    content = "id,priority,priority_name,action\nDA-01,1,Domestic abuse,Good\n"
    screen = upload(as_editor(visit("plans", task="Import")), "plan.csv", content.encode())
    (uploader,) = screen.app.file_uploader
    assert uploader.value is None
    assert "1 action in the file, none with a fault" in screen.run().text
    screen.app.segmented_control(key="import_into").set_value("This plan")
    assert "1 action in the file; 1 row has faults" in screen.run().text
    assert read == ["plan.csv"]
    assert "plan_file" in screen.app.session_state
    screen.go("board")
    assert "plan_file" not in screen.app.session_state
    assert not as_editor(screen.go("plans")).text


def test_a_file_can_be_dropped(visit):
    screen = upload(as_editor(visit("plans", task="Import")), "plan.csv", b"nothing")
    assert len(errors(screen)) == 1
    press(screen, "Drop the file")
    assert errors(screen) == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_exported_plan_is_imported_again_as_it_was(visit, board, kind):
    before = listing(board)
    screen = as_editor(visit("plans", task="Import"))
    named(screen.app.text_input, "Year").input("2023-24")
    upload(screen, f"plan.{kind}", plan_export.export(before, kind))
    press(screen, "Import 57 actions")
    assert read_successes(screen) == ["The plan 2023-24 is there, with 57 actions."]
    after = listing(board, "2023-24")
    assert after.plan.priorities == before.plan.priorities
    fields = (
        "ref",
        "priority",
        "text",
        "agencies",
        "measure",
        "reporting",
        "due",
        "linked_measure",
        "started",
    )
    assert [[getattr(a, n) for n in fields] for a in after.actions] == [
        [getattr(a, n) for n in fields] for a in before.actions
    ]


def test_the_three_exports_are_offered(visit):
    buttons = [button.label for button in visit("plans").app.get("download_button")]
    assert buttons == ["Download CSV", "Download Excel", "Download Word"]


def markdown_of(screen):
    """Everything that Streamlit takes for Markdown in the page."""
    app = screen.app.main
    elements = [
        *app.markdown,
        *app.caption,
        *app.title,
        *app.subheader,
        *app.success,
        *app.warning,
        *app.error,
    ]
    return "\n".join(element.value for element in elements)


def test_hostile_text_reaches_every_page_as_text(visit, board):
    report(board, "DA-01", note=HOSTILE, who="*A* <b>Chair</b>")
    record = action(board, "DA-02")
    draft = actions_draft(record, text=HOSTILE, agencies=("<b>Agency</b> *x*",), measure=HOSTILE)
    actions.edit_action(board, record.id, draft, expected_version=record.version, who="*A*")
    for page, query in (
        ("board", {}),
        ("board", {"look": "Table"}),
        ("quarter", {}),
        ("action", {"action": "DA-01"}),
        ("action", {"action": "DA-02"}),
        ("agencies", {"list_of": "<b>Agency</b> *x*"}),
        ("plans", {}),
    ):
        screen = as_editor(visit(page, **query), "*Me* <b>x</b>")
        written = markdown_of(screen)
        # Every sign that Markdown or HTML would act on has a backslash before it.
        for sign in ("<img", "<b>", "**bold**", "[link]", "$x", ":red", "*Me*", "*A*"):
            bare = written.replace(f"\\{sign}", "").replace("\\", "\\\\")
            assert sign not in bare, (page, sign)


def test_a_conflict_shows_hostile_text_as_text(visit, board):
    screen = as_editor(visit("action", action="DA-02"))
    report(board, "DA-02", note=HOSTILE, who="<b>x</b>")
    press(fill(screen, HOSTILE), "Add the update")
    assert "<img" not in markdown_of(screen).replace("\\<img", "")
    assert screen.text.count("onerror=alert(1)") == 2


def test_downloads_neutralise_formulas(board):
    report(board, "DA-01", note="=HYPERLINK(1)", who="=cmd")
    rows = list(csv.reader(io.StringIO(plan_export.to_csv(listing(board)).decode("utf-8-sig"))))
    assert "'=HYPERLINK(1)" in rows[1]
    book = openpyxl.load_workbook(io.BytesIO(plan_export.to_excel(listing(board))))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "inlineStr", "n"}


def test_the_word_list_of_an_agency_holds_its_actions(board):
    record = listing(board)
    agency_actions = [each for each in record.actions if each.lead == "Kent CDAP"]
    document = docx.Document(io.BytesIO(agency_export.to_word(record, "Kent CDAP", agency_actions)))
    (table,) = document.tables
    assert [row.cells[0].text[:5] for row in table.rows[1:]] == ["DA-02"]
    assert agency_export.make_file_name("../<b>Kent & CDAP", "2021-22") == "b-kent-cdap-2021-22"
