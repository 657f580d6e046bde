"""Builds the tables, or brings those of an earlier version up to date (Alembic).

A new step: add versions/v0002_....py, change schema.py with it, and set schema.REVISION.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from csp.core.errors import UserError
from csp.topics.action_plan.store.schema import REVISION

VERSION_TABLE = "alembic_version"


def make_config(connection: Connection | None = None) -> Config:
    """Alembic's settings; its commands run on the connection, in its transaction."""
    settings = Config()
    settings.set_main_option("script_location", Path(__file__).parent.as_posix().replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings


@lru_cache(maxsize=1)
def list_revisions() -> frozenset[str]:
    """Every version that the tables of this or an earlier dashboard can have."""
    return frozenset(
        script.revision for script in ScriptDirectory.from_config(make_config()).walk_revisions()
    )


def read_revision(connection: Connection) -> str | None:
    """The version of the tables; None where there are none."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    version: str | None = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    return version


def bring_up_to_date(connection: Connection) -> None:
    """Runs the steps that are missing. Raises UserError for tables of a later dashboard."""
    version = read_revision(connection)
    if version == REVISION:
        return
    if version is not None and version not in list_revisions():
        raise UserError("The board was written by a later version of the dashboard: update the dashboard.")
    build(connection, REVISION)


def build(connection: Connection, to: str) -> None:
    """Runs the steps up to a version."""
    command.upgrade(make_config(connection), to)
