"""Extracts in object storage, on a local S3 server: published, followed, and away."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from pyarrow import fs

from csp.core import settings
from csp.core.errors import UserError
from csp.core.measures import read_catalogue
from csp.data import bucket, database, queries
from csp.data.store import MANIFEST, Store
from csp.imports import report
from csp.imports.formats.police import import_street
from csp.imports.partner.mapping.declaring import declare_source, remove_source
from csp.imports.publishing import Published, publish
from tests.deployment import ROOT, free_ports, wait_until
from tests.object_storage import KEY
from tests.pages.markdown import read
from tests.stored import files_in_force
from tests.unit.imports.partner.made_extracts import HELPLINE


@contextmanager
def running_storage() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A local S3 server that keeps everything in memory: its address, and its process."""
    (port,) = free_ports(1)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.object_storage", str(port)],
        cwd=ROOT,
    )

    def listens() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    try:
        wait_until(listens, "the storage listens")
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running_storage() as (endpoint, _):
        yield endpoint


@dataclass(frozen=True)
class Storage:
    """A bucket of a test's own, and the store folder that is published to it."""

    address: str
    store: Store
    follow: Callable[[], None]

    def objects(self) -> list[str]:
        path = self.address.removeprefix("s3://")
        files = bucket.connect().get_file_info(fs.FileSelector(path, recursive=True, allow_not_found=True))
        return sorted(one.path.removeprefix(f"{path}/") for one in files if one.is_file)


