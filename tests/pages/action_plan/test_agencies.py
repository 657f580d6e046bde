"""The page Agencies: the directory, one agency with its files, and how names become one agency."""

from __future__ import annotations

import io
import zipfile
from collections import Counter

import docx
import openpyxl
import pytest
import streamlit as st

from csp.topics.action_plan.store import agencies
from csp.topics.action_plan.store.agency_records import AgencyDraft
from csp.topics.action_plan.store.simulation import show_simulation
from csp.topics.action_plan.store.steps import list_steps
from tests.pages.action_plan.screens import (
    PLAN,
    action,
    as_editor,
    errors,
    labels,
    listing,
    named,
    press,
    read_successes,
    report,
    settings_with,
    title,
)

TEAM = ("TWBC CST", "TWBC CSU", "TWBC Community Safety Team", "TWBC Community Safety Officer")
MERGE = "Merge and edit"


def names_of(row):
    return [name.strip() for name in row["agencies"].split(";")]


def find(board, name):
    return agencies.read_directory(board).find(name)


def open_merging(visit, agency="TWBC CST"):
    return as_editor(visit("agencies", agency_tab=MERGE, list_of=agency))


def merge_cctv(screen):
    screen.app.button(key=f"propose-{cctv_keys(screen)}").click()
    screen.run()
    return press(screen, "Merge into CCTV")


def cctv_keys(screen):
    """The keys of the two that are proposed to be one, as the button of the proposal has them."""
    (key,) = [each.key for each in screen.app.button if each.key and each.key.startswith("propose-")][:1]
    return key.removeprefix("propose-")


def test_each_agency_counts_its_actions_once_whatever_the_plan_calls_it(visit, board):
    screen = visit("agencies")
    press(screen, "Show all 33")
    name = agencies.read_directory(board).name
    every, leads = Counter(), Counter()
    for row in PLAN:
        in_row = dict.fromkeys(name(each) for each in names_of(row))
        every.update(in_row.keys())
        leads[next(iter(in_row))] += 1
    shown = {
        agency: (int(cells[-4]), int(cells[-4]) + int(cells[-3]))
        for key in ("agencies", "groups")
        for agency, cells in screen.texts(key).items()
    }
    assert shown == {agency: (leads[agency], total) for agency, total in every.items()}
    assert set(screen.texts("groups")) >= {"partners", "developers", "property owners", "All agencies"}
    of_team = sum(not set(TEAM).isdisjoint(names_of(row)) for row in PLAN)
    assert shown["TWBC CST"][1] == of_team
    assert title(screen).startswith("TWBC CST has most to do: ")
    row = screen.texts("agencies")["TWBC CST"]
    assert row[1:3] == ["Tunbridge Wells Borough Council Community Safety Team", "Council"]
    assert set(row[3].split("; ")) == set(TEAM)


def test_the_list_of_an_agency_has_its_actions_the_led_ones_first(visit):
    rows = visit("agencies", list_of="Look Ahead").texts("agency_list")
    led = [row["id"] for row in PLAN if names_of(row)[0] == "Look Ahead"]
    assert list(rows)[: len(led)] == led
    assert [cells[2] for cells in rows.values()][: len(led) + 1] == ["Lead"] * len(led) + ["With DA Forum"]


@pytest.mark.parametrize("name", TEAM)
def test_an_agency_is_opened_by_any_of_its_names(visit, name):
    screen = visit("agencies", list_of=name)
    assert named(screen.app.selectbox, "Agency").value == "TWBC CST"
    assert "The plan also calls it" in screen.text


def test_what_is_due_and_overdue_of_an_agency_is_a_choice(visit, board):
    show_simulation(board, listing(board).plan.id, False, who="A. Chair")
    report(board, "DA-08", status="complete")
    screen = visit("agencies", list_of="TWBC CST", agency_show="Overdue")
    late = [a.ref for a in listing(board).actions if a.overdue and not set(TEAM).isdisjoint(a.agencies)]
    assert late
    assert set(screen.rows("agency_list")) == set(late)
    due = visit("agencies", list_of="TWBC CST", agency_show="Update due")
    assert "DA-08" not in due.rows("agency_list")
    assert "SA-06" in due.rows("agency_list")


