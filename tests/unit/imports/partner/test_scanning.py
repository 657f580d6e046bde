"""Which columns of a partner's table are read once it was searched for personal data."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pytest

from csp.core.partner.book import Layout
from csp.core.partner.profile import ColumnUse, Profile, Role
from csp.imports.partner.scanning import guard_profile, load_recogniser, scan_columns

HEADINGS = ("Month", "Ward", "Reported by", "Postcode", "Calls")
LAYOUT = Layout(HEADINGS, (0, 0), 1, None)
ROLES: tuple[Role, ...] = ("month", "ward", "offence", "postcode", "count")
NAMES = ("John Smith", "PATEL, Priya", "Mrs Jones", "a. kowalski")


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE raw (line BIGINT, c0 VARCHAR, c1 VARCHAR, c2 VARCHAR, c3 VARCHAR, c4 VARCHAR)"
    )
    rows = [
        (line, "2024-01-01", f"Ward {line % 3}", name, f"TN1 {line}AB", str(line))
        for line, name in enumerate(NAMES)
    ]
    connection.executemany("INSERT INTO raw VALUES (?, ?, ?, ?, ?, ?)", rows)
    return connection


def make_profile(kept: Sequence[str] = ()) -> Profile:
    uses = tuple(ColumnUse(heading, role) for heading, role in zip(HEADINGS, ROLES, strict=True))
    return Profile("Calls", "helpline", uses, kept=dict.fromkeys(kept, "Names of call centres"))


def test_a_column_of_names_is_not_read_whatever_the_profile_says(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    columns = scan_columns(connection, LAYOUT)
    assert [(column.heading, column.what) for column in columns] == [
        ("Reported by", "names"),
        ("Postcode", "postcodes"),
    ]
    profile, findings = guard_profile(make_profile(), columns)
    # A postcode places its row and is then dropped.
    assert [use.role for use in profile.columns] == ["month", "ward", "leave out", "postcode", "count"]
    assert [each.sentence for each in findings] == [
        "1 column seems to hold personal data and is not read: “Reported by” (names)"
    ]


def test_an_editor_may_keep_one_and_that_is_told(connection: duckdb.DuckDBPyConnection) -> None:
    profile, findings = guard_profile(make_profile(["Reported by"]), scan_columns(connection, LAYOUT))
    assert [use.role for use in profile.columns] == list(ROLES)
    assert [each.sentence for each in findings] == [
        "1 column seems to hold personal data and is read all the same, as an editor decided: "
        "“Reported by” (names)"
    ]


def test_no_value_is_in_what_is_said(connection: duckdb.DuckDBPyConnection) -> None:
    columns = scan_columns(connection, LAYOUT)
    told = repr(columns) + repr(guard_profile(make_profile(), columns)[1])
    assert not [name for name in (*NAMES, "TN1 1AB") if name in told]


def test_without_presidio_the_rules_alone_look_for_names() -> None:
    load_recogniser.cache_clear()
    try:
        import presidio_analyzer  # noqa: F401, PLC0415
    except ImportError:
        assert load_recogniser() is None
    else:
        pytest.skip("presidio is installed here")
