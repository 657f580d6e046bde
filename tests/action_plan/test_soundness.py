"""What is taken for a board: a file that is one to the letter. Everything else is named in one sentence."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.dialects import sqlite

from csp.core.errors import UserError
from csp.topics.action_plan.store import backup, migrations, scenarios, schema, soundness, soundness_rows
from csp.topics.action_plan.store.store import Board, open_board
from tests.action_plan.boards import OpenBoard, action_of, report


@pytest.fixture(scope="module")
def sound(seeded_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a board with a row in every table."""
    folder = tmp_path_factory.mktemp("sound")
    shutil.copy(seeded_file, folder / "board.sqlite")
    board = open_board(f"sqlite:///{folder / 'board.sqlite'}")
    first = report(board, action_of(board), note="kept")
    report(board, action_of(board), note="corrected", corrects=first.id)
    scenarios.record_decision(board, "asb", "retained", "It stays.", who="A")
    scenarios.record_concern(board, "asb", 4, who="A")
    scenarios.save_scenario(board, "Strict", '{"limit": 20}', expected_version=None, who="A")
    backup.back_up(board, folder / "copy")
    board.close()
    return folder / "copy"


def _run(*statements: str) -> Callable[[Path], None]:
    """Statements as somebody runs them who wants to get past the rules."""

    def change(file: Path) -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("PRAGMA foreign_keys=OFF")
            connection.execute("PRAGMA ignore_check_constraints=ON")
            for statement in statements:
                connection.execute(statement)

    return change


def _rewrite(before: str, after: str, name: str) -> Callable[[Path], None]:
    """A table's statement changed where SQLite keeps it, which needs no table to be built anew."""
    return _run(
        "PRAGMA writable_schema=ON",
        f"UPDATE sqlite_master SET sql = replace(sql, '{before}', '{after}') WHERE name = '{name}'",
        "PRAGMA writable_schema=RESET",
    )


def _no_guard(*statements: str, table: str = "updates") -> Callable[[Path], None]:
    """A change to a record, with the triggers that refuse it taken away and put back as they were."""

    def change(file: Path) -> None:
        with closing(sqlite3.connect(file)) as connection:
            triggers = connection.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
            ).fetchall()
        _run(*(f"DROP TRIGGER {name}" for name, _ in triggers), *statements, *(sql for _, sql in triggers))(
            file
        )

    return change


