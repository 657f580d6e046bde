"""A partner's table as tidy rows in DuckDB: one figure a row, in their words and in ours.

The table that is read, lines, has the columns line BIGINT (in the file, from 1) and c0, c1, ... VARCHAR, one
for each heading of the layout: text stripped, a blank cell null, a date as 2024-03-31, a whole number as 12.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from csp.core.filters import Period
from csp.core.partner.book import Layout, Sheet
from csp.core.partner.profile import Profile, Role
from csp.imports.partner.mapping import tidy_sql
from csp.imports.partner.mapping.comparing import apply_profile, list_total_columns
from csp.imports.partner.mapping.counts import read_count
from csp.imports.partner.mapping.known import Known
from csp.imports.partner.mapping.names import Match, match_words
from csp.imports.partner.mapping.periods import Part, join_parts, read_part
from csp.imports.partner.mapping.places import place_lines
from csp.imports.partner.mapping.spelling import SEPARATOR, is_total
from csp.imports.partner.mapping.tidy_sql import Columns
from csp.imports.partner.reading.lines import load_lines, pick_head
from csp.imports.placing import Geography, keep_table

TIDY = "tidy"
"""The table of rows: line BIGINT, start DATE and months INTEGER (1, 3 or 12; null where unreadable), period
VARCHAR (as read), area, ward, offence, flag VARCHAR (their words), n VARCHAR (as read), number DOUBLE (null
where it is none), fault VARCHAR (why: "text", "withheld", "missing"; "" where there is one), district_code,
ward_code, offence_code, flag_code VARCHAR (null where unknown), placed VARCHAR (by what the ward is known:
"name", "point", "lsoa", ""), left_out VARCHAR (the role whose word is left out on purpose, "" for none).

