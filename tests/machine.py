"""One machine for a whole test run: the real servers in a temporary folder, and Vitrine's processes when asked for."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import asyncpg

from vitrine.infra.local.folder import DataFolder
from vitrine.infra.local.ports import remembered_port
from vitrine.infra.local.postgres import Postgres
from vitrine.infra.local.programs import WORKERS, product_environ, programs
from vitrine.infra.local.servers import Servers, choose_servers
from vitrine.infra.local.stack import Stack
from vitrine.infra.search import Unavailable, open_search
from vitrine.search.shape import index_name
from vitrine.settings import load_settings

if TYPE_CHECKING:
    from asyncpg import Connection

PRODUCT = ("api", *WORKERS)
# A lease that runs out soon, so that a test of a killed worker does not take a quarter of a minute. And the tests need
# little room, but may have little.
_QUICK = {"VITRINE_JOB_LEASE": "4", "VITRINE_RECONCILE_EVERY": "1", "VITRINE_STORAGE_KEEP_FREE": "0"}
_KEPT_TABLE = "tortoise_migrations"
_INDEXES = "select library_id from search_index"
_LAST_WORDS = (
    "select now(), 'upload' as what, status, count(*) from upload group by status",
    "select 'asset' as what, status, filename, revision, failure_code from asset order by created_at limit 10",
    "select kind, state, attempts, crashes, run_after, rung_at, lease_until, error_code from job where state <> 'DONE'",
)


@dataclass(slots=True)
class Machine:
    """The servers, always running, and the product's processes.

    `stack` starts, kills and restarts each of them by name; `environ` is what `load_settings` needs.
    """

    stack: Stack
    servers: Servers
    port: int
    environ: Mapping[str, str]
    _started_with: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where the API listens once it runs."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def postgres(self) -> Postgres:
        """The database server, for tests that look into it as its superuser."""
        server = self.servers.here["postgres"]
        assert isinstance(server, Postgres)
        return server

    async def run(self, *names: str, **extra: str) -> None:
        """Have these processes run with `extra` in their environment; those that already do are left alone."""
        for name in names or PRODUCT:
            child = self.stack.children.get(name)
            alive = child is not None and child.returncode is None
            if alive and self._started_with.get(name) == extra:
                continue
            if alive:
                await self.stack.stop(name)
            await self.stack.start(name, extra)
            self._started_with[name] = extra

    async def halt(self, *names: str) -> None:
        """Have these processes not run."""
        for name in names or PRODUCT:
            if name in self.stack.children:
                await self.stack.stop(name)

    async def mend(self) -> None:
        """Start every server that a test left dead."""
        for name in self.servers.here:
            if self.stack.children[name].returncode is not None:
                await self.stack.start(name)

    async def last_words(self) -> list[str]:
        """Return what every upload, asset and job had come to, for the report of a failed test."""
        connection = await asyncpg.connect(self.postgres.superuser_url)
        try:
            said = [row for sql in _LAST_WORDS for row in await connection.fetch(sql)]
        finally:
            await connection.close()
        return [" ".join(f"{name}={value}" for name, value in row.items()) for row in said]

    async def empty_database(self) -> None:
        """Delete every row (about 5 ms; truncating would take a new file for each table and index)."""
        connection = await asyncpg.connect(self.postgres.superuser_url)
        try:
            await self._drop_indexes([row["library_id"] for row in await connection.fetch(_INDEXES)])
            tables = await connection.fetch(
                "select format('%I', tablename) as name from pg_tables where schemaname = 'public' and tablename <> $1",
                _KEPT_TABLE,
            )
            # As a replica, so that the order of foreign keys does not matter.
            deletes = [f"delete from {table['name']};" for table in tables]
            await _undisturbed(connection, " ".join(["set session_replication_role = replica;", *deletes]))
        finally:
            await connection.close()

    async def _drop_indexes(self, libraries: Sequence[UUID]) -> None:
        """Have the search server forget libraries that are about to be gone; it may be down."""
        settings = load_settings(self.environ)
        async with open_search(settings) as search:
            for library in libraries:
                with suppress(*Unavailable):
                    await search.drop_index(index_name(library))


async def _undisturbed(connection: "Connection", sql: str) -> None:
    for _ in range(5):
        try:
            await connection.execute(sql)
        except asyncpg.DeadlockDetectedError:
            # A worker of the running product was in the middle of something; it has been let through.
            continue
        return
    raise AssertionError("Five deadlocks in a row while the database was emptied.")


@asynccontextmanager
async def running_machine(path: Path, environ: Mapping[str, str]) -> AsyncIterator[Machine]:
    """Start the servers in a folder of their own, whatever the environment says of others, and stop them at the end."""
    folder = DataFolder(path)
    folder.create()
    own = {name: environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in environ}
    chosen = own | {name: value for name, value in environ.items() if name.endswith("_BIN")}
    servers = await choose_servers(folder, chosen, durable=False)
    port = remembered_port(folder, "web")
    product = product_environ(chosen | _QUICK, servers.settings, folder.path, port)
    stack = Stack(folder)
    stack.add([*servers.here.values(), *programs(product, port)])
    try:
        await stack.start_all(servers.here)
        yield Machine(stack, servers, port, product)
    finally:
        await stack.stop_all()
