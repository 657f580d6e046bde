"""A setup killed at any moment has lost nothing, and the next one goes on from there."""

from __future__ import annotations

import os

import pytest

from csp.data.store import Store
from csp.imports.check import examine
from csp.imports.manifest import manifest_rows
from tests.services.commands import set_up
from tests.unit.imports.killed import kill_at_steps

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")]


def list_loaded(store: Store) -> list[tuple[str, str, str, int]]:
    return sorted(
        (row["kind"], row["force"], str(row["month"]), row["rows_stored"])
        for row in manifest_rows(store)
        if row["replaced_at"] is None
    )


def test_a_setup_killed_anywhere_goes_on(place, monkeypatch):
    place.area.write_text('home = "Cumberland"\n')
    whole = Store(place.root / "whole")
    assert set_up([], whole).ok
    expected = list_loaded(whole)
    monkeypatch.setenv("CSP_EXTRACTS", str(place.store.root))
    killed = kill_at_steps(set_up, place.store, [], every=17)
    assert len(killed) > 5
    before = []
    for store in killed:
        before.append(len(list_loaded(store)))
        assert set_up([], store).ok
        assert list_loaded(store) == expected
        assert examine(store) == []
        cache = store.root.parent / f"{store.root.name}-cache"
        assert [path.name for path in cache.rglob("*") if path.is_file()] == ["fetched.json"]
    # They were killed before the first table, after the last, and in between.
    assert before == sorted(before)
    assert before[0] == 0
    assert len(set(before)) > 3