def test_what_looks_like_one_team_is_proposed_previewed_merged_and_undone(visit, board):
    before = {name: find(board, name).draft for name in ("CCTV", "TWBC CCTV")}
    assert visit("agencies").says("CCTV and TWBC CCTV look like one team, and 1 set more: see the tab Merge")
    screen = open_merging(visit)
    assert "These two look like one team: CCTV and TWBC CCTV. Merge?" in screen.text
    screen.app.button(key=f"propose-{cctv_keys(screen)}").click()
    screen.run()
    actions = sum(not {"CCTV", "TWBC CCTV"}.isdisjoint(names_of(row)) for row in PLAN)
    preview = f"CCTV takes 1 name (TWBC CCTV); {actions} actions of the plan 2021-22 will show it."
    assert preview in screen.text
    assert find(board, "TWBC CCTV").name == "TWBC CCTV", "looking at it stores nothing"
    press(screen, "Merge into CCTV")
    assert read_successes(screen) == ["Merged: TWBC CCTV is CCTV now. It can be undone below."]
    assert find(board, "TWBC CCTV").name == "CCTV"
    assert {row["id"]: list(action(board, row["id"]).agencies) for row in PLAN[:20]} == {
        row["id"]: names_of(row) for row in PLAN[:20]
    }, "the plan keeps its own words"
    assert "CCTV and TWBC CCTV" not in screen.text
    press(screen, "Undo")
    assert read_successes(screen) == ["Undone: TWBC CCTV went into CCTV."]
    assert {name: find(board, name).draft for name in before} == before


def test_whoever_looks_at_an_agency_goes_on_looking_at_it_when_it_is_merged(visit, board):  # noqa: ARG001
    screen = open_merging(visit, "TWBC CCTV")
    merge_cctv(screen)
    assert named(screen.app.selectbox, "Agency").value == "CCTV"
    assert named(visit("agencies", list_of="TWBC CCTV").app.selectbox, "Agency").value == "CCTV"


def test_what_are_several_is_not_proposed_again_until_that_is_undone(visit, board):
    screen = open_merging(visit)
    screen.app.button(key=f"apart-{cctv_keys(screen)}").click()
    screen.run()
    assert "CCTV and TWBC CCTV. Merge?" not in screen.text
    assert find(board, "TWBC CCTV").name == "TWBC CCTV"
    press(screen, "Undo")
    assert "CCTV and TWBC CCTV. Merge?" in screen.text


def test_a_name_is_split_off_and_joined_again(visit, board):
    screen = open_merging(visit)
    named(screen.app.multiselect, "Names of another agency").select("TWBC CSU")
    screen.run()
    named(screen.app.text_input, "Short name of the other").input("Community Safety Unit")
    screen.run()
    own = sum("TWBC CSU" in names_of(row) for row in PLAN)
    assert f"Community Safety Unit takes 1 name of TWBC CST; {own} actions" in screen.text
    press(screen, "Split")
    assert find(board, "TWBC CSU").name == "Community Safety Unit"
    assert find(board, "TWBC CST").name == "TWBC CST"
    press(screen, "Undo")
    assert find(board, "TWBC CSU").name == "TWBC CST"


def test_names_and_kind_are_edited_and_old_links_follow(visit, board):
    screen = open_merging(visit, "Look Ahead")
    named(screen.app.text_input, "Short name").input("LA")
    named(screen.app.text_input, "Full name").input("Look Ahead, a charity for people without a home")
    named(screen.app.selectbox, "Kind").select("Voluntary")
    press(screen, "Store")
    draft = AgencyDraft("LA", "Look Ahead, a charity for people without a home", "voluntary", ("Look Ahead",))
    assert find(board, "Look Ahead").draft == draft
    assert named(screen.app.selectbox, "Agency").value == "LA"
    assert "short name: Look Ahead → LA" in screen.texts("agency_history")["2"][1]
    agencies.edit_agency(
        board, find(board, "Look Ahead").key, AgencyDraft("Ahead"), expected_version=2, who="B"
    )
    for name in ("Look Ahead", "LA", "Ahead"):
        assert named(visit("agencies", list_of=name).app.selectbox, "Agency").value == "Ahead"


def test_a_short_name_that_another_has_is_refused_and_what_was_typed_stays(visit, board):
    screen = open_merging(visit, "Look Ahead")
    named(screen.app.text_input, "Short name").input("KCC")
    press(screen, "Store")
    assert errors(screen) == ["There is an agency KCC already: merge the two instead."]
    assert named(screen.app.text_input, "Short name").value == "KCC"
    assert find(board, "Look Ahead").version == 1


@pytest.mark.parametrize(("choice", "kept"), [("Store mine", "Mine"), ("Drop mine", "Theirs")])
def test_who_comes_second_sees_the_firsts_change_and_chooses(visit, board, choice, kept):
    screen = open_merging(visit, "Look Ahead")
    agency = find(board, "Look Ahead")
    agencies.edit_agency(board, agency.key, AgencyDraft("Theirs"), expected_version=1, who="B. Officer")
    named(screen.app.text_input, "Short name").input("Mine")
    press(screen, "Store")
    assert "B. Officer changed Theirs in the meantime" in screen.app.warning[0].value
    assert "Mine, not said" in screen.text
    assert find(board, "Look Ahead").name == "Theirs"
    press(screen, choice)
    assert find(board, "Look Ahead").name == kept


