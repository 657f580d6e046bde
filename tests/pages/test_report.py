"""The page Report: arranged, written and taken away as files."""

from __future__ import annotations

import re
import sys
from types import SimpleNamespace

import pytest

from csp.core.errors import UserError
from csp.imports.formats.survey import import_survey
from csp.topics.action_plan.store import reading, report_entries
from csp.topics.action_plan.store.report_records import (
    AuthorParagraph,
    HorizonItem,
    PlanReview,
    ReportCover,
    SectionChoice,
    SectionOrder,
)
from csp.topics.action_plan.store.store import default_url, open_board
from csp.topics.report import arrangement, build
from csp.topics.report.authoring import order
from csp.topics.report.authoring.arranging import Draft
from csp.topics.report.document import Paragraph, TableBlock
from tests.pages.action_plan.screens import (
    as_editor,
    errors,
    labels,
    named,
    press,
    read_successes,
    settings_with,
)
from tests.pages.markdown import read
from tests.pages.recount import HOME, count, year

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _own_board(tmp_path, monkeypatch):
    monkeypatch.setenv("CSP_BOARD", str(tmp_path / "board"))


@pytest.fixture
def plan():
    opened = open_board(default_url())
    yield opened
    opened.close()


@pytest.fixture
def written(monkeypatch):
    """The documents that were written, by the ending of the file; the writers are stand-ins."""
    documents = {}

    def writer(ending):
        def write(document):
            documents[ending] = document
            return f"{ending}:{len(document.sections)}".encode()

        return write

    for module, name, ending in (
        ("word", "write_docx", "docx"),
        ("pdf", "write_pdf", "pdf"),
        ("workbook", "write_xlsx", "xlsx"),
    ):
        stand_in = SimpleNamespace(
            **{name: writer(ending)}, check_template=lambda: "It lacks the style Note."
        )
        monkeypatch.setitem(sys.modules, f"csp.topics.report.{module}", stand_in)
    return documents


def plan_id(board):
    return reading.find_plan(board, "2021-22").id


def store(board, content, key="k1", version=0, who="B. Officer"):
    return report_entries.store_entry(board, plan_id(board), key, content, expected_version=version, who=who)


def list_contents(board, kind):
    return [each.content for each in report_entries.list_entries(board, plan_id(board), kind)]


def sections_of(screen, kind="assessment"):
    return screen.component(f"report_sections_{kind}")["entries"]


def send(screen, rows, kind="assessment"):
    """The list in the browser sends a new order, which AppTest has no way to do itself."""
    drawn = tuple(SectionChoice(e["id"], e["included"], e["title"]) for e in sections_of(screen, kind))
    screen.app.session_state[f"report_order_{kind}"] = Draft(order.read_rows(rows, drawn), 0)
    return screen.run()


def area_of(screen, name):
    """The text area whose key ends so."""
    (match,) = (area for area in screen.app.text_area if area.key.endswith(name))
    return match


def warnings(screen):
    return [read(each.value) for each in screen.app.warning]


def test_the_page_opens_with_the_whole_assessment_in_its_usual_order(visit):
    screen = visit("report")
    entries = sections_of(screen)
    keys = [entry["id"] for entry in entries if not entry["id"].startswith("crime:")]
    assert keys == [spec.key for spec in arrangement.ASSESSMENT]
    assert screen.title == f"Strategic assessment and community safety plan: {len(entries)} sections"
    assert screen.says("Jan to Dec 2020 against Jan to Dec 2019")
    assert [label for label in labels(screen.app.button) if label.startswith("Make")] == [
        "Make Word",
        "Make PDF",
        "Make Excel",
    ]


@pytest.mark.parametrize(
    ("label", "specs"),
    [("One-page briefing", arrangement.BRIEFING), ("Since the last meeting", arrangement.SINCE)],
)
def test_the_other_kinds_have_sections_of_their_own(visit, label, specs):
    screen = visit("report", report=label)
    kind = "briefing" if "briefing" in label else "since"
    assert [entry["id"] for entry in sections_of(screen, kind)] == [spec.key for spec in specs]
    assert labels(screen.app.date_input) == (["Last meeting"] if kind == "since" else [])


