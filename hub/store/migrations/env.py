"""Alembic's entry: runs on the connection that the store hands over, never on one of its own."""

from alembic import context

from hub.store.schema import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
