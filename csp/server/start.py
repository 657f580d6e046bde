"""What happens when the server starts, and the sentence a reader gets when a click fails."""

from __future__ import annotations

import gc
import ipaddress
import logging
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from streamlit import cli_util, config
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.server import server_util

from csp.core.errors import UserError
from csp.server import setup
from csp.shell import identity

_LOG = logging.getLogger(__name__)
# Seconds after the server has begun to listen: by then a first reader who was waiting has a page.
WAIT_FOR_REST_S = 4.0
# Seconds for which one thread keeps the interpreter from the others. The usual 5 ms are waited for at
# every step of every answer while the start imports, and a page's scripts come in a hundred steps.
SHORT_TURNS_S = 0.0005
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
    # Or the first reader would see the files of pages/ as a menu until the frame has drawn its own, and
    # by the address of a page would be shown its script without the frame.
    PagesManager.uses_pages_directory = False


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a line of the server's log is new: a refused handshake has a line already."""
    return "without completing handshake" not in record.getMessage()


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """The life of the server. Threads read at the start what the first reader would otherwise wait for."""
    threading.Thread(target=_warm, daemon=True).start()
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
    """Do what readers would wait for: for the first page at once, while the browser loads Streamlit.

    A fault here must not stop the server: the page that needs the data will report it.
    """
    turns = sys.getswitchinterval()
    sys.setswitchinterval(SHORT_TURNS_S)
    # Nothing that is imported is garbage, and looking for it takes a fifth of the time.
    gc.disable()
    try:
        from csp.server import warming  # noqa: PLC0415 what the server needs to listen is imported alone

        warming.prepare_first_page()
    except UserError:
        return
    except Exception:
        _LOG.exception("What the first page needs could not be prepared.")
        return
    finally:
        gc.freeze()
        gc.enable()
        sys.setswitchinterval(turns)
    rest = threading.Timer(WAIT_FOR_REST_S, warming.prepare_other_pages)
    rest.daemon = True
    rest.start()


def report_error(error: Exception) -> bool:
    """Say in one sentence that a click failed. Its reason is in the log already."""
    from csp.shell import messages  # noqa: PLC0415 nothing that draws is needed before a click
    from csp.shell.frame import BROKEN  # noqa: PLC0415 the frame imports what every page does

    messages.error(str(error) if isinstance(error, UserError) else BROKEN)
    return True
