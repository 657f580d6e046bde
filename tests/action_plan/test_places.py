"""A board whose file, folder or disk is not as it should be: one sentence each, and nothing lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest
from typer.testing import CliRunner

import csp.__main__ as command
from csp.core.errors import UserError
from csp.topics.action_plan.store.backup import back_up
from csp.topics.action_plan.store.store import Board, open_board
from tests.action_plan import limited
from tests.action_plan.boards import OpenBoard, action_of, report


@pytest.fixture
def file(seeded_file: Path, tmp_path: Path) -> Path:
    """A board in a folder of its own."""
    made = tmp_path / "board" / "board.sqlite"
    made.parent.mkdir()
    shutil.copy(seeded_file, made)
    return made


def _link_to_nothing(file: Path) -> None:
    file.unlink()
    file.symlink_to(file.parent / "nothing")


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()
    (file / "mine").write_text("kept")


def _pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def _only_the_log(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, closing(sqlite3.connect(file)) as reader:
        connection.execute("PRAGMA journal_mode=WAL").fetchall()
        reader.execute("SELECT count(*) FROM plans").fetchall()
        connection.execute("UPDATE plans SET source = 'in the log'")
        connection.commit()
        log = Path(f"{file}-wal").read_bytes()
    file.unlink()
    Path(f"{file}-wal").write_bytes(log)


def _truncate(share: float) -> Callable[[Path], None]:
    return lambda file: os.truncate(file, int(file.stat().st_size * share))


def _scramble(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[8192:20_000] = os.urandom(20_000 - 8192)
    file.write_bytes(content)


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (_truncate(0), "is empty"),
    "a hundred bytes": (lambda file: os.truncate(file, 100), "damaged"),
    "half": (_truncate(0.5), "damaged"),
    "all but a page": (lambda file: os.truncate(file, file.stat().st_size - 4096), "damaged"),
    "scrambled": (_scramble, "damaged"),
    "text": (lambda file: file.write_text("not a board\n" * 1000), "damaged"),
    "folder": (_folder, "is not a file"),
    "pipe": (_pipe, "is not a file"),
    "link to nothing": (_link_to_nothing, "cannot be read"),
    "log without its board": (_only_the_log, "without board.sqlite"),
    "lock that is a folder": (lambda file: Path(f"{file}.lock").mkdir(), "cannot be written to"),
}


def _state(folder: Path) -> dict[str, object]:
    """Everything in a folder that somebody may want back."""
    contents: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            contents[path.name] = path.readlink()
        elif path.is_file() and path.suffix != ".lock" and not path.name.endswith("-shm"):
            contents[path.name] = path.read_bytes()
    return contents


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_board_is_named_and_left_as_it_is(name: str, file: Path) -> None:
    breaks, says = BROKEN[name]
    breaks(file)
    before = _state(file.parent)
    for _ in range(2):
        with pytest.raises(UserError, match=says) as refused:
            open_board(f"sqlite:///{file}")
        assert "\n" not in str(refused.value)
    assert _state(file.parent) == before


@pytest.mark.parametrize("name", [name for name in BROKEN if not name.startswith("lock")])
def test_a_broken_board_is_kept_and_replaced_by_a_backup(
    name: str, file: Path, seeded_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    BROKEN[name][0](file)
    before = _state(file.parent)
    monkeypatch.setenv("CSP_BOARD", str(file.parent))
    copy = shutil.copy(seeded_file, tmp_path / "copy")
    done = CliRunner().invoke(command.app, ["board", "restore", str(copy)])
    assert done.exit_code == 0, done.output
    board = open_board(f"sqlite:///{file}")
    assert action_of(board).ref == "DA-01"
    board.close()
    paths = [*file.parent.glob("board-replaced*")]
    originals = [path.read_bytes()[100:] for path in paths if path.is_file()]
    if name in ("folder", "pipe"):
        assert paths
    elif name != "link to nothing":
        # But for SQLite's own counters at the start.
        replaced = [content[100:] for content in before.values() if isinstance(content, bytes) and content]
        assert [content for content in replaced if content not in originals] == []


@pytest.mark.parametrize("words", [("backup", "copy"), ("export", "plan.csv")])
def test_the_command_line_says_so_too(
    words: tuple[str, str], file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _truncate(0.5)(file)
    monkeypatch.setenv("CSP_BOARD", str(file.parent))
    done = CliRunner().invoke(command.app, ["board", words[0], str(tmp_path / words[1])])
    assert (done.exit_code, done.output.count("\n")) == (1, 1)
    assert "damaged" in done.output
    assert not (tmp_path / words[1]).exists()


@pytest.mark.parametrize("kind", ["folder", "pipe", "nothing", "empty"])
def test_what_is_no_file_is_not_restored(kind: str, file: Path, tmp_path: Path) -> None:
    source = tmp_path / "given"
    {
        "folder": source.mkdir,
        "pipe": lambda: os.mkfifo(source),
        "nothing": lambda: None,
        "empty": source.touch,
    }[kind]()
    before = _state(file.parent)
    done = CliRunner().invoke(
        command.app, ["board", "restore", str(source)], env={"CSP_BOARD": str(file.parent)}
    )
    assert (done.exit_code, done.output.count("\n")) == (1, 1)
    assert _state(file.parent) == before


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "board").write_text("mine")
    with pytest.raises(UserError, match=r"The folder .* cannot be written to"):
        open_board(f"sqlite:///{tmp_path / 'board' / 'board.sqlite'}")
    assert (tmp_path / "board").read_text() == "mine"


SentenceOf = Callable[..., str]


@pytest.fixture
def sentence_of(processes: ForkServerContext) -> SentenceOf:
    """Runs work in a process of its own and gives the sentence of its UserError, or "done"."""

    def run(work: Callable[..., object], *arguments: object) -> str:
        heard, says = processes.Pipe(duplex=False)
        worker = processes.Process(target=limited.say, args=(says, work, *arguments))
        worker.start()
        says.close()
        with closing(heard):
            sentence: str = heard.recv()
        worker.join()
        return sentence

    return run


@pytest.fixture
def readable(file: Path) -> Path:
    """The board in a place that everybody may enter."""
    for folder in [file.parent, *file.parent.parents]:
        if folder == Path("/tmp"):
            break
        folder.chmod(0o755)
    return file


def test_a_board_that_may_only_be_read_is_shown_and_takes_no_write(
    readable: Path, sentence_of: SentenceOf
) -> None:
    before = readable.read_bytes()
    readable.parent.chmod(0o777)
    readable.chmod(0o444)
    assert sentence_of(limited.open_as_nobody, f"sqlite:///{readable}") == "done"
    sentence = sentence_of(limited.write_as_nobody, f"sqlite:///{readable}")
    assert sentence.startswith("The board's file cannot be used (attempt to write a readonly database)")
    assert readable.read_bytes() == before


def test_a_board_that_may_not_be_read_is_named(readable: Path, sentence_of: SentenceOf) -> None:
    readable.parent.chmod(0o777)
    readable.chmod(0)
    sentence = sentence_of(limited.open_as_nobody, f"sqlite:///{readable}")
    assert sentence == f"{readable} cannot be read: see to its permissions."


def test_a_folder_that_may_not_be_written_is_named(readable: Path, sentence_of: SentenceOf) -> None:
    before = _state(readable.parent)
    readable.parent.chmod(0o555)
    sentence = sentence_of(limited.open_as_nobody, f"sqlite:///{readable}")
    assert sentence.startswith(f"The folder {readable.parent} cannot be written to")
    assert _state(readable.parent) == before


def test_a_full_disk_in_a_backup_is_named_and_leaves_nothing(
    file: Path, tmp_path: Path, sentence_of: SentenceOf
) -> None:
    sentence = sentence_of(limited.back_up_to_full_disk, f"sqlite:///{file}", tmp_path / "copy")
    assert sentence.startswith(f"copy cannot be written to {tmp_path}")
    assert [path.name for path in tmp_path.iterdir()] == ["board"]
    open_board(f"sqlite:///{file}").close()


@pytest.mark.parametrize("gone", [False, True])
def test_a_full_disk_in_a_restore_is_named_and_changes_nothing(
    gone: bool, file: Path, tmp_path: Path, sentence_of: SentenceOf
) -> None:
    copy = shutil.copy(file, tmp_path / "copy")
    if gone:
        file.unlink()
    before = _state(file.parent)
    sentence = sentence_of(limited.restore_to_full_disk, f"sqlite:///{file}", copy)
    assert sentence.endswith("Nothing was changed.")
    assert _state(file.parent) == before


def test_a_full_disk_in_a_write_is_named_and_loses_nothing(file: Path, sentence_of: SentenceOf) -> None:
    sentence = sentence_of(limited.write_to_full_disk, f"sqlite:///{file}")
    assert sentence.startswith("The board's file cannot be used")
    board = open_board(f"sqlite:///{file}")
    assert action_of(board).version > 1
    board.close()


def test_an_export_that_finds_no_room_leaves_the_file_that_was_there(
    file: Path, tmp_path: Path, sentence_of: SentenceOf
) -> None:
    (tmp_path / "plan.csv").write_text("mine")
    sentence = sentence_of(limited.export_to_full_disk, str(file.parent), str(tmp_path / "plan.csv"))
    assert sentence == "ended with 1"
    assert (tmp_path / "plan.csv").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["board", "plan.csv"]


def test_somebody_elses_file_beside_a_backup_is_left_alone(file_board: Board, tmp_path: Path) -> None:
    (tmp_path / "copy.part").write_text("mine")
    back_up(file_board, tmp_path / "copy")
    assert (tmp_path / "copy.part").read_text() == "mine"


def test_a_lock_left_behind_holds_up_nobody(file: Path, open_at: OpenBoard) -> None:
    Path(f"{file}.lock").write_text("4711")
    report(board := open_at(f"sqlite:///{file}"), action_of(board))
