"""What the tests of hostile files share."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from csp.__main__ import app


@pytest.fixture
def put(tmp_path):
    """Writes a file beside the store: put("w.geojson", text or bytes) -> its path."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / "given" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def run(extracts):  # noqa: ARG001 - the store that commands write to
    def call(*arguments: object):
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return call
