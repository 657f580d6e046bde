"""What happens when the server starts, and the sentence a reader gets when a click fails."""

from __future__ import annotations

import ipaddress
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from streamlit import cli_util, config
from streamlit.web.server import server_util

from csp.core.errors import UserError
from csp.server import setup
from csp.shell import identity

_LOG = logging.getLogger(__name__)
# Seconds after the server has begun to listen: reading the data must not delay that.
WAIT_S = 0.3
EVERY_ADDRESS = str(ipaddress.IPv4Address(0))


def begin() -> None:
    """Before the server listens: print the notices of the set-up, or stop with one sentence."""
    try:
        for notice in setup.check():
            cli_util.print_to_cli(f"  {notice}", fg="yellow", bold=True)
    except UserError as error:
        cli_util.print_to_cli(f"  {error}", fg="red", bold=True)
        raise SystemExit(1) from error
    logging.getLogger("uvicorn.error").addFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a line of the server's log is new: a refused handshake has a line already."""
    return "without completing handshake" not in record.getMessage()


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """The life of the server. A thread reads at the start what the first reader would otherwise wait for."""
    warm = threading.Timer(WAIT_S, _warm)
    warm.daemon = True
    warm.start()
    url = _url()
    cli_util.print_to_cli(f"  The dashboard is open at {url}", bold=True)
    if not config.get_option("server.headless"):
        cli_util.open_browser(url)
    yield


def _url() -> str:
    """Where a browser on this machine finds the dashboard."""
    address = config.get_option("server.address")
    here = identity.is_loopback(address) or address in (None, "", "::", EVERY_ADDRESS)
    return server_util.get_url("localhost" if here else address)


def _warm() -> None:
    """Import what every page imports, and open the store.

    A fault here must not stop the server: the page that needs the data will report it.
    """
    try:
        from csp.core import settings  # noqa: PLC0415 nobody waits for it
        from csp.data import queries  # noqa: PLC0415 nobody waits for it
        from csp.server import ended  # noqa: F401, PLC0415 likewise
        from csp.shell import frame  # noqa: F401, PLC0415 nobody waits for it

        queries.loaded(settings.area().force_slug)
    except UserError:
        return
    except Exception:
        _LOG.exception("The store could not be read at the start.")


def report_error(error: Exception) -> bool:
    """Say in one sentence that a click failed. Its reason is in the log already."""
    from csp.shell import messages  # noqa: PLC0415 nothing that draws is needed before a click
    from csp.shell.frame import BROKEN  # noqa: PLC0415 the frame imports what every page does

    messages.error(str(error) if isinstance(error, UserError) else BROKEN)
    return True
