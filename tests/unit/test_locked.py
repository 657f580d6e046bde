"""What pip installs is named whole, at one version and by its hashes: nothing else can come in with it."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = {"dashboard": ROOT / "requirements.txt", "tests": ROOT / "tests" / "requirements.txt"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def read_lock(path: Path) -> dict[str, str]:
    """The requirement of each package by its name, comments left out, hashes on the same line."""
    text = re.sub(r"^\s*#.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return {
        canonicalize_name(re.split(r"[=\s]", line, maxsplit=1)[0]): line for line in lines if line.strip()
    }


def needed_by(name: str) -> list[Requirement]:
    """What an installed package needs on this machine, its extras left out; nothing where it is not here."""
    try:
        requirements = [Requirement(text) for text in requires(name) or ()]
    except PackageNotFoundError:
        return []
    return [one for one in requirements if one.marker is None or one.marker.evaluate({"extra": ""})]


@pytest.mark.parametrize("lock", LOCKS.values(), ids=LOCKS)
def test_every_package_is_at_one_version_and_has_its_hashes(lock: Path) -> None:
    loose = [
        name
        for name, line in read_lock(lock).items()
        if not re.match(r"[\w.-]+(\[[\w,-]+\])?==[\w.!+]+ .*--hash=sha256:[0-9a-f]{64}", line)
    ]
    assert not loose


@pytest.mark.parametrize(
    ("lock", "direct"),
    [
        (LOCKS["dashboard"], PROJECT["project"]["dependencies"]),
        (LOCKS["tests"], [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["test"]]),
    ],
    ids=LOCKS,
)
def test_what_the_project_names_is_locked_at_a_version_it_allows(lock: Path, direct: list[str]) -> None:
    locked = {
        name: re.search(r"==([\w.!+]+)", line)[1]  # type: ignore[index]
        for name, line in read_lock(lock).items()
    }
    named = [Requirement(text) for text in direct]
    assert len(named) >= 15
    astray = [
        one.name
        for one in named
        if not one.specifier.contains(locked.get(canonicalize_name(one.name), "0"), prereleases=True)
    ]
    assert not astray


@pytest.mark.parametrize("lock", LOCKS.values(), ids=LOCKS)
def test_whatever_a_locked_package_needs_is_locked_too(lock: Path) -> None:
    locked = read_lock(lock)
    missing = {
        f"{one.name} for {name}"
        for name in locked
        for one in needed_by(name)
        if canonicalize_name(one.name) not in locked
    }
    assert not missing


def test_this_machine_runs_what_is_locked() -> None:
    locked = read_lock(LOCKS["tests"])
    for name in ("streamlit", "duckdb", "pyarrow", "altair"):
        assert f"{name}=={version(name)} " in locked[name]
