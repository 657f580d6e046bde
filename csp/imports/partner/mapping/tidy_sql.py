"""The SQL that makes tidy rows of a partner's lines. Run by csp.imports.partner.mapping.tidying.

tidy_lines: the lines of the file by what their columns say. tidy_cells: one figure a row. The words of a
file, its periods and its counts are few beside its rows: each is read once in Python (tidy_words,
tidy_periods, tidy_counts), and the rows are joined to them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from csp.core.partner.profile import Axis, ColumnUse, Role
from csp.imports.partner.mapping.spelling import NO, SEPARATOR, YES

PERIOD_ROLES: tuple[Role, ...] = ("year", "quarter", "month", "date")


def quote_sql(text: str) -> str:
    """A text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"


@dataclass(frozen=True)
class Columns:
    """The columns of a table by role, as c0, c1 ...; of a flag all, of any other role the first."""

    uses: tuple[ColumnUse, ...]
    axis: Axis

    def find(self, role: Role) -> str | None:
        """The first column of a role; None where the table has none."""
        return next((f"c{at}" for at, use in enumerate(self.uses) if use.role == role), None)

    @property
    def periods(self) -> dict[Role, str]:
        """The columns that say of which time a row is, by their role."""
        return {role: column for role in PERIOD_ROLES if (column := self.find(role))}

    @property
    def flags(self) -> dict[str, str]:
        """The headings of the columns of flags by column."""
        return {f"c{at}": use.heading for at, use in enumerate(self.uses) if use.role == "flag"}

    @property
    def wide(self) -> dict[str, str]:
        """What the wide columns stand for by column."""
        return {
            f"c{at}": use.stands_for or use.heading for at, use in enumerate(self.uses) if use.role == "wide"
        }


def _or_null(column: str | None) -> str:
    return column or "NULL::VARCHAR"


def _say_flag(column: str, heading: str) -> str:
    """The word of a flag: a yes is that of the heading, a no is none."""
    plain = f"lower(trim({column}))"
    yes, no = (", ".join(map(quote_sql, sorted(answers))) for answers in (YES, NO))
    return (
        f"CASE WHEN {plain} IN ({no}) THEN NULL WHEN {plain} IN ({yes}) "
        f"THEN {quote_sql(heading + SEPARATOR)} || trim({column}) ELSE {column} END"
    )


def _join_words(*columns: str | None) -> str:
    """The words of columns that are there, with " / " between them; null where all are blank."""
    there = [column for column in columns if column]
    return f"nullif(concat_ws({quote_sql(SEPARATOR)}, {', '.join(there)}), '')" if there else "NULL::VARCHAR"


def create_lines(columns: Columns, raw: str) -> str:
    """The view tidy_lines: the words of each line, and the columns of counts as they are."""
    area, ward = columns.find("area"), columns.find("ward")
    composed = f"CASE WHEN {ward} IS NOT NULL THEN {_join_words(area, ward)} END" if ward else "NULL::VARCHAR"
    # The time of day says nothing about the month.
    periods = [
        rf"regexp_replace({column}, '[T ,]+\d{{1,2}}:\d{{2}}.*$', '') AS p{at}"
        for at, column in enumerate(columns.periods.values())
    ]
    flags = [
        f"{_say_flag(column, heading)} AS f{at}" for at, (column, heading) in enumerate(columns.flags.items())
    ]
    places = [
        f"{_or_null(columns.find(role))} AS {role}" for role in ("longitude", "latitude", "postcode", "lsoa")
    ]
    offence, subtype = columns.find("offence"), columns.find("subtype")
    parts = [
        "line",
        *periods,
        f"{_or_null(area)} AS area",
        f"{_or_null(ward)} AS ward_name",
        f"{composed} AS ward",
        f"{_or_null(offence)} AS offence_name",
        f"{_or_null(subtype)} AS subtype",
        f"{_join_words(offence, subtype)} AS line_offence",
        *flags,
        *places,
        *(
            columns.wide
            or [f"{_or_null(columns.find('count')) if columns.find('count') else quote_sql('1')} AS n"]
        ),
    ]
    return f"CREATE OR REPLACE TEMP VIEW tidy_lines AS SELECT {', '.join(parts)} FROM {raw}"