def test_a_file_is_of_what_is_ticked_in_the_order_given(visit, written):
    screen = visit("report", report="Since the last meeting")
    rows = [
        {"id": "overdue", "included": True, "title": "What is late"},
        {"id": "since_actions", "included": True, "title": ""},
        {"id": "since_figures", "included": False, "title": ""},
        {"id": "since_warnings", "included": False, "title": ""},
    ]
    send(screen, rows, "since")
    assert "2 sections" in screen.title
    press(screen, "Make Word")
    document = written["docx"]
    assert document.kind == "since"
    assert [(s.key, s.title) for s in document.sections] == [
        ("overdue", "What is late"),
        ("since_actions", "Actions changed"),
    ]
    (download,) = screen.app.get("download_button")
    assert download.proto.label == "Download Word"
    assert screen.says("since-the-last-meeting-jan-to-dec-2020.docx, 1 kB")
    assert screen.says("It lacks the style Note.")


def test_what_is_built_for_one_format_serves_the_next_and_is_dropped_when_it_is_out_of_date(visit, written):
    screen = visit("report", report="Since the last meeting")
    press(screen, "Make Word")
    press(screen, "Make PDF")
    assert written["pdf"] is written["docx"]
    assert len(screen.app.get("download_button")) == 2
    send(screen, [{"id": "overdue", "included": False, "title": ""}], "since")
    assert len(screen.app.get("download_button")) == 0
    assert screen.says("make the file again")
    screen.run()
    assert not screen.says("make the file again")


def test_progress_names_the_section_and_a_section_that_fails_is_named(visit, plan, written, monkeypatch):
    store(plan, AuthorParagraph("overdue", "Mine.", report="since"))

    def fail(_context, key):
        if key == "overdue":
            raise RuntimeError(key)
        return ()

    monkeypatch.setattr(build, "build_blocks", fail)
    screen = visit("report", report="Since the last meeting")
    press(screen, "Make Excel")
    assert [bool(section.failure) for section in written["xlsx"].sections] == [False, False, False, True]
    assert written["xlsx"].sections[-1].blocks == (Paragraph("Mine."),)
    (warning,) = warnings(screen)
    assert warning.startswith("Overdue actions:")


def test_an_order_is_kept_for_everyone_by_an_editor(visit, plan):
    screen = as_editor(visit("report", report="One-page briefing"))
    rows = [{"id": "map", "included": True, "title": "Where it is"}]
    send(screen, rows, "briefing")
    assert screen.says("yours alone")
    press(screen, "Keep it for everyone")
    assert read_successes(screen) == ["The order is kept for everyone."]
    (order,) = list_contents(plan, SectionOrder)
    assert order.sections[0] == SectionChoice("map", True, "Where it is")
    other = visit("report", report="One-page briefing")
    assert sections_of(other, "briefing")[0]["title"] == "Where it is"
    assert other.says("Kept by A. Chair")


def test_a_reader_arranges_for_themselves_alone(visit, plan, tmp_path, monkeypatch):
    settings_with(tmp_path, monkeypatch, 'default_role = "viewer"')
    screen = as_editor(visit("report", report="One-page briefing"))
    send(screen, [{"id": "map", "included": True, "title": ""}], "briefing")
    assert "Keep it for everyone" not in labels(screen.app.button)
    press(screen, "Back to the usual order")
    assert [entry["id"] for entry in sections_of(screen, "briefing")] == [
        spec.key for spec in arrangement.BRIEFING
    ]
    paragraphs = as_editor(visit("report", report_tab="Paragraphs"))
    assert "Write a paragraph" not in labels(paragraphs.app.button)
    assert list_contents(plan, SectionOrder) == []


def test_of_two_who_keep_an_order_the_second_sees_the_first(visit, plan):
    screen = as_editor(visit("report", report="One-page briefing"))
    send(screen, [{"id": "map", "included": True, "title": ""}], "briefing")
    theirs = SectionOrder((SectionChoice("overdue", True, "Late"),))
    store(plan, theirs, "briefing")
    press(screen, "Keep it for everyone")
    (warning,) = warnings(screen)
    assert warning.startswith("B. Officer changed this while you were writing")
    assert "1. Late" in screen.text
    assert "1. Where" in screen.text
    press(screen, "Keep mine, as a further version")
    (order,) = list_contents(plan, SectionOrder)
    assert order.sections[0].key == "map"
    versions = report_entries.list_versions(plan, plan_id(plan), SectionOrder, "briefing")
    assert [each.who for each in versions] == ["A. Chair", "B. Officer"]


