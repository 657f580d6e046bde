"""The report says what the pages say: every table, figure and sentence of it beside those of the screen."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import openpyxl
import pytest
from typer.testing import CliRunner

from csp.__main__ import app
from csp.core.disclosure import ADJUSTED
from csp.core.filters import Filters, Period
from csp.topics.action_plan import fetch as plan_data
from csp.topics.action_plan.findings.values import write_day, write_status
from csp.topics.action_plan.store.store import default_url, open_board
from csp.topics.report import build, command, sections
from csp.topics.report.arrangement import ASSESSMENT, KINDS, Arrangement, Part, arrange_by_default
from csp.topics.report.document import Bullets, Heading, Paragraph, Picture, TableBlock, Tiles
from csp.topics.report.fetch import list_default_types
from csp.topics.report.inline import to_plain
from csp.topics.report.texts import (
    HORIZON,
    AuthorText,
    HorizonItem,
    MeetingDecision,
    ReviewEntry,
    SurveyFigure,
    Texts,
)
from csp.topics.report.workbook import write_xlsx
from tests.pages import recount
from tests.pages.action_plan.screens import listing, report
from tests.pages.recount import count, year
from tests.retired import find_retired

NOW, BEFORE = year(2020), year(2019)
YEAR = Period(date(2020, 1, 1), 12)
FILTERS = Filters("sample", "all_crime", (), YEAR, YEAR.shift(-1), ())
TYPES = ("asb", "violence_against_the_person", "domestic_abuse", "drug_offences", "robbery")
TODAY = date(2021, 2, 3)
RANK = {"lowest": 1, "highest": 12}


def assess(kind="assessment", filters=FILTERS, types=TYPES, texts=None, **more):
    return build.build_document(filters, arrange_by_default(kind, types), texts, today=TODAY, **more)


@pytest.fixture(scope="module")
def document():
    return assess()


def find(document, key):
    (section,) = [each for each in document.sections if each.key == key]
    return section


def tables(document, key):
    return [block for block in find(document, key).blocks if isinstance(block, TableBlock)]


def all_tables(document):
    return [b for section in document.sections for b in section.blocks if isinstance(b, TableBlock)]


def texts_of(block):
    return {row.id: [cell.text for cell in row.cells] for row in block.table.rows}


def say(document, key):
    """Every sentence of a section."""
    said = []
    for block in find(document, key).blocks:
        if isinstance(block, Paragraph):
            said.append(to_plain(block.text))
        elif isinstance(block, Bullets):
            said += [to_plain(item) for item in block.items]
    return said


def numbers(text):
    return int(text.replace(",", "").replace("\u2212", "-").replace("+", ""))


def rank(text):
    name = text.removeprefix("joint ")
    if name in RANK:
        return RANK[name]
    place, end = name.split()
    place = int(place[:-2])
    return place if end == "lowest" else 13 - place


def test_the_sixteen_rows_are_those_of_the_data(document):
    rows = texts_of(tables(document, "all_crime")[0])
    assert len(rows) == 16
    kent = recount.list_county()
    for code, (_, now, before, change, _, verdict, rank_before, rank_now) in rows.items():
        assert (numbers(now), numbers(before)) == (count(code, NOW), count(code, BEFORE))
        assert numbers(change) == count(code, NOW) - count(code, BEFORE)
        assert verdict.endswith("clear change")
        if rank_now != "–":
            assert rank(rank_now) == recount.ranks(code, NOW, 2020, kent)[recount.HOME], code
            assert rank(rank_before) == recount.ranks(code, BEFORE, 2019, kent)[recount.HOME], code


# A section, which of its tables, and where a page shows the same: page, its address, the table's key.
SAME = [
    ("all_crime", 0, "overview", {}, "crime_types"),
    ("all_crime", 1, "county", {}, "ranks"),
    ("stands_out", 1, "what_if", {"tab": "List"}, "flagged"),
    ("crime:asb", 0, "wards", {"type": "ASB incidents", "tab": "All wards"}, "ward_table"),
    ("crime:drug_offences", 0, "wards", {"type": "Drug offences", "tab": "All wards"}, "ward_table"),
    ("crime:drug_offences", 2, "profile", {"type": "Drug offences", "tab": "County"}, "peers"),
    ("crime:asb", 1, "profile", {"type": "ASB incidents", "tab": "County"}, "peers"),
    ("priorities", 0, "priorities", {}, "adopted"),
    ("evidence", 0, "priorities", {}, "evidence"),
    ("evidence", 1, "county", {"county_tab": "All crime types"}, "matrix"),
    ("glossary", 0, "help", {"help_tab": "Abbreviations"}, "abbreviations"),
]


def compare(document, visit, key, at, page, address, table):
    """Every row of the report's table beside that of the page, without lines of months."""
    here = texts_of(tables(document, key)[at])
    there = visit(page, **address).rows(table)
    assert list(here) == [row for row in there if row in here]
    assert here
    for row, texts in here.items():
        assert texts == [cell.get("text", "") for cell in there[row] if not cell.get("spark")]
    return here, there