def prepare(endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Storage:
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("CSP_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(database, "_LOOK_AGAIN", -1.0)
    # Looked at when the test says so, not beside it.
    monkeypatch.setattr(bucket, "LOOK_EVERY", 1e6)
    name = f"test-{uuid4().hex[:12]}"
    maker = fs.S3FileSystem(
        access_key=KEY, secret_key="secret", endpoint_override=endpoint, allow_bucket_creation=True
    )
    maker.create_dir(name)
    address = f"s3://{name}/council/extracts"

    def follow() -> None:
        current = bucket.read_bucket()
        assert current is not None
        bucket.find_follower(current, current.copy).look()

    return Storage(address, Store(tmp_path / "extracts"), follow)


@pytest.fixture
def storage(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Storage:
    return prepare(server, tmp_path, monkeypatch)


@pytest.fixture
def import_month(street, storage):
    """import_month("2018-10", burglaries) imports a month into the store folder."""
    return importing(street, storage)


def importing(street, storage: Storage) -> Callable[[str, int], None]:
    def do(month: str, burglaries: int) -> None:
        rows = [{"Month": month}] * burglaries + [{"Month": month, "Crime type": "Shoplifting"}] * 7
        path = street(rows, name=f"{month}-kent-street.csv", folder=f"given-{month}-{burglaries}")
        assert import_street([path], storage.store).ok

    return do


def figures(screen) -> dict[str, list[str]]:
    return screen.texts("crime_types")


def test_pages_show_the_same_figures_from_a_bucket_as_from_disk(storage, import_month, visit, monkeypatch):
    for month, n in (("2018-10", 20), ("2019-10", 31)):
        import_month(month, n)
    monkeypatch.setenv("CSP_EXTRACTS", str(storage.store.root))
    from_disk = visit("overview", type="Burglary")
    title, table = from_disk.title, figures(from_disk)
    assert table["burglary"][1:4] == ["31", "20", "+11"]
    outcomes = visit("profile", type="Burglary").text

    assert publish(storage.address, storage.store) == Published(sent=4, there=0)
    monkeypatch.setenv("CSP_EXTRACTS", storage.address)
    from_bucket = visit("overview", type="Burglary")
    assert (from_bucket.title, figures(from_bucket)) == (title, table)
    # The incidents themselves are read later than the counts.
    assert visit("profile", type="Burglary").text == outcomes
    assert f"Read from {storage.address}." in report.status()


def test_a_new_month_is_seen_at_the_next_click_and_what_it_replaced_is_gone(
    storage, import_month, visit, monkeypatch
):
    import_month("2018-10", 20)
    publish(storage.address, storage.store)
    monkeypatch.setenv("CSP_EXTRACTS", storage.address)
    screen = visit("overview", type="Burglary")
    assert figures(screen)["burglary"][1] == "20"
    import_month("2018-10", 25)
    assert publish(storage.address, storage.store) == Published(sent=2, there=0)
    storage.follow()
    assert figures(screen.run())["burglary"][1] == "25"
    # The bucket keeps what a reader may still be fetching; the copy does not.
    assert len(storage.objects()) == 5
    copy = settings.extracts()
    assert sorted(path.name for path in copy.rglob("*.parquet") if path.name != MANIFEST) == sorted(
        Path(path).name
        for column in ("data_file", "counts_file")
        for path in files_in_force(Store(copy), "incidents", column)
    )


def test_what_was_declared_comes_with_the_extracts_and_goes_with_them(storage, import_month, monkeypatch):
    import_month("2018-10", 20)
    monkeypatch.setenv("CSP_EXTRACTS", str(storage.store.root))
    declare_source(HELPLINE)
    publish(storage.address, storage.store)
    remove_source("helpline")
    monkeypatch.setenv("CSP_EXTRACTS", storage.address)
    storage.follow()
    assert read_catalogue().sources["helpline"].label == "Helpline"
    publish(storage.address, storage.store)
    storage.follow()
    assert "helpline" not in read_catalogue().sources


def test_the_last_good_state_stays_while_the_storage_is_away(street, tmp_path, visit, monkeypatch):
    with running_storage() as (endpoint, process):
        storage = prepare(endpoint, tmp_path, monkeypatch)
        importing(street, storage)("2018-10", 20)
        publish(storage.address, storage.store)
        monkeypatch.setenv("CSP_EXTRACTS", storage.address)
        screen = visit("overview", type="Burglary")
        assert not screen.says("does not answer")
        process.kill()
        process.wait()
        storage.follow()
        away = (
            f"The object storage with the extracts ({storage.address}) does not answer: check the network "
            "and AWS_ENDPOINT_URL. What was imported last is shown meanwhile."
        )
        screen.run()
        assert away in shown(screen)
        assert figures(screen)["burglary"][1] == "20"
        # So it is after a restart, of which nothing is left but the copy.
        bucket.find_follower.cache_clear()
        again = visit("profile", type="Burglary")
        assert away in shown(again)
        assert "data.police.uk" in " ".join(again.captions)
        # Without a copy there is nothing to show but the sentence; the plan is there all the same.
        monkeypatch.setenv("CSP_CACHE", str(tmp_path / "empty"))
        monkeypatch.setenv("CSP_BOARD", str(tmp_path / "board"))
        first = visit("overview")
        assert [read(error.value) for error in first.app.error] == [away.partition(" What was")[0]]
        assert "57 actions" in visit("board").title


def shown(screen) -> str:
    """Every caption of a page."""
    return " ".join(screen.captions)


def test_a_month_that_is_missing_or_damaged_there_is_left_out_until_it_is_back(
    storage, import_month, visit, monkeypatch
):
    for month, n in (("2018-10", 20), ("2018-11", 30), ("2018-12", 40)):
        import_month(month, n)
    publish(storage.address, storage.store)
    (lost,) = [name for name in storage.objects() if name.startswith("monthly_counts") and "2018-11" in name]
    (bad,) = [name for name in storage.objects() if name.startswith("monthly_counts") and "2018-10" in name]
    path = storage.address.removeprefix("s3://")
    bucket.connect().delete_file(f"{path}/{lost}")
    with bucket.connect().open_output_stream(f"{path}/{bad}") as stream:
        stream.write(b"not what was imported")
    monkeypatch.setenv("CSP_EXTRACTS", storage.address)
    screen = visit("overview", type="Burglary")
    assert "Oct 2018 and Nov 2018 cannot be read" in shown(screen)
    publish(storage.address, storage.store)
    storage.follow()
    screen = visit("overview", type="Burglary")
    assert "cannot be read" not in shown(screen)
    assert screen.filters()["months"] == "3 months"
    assert figures(screen)["burglary"][1] == "90"


def test_an_import_never_writes_to_a_bucket(storage, street, monkeypatch):
    monkeypatch.setenv("CSP_EXTRACTS", storage.address)
    with pytest.raises(UserError, match=r"no import writes to.*python -m csp publish s3://"):
        import_street([street()])
    assert storage.objects() == []
    assert not settings.extracts().exists()


def test_in_public_mode_what_is_published_alone_is_sent_and_shown(
    storage, import_month, published_sample, tmp_path, monkeypatch
):
    import_month("2018-10", 20)
    monkeypatch.setenv("CSP_EXTRACTS", str(storage.store.root))
    for name in ("CSP_AREA", "CSP_PUBLISHED"):
        monkeypatch.setenv(name, published_sample[name])
    publish(storage.address)
    kinds = {name.partition("/")[0] for name in storage.objects()}
    assert {"ward_counts", "ward_casualties", "monthly_counts", MANIFEST} <= kinds
    assert not kinds & {"incidents", "rejects"}
    monkeypatch.setenv("CSP_EXTRACTS", storage.address)
    monkeypatch.setenv("CSP_PUBLISHED", str(tmp_path / "nothing"))
    storage.follow()
    assert len(queries.published_periods()) == 3


def test_what_is_published_goes_to_no_place_with_true_extracts(
    storage, import_month, published_sample, monkeypatch
):
    import_month("2018-10", 20)
    publish(storage.address, storage.store)
    before = storage.objects()
    for name in ("CSP_AREA", "CSP_PUBLISHED"):
        monkeypatch.setenv(name, published_sample[name])
    with pytest.raises(UserError, match="holds extracts as they were imported"):
        publish(storage.address)
    assert storage.objects() == before


@pytest.mark.parametrize(
    "address",
    ["s3://", "s3://Bucket/x", "s3://bucket/../other", "http://bucket/x", "s3://bucket/a b", "s3://b?x=1"],
)
def test_an_address_that_is_none_is_refused_in_a_sentence(address, monkeypatch, tmp_path):
    monkeypatch.setenv("CSP_EXTRACTS", address)
    monkeypatch.setenv("CSP_CACHE", str(tmp_path / "cache"))
    with pytest.raises(UserError, match="is not an address of object storage"):
        database.stamp()


def test_nothing_is_published_before_an_import_or_to_a_bucket_that_is_not_there(storage, import_month):
    with pytest.raises(UserError, match="import first, then publish"):
        publish(storage.address, storage.store)
    import_month("2018-10", 20)
    with pytest.raises(UserError, match="There is no bucket at s3://no-such-bucket/x"):
        publish("s3://no-such-bucket/x", storage.store)


def test_a_manifest_that_names_files_elsewhere_writes_none_of_them(storage, import_month):
    import_month("2018-10", 20)
    rows = storage.store.read()[0].to_pylist()
    for name in ("../../out.parquet", "/tmp/out.parquet", "incidents/../../out.parquet", "work/x.parquet"):
        assert bucket.list_seals([{**rows[0], "data_file": name, "counts_file": None}]) == {}


def test_a_wrong_key_is_told_as_such(storage, import_month, monkeypatch):
    import_month("2018-10", 20)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "another")
    with pytest.raises(UserError, match=r"refuses .*: check the keys in AWS_ACCESS_KEY_ID"):
        publish(storage.address, storage.store)