GUARD = "SELECT RAISE(ABORT, 'updates are append-only')"
# A change to a sound file, and words of the sentence that refuses it.
CHANGED = {
    "dropped column": (_run("ALTER TABLE actions DROP COLUMN reporting"), "table actions is changed"),
    "added column": (_run("ALTER TABLE plans ADD COLUMN extra"), "table plans is changed"),
    "renamed column": (_run("ALTER TABLE plans RENAME source TO origin"), "table plans is changed"),
    "generated column": (
        _run("ALTER TABLE plans ADD COLUMN extra TEXT AS (upper(label))"),
        "table plans is changed",
    ),
    "dropped table": (_run("DROP TABLE scenarios"), "is missing"),
    "extra table": (_run("CREATE TABLE extra (a)"), "a table more, extra"),
    "extra view": (_run("CREATE VIEW extra AS SELECT * FROM plans"), "a view more, extra"),
    "view for a table": (
        _run("ALTER TABLE concerns RENAME TO old", "CREATE VIEW concerns AS SELECT * FROM old"),
        "more",
    ),
    "view for the version": (
        _run(
            "DROP TABLE alembic_version",
            "CREATE VIEW alembic_version AS SELECT '0001' AS version_num",
        ),
        "no board",
    ),
    "virtual table": (_run("CREATE VIRTUAL TABLE extra USING fts5(a)"), "a table more, extra"),
    "extra trigger": (
        _run("CREATE TRIGGER extra AFTER INSERT ON changes BEGIN DELETE FROM scenarios; END"),
        "a trigger more, extra",
    ),
    "dropped trigger": (_run("DROP TRIGGER updates_no_delete"), "trigger updates_no_delete is missing"),
    "emptied trigger": (
        _run(
            "DROP TRIGGER updates_no_delete",
            "CREATE TRIGGER updates_no_delete BEFORE DELETE ON updates BEGIN SELECT 1; END",
        ),
        "trigger updates_no_delete is changed",
    ),
    "trigger that never fires": (
        _run(
            "DROP TRIGGER updates_no_delete",
            f"CREATE TRIGGER updates_no_delete BEFORE DELETE ON updates WHEN 0 BEGIN {GUARD}; END",
        ),
        "trigger updates_no_delete is changed",
    ),
    "trigger on another table": (
        _run(
            "DROP TRIGGER updates_no_delete",
            f"CREATE TRIGGER updates_no_delete BEFORE DELETE ON plans BEGIN {GUARD}; END",
        ),
        "trigger updates_no_delete is changed",
    ),
    "comment in a trigger": (
        _run(
            "DROP TRIGGER updates_no_delete",
            f"CREATE TRIGGER updates_no_delete BEFORE DELETE ON updates BEGIN -- {GUARD};\nSELECT 1; END",
        ),
        "trigger updates_no_delete is changed",
    ),
    "extra index": (_run("CREATE INDEX extra ON plans (label)"), "an index more, extra"),
    "partial index": (
        _run("DROP INDEX uq_scenarios_baseline", "CREATE INDEX uq_scenarios_baseline ON scenarios (name)"),
        "index uq_scenarios_baseline is changed",
    ),
    "changed CHECK": (_rewrite("level BETWEEN 1 AND 5", "level BETWEEN 1 AND 9", "concerns"), "concerns"),
    "case of a CHECK": (_rewrite("''complete''", "''Complete''", "updates"), "table updates is changed"),
    "dropped foreign key": (_rewrite("REFERENCES plans (id)", "", "priorities"), "priorities"),
    "quiet conflict": (_rewrite("UNIQUE (label)", "UNIQUE (label) ON CONFLICT REPLACE", "plans"), "plans is"),
    "without rowid": (
        _run(
            "DROP TABLE concerns",
            "CREATE TABLE concerns (id INTEGER NOT NULL, candidate TEXT NOT NULL, level INTEGER NOT NULL, "
            "who TEXT NOT NULL, at DATETIME NOT NULL, CONSTRAINT pk_concerns PRIMARY KEY (id)) WITHOUT ROWID",
        ),
        "concerns",
    ),
    "statistics": (_run("ANALYZE"), "a table more, sqlite_stat1"),
    "user version": (_run("PRAGMA user_version=7"), "setting user_version is 7"),
    "application": (_run("PRAGMA application_id=7"), "setting application_id is 7"),
    "two versions": (_run("INSERT INTO alembic_version VALUES ('0001')"), "later version"),
    "no version": (_run("DELETE FROM alembic_version"), "later version"),
    "status": (_no_guard("UPDATE updates SET status = 'fine'"), "CHECK constraint failed"),
    "level": (_no_guard("UPDATE concerns SET level = 9", table="concerns"), "CHECK constraint failed"),
    "orphan": (_run("DELETE FROM plans"), "belongs to nothing"),
    "text for a number": (_run("UPDATE actions SET version = 'x' WHERE id = 3"), "wrong version"),
    "bytes for text": (_run("UPDATE actions SET text = x'ff00' WHERE id = 3"), "wrong text"),
    "text that is none": (_run("UPDATE actions SET text = CAST(x'ff' AS TEXT)"), "text that is none"),
    "infinite target": (_run("UPDATE actions SET target = 9e999 WHERE id = 3"), "wrong target"),
    "no such day": (_run("UPDATE plans SET start = '2021-02-30'"), "wrong start"),
    "no day": (_run("UPDATE actions SET started = 'soon' WHERE id = 3"), "wrong started"),
    "no moment": (_run("UPDATE plans SET at = '2021-02-03'"), "wrong at"),
    "neither yes nor no": (_run("UPDATE scenarios SET is_baseline = 2"), "wrong is_baseline"),
    "brackets": (_run(f"UPDATE scenarios SET rule = '{'[' * 100_000}'"), "wrong rule"),
    "rule that is a list": (_run("UPDATE scenarios SET rule = '[1]'"), "wrong rule"),
    "marks": (_run("UPDATE actions SET marks = '{\"soon\": 1}' WHERE id = 3"), "wrong marks"),
    "NUL": (_run("UPDATE actions SET text = 'a' || char(0) || 'b' WHERE id = 3"), "wrong text"),
    "circle of actions": (_run("UPDATE actions SET carried_from = id WHERE id = 3"), "leads nowhere"),
    "circle of corrections": (
        _no_guard("UPDATE updates SET corrects = id WHERE version = 3"),
        "leads nowhere",
    ),
    "latest of nobody": (_run("UPDATE actions SET latest = 'x' WHERE id = 3"), "leads nowhere"),
    "index without its row": (
        _run(
            "PRAGMA writable_schema=ON",
            "CREATE TEMP TABLE held AS SELECT rootpage FROM sqlite_master WHERE name = 'ix_changes_at'",
            "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master "
            "WHERE name = 'ix_updates_at') WHERE name = 'ix_changes_at'",
            "PRAGMA writable_schema=RESET",
        ),
        "damaged",
    ),
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_changed_board_is_not_restored(name: str, sound: Path, seeded_file: Path, tmp_path: Path) -> None:
    change, says = CHANGED[name]
    changed, current = tmp_path / "changed", tmp_path / "board.sqlite"
    shutil.copy(sound, changed)
    change(changed)
    assert changed.read_bytes() != sound.read_bytes()
    shutil.copy(seeded_file, current)
    before = changed.read_bytes(), current.read_bytes()
    with pytest.raises(UserError, match=re.escape(says)) as refused:
        backup.restore_backup(changed, f"sqlite:///{current}")
    assert "\n" not in str(refused.value)
    assert (changed.read_bytes(), current.read_bytes()) == before


@pytest.mark.parametrize(
    "name", ["dropped column", "emptied trigger", "extra view", "no day", "circle of actions"]
)
def test_a_changed_board_is_not_opened(name: str, sound: Path, tmp_path: Path) -> None:
    change, says = CHANGED[name]
    changed = tmp_path / "board.sqlite"
    shutil.copy(sound, changed)
    change(changed)
    with pytest.raises(UserError, match=re.escape(says)):
        open_board(f"sqlite:///{changed}")


def test_a_sound_board_is_restored_and_opened(sound: Path, tmp_path: Path, open_at: OpenBoard) -> None:
    url = f"sqlite:///{tmp_path / 'board.sqlite'}"
    backup.restore_backup(sound, url)
    latest = action_of(open_at(url)).latest
    assert latest is not None
    assert latest.note == "corrected"


def test_another_way_to_break_lines_is_the_same_board(sound: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copy(sound, copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, char(10), char(10) || '  ')")
        connection.execute("PRAGMA writable_schema=RESET")
    backup.restore_backup(copy, f"sqlite:///{tmp_path / 'board.sqlite'}")


@pytest.mark.parametrize("revision", sorted(migrations.list_revisions()))
def test_a_board_of_every_version_is_sound_before_and_after_it_is_brought_up_to_date(
    revision: str, tmp_path: Path
) -> None:
    file = tmp_path / "board.sqlite"
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        migrations.build(connection, revision)
    engine.dispose()
    soundness.check_file(file, "It", "Nothing.", thorough=True)
    board = open_board(f"sqlite:///{file}")
    report(board, action_of(board))
    board.close()
    soundness.check_file(file, "It", "Nothing.", thorough=True)


def test_every_type_of_column_has_a_rule() -> None:
    types = {
        column.type.compile(dialect=sqlite.dialect()).partition("(")[0]
        for table in schema.Base.metadata.tables.values()
        for column in table.columns
    }
    assert types <= set(soundness_rows.TYPES)


def test_a_running_board_that_is_damaged_is_said_in_a_sentence(file_board: Board) -> None:
    report(file_board, action_of(file_board))
    file_board.close()
    assert file_board.file is not None
    content = bytearray(file_board.file.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    file_board.file.write_bytes(content)
    with pytest.raises(UserError, match=r"damaged.*restore"):
        action_of(file_board)


def test_a_board_that_is_damaged_while_it_runs_is_not_backed_up(file_board: Board, tmp_path: Path) -> None:
    assert file_board.file is not None
    file_board.close()
    os.truncate(file_board.file, 20_000)
    with pytest.raises(UserError, match="cannot be copied"):
        backup.back_up(file_board, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize("name", ["x" * 300, "board/copy/copy", "nothing/copy"])
def test_a_backup_to_where_none_can_be_is_refused(name: str, file_board: Board, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        backup.back_up(file_board, tmp_path / name)
