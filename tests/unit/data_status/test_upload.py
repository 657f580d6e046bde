"""The copy of a partner's file that a session holds: where it is, and when it goes."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
import time

import pytest

from csp.topics.data_status.partner.upload import clean_name, keep_upload


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_file_is_readable_by_its_owner_alone_and_goes_when_it_is_removed(folder):
    upload = keep_upload("helpline.csv", b"Month,Calls\n")
    assert upload.path.read_bytes() == b"Month,Calls\n"
    assert upload.path.name == "helpline.csv"
    assert upload.path.parent.stat().st_mode & 0o077 == 0
    upload.remove()
    assert list(folder.iterdir()) == []
    upload.remove()


def test_a_file_goes_with_the_session_that_holds_it(folder):
    upload = keep_upload("helpline.csv", b"x")
    assert len(list(folder.iterdir())) == 1
    del upload
    gc.collect()
    assert list(folder.iterdir()) == []


def test_what_a_killed_server_left_behind_goes_with_the_next_file(folder):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    own = os.getpid()
    names = (
        f"csp-bring-in-{ended.pid}-a",
        f"csp-bring-in-{own}-old",
        f"csp-bring-in-{own}-b",
        "somebody-else",
    )
    for name in names:
        (folder / name).mkdir()
        (folder / name / "a.csv").write_text("x")
    os.utime(folder / names[1], (time.time() - 2 * 24 * 3600,) * 2)
    upload = keep_upload("helpline.csv", b"x")
    assert {each.name for each in folder.iterdir()} == {names[2], names[3], upload.path.parent.name}


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("helpline calls.xlsx", "helpline calls.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\someone\\Q4.xlsx", "Q4.xlsx"),
        ("..", "file"),
        ("", "file"),
        ("a\x00b\nc.csv", "ab c.csv"),
        ("\N{GRINNING FACE}" * 300 + ".csv", "\N{GRINNING FACE}" * 50 + ".csv"),
    ],
)
def test_a_name_cannot_lead_out_of_the_folder_or_break_a_line(name, clean):
    assert clean_name(name) == clean
    upload = keep_upload(name, b"x")
    assert upload.path.parent.name.startswith("csp-bring-in-")
    assert upload.path.read_bytes() == b"x"
