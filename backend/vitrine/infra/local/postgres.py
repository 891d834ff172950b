"""PostgreSQL on this machine, the only server whose data is the truth."""

import asyncio
import signal
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vitrine.infra.local import roles
from vitrine.infra.local.child import Launch, server_environ
from vitrine.infra.local.errors import CannotRun, ForeignData
from vitrine.infra.local.executables import Executable
from vitrine.infra.local.folder import DataFolder
from vitrine.infra.local.keys import Keys
from vitrine.infra.local.unprivileged import Identity

DATABASE = "vitrine"
SUPERUSER = "postgres"


@dataclass(frozen=True, slots=True)
class Postgres:
    """A PostgreSQL for one installation, listening on 127.0.0.1 with passwords for everybody."""

    folder: DataFolder
    executable: Executable
    port: int
    keys: Keys
    identity: Identity
    environ: Mapping[str, str]
    # False makes it fast and forgetful when the power fails: for tests. A killed process loses nothing either way.
    durable: bool = True
    name: str = "postgres"
    title: str = "PostgreSQL"

    @property
    def version(self) -> str:
        return self.executable.version

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def data(self) -> Path:
        return self.folder.place(self.name)

    @property
    def addresses(self) -> dict[str, str]:
        """The settings by which Vitrine finds it: one role for the product, one that changes the schema."""
        return {
            "DATABASE_URL": self.url(roles.APP, self.keys.postgres_app),
            "DATABASE_MIGRATION_URL": self.url(roles.OWNER, self.keys.postgres_owner),
        }

    @property
    def superuser_url(self) -> str:
        """The way in for whoever looks after the server itself; the product never uses it."""
        return self.url(SUPERUSER, self.keys.postgres_superuser)

    def url(self, role: str, password: str, database: str = DATABASE) -> str:
        """Compose an address."""
        return f"postgres://{role}:{password}@{self.address}/{database}"

    @property
    def _cluster(self) -> Path:
        return self.data / "data"

    async def prepare(self) -> list[str]:
        """Make the cluster at first; raises ForeignData when another major version made it."""
        self.data.mkdir(mode=0o700, exist_ok=True)
        self.identity.own(self.data)
        if not self._cluster.exists():
            await self._make_cluster()
            return []
        refuse_foreign_data(self._cluster, self.executable)
        return self._forget_dead_server()

    def launch(self, extra: Mapping[str, str]) -> Launch:
        options = ["-h", "127.0.0.1", "-p", str(self.port), "-k", "", "-D", str(self._cluster)]
        settings = _SETTINGS if self.durable else _SETTINGS | _FORGETFUL
        return Launch(
            argv=[self.executable.path, *options, *(f"--{name}={value}" for name, value in settings.items())],
            environ=server_environ(self.environ) | dict(extra),
            wrapper=self.identity.wrapper,
            # "Fast shutdown": ends sessions, writes everything down. SIGTERM would wait for clients to leave.
            stop_signal=signal.SIGINT,
            death_signal=signal.SIGINT,
            patience=60.0,
            # After a crash it first replays what was written.
            ready_within=300.0,
            # The processes of a killed server take a moment to notice; until then its memory is in use.
            try_again_for=20.0,
        )

    async def is_ready(self) -> bool:
        return await roles.accepts_connections(self.url(SUPERUSER, self.keys.postgres_superuser, "postgres"))

    async def settle(self) -> None:
        """Make the two roles and the database."""
        await roles.make_roles(
            self.url(SUPERUSER, self.keys.postgres_superuser, "postgres"),
            {roles.OWNER: self.keys.postgres_owner, roles.APP: self.keys.postgres_app},
        )
        await self.make_database(DATABASE)

    async def make_database(self, name: str) -> dict[str, str]:
        """Make a database for the two roles unless it is there, and return the settings that lead to it."""
        await roles.make_database(self.url(SUPERUSER, self.keys.postgres_superuser, "postgres"), name)
        await roles.grant_privileges(self.url(SUPERUSER, self.keys.postgres_superuser, name))
        return {
            "DATABASE_URL": self.url(roles.APP, self.keys.postgres_app, name),
            "DATABASE_MIGRATION_URL": self.url(roles.OWNER, self.keys.postgres_owner, name),
        }

    async def _make_cluster(self) -> None:
        # Made beside its place and then renamed: an interrupted initdb leaves nothing that looks like data.
        with tempfile.TemporaryDirectory(dir=self.data, prefix="new-") as scratch:
            room = Path(scratch)
            password = room / "password"
            password.write_text(self.keys.postgres_superuser, encoding="ascii")
            self.identity.own(room, password)
            await self._run_initdb(room / "data", password)
            (room / "data").rename(self._cluster)

    async def _run_initdb(self, cluster: Path, password: Path) -> None:
        command = [*self.identity.wrapper, str(self.executable.path.with_name("initdb")), "-D", str(cluster)]
        process = await asyncio.create_subprocess_exec(
            *command,
            *_INITDB,
            *([] if self.durable else ["--no-sync"]),
            f"--pwfile={password}",
            env=server_environ(self.environ),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output, _ = await process.communicate()
        if process.returncode:
            raise CannotRun(f"initdb failed:\n{output.decode(errors='replace')}")

    def _forget_dead_server(self) -> list[str]:
        # We hold the data folder, so a server whose process is not a postgres on this data is a dead one. Left alone,
        # its file stops the next start whenever something unrelated has its process id by now.
        note = self._cluster / "postmaster.pid"
        if not note.exists():
            return []
        pid = note.read_text(encoding="utf-8").split("\n", 1)[0].strip()
        command = Path("/proc", pid, "cmdline")
        if command.exists() and str(self._cluster).encode() in command.read_bytes():
            return [f"postgres: process {pid} of an earlier start still ends; waiting for it."]
        note.unlink()
        return []


def refuse_foreign_data(cluster: Path, executable: Executable) -> None:
    """Raise ForeignData when another major version of PostgreSQL made these data."""
    note = cluster / "PG_VERSION"
    made_by = note.read_text(encoding="ascii").strip() if note.exists() else executable.major
    if made_by != executable.major:
        raise ForeignData(cluster, made_by, executable.path, executable.version)


_INITDB = [
    f"--username={SUPERUSER}",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    # PostgreSQL's own collation: the same on every system, so an upgrade of the OS cannot break an index.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
]
_SETTINGS = {"max_connections": "200", "timezone": "UTC", "log_timezone": "UTC"}
# Not synchronous_commit: without it a killed server forgets what it had confirmed, even while the machine stays up.
_FORGETFUL = {"fsync": "off", "full_page_writes": "off"}
