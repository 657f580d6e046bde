"""A small file takes the place of the one before whole, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from csp.imports import disk


def test_a_text_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "kept.yml"
    disk.place_text(path, "one: 1\n")
    disk.place_text(path, "größer: 2\n")
    assert path.read_bytes() == "größer: 2\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_a_text_that_cannot_be_written_leaves_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "kept.yml"
    disk.place_text(path, "one: 1\n")
    # Half of a pair of UTF-16 is no letter of UTF-8.
    with pytest.raises(UnicodeEncodeError):
        disk.place_text(path, "two: \ud800\n")
    assert path.read_text(encoding="utf-8") == "one: 1\n"
    assert list(tmp_path.iterdir()) == [path]
