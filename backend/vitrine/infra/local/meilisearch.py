"""Meilisearch on this machine: the index, which is derived and can be rebuilt."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vitrine.infra.local.child import Launch, server_environ
from vitrine.infra.local.executables import Executable
from vitrine.infra.local.folder import DataFolder
from vitrine.infra.local.http import ask
from vitrine.infra.local.versions import set_aside_if_foreign


@dataclass(frozen=True, slots=True)
class Meilisearch:
    """A Meilisearch with a master key, that tells nobody about its use."""

    folder: DataFolder
    executable: Executable
    port: int
    key: str
    environ: Mapping[str, str]
    name: str = "meilisearch"
    title: str = "Meilisearch"

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
        return {"MEILISEARCH_URL": f"http://{self.address}", "MEILISEARCH_KEY": self.key}

    async def prepare(self) -> list[str]:
        lines = set_aside_if_foreign(self.folder, self.name, self.executable.series)
        self.data.mkdir(mode=0o700, exist_ok=True)
        return lines

    def launch(self, extra: Mapping[str, str]) -> Launch:
        # Every path is given: by default it would write into the folder it is started from.
        places = [f"--{what}={self.data / folder}" for what, folder in _PLACES.items()]
        return Launch(
            argv=[self.executable.path, *places, f"--http-addr={self.address}", *_OPTIONS],
            # In the environment, since a command line can be read by every user of the machine.
            environ=server_environ(self.environ) | {"MEILI_MASTER_KEY": self.key} | dict(extra),
        )

    async def is_ready(self) -> bool:
        answer = await ask(self.port, "/health")
        return answer is not None and answer.status == 200

    async def settle(self) -> None:
        """Indexes are made by whoever fills them."""


# It reserves the memory for indexing anew each time: two thirds of the machine's, were it not told otherwise, for which
# a single edit waits up to three seconds (see docs/performance.md).
_OPTIONS = ("--no-analytics", "--env=production", "--log-level=WARN", "--max-indexing-memory=512MiB")
_PLACES = {"db-path": "data.ms", "dump-dir": "dumps", "snapshot-dir": "snapshots"}
