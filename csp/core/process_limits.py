"""The limits of a process that reads somebody's file, so that the file can cost no more than the process."""

from __future__ import annotations

import os
import sys


def limit_process(memory: int, cpu_s: int) -> None:
    """Bounds this process for good: bytes of memory, seconds of work, and no dump of what it held.

    On Windows nothing is bounded: whoever starts the process ends it by the clock. numpy is left out:
    openpyxl can do without, and it starts twice as fast.
    """
    sys.modules["numpy"] = None  # type: ignore[assignment]
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 there is none on Windows

    os.nice(5)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
