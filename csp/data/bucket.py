"""Extracts in object storage: CSP_EXTRACTS=s3://bucket/prefix.

For installations whose machines share no disk. The bucket holds what a store folder holds: a
manifest, which is the only object that is ever replaced, and the immutable files it names.
Each machine follows it into a folder of its own (CSP_CACHE): new files first, each compared
with its seal, the manifest last. Everything else reads that folder, so that no click waits
for the network, a file that arrives damaged is never used, and while the storage is away
the last good state stays in use, also after a restart.

The way there is csp publish (csp.imports.publishing). Keys come from the usual variables:
AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION, AWS_ENDPOINT_URL.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from filelock import FileLock, Timeout
from pyarrow import fs

from csp.core import settings
from csp.core.errors import UserError
from csp.core.measures import OWN
from csp.data.store import FILE_COLUMNS, MANIFEST, SEALS, is_of_partner, read_manifest

# All in seconds: between two looks at the bucket; for a connection and an answer of the storage;
# for another process of this machine that is fetching the first copy.
LOOK_EVERY = 3.0
CONNECT_WITHIN, ANSWER_WITHIN = 3.0, 10.0
WAIT_FOR_OTHERS = 120.0

_ADDRESS = re.compile(r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(/(?P<prefix>[A-Za-z0-9_./=-]*))?")
# The names that the writers of a store give their files: no other name becomes a path.
_NAME = re.compile(
    r"(incidents|monthly_counts|collisions|casualties|vehicles|boundaries|population|lookup|peers|harm|survey"
    r"|recorded_crime|near_misses|speed_watch|schools|road_costs|road_factors|partner_figures"
    r"|ward_counts|ward_casualties|rejects)"
    r"(/[A-Za-z0-9_-][A-Za-z0-9_=-]*)*/[A-Za-z0-9_-]+\.(parquet|csv)"
)
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Bucket:
    """A place in object storage: s3://<path>."""

    path: str

    @property
    def address(self) -> str:
        return f"s3://{self.path}"

    def key(self, name: str) -> str:
        return f"{self.path}/{name}"

    @property
    def copy(self) -> Path:
        """The folder of this machine that follows the bucket."""
        return settings.copy_of(self.address)


def parse(address: str) -> Bucket:
    """The bucket of an address. Raises UserError for one that is not s3://bucket or s3://bucket/prefix."""
    match = _ADDRESS.fullmatch(address)
    parts = (match["prefix"] or "").strip("/").split("/") if match else [".."]
    if match is None or any(part in (".", "..") for part in parts):
        raise UserError(f'"{address}" is not an address of object storage: give s3://bucket/prefix.')
    return Bucket("/".join(filter(None, [match["bucket"], *parts])))


def read_bucket() -> Bucket | None:
    """The bucket that CSP_EXTRACTS names, or None where it names a folder. Raises UserError."""
    address = settings.extracts_address()
    return parse(address) if address else None


@lru_cache(maxsize=4)
def _connect(endpoint: str, region: str, key: str, secret: str, token: str) -> fs.S3FileSystem:
    parts = urlsplit(endpoint)
    keys = {"access_key": key, "secret_key": secret, "session_token": token or None} if key else {}
    return fs.S3FileSystem(
        **keys,
        region=region,
        scheme=parts.scheme or "https",
        endpoint_override=parts.netloc or None,
        connect_timeout=CONNECT_WITHIN,
        request_timeout=ANSWER_WITHIN,
        retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=2),
    )


def connect() -> fs.S3FileSystem:
    """A connection made from the environment's variables. It sends no request yet."""
    get = os.environ.get
    return _connect(
        get("AWS_ENDPOINT_URL", ""),
        get("AWS_REGION") or get("AWS_DEFAULT_REGION") or "us-east-1",
        get("AWS_ACCESS_KEY_ID", ""),
        get("AWS_SECRET_ACCESS_KEY", ""),
        get("AWS_SESSION_TOKEN", ""),
    )


@contextmanager
def explain_failures(bucket: Bucket) -> Iterator[None]:
    """A context in which failures of the storage become a UserError, one sentence that says what to do."""
    try:
        yield
    except OSError as error:
        refused = re.search(r"HTTP status 40[13]|ACCESS_DENIED|INVALID_ACCESS_KEY|SIGNATURE", str(error))
        _LOG.debug("%s", error)
        if "NO_SUCH_BUCKET" in str(error):
            raise UserError(
                f"There is no bucket at {bucket.address}: make it, or correct its name."
            ) from error
        if refused:
            raise UserError(
                f"The object storage refuses {bucket.address}: check the keys in AWS_ACCESS_KEY_ID and "
                "AWS_SECRET_ACCESS_KEY and what they allow."
            ) from error
        raise UserError(
            f"The object storage with the extracts ({bucket.address}) does not answer: check the network "
            "and AWS_ENDPOINT_URL."
        ) from error


def read_object(bucket: Bucket, name: str) -> bytes | None:
    """The bytes of an object; None where there is none. Raises UserError where no answer comes."""
    storage = connect()
    with explain_failures(bucket):
        if storage.get_file_info(bucket.key(name)).type != fs.FileType.File:
            return None
        try:
            with storage.open_input_stream(bucket.key(name)) as stream:
                content: bytes = stream.readall()
        except FileNotFoundError:
            return None
        return content