No coordinates, postcodes or LSOAs are in it: they are used and dropped."""
TOTALS = "tidy_totals"
"""The table of total rows and columns: line, label VARCHAR ("Total"), start, months, stated DOUBLE (what the
file says) and adds DOUBLE (what its rows add up to)."""


@dataclass(frozen=True)
class Tidied:
    """What tidy() made. rows: of TIDY. lines: of the file that they come from. totals: rows of TOTALS.

    notes: what could not be used, a sentence each ("No postcode lookup is loaded, ...").
    """

    rows: int
    lines: int
    totals: int
    notes: tuple[str, ...] = ()


def load_sheet(
    connection: duckdb.DuckDBPyConnection, sheet: Sheet, layout: Layout, raw: str = "lines"
) -> None:
    """Makes the table of lines of those of a sheet that are at hand, for a preview."""
    load_lines(connection, pick_head(sheet, layout), len(layout.headings), raw)


def list_words(
    connection: duckdb.DuckDBPyConnection, layout: Layout, profile: Profile, raw: str = "lines"
) -> Mapping[Role, Mapping[str, int]]:
    """The distinct words of the columns of area, ward, offence and flag, with the number of their lines.

    An offence with a sub-type is "offence / sub-type", a ward "area / ward" where the table has a column of
    areas, and a yes in a column of a flag "heading / yes". Totals are left out.
    """
    columns = Columns(apply_profile(profile, layout), profile.wide)
    connection.execute(tidy_sql.create_lines(columns, raw))
    words: dict[Role, dict[str, int]] = {
        "area": _count_words(connection, "area"),
        "ward": _count_words(connection, "ward"),
        "offence": _count_words(connection, "line_offence"),
        "flag": {},
    }
    for at in range(len(columns.flags)):
        for word, rows in _count_words(connection, f"f{at}").items():
            words["flag"][word] = words["flag"].get(word, 0) + rows
    if columns.axis == "offence" and columns.wide:
        words["offence"] = _spread(words["offence"], columns, connection)
    return words


def _count_words(connection: duckdb.DuckDBPyConnection, column: str) -> dict[str, int]:
    rows = connection.execute(
        f"SELECT {column}, count(*) FROM tidy_lines WHERE {column} IS NOT NULL GROUP BY ALL"
    ).fetchall()
    return {word: rows for word, rows in sorted(rows) if not any(map(is_total, word.split(SEPARATOR)))}


def _spread(
    words: Mapping[str, int], columns: Columns, connection: duckdb.DuckDBPyConnection
) -> dict[str, int]:
    """The words of offences where each is a column of its own, below those of a column of offences."""
    if columns.find("offence") or columns.find("subtype"):
        return {f"{word}{SEPARATOR}{each}": n for word, n in words.items() for each in columns.wide.values()}
    lines = _ask_number(connection, "SELECT count(*) FROM tidy_lines")
    return dict.fromkeys(columns.wide.values(), lines)


def tidy(
    connection: duckdb.DuckDBPyConnection,
    layout: Layout,
    profile: Profile,
    known: Known,
    geography: Geography | None = None,
    raw: str = "lines",
) -> Tidied:
    """Makes the tables TIDY and TOTALS from a table of lines, replacing any of those names.

    geography: the outlines and the lookup that points and LSOAs are placed with (placing.load_geography).
    """
    columns = Columns(apply_profile(profile, layout), profile.wide)
    words = list_words(connection, layout, profile, raw)
    connection.execute(tidy_sql.create_cells(columns))
    totals = list_total_columns(profile, layout)
    _keep(connection, "tidy_words", _list_word_rows(connection, words, profile, known))
    _keep(connection, "tidy_periods", _list_periods(connection, columns, profile))
    _keep(connection, "tidy_counts", _list_counts(connection, profile, raw, [each.column for each in totals]))
    notes = place_lines(connection, columns, geography)
    fixed = {role: profile.fixed.get(role, "") for role in ("area", "offence")}
    connection.execute(tidy_sql.create_rows(columns, fixed, known.has_wards))
    connection.execute(tidy_sql.CREATE_TIDY)
    connection.execute(tidy_sql.CREATE_TOTALS)
    for each in totals:
        connection.execute(tidy_sql.insert_column_totals(each.column, each.label, each.parts, raw))
    rows, lines, of_totals = (
        _ask_number(connection, statement)
        for statement in (
            f"SELECT count(*) FROM {TIDY}",
            f"SELECT count(DISTINCT line) FROM {TIDY}",
            f"SELECT count(*) FROM {TOTALS}",
        )
    )
    return Tidied(rows, lines, of_totals, notes)


def _ask_number(connection: duckdb.DuckDBPyConnection, statement: str) -> int:
    return int(connection.execute(statement).fetchall()[0][0])


def _keep(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table) -> None:
    connection.execute(f"DROP TABLE IF EXISTS {name}")
    keep_table(connection, name, table)


def _list_word_rows(
    connection: duckdb.DuckDBPyConnection,
    words: Mapping[Role, Mapping[str, int]],
    profile: Profile,
    known: Known,
) -> pa.Table:
    """role, word, code, how, district_code (of a ward), is_total: what each word of the file is."""
    districts = {code: district for district, wards in known.wards.items() for code in wards}
    rows: list[tuple[str, str, str | None, str, str | None, bool]] = [
        (match.role, match.word, _find_code(match), match.how, districts.get(match.code), False)
        for match in match_words(words, profile, known)
    ]
    for column in ("area", "ward_name", "offence_name", "subtype"):
        role = "area" if column == "area" else "total"
        every = connection.execute(
            f"SELECT DISTINCT {column} FROM tidy_lines WHERE {column} IS NOT NULL"
        ).fetchall()
        rows += [(role, word, None, "total", None, True) for (word,) in every if is_total(word)]
    names = ("role", "word", "code", "how", "district_code")
    columns = {
        name: pa.array([row[at] for row in dict.fromkeys(rows)], pa.string()) for at, name in enumerate(names)
    }
    return pa.table({**columns, "is_total": pa.array([row[5] for row in dict.fromkeys(rows)], pa.bool_())})


def _find_code(match: Match) -> str | None:
    """Ours; "" for a word that is left out on purpose, null for one that nobody has answered."""
    return "" if match.how == "left out" else match.code or None


def _list_periods(connection: duckdb.DuckDBPyConnection, columns: Columns, profile: Profile) -> pa.Table:
    """The time of each combination of what the columns of a row say: start, months, period, is_total."""
    names = tidy_sql.name_periods(columns)
    roles: list[Role] = list(columns.periods)
    wide = columns.wide if columns.axis == "month" else {}
    fixed = [read_part(text, role) for role, text in profile.fixed.items() if role in tidy_sql.PERIOD_ROLES]
    if wide:
        combinations = connection.execute(f"SELECT DISTINCT {', '.join(names)} FROM tidy_cells").fetchall()
    else:
        others = ", ".join(names[:-1]) or "1"
        listed = connection.execute(f"SELECT DISTINCT {others} FROM tidy_lines").fetchall()
        every = list(columns.wide) or [""]
        combinations = [(*row[: len(roles)], column) for row in listed for column in every]
    rows = [_read_period(row, roles, wide, fixed, profile) for row in combinations]
    table = {name: pa.array([row[at] for row in combinations], pa.string()) for at, name in enumerate(names)}
    return pa.table(
        {
            **table,
            "start": pa.array([row[0].start if row[0] else None for row in rows], pa.date32()),
            "months": pa.array([row[0].months if row[0] else None for row in rows], pa.int32()),
            "period": pa.array([row[1] for row in rows], pa.string()),
            "is_total": pa.array([row[2] for row in rows], pa.bool_()),
        }
    )


def _read_period(
    row: Sequence[str | None],
    roles: Sequence[Role],
    wide: Mapping[str, str],
    fixed: Iterable[Part | None],
    profile: Profile,
) -> tuple[Period | None, str, bool]:
    """The months of one combination, what it says as text, and whether it is that of a total."""
    *texts, column = row
    heading = wide.get(column or "")
    said = [text for text in (*texts, heading) if text]
    parts = [
        read_part(text, role, profile.month_first) for text, role in zip(texts, roles, strict=True) if text
    ]
    parts += [read_part(heading)] if heading else []
    period = join_parts([*parts, *fixed], profile.calendar_quarters)
    # A column that says something else than a time leaves none of the row.
    is_unread = any(part is None for part in parts)
    return None if is_unread else period, " ".join(said), any(map(is_total, said))


def _list_counts(
    connection: duckdb.DuckDBPyConnection, profile: Profile, raw: str, totals: Sequence[int]
) -> pa.Table:
    """n, number, fault: every distinct text of a count as a number."""
    parts = ["SELECT n FROM tidy_cells", *(f"SELECT c{column} FROM {raw}" for column in totals)]
    rows = connection.execute(
        f"SELECT DISTINCT coalesce(n, '') FROM ({' UNION ALL '.join(parts)})"
    ).fetchall()
    texts = [row[0] for row in rows]
    read = [read_count(text, profile.blanks) for text in texts]
    return pa.table(
        {
            "n": pa.array(texts, pa.string()),
            "number": pa.array([number for number, _ in read], pa.float64()),
            "fault": pa.array([fault for _, fault in read], pa.string()),
        }
    )
