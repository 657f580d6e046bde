"""An import that kills its process before a change to the disk, for a process of its own."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

from csp.imports.formats.police import import_street

PATIENCE_S = 60


def import_until_killed(step: int, extracts: Path, file: Path) -> None:
    """Import a street file, but end by SIGKILL before this change to the disk that it makes sure of."""
    steps = 0

    def stop_before(action: Callable[..., Any]) -> Callable[..., Any]:
        def count(*arguments: Any) -> Any:
            nonlocal steps
            steps += 1
            if steps == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return action(*arguments)

        return count

    os.environ["CSP_EXTRACTS"] = str(extracts)
    os.replace, os.fsync = stop_before(os.replace), stop_before(os.fsync)
    assert import_street([file]).ok


def kill_import(processes: ForkServerContext, step: int, extracts: Path, file: Path) -> bool:
    """Run such an import; whether it was killed, and had not ended before."""
    child = processes.Process(target=import_until_killed, args=(step, extracts, file))
    child.start()
    child.join(PATIENCE_S)
    assert child.exitcode in {0, -signal.SIGKILL}
    was_killed = child.exitcode != 0
    child.close()
    return was_killed
