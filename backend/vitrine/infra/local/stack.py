"""Every process of one installation, started, killed and stopped by name."""

import asyncio
import signal
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from vitrine.infra.local import logs
from vitrine.infra.local.child import Child, Launch, spawn
from vitrine.infra.local.errors import ChildFailed
from vitrine.infra.local.folder import DataFolder
from vitrine.infra.local.part import Part
from vitrine.infra.local.programs import WORKERS

# Whoever speaks to the world first, the keeper of the truth last.
_STOP_ORDER = (("api",), WORKERS, ("meilisearch", "storage", "redis"), ("postgres",))


class Stack:
    """The processes of one data folder. What was learned while starting them is in `remarks`."""

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder
        self.parts: dict[str, Part] = {}
        self.children: dict[str, Child] = {}
        self.remarks: list[str] = []

    def add(self, parts: Iterable[Part]) -> None:
        """Make parts known; nothing is started."""
        self.parts |= {part.name: part for part in parts}

    async def start(self, name: str, extra: Mapping[str, str] | None = None) -> None:
        """Start one part, with `extra` in its environment, and return when it serves. Raises ChildFailed."""
        part = self.parts[name]
        began = time.monotonic()
        while True:
            child = await self.spawn(name, extra)
            if await _serves(part, child):
                break
            if time.monotonic() - began > child.launch.try_again_for:
                failure = self._failure(name, child)
                await child.kill()
                raise failure
            await child.kill()
            await asyncio.sleep(0.2)
        await part.settle()

    async def spawn(self, name: str, extra: Mapping[str, str] | None = None) -> Child:
        """Start one part and do not wait until it serves."""
        self.remarks += await self.parts[name].prepare()
        child = await spawn(self.parts[name].launch(extra or {}), logs.opened(self.log(name)))
        self.children[name] = child
        return child

    async def start_all(self, names: Iterable[str]) -> None:
        """Start parts side by side. Raises the first ChildFailed, when the others have been let finish."""
        outcomes = await asyncio.gather(*(self.start(name) for name in names), return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome

    async def kill(self, name: str) -> None:
        """End one part with SIGKILL, as a crash would; it stays away until `start`."""
        await self.children[name].kill()

    async def stop(self, name: str) -> None:
        """Let one part end in good order."""
        await self.children[name].stop()

    async def restart(self, name: str, extra: Mapping[str, str] | None = None) -> None:
        """Stop one part in good order and start it on the same port and data."""
        await self.stop(name)
        await self.start(name, extra)

    async def stop_all(self) -> None:
        """Stop everything, front first, PostgreSQL last."""
        for group in _STOP_ORDER:
            await asyncio.gather(*(self.stop(name) for name in group if name in self.children))

    def kill_now(self) -> None:
        """Send SIGKILL to everything; PostgreSQL will replay its journal at the next start."""
        for child in self.children.values():
            child.send(signal.SIGKILL)

    async def run_once(self, name: str, launch: Launch) -> str:
        """Run a command to its end and return what it printed. Raises ChildFailed when it fails."""
        child = await spawn(launch, logs.opened(self.log(name)), capture=True)
        try:
            output, _ = await child.process.communicate()
        finally:
            await child.kill()
        if child.returncode:
            raise self._failure(name, child)
        return output.decode()

    def log(self, name: str) -> Path:
        """Name the file a part's output goes to."""
        return self.folder.logs / f"{name}.log"

    def _failure(self, name: str, child: Child) -> ChildFailed:
        what = "did not become ready" if child.returncode is None else describe_end(child.returncode)
        return ChildFailed(name, what, self.log(name), logs.tail(self.log(name)))


def describe_end(returncode: int) -> str:
    """Say how a process ended."""
    return f"was ended by signal {-returncode}" if returncode < 0 else f"ended with code {returncode}"


async def _serves(part: Part, child: Child) -> bool:
    """Wait until the part serves; False when its process ended or its time is over."""
    deadline = time.monotonic() + child.launch.ready_within
    while child.returncode is None and time.monotonic() < deadline:
        if await part.is_ready():
            return True
        await asyncio.sleep(0.03)
    return False