def write_paragraph(screen, text):
    press(screen, "Write a paragraph")
    area_of(screen, "-text").input(text)
    screen.run()
    return screen


def test_a_paragraph_is_seen_as_it_will_be_read_and_stored_with_its_figures(visit, plan):
    screen = as_editor(visit("report", report_tab="Paragraphs"))
    write_paragraph(screen, "**Shoplifting** {shoplifting.now} offences.")
    now = f"{count('shoplifting', year(2020)):,}"
    assert f"**Shoplifting** {now} offences." in screen.text
    named(screen.app.selectbox, "Section").select("all_crime")
    named(screen.app.selectbox, "Place in the section").select("end")
    screen.run()
    press(screen, "Store")
    assert read_successes(screen) == ["Stored: All recorded crime, at the end."]
    (paragraph,) = list_contents(plan, AuthorParagraph)
    assert paragraph.figures == {"shoplifting.now": now}
    assert (paragraph.section, paragraph.place, paragraph.position) == ("all_crime", "end", 0)
    assert paragraph.basis == "Jan to Dec 2020 against Jan to Dec 2019"
    assert "Write a paragraph" in labels(screen.app.button)


def test_a_figure_is_put_into_the_text_from_a_list(visit):
    screen = as_editor(visit("report", report_tab="Paragraphs"))
    write_paragraph(screen, "Robbery")
    named(screen.app.selectbox, "Figure of").select("Robbery")
    screen.run()
    named(screen.app.selectbox, "Which").select("change")
    press(screen, "Put it in")
    assert area_of(screen, "-text").value == "Robbery {robbery.change}"


def test_a_figure_that_there_is_not_is_named_and_nothing_typed_is_lost(visit, plan):
    screen = as_editor(visit("report", report_tab="Paragraphs"))
    write_paragraph(screen, "It {all_crime.chnge}.")
    assert any("{all_crime.chnge}" in each for each in warnings(screen))
    press(screen, "Store")
    assert any("{all_crime.chnge}" in each for each in errors(screen))
    assert area_of(screen, "-text").value == "It {all_crime.chnge}."
    assert list_contents(plan, AuthorParagraph) == []


def test_a_paragraph_whose_figure_has_changed_is_marked_until_somebody_has_looked(visit, plan):
    old = AuthorParagraph(
        "all_crime", "It {shoplifting.now}.", figures={"shoplifting.now": "12"}, basis="Jan to Dec 2019"
    )
    store(plan, old)
    screen = as_editor(visit("report", report_tab="Paragraphs"))
    assert screen.title.endswith("1 paragraph to read again")
    (warning,) = warnings(screen)
    now = f"{count('shoplifting', year(2020)):,}"
    assert warning == (
        f"Since this was written, {{shoplifting.now}} said “12” and now says “{now}”. Read it again. "
        "Its figures were of Jan to Dec 2019; the report is of Jan to Dec 2020 against Jan to Dec 2019."
    )
    press(screen, "It is still right")
    assert warnings(screen) == []
    assert list_contents(plan, AuthorParagraph)[0].figures == {"shoplifting.now": now}
    assert "to read again" not in screen.title


def test_two_authors_of_one_paragraph_both_see_what_the_other_wrote(visit, plan):
    first = AuthorParagraph("all_crime", "As it was.")
    store(plan, first)
    screen = as_editor(visit("report", report_tab="Paragraphs"))
    press(screen, "Edit")
    area_of(screen, "-text").input("Mine.")
    screen.run()
    store(plan, AuthorParagraph("all_crime", "Theirs."), version=1)
    press(screen, "Store")
    (warning,) = warnings(screen)
    assert warning.startswith("B. Officer changed this while you were writing")
    assert "Theirs." in screen.text
    assert "Mine." in screen.text
    press(screen, "Keep theirs")
    assert list_contents(plan, AuthorParagraph) == [AuthorParagraph("all_crime", "Theirs.")]
    assert "Theirs." in screen.text


