"""A local copy of the services with two districts of made-up data, and an installation that asks it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from csp.__main__ import app
from csp.data.store import Store
from csp.services import client
from tests.services.answers import SETTINGS, Published, Server, serving
from tests.services.made import publish

LAST = date(2026, 9, 1)


@pytest.fixture(scope="session")
def made() -> Published:
    """Four months of Cumbria, which has two districts: a few rows a month."""
    return publish(["cumbria"], LAST, 4, scale=0.01)


@pytest.fixture
def server(made) -> Iterator[Server]:
    """The services, with a copy of what is made, which a test may change."""
    copied = Published(dict(made.layers), dict(made.people), dict(made.archives), made.newest)
    with serving(copied) as running:
        yield running


@pytest.fixture
def place(tmp_path, server, monkeypatch) -> SimpleNamespace:
    """An installation of its own: settings, store, board and cache, with the services of the server."""
    settings = tmp_path / "services.toml"
    settings.write_text(SETTINGS.format(url=server.url), encoding="utf-8")
    folders = {
        "CSP_SERVICES": settings,
        "CSP_AREA": tmp_path / "area.toml",
        "CSP_EXTRACTS": tmp_path / "extracts",
        "CSP_BOARD": tmp_path / "board",
        "CSP_CACHE": tmp_path / "cache",
    }
    for name, path in folders.items():
        monkeypatch.setenv(name, str(path))
    monkeypatch.delenv("CSP_DATABASE_URL", raising=False)
    monkeypatch.setattr(client, "FIRST_PAUSE_S", 0.0)
    return SimpleNamespace(
        root=tmp_path,
        area=folders["CSP_AREA"],
        store=Store(folders["CSP_EXTRACTS"]),
        downloads=folders["CSP_CACHE"] / "downloads",
        services=settings,
    )


@pytest.fixture
def run(place):
    """Runs a command: what it printed, on one line each and apart, and its exit code."""

    def call(*arguments: object) -> SimpleNamespace:
        environment = {"CSP_AREA": str(place.area)}
        result = CliRunner().invoke(app, [str(argument) for argument in arguments], env=environment)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return SimpleNamespace(
            code=result.exit_code, out=result.stdout.splitlines(), err=result.stderr.splitlines()
        )

    return call


@pytest.fixture(scope="session")
def set_up_once(made, tmp_path_factory) -> Path:
    """A folder of the settings, store and downloads of Cumberland as setup leaves them."""
    folder = tmp_path_factory.mktemp("services")
    with pytest.MonkeyPatch.context() as patch, serving(made) as running:
        (folder / "area.toml").write_text('home = "Cumberland"\n')
        settings = folder / "services.toml"
        settings.write_text(SETTINGS.format(url=running.url), encoding="utf-8")
        for name, path in (
            ("SERVICES", settings),
            ("AREA", folder / "area.toml"),
            ("CACHE", folder / "cache"),
        ):
            patch.setenv(f"CSP_{name}", str(path))
        patch.setenv("CSP_EXTRACTS", str(folder / "extracts"))
        result = CliRunner().invoke(app, ["setup", "Cumberland", "--months", "4"])
        assert result.exit_code == 0, result.stderr
    return folder


@pytest.fixture
def well(place, set_up_once) -> None:
    """The installation as setup leaves it."""
    shutil.copy(set_up_once / "area.toml", place.area)
    shutil.copytree(set_up_once / "extracts", place.store.root)
    shutil.copytree(set_up_once / "cache", place.root / "cache")
