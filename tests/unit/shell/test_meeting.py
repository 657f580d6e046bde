"""The agenda of a meeting: what its lines mean, and where in it a page is."""

from __future__ import annotations

import pytest

from csp.core import settings
from csp.core.errors import UserError
from csp.shell import meeting, theme
from csp.shell.pages import PAGES

BY_FILE = {page.file: page for page in PAGES}


def test_the_agenda_that_comes_with_the_dashboard_names_pages_of_the_menu():
    assert settings.area().agenda == settings.AGENDA
    entries, unknown = meeting.read_agenda(settings.AGENDA)
    assert unknown == []
    assert [entry.page.title for entry in entries] == list(settings.AGENDA)


def test_a_line_of_the_agenda_is_a_page_by_title_or_address_with_a_query():
    entries, unknown = meeting.read_agenda(
        [" wards ", "Crime types?type=Shoplifting&ward=Park&ward=Capel", "Robots?x=1", "profile"]
    )
    assert [entry.page.file for entry in entries] == ["wards", "profile", "profile"]
    assert entries[1].query == {"type": ["Shoplifting"], "ward": ["Park", "Capel"]}
    assert unknown == ["Robots"]
    sentence = meeting.describe_unknown(unknown)
    assert sentence.startswith("area.toml, [meeting]: “Robots” could not be found in the menu")
    assert "Overview, County" in sentence


@pytest.mark.parametrize(
    ("page", "last", "at"),
    [
        ("county", None, 1),
        ("trends", None, 0),  # on it twice: the first
        ("trends", 2, 2),  # unless the reader was on the other
        ("data", None, -0.5),  # before the first
        ("data", 1, 1.5),  # behind the page from which it was opened
        ("data", 9, 2.5),  # an agenda that was made shorter meanwhile
        ("county", 9, 1),
    ],
)
def test_a_page_that_is_not_on_the_agenda_is_behind_the_one_before_it(page, last, at):
    entries, _ = meeting.read_agenda(["trends", "county", "trends"])
    assert meeting.find_position(entries, BY_FILE[page], last) == at


def test_an_agenda_that_is_no_list_is_refused_with_a_sentence(tmp_path, monkeypatch):
    text = settings.area_file().read_text(encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(tmp_path / "area.toml"))
    for wrong in ('"Wards"', "3", "[3]"):
        before = next(line for line in text.splitlines() if line.startswith("agenda = "))
        (tmp_path / "area.toml").write_text(text.replace(before, f"agenda = {wrong}"), encoding="utf-8")
        with pytest.raises(UserError, match=r"area\.toml has an entry of the wrong kind"):
            settings.area()
    (tmp_path / "area.toml").write_text(text.replace("[meeting]", "[other]"), encoding="utf-8")
    assert settings.area().agenda == settings.AGENDA


@pytest.mark.parametrize("colour", ["light", "dark"])
def test_a_chart_of_a_meeting_has_the_colours_of_its_mode_and_larger_words(colour):
    usual, larger = theme.chart_config(colour), theme.chart_config(f"{colour} meeting")
    assert theme.palette(f"{colour} meeting") == theme.palette(colour)
    assert theme.rag(f"{colour} meeting") == theme.rag(colour)
    assert larger["axis"]["labelColor"] == usual["axis"]["labelColor"]
    sizes = [larger["axis"]["labelFontSize"], larger["text"]["fontSize"], larger["title"]["subtitleFontSize"]]
    assert min(sizes) > usual["axis"]["labelFontSize"] >= 16
