"""The connection: what it may read, what it may not, and what a statement's header promises."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import duckdb
import pytest

from csp.core import settings
from csp.data import database

HOME = "E07000116"
JUNE = date(2020, 6, 1)
STATEMENTS = sorted(
    path.relative_to(settings.QUERIES).with_suffix("").as_posix()
    for path in settings.QUERIES.rglob("*.sql")
    if not path.name.startswith("_")
)


def row(n, month=JUNE, **changes):
    return {
        "source": "police",
        "month": month,
        "district_code": HOME,
        "ward_code": None,
        "offence": "shoplifting",
        "flag": None,
        "n": n,
        **changes,
    }


def monthly(connection):
    parameters = {
        "source": "police",
        "district": HOME,
        "wards": [],
        "excluded": [],
        "start": date(2019, 1, 1),
        "end": date(2021, 1, 1),
    }
    frame = database.run(connection, "measures/by_month", parameters)
    shoplifting = frame[frame["measure"] == "shoplifting"]
    return dict(zip(shoplifting["month"].dt.date, shoplifting["n"].tolist(), strict=True))


@pytest.fixture(autouse=True)
def no_sample(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "SAMPLE", tmp_path / "no sample")


# Headers.


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_header_says_meaning_grain_and_exactly_the_parameters_used(name):
    statement = database.read_statement(name)
    code = "\n".join(line for line in statement.sql.splitlines() if not line.startswith("--"))
    assert statement.meaning.endswith(".")
    assert re.search(r"^-- grain: \S", statement.sql, re.MULTILINE)
    assert statement.parameters == set(re.findall(r"\$([a-z_]+)", code))


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_statement_is_asked_for_by_the_query_layer_a_topic_or_publishing(name):
    places = ("csp/data/**/*.py", "csp/topics/*/fetch*.py", "csp/imports/publish*.py")
    callers = [caller for place in places for caller in settings.ROOT.glob(place)]
    # In public mode a twin answers in place of the statement of its name.
    asked = name.removeprefix("public/") if name.removeprefix("public/") in STATEMENTS else name
    assert any(f'"{asked}"' in caller.read_text(encoding="utf-8") for caller in callers)


@pytest.mark.usefixtures("extracts")
@pytest.mark.parametrize(
    ("parameters", "fault"),
    [
        ({}, "parameter missing district"),
        ({"district": HOME, "ward": "x"}, "parameter unknown ward"),
        ({"ward": "x"}, "parameter missing district and unknown ward"),
    ],
)
def test_a_parameter_too_few_or_too_many_is_an_error_that_names_the_file(parameters, fault):
    with pytest.raises(ValueError, match=re.escape(f"queries/store/wards.sql: {fault}")):
        database.run(database.connect(), "store/wards", parameters)


def test_parameters_that_share_a_line_are_both_declared():
    assert {"start", "end"} <= database.read_statement("measures/by_month").parameters


# What the connection may do.


@pytest.fixture
def shut(extracts, write_store, tmp_path):
    write_store(extracts.root, [row(3)])
    (tmp_path / "secret.csv").write_text("a\n1\n")
    return database.connect()


def test_no_other_file_can_be_read(shut, tmp_path):
    with pytest.raises(duckdb.PermissionException, match="disabled"):
        shut.execute(f"SELECT * FROM read_csv('{tmp_path / 'secret.csv'}')")
    with pytest.raises(duckdb.PermissionException, match="disabled"):
        shut.execute("SELECT * FROM read_text('/etc/hostname')")


def test_no_file_can_be_written_outside_the_stores(shut, tmp_path):
    with pytest.raises(duckdb.PermissionException, match="disabled"):
        shut.execute(f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'")
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    "change", ["enable_external_access = true", "threads = 1", "allowed_directories = ['/']"]
)
def test_the_configuration_is_locked(shut, change):
    with pytest.raises(duckdb.InvalidInputException, match="locked"):
        shut.execute(f"SET {change}")


def test_the_files_of_the_stores_can_be_read_after_the_door_is_shut(shut):
    assert shut.execute("SELECT SUM(n) FROM incidents").fetchone() == (3,)


def test_a_folder_of_extracts_given_as_a_relative_path_can_be_read(tmp_path, write_store, monkeypatch):
    write_store(tmp_path / "here", [row(4)])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CSP_EXTRACTS", "here")
    assert database.connect().execute("SELECT SUM(n) FROM incidents").fetchone() == (4,)


def test_a_folder_of_extracts_behind_a_link_can_be_read(tmp_path, write_store, monkeypatch):
    write_store(tmp_path / "there", [row(4)])
    (tmp_path / "link").symlink_to(tmp_path / "there", target_is_directory=True)
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "link"))
    assert database.connect().execute("SELECT SUM(n) FROM incidents").fetchone() == (4,)


def test_a_folder_with_a_quote_in_its_name_can_be_read(tmp_path, write_store, monkeypatch):
    write_store(tmp_path / "D'Arcy", [row(4)])
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "D'Arcy"))
    connection = database.connect()
    assert connection.execute("SELECT SUM(n) FROM incidents").fetchone() == (4,)
    assert monthly(connection) == {JUNE: 4}


def test_a_relation_of_the_process_is_not_taken_for_a_table(shut):
    secret = [1]  # noqa: F841 a replacement scan would find it by this name
    with pytest.raises(duckdb.Error):
        shut.execute("SELECT * FROM secret")


def test_one_connection_answers_many_threads_at_once(shut):
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: monthly(shut), range(64)))
    assert answers == [{JUNE: 3}] * 64


def test_the_tables_of_roads_are_made_for_the_first_who_asks_while_others_wait(shut):
    made = "SELECT COUNT(*) FROM duckdb_tables() WHERE table_name IN ('collisions', 'casualties')"
    assert shut.execute(made).fetchone() == (0,)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: database.run(shut, "store/collisions", {}), range(16)))
    assert all(answer.empty for answer in answers)
    assert shut.execute(made).fetchone() == (2,)


@pytest.mark.usefixtures("extracts")
def test_empty_stores_answer_with_no_counts():
    connection = database.connect()
    assert monthly(connection) == {}
    assert database.run(connection, "store/months", {}).empty
    assert database.run(connection, "store/boundaries", {"districts": [HOME]}).empty
    assert len(database.run(connection, "store/wards", {"district": HOME})) == 20


# The stamp.


def test_an_import_changes_the_stamp_and_a_new_connection_has_the_new_answer(extracts, write_store):
    write_store(extracts.root, [row(3)])
    before, old = database.stamp(), database.connect()
    assert monthly(old) == {JUNE: 3}

    write_store(extracts.root, [row(5)])
    assert database.stamp() != before
    assert monthly(database.connect()) == {JUNE: 5}
    assert monthly(old) == {JUNE: 3}  # whole, as it was


def test_the_stamp_stays_while_nothing_is_written(extracts, write_store):
    write_store(extracts.root, [row(3)])
    assert database.stamp() == database.stamp()


def test_a_store_of_the_same_size_and_time_is_told_apart(extracts, write_store):
    # A restore from a backup keeps times; the file is another one all the same.
    manifest = write_store(extracts.root, [row(3)]).root / "manifest.parquet"
    before, stat = database.stamp(), manifest.stat()
    copy = manifest.with_suffix(".copy")
    copy.write_bytes(manifest.read_bytes())
    os.utime(copy, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    copy.replace(manifest)
    assert database.stamp() != before


def test_a_stamp_asked_for_again_within_half_a_second_is_not_looked_up(extracts, write_store, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(database.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(database, "_last", (0.0, (), ""))
    write_store(extracts.root, [row(3)])
    first = database.recent_stamp()
    write_store(extracts.root, [row(5)])
    now[0] += 0.4
    assert database.recent_stamp() == first
    now[0] += 0.2
    assert database.recent_stamp() == database.stamp() != first


def test_another_folder_of_extracts_has_another_stamp_at_once(tmp_path, monkeypatch):
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "a"))
    first = database.recent_stamp()
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "b"))
    assert database.recent_stamp() != first


def test_the_samples_own_folder_given_for_extracts_is_counted_once(tmp_path, write_store, monkeypatch):
    monkeypatch.setattr(settings, "SAMPLE", tmp_path / "sample")
    monkeypatch.setenv("CSP_EXTRACTS", str(tmp_path / "sample"))
    write_store(tmp_path / "sample", [row(3)])
    with database.connect() as connection:
        assert monthly(connection)[JUNE] == 3


def test_every_statement_is_a_single_select():
    for name in STATEMENTS:
        code = re.sub(r"^--.*$", "", database.read_statement(name).sql, flags=re.MULTILINE)
        assert code.strip().upper().startswith(("SELECT", "WITH")), name
        assert ";" not in code, name
