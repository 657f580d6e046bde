"""Several Streamlit processes on this machine, kept alive.

One process of Python computes on one core, so sixty readers of one process wait for each
other. Each worker is `streamlit run app.py` on a port of its own that only this machine can
reach. A reader stays with one worker (csp.deployment.proxy), because a worker keeps its readers'
sessions in memory; everything that lasts is in the action plan's database and the store of extracts,
which all workers share. So a worker that ends costs its readers a reconnect and nothing else.
"""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import logging
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from csp.core import settings
from csp.core.errors import UserError

LOOPBACK = "127.0.0.1"
MOST_WORKERS = 64

# All in seconds. A worker under load answers late, so only a long silence counts as its end.
LOOK_EVERY = 5.0
ANSWER_WITHIN = 10.0
SILENCE = 60.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
STEADY_AFTER = 60.0
STOP_WITHIN = 10.0
_TICK = 0.25

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Worker:
    """One process to keep: its number, from 1, and where it listens."""

    number: int
    port: int
    host: str = LOOPBACK

    @property
    def address(self) -> str:
        return f"{self.host}:{self.port}"

    def __str__(self) -> str:
        return f"Worker {self.number} ({self.address})"


def plan_workers(count: int, first_port: int, host: str = LOOPBACK) -> tuple[Worker, ...]:
    """The workers on the ports from first_port on, at an IPv4 address of this machine.

    Raises UserError for a count or port out of range, or what is no such address.
    """
    try:
        listens = ipaddress.IPv4Address(host)
    except ValueError as error:
        raise UserError(f'"{host}" is not an IPv4 address of this machine.') from error
    if listens.is_unspecified:
        raise UserError("Name one address of this machine for the workers, not all of them (0.0.0.0).")
    if not 1 <= count <= MOST_WORKERS:
        raise UserError(f"The number of workers has to be from 1 to {MOST_WORKERS}.")
    if not 1024 <= first_port <= 65536 - count:
        raise UserError(f"The first port has to be from 1024 to {65536 - count}.")
    return tuple(Worker(number, first_port + number - 1, host) for number in range(1, count + 1))


def check_ports(workers: Sequence[Worker]) -> None:
    """Raises UserError where another program holds the port of a worker."""
    for worker in workers:
        with socket.socket() as probe:
            # As the server binds: a connection that is closing does not hold the port.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((worker.host, worker.port))
            except OSError as error:
                if error.errno == errno.EADDRNOTAVAIL:
                    raise UserError(f"{worker.host} is not an address of this machine.") from error
                raise UserError(
                    f"Port {worker.port} is taken by another program, perhaps a dashboard that still runs: "
                    "stop that, or choose another --port."
                ) from error


def serve(workers: Sequence[Worker], stopping: threading.Event) -> None:
    """Starts the workers and keeps them until stopping is set; then ends them all.

    Raises UserError where a port is taken, and where a worker ends before it has ever answered: its
    output says why, and to start it again would not help.
    """
    check_ports(workers)
    unfit: list[Worker] = []
    # All workers share one secret, so that each accepts the cookies that another has signed.
    environment = {"STREAMLIT_SERVER_COOKIE_SECRET": secrets.token_hex(32), **os.environ}
    keepers = [
        threading.Thread(target=_keep, args=(worker, environment, stopping, unfit), name=str(worker))
        for worker in workers
    ]
    for keeper in keepers:
        keeper.start()
    for keeper in keepers:
        keeper.join()
    if unfit:
        raise UserError(f"{unfit[0]} could not start, so all were stopped: what it said above tells why.")


def stop_on_signals(stopping: threading.Event) -> None:
    """Sets stopping when the process gets SIGTERM or Ctrl+C."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())


def _keep(
    worker: Worker, environment: Mapping[str, str], stopping: threading.Event, unfit: list[Worker]
) -> None:
    """Starts one worker again, after a pause, whenever it has ended. One that never answered is unfit."""
    pause = FIRST_PAUSE
    answered_once = False
    while not stopping.is_set():
        started = time.monotonic()
        process = _start(worker, environment)
        try:
            reason, answered = _watch(worker, process, stopping)
        finally:
            _end(process)
        answered_once |= answered
        if not answered_once and not stopping.is_set():
            unfit.append(worker)
            stopping.set()
        if stopping.is_set():
            break
        if time.monotonic() - started > STEADY_AFTER:
            pause = FIRST_PAUSE
        _LOG.warning("%s %s; it is started again in %.0f s.", worker, reason, pause)
        stopping.wait(pause)
        pause = min(2 * pause, LONGEST_PAUSE)
    _LOG.info("%s is stopped.", worker)


def _start(worker: Worker, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    command += [f"--server.address={worker.host}", f"--server.port={worker.port}"]
    # A group of its own: Ctrl+C reaches this process alone, which then ends the workers in order.
    return subprocess.Popen(
        command,
        cwd=settings.ROOT,
        env={**environment, "CSP_WORKER": str(worker.number)},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def _watch(worker: Worker, process: subprocess.Popen[bytes], stopping: threading.Event) -> tuple[str, bool]:
    """Waits until a worker has ended, has been silent for too long, or is to stop.

    Says which, and whether it has ever answered.
    """
    ready = False
    heard = looked = time.monotonic()
    while not stopping.is_set():
        with contextlib.suppress(subprocess.TimeoutExpired):
            return _describe_end(process.wait(_TICK)), ready
        now = time.monotonic()
        if now - looked < (LOOK_EVERY if ready else _TICK):
            continue
        if _answers(worker, ANSWER_WITHIN if ready else 1.0):
            heard = time.monotonic()
            if not ready:
                _LOG.info("%s answers; process %d.", worker, process.pid)
            ready = True
        looked = time.monotonic()
        if looked - heard > SILENCE:
            return f"has not answered for {SILENCE:.0f} s", ready
    return "is to stop", ready


def _describe_end(code: int) -> str:
    return f"was ended by signal {-code}" if code < 0 else f"has ended with code {code}"


def _answers(worker: Worker, within: float) -> bool:
    try:
        with urllib.request.urlopen(f"http://{worker.address}/_stcore/health", timeout=within) as answer:
            healthy: bool = answer.status == 200
            return healthy
    except OSError:
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """Asks a process to end, and ends it where it does not."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(STOP_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
