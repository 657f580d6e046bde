"""What is wrong with an installation is said in a sentence each, and the command fails."""

from __future__ import annotations

import pytest

from csp.imports.manifest import manifest_rows
from tests.services import answers


@pytest.mark.usefixtures("well")
def test_an_installation_that_is_well(run):
    result = run("doctor")
    assert (result.code, result.err) == (0, [])
    starts = [line.partition(":")[0] for line in result.out]
    assert starts == ["Settings", "Store", "Board", "Services", "Services", "Services"]


def break_settings(place, _server):
    place.area.write_text('home = "Exetr"\n')


def break_file(place, _server):
    row = next(row for row in manifest_rows(place.store) if row["kind"] == "incidents")
    (place.store.root / row["data_file"]).write_bytes(b"not what it was")


def break_manifest(place, _server):
    (place.store.root / "manifest.parquet").write_bytes(b"not what it was")


def break_board(place, _server):
    (place.root / "board").mkdir()
    (place.root / "board" / "board.sqlite").write_bytes(b"not a database at all" * 100)


def break_services(place, _server):
    place.services.write_text("[outlines]\n")


def lead_elsewhere(place, _server):
    place.services.write_text(
        place.services.read_text().replace("http://127.0.0.1", "http://elsewhere.example")
    )


def take_nomis_down(_place, server):
    server.faults["/nomis"] = [answers.be_out_of_order] * 9


def publish_a_month(_place, server):
    server.published.newest = "2026-11"


def move_home(place, _server):
    place.area.write_text('home = "Exeter"\n')


FAULTS = {
    break_settings: "Write Exeter.",
    break_file: "python -m csp import police PATH.",
    break_manifest: "Run python -m csp repair.",
    break_board: "Board: The board",
    break_services: "services.toml has no entry",
    lead_elsewhere: "which is not https",
    take_nomis_down: "Services: Nomis is out of order (503). Try again later",
    publish_a_month: "goes to Nov 2026 and what is loaded to Sep 2026. Run python -m csp update.",
    move_home: "no month of Devon & Cornwall Police is loaded, so the pages are empty. Run ",
}


@pytest.mark.usefixtures("well")
@pytest.mark.parametrize(("fault", "sentence"), FAULTS.items(), ids=[each.__name__ for each in FAULTS])
def test_each_fault_has_its_sentence(run, place, server, fault, sentence):
    fault(place, server)
    result = run("doctor")
    assert result.code == 1
    assert sentence in "\n".join(result.err)


@pytest.mark.usefixtures("well")
def test_offline_no_service_is_asked(run, server):
    server.requests.clear()
    assert run("doctor", "--offline").code == 0
    assert server.requests == []


def test_an_empty_installation_is_told_to_set_up(run, place):
    place.area.write_text('home = "Cumberland"\n')
    result = run("doctor", "--offline")
    assert result.code == 1
    assert len(result.err) == 3
    assert all('Run python -m csp setup "Cumberland".' in line for line in result.err)
    assert not place.store.root.exists()
