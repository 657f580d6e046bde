"""Asking a service over https: within limits of time and size, again where a fault may pass, and politely.

A reply is whole or it is none: one that is cut short is asked for again. An address leads to https alone, by
whatever redirections, or to this machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ProtocolError

from csp.core import settings
from csp.services.addresses import is_allowed
from csp.services.errors import NotThereError, ServiceError, UnreachableError

T = TypeVar("T")

CONNECT_S, READ_S = 10.0, 60.0
ATTEMPTS = 4
# Of an address that nothing answers at: the network will hardly come back within seconds.
ATTEMPTS_UNREACHABLE = 2
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0
LARGEST_REPLY = 256 << 20
CHUNK = 1 << 16
# Too many requests, and the faults of a service that is busy or restarting.
PASSING = frozenset((408, 425, 429, 500, 502, 503, 504))


class _Local(HTTPAdapter):  # type: ignore[misc]
    """Plain http, to this machine alone: a redirection cannot lead to it elsewhere."""

    def send(self, request: Any, **options: Any) -> Any:
        if not is_allowed(request.url or ""):
            raise ServiceError(f"{urlsplit(request.url).hostname} is not asked, because it is not https")
        return super().send(request, **{**options, "proxies": {}})


class _PassingError(Exception):
    """A fault that may be gone at the next attempt. pause: in seconds, as the service asks for."""

    def __init__(self, fault: str, pause: float | None = None, is_unreachable: bool = False) -> None:
        super().__init__(fault)
        self.pause = pause
        self.is_unreachable = is_unreachable


@dataclass(frozen=True)
class Part:
    """A range of a file: where it begins, its bytes, and what the file is called by its service (ETag)."""

    first: int
    content: bytes
    edition: str


@dataclass
class Client:
    """Asks services. pause: waits so many seconds; tests need not."""

    pause: Callable[[float], None] = time.sleep
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self.session.mount("http://", _Local())
        self.session.headers["User-Agent"] = (
            f"community-safety-dashboard/{settings.read_version()} (csp setup, csp update)"
        )

    def fetch(self, service: str, address: str, parameters: Mapping[str, str | int] | None = None) -> bytes:
        """The whole reply of a service, called service in sentences. Raises ServiceError."""

        def ask() -> bytes:
            with self._get(service, address, params=parameters) as reply:
                return _read(reply, LARGEST_REPLY, service)

        return self._insist(service, ask)

    def fetch_range(self, service: str, address: str, wanted: str, most: int) -> Part:
        """A part of a file, wanted as the header Range has it. Raises ServiceError.

        A service that would send the whole file instead is refused before any of it is read. most: bytes.
        """

        def ask() -> Part:
            # Packed on its way, a part would be of other bytes than its header says.
            headers = {"Range": wanted, "Accept-Encoding": "identity"}
            with self._get(service, address, headers=headers) as reply:
                named = reply.headers.get("Content-Range", "")
                if reply.status_code != 206 or not named.startswith("bytes "):
                    raise ServiceError(
                        f"{service} gives the whole archive only and no part of it, which would be more than "
                        "1 GB"
                    )
                first, last = _read_range(named, service)
                content = _read(reply, most, service)
                if len(content) != last - first + 1:
                    raise _PassingError("cuts its replies short")
                return Part(first, content, reply.headers.get("ETag", ""))

        return self._insist(service, ask)

    def _get(self, service: str, address: str, **options: Any) -> Any:
        try:
            reply = self.session.get(address, stream=True, timeout=(CONNECT_S, READ_S), **options)
        except requests.exceptions.SSLError as error:
            raise ServiceError(
                f"{service} has no certificate that this machine trusts ({urlsplit(address).hostname})"
            ) from error
        except requests.Timeout as error:
            raise _PassingError("does not answer in time", is_unreachable=True) from error
        except requests.ConnectionError as error:
            if isinstance(error.args[0] if error.args else None, ProtocolError):
                raise _PassingError("hangs up") from error
            raise _PassingError(
                f"cannot be reached from this machine ({urlsplit(address).hostname})", is_unreachable=True
            ) from error
        except requests.RequestException as error:
            raise ServiceError(f"{service} cannot be asked ({type(error).__name__})") from error
        if reply.ok:
            return reply
        with reply:
            raise _refuse(service, reply)

    def _insist(self, service: str, ask: Callable[[], T]) -> T:
        """What an attempt gives, after some that may fail."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return ask()
            except requests.RequestException:
                fault: _PassingError = _PassingError("cuts its replies short")
            except _PassingError as passing:
                fault = passing
            if attempt == ATTEMPTS or (fault.is_unreachable and attempt == ATTEMPTS_UNREACHABLE):
                kind = UnreachableError if fault.is_unreachable else ServiceError
                raise kind(f"{service} {fault}")
            pause = FIRST_PAUSE_S * 2 ** (attempt - 1) if fault.pause is None else fault.pause
            self.pause(min(pause, LONGEST_PAUSE_S))
        raise AssertionError


def _refuse(service: str, reply: Any) -> Exception:
    """The error for a reply that is none."""
    status = reply.status_code
    if status in PASSING:
        fault = "is asked too often (429)" if status == 429 else f"is out of order ({status})"
        return _PassingError(fault, _read_pause(reply.headers.get("Retry-After", "")))
    if status in (404, 410):
        return NotThereError(f"{service} has nothing at {reply.url.partition('?')[0]}")
    return ServiceError(f"{service} refuses the request ({status})")


def _read_pause(text: str) -> float | None:
    """The seconds that the header Retry-After asks for, as a number or as a time; None where it does not."""
    if text.strip().isdecimal():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _read_range(named: str, service: str) -> tuple[int, int]:
    """The first and the last byte of a reply: "bytes 0-99/1234"."""
    first, _, last = named.removeprefix("bytes ").partition("/")[0].partition("-")
    if not (first.isdecimal() and last.isdecimal() and int(first) <= int(last)):
        raise ServiceError(f"{service} does not say which part of the archive it sends")
    return int(first), int(last)


def _read(reply: Any, most: int, service: str) -> bytes:
    content = bytearray()
    for chunk in reply.iter_content(CHUNK):
        content += chunk
        if len(content) > most:
            raise ServiceError(f"{service} sends more than anything of its kind, {most >> 20:,} MB and on")
    return bytes(content)
