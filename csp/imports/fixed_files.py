"""Files that are the same bytes every time, and whole or not there: of the sample, and what is published."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from csp.core.new_file import sync_folder
from csp.imports.disk import replace, sync

PART = ".part"


def make_parquet(table: pa.Table) -> bytes:
    """A table as the bytes of a Parquet file. Every option that the bytes depend on is set here."""
    sink = pa.BufferOutputStream()
    pq.write_table(
        table,
        sink,
        compression="zstd",
        compression_level=9,
        use_dictionary=True,
        version="2.6",
        data_page_version="1.0",
        row_group_size=1 << 20,
        write_statistics=True,
    )
    return bytes(sink.getvalue().to_pybytes())


def place_file(path: Path, content: bytes) -> None:
    """Write a file so that a reader, or a machine that stops, sees all of it or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + PART)
    part.unlink(missing_ok=True)  # were it a link, its target would be written
    part.write_bytes(content)
    sync(part)
    replace(part, path)
    sync_folder(path.parent)
