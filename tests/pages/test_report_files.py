"""The three files of a report, read back: every figure beside the data, counted in plain Python."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tomllib
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise

import docx
import pypdf
import pytest
from pdfua import validate
from typer.testing import CliRunner

from csp.__main__ import app
from csp.core import settings
from csp.core.filters import Filters, Period
from csp.topics.action_plan import fetch as plan_data
from csp.topics.action_plan.findings.values import write_day, write_status
from csp.topics.report import build, command, sections
from csp.topics.report.arrangement import arrange_by_default
from csp.topics.report.command import WRITERS
from csp.topics.report.word.template import NAME, build_template
from tests.pages import recount
from tests.pages.recount import HOME, count, percent, standing, year
from tests.pages.report_files import READERS
from tests.unit.report.pdf_reading import open_pdf, read_structure

YEAR = Period(date(2020, 1, 1), 12)
FILTERS = Filters("sample", "all_crime", (), YEAR, YEAR.shift(-1), ())
NOW, BEFORE = year(2020), year(2019)
LISTED = [row["measure"] for row in recount.reference("published_2020.csv")]
ENDINGS = tuple(WRITERS)
SOONEST_S = 180
"""How long the office suite may take on a machine that has other things to do."""


def assess(kind="assessment", types=("shoplifting", "robbery", "asb")):
    return build.build_document(FILTERS, arrange_by_default(kind, types), today=date(2021, 2, 3))


@pytest.fixture(scope="module")
def written():
    """The whole assessment as each kind of file, by its ending."""
    document = assess()
    return {ending: write(document) for ending, write in WRITERS.items()}


@pytest.fixture(scope="module")
def read(written):
    """The tables and texts of each file."""
    return {ending: READERS[ending](content) for ending, content in written.items()}


def list_peers():
    return tuple(recount.list_county())


def name_type(code):
    return recount.measures()[code]["label"]


def write_rank(code, district, period, ending):
    """The rank of a district by rate: in words, or as a number in a file of figures."""
    if not recount.measures()[code].get("ranked", True):
        return "[x]" if ending == ".xlsx" else "–"
    rank = recount.ranks(code, period, period[0].year, list_peers())[district]
    return rank if ending == ".xlsx" else standing(rank)


def judge_types():
    """code -> whether its change is clear, by the test of two counts over all rows of the table."""
    people = (recount.population(HOME, 2020), recount.population(HOME, 2019))
    return recount.signals(
        {
            code: recount.mid_p(
                count(code, NOW), count(code, BEFORE), *people, recount.dispersion(code, list_peers())
            )
            for code in LISTED
        }
    )


def find(tables, *header):
    """The rows of the table whose header has these words in its first columns."""
    found = [
        table[1:]
        for table in tables
        if [str(cell).partition(" (")[0] for cell in table[0][: len(header)]] == list(header)
    ]
    assert found, header
    return found[0]


def to_number(cell):
    """A figure as a number, however a file writes it."""
    if not isinstance(cell, str):
        return cell
    return float(cell.replace(",", "").replace("\u2212", "-").replace("+", "").replace("%", ""))


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_sixteen_rows_of_each_file_are_those_of_the_data(read, ending):
    rows = find(read[ending][0], "Crime type", "Jan to Dec 2020", "Jan to Dec 2019", "Change", "% change")
    clear = judge_types()
    assert [row[0].strip() for row in rows] == [name_type(code) for code in LISTED]
    assert len(LISTED) == 16
    for code, row in zip(LISTED, rows, strict=True):
        now, before = count(code, NOW), count(code, BEFORE)
        assert [to_number(cell) for cell in row[1:4]] == [now, before, now - before], code
        assert to_number(row[4]) == pytest.approx(100 * (now - before) / before, abs=0.051), code
        if ending == ".xlsx":
            assert row[5] == ("yes" if clear[code] else "no"), code
        else:
            sign = ("▲ " if now > before else "▼ ") if clear[code] else "○ no "
            assert row[5] == f"{sign}clear change", code
        assert row[-2:] == [write_rank(code, HOME, period, ending) for period in (BEFORE, NOW)], code


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_districts_rate_and_rank_in_each_file_is_that_of_the_data(read, ending):
    rows = find(read[ending][0], "District", "Rate per 1,000", "County rank", "County rank before")
    names = recount.districts()
    assert sorted(row[0] for row in rows) == sorted(names[code] for code in list_peers())
    codes = {name: code for code, name in names.items()}
    for name, rate, now, before, _, *counts, _ in rows:
        code = codes[name]
        assert to_number(rate) == pytest.approx(float(recount.rate("all_crime", NOW, 2020, code)), abs=0.051)
        assert [to_number(cell) for cell in counts] == [
            count("all_crime", NOW, code),
            count("all_crime", BEFORE, code),
        ]
        assert [now, before] == [write_rank("all_crime", code, period, ending) for period in (NOW, BEFORE)]
    # The highest is not mistaken for the lowest: both ends are there.
    assert len({str(row[2]) for row in rows}) == 12


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_type_and_district_of_the_annex_has_its_rank_in_each_file(read, ending):
    names = recount.districts()
    first, *_ = (t for t in read[ending][0] if t[0][0] == "Crime type" and "Swale" in t[0])
    codes = {name: code for code, name in names.items()}
    for code, row in zip(LISTED, first[1:], strict=True):
        of_all = recount.ranks(code, NOW, 2020, list_peers())
        for name, cell in zip(first[0][1:], row[1:], strict=True):
            assert to_number(cell) == of_all[codes[name]], (code, name)


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_stands_out_is_said_in_each_file_as_counted(read, ending):
    clear = [code for code, is_clear in judge_types().items() if is_clear]
    assert len(clear) > 2
    for code in clear:
        now, before = count(code, NOW), count(code, BEFORE)
        verb = "rose" if now > before else "fell"
        earlier, place = (write_rank(code, HOME, period, "") for period in (BEFORE, NOW))
        sentence = (
            f"{name_type(code)} {verb} by {abs(now - before):,} ({percent(now, before)}) to {now:,}, a clear "
            f"change; {place} of 12 by rate{f', {earlier} before' if earlier != place else ''}."
        )
        assert sentence in read[ending][1]
    (rest,) = [text for text in read[ending][1] if text.startswith("No clear change: ")]
    unclear = [name_type(code) for code in LISTED if code not in clear]
    assert all(name[1:] in rest for name in unclear)
    assert not any(name_type(code)[1:] in rest for code in clear)


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_action_of_the_plan_is_in_each_file(read, ending):
    listing = plan_data.fetch_listing_in_force()
    tables = [t[1:] for t in read[ending][0] if t[0] == ["Action", "Agency", "Measure", "Outcome"]]
    assert len(tables) == len(listing.plan.priorities) == 4
    printed = [[" ".join(cell.split()) for cell in row] for table in tables for row in table]
    assert len(printed) == len(listing.actions) == 57
    for action, row in zip(listing.actions, printed, strict=True):
        expected = (f"{action.ref} {action.text}", ", ".join(action.agencies), action.measure)
        assert row[:3] == [" ".join(text.split()) for text in expected]
        latest = action.latest
        head = f"{write_status(latest.status)}, {latest.quarter.label}"
        assert row[3] == f"{head} {latest.note} {write_day(latest.at)}, {latest.who}"


def test_the_checks_of_pdf_ua_find_nothing_in_the_whole_assessment(written, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(written[".pdf"])
    assert [str(finding) for finding in validate(str(path)).findings] == []


def test_the_headings_of_the_pdf_are_in_order_and_every_figure_and_header_says_what_it_is(written):
    structure = read_structure(open_pdf(written[".pdf"]))
    levels = [int(each.role[1]) for each in structure.find("H1", "H2", "H3", "H4", "H5", "H6")]
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    figures = structure.find("Figure")
    assert len(figures) > 8
    assert all(len(figure.alt) > 40 for figure in figures)
    for table in structure.find("Table"):
        headers = table.find("TH")
        assert headers
        assert all(header.scope in ("Row", "Column", "Both") for header in headers)
        assert {header.scope for header in table.find("TR")[0].find("TH")} <= {"Column", "Both"}


def test_the_pdf_is_heard_in_the_order_in_which_word_has_it(written, read):
    headings = [
        re.sub(r"^\d+", "", each.text)
        for each in read_structure(open_pdf(written[".pdf"])).find("H1", "H2", "H3")
    ]
    assert headings[1:] == list_word_headings(written[".docx"])
    assert [table[0] for table in read[".pdf"][0]][1:] == [table[0] for table in read[".docx"][0]][1:-1]


def list_word_headings(content):
    paragraphs = docx.Document(io.BytesIO(content)).paragraphs
    return [paragraph.text for paragraph in paragraphs if paragraph.style.name.startswith("Heading")]


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed: apt-get install qpdf")
@pytest.mark.parametrize("kind", ["assessment", "briefing", "since"])
def test_qpdf_finds_nothing_wrong(written, kind, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(written[".pdf"] if kind == "assessment" else WRITERS[".pdf"](assess(kind)))
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No syntax or stream encoding errors found" in done.stdout


def lay_out(content, tmp_path):
    """The pages of a Word file as an office suite lays them out."""
    path = tmp_path / "report.docx"
    path.write_bytes(content)
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"),
            *("--outdir", str(tmp_path), str(path)),
        ],
        capture_output=True,
        check=True,
        timeout=SOONEST_S,
    )
    return pypdf.PdfReader(path.with_suffix(".pdf"))


needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="no office suite is installed: apt-get install libreoffice-writer-nogui",
)


@needs_office
def test_an_office_suite_lays_the_word_assessment_out_with_its_headings_in_order(written, tmp_path):
    laid_out = lay_out(written[".docx"], tmp_path)

    def list_titles(outline):
        return [
            t for each in outline for t in (list_titles(each) if isinstance(each, list) else [each.title])
        ]

    shown = [re.sub(r"^\d+\s+", "", title) for title in list_titles(laid_out.outline)]
    assert [title for title in shown if title != "Contents"] == list_word_headings(written[".docx"])
    texts = [page.extract_text() for page in laid_out.pages]
    assert all("Sample data" in text for text in texts)
    wide = [page.mediabox.width > page.mediabox.height for page in laid_out.pages]
    assert any(wide)
    assert not all(wide)


@needs_office
def test_an_office_suite_lays_the_word_briefing_out_on_one_side(tmp_path):
    laid_out = lay_out(WRITERS[".docx"](assess("briefing")), tmp_path)
    (page,) = laid_out.pages
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    assert "Overdue actions" in page.extract_text()


def test_a_failed_section_names_itself_in_every_file_and_the_rest_is_written(monkeypatch):
    def fail(_):
        raise RuntimeError("boom")

    monkeypatch.setitem(sections.BUILDERS, "trend", fail)
    document = assess(types=())
    failed = [section.title for section in document.sections if section.failure]
    assert failed == ["The three-year trend"]
    for ending, write in WRITERS.items():
        tables, texts = READERS[ending](write(document))
        assert any("could not be written" in text for text in texts), ending
        assert not any("boom" in text for text in texts), ending
        assert len(find(tables, "Crime type", "Jan to Dec 2020")) == 16
        assert len([t for t in tables if t[0] == ["Action", "Agency", "Measure", "Outcome"]]) == 4
        if ending == ".xlsx":
            sheet = next(t for t in tables if t[0] == ["Section", "Heading", "Text"])
            assert [row[0] for row in sheet if "could not be written" in row[2]] == failed
        else:
            at = next(i for i, text in enumerate(texts) if "could not be written" in text)
            assert texts[at - 1].lstrip("0123456789") == failed[0]


def test_the_command_names_a_failed_section_and_writes_the_rest(monkeypatch, tmp_path):
    def fail(_):
        raise RuntimeError("boom")

    monkeypatch.setitem(sections.BUILDERS, "overdue", fail)
    target = tmp_path / "report.docx"
    result = CliRunner().invoke(app, ["report", "--out", str(target), "--kind", "since"])
    assert result.exit_code == 1
    assert "Overdue actions: this section could not be written" in result.output.replace("\n", " ")
    assert "Warnings, new and gone" in list_word_headings(target.read_bytes())


def test_the_command_says_what_a_template_lacks(monkeypatch, tmp_path):
    template = build_template()
    template.styles["Report Note"].delete()
    template.save(tmp_path / NAME)
    monkeypatch.setattr(settings, "area_file", lambda: tmp_path / "area.toml")
    assert "Report Note" in command.check_template(".docx")
    assert command.check_template(".pdf") == ""
    monkeypatch.setattr(command, "write_report", lambda *_: [])
    result = CliRunner().invoke(app, ["report", "--out", str(tmp_path / "report.docx")])
    assert result.exit_code == 0
    assert "does not have the style Report Note" in result.stderr.replace("\n", " ")
    result = CliRunner().invoke(app, ["report", "--out", str(tmp_path / "report.pdf")])
    assert result.stderr == ""


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_loaded_is_given_with_its_first_and_last_month_in_each_file(read, ending):
    months = find(read[ending][0], "Source", "Police force", "Months loaded")
    assert [row[2] for row in months] == ["Jan 2018 to Dec 2020"]
    assert [row[2] for row in find(read[ending][0], "Table", "Area", "Years")] == ["2017 to 2020"]


def test_the_neighbours_are_named_where_colour_tells_them(read):
    names = recount.districts()
    area = tomllib.loads((recount.REFERENCE / "area.toml").read_text(encoding="utf-8"))
    own = sorted(names[code] for code in area["peers"]["neighbours"])
    for ending in (".docx", ".pdf"):
        notes = [text for text in read[ending][1] if text.startswith("Neighbours of Tunbridge Wells")]
        assert len(notes) > 2
        assert all(name in note for note in notes for name in own)


def test_two_people_at_once_get_the_same_files():
    def write_all(_):
        document = assess("briefing")
        return {ending: READERS[ending](write(document)) for ending, write in WRITERS.items()}

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(write_all, range(2))
    assert first == second
    assert all(find(tables, "Reference", "Action", "Lead") for tables, _ in first.values())
