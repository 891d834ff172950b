"""One child process that dies with its parent."""

import asyncio
import os
import signal
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

# The parent may die between fork and setpriv, after which no signal would ever come: so ask again once it is set.
_UNLESS_ORPHANED = 'parent=$1; shift; [ "$PPID" = "$parent" ] || exit 113; exec "$@"'


@dataclass(frozen=True, slots=True)
class Launch:
    """How to run one process: the command, its whole environment, and its ways to end."""

    argv: Sequence[str | Path]
    environ: Mapping[str, str]
    # Put before everything else; runs in the child, before the signal of death is set.
    wrapper: Sequence[str] = ()
    stop_signal: signal.Signals = signal.SIGTERM
    # What the kernel sends when the parent is gone.
    death_signal: signal.Signals = signal.SIGTERM
    # Seconds between the stop signal and SIGKILL.
    patience: float = 10.0
    # Seconds it may take until it serves.
    ready_within: float = 60.0
    # For so many seconds an end right after the start is not yet a failure: it is started again.
    try_again_for: float = 0.0


@dataclass(slots=True)
class Child:
    """A running process, in a session of its own so that Ctrl-C reaches its parent alone."""

    launch: Launch
    process: asyncio.subprocess.Process = field(repr=False)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid

    @property
    def returncode(self) -> int | None:
        """None while it runs; minus the signal when one ended it."""
        return self.process.returncode

    async def wait(self) -> int:
        """Wait until it has ended and return its code."""
        return await self.process.wait()

    async def stop(self) -> None:
        """Ask it to end, and kill it when its patience is over."""
        self.send(self.launch.stop_signal)
        try:
            await asyncio.wait_for(self.process.wait(), self.launch.patience)
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        """End it at once, as a crash would."""
        self.send(signal.SIGKILL)
        await self.process.wait()

    def send(self, number: signal.Signals) -> None:
        """Send a signal, unless it has ended already."""
        if self.process.returncode is None:
            self.process.send_signal(number)


async def spawn(launch: Launch, log: Path, *, capture: bool = False) -> Child:
    """Start the process, its output appended to `log` (with `capture`: only what it says on stderr).

    Call it from the main thread only: the kernel sends the signal of death when the *thread* that forked ends.
    """
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("Children are started from the main thread, or they would die with another one.")
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *_command(launch),
            env=dict(launch.environ),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE if capture else output,
            stderr=output,
            start_new_session=True,
        )
    return Child(launch, process)


def _command(launch: Launch) -> list[str]:
    parental = ["setpriv", "--pdeathsig", launch.death_signal.name.removeprefix("SIG")]
    checked = ["--", "sh", "-c", _UNLESS_ORPHANED, "sh", str(os.getpid())]
    return [*launch.wrapper, *parental, *checked, *map(str, launch.argv)]


def server_environ(environ: Mapping[str, str]) -> dict[str, str]:
    """Pick what a foreign server needs to know of our environment; it is told none of our secrets."""
    return {name: environ[name] for name in ("PATH", "TMPDIR", "TZ") if name in environ} | {"LANG": "C.UTF-8"}
