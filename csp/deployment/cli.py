"""Command line of serving many: python -m csp serve, proxy-config."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Annotated

import typer

from csp.core import terminal
from csp.deployment import proxy, workers

FIRST_PORT = 8501
_LOG = logging.getLogger(__name__)

Count = Annotated[int, typer.Option("--workers", help="How many processes.")]
Port = Annotated[int, typer.Option(help="The first port; each process takes one from there on.")]


def add_to(app: typer.Typer) -> None:
    """Adds the commands to the command line."""
    app.command()(serve)
    app.command("proxy-config")(proxy_config)


def serve(
    count: Count = 2,
    port: Port = FIRST_PORT,
    address: Annotated[
        str, typer.Option(help="The address of this machine to listen on, for a proxy on another one.")
    ] = workers.LOOPBACK,
) -> None:
    """Run the dashboard in several processes, for a proxy in front of them; Ctrl+C ends them all."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%Y-%m-%d %H:%M:%S")
    stopping = threading.Event()
    workers.stop_on_signals(stopping)

    def run() -> None:
        planned = workers.plan_workers(count, port, address)
        _LOG.info(
            "%d %s on %s. Put nginx in front: python -m csp proxy-config (docs/deploy.md).",
            count,
            "worker starts" if count == 1 else "workers start",
            ", ".join(worker.address for worker in planned),
        )
        workers.serve(planned, stopping)

    terminal.guarded(run)


def proxy_config(  # noqa: PLR0913, PLR0917 - typer makes each of its eight options a parameter
    name: Annotated[str, typer.Option(help="The host name people type.")],
    certificate: Annotated[Path, typer.Option(help="The certificate with its chain, a PEM file.")],
    key: Annotated[Path, typer.Option(help="The key of the certificate, a PEM file.")],
    count: Count = 2,
    port: Port = FIRST_PORT,
    worker: Annotated[
        list[str] | None, typer.Option(help="host:port of a worker, once for each, for several machines.")
    ] = None,
    https: Annotated[str, typer.Option(help="Where to listen: a port or address:port.")] = "443",
    http: Annotated[str, typer.Option(help="Where to send people on to https from.")] = "80",
) -> None:
    """Print the configuration of nginx for the workers of `serve`: TLS, and every reader at one worker."""

    def run() -> None:
        addresses = worker or [one.address for one in workers.plan_workers(count, port)]
        front = proxy.Front(name, certificate, key, https, http)
        typer.echo(proxy.proxy_config(front, addresses), nl=False)

    terminal.guarded(run)
