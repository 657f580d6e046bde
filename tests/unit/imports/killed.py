"""Kills an import before each of the changes to the disk that it makes sure of."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from csp.core.settings import ROOT
from csp.data.store import Store
from csp.imports.results import Summary

# A process that has read the modules once and opened nothing forks a child for each step, which imports into
# a copy of the store and kills itself. A process of its own for each would read the modules each time.
_FORKING = """
import os, shutil, signal, sys
from importlib import import_module
from pathlib import Path

from csp.data.store import Store

module, function, every, root, *paths = sys.argv[1:]
run = getattr(import_module(module), function)

def stop_before(action, last):
    def stepped(*arguments):
        global steps
        steps += 1
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return action(*arguments)
    return stepped

def import_copy(last):
    # How many steps an import into a copy of the store takes; 0 where it is killed before the last.
    copy = Path(f"{root}-{last:03d}")
    if Path(root).exists():
        shutil.copytree(root, copy)
    child = os.fork()
    if child == 0:
        os.replace, os.fsync = stop_before(os.replace, last), stop_before(os.fsync, last)
        os._exit(steps if run([Path(path) for path in paths], Store(copy)).ok else 255)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code == -signal.SIGKILL:
        print(copy, flush=True)
        return 0
    return code

steps = 0
total = import_copy(999)
assert 2 < total < 255, total
for step in sorted({*range(1, total + 1, int(every)), total - 1, total}):
    assert import_copy(step) == 0
"""


def kill_at_steps(
    run: Callable[..., Summary], store: Store, paths: Sequence[Path], every: int = 1
) -> list[Store]:
    """Copies of a store, each left by an import of some files that was killed, some steps later each time.

    run: the import, a function of a module, of the files and a store. every: 3 for each third step and the
    last two.
    """
    names = (run.__module__, run.__name__, str(every), str(store.root))
    command = [sys.executable, "-c", _FORKING, *names, *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, check=True, timeout=300, stdout=subprocess.PIPE, text=True)
    return [Store(Path(line)) for line in done.stdout.splitlines()]
