"""The scan of a partner's table for personal data, before any of its words is shown or stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from importlib import util

import duckdb

from csp.core.partner.book import Layout
from csp.core.partner.findings import Finding, describe_personal
from csp.core.partner.personal import FindNames, PersonalColumn, find_personal_column
from csp.core.partner.profile import Profile, Role

LOOKED_AT = 500
"""Distinct values of each column that are looked at: chosen by their digest, so the same every time."""
_LONGEST = 400
PLACING: frozenset[Role] = frozenset({"postcode", "lsoa", "longitude", "latitude"})
"""Roles of columns that are used to place a row and then dropped."""
_MODELS = ("en_core_web_lg", "en_core_web_md", "en_core_web_sm")
_SURE = 0.6


def scan_columns(
    connection: duckdb.DuckDBPyConnection, layout: Layout, raw: str = "raw"
) -> tuple[PersonalColumn, ...]:
    """The columns of a table that seem to hold personal data.

    raw: a table of the connection with the columns c0, c1, ..., one for each heading of the layout.
    """
    today, recogniser = datetime.now(UTC).date(), load_recogniser()
    found = (
        find_personal_column(place, heading, _list_values(connection, raw, f"c{place}"), today, recogniser)
        for place, heading in enumerate(layout.headings)
    )
    return tuple(column for column in found if column is not None)


def _list_values(connection: duckdb.DuckDBPyConnection, raw: str, column: str) -> list[str]:
    """Distinct values of a column."""
    rows = connection.execute(
        f"SELECT left({column}, {_LONGEST}) FROM (SELECT DISTINCT {column} FROM {raw} "
        f"WHERE {column} IS NOT NULL) ORDER BY hash({column}) LIMIT {LOOKED_AT}"
    ).fetchall()
    return [str(value) for (value,) in rows]


def guard_profile(profile: Profile, columns: Sequence[PersonalColumn]) -> tuple[Profile, tuple[Finding, ...]]:
    """A profile by which columns with personal data are not read, and what is said of them.

    Those that an editor keeps (Profile.kept) are read, and so are postcodes that place a row: they are used
    and dropped.
    """
    personal = {column.heading: column for column in columns}
    roles = {use.heading: use.role for use in profile.columns}
    placing = {heading for heading, role in roles.items() if role in PLACING}
    kept = [each for each in columns if each.heading in profile.kept]
    dropped = {heading for heading in personal if heading not in profile.kept and heading not in placing}
    uses = tuple(
        replace(use, role="leave out", stands_for="") if use.heading in dropped else use
        for use in profile.columns
    )
    findings = describe_personal(
        [(each.heading, each.what) for each in columns if each.heading in dropped],
        [(each.heading, each.what) for each in kept],
    )
    return replace(profile, columns=uses), tuple(findings)


@lru_cache(maxsize=1)
def load_recogniser() -> FindNames | None:
    """A recogniser of names in any language of its model, where presidio and a model of it are installed.

    Nothing is downloaded: without a model the rules alone look for names.
    """
    if util.find_spec("presidio_analyzer") is None:
        return None
    model = next((name for name in _MODELS if util.find_spec(name) is not None), None)
    if model is None:
        return None
    from presidio_analyzer import AnalyzerEngine  # noqa: PLC0415 - only where it is installed
    from presidio_analyzer.nlp_engine import NlpEngineProvider  # noqa: PLC0415

    configuration = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": model}]}
    nlp = NlpEngineProvider(nlp_configuration=configuration).create_engine()
    analyzer = AnalyzerEngine(nlp_engine=nlp, supported_languages=["en"])

    def count_names(values: Sequence[str]) -> int:
        found = (analyzer.analyze(text=value, entities=["PERSON"], language="en") for value in values)
        return sum(any(each.score >= _SURE for each in entities) for entities in found)

    return count_names
