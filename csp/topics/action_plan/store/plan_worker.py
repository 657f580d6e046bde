"""Reads an uploaded file in a process of its own, which is ended when it takes too long or too much.

A workbook of 30 kB can take half a minute and gigabytes to read. In the server's own process
that would hold up every page; here it costs one reader a sentence. The process is started anew
from the program itself (never forked from the server, which runs threads), gets the bytes on its
standard input and answers with JSON, so that nothing a file contains is ever run or unpickled.

    python -m csp.topics.action_plan.store.plan_worker NAME < FILE
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from csp.core.errors import UserError
from csp.core.process_limits import limit_process
from csp.topics.action_plan.store.plan_file.grid import Grid, from_json, to_json
from csp.topics.action_plan.store.plan_file.reader import read_grids

# A plan of 5,000 rows takes half a second and 70 MB; a busy machine may take its time over them.
CPU_S, WALL_S = 5, 15
MEMORY = 300_000_000
# Readers at once in a server; the others wait for their turn.
_turns = threading.BoundedSemaphore(2)
_ROOT = Path(__file__).resolve().parents[4]


def read_upload(name: str, content: bytes, wall_s: float = WALL_S) -> list[Grid]:
    """What reader.read_grids() gives, from a process with a limit of time and memory.

    wall_s: seconds on the clock. On Windows it is the only limit. Raises UserError.
    """
    name = clean_name(name)
    if not _turns.acquire(timeout=WALL_S):
        raise UserError("Other files are being read: try again in a minute.")
    try:
        return _read_answer(name, _run_reader(name, content, wall_s))
    finally:
        _turns.release()


def _run_reader(name: str, content: bytes, wall_s: float) -> subprocess.CompletedProcess[bytes]:
    """Gives a file to a process and waits for its end. Raises UserError where it takes too long."""
    command = [sys.executable, "-m", "csp.topics.action_plan.store.plan_worker", name]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"}
    try:
        return subprocess.run(
            command,
            input=content,
            capture_output=True,
            timeout=wall_s,
            cwd=_ROOT,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _make_refusal(name) from error
    except OSError as error:
        raise UserError(f"{name} cannot be read now ({error.strerror}): try again in a minute.") from error


def clean_name(name: str) -> str:
    """The name somebody's file has, fit for an argument and for a sentence."""
    printable = "".join(char if char.isprintable() else " " for char in name).strip()
    return f"{printable[:60]}…" if len(printable) > 60 else printable or "The file"


def _make_refusal(name: str, why: str = "takes too long to read") -> UserError:
    return UserError(f"{name} {why}: copy the plan's rows into a new workbook, or save it as CSV.")


def _read_answer(name: str, process: subprocess.CompletedProcess[bytes]) -> list[Grid]:
    """The sheets or tables that the process gives. Raises UserError where it refuses, or gives no answer."""
    try:
        answer: dict[str, Any] = json.loads(process.stdout)
    except ValueError as error:
        # It ended without an answer: the system stopped it at a limit, or the reader has a fault.
        limits = (-signal.SIGKILL, -signal.SIGXCPU) if sys.platform != "win32" else ()
        if process.returncode in limits:
            raise _make_refusal(name) from error
        raise _make_refusal(name, "cannot be read") from error
    if "refused" in answer:
        raise UserError(answer["refused"])
    return from_json(answer["grids"])


def main() -> None:
    """The process: one file in, one line of JSON out."""
    limit_process(MEMORY, CPU_S)
    name = sys.argv[1]
    try:
        answer: dict[str, Any] = {"grids": to_json(read_grids(name, sys.stdin.buffer.read()))}
    except UserError as error:
        answer = {"refused": str(error)}
    except (MemoryError, RecursionError):
        answer = {"refused": str(_make_refusal(name, "takes too much memory to read"))}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
