"""A deployment as docs/deploy.md describes it, on this machine: `csp serve`, nginx with TLS, PostgreSQL."""

from __future__ import annotations

import http.client
import os
import pwd
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_S = 60


def wait_until(holds: Callable[[], object], what: str, patience: float = PATIENCE_S) -> None:
    """Waits until something holds; fails with what it was after a generous time."""
    deadline = time.monotonic() + patience
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {patience:.0f} s: {what}")
        time.sleep(0.1)


def free_ports(count: int) -> list[int]:
    """The first of so many free ports in a row, below those the system gives to outgoing connections."""
    for first in range(18_000 + os.getpid() % 10_000, 32_000):
        ports = list(range(first, first + count))
        if all(map(_is_free, ports)):
            return ports
    raise AssertionError("no free ports")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


@dataclass(frozen=True)
class Workers:
    """A running `csp serve`."""

    process: subprocess.Popen[bytes]
    log: Path
    ports: tuple[int, ...]

    def processes(self, number: int) -> list[int]:
        """The process ids that a worker has had, the latest last."""
        text = self.log.read_text(encoding="utf-8")
        return [int(pid) for pid in re.findall(rf"Worker {number} \(.*\) answers; process (\d+)", text)]


@contextmanager
def serving_workers(
    count: int, folder: Path, ports: list[int], environment: Mapping[str, str]
) -> Iterator[Workers]:
    """`csp serve` with so many workers that all answer; every process is ended afterwards."""
    command = [sys.executable, "-m", "csp", "serve", f"--workers={count}", f"--port={ports[0]}"]
    log = folder / "serve.log"
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        workers = Workers(process, log, tuple(ports[:count]))
        try:
            for number in range(1, count + 1):
                wait_until(lambda n=number: workers.processes(n), f"worker {number} answers: {log}")
            yield workers
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE_S)


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of its own making for localhost, and its key."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=localhost",
    ]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key


@dataclass(frozen=True)
class Proxy:
    """A running nginx."""

    https: int
    http: int
    certificate: Path

    @property
    def address(self) -> str:
        return f"https://localhost:{self.https}"

    def ask(self, path: str, name: str = "localhost", cookie: str = "") -> Answer:
        """The answer to a request for this path of a name, whatever its status. Raises OSError."""
        trust = ssl.create_default_context(cafile=self.certificate)
        trust.check_hostname = name == "localhost"
        with closing(http.client.HTTPSConnection("127.0.0.1", self.https, context=trust)) as connection:
            connection.sock = trust.wrap_socket(
                socket.create_connection(("127.0.0.1", self.https), PATIENCE_S), server_hostname=name
            )
            return _asked(connection, name, path, cookie)

    def ask_plainly(self, path: str, name: str = "localhost") -> Answer:
        """The same without TLS."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.http, timeout=PATIENCE_S)) as connection:
            return _asked(connection, name, path, "")


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def _asked(connection: http.client.HTTPConnection, name: str, path: str, cookie: str) -> Answer:
    headers = {"Host": name, **({"Cookie": cookie} if cookie else {})}
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return Answer(answer.status, dict(answer.getheaders()), answer.read())


_MAIN = """
{user}pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes 1;
daemon off;
events {{ worker_connections 2048; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/dashboard.conf;
}}
"""


@contextmanager
def running_nginx(folder: Path, https: int, http: int, first_port: int, workers: int) -> Iterator[Proxy]:
    """nginx with the configuration that `csp proxy-config` prints, in front of so many workers."""
    certificate, key = make_certificate(folder)
    command = [sys.executable, "-m", "csp", "proxy-config", "--name=localhost", f"--workers={workers}"]
    command += [f"--port={first_port}", f"--certificate={certificate}", f"--key={key}"]
    command += [f"--https=127.0.0.1:{https}", f"--http=127.0.0.1:{http}"]
    printed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    (folder / "dashboard.conf").write_bytes(printed)
    main = folder / "nginx.conf"
    # Its own account could not write to a folder of ours.
    user = f"user {pwd.getpwuid(os.geteuid()).pw_name};\n" if os.geteuid() == 0 else ""
    main.write_text(_MAIN.format(folder=folder, user=user), encoding="utf-8")
    nginx = find_nginx()
    assert nginx is not None, "install nginx"
    process = subprocess.Popen([nginx, "-c", str(main), "-e", str(folder / "error.log")])
    try:
        wait_until(lambda: process.poll() is not None or not _is_free(https), "nginx listens")
        assert process.poll() is None, (folder / "error.log").read_text()
        yield Proxy(https, http, certificate)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_S)


def find_nginx() -> str | None:
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")


def _postgresql_programs() -> Path | None:
    """The newest folder with initdb and pg_ctl."""
    programs = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3])
    )
    return programs[-1].parent if programs else None


@contextmanager
def running_postgresql() -> Iterator[str | None]:
    """The URL of a private server that is thrown away afterwards; None where the programs are not there.

    Raises RuntimeError, with what the server said, where it does not start.
    """
    programs = _postgresql_programs()
    if programs is None:
        yield None
        return
    # The path of a socket has to be short, which pytest's own folders are not.
    folder = Path(tempfile.mkdtemp(prefix="csp-pg-"))
    # PostgreSQL refuses to run as root.
    unprivileged = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if unprivileged:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
    data, log = folder / "data", folder / "log"

    def program(name: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [*unprivileged, str(programs / name), *arguments]
        return subprocess.run(command, cwd=folder, capture_output=True, check=False)

    try:
        made = program("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c max_connections=60"
        started = program("pg_ctl", "-D", str(data), "-l", str(log), "-o", options, "-w", "start")
        if started.returncode:
            raise RuntimeError(f"{made.stderr.decode()}{started.stderr.decode()}")
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        program("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