def test_a_paragraph_is_moved_taken_out_and_put_back(visit, plan):
    for number, key in enumerate(("k1", "k2")):
        store(plan, AuthorParagraph("all_crime", f"Number {key}.", position=number), key)
    screen = as_editor(visit("report", report_tab="Paragraphs"))
    press(screen, "Later")
    texts = [each.text for each in sorted(list_contents(plan, AuthorParagraph), key=lambda p: p.position)]
    assert texts == ["Number k2.", "Number k1."]
    next(button for button in screen.app.button if button.key == "remove_k1").click()
    screen.run()
    assert [each.text for each in list_contents(plan, AuthorParagraph)] == ["Number k2."]
    press(screen, "Put back")
    assert len(list_contents(plan, AuthorParagraph)) == 2


def test_an_earlier_version_can_be_taken_up_again(visit, plan):
    store(plan, AuthorParagraph("all_crime", "First."))
    store(plan, AuthorParagraph("all_crime", "Second."), version=1)
    screen = as_editor(visit("report", report_tab="Paragraphs"))
    press(screen, "Edit")
    press(screen, "Take this text")
    assert area_of(screen, "-text").value == "First."
    press(screen, "Store")
    assert list_contents(plan, AuthorParagraph)[0].text == "First."


def test_hostile_text_is_shown_as_text(visit, plan):
    hostile = "![x](http://host/p.svg) <script>alert(1)</script> :material/home: {all_crime.now}"
    store(plan, AuthorParagraph("all_crime", hostile))
    store(plan, HorizonItem("legal", hostile, hostile), "k2")
    store(plan, ReportCover(hostile), "assessment")
    for tab in ("Paragraphs", "Horizon scan", "Cover"):
        screen = visit("report", report_tab=tab)
        for element in screen.app.main.markdown:
            assert not re.search(r"(?<!\\)!\[", element.value)
            assert not re.search(r"(?<!\\)<script", element.value)
            assert ":material/home" not in element.value


def test_the_review_of_a_plan_is_written_by_priority(visit, plan):
    screen = as_editor(visit("report", report_tab="Last year's plan"))
    assert screen.says("The plan of 2021-22")
    area_of(screen, "-1-0-carried_out").input("Nearly all of it.")
    area_of(screen, "-1-0-reason").input("Money.")
    next(b for b in screen.app.button if b.label == "Store").click()
    screen.run()
    assert list_contents(plan, PlanReview) == [PlanReview("Nearly all of it.", "", "Money.")]
    assert read_successes(screen) == ["Stored: priority 1 of 2021-22."]
    reader = visit("report", report_tab="Last year's plan")
    assert "Carried out: Nearly all of it." in reader.text


def test_the_horizon_list_takes_items_and_gives_them_up(visit, plan):
    screen = as_editor(visit("report", report_tab="Horizon scan"))
    named(screen.app.selectbox, "Heading").select("economic")
    area_of(screen, "-text").input("Prices rise.")
    press(screen, "Add")
    (item,) = list_contents(plan, HorizonItem)
    assert (item.factor, item.text) == ("economic", "Prices rise.")
    area_of(screen, "-text").input("A second one.")
    press(screen, "Add")
    assert len(list_contents(plan, HorizonItem)) == 2
    press_first(screen, "Take out")
    assert len(list_contents(plan, HorizonItem)) == 1
    press(screen, "Put back")
    assert len(list_contents(plan, HorizonItem)) == 2


def press_first(screen, label):
    next(button for button in screen.app.button if button.label == label).click()
    return screen.run()


def test_the_cover_is_the_authors(visit, written):
    screen = as_editor(visit("report", report="One-page briefing", report_tab="Cover"))
    named(screen.app.text_input, "Title").input("For the committee")
    area_of(screen, "-signatures").input("Chair; A. Chair; 1 May 2022")
    press(screen, "Store")
    press(screen, "Make PDF")
    cover = written["pdf"].cover
    assert cover.title == "For the committee"
    assert cover.signatures == (("Chair", "A. Chair", "1 May 2022"),)