def test_a_merge_with_what_somebody_changed_meanwhile_says_what_it_is_now(visit, board):
    screen = open_merging(visit)
    screen.app.button(key=f"propose-{cctv_keys(screen)}").click()
    screen.run()
    other = find(board, "TWBC CCTV")
    agencies.edit_agency(board, other.key, AgencyDraft("Cameras"), expected_version=1, who="B. Officer")
    press(screen, "Merge into CCTV")
    assert errors(screen)[0].startswith("B. Officer changed Cameras in the meantime")
    assert find(board, "TWBC CCTV").name == "Cameras"
    press(screen, "Merge into CCTV")
    assert find(board, "TWBC CCTV").name == "CCTV"


def test_a_viewer_reads_all_of_it_and_sees_no_form(visit, board, tmp_path, monkeypatch):
    settings_with(tmp_path, monkeypatch, 'editors = ["A. Chair"]')
    screen = as_editor(visit("agencies", agency_tab=MERGE), "A. Guest")
    assert screen.says("may look at the action plan but not change it")
    assert labels(screen.app.text_input) == []
    assert not {"Merge", "Names of another agency"} & set(labels(screen.app.multiselect))
    assert not {"Merge…", "Undo", "Store", "Split"} & set(labels(screen.app.button))
    assert screen.texts("agency_history")
    assert list_steps(board) == ()


@pytest.fixture
def downloads(monkeypatch):
    """What the page offers for download, by its label: what makes it, and the name of the file."""
    offered = {}
    offer = st.download_button

    def offer_and_keep(label, data, file_name, **options):
        offered[label] = (data, file_name)
        return offer(label, data, file_name, **options)

    monkeypatch.setattr(st, "download_button", offer_and_keep)
    return offered


def test_forms_and_lists_hold_real_records_alone_and_the_page_says_so(visit, board, downloads):
    report(board, "DA-02", note="Ten men on the programme", status="at risk")
    screen = visit("agencies", list_of="Look Ahead")
    assert screen.says("simulated updates are left out")
    assert "Simulated" in str(screen.component("agency_list"))
    make, name = downloads["Form to fill in (Excel)"]
    assert name == "look-ahead-2021-22-form.xlsx"
    rows = list(openpyxl.load_workbook(io.BytesIO(make())).worksheets[0].values)
    assert rows[0][4] == "last status"
    assert {row[4] for row in rows[1:]} == {"nothing reported yet"}
    make, name = downloads["Download Word"]
    assert name == "look-ahead-2021-22.docx"
    (table,) = docx.Document(io.BytesIO(make())).tables
    assert {row.cells[4].text for row in table.rows[1:]} == {"○ Not started"}


def test_every_agency_that_is_a_body_has_a_form_in_one_file(visit, board, downloads):
    screen = visit("agencies")
    assert screen.says(
        "A form for each of 33 agencies; none for 8 groups, so nobody is asked as lead about AS-16"
    )
    make, name = downloads["All forms to fill in (ZIP)"]
    assert name == "forms-2021-22.zip"
    with zipfile.ZipFile(io.BytesIO(make())) as archive:
        forms = {
            each: openpyxl.load_workbook(io.BytesIO(archive.read(each))).worksheets[0]
            for each in archive.namelist()
        }
    agencies_in_plan = [each for each in agencies.read_directory(board).agencies if not each.is_group]
    assert len(forms) == len(agencies_in_plan) == 33
    assert "partners-2021-22.xlsx" not in forms
    refs = {row[0] for row in forms["twbc-cst-2021-22.xlsx"].iter_rows(min_row=2, values_only=True)}
    assert refs == {row["id"] for row in PLAN if not set(TEAM).isdisjoint(names_of(row))}


def test_abbreviations_and_agencies_are_spelt_out_where_they_show(visit, board):  # noqa: ARG001
    def terms(page, key, **query):
        return visit(page, **query).component(key).get("abbreviations", {})

    full = "Tunbridge Wells Borough Council Community Safety Team"
    assert terms("agencies", "agencies")["TWBC CST"] == full
    assert terms("board", "cards")["TWBC CST"] == full
    assert terms("action", "facts", action="DA-08")["TWBC Community Safety Team"] == full
    assert terms("board", "cards")["OSARA"].startswith("Objective, Scanning")
    assert terms("agencies", "print_list", list_of="Look Ahead")["PAS"] == "Protection Against Stalking"
    assert visit("agencies").says("Abbreviations. CAP: Community Alcohol Partnership; CCTV: ")
