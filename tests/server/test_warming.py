"""What is done before the first reader asks, and what is left until somebody needs it."""

from __future__ import annotations

import importlib
import subprocess
import sys
import threading

from csp.core.later import import_later
from csp.server import warming
from csp.shell.pages import PAGES
from tests.e2e.browser import ROOT, serving
from tests.server.wire import Reader, ask, draw, kinds

PREPARED = """
import sys
from csp.server import warming
warming.prepare_first_page()
assert "csp.shell.frame" in sys.modules
missing = [name for name in warming.list_imports("{first}") if name not in sys.modules]
assert not missing, missing
print([name for name in ("altair", "jsonschema", "scipy.stats") if name in sys.modules])
"""


def test_the_imports_of_every_page_are_modules():
    for page in PAGES:
        for name in warming.list_imports(page.file):
            importlib.import_module(name)


def test_the_first_page_is_prepared_without_what_it_does_not_need(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", PREPARED.format(first=PAGES[0].file)],
        cwd=ROOT,
        env={"CSP_EXTRACTS": str(tmp_path / "none"), "CSP_BOARD": str(tmp_path / "board")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


def test_a_library_that_is_imported_later_is_whole_in_every_thread(monkeypatch, tmp_path):
    (tmp_path / "slow_library.py").write_text(
        "import time\nfirst = 1\ntime.sleep(0.2)\nlast = 2\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    library = import_later("slow_library")
    assert "slow_library" not in sys.modules
    seen = []
    threads = [threading.Thread(target=lambda: seen.append(library.last)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [2, 2, 2, 2]


def test_the_first_reader_sees_the_menu_of_the_dashboard_and_no_other(tmp_path):
    stores = {"CSP_EXTRACTS": str(tmp_path / "none"), "CSP_BOARD": str(tmp_path / "board")}
    with (
        serving(ROOT, tmp_path / "log", stores) as address,
        Reader(address) as reader,
        reader.socket() as socket,
    ):
        messages = draw(socket, ask("wards"))
    menus = [message.navigation for message in messages if message.WhichOneof("type") == "navigation"]
    assert menus
    for menu in menus:
        assert menu.app_pages[0].page_name.replace("\\", "") == PAGES[0].title
        assert {page.url_pathname for page in menu.app_pages} >= {"wards", "county"}
    # Before anything of the page, which the menu would otherwise wait for.
    assert kinds(messages).index("navigation") < kinds(messages).index("delta")