@pytest.mark.parametrize(("key", "at", "page", "address", "table"), SAME)
def test_a_table_is_the_pages_table(document, visit, key, at, page, address, table):
    here, there = compare(document, visit, key, at, page, address, table)
    # The matrix of the page has types that are not listed as well.
    assert len(here) == len(there) or (key, at) == ("evidence", 1)


SENTENCES = [
    ("crime:asb", "profile", {"type": "ASB incidents"}),
    ("crime:robbery", "profile", {"type": "Robbery"}),
    ("all_crime", "profile", {}),
    ("all_crime", "county", {}),
    ("trend", "trends", {}),
    ("crime:robbery", "trends", {"type": "Robbery"}),
    ("priorities", "priorities", {}),
    ("stands_out", "what_if", {}),
]


@pytest.mark.parametrize(("key", "page", "address"), SENTENCES)
def test_a_section_says_what_the_title_of_the_page_says(document, visit, key, page, address):
    assert any(text.startswith(visit(page, **address).title) for text in say(document, key))


@pytest.mark.parametrize("code", ["drug_offences", "robbery"])
def test_the_outcomes_add_up_to_the_crime_type(document, code):
    rows = texts_of(tables(document, f"crime:{code}")[1])
    assert sum(numbers(row[1]) for row in rows.values()) == count(code, NOW)
    assert sum(numbers(row[3]) for row in rows.values()) == count(code, BEFORE)


def test_the_years_are_those_of_the_data(document):
    (years,) = tables(document, "trend")
    for name, *figures in texts_of(years).values():
        month = 1 + [row.cells[0].text for row in years.table.rows].index(name)
        for column, figure in zip(years.table.columns[1:], figures, strict=True):
            assert numbers(figure) == count("all_crime", (date(int(column.label), month, 1),))


def test_the_action_plan_is_the_stores_in_four_tables(document):
    listing = plan_data.fetch_listing_in_force()
    blocks = tables(document, "action_plan")
    assert [len(block.table.rows) for block in blocks] == [14, 13, 17, 13]
    assert find(document, "action_plan").landscape
    printed = {row.id: [cell.text for cell in row.cells] for block in blocks for row in block.table.rows}
    assert list(printed) == [action.ref for action in listing.actions]
    for action in listing.actions:
        assert printed[action.ref] == [
            f"{action.ref}  {action.text}",
            ", ".join(action.agencies),
            action.measure,
            write_outcome(action),
        ]


def write_outcome(action):
    latest = action.latest
    head = f"{write_status(latest.status)}, {latest.quarter.label}"
    return f"{head}\n{latest.note}\n{write_day(latest.at)}, {latest.who}"


def test_every_section_is_there_in_order_and_none_fails(document):
    keys = [spec.key for spec in ASSESSMENT]
    at = keys.index("stands_out") + 1
    keys[at:at] = [f"crime:{code}" for code in TYPES]
    assert [section.key for section in document.sections] == keys
    assert not [section for section in document.sections if section.failure or not section.blocks]
    assert document.cover.sample.startswith("Sample data: borough totals of crime as published")
    assert document.cover.day == TODAY
    assert dict(document.about)["Period"] == "Jan to Dec 2020"


def test_every_picture_says_in_words_what_it_shows(document):
    pictures = [b for section in document.sections for b in section.blocks if isinstance(b, Picture)]
    assert len(pictures) > 10
    for picture in pictures:
        assert picture.caption
        assert len(picture.alt) > len(picture.caption)
        assert not picture.chart.words.title
        assert picture.chart.words.subtitle


