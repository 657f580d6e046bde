"""Run by Alembic: hands its steps the connection that migrations.make_config() was given."""

from alembic import context

from csp.topics.action_plan.store.schema import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
