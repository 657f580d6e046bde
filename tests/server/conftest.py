"""Dashboards that run, with and without logins. They are started once for all tests here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.browser import ROOT, serving
from tests.server.provider import Provider, providing, secrets_file
from tests.server.wire import Reader


@dataclass
class Dashboard:
    """A dashboard that runs. settings is its settings file, log what it has said."""

    address: str
    settings: Path
    log: Path

    @contextmanager
    def changed(self, *pairs: tuple[str, str], more: str = "") -> Iterator[None]:
        """The settings with words replaced and lines added to [access], until the block is left."""
        text = self.settings.read_text(encoding="utf-8")
        new = text
        for old, words in pairs:
            assert old in new
            new = new.replace(old, words, 1)
        self.settings.write_text(f"{new}{more}\n", encoding="utf-8")
        try:
            yield
        finally:
            self.settings.write_text(text, encoding="utf-8")

    def reader(self) -> Reader:
        return Reader(self.address)

    def read_log(self) -> str:
        return self.log.read_text(encoding="utf-8")


def settings_file(folder: Path, access: str) -> Path:
    """The dashboard's own settings with a section [access]."""
    path = folder / "area.toml"
    area = (ROOT / "data" / "reference" / "area.toml").read_text(encoding="utf-8")
    path.write_text(f"{area}\n[access]\n{access}\n", encoding="utf-8")
    return path


def _serve(folder: Path, access: str, options: tuple[str, ...] = ()) -> Iterator[Dashboard]:
    (folder / "extracts").mkdir()
    settings, log = settings_file(folder, access), folder / "server.log"
    stores = {
        "CSP_AREA": str(settings),
        "CSP_EXTRACTS": str(folder / "extracts"),
        "CSP_BOARD": str(folder / "board"),
    }
    with serving(ROOT, log, stores, options) as address:
        yield Dashboard(address, settings, log)


@pytest.fixture(scope="session")
def dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    """As it is installed: on this machine, without logins."""
    yield from _serve(tmp_path_factory.mktemp("open"), "sessions_per_address = 12")


@pytest.fixture(scope="session")
def _provider() -> Iterator[Provider]:
    with providing() as provider:
        yield provider


@pytest.fixture
def provider(_provider: Provider) -> Iterator[Provider]:
    """A log-in service that behaves, until a test wants it otherwise."""
    _provider.reset()
    yield _provider
    _provider.reset()


READERS = 'readers = ["@example.gov.uk"]\neditors = ["officer@example.gov.uk"]'


@pytest.fixture(scope="session")
def closed(_provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    """One that only logins of example.gov.uk may read."""
    folder = tmp_path_factory.mktemp("closed")
    secrets = folder / "secrets.toml"
    secrets.write_text(secrets_file(_provider), encoding="utf-8")
    yield from _serve(folder, READERS, (f"--secrets.files={secrets}",))