def test_no_table_has_what_only_a_screen_has(document):
    for block in all_tables(document):
        assert not block.table.clickable
        assert not any(cell.spark for row in block.table.rows for cell in row.cells)


def test_no_retired_word_is_in_a_report(document):
    said = [text for section in document.sections for text in say(document, section.key)]
    # What people have written into the plan keeps its own words.
    cells = [
        cell.text
        for section in document.sections
        if section.key != "action_plan"
        for block in section.blocks
        if isinstance(block, TableBlock)
        for row in block.table.rows
        for cell in row.cells
    ]
    # A movement by one place, as the pages say it, is no name of the rank.
    words = "\n".join([*said, *cells]).replace("1 place by rate", "")
    assert not find_retired(words)


@pytest.mark.usefixtures("published")
def test_in_public_mode_a_paper_has_the_counts_of_the_pages_and_says_that_wards_are_adjusted(visit):
    document = assess()
    assert not [section for section in document.sections if section.failure]
    for same in (SAME[0], SAME[3]):
        compare(document, visit, *same)
    for key in ("crime:asb", "data_notes"):
        assert sum(ADJUSTED in sentence for sentence in say(document, key)) == 1, key


def test_a_failed_section_names_itself_and_the_rest_is_written(monkeypatch):
    def fail(_):
        raise RuntimeError("boom")

    monkeypatch.setitem(sections.BUILDERS, "trend", fail)
    document = assess(types=())
    failed = [section for section in document.sections if section.failure]
    assert [(section.key, section.blocks) for section in failed] == [("trend", ())]
    assert "could not be written" in failed[0].failure
    assert len(document.sections) == len(ASSESSMENT)


def test_progress_names_every_section():
    told = []
    assess(types=(), progress=lambda *step: told.append(step))
    assert [number for _, number, _ in told] == list(range(1, len(ASSESSMENT) + 1))
    assert {of for _, _, of in told} == {len(ASSESSMENT)}
    assert told[0][0] == "Introduction, legislation and aim"


def test_sections_are_ordered_renamed_and_left_out():
    parts = (Part("glossary"), Part("trend", "Our three years"), Part("no such"), Part("crime:no such"))
    document = build.build_document(FILTERS, Arrangement("assessment", parts), today=TODAY)
    assert [(s.key, s.title) for s in document.sections] == [
        ("glossary", "Annex D: glossary"),
        ("trend", "Our three years"),
    ]


def test_an_authors_paragraph_has_the_figures_of_now_and_says_what_has_changed():
    paragraph = AuthorText(
        "trend",
        "All crime {all_crime.change}, **rank** {all_crime.rank}.\n\n- {plan.actions} actions\n- {no.such}",
        written={"all_crime.change": "rose by 3 (+0.1%)"},
    )
    later = AuthorText("trend", "The end in {place}.", place="end")
    arrangement = Arrangement("assessment", (Part("trend"),))
    document = build.build_document(FILTERS, arrangement, Texts(paragraphs=(paragraph, later)), today=TODAY)
    first, items, changed, unknown, *others = find(document, "trend").blocks
    assert first == Paragraph("All crime fell by 778 (−9.0%), **rank** lowest of 12.")
    assert items == Bullets(("57 actions", "{no.such}"))
    assert "now says “fell by 778 (−9.0%)”" in changed.text
    assert changed.tone == unknown.tone == "warning"
    assert "{no.such}" in unknown.text
    assert others[-1] == Paragraph("The end in Tunbridge Wells.")


