"""Near misses, speed watch, schools and values in pounds: what is read, declined, replaced, and named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from csp.core.damage import Unreadable, describe_damage
from csp.core.road_records.near_miss import NearMiss
from csp.core.road_records.school import School
from csp.core.road_records.speed_watch import SpeedWatchSession
from csp.data import database, soundness
from csp.data.status import read_status
from csp.imports.check import examine
from csp.imports.cli import import_commands
from csp.imports.formats.near_misses import import_near_misses
from csp.imports.formats.road_costs import import_road_costs
from csp.imports.formats.road_factors import import_road_factors
from csp.imports.formats.schools import import_schools
from csp.imports.formats.speed_watch import import_speed_watch
from csp.imports.repair import repair
from csp.imports.report import status
from csp.topics.data_status.tables import build_others
from csp.topics.road_safety.fetch_records import (
    fetch_cost_values,
    fetch_imported_near_misses,
    fetch_road_factors,
    fetch_schools,
    fetch_sessions,
)
from tests.stored import files_in_force, rows_in_force

pytestmark = pytest.mark.slow

MISSES = "Date,hour,longitude,latitude,happenings,mode,other,text\n"
A_MISS = "2020-02-29,8,0.263,51.132,view;close_pass,cycling,car,Again\n"
SESSIONS = "site,date,vehicles,over,minutes,limit\n"
SCHOOLS = "school,longitude,latitude,phase\n"
FACTORS = "start,end,factor,casualties,source\n"
COSTS = "year,per,severity,pounds,source\n"
FILES = {
    "near-misses": MISSES + A_MISS,
    "speed-watch": f"{SESSIONS}Hill Lane,29/02/2020,200,14,60,30\n",
    "schools": f"{SCHOOLS}St John's,0.263,51.132,primary\n",
    "road-factors": f"{FACTORS}2019-07-01,30/06/2020,speed,40,Kent Police\n",
    "road-costs": COSTS
    + "".join(
        f"2023,{per},{severity},{pounds},RAS4001\n"
        for per in ("casualty", "collision")
        for severity, pounds in (("fatal", '"2,000,000"'), ("serious", "250000"), ("slight", "19000.50"))
    ),
}
WORDS = {
    "near-misses": "Near misses, made: 1 report",
    "speed-watch": "Community Speed Watch, made: 1 session",
    "schools": "Schools, made: 1 school",
    "road-factors": "Fatal four on roads, made: 1 count",
    "road-costs": "Values of prevention, 2023: 6 values",
}


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def read_reasons(store, kind):
    (row,) = rows_in_force(store, kind)
    lines = (store.root / row["rejects_file"]).read_text(encoding="utf-8").splitlines()[1:]
    return {int(line.split(",")[0]): line for line in lines}


def test_near_misses_are_read_their_texts_scanned_and_what_is_wrong_declined(extracts, tmp_path):
    rows = [
        A_MISS,
        A_MISS,
        "2020-03-01,,0.2,51.1,other,walking,,Mr Smith of a@b.uk\n",
        "2020-02-30,8,0.263,51.132,view,cycling,,\n",
        "2020-03-01,8,0.263,51.132,flew,cycling,,\n",
        "2020-03-01,8,0,0,view,cycling,,\n",
    ]
    (loaded,) = import_near_misses([write(tmp_path / "a.csv", MISSES + "".join(rows))], extracts).loaded
    assert (loaded.rows_read, loaded.rows_stored, loaded.rows_declined) == (6, 2, 4)
    assert fetch_imported_near_misses() == (
        NearMiss(date(2020, 2, 29), 0.263, 51.132, ("close_pass", "view"), "cycling", "car", 8, "Again"),
        NearMiss(
            date(2020, 3, 1),
            0.2,
            51.1,
            ("other",),
            "walking",
            text="[name removed] of [e-mail address removed]",
        ),
    )
    reasons = read_reasons(extracts, "near_misses")
    assert sorted(reasons) == [3, 5, 6, 7]
    for line, words in ((3, "stands further up"), (5, "not a day"), (6, "none of"), (7, "not in the United")):
        assert words in reasons[line]


def test_another_file_stands_beside_and_one_of_the_same_name_replaces(extracts, tmp_path):
    later = A_MISS.replace("Again", "Later")
    import_near_misses([write(tmp_path / "a.csv", MISSES + A_MISS)], extracts)
    import_near_misses([write(tmp_path / "b.csv", MISSES + A_MISS + later)], extracts)
    # One near miss is in both files.
    assert [each.text for each in fetch_imported_near_misses()] == ["Again", "Later"]
    (loaded,) = import_near_misses(
        [write(tmp_path / "b.csv", MISSES + A_MISS.replace("29", "28"))], extracts
    ).loaded
    assert loaded.result == "replaced"
    database.forget_stamp()
    assert [each.date.day for each in fetch_imported_near_misses()] == [28, 29]
    (again,) = import_near_misses([tmp_path / "b.csv"], extracts).loaded
    assert again.result == "unchanged"


def test_a_name_that_makes_no_name_of_a_file_keeps_apart(extracts, tmp_path):
    for name, hour in (("é.csv", "8"), ("ü.csv", "9")):
        import_near_misses([write(tmp_path / name, MISSES + A_MISS.replace(",8,", f",{hour},"))], extracts)
    assert [each.hour for each in fetch_imported_near_misses()] == [8, 9]


def test_sessions_and_schools_are_read(extracts, tmp_path):
    lines = ("Hill Lane,29/02/2020,200,14,60,30", "Hill Lane,2020-03-01,100,0,,", "X,2020-03-01,1,2,,", "")
    sessions = SESSIONS + "\n".join(lines)
    (loaded,) = import_speed_watch([write(tmp_path / "s.csv", sessions)], extracts).loaded
    assert (loaded.rows_stored, loaded.rows_declined) == (2, 1)
    assert fetch_sessions() == (
        SpeedWatchSession("Hill Lane", date(2020, 2, 29), 200, 14, 60, 30),
        SpeedWatchSession("Hill Lane", date(2020, 3, 1), 100, 0),
    )
    import_schools([write(tmp_path / "c.csv", FILES["schools"])], extracts)
    more = f"{SCHOOLS}St John's,0.263,51.132,\nAsh,0.1,51.0,\n"
    import_schools([write(tmp_path / "d.csv", more)], extracts)
    database.forget_stamp()
    assert fetch_schools() == (School("Ash", 0.1, 51.0), School("St John's", 0.263, 51.132, "primary"))


def test_a_year_of_values_is_stored_whole_or_not_at_all(extracts, tmp_path):
    earlier = FILES["road-costs"].replace("2023,", "2022,").replace(COSTS, "")
    broken = "2021,casualty,fatal,2000000,RAS4001\n2021,casualty,serious,x,RAS4001\n"
    (first, second) = import_road_costs(
        [write(tmp_path / "v.csv", FILES["road-costs"] + broken + earlier)], extracts
    ).loaded
    assert [(each.force, each.rows_stored) for each in (first, second)] == [("2022", 6), ("2023", 6)]
    values = fetch_cost_values()
    assert [(each.year, each.collision["slight"]) for each in values] == [(2022, 19000.5), (2023, 19000.5)]
    row = next(row for row in rows_in_force(extracts, "road_costs") if row["force"] == "2022")
    rejects = (extracts.root / row["rejects_file"]).read_text(encoding="utf-8")
    assert "8,The values of 2021 have no serious and no slight per casualty." in rejects
    assert '9,"pounds is' in rejects


def test_no_day_of_a_factor_is_counted_twice(extracts, tmp_path):
    lines = (
        *("2019-07-01,2019-12-31,speed,20,Kent Police", "2020-01-01,2020-06-30,speed,21,Kent Police"),
        *("2019-07-01,2020-06-30,speed,41,Kent Police", "2019-07-01,2020-06-30,phone,3,Kent Police"),
        *("2023-07-01,2024-06-30,speed,9,Kent Police", "2019-07-01,2019-06-30,phone,3,Kent Police"),
    )
    assert import_road_factors([write(tmp_path / "f.csv", FACTORS + "\n".join(lines))], extracts).ok
    counts = [(each.factor, each.casualties) for each in fetch_road_factors()]
    assert counts == [("speed", 20), ("phone", 3), ("speed", 21)]
    reasons = read_reasons(extracts, "road_factors")
    for line, words in ((4, "Days of the same factor"), (6, "Split the days"), (7, "end is before start")):
        assert words in reasons[line]


@pytest.mark.parametrize(
    ("run", "text", "words"),
    [
        (import_road_factors, f"{FACTORS}2019-07-01,2020-06-30,luck,1,A\n", "none of speed, drink_drugs"),
        (import_near_misses, "date,place\n", "no column longitude, latitude, happenings, mode"),
        (import_near_misses, MISSES, "holds no usable row of near misses. Check"),
        (import_speed_watch, f"{SESSIONS}X,2020-03-01,1,2,,\n", "over is 2 of 1 vehicles"),
        (import_schools, f"{SCHOOLS}X,0.2\n", "line 2"),
        (import_road_costs, f"{COSTS}2023,casualty,fatal,2,A\n", "slight per casualty (line 2)"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_and_changes_nothing(extracts, tmp_path, run, text, words):
    summary = run([write(tmp_path / "made.csv", text)], extracts)
    assert not summary.loaded
    assert words in summary.refused[0].sentence
    assert not files_in_force(extracts, "near_misses")


@pytest.mark.parametrize("name", FILES)
def test_the_command_imports_it_and_every_list_names_it(extracts, tmp_path, name):
    path = write(tmp_path / "made.csv", FILES[name])
    result = CliRunner().invoke(import_commands(), [name, str(path)])
    assert result.exit_code == 0, result.output
    assert WORDS[name] in status(extracts)
    table = build_others(read_status().tables)
    assert any(row.id.startswith(f"{name.replace('-', '_')} ") for row in table.rows)
    assert examine(extracts) == []


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_damaged_is_left_out_and_told(extracts, tmp_path, name):
    path = write(tmp_path / "made.csv", FILES[name])
    kind = name.replace("-", "_")
    CliRunner().invoke(import_commands(), [name, str(path)])
    (file,) = files_in_force(extracts, kind)
    content = Path(file).read_bytes()
    Path(file).write_bytes(content[:-1])
    with database.connect() as connection:
        assert connection.execute(f"SELECT count(*) FROM {kind}").fetchone() == (0,)
    (finding,) = examine(extracts)
    assert finding.remedy == f"Import made.csv again: python -m csp import {name} PATH."
    left_out = tuple((row["kind"], None, "", None) for row in soundness.examine_store(extracts).left_out)
    assert describe_damage(Unreadable(left_out), "road_safety", None, None, "kent")
    assert not describe_damage(Unreadable(left_out), "wards", None, None, "kent")


def test_a_lost_list_of_files_is_rebuilt_with_them(extracts, tmp_path):
    import_schools([write(tmp_path / "c.csv", FILES["schools"])], extracts)
    import_road_costs([write(tmp_path / "v.csv", FILES["road-costs"])], extracts)
    for manifest in extracts.root.glob("manifest*.parquet"):
        manifest.unlink()
    repair(extracts)
    assert [each.name for each in fetch_schools()] == ["St John's"]
    assert [each.year for each in fetch_cost_values()] == [2023]
