"""A session with a running dashboard over its real websocket, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

PATIENCE_S = 60


class Session:
    """One reader's connection. id is what Streamlit calls the session."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.id = ""

    def open(self, query: str = "") -> list[ForwardMsg]:
        """Run the page with a query; everything the server says until the run is over."""
        request = BackMsg()
        request.rerun_script.query_string = query
        self.socket.send(request.SerializeToString())
        heard: list[ForwardMsg] = []
        while not heard or heard[-1].WhichOneof("type") != "script_finished":
            message = ForwardMsg()
            message.ParseFromString(self.socket.recv(timeout=PATIENCE_S))
            if message.WhichOneof("type") == "new_session":
                self.id = message.new_session.initialize.session_id or self.id
            heard.append(message)
        return heard


@contextmanager
def session(address: str) -> Iterator[Session]:
    """A session with the dashboard at an address such as http://localhost:8501."""
    stream = address.replace("http://", "ws://") + "/_stcore/stream"
    with connect(stream, subprotocols=["streamlit"], max_size=None) as socket:  # type: ignore[list-item]
        yield Session(socket)