def test_survey_figures_are_shown_where_they_are_loaded(visit, tmp_path, monkeypatch):
    assert visit("report", report_tab="Survey").says("No survey figures are loaded")
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    path = tmp_path / "s.csv"
    path.write_text(
        "area,period,question,answer,per_cent,base\nHome,2020,Safe?,Yes,62.5,800\nHome,2020,Safe?,No,30,\n",
        encoding="utf-8",
    )
    import_survey([path])
    assert list(visit("report", report_tab="Survey").texts("survey").values()) == [
        ["Safe?", "Yes", "Home", "2020", "62.5%", "800"],
        ["Safe?", "No", "Home", "2020", "30.0%", "–"],
    ]


@pytest.mark.usefixtures("written")
def test_a_template_that_cannot_be_read_is_named_and_the_page_stays(visit, monkeypatch):
    def refuse(_document):
        raise UserError("The template report.docx cannot be read as a Word document.")

    monkeypatch.setattr(sys.modules["csp.topics.report.word"], "write_docx", refuse)
    screen = visit("report", report="Since the last meeting")
    press(screen, "Make Word")
    assert errors(screen) == ["The template report.docx cannot be read as a Word document."]
    assert screen.app.tabs
    assert not screen.app.get("download_button")


def test_what_is_typed_is_there_again_after_other_tabs_and_other_forms(visit, plan):
    screen = as_editor(visit("report", report_tab="Last year's plan"))
    area_of(screen, "-1-0-carried_out").input("Nearly all of it.")
    screen.run()
    area_of(screen, "-2-0-reason").input("Money.")
    next(button for button in screen.app.button if button.key == "report-review-1-2-0-store").click()
    screen.run()
    assert list_contents(plan, PlanReview) == [PlanReview("", "", "Money.")]
    assert area_of(screen, "-1-0-carried_out").value == "Nearly all of it."
    assert screen.says("Not stored yet.")
    for tab in ("Cover", "Last year's plan"):
        screen.app.session_state["report_tab"] = tab
        screen.run()
    assert area_of(screen, "-1-0-carried_out").value == "Nearly all of it."


def test_a_paragraph_that_was_begun_is_there_when_it_is_opened_again(visit, plan):
    store(plan, AuthorParagraph("all_crime", "Stored."))
    screen = as_editor(visit("report", report_tab="Paragraphs"))
    write_paragraph(screen, "Begun.")
    press(screen, "Edit")
    area_of(screen, "-text").input("Changed.")
    screen.run()
    press(screen, "Close")
    other, mine = (each for each in screen.app.button if each.label == "Go on with what you typed")
    other.click()
    screen.run()
    assert area_of(screen, "-text").value == "Begun."
    press(screen, "Close")
    press_last(screen, mine.label)
    assert area_of(screen, "-text").value == "Changed."


def press_last(screen, label):
    [each for each in screen.app.button if each.label == label][-1].click()
    return screen.run()


def test_a_text_that_a_version_was_put_in_place_of_can_be_had_back(visit, plan):
    store(plan, AuthorParagraph("all_crime", "Stored."))
    screen = as_editor(visit("report", report_tab="Paragraphs"))
    press(screen, "Edit")
    area_of(screen, "-text").input("Typed for an hour.")
    screen.run()
    press(screen, "Take this text")
    assert area_of(screen, "-text").value == "Stored."
    press(screen, "Back to what was there")
    assert area_of(screen, "-text").value == "Typed for an hour."


def test_a_form_that_nobody_has_typed_into_follows_what_others_store(visit, plan):
    screen = as_editor(visit("report", report_tab="Last year's plan"))
    store(plan, PlanReview("Theirs."), "1")
    screen.run()
    assert next(area for area in screen.app.text_area if "carried_out" in area.key).value == "Theirs."


def test_what_was_dropped_for_somebody_elses_can_be_chosen_after_all(visit, plan):
    store(plan, AuthorParagraph("all_crime", "As it was."))
    screen = as_editor(visit("report", report_tab="Paragraphs"))
    press(screen, "Edit")
    area_of(screen, "-text").input("Mine.")
    screen.run()
    store(plan, AuthorParagraph("all_crime", "Theirs."), version=1)
    press(screen, "Store")
    press(screen, "Keep theirs")
    press(screen, "Show once more what was dropped")
    press(screen, "Keep mine, as a further version")
    assert [each.text for each in list_contents(plan, AuthorParagraph)] == ["Mine."]


