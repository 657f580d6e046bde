"""How a board comes to be: tables, triggers, seed, and several servers starting at once."""

from __future__ import annotations

import csv
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.context import ForkServerContext

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, literal, select, text
from sqlalchemy.exc import DBAPIError

from csp.core import settings
from csp.core.errors import UserError
from csp.topics.action_plan.store import (
    actions,
    agencies,
    entries,
    meeting_entries,
    migrations,
    near_misses,
    report_entries,
    scenarios,
    schema,
    simulation,
)
from csp.topics.action_plan.store.errors import Conflict
from csp.topics.action_plan.store.meeting_records import EntryDraft
from csp.topics.action_plan.store.records import ActionDraft
from csp.topics.action_plan.store.report_records import HorizonItem
from csp.topics.action_plan.store.step_schema import Withdrawal
from csp.topics.action_plan.store.store import Board, open_board
from tests.action_plan.boards import (
    OpenBoard,
    action_of,
    go_back,
    listing_of,
    plan_of,
    report,
    start_and_count,
)
from tests.action_plan.meetings import keep, open_a_meeting
from tests.action_plan.near_misses import A_NEAR_MISS


def _count(board: Board, table: str) -> int:
    with board.read() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_the_migrations_build_exactly_the_tables_of_the_schema(board: Board) -> None:
    with board.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.Base.metadata) == []
        assert migrations.read_revision(connection) == schema.REVISION
    assert ScriptDirectory.from_config(migrations.make_config()).get_current_head() == schema.REVISION


def test_the_published_plan_is_there_from_the_first_start(board: Board) -> None:
    with (settings.REFERENCE / "plans" / "E07000116" / "2021-22.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        published = list(csv.DictReader(file))
    stored = {action.ref: action for action in listing_of(board).actions}
    assert len(published) == len(stored) == 57
    for row in published:
        action = stored[row["id"]]
        assert "; ".join(action.agencies) == row["agencies"]
        assert (action.text, action.measure, action.due) == (row["action"], row["measure"], row["due"])
        assert (str(action.priority), action.linked_measure) == (row["priority"], row["linked_measure"])
    by_priority = [sum(a.priority == n for a in stored.values()) for n in plan_of(board).priorities]
    assert by_priority == [14, 13, 17, 13]


def test_opening_again_changes_nothing(url: str, open_at: OpenBoard) -> None:
    board = open_at(url)
    stored = report(board, action_of(board), status="at risk")
    board.close()
    again = open_at(url)
    assert _count(again, "plans") == 1
    assert _count(again, "actions") == 57
    assert action_of(again).latest == stored


def test_several_servers_that_start_at_once_seed_once(url: str) -> None:
    def start(_: int) -> int:
        board = open_board(url)
        count = _count(board, "actions")
        board.close()
        return count

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(start, range(6))) == [57] * 6


def test_processes_that_start_at_once_seed_once(url: str, processes: ForkServerContext) -> None:
    with processes.Pool(4) as pool:
        assert pool.map(start_and_count, [url] * 8, chunksize=1) == [57] * 8


def test_a_board_of_a_later_version_is_left_alone(board: Board, url: str) -> None:
    with board.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UserError, match="later version"):
        open_board(url)


def test_a_board_of_the_first_version_is_brought_up_to_date_with_all_that_was_judged(
    board: Board, url: str, open_at: OpenBoard
) -> None:
    stored = (
        scenarios.record_concern(board, "asb", 4, who="A"),
        scenarios.record_decision(board, "robbery", "raised", "Residents ask for it.", who="B"),
    )
    report(board, action_of(board), note="before")
    go_back(board, "0001")
    board.close()
    later = open_at(url)
    assert scenarios.read_concerns(later) == {"asb": stored[0]}
    assert scenarios.list_decisions(later) == (stored[1],)
    assert scenarios.read_judgements(later) == {}
    latest = action_of(later).latest
    assert latest is not None
    assert latest.note == "before"
    scenarios.record_judgement(later, "asb", "capacity", 2, who="A")
    assert scenarios.read_judgements(later)["asb", "capacity"].level == 2


def _find_measure(board: Board, ref: str) -> str:
    return entries.read_details(board, action_of(board, ref).id).measures[0].key


