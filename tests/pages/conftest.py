"""Pages run as they are, without a browser."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pyarrow as pa
import pytest
from streamlit.testing.v1 import AppTest

from csp.shell.frame import BROKEN
from csp.shell.pages import EVERY_FILTER, WITHOUT
from tests.pages.markdown import read
from tests.simulation import remove_simulated

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT = 30


class Screen:
    """What a run of a page has drawn."""

    def __init__(self, app: AppTest) -> None:
        self.app = app

    def run(self) -> Screen:
        self.app.run()
        assert not self.app.exception, [e.message for e in self.app.exception]
        assert BROKEN not in [error.value for error in self.app.error], "see the log"
        return self

    def go(self, page: str) -> Screen:
        self.app.switch_page(f"pages/{page}.py")
        return self.run()

    def open_share(self) -> Screen:
        """Open the menu Share, of which a closed one has nothing."""
        self.app.session_state["share"] = True
        return self.run()

    @property
    def title(self) -> str:
        """The finding, with plain spaces."""
        (title,) = self.app.title
        return read(title.value).replace("\u00a0", " ")

    @property
    def captions(self) -> list[str]:
        return [read(caption.value) for caption in self.app.caption]

    def says(self, words: str) -> bool:
        return any(words in caption for caption in self.captions)

    @property
    def text(self) -> str:
        """Running text of the page, without the marks that keep Markdown off."""
        return "\n".join(read(m.value) for m in self.app.main.markdown)

    def component(self, key: str) -> dict:
        """The data of one of the dashboard's own components."""
        for element in self.app.get("bidi_component"):
            if element.proto.id.endswith(f"-{key}"):
                return json.loads(element.proto.bytes or element.proto.json)
        raise LookupError(key)

    def rows(self, key: str) -> dict[str, list[dict]]:
        return {row["id"]: row["cells"] for row in self.component(key)["rows"]}

    def texts(self, key: str) -> dict[str, list[str]]:
        return {code: [cell.get("text", "") for cell in cells] for code, cells in self.rows(key).items()}

    def tiles(self, key: str) -> dict[str, dict]:
        return {tile["id"]: tile for tile in self.component(key)["tiles"]}

    def figures(self, key: str) -> list[tuple[str, str, str]]:
        """What each of the tiles says: its label, its figure and its note."""
        return [(tile["label"], tile["figure"], tile["note"]) for tile in self.component(key)["tiles"]]

    def charts(self) -> list[dict]:
        return [json.loads(chart.proto.spec) for chart in self.app.get("vega_lite_chart")]

    def datasets(self, at: int) -> dict[str, list[dict]]:
        """The rows behind a chart of the page (0 is the first), by the name of their dataset."""
        sent = self.app.get("vega_lite_chart")[at].proto.datasets
        return {one.name: pa.ipc.open_stream(one.data.data).read_all().to_pylist() for one in sent}

    def words(self, at: int) -> dict[str, str]:
        """The title and the subtitle of a chart of the page, their lines joined."""
        (row,) = self.datasets(at)["words"]
        return {name: text.replace("\n", " ") for name, text in row.items()}

    def filters(self) -> dict:
        """The filters that the bar shows, by key: not those that a style hides."""
        (hidden,) = HIDING.findall(" ".join(html.proto.body for html in self.app.get("html"))) or [""]
        keys = re.findall(r"st-key-(\w+)", hidden)
        return {
            one.key: one.value
            for one in self._all(self.app.main)
            if is_filter(one) and not any(one.key == key or key == WITHOUT == one.key[:8] for key in keys)
        }

    def _all(self, block):
        """Every element of a block, in the order of the page."""
        for child in block.children.values():
            if hasattr(child, "children"):
                yield from self._all(child)
            else:
                yield child


# The styles that hide what a page does not use.
HIDING = re.compile(r":is\(([^)]*st-key-[^)]*)\) \{ display: none !important; \}")


def is_filter(element) -> bool:
    key = getattr(element, "key", None) or ""
    return key in EVERY_FILTER or key.startswith(WITHOUT)


@pytest.fixture(autouse=True, scope="module")
def _sample_alone(tmp_path_factory):
    """No settings and no extracts of the machine the tests run on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CSP_AREA", raising=False)
        patch.setenv("CSP_EXTRACTS", str(tmp_path_factory.mktemp("store") / "no extracts"))
        patch.delenv("CSP_DATABASE_URL", raising=False)
        patch.setenv("CSP_BOARD", str(tmp_path_factory.mktemp("board")))
        yield


@pytest.fixture(scope="session")
def visit():
    """visit("county", type="Shoplifting", ward=["Park"]): the page as a link opens it, app.py not yet run.

    share_is_open: with the menu Share open, as by open_share(), but in one run.
    """

    def opened(
        page: str = "", mode: str = "light", share_is_open: bool = False, **query: str | list[str]
    ) -> Screen:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=TIMEOUT)
        app.context = {"theme": mode}
        if share_is_open:
            app.session_state["share"] = True
        for key, value in query.items():
            app.query_params[key] = value
        if page:
            app.switch_page(f"pages/{page}.py")
        return Screen(app).run()

    return opened


@pytest.fixture
def board(tmp_path, monkeypatch):
    """The folder of an action plan's store of the test's own."""
    monkeypatch.setenv("CSP_BOARD", str(tmp_path))
    return tmp_path


@pytest.fixture
def recorded_alone():
    """The action plan with what people have recorded, as somebody leaves it who removes simulated updates.

    Beside the sample the published plan is seen with them in the middle of its year.
    """
    remove_simulated()