def test_what_people_have_entered_stands_in_its_section():
    entered = Texts(
        title="Our assessment",
        signatures=(("Chair", "A. Chair", "1 Feb 2021"),),
        reviews=(ReviewEntry("1 Domestic abuse", "Ten courses", "Two more", "Demand rose"),),
        horizon=(HorizonItem("Legal", "A new duty"), HorizonItem("Political", "An election", "Brief them")),
        survey=(SurveyFigure("Kent", "2020", "Safe at night?", "Yes", 61.25, 1204),),
        decisions=(MeetingDecision(date(2021, 1, 12), "Overview", "Keep priority 3"),),
    )
    document = assess(types=(), texts=entered)
    assert (document.cover.title, document.cover.signatures) == ("Our assessment", entered.signatures)
    assert texts_of(tables(document, "review")[-1]) == {
        "0": ["1 Domestic abuse", "Ten courses", "Two more", "Demand rose"]
    }
    assert [row[0] for row in texts_of(tables(document, "horizon")[0]).values()] == ["Political", "Legal"]
    assert HORIZON.index("Political") < HORIZON.index("Legal")
    survey = texts_of(tables(document, "public_views")[0])["0"]
    assert survey == ["Safe at night?", "Yes", "Kent", "2020", "61.3%", "1,204"]
    assert texts_of(tables(document, "decisions")[0])["0"] == ["12 Jan 2021", "Overview", "Keep priority 3"]


def test_what_is_not_loaded_is_said_in_a_line(document):
    assert "No survey figures" in " ".join(say(document, "public_views"))
    for key in ("horizon", "decisions"):
        assert [type(block) for block in find(document, key).blocks] == [Paragraph]


def test_the_briefing_has_tiles_changes_a_map_and_what_is_overdue(visit):
    document = assess("briefing")
    assert [section.key for section in document.sections] == [spec.key for spec in KINDS["briefing"]]
    (tiles,) = [b for b in find(document, "key_figures").blocks if isinstance(b, Tiles)]
    shown = visit("overview").figures("figures")
    assert [(tile.label, tile.figure, tile.detail) for tile in tiles.tiles] == shown
    assert visit("overview").title in say(document, "key_figures")
    assert [type(block) for block in find(document, "map").blocks] == [Picture]
    assert 1 <= len(say(document, "clearest")) <= 5


def test_since_the_last_meeting_sets_figures_warnings_and_actions_beside_those_then(visit):
    document = assess("since")
    assert "since" in " ".join(say(document, "since_actions")).lower()
    warnings = " ".join(say(document, "since_warnings"))
    assert visit("what_if").title in warnings
    # No meeting is on record: what is new counts since the quarter began, a month ago at least.
    assert "Warnings for Jan to Dec 2020 beside those for Dec 2019 to Nov 2020." in warnings
    assert len(tables(document, "since_figures")[0].table.rows) == 16


def test_a_choice_of_wards_has_a_report_without_ranks():
    park = (recount.codes("Park"),)
    document = assess(filters=Filters("sample", "shoplifting", park, YEAR, YEAR.shift(-1), ()))
    assert not [section.failure for section in document.sections if section.failure]
    row = texts_of(tables(document, "all_crime")[0])["all_crime"]
    assert numbers(row[1]) == count("all_crime", NOW, wards=park)
    assert row[-1] == "–"


def test_a_link_gives_its_filters():
    link = (
        "https://csp.example/overview?to=Dec+2019&months=3+months&type=Robbery&ward=Park&without_covid=true"
    )
    filters = command.read_link(link)
    assert filters.measure == "robbery"
    assert filters.wards == (recount.codes("Park"),)
    assert filters.period == Period(date(2019, 10, 1), 3)
    assert filters.exclude == ("covid",)
    assert command.read_link("") == FILTERS


def test_default_types_are_those_of_the_priorities():
    assert set(list_default_types(FILTERS)) >= {"asb", "domestic_abuse", "drug_offences"}


def test_two_reports_at_once_are_the_same(document):
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: assess(), range(2))
    assert first.about == second.about == document.about
    for one, other in zip(first.sections, second.sections, strict=True):
        assert one.key == other.key
        assert not one.failure
        assert [b for b in one.blocks if isinstance(b, Heading)] == [
            b for b in other.blocks if isinstance(b, Heading)
        ]


