"""How large a file a page takes: what its uploaders say, whatever the server's own limit is."""

from __future__ import annotations

import asyncio

import pytest

from csp.shell import uploads

MEGABYTE = 1024 * 1024


async def app(_scope, receive, send):
    """An application that takes every file to its end."""
    more = True
    while more:
        more = (await receive()).get("more_body", False)
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def put(session, megabytes):
    """The status with which a file is answered that arrives in pieces of a megabyte."""
    pieces = [{"type": "http.request", "body": b"x" * MEGABYTE, "more_body": True} for _ in range(megabytes)]
    waiting = iter([*pieces, {"type": "http.request", "body": b"", "more_body": False}])
    answers = []

    async def receive():
        return next(waiting)

    async def send(message):
        answers.append(message)

    scope = {"type": "http", "method": "PUT", "path": f"/_stcore/upload_file/{session}/file"}
    asyncio.run(uploads.UploadGuard(app)(scope, receive, send))
    return answers[0]["status"]


@pytest.fixture
def session():
    yield "a-session"
    uploads.settle("a-session")
    uploads.settle("a-session")


def test_a_larger_file_than_the_page_takes_is_refused(session):
    uploads.expect(session, largest_mb=2)
    assert put(session, 2) == 204
    assert put(session, 3) == 413


@pytest.mark.parametrize("sizes", [(1, 4), (4, 1)])
def test_a_page_of_two_uploaders_takes_what_the_larger_one_takes(session, sizes):
    for size in sizes:
        uploads.expect(session, largest_mb=size)
    assert put(session, 4) == 204
    assert put(session, 5) == 413


def test_what_an_earlier_page_took_does_not_count_for_the_next(session):
    uploads.expect(session, largest_mb=4)
    uploads.settle(session)
    uploads.expect(session, largest_mb=1)
    assert put(session, 2) == 413
