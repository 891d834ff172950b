"""The whole product, started on this machine for one measurement and gone after it."""

import os
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from vitrine.infra.local.folder import DataFolder
from vitrine.infra.local.ports import remembered_port
from vitrine.infra.local.programs import command, product_environ, programs
from vitrine.infra.local.servers import choose_servers
from vitrine.infra.local.stack import Stack


@dataclass(frozen=True, slots=True)
class Installation:
    """Servers and product, as `vitrine up` runs them. `key` is the owner's."""

    stack: Stack
    environ: Mapping[str, str]
    port: int
    key: str

    @property
    def url(self) -> str:
        """Where the API listens."""
        return f"http://127.0.0.1:{self.port}"

    def pid(self, name: str) -> int:
        """Return the process id of one part."""
        return self.stack.children[name].pid


@asynccontextmanager
async def installed() -> AsyncIterator[Installation]:
    """Start everything in a temporary folder with the settings people get, whatever the environment says of others."""
    with tempfile.TemporaryDirectory(prefix="vitrine-bench-") as path:
        folder = DataFolder(Path(path))
        folder.create()
        own = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        servers = await choose_servers(folder, own)
        port = remembered_port(folder, "web")
        environ = product_environ(own, servers.settings, folder.path, port)
        stack = Stack(folder)
        product = programs(environ, port)
        stack.add([*servers.here.values(), *product])
        try:
            await stack.start_all(servers.here)
            await stack.run_once("migrate", command(environ, "migrate"))
            await stack.run_once("first-run", command(environ, "first-run"))
            await stack.start_all(part.name for part in product)
            yield Installation(stack, environ, port, folder.owner_key.read_text(encoding="ascii").strip())
        finally:
            await stack.stop_all()
