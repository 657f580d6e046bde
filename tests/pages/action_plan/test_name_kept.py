"""The name that somebody gives: asked once per browser, kept by it, forgotten when they say so."""

from __future__ import annotations

import pytest
import streamlit as st

from csp.shell import identity, people, widgets
from tests.pages.action_plan.screens import as_editor, labels, named, press

ASKED = {"given": "", "forgotten": False, "asked": True}


def name_of(screen):
    """What the browser is told of the name."""
    return screen.component("keep")["name"]


def send_kept(screen, monkeypatch, name):
    """A run in which the browser sends the name that it has kept."""
    with monkeypatch.context() as patch:
        patch.setattr(widgets, "reconnect", lambda: {people.NAME_KEY: name})
        return screen.run()


@pytest.mark.parametrize(("page", "query"), [("action", {"action": "DA-02"}), ("board", {})])
def test_a_page_that_needs_a_name_asks_the_browser_for_the_one_it_keeps(visit, page, query):
    assert name_of(visit(page, **query)) == ASKED


def test_a_page_that_needs_none_asks_for_none(visit):
    assert name_of(visit("county"))["asked"] is False


def test_who_gives_a_name_is_told_that_it_is_kept_and_the_browser_keeps_it(visit):
    screen = visit("action", action="DA-02")
    assert screen.says(people.SHARED)
    named(screen.app.text_input, "Your name, to record changes").input("A. Chair")
    press(screen, "Continue")
    assert name_of(screen) == {"given": "A. Chair", "forgotten": False, "asked": False}


def test_a_name_that_the_browser_has_kept_is_not_asked_again(visit, monkeypatch):
    screen = send_kept(visit("action", action="DA-02"), monkeypatch, "A. Chair")
    assert screen.says("Recorded under the name A. Chair")
    assert "Note" in labels(screen.app.text_area)


@pytest.mark.parametrize("kept", ["", "x" * 500, "a\x00b"])
def test_a_name_that_cannot_be_recorded_is_asked_anew(visit, monkeypatch, kept):
    screen = send_kept(visit("action", action="DA-02"), monkeypatch, kept)
    assert "Your name, to record changes" in labels(screen.app.text_input)


def test_not_you_forgets_it_in_the_browser_as_well(visit, monkeypatch):
    screen = press(as_editor(visit("action", action="DA-02")), "Not you?")
    assert name_of(screen) == {"given": "", "forgotten": True, "asked": False}
    # One that is on its way meanwhile is not taken.
    send_kept(screen, monkeypatch, "A. Chair")
    assert "Your name, to record changes" in labels(screen.app.text_input)
    named(screen.app.text_input, "Your name, to record changes").input("B. Officer")
    press(screen, "Continue")
    assert name_of(screen) == {"given": "B. Officer", "forgotten": False, "asked": False}


def test_no_name_is_kept_where_people_log_in(visit, monkeypatch):
    monkeypatch.setattr(st, "user", {"is_logged_in": False})
    assert name_of(visit("action", action="DA-02")) == {"forgotten": True}


def test_no_name_is_kept_where_anyone_may_read(visit, monkeypatch):
    monkeypatch.setattr(identity, "is_public", lambda: True)
    screen = as_editor(visit("action", action="DA-02"))
    assert name_of(screen) == {"forgotten": True}
    screen = press(screen, "Not you?")
    assert not screen.says(people.SHARED)
