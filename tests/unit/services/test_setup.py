"""One command sets a partnership up: its settings, and what the services have of it, whatever goes wrong."""

from __future__ import annotations

import csv
import io
import json
import random
import zipfile
from datetime import date

import pytest

from csp.core import settings
from csp.imports.check import examine
from csp.imports.manifest import manifest_rows
from csp.services.setup import find_home
from tests.services import answers
from tests.services.made import WARDS, arrange, make_archive, make_street_file, publish
from tests.stored import rows_in_force

LAST = date(2026, 9, 1)
MONTHS = [date(2026, month, 1) for month in (6, 7, 8, 9)]
ALL_THERE = {"boundaries": 2, "population": 2, "incidents": 4}


def count_kinds(store) -> dict[str, int]:
    kinds = [row["kind"] for row in manifest_rows(store) if row["replaced_at"] is None]
    return {kind: kinds.count(kind) for kind in kinds}


def count_rows(archive: bytes, force: str = "") -> dict[str, int]:
    """The rows of the street files of an archive, or of a force of it, by name, in plain Python."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {
            name.partition("/")[2]: len(list(csv.DictReader(io.StringIO(opened.read(name).decode()))))
            for name in opened.namelist()
            if name.endswith(f"{force}-street.csv")
        }


def test_one_command_brings_settings_outlines_population_and_crime(run, place, server):
    result = run("setup", "Cumberland")
    assert (result.code, result.err) == (0, [])
    assert place.area.read_text() == 'home = "Cumberland"\n'
    assert settings.area().home == "E06000063"
    assert count_kinds(place.store) == ALL_THERE
    stored = {row["file"]: row["rows_read"] for row in rows_in_force(place.store, "incidents")}
    assert stored == count_rows(server.published.archives["2026-09"])
    assert examine(place.store) == []
    assert not [path for path in place.downloads.rglob("*") if path.is_file() and path.suffix != ".json"]
    said = "\n".join(result.out)
    assert "Outlines: 24 wards in 2 districts." in said
    assert "Population: 2 districts, 2020 to 2024." in said
    assert "Population of wards: all 12 of Cumberland." in said
    assert "Cumbria Constabulary: 4 months, Jun 2026 to Sep 2026" in said


@pytest.mark.usefixtures("well")
def test_what_is_loaded_is_not_fetched_again(run, server):
    result = run("setup", "Cumberland", "--months", 4)
    assert result.code == 0
    # The list at the end of the archive alone: where it lies, and the list.
    assert {path.split("/")[1] for path, _ in server.requests} == {"data", "bucket"}
    assert server.sent <= 1 << 20
    assert "none of them new" in "\n".join(result.out)


def test_only_the_members_that_are_needed_are_read(run, place, server):
    """Other forces are in the archive, larger than all that is read."""
    months = {
        ("cumbria", month): make_street_file("cumbria", month, arrange("cumbria"), 0.01) for month in MONTHS
    }
    noise = {("essex", month): csv_noise(month) for month in MONTHS}
    archive = make_archive(months | noise)
    server.published.archives["2026-09"] = archive
    assert run("setup", "Cumberland").code == 0
    forces = {row["force"] for row in rows_in_force(place.store, "incidents")}
    assert forces == {"cumbria"}
    assert server.sent < (1 << 20) + len(archive) / 10 < len(archive)


def csv_noise(month: date) -> bytes:
    """A large file that hardly packs."""
    noise = random.Random(month.toordinal())
    return b"Crime ID,Month\n" + noise.randbytes(1_000_000)


def test_the_forces_of_peers_elsewhere_are_fetched_too(run, place, server):
    both = publish(["cumbria", "durham"], LAST, 2, scale=0.01)
    server.published.__dict__.update(both.__dict__)
    place.area.write_text('home = "Cumberland"\n[peers]\ndistricts = ["Cumberland", "Darlington"]\n')
    assert run("setup", "Cumberland").code == 0
    assert {row["force"] for row in rows_in_force(place.store, "incidents")} == {"cumbria", "durham"}
    assert {row["force"] for row in rows_in_force(place.store, "boundaries")} == {"E06000063", "E06000005"}
    assert place.area.read_text().startswith('home = "Cumberland"\n[peers]')


def test_months_before_the_newest_archive_come_from_the_one_before_it(run, place, server):
    server.published.__dict__.update(publish(["cumbria"], LAST, 5, scale=0.002, window=3).__dict__)
    assert set(server.published.archives) == {"2026-09", "2026-06"}
    assert run("setup", "Cumberland", "--months", 5).code == 0
    months = sorted(row["month"] for row in rows_in_force(place.store, "incidents"))
    assert (len(months), months[0], months[-1]) == (5, date(2026, 5, 1), LAST)
    result = run("setup", "Cumberland", "--months", 6)
    assert result.code == 0
    assert "The police archive has no months before May 2026." in result.out


def test_a_month_that_the_force_did_not_supply_is_said(run, place, server):
    published = publish(["cumbria"], LAST, 4, 0.01, without=[("cumbria", date(2026, 7, 1))])
    server.published.archives.update(published.archives)
    with_others = make_archive({("essex", month): b"x" for month in MONTHS})
    server.published.archives["2026-09"] = merge(published.archives["2026-09"], with_others)
    result = run("setup", "Cumberland")
    assert result.code == 0
    assert "Cumbria Constabulary supplied no file for Jul 2026: nothing can be shown for it." in result.out
    assert "Jun 2026 and Aug 2026 to Sep 2026" in "\n".join(result.out)
    assert count_kinds(place.store)["incidents"] == 3


def merge(*archives: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as merged:
        for each in archives:
            with zipfile.ZipFile(io.BytesIO(each)) as opened:
                for name in opened.namelist():
                    merged.writestr(name, opened.read(name))
    return stream.getvalue()


def test_outlines_come_page_by_page(run, place, server):
    server.published.features_a_reply = 5
    assert run("setup", "Cumberland").code == 0
    assert [row["rows_stored"] for row in rows_in_force(place.store, "boundaries")] == [12, 12]
    offsets = [
        path.partition("resultOffset=")[2].partition("&")[0]
        for path, _ in server.requests
        if "/arcgis/" in path
    ]
    assert offsets == ["0", "5", "10"] * 2


def test_a_layer_that_is_not_there_gives_way_to_the_one_before(run, server):
    del server.published.layers[answers.LAYERS[0]]
    assert run("setup", "Cumberland").code == 0
    assert "Ward outlines of 2024: 24 wards in 2 districts" in run("status").out


PASSING = {
    "asked too often": [answers.ask_too_often()],
    "out of order": [answers.be_out_of_order] * 3,
    "cut short": [answers.cut_short],
    "hung up": [answers.hang_up],
}


@pytest.mark.parametrize("faults", PASSING.values(), ids=PASSING)
def test_faults_that_pass_are_waited_out(run, place, server, faults):
    for start in ("/arcgis", "/nomis", "/bucket"):
        server.faults[start] = list(faults)
    result = run("setup", "Cumberland")
    assert (result.code, result.err) == (0, [])
    assert count_kinds(place.store) == ALL_THERE


# The service, what it does wrong, whatever is asked of it, the sentence, and what is loaded all the same.
LASTING = {
    "outlines, an error under 200": (
        "/arcgis",
        answers.send_error,
        "The Open Geography service of ONS cannot answer (Error performing query operation).",
        {"population": 1, "incidents": 4},
    ),
    "outlines, a web page": (
        "/arcgis",
        answers.send_page,
        "The Open Geography service of ONS sends a web page instead of GeoJSON.",
        {"population": 1, "incidents": 4},
    ),
    "population, a web page": (
        "/nomis",
        answers.send_page,
        "Nomis sends a web page instead of a table.",
        {"boundaries": 2, "incidents": 4},
    ),
    "population, too often": (
        "/nomis",
        answers.ask_too_often(),
        "Nomis is asked too often (429).",
        {"boundaries": 2, "incidents": 4},
    ),
    "police, cut short for good": (
        "/bucket",
        answers.cut_short,
        "The police archive cuts its replies short.",
        {"boundaries": 2, "population": 2},
    ),
    "police, a web page": (
        "/bucket",
        answers.send_page,
        "The police archive gives the whole archive only and no part of it, which would be more than 1 GB.",
        {"boundaries": 2, "population": 2},
    ),
}


@pytest.mark.parametrize(("start", "fault", "sentence", "there"), LASTING.values(), ids=LASTING)
def test_a_service_that_fails_is_said_and_the_others_go_on(run, place, server, start, fault, sentence, there):
    server.faults[start] = [fault] * 50
    result = run("setup", "Cumberland")
    assert result.code == 1
    assert sentence in result.err
    assert result.err[-2].startswith("Run the same command again later")
    assert "--from FOLDER" in result.err[-1]
    assert count_kinds(place.store) == there
    server.faults.clear()
    result = run("setup", "Cumberland")
    assert (result.code, result.err) == (0, [])
    assert count_kinds(place.store) == ALL_THERE
    # Whatever came late, the rows lie where the outlines have them.
    assert not [line for line in run("doctor", "--offline").out if "placed with earlier" in line]


def test_a_server_that_ignores_ranges_is_never_read(run, place, server):
    server.ranges = False
    server.published.archives["2026-09"] = bytes(50_000_000)
    result = run("setup", "Cumberland")
    assert result.code == 1
    assert "gives the whole archive only" in result.err[0]
    assert "incidents" not in count_kinds(place.store)


def test_a_member_that_is_damaged_is_refused_alone(run, place, server):
    archive = bytearray(server.published.archives["2026-09"])
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        member = opened.getinfo("2026-07/2026-07-cumbria-street.csv")
    middle = member.header_offset + 60 + member.compress_size // 2
    archive[middle : middle + 20] = bytes(20)
    server.published.archives["2026-09"] = bytes(archive)
    result = run("setup", "Cumberland")
    assert result.code == 1
    assert result.err[0].startswith("The police archive: 2026-07-cumbria-street.csv cannot be unpacked")
    assert {row["month"] for row in rows_in_force(place.store, "incidents")} == {*MONTHS} - {MONTHS[1]}


def test_an_archive_that_is_replaced_meanwhile_is_not_mixed(run, place, server):
    def replace_archive(handler):
        districts = arrange("cumbria")
        files = {("cumbria", month): make_street_file("cumbria", month, districts, 0.02) for month in MONTHS}
        server.published.archives["2026-09"] = make_archive(files | noise)
        handler.answer()

    # So large that the first request, for the list at its end, does not bring all of it.
    noise = {("essex", month): csv_noise(month) for month in MONTHS}
    server.published.archives["2026-09"] = merge(server.published.archives["2026-09"], make_archive(noise))
    server.faults["/bucket"] = [answers.Handler.answer, replace_archive]
    result = run("setup", "Cumberland")
    assert result.err[0] == "The police archive was replaced by a new edition while it was read."
    assert "incidents" not in count_kinds(place.store)
    assert run("setup", "Cumberland").code == 0
    stored = {row["file"]: row["rows_read"] for row in rows_in_force(place.store, "incidents")}
    assert stored == count_rows(server.published.archives["2026-09"], "cumbria")


def test_without_any_network_one_message_says_what_to_download_from_where(run, place):
    text = place.services.read_text()
    place.services.write_text(
        text.replace(text.split('query = "')[1].split("/arcgis")[0], "http://127.0.0.1:9")
    )
    result = run("setup", "Cumberland")
    assert result.code == 1
    assert len(result.err) == 6
    assert result.err[0].startswith("No service could be reached from this machine.")
    assert [line.strip()[:2] for line in result.err[1:5]] == ["1.", "2.", "3.", "4."]
    for address in ("geoportal.example", "nomis.example/districts", "nomis.example/wards", "police.example"):
        assert sum(address in line for line in result.err) == 1
    assert result.err[5] == 'Then go on from there: python -m csp setup "Cumberland" --from FOLDER'
    assert place.area.read_text() == 'home = "Cumberland"\n'


def test_northern_ireland_is_told_where_its_population_is(run, place, server):
    server.published.__dict__.update(publish(["northern-ireland"], LAST, 1, 0.01).__dict__)
    result = run("setup", "Belfast")
    assert result.code == 0
    assert any("Nomis has none of Northern Ireland" in line and "nisra.gov.uk" in line for line in result.out)
    assert count_kinds(place.store) == {"boundaries": 11, "incidents": 1}
    row = rows_in_force(place.store, "incidents")[0]
    assert row["rows_stored"] == row["rows_read"]  # placed by the outlines: there is no LSOA


def test_a_folder_of_downloads_does_without_a_network(run, place, server, tmp_path):
    folder = tmp_path / "downloads of mine" / "more"
    folder.mkdir(parents=True)
    made = {each.district.code: each for each in arrange("cumbria")}
    features = [each for _, wards in [server.published.layers[answers.LAYERS[0]]] for each in wards]
    (folder / "Wards.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    people = "".join(f"{code},2024,{server.published.people[code][1][2024]}\n" for code in made)
    (folder / "people.csv").write_text(f"area_code,year,population\n{people}")
    (folder / "latest.zip").write_bytes(server.published.archives["2026-09"])
    (folder / "2026-06-cumbria-outcomes.csv").write_text("Crime ID,Month,Outcome type\n")
    (folder / "readme.txt").write_text("not asked for")
    for number in range(5):
        (folder / f"other-{number}.csv").write_text("Crime,Count\nBurglary,5\n")
    result = run("setup", "Cumberland", "--from", folder.parent)
    assert (result.code, server.requests) == (1, [])
    # Five files that are nothing of use are told in four lines, and keep nothing else out.
    assert len(result.err) == 4
    assert result.err[0].startswith("Refused: other-0.csv is not a population table")
    assert result.err[-1] == "Refused: and 2 more files were refused for the same reason."
    assert "Cumbria Constabulary: 4 months, Jun 2026 to Sep 2026" in "\n".join(result.out)
    assert count_kinds(place.store) == {"boundaries": 2, "population": 1, "incidents": 4}
    assert sorted(path.name for path in folder.iterdir())[0] == "2026-06-cumbria-outcomes.csv"


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda folder: folder.rmdir(), "is no folder"),
        (lambda folder: (folder / "readme.txt").write_text("x"), "holds no file that can be used"),
        (lambda folder: (folder / "latest.zip").write_bytes(b"PK"), "latest.zip is not a readable zip"),
    ],
)
def test_a_folder_of_nothing_is_said(run, tmp_path, make, sentence):
    folder = tmp_path / "downloads"
    folder.mkdir()
    make(folder)
    result = run("setup", "Cumberland", "--from", folder)
    assert result.code == 1
    assert sentence in result.err[0]


def test_wards_of_another_edition_have_no_population_and_are_counted(run, server):
    gone = arrange("cumbria")[0].ward_code(3)
    del server.published.people[gone]
    result = run("setup", "Cumberland")
    assert any(f"Population of wards: 11 of the {len(WARDS)} of Cumberland" in line for line in result.out)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Exetr", '"Exetr" is no district of England, Wales or Northern Ireland. Write Exeter.'),
        ("Carlisle", "Carlisle was a district until 31 Mar 2023 and is now a part of Cumberland."),
        ("", 'Name the district: python -m csp setup "Exeter"'),
    ],
)
def test_a_name_that_is_no_district_is_said_with_the_nearest(run, place, name, sentence):
    result = run("setup", *([name] if name else []))
    assert result.code == 1
    assert sentence in result.err[0]
    assert not place.area.exists()


def test_without_a_name_there_is_a_question_until_it_is_answered():
    given = iter(["Exetr", "exeter"])
    asked = []

    def ask(question: str) -> str:
        asked.append(question)
        return next(given)

    assert find_home(None, ask).name == "Exeter"
    assert asked[0] == "District"
    assert "Write Exeter." in asked[1]
