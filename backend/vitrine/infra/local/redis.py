"""Redis on this machine: queue, live stream and caches, all of which may be lost."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vitrine.infra.local.child import Launch, server_environ
from vitrine.infra.local.executables import Executable
from vitrine.infra.local.folder import DataFolder, write_private
from vitrine.infra.local.versions import set_aside_if_foreign


@dataclass(frozen=True, slots=True)
class Redis:
    """A Redis that appends every write to a file and never evicts a key."""

    folder: DataFolder
    executable: Executable
    port: int
    password: str
    environ: Mapping[str, str]
    name: str = "redis"
    title: str = "Redis"

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
        """The settings by which Vitrine finds it."""
        return {"REDIS_URL": f"redis://:{self.password}@{self.address}/0"}

    async def prepare(self) -> list[str]:
        lines = set_aside_if_foreign(self.folder, self.name, self.executable.series)
        self.data.mkdir(mode=0o700, exist_ok=True)
        # A file, since a command line can be read by every user of the machine.
        write_private(self.data / "redis.conf", self._configuration())
        return lines

    def launch(self, extra: Mapping[str, str]) -> Launch:
        return Launch(
            argv=[self.executable.path, self.data / "redis.conf"],
            environ=server_environ(self.environ) | dict(extra),
        )

    async def is_ready(self) -> bool:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        try:
            writer.write(f"AUTH {self.password}\r\nPING\r\n".encode())
            answers = [await reader.readline() for _ in range(2)]
        except OSError:
            return False
        finally:
            writer.close()
        # While it reads its file back it answers -LOADING.
        return answers == [b"+OK\r\n", b"+PONG\r\n"]

    async def settle(self) -> None:
        """Nothing has to exist in Redis."""

    def _configuration(self) -> str:
        return "\n".join(
            [
                "bind 127.0.0.1",
                f"port {self.port}",
                f'dir "{self.data}"',
                f"requirepass {self.password}",
                "appendonly yes",
                'save ""',
                # Jobs' keys have a time to live and would be the first to be evicted.
                "maxmemory-policy noeviction",
                "",
            ]
        )
