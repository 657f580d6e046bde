"""What the first readers of a server would otherwise wait for, done before they ask.

The page that opens first comes first, while the browser of whoever started the server still loads
Streamlit's own scripts. The libraries and charts of the other pages follow once that page stands.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import threading
import time
from collections.abc import Iterator

from csp.core import settings
from csp.core.errors import UserError
from csp.shell.pages import PAGES

# Seconds between two steps of what nobody waits for: a click goes first.
BREATHE_S = 0.05


def prepare_first_page() -> None:
    """Import what the page that opens first imports, and read what it reads of the stores.

    Raises UserError where a store cannot be read, and whatever an import does: the page will say so.
    """
    # DuckDB reads its tables while Python imports.
    reading = threading.Thread(target=_read_data, daemon=True)
    reading.start()
    # What app.py imports, the frame last: until then it draws the menu for whoever comes.
    importlib.import_module("csp.topics.meeting.strip")
    importlib.import_module("csp.shell.frame")
    for name in list_imports(PAGES[0].file):
        importlib.import_module(name)
    _read_plan()
    reading.join()


def _read_data() -> None:
    from csp.data import queries  # noqa: PLC0415 pandas and DuckDB, imported beside the rest

    try:
        queries.loaded(settings.area().force_slug)
    except UserError:
        # The page that needs the data says why they cannot be read.
        return


def _read_plan() -> None:
    from csp.topics.action_plan import fetch  # noqa: PLC0415 the database's library takes long to import

    fetch.fetch_listing_in_force()


def prepare_other_pages() -> None:
    """Import what the other pages import, and write their charts, a step at a time."""
    for page in PAGES[1:]:
        for name in list_imports(page.file):
            importlib.import_module(name)
            time.sleep(BREATHE_S)
    from csp.shell import chart  # noqa: PLC0415 Altair

    for template in chart.list_templates():
        template.specification("light")
        time.sleep(BREATHE_S)


def list_imports(page: str) -> Iterator[str]:
    """The modules of the dashboard that the script of a page imports, by their names."""
    script = settings.ROOT / "pages" / f"{page}.py"
    for line in ast.parse(script.read_text(encoding="utf-8")).body:
        if isinstance(line, ast.ImportFrom) and line.module and line.module.partition(".")[0] == "csp":
            yield line.module
            names = (f"{line.module}.{name.name}" for name in line.names)
            # What a package lends is a module, or a name in it: that one has come with the package.
            if hasattr(importlib.import_module(line.module), "__path__"):
                yield from filter(importlib.util.find_spec, names)
