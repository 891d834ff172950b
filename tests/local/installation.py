"""`vitrine up` as a process of its own, for tests of the command itself."""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from vitrine.infra.local.http import Answer, ask
from vitrine.infra.local.ports import is_free

_START_WITHIN = 60.0


@dataclass(slots=True)
class Installation:
    """One data folder, and the `vitrine up` that runs on it."""

    data: Path
    port: int
    # Put before the command: to run it as somebody else.
    prefix: Sequence[str] = ()
    python: str = sys.executable
    process: asyncio.subprocess.Process = field(init=False)

    @property
    def said(self) -> str:
        """Everything `vitrine up` has said so far."""
        return (self.data.parent / f"{self.data.name}.said").read_text()

    def command(self, *arguments: str) -> list[str]:
        """Return the command line of a `vitrine` command on these data."""
        return [*self.prefix, self.python, "-m", "vitrine.cli", *arguments, "--data", str(self.data)]

    async def run(self, *arguments: str) -> tuple[int, str]:
        """Run a `vitrine` command on these data to its end; returns its code and all that it said."""
        process = await asyncio.create_subprocess_exec(
            *self.command(*arguments),
            env=self._environ(),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output, _ = await process.communicate()
        assert process.returncode is not None
        return process.returncode, output.decode()

    async def start(self) -> None:
        """Start `vitrine up` and return when it says that it serves."""
        with (self.data.parent / f"{self.data.name}.said").open("wb") as output:
            self.process = await asyncio.create_subprocess_exec(
                *self.command("up", "--port", str(self.port)), env=self._environ(), stdout=output, stderr=output
            )
        await self.until_said("Vitrine serves", _START_WITHIN)

    async def until_said(self, words: str, within: float = 20.0) -> None:
        """Wait until `vitrine up` has said this. Raises AssertionError with all it said when it has not."""
        deadline = time.monotonic() + within
        while words not in self.said:
            assert self.process.returncode is None, self.said
            assert time.monotonic() < deadline, self.said
            await asyncio.sleep(0.05)

    async def readiness(self) -> Answer | None:
        """Ask /readyz."""
        return await ask(self.port, "/readyz")

    def environ_of_running(self) -> dict[str, str]:
        """Read what `vitrine up` wrote down for other commands."""
        noted: dict[str, str] = json.loads((self.data / "running.json").read_text())
        return noted

    def pids(self) -> dict[str, int]:
        """Return every living process below `vitrine up`, by its command line."""
        return {_command_line(pid): pid for pid in descendants(self.process.pid)}

    def pid_of(self, words: str) -> int:
        """Return the one process whose command line holds these words."""
        (pid,) = (pid for line, pid in self.pids().items() if words in line)
        return pid

    async def stop(self) -> None:
        """Interrupt it as Ctrl-C does, if it still runs, and wait for its end."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGINT)
        await asyncio.wait_for(self.process.wait(), 60)

    def _environ(self) -> dict[str, str]:
        # None of the addresses that the developer may have set: these tests are about finding one's own.
        return {"PATH": os.environ["PATH"], "HOME": str(self.data.parent)}


@asynccontextmanager
async def installed(
    data: Path, prefix: Sequence[str] = (), python: str = sys.executable
) -> AsyncIterator[Installation]:
    """Start an installation in a folder and stop it at the end."""
    port = next(port for port in range(14_000, 15_000) if is_free(port))
    installation = Installation(data, port, prefix, python)
    await installation.start()
    try:
        yield installation
    finally:
        await installation.stop()


def descendants(pid: int) -> set[int]:
    """Return the living children of a process, and theirs. The dead that nobody has collected yet do not count."""
    children = {
        int(child) for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text().split()
    }
    alive = {child for child in children if is_alive(child)}
    return alive.union(*(descendants(child) for child in alive))


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _command_line(pid: int) -> str:
    return f"{pid} " + Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
