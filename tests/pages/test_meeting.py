"""The screen of a meeting: what its agenda names in vain is said, and larger charts are the same charts."""

from __future__ import annotations

from csp.core import settings


def with_agenda(folder, monkeypatch, agenda: str) -> None:
    text = settings.area_file().read_text(encoding="utf-8")
    before = next(line for line in text.splitlines() if line.startswith("agenda = "))
    (folder / "area.toml").write_text(text.replace(before, f"agenda = {agenda}"), encoding="utf-8")
    monkeypatch.setenv("CSP_AREA", str(folder / "area.toml"))


def test_a_page_that_is_not_in_the_menu_is_one_sentence_and_only_in_a_meeting(visit, tmp_path, monkeypatch):
    with_agenda(tmp_path, monkeypatch, '["Overview", "Robots", "Trends?type=Shoplifting"]')
    sentence = "“Robots” could not be found in the menu and is left out of the agenda."
    assert not visit("trends").says(sentence)
    screen = visit("trends", meeting="on")
    assert screen.says(sentence)
    assert screen.component("meeting_frame")["pages"] == ["Overview", "Trends"]
    assert screen.component("meeting_frame")["at"] == 1
    assert visit("county", meeting="on").component("meeting_frame")["at"] == -0.5


def test_every_page_names_the_partnership_and_an_unknown_value_begins_no_meeting(visit):
    for values in ({}, {"meeting": "yes"}):
        data = visit("data", **values).component("meeting_frame")
        assert data["name"] == settings.area().partnership
        assert data["pages"] is None
        assert data["alone"]
