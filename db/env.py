"""Alembic's environment for a developer writing a new step: `alembic -c db/alembic.ini revision`.

The program runs the steps itself (facilitydesk/store/migrate.py); this file serves
`alembic revision --autogenerate` against a scratch file only.
"""

from alembic import context
from sqlalchemy import create_engine

from facilitydesk.store.tables import metadata

engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "sqlite://")
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
