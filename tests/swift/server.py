"""OpenStack Swift with its S3 door: a store that is strict, keeps its state on the disk, and may be killed."""

import asyncio
import getpass
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import aioboto3

from tests.processes import running
from tests.swift.configuration import ACCESS_KEY, BACKENDS, SECRET_KEY, write_configuration
from vitrine.infra.local.child import Launch, server_environ
from vitrine.infra.local.folder import DataFolder
from vitrine.infra.local.http import ask
from vitrine.infra.local.ports import remembered_port
from vitrine.infra.local.stack import Stack

BIN = Path(sys.prefix) / "swift" / "bin"
_BUCKET = "vitrine"


def what_is_missing(folder: Path) -> str | None:
    """Say why Swift cannot run with its data in this folder; None where it can."""
    if not (BIN / "swift-proxy-server").exists():
        return "Swift is not installed: make swift."
    try:
        os.setxattr(folder, "user.vitrine", b"x")
    except OSError as error:
        return f"Swift keeps what it knows of a file in extended attributes, and {folder} takes none: {error.strerror}."
    return None


@dataclass(frozen=True, slots=True)
class SwiftServer:
    """One of the four processes."""

    kind: str
    folder: Path
    port: int
    version: str = "Swift"
    data: Path | None = None

    @property
    def name(self) -> str:
        return f"swift-{self.kind}"

    @property
    def title(self) -> str:
        return f"Swift ({self.kind})"

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def prepare(self) -> list[str]:
        return []

    def launch(self, extra: Mapping[str, str]) -> Launch:
        return Launch(
            argv=[BIN / "python", BIN / f"swift-{self.kind}-server", self.folder / f"{self.kind}.conf", "--verbose"],
            environ=server_environ(os.environ) | {"HOME": str(self.folder)} | dict(extra),
        )

    async def is_ready(self) -> bool:
        return await ask(self.port, "/healthcheck") is not None

    async def settle(self) -> None:
        """The bucket is made when all four serve."""


@dataclass(slots=True)
class Swift:
    """A whole Swift on one device, that can be started, killed and started again, in a folder of its own."""

    folder: Path
    stack: Stack = field(init=False)
    ports: dict[str, int] = field(init=False)
    _has_bucket: bool = False

    def __post_init__(self) -> None:
        data = DataFolder(self.folder)
        data.create()
        (self.folder / "device").mkdir()
        self.ports = {kind: remembered_port(data, kind) for kind in (*BACKENDS, "proxy")}
        write_configuration(self.folder, getpass.getuser(), self.ports)
        self._make_rings()
        self.stack = Stack(data)
        self.stack.add(SwiftServer(kind, self.folder, port) for kind, port in self.ports.items())

    def _make_rings(self) -> None:
        rings = Path(__file__).with_name("rings.py")
        servers = [f"{kind}:{self.ports[kind]}" for kind in BACKENDS]
        subprocess.run([BIN / "python", "-P", rings, self.folder, *servers], check=True)

    @property
    def addresses(self) -> dict[str, str]:
        """The settings by which Vitrine finds it; clients go to it by another name than Vitrine itself."""
        return {
            "S3_ENDPOINT": f"http://127.0.0.1:{self.ports['proxy']}",
            "S3_PUBLIC_ENDPOINT": f"http://localhost:{self.ports['proxy']}",
            "S3_ACCESS_KEY": ACCESS_KEY,
            "S3_SECRET_KEY": SECRET_KEY,
            "S3_REGION": "us-east-1",
            "S3_BUCKET": _BUCKET,
        }

    async def start(self) -> None:
        """Start what does not run, and wait until all of it serves."""
        children = self.stack.children
        away = [name for name in self.stack.parts if name not in children or children[name].returncode is not None]
        await self.stack.start_all(away)
        if not self._has_bucket:
            await self._make_bucket()
            self._has_bucket = True

    async def _make_bucket(self) -> None:
        session = aioboto3.Session(ACCESS_KEY, SECRET_KEY, region_name="us-east-1")
        async with session.client("s3", endpoint_url=self.addresses["S3_ENDPOINT"]) as client:
            await client.create_bucket(Bucket=_BUCKET)

    async def kill(self) -> None:
        """End all of it with SIGKILL, as a crash of the machine's only store would."""
        await asyncio.gather(*(self.stack.kill(name) for name in self.stack.children))
        assert running(str(self.folder)) == []

    async def restart(self) -> None:
        """Kill it and start it again, on the same ports and data."""
        await self.kill()
        await self.start()

    def files(self) -> set[Path]:
        """Return the file of every object, of every part, and of every opening."""
        return set((self.folder / "device").glob("objects/*/*/*/*.data"))
