"""Every idea has one word: retired words are on no page, in no chart, no download and no Word file."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date

import docx
import openpyxl
import pytest
import streamlit as st
from google.protobuf.json_format import MessageToDict

from csp.shell.pages import PAGES
from csp.topics.action_plan.rules.agencies import involves
from csp.topics.action_plan.store import actions, agencies, agency_export, plan_export, reading
from csp.topics.action_plan.store.records import UpdateDraft
from csp.topics.action_plan.store.store import Board, default_url, open_board
from csp.topics.action_plan.store.update_steps import add_update
from tests.pages.action_plan.screens import action, actions_draft
from tests.pages.markdown import read
from tests.retired import RETIRED, find_retired

# What a page looks like in its other states: controls set, a ward chosen, months missing.
VIEWS = (
    *((spec.file, {}) for spec in PAGES),
    *(("trends", {"tab": tab}) for tab in ("With Kent", "Year by year", "All types")),
    ("trends", {"season": "false", "type": "Robbery", "ward": "Capel"}),
    *(("wards", {"tab": tab}) for tab in ("All wards", "Every type in every ward", "Harm", "Make-up")),
    ("wards", {"shade_by": "Clear change", "type": "Possession of weapons", "ward": "Capel"}),
    *(("profile", {"tab": tab}) for tab in ("Streets", "Make-up", "Outcomes", "County", "Season", "Harm")),
    *(
        ("road_safety", {"tab": tab})
        for tab in ("Who", "When", "Conditions", "Parishes and wards", "Districts", "Harm and cost")
    ),
    ("road_safety", {"road_period": "Jul 2017 to Jun 2018", "road_rate": "Killed or seriously injured"}),
    ("overview", {"type": "Drug offences", "ward": "Park"}),
    ("overview", {"overview_tab": "Harm", "harm": "Harm: average days, police-found left out"}),
    ("overview", {"overview_tab": "Priorities"}),
    ("county", {"type": "Shoplifting", "district": "Swale", "show": "Rate"}),
    *(("county", {"county_tab": tab}) for tab in ("Map", "Harm", "Funnel")),
    ("county", {"county_tab": "Funnel", "type": "Robbery"}),
    ("what_if", {"watch": "Borough", "over": "3 months", "versus": "Average of the three before"}),
    ("what_if", {"unit": "Standard deviations", "beyond_chance": "false", "scenarios_open": "true"}),
    ("what_if", {"limit": "60"}),
    ("what_if", {"watch": "injury on the roads", "limit": "10"}),
    ("what_if", {"unit": "Standard deviations", "tab": "Past year"}),
    ("what_if", {"tab": "Matrix"}),
    ("what_if", {"fell_by": "30", "without": "COVID-tagged", "tab": "If figures changed"}),
    ("priorities", {"candidate": "Robbery"}),
    ("priorities", {"weight_harm": "2", "priorities_tab": "Decisions"}),
    ("board", {"look": "Table"}),
    ("board", {"find": "nothing has these words"}),
    ("action", {"action": "DA-02"}),
    *(
        ("help", {"help_tab": tab})
        for tab in ("Methods about areas", "Methods about roads", "Abbreviations", "Load data", "About")
    ),
    *(
        ("action", {"action": "DA-01", "action_tab": tab})
        for tab in ("Measures", "Milestones and evidence", "Comments", "What it acts on", "Did it work?")
    ),
    ("action", {"action": "RS-01", "action_tab": "Did it work?"}),
    (
        "action",
        {"action": "SA-08", "action_tab": "Did it work?", "by_harm": "true", "harm": "Harm: average days"},
    ),
    *(("quarter", {"quarter_tab": tab}) for tab in ("Overdue", "Changed")),
    ("meeting", {"meeting_tab": "Since the last meeting"}),
    ("agencies", {"agency_tab": "Every agency"}),
    *(
        ("report", {"report_tab": tab})
        for tab in ("Paragraphs", "Last year's plan", "Horizon scan", "Survey", "Cover")
    ),
    *(("report", {"report": kind}) for kind in ("One-page briefing", "Since the last meeting")),
    *(("plans", {"task": task}) for task in ("Edit an action", "Add an action", "New year", "Import")),
)
# Names that are no words: keys of protocols, and what Vega calls the values that its expressions read.
NO_WORDS = {"signal", "expr", "name", "field", "id", "elementId", "formId", "key", "update", "update_on"}


def _list_strings(value: object) -> Iterator[str]:
    """Every text in nested data, but for names that no reader sees."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in NO_WORDS:
                yield from _list_strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _list_strings(inner)
    elif isinstance(value, str):
        yield value


