"""Triggers that refuse to alter or delete the rows of a table, for migrations from the seventh on.

Migrations that are published call this, so what it does for a table never changes.
"""

from __future__ import annotations

from alembic import op


def keep_rows(table: str, same: str) -> None:
    """Keeps the rows of a table as they were written, on either database.

    same: the SQL that a row which is there already is the same as NEW, beside its id.
    """
    if op.get_bind().dialect.name == "sqlite":
        _keep_on_sqlite(table, same)
    else:
        _keep_on_postgresql(table)


def _keep_on_sqlite(table: str, same: str) -> None:
    refusal = f"BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END"
    op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refusal}")
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refusal}")
    # INSERT OR REPLACE deletes without asking the trigger above.
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refusal}"
    )


def _keep_on_postgresql(table: str) -> None:
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} are append-only'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )
