"""Which files of a store pages read: those with rows of the districts that they show."""

from __future__ import annotations

from csp.core import settings
from csp.data.concern import concerns, list_shown
from csp.data.store import Store


def test_files_without_a_row_of_the_districts_shown_are_not_read(tmp_path):
    shown = list_shown(Store(tmp_path), [])
    assert shown is not None
    assert {settings.area().home, *settings.area().peers} <= shown
    assert concerns({"districts": f"E09000007;{settings.area().home}"}, shown)
    assert not concerns({"districts": "E09000007"}, shown)
    assert not concerns({"districts": ""}, shown)


def test_files_of_which_the_districts_are_not_known_are_read(tmp_path):
    assert concerns({"districts": None}, list_shown(Store(tmp_path), []))
    assert concerns({"districts": "E09000007"}, None)
