"""How long readers wait when many click at once: websocket sessions through nginx, by workers and database.

    python -m tests.bench.load                     25 and 60 sessions, 1 and 2 workers, SQLite and PostgreSQL
    python -m tests.bench.load --sessions 6 --workers 2 --database sqlite --clicks 4

Every session is a browser's worth of protocol: it asks for the page, keeps the cookie of its
worker, opens the websocket over TLS and then clicks: it opens one page of the menu after
another, with filters, and waits each time until the script has finished. Without --think it
clicks again at once, which is harder than people do. Times are in seconds, from the click to
the end of the script. "empty" is an empty Streamlit page in one process, with the same
number of sessions, in the same run: what the machine and Streamlit themselves cost. It is served as
Streamlit comes, which collects garbage after every run; --same-settings spares it that.

With two workers one is killed (SIGKILL) in the middle of a second round: the table says how many
readers had to reconnect, how long the slowest waited until a page was drawn again, how many
clicks failed all the same, and after how long the worker answered again.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import os
import random
import shutil
import signal
import ssl
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from csp.shell import pages
from csp.shell.frame import BROKEN
from tests.deployment import (
    ROOT,
    Proxy,
    Workers,
    free_ports,
    running_nginx,
    running_postgresql,
    serving_workers,
)
from tests.e2e.browser import serving
from tests.server.wire import ask

EMPTY = 'import streamlit as st\n\nst.title("Empty")\n'
TYPES = ("All+crime", "Shoplifting", "Burglary", "Robbery", "Criminal+damage")
# What readers open: every page whose figures or actions are looked up for it.
PAGES = tuple(spec.file for spec in pages.PAGES if spec.file not in ("data", "help"))
PATIENCE_S = 180.0


@dataclass
class Round:
    """What the sessions of one round saw."""

    waits: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    reconnects: list[float] = field(default_factory=list)
    """Seconds from the loss of a connection until a page was drawn again, one for each reader who lost it."""


@dataclass
class Reader:
    """One session: where it connects, and the cookie that keeps it with its worker."""

    address: str
    number: int
    trust: ssl.SSLContext | None
    clicks: int
    think: float
    pages: Sequence[str]
    cookie: str = ""

    async def read(self, seen: Round) -> None:
        """Open the dashboard and click so many times; a connection that is lost is made again."""
        socket = await self._connect()
        for click in range(self.clicks + 1):
            page = self.pages[(self.number + click) % len(self.pages)] if self.pages else ""
            query = f"type={TYPES[(self.number + click) % len(TYPES)]}" if page else ""
            started = time.perf_counter()
            try:
                await self._draw(socket, page, query, seen)
            except (ConnectionClosed, OSError):
                socket = await self._connect()
                await self._draw(socket, page, query, seen)
                seen.reconnects.append(time.perf_counter() - started)
            # The first page is the opening, which fills caches: it is no click.
            if click:
                seen.waits.append(time.perf_counter() - started)
            await asyncio.sleep(random.uniform(0, 2 * self.think))
        await socket.close()

    async def _connect(self) -> ClientConnection:
        stream = f"ws{self.address.removeprefix('http')}/_stcore/stream"
        deadline = time.perf_counter() + PATIENCE_S
        while True:
            try:
                if not self.cookie:
                    self.cookie = await asyncio.to_thread(self._first_cookie)
                socket = await connect(
                    stream,
                    origin=self.address,  # type: ignore[arg-type]
                    ssl=self.trust,
                    additional_headers={"Cookie": self.cookie} if self.cookie else {},
                    subprotocols=["streamlit"],  # type: ignore[list-item]
                    max_size=None,
                    open_timeout=PATIENCE_S,
                    ping_timeout=None,
                    proxy=None,
                )
            except (OSError, InvalidStatus, TimeoutError):
                if time.perf_counter() > deadline:
                    raise
                await asyncio.sleep(0.5)
                continue
            moved = socket.response.headers.get("Set-Cookie", "") if socket.response else ""
            self.cookie = moved.partition(";")[0] or self.cookie
            return socket

    def _first_cookie(self) -> str:
        with urllib.request.urlopen(f"{self.address}/", timeout=PATIENCE_S, context=self.trust) as answer:
            return str(answer.headers.get("Set-Cookie", "")).partition(";")[0]

    async def _draw(self, socket: ClientConnection, page: str, query: str, seen: Round) -> None:
        await socket.send(ask(page, query))
        drawn = 0
        while True:
            data = await asyncio.wait_for(socket.recv(), PATIENCE_S)
            message = ForwardMsg()
            message.ParseFromString(data if isinstance(data, bytes) else data.encode())
            kind = message.WhichOneof("type")
            drawn += kind == "delta"
            if kind == "delta" and BROKEN[:40].encode() in data:  # type: ignore[operator]
                seen.failures.append(f"{page}?{query}: could not be drawn")
            if kind != "script_finished":
                continue
            # A deep link starts its page twice: csp.shell.frame.
            if message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                continue
            if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY or not drawn:
                seen.failures.append(f"{page}?{query}: status {message.script_finished}, {drawn} elements")
            return


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def memory_of(process: int) -> float:
    """Resident memory of a process, in MB."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise LookupError(process)


@dataclass(frozen=True)
class Load:
    """How the readers of a round behave."""

    sessions: int
    clicks: int
    think: float


def run_round(address: str, trust: ssl.SSLContext | None, load: Load, pages: Sequence[str]) -> Round:
    seen = Round()
    asyncio.run(_read_all(address, trust, load, pages, seen))
    return seen


