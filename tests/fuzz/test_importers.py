"""Every importer against made files, the same ones each time: tests/fuzz/importers.py says what must hold.

Each runs in a process of its own with a limit of time, so that a file that hangs an importer
fails the test, and with a limit of memory.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("importers.py")
EXAMPLES = 40
SECONDS = 240


KINDS = (
    *("boundaries", "police", "collisions", "population", "lookup", "peers"),
    *("near-misses", "road-costs", "recorded"),
)


@pytest.mark.parametrize("kind", KINDS)
def test_any_file_ends_in_rows_or_in_a_sentence(kind):
    done = subprocess.run(
        [sys.executable, "-W", "error", str(SCRIPT), kind, "--examples", str(EXAMPLES)],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-5_000:]
    tries = json.loads(done.stdout)
    assert tries["tries"] >= EXAMPLES
    assert tries["stored"] > 0
    assert tries["refused"] > 0
