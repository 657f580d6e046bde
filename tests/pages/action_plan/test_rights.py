"""Who may change the action plan: names that are typed, roles and logins."""

from __future__ import annotations

import pytest
import streamlit as st

from csp.core.roles import Denied
from tests.pages.action_plan.screens import as_editor, fill, history, labels, press, report, settings_with


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


@pytest.mark.usefixtures("recorded_alone")
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


@pytest.mark.usefixtures("recorded_alone")
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


@pytest.mark.usefixtures("recorded_alone")
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


@pytest.mark.usefixtures("recorded_alone")
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