async def _read_all(
    address: str, trust: ssl.SSLContext | None, load: Load, pages: Sequence[str], seen: Round
) -> None:
    readers = [Reader(address, n, trust, load.clicks, load.think, pages) for n in range(load.sessions)]
    await asyncio.gather(*(reader.read(seen) for reader in readers))


@dataclass(frozen=True)
class Killed:
    """What a round saw in which a worker was killed, and the seconds until it answered again."""

    round: Round
    back: float


def run_killing(address: str, trust: ssl.SSLContext, load: Load, workers: Workers) -> Killed:
    """A round in which worker 1 is killed when a third of the clicks have been answered."""
    seen = Round()

    async def both() -> Killed:
        reading = asyncio.create_task(_read_all(address, trust, load, PAGES, seen))
        while len(seen.waits) < load.sessions * load.clicks / 3:
            await asyncio.sleep(0.01)
        before = workers.processes(1)
        os.kill(before[-1], signal.SIGKILL)
        killed = time.perf_counter()
        while len(workers.processes(1)) == len(before):
            await asyncio.sleep(0.1)
        back = time.perf_counter() - killed
        await reading
        return Killed(seen, back)

    return asyncio.run(both())


@contextmanager
def deployed(count: int, database: str, folder: Path) -> Iterator[tuple[Workers, Proxy]]:
    """So many workers behind nginx, with the plan in SQLite or PostgreSQL."""
    ports = free_ports(count + 2)
    environment = {"CSP_EXTRACTS": str(folder / "extracts"), "CSP_BOARD": str(folder / "board")}
    with ExitStack() as stack:
        if database == "postgresql":
            url = stack.enter_context(running_postgresql())
            assert url is not None, "install postgresql"
            environment["CSP_DATABASE_URL"] = url
        workers = stack.enter_context(serving_workers(count, folder, ports, environment))
        proxy = stack.enter_context(running_nginx(folder, ports[-2], ports[-1], ports[0], count))
        yield workers, proxy


def measure_empty(load: Load, same_settings: bool) -> Round:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if same_settings:
            shutil.copytree(ROOT / ".streamlit", folder / ".streamlit", ignore=lambda *_: ["secrets.toml"])
        (folder / "app.py").write_text(EMPTY, encoding="utf-8")
        with serving(folder, folder / "server.log") as address:
            return run_round(address, None, load, ())


COLUMNS = "{:>8}  {:>7}  {:<10}  {:>6}  {:>6}  {:>6}  {:>7}  {:>7}  {:>8}  {}"


def measure(load: Load, count: int, database: str, empty: Round) -> None:
    """Measure one deployment and print its row."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # nginx may drop its rights, and has to read its folder all the same.
        folder.chmod(0o755)
        with deployed(count, database, folder) as (workers, proxy):
            trust = ssl.create_default_context(cafile=proxy.certificate)
            seen = run_round(proxy.address, trust, load, PAGES)
            memory = [f"{memory_of(workers.processes(n)[-1]):.0f}" for n in range(1, count + 1)]
            _print_row(load, count, database, seen, empty, memory)
            if count > 1:
                _print_killed(run_killing(proxy.address, trust, load, workers), load)


def _print_row(load: Load, count: int, database: str, seen: Round, empty: Round, memory: list[str]) -> None:
    median, late = percentile(seen.waits, 0.5), percentile(seen.waits, 0.95)
    figures = [f"{median:.2f}", f"{late:.2f}", f"{max(seen.waits):.2f}"]
    ratios = [
        f"{median / percentile(empty.waits, 0.5):.1f}",
        f"{late / percentile(empty.waits, 0.95):.1f}",
    ]
    print(
        COLUMNS.format(
            load.sessions, count, database, *figures, *ratios, len(seen.failures), " + ".join(memory)
        ),
        flush=True,
    )
    for failure in seen.failures[:5]:
        print(f"          {failure}")


def _print_killed(killed: Killed, load: Load) -> None:
    seen = killed.round
    slowest = f"{max(seen.reconnects):.2f} s" if seen.reconnects else "none"
    total_clicks = load.sessions * load.clicks
    print(
        f"          a worker killed: {len(seen.reconnects)} of {load.sessions} readers reconnected, the "
        f"slowest drawn again after {slowest}; {len(seen.waits)} of {total_clicks} clicks answered, "
        f"{len(seen.failures)} failed; the worker back after {killed.back:.1f} s",
        flush=True,
    )
    for failure in seen.failures[:5]:
        print(f"          {failure}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sessions", type=int, nargs="+", default=[25, 60])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument(
        "--database", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"]
    )
    parser.add_argument("--clicks", type=int, default=6, help="of each session, after it has opened")
    parser.add_argument("--think", type=float, default=0.0, help="mean seconds between answer and click")
    parser.add_argument(
        "--same-settings", action="store_true", help="serve the empty page with the dashboard's settings"
    )
    options = parser.parse_args()
    machine = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    print(f"{machine}; {options.clicks} clicks a session, think {options.think} s")
    print(
        COLUMNS.format(
            "sessions",
            "workers",
            "plan",
            "p50 s",
            "p95 s",
            "max s",
            "p50 x",
            "p95 x",
            "failures",
            "MB a worker",
        )
    )
    for sessions in options.sessions:
        load = Load(sessions, options.clicks, options.think)
        empty = measure_empty(load, options.same_settings)
        figures = [f"{percentile(empty.waits, share):.2f}" for share in (0.5, 0.95, 1)]
        print(COLUMNS.format(sessions, 1, "empty", *figures, "", "", len(empty.failures), ""), flush=True)
        for count in options.workers:
            for database in options.database:
                measure(load, count, database, empty)


if __name__ == "__main__":
    main()
