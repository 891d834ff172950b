"""Which servers this machine has to run itself, and where Vitrine finds all of them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from vitrine.infra.local import executables
from vitrine.infra.local.folder import DataFolder
from vitrine.infra.local.keys import Keys, keys_of
from vitrine.infra.local.meilisearch import Meilisearch
from vitrine.infra.local.ports import remembered_port
from vitrine.infra.local.postgres import Postgres
from vitrine.infra.local.redis import Redis
from vitrine.infra.local.storage import Storage
from vitrine.infra.local.unprivileged import identity_for

Server = Postgres | Redis | Storage | Meilisearch

# An address in the environment wins: that server runs elsewhere and is not started.
ADDRESSES = {
    "postgres": "DATABASE_URL",
    "redis": "REDIS_URL",
    "storage": "S3_ENDPOINT",
    "meilisearch": "MEILISEARCH_URL",
}


@dataclass(frozen=True, slots=True)
class Servers:
    """The servers to start here, by name; for those that run elsewhere, the variable that says where."""

    here: dict[str, Server]
    elsewhere: dict[str, str]
    keys: Keys
    # Whether the operator brought a key of their own, which then wins.
    has_secret_key: bool

    @property
    def settings(self) -> dict[str, str]:
        """What `load_settings` needs to know of them, with the secret key of this installation.

        Settings of servers that run elsewhere are in the environment already and not repeated.
        """
        found = {} if self.has_secret_key else {"VITRINE_SECRET_KEY": self.keys.secret_key}
        for server in self.here.values():
            found |= server.addresses
        return found


async def choose_servers(folder: DataFolder, environ: Mapping[str, str], *, durable: bool = True) -> Servers:
    """Find executable, port and keys for every server that the environment does not place elsewhere.

    `durable=False` lets PostgreSQL forget when the power fails, which is for tests. Raises CannotRun.
    """
    elsewhere = {name: variable for name, variable in ADDRESSES.items() if _is_set(environ, variable)}
    keys = keys_of(folder)
    makers = {"postgres": _postgres, "redis": _redis, "storage": _storage, "meilisearch": _meilisearch}
    # Asking executables for their versions takes a moment each: side by side. Ports are noted one after the other.
    ports = {name: remembered_port(folder, name) for name in makers}
    made = await asyncio.gather(
        *(
            asyncio.to_thread(make, _Site(folder, environ, keys, ports[name], durable))
            for name, make in makers.items()
            if name not in elsewhere
        )
    )
    here = {server.name: server for server in made}
    return Servers(here, elsewhere, keys, _is_set(environ, "VITRINE_SECRET_KEY"))


def _is_set(environ: Mapping[str, str], name: str) -> bool:
    return bool(environ.get(name) or environ.get(f"{name}_FILE"))


@dataclass(frozen=True, slots=True)
class _Site:
    folder: DataFolder
    environ: Mapping[str, str]
    keys: Keys
    port: int
    durable: bool


def _postgres(site: _Site) -> Server:
    executable = executables.postgres(site.environ)
    identity = identity_for(executable.path, site.folder.path)
    return Postgres(site.folder, executable, site.port, site.keys, identity, site.environ, site.durable)


def _redis(site: _Site) -> Server:
    return Redis(site.folder, executables.redis(site.environ), site.port, site.keys.redis, site.environ)


def _storage(site: _Site) -> Server:
    return Storage(
        site.folder,
        executables.rclone(site.environ),
        site.port,
        site.keys.s3_access_key,
        site.keys.s3_secret_key,
        site.environ.get("S3_BUCKET") or "vitrine",
        site.environ,
    )


def _meilisearch(site: _Site) -> Server:
    return Meilisearch(
        site.folder, executables.meilisearch(site.environ), site.port, site.keys.meilisearch, site.environ
    )
