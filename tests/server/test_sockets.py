"""What comes in by websocket, in order and forged."""

from __future__ import annotations

import contextlib
import random

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus

from csp.server.sockets import LARGEST_MESSAGE
from tests.server.wire import ask, draw, kinds, listen, words


@pytest.fixture
def reader(dashboard):
    with dashboard.reader() as one:
        yield one


def forged(**fields):
    message = BackMsg()
    for name, value in fields.items():
        setattr(message, name, value)
    return message.SerializeToString()


def nameless():
    message = BackMsg()
    message.rerun_script.widget_states.widgets.add(id="", string_value="x")
    return message.SerializeToString()


def operation(name):
    message = BackMsg()
    getattr(message.backend_operation_request, name).SetInParent()
    return message.SerializeToString()


FORGERIES = {
    "text": "rerun",
    "empty": b"",
    "noise": bytes(range(256)),
    "broken": ask(query="x" * 100)[:-7],
    "deep": b"\x5b" * 200_000,
    "huge": b"\x00" * (LARGEST_MESSAGE + 1),
    "no widget": nameless(),
    "install": operation("install_skills"),
    "dismiss": operation("dismiss_skills_nudge"),
    "shutdown": forged(debug_shutdown_runtime=True),
    "disconnect": forged(debug_disconnect_websocket=True),
}


@pytest.mark.parametrize("kind", FORGERIES)
def test_a_message_that_is_not_in_order_closes_the_websocket_with_one_line_in_the_log(
    dashboard, reader, kind
):
    before = len(dashboard.read_log())
    with reader.socket() as socket:
        socket.send(FORGERIES[kind])
        assert "delta" not in kinds(listen(socket))
    log = dashboard.read_log()[before:]
    assert "Traceback" not in log
    assert len(log.strip().splitlines()) == 1
    with reader.socket() as socket:
        assert "All crime in Tunbridge" in words(draw(socket, ask()))


def test_noise_of_any_kind_leaves_the_server_standing(dashboard, reader):
    chance = random.Random(8)
    before = len(dashboard.read_log())
    for _ in range(60):
        noise = chance.randbytes(chance.randrange(1, 400))
        with reader.socket() as socket, contextlib.suppress(ConnectionClosed):
            socket.send(noise)
            socket.close()
    with reader.socket() as socket:
        assert "All crime in Tunbridge" in words(draw(socket, ask()))
    assert "Traceback" not in dashboard.read_log()[before:]


def test_no_reader_empties_the_caches_of_all(dashboard, reader):
    before = len(dashboard.read_log())
    with reader.socket() as socket:
        for _ in range(3):
            socket.send(forged(clear_cache=True))
        assert "All crime in Tunbridge" in words(draw(socket, ask()))
    assert dashboard.read_log()[before:] == ""


@pytest.mark.parametrize(
    "change",
    [
        lambda message: setattr(message, "page_script_hash", "../../etc/passwd"),
        lambda message: setattr(message, "page_script_hash", "x" * 100_000),
        lambda message: setattr(message, "page_name", "../app"),
        lambda message: message.widget_states.widgets.add(id="$$ID-x-type", int_value=2**62),
        lambda message: setattr(message, "query_string", "type=" + "%F0%9F" * 1000),
    ],
    ids=["path", "long", "name", "widget", "query"],
)
def test_a_forged_request_for_a_page_harms_nobody(dashboard, reader, change):
    message = BackMsg()
    change(message.rerun_script)
    before = len(dashboard.read_log())
    with reader.socket() as socket:
        draw(socket, message.SerializeToString())
    with reader.socket() as socket:
        assert "All crime in Tunbridge" in words(draw(socket, ask()))
    assert "Traceback" not in dashboard.read_log()[before:]


def test_one_address_opens_so_many_and_no_more(dashboard, reader):
    with contextlib.ExitStack() as sockets:
        for _ in range(12):
            sockets.enter_context(reader.socket())
        with pytest.raises(InvalidStatus) as refused:
            reader.socket()
        assert refused.value.response.status_code == 429
        # Another address, told by a proxy on this machine, is counted by itself.
        sockets.enter_context(reader.socket(headers={"X-Forwarded-For": "192.0.2.7"}))
    with reader.socket():
        pass
    assert dashboard.read_log().count("12 are open") == 1


def test_what_somebody_who_is_no_proxy_says_of_their_address_counts_for_nothing(reader):
    """From 127.0.0.2, which is not among the proxies that are trusted."""
    with contextlib.ExitStack() as sockets:
        for n in range(12):
            options = {"headers": {"X-Forwarded-For": f"192.0.2.{n}"}, "source": "127.0.0.2"}
            sockets.enter_context(reader.socket(**options))
        with pytest.raises(InvalidStatus):
            reader.socket(headers={"X-Forwarded-For": "192.0.2.99"}, source="127.0.0.2")
