"""Names, notes and addresses that look like Markdown are shown as they were written, and ask for nothing."""

from __future__ import annotations

import csv
import json
import re
import shutil
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from csp.core.markup import visible
from csp.topics.action_plan.store import actions, reading, scenarios
from csp.topics.action_plan.store.records import ActionDraft, UpdateDraft
from csp.topics.action_plan.store.schema import DECISIONS
from csp.topics.action_plan.store.store import default_url, open_board
from csp.topics.action_plan.store.update_steps import add_update
from csp.topics.priorities.rules import CANDIDATES
from tests.e2e.browser import ROOT, repeat, serving

LURE = "![t](http://lure.example/p.svg) [log in](http://lure.example/)"
TEXTS = (
    f"{LURE} www.lure.example a.b+c@lure.example <http://lure.example> mailto:a@lure.example",
    "$x$ :material/home: :material_home: :smile: a:+1:b :streamlit: :red[a] :red-badge[b] :small[c]",
    '&amp; &#58; A & B *a* **b** _c_ ~~d~~ `e` \\*f\\* <b>g [^1] [a][b] :help[d] :color[h]{foreground="red"}',
    "<img src=http://lure.example/p.svg> -> <- <-> -- >= <= ~= -",
    "->",
    "::name[a]",
    "# a #",
    "> a",
    "- [ ] a",
    "1. a",
    "2) a",
    "---",
    "===",
    "[a]: http://lure.example",
    "    a",
    "a\n\n# b\n- c\n| d |",
    "Vange\u202egnaV\u0007 a\ud83d 10:30:45 WWW.lure.example",
)
# What text could turn into inside an element of Markdown, beside what the dashboard puts there itself.
_STRANGE = (
    "a, img, svg, code, pre, em, del, table, hr, sup, sub, input, blockquote, h4, h5, h6, iframe, script,"
    " .katex, [style*=color], [class*=Colored], [class*=Badge], [class*=Shimmer]"
)
_READ = """(boxes) => boxes.map((box) => {
  const copy = box.cloneNode(true);
  const all = (selector, of) => [...copy.querySelectorAll(selector)].map(of);
  const icons = all("[role=img]", (icon) => { icon.remove(); return icon.textContent; });
  return { text: copy.textContent, icons, strange: all(STRANGE, (each) => each.outerHTML) };
})""".replace("STRANGE", json.dumps(_STRANGE))


def read(box):
    """The text, icons and strange elements of each Markdown element in a box."""
    elements = box.get_by_test_id("stMarkdownContainer").or_(box.get_by_test_id("stCaptionContainer"))
    elements = elements.or_(box.locator("h1, h2, h3")).or_(box.get_by_test_id("stMetricValue"))
    return elements.evaluate_all(_READ)


@pytest.fixture(scope="module")
def elements(browser, tmp_path_factory):  # noqa: ARG001 no browser, no server
    folder = tmp_path_factory.mktemp("elements")
    texts = folder / "texts.json"
    texts.write_text(json.dumps(TEXTS), encoding="utf-8")
    app = ROOT / "tests" / "e2e" / "elements"
    with serving(app, folder / "server.log", {"CSP_TEXTS": str(texts), "PYTHONPATH": str(ROOT)}) as address:
        yield address


def test_every_element_shows_any_text_as_it_was_written(visit, elements):
    page = visit(elements).open("/")
    toast = page.get_by_test_id("stToast")
    expect(toast).to_be_visible()
    assert read(toast)[0] == {"text": TEXTS[0], "icons": [], "strange": []}
    for i, text in enumerate(TEXTS):
        shown = read(page.locator(f".st-key-text{i}"))
        assert len(shown) > 30
        assert [each["strange"] for each in shown if each["strange"]] == [], text
        # The ends of the slider are Markdown too.
        assert {each["text"].strip() for each in shown} - {"", "0", "1"} == {visible(text)}
        assert [icon for each in shown for icon in each["icons"]] == ["info"], text
    about = page.get_by_role("button", name="About", exact=True)
    tip = page.get_by_test_id("stTooltipContent")

    def hover() -> None:
        page.mouse.move(1, 1)
        about.hover()

    repeat(hover, lambda patience: expect(tip).to_be_visible(timeout=patience))
    assert read(tip)[0] == {"text": TEXTS[0], "icons": [], "strange": []}


LURES = (
    LURE,
    "www.lure.example",
    ":red[a] :smile:",
    "$x$ and $y$",
    "**b** :material/home:",
    "a@lure.example",
)
PARTNERSHIP = f"Partnership {LURE}"


def lure(name: str) -> str:
    """A name with a lure after it, always the same one."""
    return f"{name} {LURES[len(name) % len(LURES)]}" if name else ""


def rewrite(path: Path, column: str) -> list[str]:
    """Put a lure after each name of a column of a reference table, and give the names."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [{**row, column: lure(row[column])} for row in csv.DictReader(file)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return [row[column] for row in rows]


@dataclass(frozen=True)
class Lured:
    """A dashboard where every name is a lure: its address, a ward and a district of it."""

    address: str
    ward: str
    district: str


@pytest.fixture(scope="module")
def everywhere(browser, tmp_path_factory):  # noqa: ARG001 no browser, no server
    """The dashboard with lures for the names of wards, districts and the partnership, and in the plan."""
    folder = tmp_path_factory.mktemp("lured")
    for name in ("csp", "pages", "queries", "data", ".streamlit"):
        left_out = shutil.ignore_patterns("__pycache__", "extracts")
        shutil.copytree(ROOT / name, folder / name, ignore=left_out)
    shutil.copy(ROOT / "app.py", folder)
    reference = folder / "data" / "reference"
    wards = rewrite(reference / "wards.csv", "ward")
    districts = rewrite(reference / "areas.csv", "name")
    rewrite(reference / "places.csv", "ward")
    rewrite(reference / "places.csv", "place")
    settings = (reference / "area.toml").read_text(encoding="utf-8")
    for name, text in (
        ("Tunbridge Wells Community Safety Partnership", PARTNERSHIP),
        ("Kent d", f"{LURE} d"),
    ):
        assert name in settings
        settings = settings.replace(name, text)
    (reference / "area.toml").write_text(settings, encoding="utf-8")
    places = {"CSP_EXTRACTS": str(folder / "extracts"), "CSP_BOARD": str(folder / "board")}
    (folder / "extracts").mkdir()
    write_plan(places)
    with serving(folder, folder / "server.log", places) as address:
        yield Lured(address, wards[0], next(name for name in districts if name.startswith("Ashford")))


def write_plan(places: dict[str, str]) -> None:
    """A plan whose wording, agency, notes, scenario and authors are lures."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CSP_BOARD", places["CSP_BOARD"])
        board = open_board(default_url())
    (plan,) = reading.list_plans(board)
    action = reading.list_actions(board, plan.id, board.today()).actions[0]
    by = {"who": f"A. Chair {LURE}"}
    text, agency, measure = (f"{word} {LURE}" for word in ("Help", "Agency", "Calls"))
    draft = ActionDraft(action.ref, action.priority, text, (agency,), measure=measure, started=plan.start)
    version = actions.edit_action(board, action.id, draft, expected_version=action.version, **by)
    report = UpdateDraft(quarter="2021 Q3", status="on track", note=f"Note {LURE}")
    add_update(board, action.id, report, expected_version=version, **by)
    scenario = scenarios.save_scenario(board, f"Scenario {LURE}", "{}", expected_version=None, **by)
    scenarios.set_baseline(board, scenario.name, expected_version=scenario.version, **by)
    candidate = CANDIDATES[0].code
    scenarios.record_decision(board, candidate, DECISIONS[0], f"Reason {LURE}", **by)
    scenarios.record_concern(board, candidate, 3, **by)
    board.engine.dispose()


def test_pages_show_lures_as_text_and_ask_for_nothing(visit, everywhere):
    ward = {"ward": everywhere.ward}
    visits = {
        "wards": ({"place": LURE, **ward}, everywhere.ward),
        "county": ({"district": everywhere.district}, everywhere.district),
        "profile": (ward, everywhere.ward),
        "action": ({"action": "DA-01"}, f"Help {LURE}"),
        "agencies": ({"list_of": f"Agency {LURE}"}, f"Agency {LURE}"),
        "what_if": ({"scenarios_open": "true"}, f"Scenario {LURE}"),
        "priorities": ({"rule": f"Scenario {LURE}", "priorities_tab": "Decisions"}, f"Reason {LURE}"),
    }
    reader = visit(everywhere.address)
    for file, (query, shown) in visits.items():
        page = reader.open(f"/{file}?{urlencode(query)}")
        markdown = read(page.get_by_test_id("stApp"))
        assert [each["strange"] for each in markdown if each["strange"]] == [], file
        assert {icon for each in markdown for icon in each["icons"]} <= {"info", "science", "edit"}, file
        texts = [each["text"] for each in markdown]
        name = page.locator(".st-key-whose .frame .name")
        expect(name).to_be_visible()
        assert name.inner_html() == escape(PARTNERSHIP, quote=False)
        assert any(shown in text for text in texts), (file, texts)
        words = page.get_by_test_id("stApp").inner_text()
        assert not re.search(r"\\|:color\[|&\w+;|\U0001f604", words), file
        expect(page.locator("[href*='lure'], [src*='lure']")).to_have_count(0)
        page.close()
