"""The archive of the police as it is far away: its list, its members, and what is no street file."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest

from csp.core.errors import UserError
from csp.services import archive as module
from csp.services.addresses import read_services
from csp.services.archive import open_local, open_remote
from csp.services.client import Client
from csp.services.errors import NotThereError, ServiceError

JULY = date(2026, 7, 1)


@pytest.fixture
def police(place):
    assert place.services.exists()
    return read_services().police


@pytest.mark.parametrize("list_bytes", [64, 300, 1 << 20])
def test_a_list_that_is_longer_than_what_was_asked_for_is_read_to_its_beginning(
    police, server, tmp_path, monkeypatch, list_bytes
):
    monkeypatch.setattr(module, "LIST_BYTES", list_bytes)
    with zipfile.ZipFile(io.BytesIO(server.published.archives["2026-09"])) as opened:
        expected = opened.read("2026-07/2026-07-cumbria-street.csv")
    with open_remote(Client(), police) as archive:
        assert [(month.month, force) for force, month in archive.members] == [
            (month, "cumbria") for month in (6, 7, 8, 9)
        ]
        archive.unpack(archive.members["cumbria", JULY], tmp_path / "july.csv")
    assert (tmp_path / "july.csv").read_bytes() == expected


def test_only_street_files_are_members(tmp_path):
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in (
            "2026-07/2026-07-cumbria-street.csv",
            "2026-07/2026-07-cumbria-outcomes.csv",
            "2026-07/../../2026-07-essex-street.csv",
            "2026-13/2026-13-essex-street.csv",
            "2026-07/2026-07--street.csv",
            "readme.txt",
        ):
            archive.writestr(name, "x")
    with open_local(path) as opened:
        assert set(opened.members) == {("cumbria", JULY), ("essex", JULY)}
        assert {member.name for member in opened.members.values()} == {
            "2026-07-cumbria-street.csv",
            "2026-07-essex-street.csv",
        }


def test_an_archive_that_is_none(police, server, tmp_path):
    server.published.archives["2026-09"] = b"no zip at all" * 1000
    with (
        pytest.raises(ServiceError, match="sends something else instead of a zip archive"),
        open_remote(Client(), police),
    ):
        pass
    with pytest.raises(NotThereError), open_remote(Client(), police, "2001-01"):
        pass
    with pytest.raises(UserError, match="cannot be read"), open_local(tmp_path / "nothing.zip"):
        pass
