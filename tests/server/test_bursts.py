"""What a run says reaches the browser together, in its order, and a slow run still comes in parts."""

from __future__ import annotations

import asyncio
import time

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from csp.server import bursts
from csp.server.bursts import HOLD_S, Bursts


def message(kind):
    """A message of the server of a kind; a delta is marked by the order in which it was made."""
    made = ForwardMsg()
    if kind == "script_finished":
        made.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    else:
        getattr(made, kind).SetInParent()
    return {"type": "websocket.send", "bytes": made.SerializeToString()}


def run(steps):
    """What goes out, each message with the seconds since the start, where an application takes these steps.

    A step is a message to be sent, or seconds to be waited.
    """
    sent = []

    async def application(_scope, _receive, send):
        for step in steps:
            await (asyncio.sleep(step) if isinstance(step, float) else send(step))

    async def everything():
        began = time.perf_counter()

        async def send(what):
            sent.append((time.perf_counter() - began, what))

        await Bursts(application)({"type": "websocket"}, None, send)

    asyncio.run(everything())
    return sent


BEGIN, ELEMENT, END = (message(kind) for kind in ("new_session", "delta", "script_finished"))


def test_what_a_quick_run_says_is_sent_when_it_has_finished():
    sent = run([BEGIN, 0.03, ELEMENT, 0.03, ELEMENT, END])
    assert [what for _, what in sent] == [BEGIN, ELEMENT, ELEMENT, END]
    assert min(at for at, _ in sent) >= 0.06


def test_a_slow_run_is_sent_in_parts_and_in_its_order(monkeypatch):
    monkeypatch.setattr(bursts, "HOLD_S", 0.05)
    sent = run([BEGIN, ELEMENT, 0.4, ELEMENT, END])
    assert [what for _, what in sent] == [BEGIN, ELEMENT, ELEMENT, END]
    assert sent[1][0] < 0.4 <= sent[2][0]


def test_what_is_said_between_runs_is_sent_at_once():
    sent = run([BEGIN, END, ELEMENT, 2 * HOLD_S])
    assert len(sent) == 3
    assert sent[-1][0] < HOLD_S


def test_nothing_is_kept_back_where_the_connection_is_closed_during_a_run():
    close = {"type": "websocket.close", "code": 1000}
    assert [what for _, what in run([BEGIN, ELEMENT, close])] == [BEGIN, ELEMENT, close]


def test_what_is_no_websocket_passes():
    sent = []

    async def application(_scope, _receive, send):
        await send("answer")

    async def send(what):
        sent.append(what)

    asyncio.run(Bursts(application)({"type": "http"}, None, send))
    assert sent == ["answer"]
