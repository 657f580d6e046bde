"""Every click on a chart is heard, whatever its selection holds from the clicks before."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from csp.shell import screen
from csp.shell.chart import Chart, Lines, Words

PICTURE = Chart({"layer": []}, {"rows": []}, Words("A", "B", "C"), Lines(60, 60))


class Browser:
    """A chart as the browser keeps it: its selection, into which a click puts a mark or takes it out."""

    def __init__(self) -> None:
        self.marks: list[dict] = []
        self.session_state: dict = {}
        self.callback = None

    def vega_lite_chart(self, *_, key, on_select, **__):
        self.callback = on_select
        self.session_state[key] = SimpleNamespace(selection={"bar": [dict(mark) for mark in self.marks]})
        return self.session_state[key]

    def click(self, **mark):
        self.marks = [m for m in self.marks if m != mark] if mark in self.marks else [*self.marks, mark]
        self.session_state["chart"] = SimpleNamespace(selection={"bar": self.marks})
        self.callback()


@pytest.fixture
def browser(monkeypatch):
    browser = Browser()
    monkeypatch.setattr(screen, "st", browser)
    return browser


def draw(picked):
    screen.clickable_chart(PICTURE, key="chart", field="bar", on_pick=picked.append)


def test_each_click_gives_its_mark_the_second_on_the_same_one_too(browser):
    picked = []
    for code in ("A", "A", "B", "A", "B"):
        draw(picked)
        browser.click(id=code)
    assert [mark["id"] for mark in picked] == ["A", "A", "B", "A", "B"]


def test_a_chart_that_has_come_back_empty_hears_the_first_click(browser):
    picked = []
    draw(picked)
    browser.click(id="A")
    browser.marks = []
    draw(picked)
    browser.click(id="B")
    assert [mark["id"] for mark in picked] == ["A", "B"]


def test_a_click_on_words_without_a_value_picks_nothing(browser):
    picked = []
    draw(picked)
    browser.click()
    assert picked == []
