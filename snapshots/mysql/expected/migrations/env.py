"""How migrations run: on which database, for which models, and what holds meanwhile."""

from __future__ import annotations

import asyncio
import os
import time
from importlib import import_module
from importlib.util import find_spec
from logging.config import fileConfig
from operator import attrgetter
from typing import Any

from alembic import context
from alembic.util import CommandError
from sqlalchemy import MetaData, create_engine, pool, text
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import create_async_engine

# The variable from which the application itself takes the URL of its database.
URL_VARIABLE = "DATABASE_URL"

# Where the tables of the models are, such as "app.models:Base.metadata"; without it,
# migrations are written by hand and `alembic check` cannot compare.
METADATA = ""

# All that the database should know of a migration. While a change waits for its lock on a
# table, everybody else waits behind it: it gives up soon, and the deployment stops; in
# PostgreSQL with nothing changed. A migration that needs longer says so:
# op.execute("SET LOCAL …") in PostgreSQL, op.execute("SET SESSION …") in MySQL.
SETTINGS = {
    "postgresql": ("SET lock_timeout = '5s'", "SET statement_timeout = '15min'"),
    "mysql": ("SET SESSION lock_wait_timeout = 5",),
}

# Drivers for a URL that names none, in the order in which they are looked for.
DRIVERS = {
    "postgresql": ("asyncpg", "psycopg", "psycopg2"),
    "mysql": ("asyncmy", "aiomysql", "pymysql", "MySQLdb"),
}
ALIASES = {"postgres": "postgresql", "mariadb": "mysql"}

# One run at a time: an advisory lock of a number or a name that nothing else uses here.
TRY_LOCK = {
    "postgresql": f"SELECT pg_try_advisory_lock({int.from_bytes(b'alembic', 'big')})",
    "mysql": "SELECT GET_LOCK(CONCAT('alembic.', DATABASE()), 0)",
}
LOCK_PATIENCE = 300.0  # seconds


def database_url() -> URL:
    """The application's database; without a named driver, by one that is installed."""
    value = os.environ.get(URL_VARIABLE)
    if not value:
        raise CommandError(f"{URL_VARIABLE} is not set: it names the database")
    try:
        url = make_url(value)
    except ArgumentError:  # its text may show the password
        raise CommandError(f"{URL_VARIABLE} is not the URL of a database") from None
    database = ALIASES.get(url.drivername, url.drivername)
    if database in DRIVERS:
        driver = next(filter(find_spec, DRIVERS[database]), DRIVERS[database][1])
        url = url.set(drivername=f"{database}+{driver.lower()}")
    return url


def models_metadata() -> MetaData | None:
    """The tables as the models have them, with their naming convention."""
    if not METADATA:
        return None
    module, _, attribute = METADATA.partition(":")
    try:
        return attrgetter(attribute)(import_module(module))
    except (ImportError, AttributeError) as error:
        raise CommandError(
            f"the models' metadata, {METADATA}, cannot be imported: {error}"
        ) from error


def configure(dialect: str, **where: Any) -> None:
    """What holds wherever migrations go."""
    context.configure(
        target_metadata=models_metadata(),
        compare_type=True,
        compare_server_default=True,
        # SQLite cannot alter most of a table: alembic copies it instead.
        render_as_batch=dialect == "sqlite",
        **where,
    )


def hold_lock(connection: Connection, attempt: str) -> None:
    """Wait until no other run is at work.

    The lock belongs to the session and ends with it, even if this process is killed. So
    it needs a session of its own: not through a pooler that shares them (PgBouncer in
    transaction mode). Asking again and again, rather than waiting inside the database,
    leaves no transaction open: CREATE INDEX CONCURRENTLY would wait for that one.
    """
    deadline = time.monotonic() + LOCK_PATIENCE
    while True:
        with connection.begin():
            if connection.scalar(text(attempt)):
                return
        if time.monotonic() > deadline:
            raise CommandError(f"another run has held the lock for {LOCK_PATIENCE:g} s")
        time.sleep(0.5)


def migrate(connection: Connection) -> None:
    """Run what alembic was asked for."""
    dialect = connection.dialect.name
    database = ALIASES.get(dialect, dialect)
    if database in TRY_LOCK:
        hold_lock(connection, TRY_LOCK[database])
        with connection.begin():
            for setting in SETTINGS[database]:
                connection.execute(text(setting))
    # No transaction is open here: one that is, alembic would leave to us.
    configure(dialect, connection=connection)
    with context.begin_transaction():
        context.run_migrations()


async def migrate_async(url: URL) -> None:
    """The same through an asynchronous driver."""
    engine = create_async_engine(url, poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(migrate)


def print_sql(url: URL) -> None:
    """Write the statements for somebody to run (`--sql`); nothing is connected to."""
    dialect = url.get_backend_name()
    as_text = {"literal_binds": True, "dialect_opts": {"paramstyle": "named"}}
    configure(dialect, url=url, **as_text)
    with context.begin_transaction():
        for setting in SETTINGS.get(dialect, ()):
            context.execute(setting)
        context.run_migrations()


def main() -> None:
    """Alembic imports this module for every command that needs a database."""
    if context.config.config_file_name:
        fileConfig(context.config.config_file_name, disable_existing_loggers=False)
    url = database_url()
    if context.is_offline_mode():
        print_sql(url)
    elif url.get_dialect().is_async:
        asyncio.run(migrate_async(url))
    else:
        engine = create_engine(url, poolclass=pool.NullPool)
        with engine.connect() as connection:
            migrate(connection)


main()
