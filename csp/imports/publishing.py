"""Putting a store into object storage, for machines that share no disk.

In public mode that is the published store alone, and never a true one.

New files first, the manifest last: a reader sees the whole of the old state or the whole of the
new one. Nothing is ever deleted there: a reader may still be fetching what the manifest named
a moment ago, and what else lies in a bucket is somebody's.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pyarrow import fs

from csp.core import settings
from csp.core.errors import UserError
from csp.core.measures import OWN
from csp.data import bucket, soundness
from csp.data.bucket import Bucket
from csp.data.store import MANIFEST, Store, is_of_partner, manifest_bytes
from csp.imports.manifest import Row, forget_files, locked


@dataclass(frozen=True)
class Published:
    """What became of the files of a store."""

    sent: int
    there: int


def publish(address: str | None, store: Store | None = None) -> Published:
    """Put what a store has in force at s3://bucket/prefix, in public mode what is published. No import runs
    meanwhile.

    Raises UserError where the address is none, the store holds nothing or is damaged, or the
    storage does not answer; readers then see what they saw before.
    """
    if address is None:
        raise UserError(
            "Name the place in object storage to publish to, s3://bucket/prefix. What public mode shows "
            "is written where the settings have public = true."
        )
    target = bucket.parse(address)
    if settings.area().is_public:
        _check_public(target)
        # What was declared lies beside the true store.
        return _publish(target, store or Store(settings.published()), settings.extracts() / OWN)
    store = store or Store(settings.own_extracts())
    if not (store.root / MANIFEST).exists():
        raise UserError(f"Nothing is imported into {store.root} yet: import first, then publish.")
    with locked(store):
        return _publish(target, store, store.root / OWN)


def _check_public(target: Bucket) -> None:
    """Lets a place pass that anybody may read. Raises UserError where true extracts lie there: they stay."""
    if any(name.startswith("incidents/") for name in _sizes(target)):
        raise UserError(
            f"{target.address} holds extracts as they were imported, so nothing was published there. Name "
            "another place for what public mode shows."
        )


def _publish(target: Bucket, store: Store, words: Path) -> Published:
    """words: the file of the sources and measures that were declared, if any."""
    table, listing = store.read()
    every = table.to_pylist()
    rows = [row for row in every if row["replaced_at"] is None or is_of_partner(row)]
    if listing != "current" or not all(soundness.is_sound(store, row) for row in rows):
        raise UserError(
            f"The store in {store.root} is damaged, so nothing was published: run python -m csp check."
        )
    seals = bucket.list_seals(rows)
    there = _sizes(target)
    missing = [name for name in seals if there.get(name) != (store.root / name).stat().st_size]
    if words.exists():
        _send(target, OWN, words.read_bytes())
    for name in missing:
        _send(target, name, (store.root / name).read_bytes())
    _send(target, MANIFEST, _list_for_readers(store, every))
    return Published(len(missing), len(seals) - len(missing))


def _list_for_readers(store: Store, rows: list[Row]) -> bytes:
    """The list of files as readers get it: without those of what was removed, which stay for an undo here."""
    read = [row if row["replaced_at"] is None else forget_files(row) for row in rows]
    return (store.root / MANIFEST).read_bytes() if read == rows else manifest_bytes(read)


def _sizes(target: Bucket) -> dict[str, int]:
    """The sizes of the objects in a bucket's place, by name."""
    selector = fs.FileSelector(target.path, recursive=True, allow_not_found=True)
    with bucket.explain_failures(target):
        files = bucket.connect().get_file_info(selector)
    return {file.path.removeprefix(f"{target.path}/"): file.size for file in files if file.is_file}


def _send(target: Bucket, name: str, content: bytes) -> None:
    with bucket.explain_failures(target), bucket.connect().open_output_stream(target.key(name)) as stream:
        stream.write(content)
