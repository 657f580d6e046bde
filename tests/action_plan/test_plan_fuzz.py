"""Whatever file is given for a plan, there is a preview or one sentence, in bounded time and memory.

CSP_FUZZ=20000 makes a session longer than the usual one. Inputs that once failed are kept as examples.
"""

from __future__ import annotations

import io
import os
import signal
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from types import FrameType

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from csp.core.errors import UserError
from csp.core.settings import REFERENCE
from csp.topics.action_plan.store import check, plan_worker
from csp.topics.action_plan.store.plan_file.agencies import read_known_names
from csp.topics.action_plan.store.plan_file.grid import MOST_ROWS
from csp.topics.action_plan.store.plan_file.layout import propose_layout
from csp.topics.action_plan.store.plan_file.reader import read_grids
from csp.topics.action_plan.store.plan_file.reading import Target, read_plan
from csp.topics.action_plan.store.plan_file.source import check_tables, list_sources
from csp.topics.action_plan.store.plan_import import Preview, preview_file
from csp.topics.action_plan.store.plan_worker import clean_name, read_upload
from csp.topics.action_plan.store.records import PlanDraft
from csp.topics.action_plan.store.writing import check_plan
from tests.action_plan.hostile_plans import GOOD, HOSTILE, book, csv_of, head, parts, sheet, styles, wide_text
from tests.action_plan.plan_layouts import LAYOUTS

pytestmark = pytest.mark.slow

