"""Pictures drawn in a program of its own are those drawn here, and what goes wrong there is said here."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from csp.shell import drawing, picture
from tests.unit.report.word_files import make_chart


def test_a_picture_drawn_apart_is_the_same():
    chart = make_chart()
    here = picture.draw_svg(chart)
    with drawing.draw_apart():
        assert picture.draw_svg(chart) == here
        apart = picture.draw_png(chart)
    assert apart == picture.draw_png(chart)


def test_what_cannot_be_drawn_says_so_and_the_next_is_drawn():
    with drawing.draw_apart():
        with pytest.raises(ValueError, match="Vega"):
            drawing.to_svg({"mark": 5})
        with pytest.raises(ValueError, match="unknown token"):
            drawing.to_png("no picture", 200)
        assert picture.draw_svg(make_chart()).startswith("<svg")


def test_a_program_that_has_ended_is_named():
    with drawing.draw_apart():
        drawer = drawing._drawer.get().begin()
        drawer.kill()
        drawer.wait()
        with pytest.raises(ValueError, match="has ended"):
            picture.draw_svg(make_chart())


def test_the_program_ends_with_what_it_is_for_and_each_thread_has_its_own():
    def draw(name):
        with drawing.draw_apart():
            drawer = drawing._drawer.get().begin()
            svg = picture.draw_svg(make_chart(title=name))
        return drawer, svg

    with ThreadPoolExecutor(2) as pool:
        (one, first), (other, second) = pool.map(draw, ["One", "Other"])
    assert one.pid != other.pid
    assert one.poll() == other.poll() == 0
    assert drawing._drawer.get() is None
    assert "<title>One</title>" in first
    assert "<title>Other</title>" in second


def test_who_draws_nothing_begins_no_program():
    with drawing.draw_apart():
        drawer = drawing._drawer.get()
    assert drawer.process is None


def test_a_program_that_began_at_once_ends_with_what_it_is_for():
    with drawing.draw_apart(at_once=True):
        program = drawing._drawer.get().process
        assert program.poll() is None
    assert program.poll() == 0
