"""The configuration of nginx that stands in front of the workers: deploy/nginx.conf.template, filled in.

A reader has to come back to the worker that holds the session. nginx keeps that in a cookie
with the worker's number: the first answer brings it, and a websocket that had to go to another
worker brings a new one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from csp.core import settings
from csp.core.errors import UserError

TEMPLATE = settings.ROOT / "deploy" / "nginx.conf.template"

_HOST = re.compile(r"[a-z0-9]([a-z0-9-]{0,62})(\.[a-z0-9]([a-z0-9-]{0,62}))*", re.IGNORECASE)
_LISTEN = re.compile(r"(([0-9.]+|\[[0-9a-f:]+\]):)?[0-9]{1,5}", re.IGNORECASE)
_PLACE = re.compile(r"@([A-Z_]+)@")


@dataclass(frozen=True)
class Front:
    """What the proxy shows to the network: its name, its addresses, its certificate and key."""

    name: str
    certificate: Path
    key: Path
    https: str = "443"
    http: str = "80"


def proxy_config(front: Front, workers: Sequence[str]) -> str:
    """The configuration, to be included in the http block of nginx.

    workers are the addresses host:port, in the order of their numbers. Raises UserError for a
    value that cannot stand in the configuration.
    """
    _check(front, workers)
    public_port = front.https.rpartition(":")[2]
    values = {
        "NAME": front.name,
        "HTTPS": front.https,
        "HTTP": front.http,
        "PUBLIC_PORT": "" if public_port == "443" else f":{public_port}",
        "CERTIFICATE": front.certificate.as_posix(),
        "KEY": front.key.as_posix(),
        "UPSTREAMS": "\n\n".join(_upstreams(workers)),
        "ROUTES": "\n".join(f"    {n} csp_{n};" for n in range(1, len(workers) + 1)),
        # Where nginx tried several workers, it lists them all; the last one answered.
        "SERVED": "\n".join(
            f'    "~(^|[ ,]){re.escape(worker)}$" {n};' for n, worker in enumerate(workers, start=1)
        ),
    }
    return _PLACE.sub(lambda place: values[place[1]], TEMPLATE.read_text(encoding="utf-8"))


def _upstreams(workers: Sequence[str]) -> list[str]:
    """One group for those who come without a cookie, and one for each worker with the others behind it."""
    everyone = _upstream("csp_any", ["least_conn;", *(f"server {worker} {_TRIES};" for worker in workers)])
    own = [
        _upstream(
            f"csp_{number}",
            [
                f"server {worker} {_TRIES};",
                *(f"server {other} {_TRIES} backup;" for other in workers if other != worker),
            ],
        )
        for number, worker in enumerate(workers, start=1)
    ]
    return [everyone, *own]


# A worker that refuses is left alone for as long as it takes to start again.
_TRIES = "max_fails=1 fail_timeout=5s"


def _upstream(name: str, lines: Sequence[str]) -> str:
    return "\n".join(
        [f"upstream {name} {{", f"    zone {name} 64k;", *(f"    {line}" for line in lines), "}"]
    )


def _check(front: Front, workers: Sequence[str]) -> None:
    if not _HOST.fullmatch(front.name):
        raise UserError(f'"{front.name}" is not a host name: give the name people type, without https://.')
    for address in (front.https, front.http):
        if not _LISTEN.fullmatch(address):
            raise UserError(f'"{address}" is not a port or address:port to listen on.')
    for path in (front.certificate, front.key):
        if not path.is_absolute() or re.search(r"[\s;{}'\"$#\\]", path.as_posix()):
            raise UserError(f'"{path}" has to be an absolute path without spaces or signs that nginx reads.')
    for worker in workers:
        host, _, port = worker.rpartition(":")
        if not _HOST.fullmatch(host) or not port.isdecimal() or not 0 < int(port) < 65536:
            raise UserError(f'"{worker}" is not the address of a worker: give host:port.')
    if len(set(workers)) < len(workers) or not workers:
        raise UserError("Name each worker once, and at least one.")