LIMIT_S = 20
FUZZ = settings(
    max_examples=int(os.environ.get("CSP_FUZZ", "40")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PRIORITIES = {1: "First"}
KNOWN = read_known_names()


class Hung(BaseException):
    """No library catches it as an error of its own."""


@contextmanager
def _time_limit() -> Iterator[None]:
    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise Hung

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(LIMIT_S)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _is_sentence(text: str) -> bool:
    text.encode()
    return bool(text) and "\n" not in text and len(text) < 1000 and text.isprintable()


def _judge(content: bytes) -> Preview | None:
    """The preview of a file, or None where it was refused; either way as people may be shown it."""
    preview, refusals = None, list[str]()
    for priorities in (None, PRIORITIES):
        try:
            with _time_limit():
                preview = preview_file("plan.xlsx", content, priorities, {"DA-01"})
        except UserError as error:
            refusals.append(str(error))
            continue
        assert all(_is_sentence(error) for row in preview.rows for error in row.errors)
        assert all(_is_sentence(note) for note in preview.notes)
        assert len(preview.rows) <= MOST_ROWS
        for row in preview.rows:
            if not row.errors:
                assert check.draft(row.draft) == row.draft
                str(row.draft).encode()
    assert all(map(_is_sentence, refusals))
    _judge_reading(content)
    return preview


def _judge_reading(content: bytes) -> None:
    """The same of a file in any layout: every source of it, for a new plan and for one that is there."""
    refusals = list[str]()
    try:
        with _time_limit():
            sources = list_sources(read_grids("plan.xlsx", content))
            check_tables("plan.xlsx", sources)
            readings = [
                read_plan(source, propose_layout(source), Target(priorities, {"DA-01"}, KNOWN))
                for source in sources[:3]
                for priorities in (None, PRIORITIES)
            ]
    except UserError as error:
        refusals, readings = [str(error)], []
    assert all(map(_is_sentence, refusals))
    for reading in readings:
        rows = reading.preview.rows
        assert all(_is_sentence(text) for row in rows for text in (*row.errors, *row.remarks))
        assert all(_is_sentence(note) for note in reading.preview.notes)
        for row in rows:
            assert row.errors or check.draft(row.draft) == row.draft
        # A new plan takes its priorities as they are read, and no two actions have one reference.
        good = [row.draft for row in rows if not row.errors]
        assert len({draft.ref for draft in good}) == len(good)
        if good:
            check_plan(PlanDraft("2025", date(2025, 1, 1), date(2025, 12, 31), reading.preview.priorities))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_or_shown_with_its_faults(name: str) -> None:
    _judge(HOSTILE[name]())


CELLS = st.one_of(
    st.text(max_size=30),
    st.integers().map(str),
    st.floats().map(str),
    st.dates().map(str),
    st.sampled_from(
        [
            *("id", "priority", "action", "priority_name", "due", "agencies", "started", "A-1", "1", "First"),
            *(
                "=1+1",
                "'=x",
                "-",
                "",
                " ",
                "\x00",
                "\ufeff",
                "\u202e",
                "²",
                "1e999",
                "9" * 5000,
                "31/02/2021",
            ),
            *("a;b", ";;", "x" * 2001, '"', "\r", "\n", "\u2028", "0001-01-01", "Dec 9999", "1 Jan 0000"),
        ]
    ),
)
TABLES = st.lists(st.lists(CELLS, max_size=14), max_size=8)
HEADERS = st.permutations(
    [
        "id",
        "priority",
        "action",
        "priority_name",
        "agencies",
        "measure",
        "reporting",
        "due",
        "started",
        "target",
    ]
)


@FUZZ
@given(st.binary(max_size=300))
def test_any_bytes(content: bytes) -> None:
    _judge(content)
    _judge(b"PK\x03\x04" + content)


@FUZZ
@given(HEADERS, TABLES, st.sampled_from([",", ";", "\t"]), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_any_table_as_csv(names: list[str], rows: list[list[str]], comma: str, encoding: str) -> None:
    lines = [comma.join(names), *(",".join(f'"{cell}"' for cell in row) for row in rows)]
    _judge("\n".join(lines).encode(encoding, "replace"))


VALUES = st.one_of(
    CELLS.filter(
        lambda text: not openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.search(text) and len(text) < 32_000
    ),
    st.integers(-(2**60), 2**60),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@FUZZ
@given(HEADERS, st.lists(st.lists(VALUES, max_size=14), max_size=6))
def test_any_workbook(names: list[str], rows: list[list[object]]) -> None:
    _judge(book([[*names], *rows]))


AT = st.one_of(
    st.from_regex(r"[A-Z]{0,4}[0-9]{0,8}", fullmatch=True),
    st.sampled_from(["A1", "B2", "XFD1048576", "-1", "é"]),
)
KINDS = st.sampled_from(["s", "n", "b", "e", "d", "str", "inlineStr", "x", ""])
BODIES = st.sampled_from(
    [
        *("<v>0</v>", "<v>1</v>", "<v>-1</v>", "<v>99999999999</v>", "<v>1e400</v>", "<v>nan</v>", "<v/>"),
        *("", "<is/>", "<is><t>id</t></is>", "<is><r><t>x</t></r></is>", "<v><v>1</v></v>"),
        *("<v>2021-02-30</v>", "<v>2021-01-01T00:00:00</v>", "<f>1+1</f>", "<f/><v>5</v>"),
        *('<f t="shared" si="0"/>', '<f t="array" ref="A1:XFD9"/>'),
    ]
)
XML_CELLS = st.builds(
    lambda at, kind, style, body: f'<c r="{at}" t="{kind}" s="{style}">{body}</c>',
    AT,
    KINDS,
    st.sampled_from([0, 1, 5, 99_999, -1, ""]),
    BODIES,
)
XML_ROWS = st.builds(
    lambda at, cells: f'<row r="{at}">{"".join(cells)}</row>',
    st.one_of(st.integers(-2, 12), st.sampled_from([5_003, 10**7, 10**30, "x", ""])),
    st.lists(XML_CELLS, max_size=6),
)


@FUZZ
@given(st.lists(XML_ROWS, max_size=6), st.booleans())
def test_any_sheet(rows: list[str], headed: bool) -> None:
    _judge(sheet((head() if headed else "") + "".join(rows)))


@lru_cache(maxsize=1)
def _seeds() -> tuple[bytes, ...]:
    """Sound files that are then damaged."""
    plans = [path.read_bytes() for path in sorted((REFERENCE / "plans").glob("*/*.csv"))]
    return (*plans, book(GOOD), csv_of("A-1,1,First,Text"), parts())


DAMAGES = st.lists(
    st.tuples(
        st.sampled_from(["flip", "cut", "repeat", "insert"]), st.floats(0, 0.999), st.binary(max_size=9)
    ),
    min_size=1,
    max_size=4,
)


def _damaged(content: bytes, damages: list[tuple[str, float, bytes]]) -> bytes:
    for kind, place, some in damages:
        at = int(len(content) * place)
        if kind == "flip" and content:
            content = content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]
        elif kind == "cut":
            content = content[:at] + content[at + 40 :]
        elif kind == "repeat":
            content = content[:at] + content[at : at + 200] * 3 + content[at:]
        else:
            content = content[:at] + some + content[at:]
    return content


TITLES = st.permutations(
    ["Ref", "Theme", "Action", "Lead", "Partners", "By when", "KPI", "RAG", "Start", "Target"]
)
BANNERS = st.sampled_from(
    ["Priority 1: Streets", "Theme two", "Total", "* note", "1.1", "2. Parks", "Objective 3"]
)


@FUZZ
@given(TITLES, st.lists(st.lists(st.one_of(CELLS, BANNERS), max_size=14), max_size=8))
def test_any_table_of_a_council(titles: list[str], rows: list[list[str]]) -> None:
    lines = [",".join(f'"{cell}"' for cell in row) for row in [["Plan"], titles, *rows]]
    _judge_reading("\n".join(lines).encode("utf-8", "replace"))


@FUZZ
@given(st.sampled_from(sorted(LAYOUTS)), DAMAGES)
def test_any_damage_to_a_councils_plan(name: str, damages: list[tuple[str, float, bytes]]) -> None:
    _judge_reading(_damaged(_layout(name), damages))


@lru_cache(maxsize=16)
def _layout(name: str) -> bytes:
    write, _ = LAYOUTS[name]
    return write()


@FUZZ
@given(DAMAGES)
def test_any_damage_to_the_text_of_a_document(damages: list[tuple[str, float, bytes]]) -> None:
    with zipfile.ZipFile(io.BytesIO(_layout("banners.docx"))) as archive:
        text = archive.read("word/document.xml")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as changed:
        changed.writestr("word/document.xml", _damaged(text, damages))
    _judge_reading(out.getvalue())


@FUZZ
@given(st.integers(0, 3), DAMAGES)
def test_any_damage_to_a_sound_file(seed: int, damages: list[tuple[str, float, bytes]]) -> None:
    _judge(_damaged(_seeds()[seed % len(_seeds())], damages))


PARTS = [*zipfile.ZipFile(io.BytesIO(book(GOOD))).namelist()]


@FUZZ
@given(st.sampled_from(PARTS), DAMAGES)
@example("xl/worksheets/sheet1.xml", [("cut", 0.0, b"")])
def test_any_damage_to_a_part_of_a_workbook(part: str, damages: list[tuple[str, float, bytes]]) -> None:
    content = zipfile.ZipFile(io.BytesIO(book(GOOD))).read(part)
    _judge(parts(**{part: _damaged(content, damages)}))


def test_a_file_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(UserError, match=r"^plan\.xlsx takes too long to read: "):
        read_upload("plan.xlsx", styles(400_000), wall_s=2)


def test_a_file_that_takes_too_much_memory_is_given_up() -> None:
    with pytest.raises(UserError, match=r"^plan\.xlsx takes too much memory to read: "):
        read_upload("plan.xlsx", wide_text(57_000_000))


def test_what_the_process_reads_is_what_is_read_here() -> None:
    content = (REFERENCE / "plans" / "E07000116" / "2021-22.csv").read_bytes()
    assert read_upload("plan.csv", content) == plan_worker.read_grids("plan.csv", content)


@pytest.mark.parametrize("name", ["", "\x00\ud800\n", "-c", "x" * 100_000, "../../plan.xlsx", "<b>.xlsx"])
def test_any_name_of_a_file_is_shown_in_a_sentence(name: str) -> None:
    assert _is_sentence(clean_name(name))
    with pytest.raises(UserError) as refused:
        read_upload(name, b"")
    assert str(refused.value) == f"{clean_name(name)} is empty."