def list_seals(rows: Iterable[Mapping[str, Any]]) -> dict[str, str | None]:
    """The seal of each file that the manifest rows in force name, without names that no writer can make.

    Those of earlier deliveries of partners are among them: they show how figures moved.
    """
    return {
        row[column]: row[SEALS[column]]
        for row in rows
        if row["replaced_at"] is None or is_of_partner(row)
        for column in FILE_COLUMNS
        if row[column] and _NAME.fullmatch(row[column])
    }


def follow(bucket: Bucket, folder: Path) -> None:
    """Bring this machine's copy, a folder, up to the bucket; one process of the machine at a time.

    Raises UserError where the storage does not answer: the copy is then as it was. A file that
    is missing there, or arrives damaged, is left out and looked for again the next time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # While another process fetches, the copy as it is will do, unless there is none yet.
    patience = 0.0 if (folder / MANIFEST).exists() else WAIT_FOR_OTHERS
    try:
        with FileLock(folder / ".lock", timeout=patience):
            _bring_up(bucket, folder)
    except Timeout:
        return


def _bring_up(bucket: Bucket, folder: Path) -> None:
    content = read_object(bucket, MANIFEST)
    if content is None:
        raise UserError(
            f"There are no extracts at {bucket.address}: put them there with python -m csp publish."
        )
    part = _write(folder / "manifest.part", content)
    manifest = read_manifest(part)
    if manifest is None:
        raise UserError(
            f"The list of what is imported at {bucket.address} cannot be read: "
            "put it there again with python -m csp publish."
        )
    seals = list_seals(manifest.to_pylist())
    for name, seal in seals.items():
        if not (folder / name).exists():
            _fetch(bucket, name, seal, folder)
    _bring_up_words(bucket, folder / OWN)
    before = read_manifest(folder / MANIFEST)
    if before is not None and (folder / MANIFEST).read_bytes() == content:
        part.unlink()
        return
    part.replace(folder / MANIFEST)
    for name in list_seals(before.to_pylist()) if before is not None else ():
        if name not in seals:
            (folder / name).unlink(missing_ok=True)


def _bring_up_words(bucket: Bucket, copy: Path) -> None:
    """The sources and measures that were declared beside the extracts: they change without an import."""
    content = read_object(bucket, OWN)
    if content is None:
        copy.unlink(missing_ok=True)
    elif not copy.exists() or copy.read_bytes() != content:
        _write(copy.with_name(f"{OWN}.part"), content).replace(copy)


def _fetch(bucket: Bucket, name: str, seal: str | None, folder: Path) -> None:
    content, target = read_object(bucket, name), folder / name
    if content is None:
        _LOG.info("%s/%s is missing; what it holds is left out.", bucket.address, name)
    elif seal and f"{len(content)}:{hashlib.sha256(content).hexdigest()}" != seal:
        _LOG.info("%s/%s is not as it was written; what it holds is left out.", bucket.address, name)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target.with_name(f"{target.name}.part"), content).replace(target)


def _write(path: Path, content: bytes) -> Path:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return path


class Follower:
    """Follows one bucket into one folder for as long as the process lives, beside the clicks.

    trouble is the sentence about the last look, "" where it went well.
    """

    def __init__(self, bucket: Bucket, copy: Path) -> None:
        self.bucket = bucket
        self.copy = copy
        self.trouble = ""
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def begin(self) -> None:
        """Look once and go on looking. Raises UserError where there is no copy and none can be had."""
        with self._lock:
            if self._thread is None:
                self.look()
                self._thread = threading.Thread(target=self._run, name="bucket", daemon=True)
                self._thread.start()
        if self.trouble and not (self.copy / MANIFEST).exists():
            raise UserError(self.trouble)

    def look(self) -> None:
        """Follow the bucket now, and note how it went."""
        try:
            follow(self.bucket, self.copy)
            self.trouble = ""
        except UserError as error:
            self.trouble = str(error)
        except OSError as error:
            self.trouble = f"The folder {self.copy} cannot be written to: {error.strerror}."

    def _run(self) -> None:
        while True:
            before = self.trouble
            time.sleep(LOOK_EVERY)
            self.look()
            if self.trouble != before:
                _LOG.warning("%s", self.trouble or f"{self.bucket.address} answers again.")


@lru_cache(maxsize=4)
def find_follower(bucket: Bucket, copy: Path) -> Follower:
    """The one follower of a bucket into a folder in this process."""
    return Follower(bucket, copy)


def keep_up() -> None:
    """Where the extracts are in a bucket: see that this process follows it. Raises UserError."""
    bucket = read_bucket()
    if bucket is not None:
        find_follower(bucket, bucket.copy).begin()


def describe_trouble() -> str:
    """What readers have to know while the storage is away and the last good state is shown; else ""."""
    bucket = read_bucket()
    trouble = find_follower(bucket, bucket.copy).trouble if bucket else ""
    return f"{trouble} What was imported last is shown meanwhile." if trouble else ""