def create_cells(columns: Columns) -> str:
    """The view tidy_cells: a row for each figure, with the word of the wide column that it stood in."""
    offence = "line_offence"
    source, wide = "tidy_lines", "''"
    if columns.wide:
        source = f"tidy_lines UNPIVOT INCLUDE NULLS (n FOR wide IN ({', '.join(columns.wide)}))"
        wide = "wide"
        if columns.axis == "offence":
            whens = " ".join(
                f"WHEN {quote_sql(c)} THEN {quote_sql(word)}" for c, word in columns.wide.items()
            )
            offence = _join_words("line_offence", f"CASE wide {whens} END")
    dropped = "line_offence, wide" if columns.wide else "line_offence"
    return f"""
    CREATE OR REPLACE TEMP VIEW tidy_cells AS
    SELECT * EXCLUDE ({dropped}), {wide} AS wide_column, {offence} AS offence
    FROM {source}
    """


def name_periods(columns: Columns) -> list[str]:
    """The columns of tidy_cells that tell the time of a row."""
    return [*(f"p{at}" for at in range(len(columns.periods))), "wide_column"]


def create_rows(columns: Columns, fixed: Mapping[str, str], has_wards: bool) -> str:
    """The view tidy_rows: the rows in their words and in ours, totals among them.

    fixed: the codes of the area and the offence that the file is of, "" for none.
    """
    times = " AND ".join(f"times.{name} IS NOT DISTINCT FROM cells.{name}" for name in name_periods(columns))
    flags = range(len(columns.flags))
    flag_joins = "\n".join(
        f"LEFT JOIN tidy_words AS flag{at} ON flag{at}.role = 'flag' AND flag{at}.word = cells.f{at}"
        for at in flags
    )
    flag_words = (
        f"coalesce({', '.join(f'cells.f{at}' for at in flags)}, NULL::VARCHAR)" if flags else "NULL::VARCHAR"
    )
    # One that stands for a flag comes before one that is left out.
    codes = [*(f"nullif(flag{at}.code, '')" for at in flags), *(f"flag{at}.code" for at in flags)]
    flag_codes = f"coalesce({', '.join(codes)})" if codes else "NULL::VARCHAR"
    area, offence = quote_sql(fixed.get("area", "")), quote_sql(fixed.get("offence", ""))
    return f"""
    CREATE OR REPLACE TEMP VIEW tidy_rows AS
    WITH named AS (
        SELECT
            cells.*,
            times.start,
            times.months,
            times.period,
            counts.number,
            counts.fault,
            {flag_words} AS flag,
            {flag_codes} AS flag_code,
            CASE
                WHEN cells.area IS NULL THEN coalesce(nullif({area}, ''), wards.district_code)
                ELSE areas.code
            END AS named_district,
            wards.code AS named_ward,
            CASE WHEN cells.offence IS NULL THEN nullif({offence}, '') ELSE offences.code END AS offence_code,
            CASE
                WHEN areas.how = 'left out' THEN 'area'
                WHEN offences.how = 'left out' THEN 'offence'
                WHEN wards.how = 'left out' THEN 'ward'
                ELSE ''
            END AS left_out,
            coalesce(areas.is_total, false) AS area_total,
            coalesce(ward_names.is_total, false) AS ward_total,
            coalesce(offence_names.is_total, false) AS offence_total,
            coalesce(subtypes.is_total, false) AS subtype_total,
            times.is_total AS period_total
        FROM tidy_cells AS cells
        LEFT JOIN tidy_periods AS times ON {times}
        LEFT JOIN tidy_counts AS counts ON counts.n = coalesce(cells.n, '')
        LEFT JOIN tidy_words AS areas ON areas.role = 'area' AND areas.word = cells.area
        LEFT JOIN tidy_words AS wards ON wards.role = 'ward' AND wards.word = cells.ward
        LEFT JOIN tidy_words AS offences ON offences.role = 'offence' AND offences.word = cells.offence
        LEFT JOIN tidy_words AS ward_names ON ward_names.role = 'total' AND ward_names.word = cells.ward_name
        LEFT JOIN tidy_words AS offence_names
            ON offence_names.role = 'total' AND offence_names.word = cells.offence_name
        LEFT JOIN tidy_words AS subtypes ON subtypes.role = 'total' AND subtypes.word = cells.subtype
        {flag_joins}
    ),
    placed AS (
        SELECT
            named.*,
            coalesce(named_district, by_lsoa.district_code, by_point.district_code) AS district_code,
            CASE WHEN by_lsoa.district_code = coalesce(named_district, by_lsoa.district_code)
                THEN by_lsoa.ward_code END AS lsoa_ward,
            CASE WHEN by_point.district_code = coalesce(named_district, by_point.district_code)
                THEN by_point.ward_code END AS point_ward
        FROM named
        LEFT JOIN tidy_lsoas AS by_lsoa ON by_lsoa.lsoa_code = named.lsoa
        LEFT JOIN tidy_points AS by_point
            ON by_point.longitude = named.longitude AND by_point.latitude = named.latitude
    )
    SELECT
        line,
        start,
        months,
        period,
        area,
        ward_name AS ward,
        offence,
        flag,
        n,
        number,
        coalesce(fault, 'missing') AS fault,
        district_code,
        {"coalesce(named_ward, point_ward, lsoa_ward)" if has_wards else "NULL::VARCHAR"} AS ward_code,
        offence_code,
        flag_code,
        CASE
            WHEN named_ward IS NOT NULL THEN 'name'
            WHEN point_ward IS NOT NULL THEN 'point'
            WHEN lsoa_ward IS NOT NULL THEN 'lsoa'
            ELSE ''
        END AS placed,
        left_out,
        area_total,
        ward_total,
        offence_total,
        subtype_total,
        coalesce(period_total, false) AS period_total,
        offence_name
    FROM placed
    """


