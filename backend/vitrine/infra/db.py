"""PostgreSQL through Tortoise and asyncpg: connect, migrate, ask in SQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from socket import gaierror
from typing import Any

import asyncpg
from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient, TransactionContextPooled
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.config import AppConfig, ConnectionConfig, TortoiseConfig
from tortoise.connection import get_connection, get_connections
from tortoise.exceptions import DBConnectionError
from tortoise.migrations.api import migrate as run_migrations
from tortoise.transactions import in_transaction

import vitrine
from vitrine.settings import Settings

# Every domain keeps its tables in a file of this name, so this room needs no list of the domains.
MODELS = sorted(f"vitrine.{path.parent.name}.models" for path in Path(vitrine.__file__).parent.glob("*/models.py"))

CONNECTIONS = 10
# Seconds. No statement of ours takes a tenth of it; a database that hangs must not hold its callers for longer.
PATIENCE = 15.0

# Two who stood in each other's way: nothing of this one was written, and the next time it is alone.
RolledBack = asyncpg.exceptions.TransactionRollbackError

# What may go well in a moment: most of all, what an outage of the database looks like from here. Tortoise's
# OperationalError is none: it means wrong SQL.
Unavailable = (
    DBConnectionError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    # What asyncpg makes of a connection that broke while it was in use.
    asyncpg.InternalClientError,
    asyncpg.exceptions.OperatorInterventionError,
    asyncpg.TooManyConnectionsError,
    RolledBack,
    # Of all that is an OSError only these are the network's; a full disk is not.
    ConnectionError,
    TimeoutError,
    gaierror,
)

# What PostgreSQL says of a text with a NUL in it, which it cannot keep; Tortoise's OperationalError is caused by it.
NoText = asyncpg.CharacterNotInRepertoireError


class _Connection(asyncpg.Connection):  # type: ignore[misc]  # published without types
    """A connection that goes back to the pool without a word to the server.

    Nothing of ours outlives a transaction: no SET, no LISTEN, no lock but `pg_advisory_xact_lock`. asyncpg would spend
    a round trip on forgetting these after each query. It still rolls back what was left open.
    """

    def get_reset_query(self) -> str:
        return ""


def tortoise_config(url: str, *, connections: int = 1, patience: float | None = None) -> TortoiseConfig:
    """Describe one database, at most so many connections to it, and every model for Tortoise.

    A statement that takes longer than `patience` seconds fails with TimeoutError.
    """
    described = expand_db_url(url)
    pool = {"connection_class": _Connection, "minsize": 1, "maxsize": connections, "command_timeout": patience}
    credentials = {**described["credentials"], **pool}
    return TortoiseConfig(
        connections={"default": ConnectionConfig(described["engine"], credentials)},
        apps={"vitrine": AppConfig(models=MODELS, default_connection="default", migrations="vitrine.migrations")},
    )


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[None]:
    """Connect the models as the application's role, for every task of this process."""
    # Requests run outside the context that the lifespan opened, hence the process-wide fallback.
    config = tortoise_config(settings.database_url, connections=CONNECTIONS, patience=PATIENCE)
    await Tortoise.init(config=config, _enable_global_fallback=True)
    try:
        yield
    finally:
        await Tortoise.close_connections()


async def migrate(settings: Settings) -> None:
    """Bring the schema up to date, as the migrating role."""
    await run_migrations(config=tortoise_config(settings.database_migration_url))
    await Tortoise.close_connections()


@asynccontextmanager
async def transaction() -> AsyncIterator[None]:
    """Commit what the body writes, or nothing of it.

    Tortoise's own keeps its connection for good when BEGIN fails or is cancelled, and leaves the dead transaction in
    the task's context; so that one step is undone here.
    """
    begun = in_transaction()
    try:
        await begun.__aenter__()
    except BaseException:
        await _undo(begun)
        raise
    try:
        yield
    except BaseException as error:
        await begun.__aexit__(type(error), error, error.__traceback__)
        raise
    await begun.__aexit__(None, None, None)


async def _undo(begun: object) -> None:
    if isinstance(begun, TransactionContextPooled) and hasattr(begun, "token"):
        get_connections().reset(begun.token)
        parent: Any = begun.client
        await asyncio.shield(parent._parent._pool.release(parent._connection))  # noqa: SLF001  # it offers no other way


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