def test_the_workbook_holds_every_table_and_sentence(document):
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(document)))
    assert book.sheetnames[:4] == ["Cover", "Contents", "Notes", "Findings"]
    blocks = all_tables(document)
    assert book.sheetnames[4:] == [f"Table_{i}" for i in range(1, len(blocks) + 1)]
    said = {row[2].value for row in book["Findings"].iter_rows(min_row=5)}
    for section in document.sections:
        assert {text.lstrip("'") for text in say(document, section.key)} <= {str(s).lstrip("'") for s in said}
    for sheet in book.worksheets[4:]:
        assert len(sheet.tables) == 1
        assert not sheet.merged_cells.ranges
        assert any("Sample data" in str(row[0].value) for row in sheet.iter_rows(max_row=6))
    at = 5 + blocks.index(tables(document, "all_crime")[0])
    figures = {row[0]: row[1:4] for row in book.worksheets[at - 1].iter_rows(values_only=True)}
    assert figures["All crime"] == (7830, 8608, -778)
    assert figures["Crime type"][0] == "Jan to Dec 2020 (number recorded)"


def test_the_command_writes_a_workbook(tmp_path):
    target = tmp_path / "report.xlsx"
    result = CliRunner().invoke(app, ["report", "--out", str(target), "--kind", "briefing"])
    assert result.exit_code == 0, result.output
    assert "The report is written to" in result.output.replace("\n", " ")
    assert "Cover" in openpyxl.load_workbook(target).sheetnames


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--out", "x.odt"], "ends in none of"),
        (["--out", "x.xlsx", "--kind", "novel"], "is none of"),
        (["--out", "x.xlsx", "--crime", "Piracy"], "no crime type called Piracy"),
        (["--out", "x.xlsx", "--link", "http://x/y?type=Piracy"], "could not be found here"),
    ],
)
def test_the_command_says_what_it_cannot_write(arguments, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["report", *arguments])
    assert result.exit_code == 1
    assert words in result.output.replace("\n", " ")
    assert not list(tmp_path.iterdir())


STREET = ("anti_social_behaviour", "burglary", "violence_and_sexual_offences", "shoplifting", "robbery")


def test_published_files_without_wards_or_outcomes_make_a_report(write_store, tmp_path, monkeypatch):
    """Two years of street files, all of whose rows are in no known ward."""
    rows = [
        {
            "source": "police",
            "month": month,
            "district_code": district,
            "offence": offence,
            "n": 20 + 7 * at + 3 * (month.month % 4) + (month.year == 2020),
        }
        for month in (*BEFORE, *NOW)
        for at, district in enumerate(recount.list_county())
        for offence in STREET
    ]
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    write_store(tmp_path / "extracts", rows)
    filters = command.read_link("")
    assert filters.source == "police"
    document = assess(filters=filters, types=list_default_types(filters))
    assert not [(section.key, section.failure) for section in document.sections if section.failure]
    assert document.cover.sample == ""
    assert document.cover.licence == "Open Government Licence v3.0"
    assert any("No row of this source has a ward yet" in text for text in say(document, "crime:asb"))
    row = texts_of(tables(document, "all_crime")[0])["all_crime"]
    own = [each for each in rows if each["district_code"] == recount.HOME]
    crimes = [each for each in own if each["offence"] != "anti_social_behaviour"]
    assert numbers(row[1]) == sum(each["n"] for each in crimes if each["month"].year == 2020)
    for kind in ("briefing", "since"):
        short = assess(kind, filters)
        assert not [section.failure for section in short.sections if section.failure]


def test_without_a_plan_the_rest_is_written(monkeypatch):
    monkeypatch.setattr(plan_data, "read_if_there", lambda _: None)
    for kind in KINDS:
        document = assess(kind, types=())
        assert not [section.failure for section in document.sections if section.failure]
    assert "no action plan" in " ".join(say(assess(types=()), "action_plan"))


@pytest.mark.usefixtures("board")
@pytest.mark.usefixtures("board", "recorded_alone")
def test_a_section_of_a_crime_type_says_what_partners_reported():
    sentences = say(assess(types=("drug_offences",)), "crime:drug_offences")
    assert "No partner has reported on these actions in words yet." in sentences
    opened = open_board(default_url())
    reported = next(each for each in listing(opened).actions if each.linked_measure == "drug_offences")
    report(opened, reported.ref, status="at risk", note="Two *wardens* have left.")
    sentences = say(assess(types=("drug_offences",)), "crime:drug_offences")
    (sentence,) = [text for text in sentences if "Two *wardens* have left." in text]
    assert sentence.startswith(f"{reported.ref} ({reported.lead}), ")
    assert "At risk in Q2 2021/22 (Jul to Sep)" in sentence
    opened.close()
