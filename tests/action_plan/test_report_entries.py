"""What authors add to the report: versions, two who write at once, what is refused."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import text

from csp.core.errors import UserError
from csp.core.roles import Denied
from csp.topics.action_plan.store import plans, report_entries
from csp.topics.action_plan.store.errors import EntryConflict
from csp.topics.action_plan.store.report_records import (
    AuthorParagraph,
    Content,
    HorizonItem,
    PlanReview,
    ReportCover,
    SectionChoice,
    SectionOrder,
    Signature,
    Version,
)
from csp.topics.action_plan.store.store import Board
from tests.action_plan.boards import NOW, OpenBoard, plan_of

PARAGRAPH = AuthorParagraph(
    "all_crime",
    "Crime {all_crime.change} in a **hard** year.",
    figures={"all_crime.change": "fell by 778 (−9.0%)"},
    basis="Jan to Dec 2020",
)
HORIZON = HorizonItem("economic", "The cost of living: more shoplifting", "Watch the limit")
ORDER = SectionOrder((SectionChoice("all_crime", True, "Crime"), SectionChoice("horizon", False)))


COVER = ReportCover("Assessment", "For 2022", (Signature("Chair", "A. Chair", "1 May 2022"),))


def store(
    board: Board, content: Content, key: str = "k1", version: int = 0, who: str = "A"
) -> Version[Content]:
    return report_entries.store_entry(
        board, plan_of(board).id, key, content, expected_version=version, who=who
    )


def list_contents(board: Board, kind: type[Content]) -> list[Content]:
    return [each.content for each in report_entries.list_entries(board, plan_of(board).id, kind)]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (PARAGRAPH, "k1"),
        (replace(PARAGRAPH, section="crime:robbery", place="end", position=2), "k1"),
        (replace(PARAGRAPH, place="after:the-kent-districts-compared.table-1"), "k1"),
        (HORIZON, "k1"),
        (ORDER, "assessment"),
        (PlanReview("All of it", "", "Money"), "1"),
        (COVER, "assessment"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_what_is_stored_is_there_after_a_restart_in_every_version(
    url: str, open_at: OpenBoard, content: Content, key: str
) -> None:
    board = open_at(url)
    first = store(board, content, key)
    assert (first.version, first.who, first.at, first.content) == (1, "A", NOW, content)
    board.close()
    again = open_at(url)
    second = store(again, content, key, version=1, who="B")
    plan, kind = plan_of(again).id, type(content)
    assert report_entries.list_entries(again, plan, kind) == (second,)
    assert report_entries.list_versions(again, plan, kind, key) == (second, first)
    assert report_entries.find_entry(again, plan, kind, key) == second
    assert report_entries.find_entry(again, plan, kind, "other") is None


def test_who_comes_second_is_told_what_the_first_has_stored(board: Board) -> None:
    store(board, PARAGRAPH)
    theirs = store(board, replace(PARAGRAPH, text="Theirs"), version=1, who="B")
    mine = replace(PARAGRAPH, text="Mine")
    with pytest.raises(EntryConflict, match="B changed this while you were writing") as caught:
        store(board, mine, version=1, who="C")
    assert caught.value.latest == theirs
    store(board, mine, version=caught.value.latest.version, who="C")
    texts = [
        each.content.text
        for each in report_entries.list_versions(board, plan_of(board).id, AuthorParagraph, "k1")
    ]
    assert texts == ["Mine", "Theirs", PARAGRAPH.text]


def test_the_same_form_sent_twice_is_stored_once(board: Board) -> None:
    assert store(board, PARAGRAPH) == store(board, PARAGRAPH)
    with pytest.raises(EntryConflict):
        store(board, PARAGRAPH, who="B")


def test_of_many_who_write_at_once_one_is_stored_and_the_others_see_it(board: Board) -> None:
    store(board, ORDER, "assessment")

    def write(number: int) -> str:
        order = SectionOrder((SectionChoice("all_crime", True, f"Title {number}"),))
        try:
            store(board, order, "assessment", version=1, who=f"Author {number}")
        except EntryConflict as conflict:
            return conflict.latest.who
        return "stored"

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(write, range(6)))
    assert answers.count("stored") == 1
    latest = report_entries.find_entry(board, plan_of(board).id, SectionOrder, "assessment")
    assert latest is not None
    assert latest.version == 2
    assert {answer for answer in answers if answer != "stored"} == {latest.who}


def test_what_is_taken_out_can_be_put_back(board: Board) -> None:
    plan = plan_of(board).id
    store(board, PARAGRAPH)
    store(board, PARAGRAPH, "k2")
    removed = report_entries.remove_entry(board, plan, "k1", AuthorParagraph, expected_version=1, who="B")
    assert [each.key for each in report_entries.list_entries(board, plan, AuthorParagraph)] == ["k2"]
    assert report_entries.list_removed(board, plan, AuthorParagraph) == (removed,)
    with pytest.raises(EntryConflict, match="B took this out"):
        store(board, PARAGRAPH, version=1, who="C")
    store(board, PARAGRAPH, version=2, who="C")
    # In the order in which they were first entered.
    assert [each.key for each in report_entries.list_entries(board, plan, AuthorParagraph)] == ["k1", "k2"]
    assert report_entries.list_removed(board, plan, AuthorParagraph) == ()


def test_a_closed_plan_takes_its_review_and_nothing_else(board: Board) -> None:
    plan = plan_of(board)
    plans.retire_plan(board, plan.id, expected_version=plan.version, who="A")
    store(board, PlanReview("Nearly all"), "1")
    assert list_contents(board, PlanReview) == [PlanReview("Nearly all")]
    for content in (PARAGRAPH, HORIZON, ORDER):
        with pytest.raises(UserError, match="closed"):
            store(board, content)


def test_a_viewer_writes_nothing(file_board: Board) -> None:
    with pytest.raises(Denied):
        report_entries.store_entry(
            file_board, plan_of(file_board).id, "k1", PARAGRAPH, expected_version=0, who="A", role="viewer"
        )
    store(file_board, PARAGRAPH)
    with pytest.raises(Denied):
        report_entries.remove_entry(
            file_board,
            plan_of(file_board).id,
            "k1",
            AuthorParagraph,
            expected_version=1,
            who="A",
            role="viewer",
        )


@pytest.mark.parametrize(
    ("content", "key", "words"),
    [
        (replace(PARAGRAPH, text="  "), "k1", "The paragraph is missing"),
        (replace(PARAGRAPH, text="x" * 8_001), "k1", "at most 8,000"),
        (replace(PARAGRAPH, text="a\x00b"), "k1", "control character"),
        (replace(PARAGRAPH, section="../x"), "k1", "not one of the dashboard's"),
        (replace(PARAGRAPH, place="middle"), "k1", "a place of a section"),
        (replace(PARAGRAPH, place="under:../x"), "k1", "a place of a section"),
        (replace(PARAGRAPH, figures=dict.fromkeys(map("f{}".format, range(51)), "1")), "k1", "50 figures"),
        (replace(PARAGRAPH, figures={"a": "x\ny"}), "k1", "one line"),
        (PARAGRAPH, "K 1", "not one of the dashboard's"),
        (PlanReview("", " "), "1", "first"),
        (PlanReview("Done"), "9", "no priority 9"),
        (PlanReview("Done"), "one", "no priority one"),
        (HorizonItem("magical", "Dragons"), "k1", "political, economic"),
        (HorizonItem("legal", ""), "k1", "What is ahead is missing"),
        (SectionOrder((SectionChoice("a"), SectionChoice("a"))), "since", "once"),
        (SectionOrder((SectionChoice("a", False),)), "since", "at least one section"),
        (SectionOrder((SectionChoice("a", True, "x" * 121),)), "since", "120"),
        (ReportCover("two\nlines"), "since", "one line"),
        (ReportCover(signatures=(Signature(""),)), "since", "office of who signs is missing"),
        (ReportCover(signatures=(Signature("Chair"),) * 13), "since", "12 at most"),
    ],
)
def test_what_cannot_be_kept_is_refused(file_board: Board, content: Content, key: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        store(file_board, content, key)
    assert list_contents(file_board, type(content)) == []


def test_what_is_stored_of_a_plan_that_is_not_there_is_refused(file_board: Board) -> None:
    with pytest.raises(UserError, match="no plan"):
        report_entries.store_entry(file_board, 999, "k1", PARAGRAPH, expected_version=0, who="A")
    with pytest.raises(UserError, match="open the page again"):
        store(file_board, PARAGRAPH, version=3)
    with pytest.raises(UserError, match="open the page again"):
        report_entries.remove_entry(
            file_board, plan_of(file_board).id, "k1", AuthorParagraph, expected_version=1, who="A"
        )


@pytest.mark.parametrize("body", ["{}", '{"sections": 1}', '{"factor": 1, "text": 2}'])
def test_a_row_that_the_dashboard_did_not_write_is_named_as_such(file_board: Board, body: str) -> None:
    store(file_board, ORDER, "assessment")
    with file_board.write() as connection:
        for kind in ("horizon", "order", "cover"):
            connection.execute(
                text(
                    "INSERT INTO report_entries (plan_id, kind, key, version, removed, body, who, at) "
                    "VALUES (1, :kind, 'x', 1, 0, :body, 'A', '2021-09-15 10:00:00.000000')"
                ),
                {"kind": kind, "body": body},
            )
    for kind in (HorizonItem, SectionOrder, ReportCover):
        with pytest.raises(UserError, match="put a backup"):
            report_entries.list_entries(file_board, plan_of(file_board).id, kind)
