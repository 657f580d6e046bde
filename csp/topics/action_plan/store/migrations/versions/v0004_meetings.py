"""Meetings: who came, the agenda, what was decided and raised, how long it took, the tables shown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

# Rows stay as written, as those of the other records do; a row is the same as another by these too.
APPEND_ONLY = {
    "meeting_entries": "form = NEW.form OR corrects = NEW.corrects",
    "meeting_turns": "false",
    "meeting_tables": (
        "meeting_id = NEW.meeting_id AND item = NEW.item AND caption = NEW.caption AND digest = NEW.digest"
    ),
}


def upgrade() -> None:
    _create_meetings()
    _create_entries()
    _create_turns_and_tables()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table, same in APPEND_ONLY.items():
        if on_sqlite:
            _keep_on_sqlite(table, same)
        else:
            _keep_on_postgresql(table)


def _create_meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("attendees", sa.Text(), nullable=False),
        sa.Column("apologies", sa.Text(), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_meetings"),
    )
    op.create_index(
        "uq_meetings_open",
        "meetings",
        ["is_open"],
        unique=True,
        sqlite_where=sa.text("is_open"),
        postgresql_where=sa.text("is_open"),
    )


def _create_entries() -> None:
    op.create_table(
        "meeting_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("corrects", sa.Integer(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('decision', 'action', 'note')", name=op.f("ck_meeting_entries_kind")),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name="fk_meeting_entries_action_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_meeting_entries_meeting_id"),
        sa.ForeignKeyConstraint(
            ["meeting_id", "corrects"],
            ["meeting_entries.meeting_id", "meeting_entries.id"],
            name="fk_meeting_entries_meeting_id_corrects",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_meeting_entries"),
        sa.UniqueConstraint("corrects", name="uq_meeting_entries_corrects"),
        sa.UniqueConstraint("form", name="uq_meeting_entries_form"),
        sa.UniqueConstraint("meeting_id", "id", name="uq_meeting_entries_meeting_id_id"),
    )


def _create_turns_and_tables() -> None:
    op.create_table(
        "meeting_turns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_meeting_turns_meeting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting_turns"),
    )
    op.create_index("ix_meeting_turns_meeting_id", "meeting_turns", ["meeting_id"])
    op.create_table(
        "meeting_tables",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("caption", sa.Text(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_meeting_tables_meeting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_meeting_tables"),
        sa.UniqueConstraint(
            "meeting_id", "item", "caption", "digest", name="uq_meeting_tables_meeting_id_item_caption_digest"
        ),
    )


def _keep_on_sqlite(table: str, same: str) -> None:
    refusal = f"BEGIN SELECT RAISE(ABORT, '{table} are append-only'); END"
    op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refusal}")
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refusal}")
    # INSERT OR REPLACE deletes without asking the trigger above.
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR {same}) {refusal}"
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