def _read_words(screen) -> str:
    """Everything that a page has sent to the browser for a reader: texts, controls, components, charts."""
    texts = []
    app = screen.app
    for block in app._tree.children.values():
        for element in _list_elements(block):
            kind = getattr(element, "type", "")
            if kind == "vega_lite_chart":
                texts += _list_strings(json.loads(element.proto.spec))
            elif kind == "bidi_component":
                texts += _list_strings(json.loads(element.proto.json or element.proto.bytes or "{}"))
            else:
                texts += _list_strings(MessageToDict(element.proto))
    charts = app.get("vega_lite_chart")
    for at in range(len(charts)):
        texts += _list_strings(list(screen.datasets(at).values()))
    return "\n".join(read(text) for text in texts)


def _list_elements(node) -> Iterator:
    if getattr(node, "proto", None) is not None:
        yield node
    for child in getattr(node, "children", {}).values():
        yield from _list_elements(child)


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    """The plan with a report on an action and one that started with 2020, only read here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CSP_BOARD", str(tmp_path_factory.mktemp("words")))
        yield from _write_plan()


def _write_plan() -> Iterator[Board]:
    opened = open_board(default_url())
    plan = reading.find_plan(opened, "2021-22")
    first = reading.list_actions(opened, plan.id).actions[0]
    # A number of the action is of all its words together where it has a target.
    counted = actions_draft(first, target=50)
    version = actions.edit_action(opened, first.id, counted, expected_version=first.version, who="A. Chair")
    draft = UpdateDraft("Q4 2021/22", "at risk", "Staff have left.", "45")
    add_update(opened, first.id, draft, expected_version=version, who="B. Officer")
    started = action(opened, "SA-08")
    changed = actions_draft(started, started=date(2020, 1, 1))
    actions.edit_action(opened, started.id, changed, expected_version=started.version, who="A. Chair")
    yield opened
    opened.close()


# Files of a report or a chart, whose words are those of its page. The Word file of the plan is read below.
NOT_READ = (".docx", ".zip", ".pdf", ".png", ".parquet")


@pytest.fixture
def downloads(monkeypatch):
    """The words of the files that the pages offer, made at once instead of when a reader asks for them."""
    files: list[str] = []
    offer = st.download_button

    def offer_and_keep(*args, **options):
        files.append(options["file_name"])
        if not files[-1].endswith(NOT_READ):
            made = options["data"]() if callable(options["data"]) else options["data"]
            files.append(_read_book(made) if files[-1].endswith(".xlsx") else _read_text(made))
        return offer(*args, **options)

    monkeypatch.setattr(st, "download_button", offer_and_keep)
    return files


def _read_text(made: str | bytes) -> str:
    return made if isinstance(made, str) else made.decode("utf-8-sig")


def _read_book(content: bytes) -> str:
    """Every text of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    return "\n".join(str(cell.value) for cell in cells if cell.value)


@pytest.mark.usefixtures("board")
@pytest.mark.parametrize(("page", "query"), VIEWS)
def test_no_page_chart_or_download_has_a_retired_word(page, query, visit, downloads):
    words = _read_words(visit(page, share_is_open=True, **query))
    assert len(words) > 500, "the page has been read"
    assert find_retired("\n".join([words, *downloads])) == []


def test_the_menu_has_no_retired_word():
    words = "\n".join("\n".join((spec.section, spec.title, spec.help)) for spec in PAGES)
    assert find_retired(words) == []


def test_no_export_of_the_plan_has_a_retired_word(board):
    listing = reading.list_actions(board, reading.find_plan(board, "2021-22").id)
    directory, terms = agencies.read_directory(board), {"CCTV": "Closed-circuit television"}
    agency = directory.agencies[0]
    own = [each for each in listing.actions if involves(each, agency)]
    texts = [plan_export.export(listing, "csv").decode("utf-8-sig")]
    book = openpyxl.load_workbook(io.BytesIO(plan_export.export(listing, "xlsx", terms)))
    texts += [str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value]
    for made in (
        plan_export.export(listing, "docx", terms),
        agency_export.to_word(listing, agency, own, directory, terms),
    ):
        document = docx.Document(io.BytesIO(made))
        texts += [paragraph.text for paragraph in document.paragraphs]
        texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    words = "\n".join(texts)
    assert "Q4 2021/22 (Jan to Mar)" in words
    assert find_retired(words) == []


def test_retired_words_are_found():
    old = "a real change; ○ noise, −9.0 %, 2022 Q1, Quarter close, too close to call with two others"
    assert len(find_retired(old)) == 6
    assert all(instead for instead in RETIRED.values())
    assert find_retired("a clear change, −9.0%, Q4 2021/22 (Jan to Mar), 10 of 20 wards, 0 of 20 wards") == []
