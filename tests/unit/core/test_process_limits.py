"""A process that reads somebody's file is bounded for good."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_a_process_gets_no_more_memory_or_time_than_its_limits():
    code = (
        "import resource as r; from csp.core.process_limits import limit_process; "
        "limit_process(400_000_000, 5); "
        "print(r.getrlimit(r.RLIMIT_CPU), r.getrlimit(r.RLIMIT_CORE)); bytearray(500_000_000)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ended.stdout.strip() == "(5, 6) (0, 0)"
    assert ended.stderr.strip().endswith("MemoryError")
