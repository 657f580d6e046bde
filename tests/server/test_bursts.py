"""What a run says reaches the browser together, in its order, and a slow run still comes in parts."""

from __future__ import annotations

import asyncio

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from csp.server import bursts
from csp.server.bursts import Bursts

PATIENCE_S = 30


def message(kind):
    """A message of the server of a kind."""
    made = ForwardMsg()
    if kind == "script_finished":
        made.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    else:
        getattr(made, kind).SetInParent()
    return {"type": "websocket.send", "bytes": made.SerializeToString()}


BEGIN, ELEMENT, ADDRESS, END = (
    message(kind) for kind in ("new_session", "delta", "page_info_changed", "script_finished")
)
AWAIT = "await"


def run(*steps):
    """What goes out, and how much of it had gone out when each step was over.

    A step is a message that an application says, or AWAIT: it goes on when all it has said is out.
    """
    sent, sent_by_step = [], []

    async def application(_scope, _receive, send):
        said = 0
        for step in steps:
            if step == AWAIT:
                while len(sent) < said:
                    await asyncio.sleep(0.001)
            else:
                said += 1
                await send(step)
            sent_by_step.append(len(sent))

    async def send(what):
        sent.append(what)

    async def everything():
        await asyncio.wait_for(Bursts(application)({"type": "websocket"}, None, send), PATIENCE_S)

    asyncio.run(everything())
    return sent, sent_by_step


def test_what_a_quick_run_says_is_sent_when_it_has_finished(monkeypatch):
    monkeypatch.setattr(bursts, "HOLD_S", 2 * PATIENCE_S)
    sent, sent_by_step = run(BEGIN, ELEMENT, ELEMENT, END)
    assert sent == [BEGIN, ELEMENT, ELEMENT, END]
    assert sent_by_step == [0, 0, 0, 4]


def test_a_slow_run_is_sent_in_parts_and_in_its_order(monkeypatch):
    monkeypatch.setattr(bursts, "HOLD_S", 0.001)
    sent, _ = run(BEGIN, ELEMENT, AWAIT, ELEMENT, END)
    assert sent == [BEGIN, ELEMENT, ELEMENT, END]


def test_what_is_said_between_runs_is_sent_at_once(monkeypatch):
    monkeypatch.setattr(bursts, "HOLD_S", 2 * PATIENCE_S)
    assert run(BEGIN, END, ELEMENT)[1] == [0, 2, 3]


def test_what_a_run_says_of_the_address_is_sent_at_once(monkeypatch):
    monkeypatch.setattr(bursts, "HOLD_S", 2 * PATIENCE_S)
    sent, sent_by_step = run(BEGIN, ELEMENT, ADDRESS, ELEMENT, END)
    assert sent == [BEGIN, ELEMENT, ADDRESS, ELEMENT, END]
    assert sent_by_step == [0, 0, 3, 3, 5]


def test_nothing_is_kept_back_where_the_connection_is_closed_during_a_run(monkeypatch):
    monkeypatch.setattr(bursts, "HOLD_S", 2 * PATIENCE_S)
    close = {"type": "websocket.close", "code": 1000}
    assert run(BEGIN, ELEMENT, close)[0] == [BEGIN, ELEMENT, close]


def test_what_is_no_websocket_passes():
    sent = []

    async def application(_scope, _receive, send):
        await send("answer")

    async def send(what):
        sent.append(what)

    asyncio.run(Bursts(application)({"type": "http"}, None, send))
    assert sent == ["answer"]
