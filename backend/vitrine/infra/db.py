"""PostgreSQL through Tortoise and asyncpg: connect, migrate, ask in SQL."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.config import AppConfig, ConnectionConfig, TortoiseConfig
from tortoise.connection import get_connection
from tortoise.exceptions import DBConnectionError
from tortoise.migrations.api import migrate as run_migrations

import vitrine
from vitrine.settings import Settings

# Every domain keeps its tables in a file of this name, so this room needs no list of the domains.
MODELS = sorted(f"vitrine.{path.parent.name}.models" for path in Path(vitrine.__file__).parent.glob("*/models.py"))

CONNECTIONS = 10

# What an outage of the database looks like from here. Tortoise's OperationalError is none: it means wrong SQL.
Unavailable = (
    DBConnectionError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    # What asyncpg makes of a connection that broke while it was in use.
    asyncpg.InternalClientError,
    asyncpg.exceptions.OperatorInterventionError,
    asyncpg.TooManyConnectionsError,
    OSError,
)


class _Connection(asyncpg.Connection):  # type: ignore[misc]  # published without types
    """A connection that goes back to the pool without a word to the server.

    Nothing of ours outlives a transaction: no SET, no LISTEN, no lock but `pg_advisory_xact_lock`. asyncpg would spend
    a round trip on forgetting these after each query. It still rolls back what was left open.
    """

    def get_reset_query(self) -> str:
        return ""


def tortoise_config(url: str, *, connections: int = 1) -> TortoiseConfig:
    """Describe one database, at most so many connections to it, and every model for Tortoise."""
    described = expand_db_url(url)
    credentials = {**described["credentials"], "connection_class": _Connection, "minsize": 1, "maxsize": connections}
    return TortoiseConfig(
        connections={"default": ConnectionConfig(described["engine"], credentials)},
        apps={"vitrine": AppConfig(models=MODELS, default_connection="default", migrations="vitrine.migrations")},
    )


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[None]:
    """Connect the models as the application's role, for every task of this process."""
    # Requests run outside the context that the lifespan opened, hence the process-wide fallback.
    config = tortoise_config(settings.database_url, connections=CONNECTIONS)
    await Tortoise.init(config=config, _enable_global_fallback=True)
    try:
        yield
    finally:
        await Tortoise.close_connections()


async def migrate(settings: Settings) -> None:
    """Bring the schema up to date, as the migrating role."""
    await run_migrations(config=tortoise_config(settings.database_migration_url))
    await Tortoise.close_connections()


def connection() -> BaseDBAsyncClient:
    """Return the transaction under way, or else the pool."""
    return get_connection("default")


async def rows(sql: str, *values: Any) -> list[dict[str, Any]]:
    """Run SQL with `$1`-style values; JSON columns arrive as text."""
    return await connection().execute_query_dict(sql, list(values))


async def execute(sql: str, *values: Any) -> int:
    """Run SQL with `$1`-style values and return how many rows it touched."""
    count, _ = await connection().execute_query(sql, list(values))
    return int(count)
