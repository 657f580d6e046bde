"""A local copy of the services with two districts of made-up data, and an installation that asks it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from csp.__main__ import app
from csp.data.store import Store
from csp.services import client
from tests.services.answers import SETTINGS, Server, serving
from tests.services.made import publish

LAST = date(2026, 9, 1)


@pytest.fixture
def server() -> Iterator[Server]:
    """Four months of Cumbria, which has two districts: a few rows a month."""
    with serving(publish(["cumbria"], LAST, 4, scale=0.01)) as running:
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
    assert not place.store.root.exists()

    def call(*arguments: object) -> SimpleNamespace:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return SimpleNamespace(
            code=result.exit_code, out=result.stdout.splitlines(), err=result.stderr.splitlines()
        )

    return call
