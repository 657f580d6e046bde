"""Asks the worker, a process with limits of time and memory, for what is in a file other than text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from csp.core.errors import UserError
from csp.core.partner.book import Sheet, Value
from csp.imports.partner.formats.bounds import RawLine, Reading
from csp.imports.partner.formats.cells import decode
from csp.imports.partner.formats.kinds import Kind
from csp.imports.partner.formats.worker import refuse_size
from csp.imports.results import Progress

# One file at a time in a server: each may take most of a gigabyte.
_turn = threading.Lock()
_TURN_S, _WALL_S = 120, 240
_ROOT = Path(__file__).resolve().parents[4]


def read_heads(path: Path, kind: Kind, shown: str) -> Reading:
    """The sheets of a file that say anything. Raises UserError."""
    with _start(path, kind, shown) as process:
        answer = _read_answer(process, shown)
    sheets = tuple(
        Sheet(name, number, _decode_rows(rows), lines, _decode_rows(tail))
        for name, number, rows, lines, tail in answer["sheets"]
    )
    return Reading(answer["format"], sheets, tuple(answer["notes"]))


def _decode_rows(rows: list[list[Any]]) -> tuple[tuple[Value, ...], ...]:
    return tuple(tuple(map(decode, row)) for row in rows)


def iterate_lines(
    path: Path, kind: Kind, shown: str, sheet: Sheet, progress: Progress | None = None
) -> Iterator[RawLine]:
    """Every line of a sheet that says anything, its cells as text. Raises UserError."""
    size = path.stat().st_size
    with _start(path, kind, shown, str(sheet.number)) as process:
        while isinstance(answer := _read_answer(process, shown), list):
            yield from answer
            if progress is not None and answer:
                progress(shown, size * min(answer[-1][0], sheet.lines) // max(sheet.lines, 1), size)


@contextmanager
def _start(path: Path, kind: Kind, shown: str, *more: str) -> Iterator[subprocess.Popen[bytes]]:
    """The process, ended at the end whether or not all of its answer was read."""
    command = [sys.executable, "-m", "csp.imports.partner.formats.worker"]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"}
    if not _turn.acquire(timeout=_TURN_S):
        raise UserError("Another file is being read: try again in a minute.")
    try:
        with subprocess.Popen(
            [*command, kind, str(path.absolute()), shown, *more],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env=environment,
        ) as process:
            watch = threading.Timer(_WALL_S, process.kill)
            watch.start()
            try:
                yield process
            finally:
                watch.cancel()
                process.kill()
    except OSError as error:
        raise UserError(f"{shown} cannot be read now ({error.strerror}): try again in a minute.") from error
    finally:
        _turn.release()


def _read_answer(process: subprocess.Popen[bytes], shown: str) -> Any:
    """The next line of the answer. Raises UserError where the file is refused, or the process has ended."""
    assert process.stdout is not None
    try:
        answer = json.loads(process.stdout.readline())
    except ValueError as error:
        raise UserError(refuse_size(shown)) from error
    if isinstance(answer, dict) and "refused" in answer:
        raise UserError(answer["refused"])
    return answer