@pytest.fixture
def recorded(board: Board) -> Board:
    """A board with a row in every table that is never altered."""
    report(board, action_of(board), note="as it was", values={_find_measure(board, "DA-01"): 4})
    scenarios.record_decision(board, "asb", "retained", "It stays.", who="A")
    scenarios.record_concern(board, "asb", 4, who="A")
    scenarios.record_judgement(board, "asb", "impact", 5, who="A")
    item = HorizonItem("legal", "A new duty")
    report_entries.store_entry(board, plan_of(board).id, "a", item, expected_version=0, who="A")
    meeting = open_a_meeting(board)
    decision = EntryDraft("a", "0" * 32, "It stays.")
    meeting_entries.record_entry(board, meeting.id, decision, who="A")
    meeting_entries.turn_to(board, meeting.id, "a", who="A")
    keep(board, meeting, b"PAR1, a table, PAR1")
    near_misses.store_near_miss(board, "0" * 32, A_NEAR_MISS, expected_version=0, who="A")
    directory = agencies.read_directory(board).agencies
    step = agencies.merge_agencies(board, directory[0].key, {directory[1].key: 1}, who="A")
    simulation.show_simulation(board, plan_of(board).id, shown=False, who="A")
    with board.write() as connection:
        later = insert(Withdrawal).from_select(
            ["update_id", "step_id", "who", "at"],
            select(schema.Update.id, literal(step), schema.Update.who, schema.Update.at),
        )
        connection.execute(later)
    return board


@pytest.mark.parametrize("table", schema.APPEND_ONLY)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {table} SET who = 'somebody else'",
        "DELETE FROM {table}",
    ],
)
def test_a_record_can_be_neither_altered_nor_deleted(recorded: Board, table: str, statement: str) -> None:
    before = _count(recorded, table)
    with pytest.raises(DBAPIError, match="append-only"), recorded.engine.begin() as connection:
        connection.execute(text(statement.format(table=table)))
    assert _count(recorded, table) == before > 0
    with recorded.read() as connection:
        assert "somebody else" not in connection.execute(text(f"SELECT who FROM {table}")).scalars().all()


def test_a_record_cannot_be_replaced_or_truncated(recorded: Board) -> None:
    columns = [column.name for column in schema.Update.__table__.columns]
    same = ", ".join("'replaced'" if name == "note" else name for name in columns)
    by_database = {
        "sqlite": f"INSERT OR REPLACE INTO updates SELECT {same} FROM updates",
        "postgresql": "TRUNCATE updates CASCADE",
    }
    statement = by_database[recorded.engine.dialect.name]
    with pytest.raises(DBAPIError, match="append-only"), recorded.engine.begin() as connection:
        connection.execute(text(statement))
    latest = action_of(recorded).latest
    assert latest is not None
    assert latest.note == "as it was"


def test_what_the_tables_refuse_whoever_writes(recorded: Board) -> None:
    insert = (
        "INSERT INTO updates "
        "(id, action_id, version, who, at, quarter, status, note, evidence_link) "
        "VALUES ('{id}', {action}, {version}, 'A', '2021-09-15 10:00', '2021-07-01', '{status}', '', '')"
    )
    good = {"id": "0" * 32, "action": 2, "version": 9, "status": "on track"}
    for wrong in ({"status": "fine"}, {"action": 9999}, {"action": 1, "version": 2}):
        with pytest.raises(DBAPIError), recorded.engine.begin() as connection:
            connection.execute(text(insert.format(**good | wrong)))
    assert _count(recorded, "updates") == 1
    with recorded.write() as connection:
        connection.execute(text(insert.format(**good)))
    assert _count(recorded, "updates") == 2


def test_two_who_add_the_same_reference_at_once_do_not_both_succeed(board: Board) -> None:
    plan_id = plan_of(board).id

    def add(number: int) -> str:
        draft = ActionDraft("NEW-1", 1, f"Text {number}", agencies=(f"New {number % 2}", "New 0x"))
        try:
            actions.add_action(board, plan_id, draft, who="A")
        except Conflict:
            raise
        except UserError as error:
            return str(error)
        return "stored"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(add, range(8)))
    assert answers.count("stored") == 1
    assert _count(board, "actions") == 58