_IS_TOTAL = "(area_total OR ward_total OR offence_total OR subtype_total OR period_total)"
_NOT_TIDY = "area_total, ward_total, offence_total, subtype_total, period_total, offence_name"

CREATE_TIDY = f"""
CREATE OR REPLACE TEMP TABLE tidy AS
SELECT * EXCLUDE ({_NOT_TIDY})
FROM tidy_rows
WHERE NOT {_IS_TOTAL}
"""

# A row of totals and what the rows under it add up to. What is withheld or unreadable cannot be checked.
CREATE_TOTALS = f"""
CREATE OR REPLACE TEMP TABLE tidy_totals AS
WITH total AS (
    SELECT *
    FROM tidy_rows
    WHERE {_IS_TOTAL} AND NOT period_total AND number IS NOT NULL AND n IS NOT NULL
)
SELECT
    total.line,
    concat_ws(', ', total.area, total.ward, total.offence) AS label,
    total.start,
    total.months,
    total.number AS stated,
    sum(part.number) AS adds
FROM total
JOIN tidy AS part
    ON part.start = total.start
    AND part.months = total.months
    AND (total.area_total OR total.area IS NULL OR part.area = total.area)
    AND (total.ward_total OR total.ward IS NULL OR part.ward = total.ward)
    AND (
        total.offence_total
        OR total.offence IS NULL
        OR part.offence = total.offence
        OR (total.subtype_total AND starts_with(part.offence, total.offence_name || '{SEPARATOR}'))
    )
GROUP BY ALL
HAVING count(*) = count(part.number)
"""


def insert_column_totals(column: int, label: str, parts: Sequence[int], raw: str) -> str:
    """Adds to tidy_totals what a column of totals says on each line, and what its wide columns add up to."""
    wide = ", ".join(quote_sql(f"c{part}") for part in parts)
    return f"""
    INSERT INTO tidy_totals
    SELECT raw.line, {quote_sql(label)}, NULL, NULL, stated.number, sum(counts.number)
    FROM {raw} AS raw
    JOIN tidy_counts AS stated ON stated.n = coalesce(raw.c{column}, '')
    JOIN tidy_cells AS cells ON cells.line = raw.line AND cells.wide_column IN ({wide})
    JOIN tidy_counts AS counts ON counts.n = coalesce(cells.n, '')
    WHERE stated.number IS NOT NULL AND raw.c{column} IS NOT NULL
    GROUP BY ALL
    HAVING count(*) = count(counts.number)
    """
