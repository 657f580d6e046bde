"""Files that arrive at a running server: only where a page has asked, no more than it needs."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest

from csp.topics.action_plan.store.plan_file.grid import LARGEST_FILE_MB
from csp.topics.data_status.partner.upload import LARGEST_EXTRACT_MB
from tests.e2e.browser import ROOT, serving
from tests.server.sessions import Session, session

# A page with the uploader of plans where its address says so; it tells what the server holds.
PAGE = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
import streamlit as st
from starlette.middleware import Middleware
from csp.shell.uploads import UploadGuard

app = st.App("page.py", middleware=[Middleware(UploadGuard, slowest_s=5)])
"""
SCRIPT = """
import json
import streamlit as st
from streamlit.runtime import get_instance
from csp.shell import chosen_file
from csp.topics.action_plan import plan_upload

held = get_instance().uploaded_file_mgr.file_storage
st.text(json.dumps({session: [len(f.data) for f in files.values()] for session, files in held.items()}))
if st.query_params.get("asks"):
    plan_upload.choose_file()
chosen_file.settle()
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("uploads")
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "config.toml").write_bytes((ROOT / ".streamlit" / "config.toml").read_bytes())
    (folder / "app.py").write_text(PAGE)
    (folder / "page.py").write_text(SCRIPT)
    with serving(folder, folder / "server.log") as address:
        yield address


@pytest.fixture
def reader(address: str) -> Iterator[Session]:
    with session(address) as opened:
        yield opened


def _permission(address: str) -> dict[str, str]:
    """The headers that show that a request comes from the dashboard's own page."""
    token = httpx.get(f"{address}/_stcore/health").cookies["_streamlit_xsrf"]
    return {"Cookie": f"_streamlit_xsrf={token}", "X-Xsrftoken": token}


def _put(address: str, session_id: str, content: bytes, path: str = "/_stcore/upload_file") -> int:
    """The status that a browser's upload is answered with; 413 too where it is cut off for its length."""
    try:
        # The words of the answer are not waited for: a server that reads nothing may hang up before them.
        with httpx.stream(
            "PUT",
            f"{address}{path}/{session_id}/{uuid4()}",
            files={"plan.csv": ("plan.csv", content)},
            headers=_permission(address),
        ) as answer:
            return answer.status_code
    except (httpx.ReadError, httpx.WriteError):
        return 413


def _held(reader: Session, query: str = "") -> list[int]:
    """The sizes of the files that the server holds of a session."""
    texts = [m.delta.new_element.text.body for m in reader.open(query) if m.WhichOneof("type") == "delta"]
    files: dict[str, list[int]] = json.loads(next(text for text in texts if text))
    return files.get(reader.id, [])


def test_a_file_is_taken_only_where_a_page_has_asked_for_one(address: str, reader: Session) -> None:
    reader.open()
    assert _put(address, reader.id, b"x") == 403
    assert _held(reader) == []
    reader.open("asks=yes")
    assert _put(address, reader.id, b"x") == 204
    assert _put(address, str(uuid4()), b"x") == 403
    reader.open()
    assert _put(address, reader.id, b"x") == 403


def test_a_session_holds_one_file_and_none_once_its_page_is_left(address: str, reader: Session) -> None:
    reader.open("asks=yes")
    for size in (1_000_000, 2_000_000, 3_000_000):
        assert _put(address, reader.id, b"x" * size) == 204
    assert _held(reader, "asks=yes") == [3_000_000]
    reader.open()
    assert _held(reader) == []


def test_a_file_of_ten_megabytes_is_taken_and_a_larger_one_refused(address: str, reader: Session) -> None:
    reader.open("asks=yes")
    most = LARGEST_FILE_MB * 1024 * 1024
    # A browser's request has a little around the file.
    assert _put(address, reader.id, b"x" * (most + 100_000)) == 413
    assert _held(reader, "asks=yes") == []
    assert _put(address, reader.id, b"x" * (most - 1024)) == 204


@pytest.mark.parametrize("path", ["/_stcore//upload_file", "/other", "/_stcore/upload_file/x"])
def test_no_other_address_takes_a_file(address: str, reader: Session, path: str) -> None:
    reader.open("asks=yes")
    assert _put(address, reader.id, b"x", path=path) in (403, 404, 405)
    assert _held(reader) == []


def test_a_file_that_never_ends_is_given_up_and_holds_up_no_other(address: str, reader: Session) -> None:
    reader.open("asks=yes")
    headers = "".join(f"{name}: {value}\r\n" for name, value in _permission(address).items())
    at = urlsplit(address)
    with socket.create_connection((at.hostname or "", at.port or 0), timeout=60) as slow:
        slow.sendall(
            f"PUT /_stcore/upload_file/{reader.id}/slow HTTP/1.1\r\nHost: {at.netloc}\r\n"
            f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n"
            f"{headers}\r\n--b\r\n".encode()
        )
        with session(address) as other:
            other.open("asks=yes")
            assert _put(address, other.id, b"x") == 204
        answer = slow.recv(1000)
    assert b" 408 " in answer or b" 429 " in answer
    assert _put(address, reader.id, b"x") == 204


def test_the_limit_of_the_server_is_the_limit_of_the_largest_file() -> None:
    assert f"maxUploadSize = {LARGEST_EXTRACT_MB}\n" in (ROOT / ".streamlit" / "config.toml").read_text()


def test_the_process_that_reads_a_file_starts_without_the_screen() -> None:
    code = (
        "import csp.topics.action_plan.store.plan_worker, sys; "
        "print(*{'streamlit', 'pandas', 'duckdb', 'sqlalchemy'} & set(sys.modules))"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == ""