def test_moving_a_paragraph_that_somebody_has_changed_leaves_theirs(visit, plan):
    for number, key in enumerate(("k1", "k2")):
        store(plan, AuthorParagraph("all_crime", f"Number {key}.", position=number), key)
    screen = as_editor(visit("report", report_tab="Paragraphs"))
    store(plan, AuthorParagraph("all_crime", "Theirs."), version=1)
    press(screen, "Later")
    assert any("changed this" in each for each in errors(screen))
    assert "Theirs." in [each.text for each in list_contents(plan, AuthorParagraph)]


def test_a_paragraph_stands_behind_a_table_of_its_section(visit, plan, written):
    place = "after:top.table-1"
    store(plan, AuthorParagraph("all_crime", "Mine.", place))
    screen = visit("report", report_tab="Paragraphs")
    assert screen.says("All recorded crime, after the table “Crime types, Jan to Dec 2020")
    press(screen, "Make Word")
    blocks = next(each for each in written["docx"].sections if each.key == "all_crime").blocks
    assert isinstance(blocks[blocks.index(Paragraph("Mine.")) - 1], TableBlock)


def test_only_an_assessment_has_a_review_a_horizon_and_a_survey(visit):
    screen = visit("report", report_tab="Horizon scan")
    assert labels(screen.app.tabs) == [
        *("Sections", "Paragraphs", "Cover", "Last year's plan", "Horizon scan", "Survey")
    ]
    screen.app.session_state["report"] = "One-page briefing"
    screen.run()
    assert labels(screen.app.tabs) == ["Sections", "Paragraphs", "Cover"]
    assert sections_of(screen, "briefing")


def test_a_link_brings_back_the_kind_and_the_day_of_the_last_meeting(visit, written):
    screen = visit("report", report="Since the last meeting", report_since="2021-11-03")
    press(screen, "Make PDF")
    assert "Since 3 Nov 2021." in str(written["pdf"].sections)


def test_where_there_is_no_plan_the_page_says_so_and_still_makes_a_report(visit, monkeypatch, written):
    monkeypatch.setattr("csp.topics.report.fetch.plan_data.fetch_listing_in_force", lambda: None)
    screen = visit("report", report="Since the last meeting", report_tab="Paragraphs")
    assert screen.says("There is no action plan yet")
    assert labels(screen.app.tabs) == ["Sections"]
    press(screen, "Make Word")
    assert len(written["docx"].sections) == 4


def test_of_another_source_the_figures_of_a_paragraph_are_its_own(visit, write_store, tmp_path, monkeypatch):
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "extracts"))
    row = {"source": "police", "district_code": HOME, "offence": "shoplifting"}
    rows = [{**row, "month": month, "n": month.month} for month in (*year(2019), *year(2020))]
    write_store(tmp_path / "extracts", rows)
    screen = as_editor(visit("report", report="One-page briefing", report_tab="Paragraphs"))
    write_paragraph(screen, "{shoplifting.now} and {hate_crime.now}.")
    assert f"{sum(range(1, 13))} and" in screen.text
    # The street categories have no hate crime.
    assert any("{hate_crime.now}" in each for each in warnings(screen))


def test_a_paragraph_of_a_section_that_is_gone_stays_and_stays_there(visit, plan):
    store(plan, AuthorParagraph("crime:robbery", "Mine.", "under:wards"))
    screen = as_editor(visit("report", report="One-page briefing", report_tab="Paragraphs"))
    assert "Mine." not in screen.text
    screen = as_editor(visit("report", report_tab="Paragraphs"))
    assert screen.says("A section that is not in the list, below the heading “Wards”")
    assert screen.says("Its section is left out of the report.")
    press(screen, "Edit")
    assert not screen.says("Not stored yet.")
    area_of(screen, "-text").input("Mine still.")
    press(screen, "Store")
    (paragraph,) = list_contents(plan, AuthorParagraph)
    assert (paragraph.section, paragraph.place, paragraph.text) == (
        "crime:robbery",
        "under:wards",
        "Mine still.",
    )


def test_without_the_plan_a_report_can_still_be_made(visit, monkeypatch, written):
    monkeypatch.setenv("CSP_DATABASE_URL", "postgresql://nobody@localhost:1/none")
    screen = visit("report", report="Since the last meeting")
    assert screen.says("The action plan cannot be read")
    press(screen, "Make Word")
    assert len(written["docx"].sections) == 4
