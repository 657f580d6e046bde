"""Backup and restore of the SQLite board, at the command line as people do it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import csp.__main__ as command
from csp.core.errors import UserError
from csp.topics.action_plan.store import backup
from csp.topics.action_plan.store.store import Board, open_board
from tests.action_plan.boards import action_of, report


@pytest.fixture
def folder(file_board: Board, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a board with one update, closed, which the command line takes for its own."""
    report(file_board, action_of(file_board), note="kept")
    file_board.close()
    assert file_board.file is not None
    monkeypatch.setenv("CSP_BOARD", str(file_board.file.parent))
    monkeypatch.delenv("CSP_DATABASE_URL", raising=False)
    return file_board.file.parent


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(command.app, ["board", *map(str, arguments)])


def _notes() -> list[str]:
    board = open_board()
    latest = action_of(board).latest
    board.close()
    return [latest.note] if latest else []


def test_a_backup_brings_back_what_was_there(folder: Path, tmp_path: Path) -> None:
    assert _run("backup", tmp_path / "copy").exit_code == 0
    board = open_board()
    report(board, action_of(board), note="later")
    board.close()
    assert _notes() == ["later"]
    done = _run("restore", tmp_path / "copy")
    assert done.exit_code == 0, done.output
    assert _notes() == ["kept"]
    (replaced,) = folder.glob("board-replaced-*.sqlite")
    assert str(replaced) in done.output
    assert _run("restore", replaced).exit_code == 0
    assert _notes() == ["later"]


def test_a_backup_of_a_board_in_use_is_one_whole_file(folder: Path, tmp_path: Path) -> None:
    board = open_board()
    report(board, action_of(board), note="in the log")
    assert Path(f"{folder / 'board.sqlite'}-wal").exists()
    assert _run("backup", tmp_path / "copy").exit_code == 0
    board.close()
    with closing(sqlite3.connect(tmp_path / "copy")) as connection:
        assert connection.execute("SELECT note FROM updates ORDER BY version").fetchall() == [
            ("kept",),
            ("in the log",),
        ]
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("copy")) == ["copy"]


@pytest.mark.usefixtures("folder")
def test_a_backup_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("mine")
    assert _run("backup", tmp_path / "copy").exit_code == 1
    assert (tmp_path / "copy").read_text() == "mine"
    assert _run("backup", tmp_path / "nowhere" / "copy").exit_code == 1


def _sql(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
    return path


def _not_boards(copy: Path, to: Path) -> dict[str, Path]:
    """Files that are no board, or none any more, by what restore says of them."""
    text = to / "text"
    text.write_text("id,priority\n")
    cut = to / "cut"
    cut.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    scrambled = to / "scrambled"
    content = bytearray(copy.read_bytes())
    content[20_000:60_000] = os.urandom(40_000)
    scrambled.write_bytes(content)
    copies = {name: Path(shutil.copy(copy, to / name)) for name in ("later", "fewer", "open", "orphan")}
    return {
        "text": text,
        "missing": to / "missing",
        "other": _sql(to / "other", "CREATE TABLE t (a)"),
        "cut": cut,
        "scrambled": scrambled,
        "later": _sql(copies["later"], "UPDATE alembic_version SET version_num = '9999'"),
        "fewer": _sql(copies["fewer"], "DROP TABLE scenarios"),
        "open": _sql(copies["open"], "DROP TRIGGER updates_no_delete"),
        "orphan": _sql(copies["orphan"], "PRAGMA foreign_keys=OFF", "DELETE FROM actions WHERE id = 1"),
    }


def test_a_file_that_is_no_sound_board_is_refused_and_the_board_stays(folder: Path, tmp_path: Path) -> None:
    assert _run("backup", tmp_path / "copy").exit_code == 0
    for name, path in _not_boards(tmp_path / "copy", tmp_path).items():
        before = path.read_bytes() if path.exists() else None
        done = _run("restore", path)
        assert done.exit_code == 1, name
        assert done.output.count("\n") == 1, done.output
        assert (path.read_bytes() if path.exists() else None) == before
    assert _notes() == ["kept"]
    assert list(folder.glob("board-replaced-*")) == []


def test_a_board_that_is_open_is_not_replaced(folder: Path, tmp_path: Path) -> None:
    assert _run("backup", tmp_path / "copy").exit_code == 0
    board = open_board()
    report(board, action_of(board), note="while open")
    done = _run("restore", tmp_path / "copy")
    assert done.exit_code == 1
    assert "open in a running dashboard" in done.output
    assert list(folder.glob("board-replaced-*")) == []
    latest = action_of(board).latest
    assert latest is not None
    assert latest.note == "while open"
    report(board, action_of(board), note="goes on")
    board.close()
    assert _notes() == ["goes on"]


def test_a_damaged_board_is_put_aside_and_replaced(folder: Path, tmp_path: Path) -> None:
    assert _run("backup", tmp_path / "copy").exit_code == 0
    (folder / "board.sqlite").write_bytes(b"not a database at all" * 500)
    assert _run("restore", tmp_path / "copy").exit_code == 0
    assert _notes() == ["kept"]
    (replaced,) = folder.glob("board-replaced-*.sqlite")
    assert replaced.read_bytes().startswith(b"not a database")


def test_a_backup_is_restored_where_there_is_no_board(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert folder.exists()
    assert _run("backup", tmp_path / "copy").exit_code == 0
    monkeypatch.setenv("CSP_BOARD", str(tmp_path / "elsewhere"))
    assert _run("restore", tmp_path / "copy").exit_code == 0
    assert _notes() == ["kept"]


def test_on_postgresql_both_point_to_its_own_tools(postgresql_url: str, tmp_path: Path) -> None:
    board = open_board(postgresql_url)
    with pytest.raises(UserError, match="pg_dump"):
        backup.back_up(board, tmp_path / "copy")
    board.close()
    with pytest.raises(UserError, match="pg_restore"):
        backup.restore_backup(tmp_path / "copy", postgresql_url)
