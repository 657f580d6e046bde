"""Nothing loaded, or settings that cannot be used: what is missing and how to get it, and nothing else."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from csp.core import settings
from csp.shell.frame import BROKEN
from csp.shell.pages import PAGES, PLAN
from tests.pages.markdown import read

CRIME_PAGES = sorted(spec.file for spec in PAGES if spec.filters)
PLAN_PAGES = sorted(spec.file for spec in PAGES if spec.section == PLAN)


def read_only_error(screen):
    """The one message of a page that cannot be drawn; nothing else is on it but whose dashboard it is."""
    (error,) = screen.app.error
    assert not screen.app.title
    assert {element.key for element in screen.app.get("bidi_component")} <= {"meeting_frame"}
    assert "\n" not in error.value
    assert "Traceback" not in error.value
    return read(error.value)


def read_only_notice(screen):
    """What stands on a page of recorded crime in place of figures: no fault, and nothing of them."""
    (notice,) = screen.app.info
    assert not screen.app.error
    assert {element.key for element in screen.app.get("bidi_component")} <= {"meeting_frame"}
    assert "\n" not in notice.value
    return read(notice.value)


@pytest.mark.parametrize("page", CRIME_PAGES)
def test_without_any_store_a_page_says_what_is_missing_and_how_to_get_it(visit, tmp_path, monkeypatch, page):
    monkeypatch.setattr(settings, "SAMPLE", tmp_path / "no sample")
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "no extracts"))
    screen = visit(page)
    message = read_only_notice(screen)
    assert screen.title == "No recorded crime of Tunbridge Wells loaded"
    assert message.startswith("No months of Kent Police are loaded.")
    assert "python -m csp sample" in message
    assert "python -m csp import police" in message


@pytest.mark.parametrize("page", PLAN_PAGES)
def test_without_any_store_the_action_plan_draws_and_says_what_is_missing(visit, tmp_path, monkeypatch, page):
    monkeypatch.setattr(settings, "SAMPLE", tmp_path / "no sample")
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "no extracts"))
    screen = visit(page)
    assert len(screen.app.title) == 1
    assert not screen.app.error
    (message,) = (caption.value for caption in screen.app.caption if "No months" in caption.value)
    assert "python -m csp sample" in message
    assert "python -m csp import police" in message


def test_extracts_of_another_force_alone_are_no_months_of_the_areas_own(
    visit, tmp_path, monkeypatch, write_store
):
    monkeypatch.setattr(settings, "SAMPLE", tmp_path / "no sample")
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    row = {"source": "police", "force": "sussex", "month": date(2018, 10, 1), "offence": "burglary", "n": 3}
    write_store(tmp_path / "extracts", [{**row, "district_code": "E07000116"}])
    message = read_only_notice(visit("overview"))
    assert message.startswith("Street files of sussex are loaded and none of Kent Police (kent)")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('home = "E07000116"', 'home = "E07000999"', '"E07000999" is no district of England'),
        ("[year]", "[year", "cannot be read as TOML"),
        ('type = "calendar"', 'type = "lunar"', 'year type "lunar" is not one of'),
        ('slug = "kent"', 'slug = "kent-police"', "is not that of Tunbridge Wells"),
        ("small_base = 50", 'small_base = "fifty"', "entry of the wrong kind"),
    ],
)
def test_settings_that_cannot_be_used_are_told_in_one_sentence(visit, tmp_path, monkeypatch, old, new, words):
    text = (settings.REFERENCE / "area.toml").read_text(encoding="utf-8")
    path = Path(tmp_path / "area.toml")
    path.write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(path))
    message = read_only_error(visit("county"))
    assert "area.toml" in message
    assert words in message


def test_a_missing_settings_file_is_told(visit, tmp_path, monkeypatch):
    monkeypatch.setenv("CSP_AREA", str(tmp_path / "gone.toml"))
    assert read_only_error(visit("overview")).startswith("The settings file gone.toml is missing.")


def test_the_page_comes_back_when_the_settings_are_put_right(visit, tmp_path, monkeypatch):
    monkeypatch.setenv("CSP_AREA", str(tmp_path / "gone.toml"))
    screen = visit("overview")
    read_only_error(screen)
    monkeypatch.delenv("CSP_AREA")
    screen.run()
    assert screen.title.startswith("All crime in Tunbridge Wells")
    assert not screen.app.error


def test_a_page_that_fails_is_told_without_a_traceback_and_logged_and_leaves_the_others(
    tmp_path, monkeypatch, caplog
):
    shutil.copytree(settings.QUERIES, tmp_path / "queries")
    monkeypatch.setattr(settings, "QUERIES", tmp_path / "queries")
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    broken = tmp_path / "queries" / "measures" / "by_district.sql"
    broken.write_text(broken.read_text(encoding="utf-8").replace("SELECT", "SELEKT"), encoding="utf-8")
    app = AppTest.from_file(str(settings.ROOT / "app.py"), default_timeout=30).run()
    assert not app.exception
    assert [error.value for error in app.error] == [BROKEN]
    (record,) = (record for record in caplog.records if record.name == "csp.shell.frame")
    assert "Traceback" in record.exc_text
    for page in ("trends", "quarter"):
        app.switch_page(f"pages/{page}.py").run()
        assert len(app.title) == 1
        assert not app.error
