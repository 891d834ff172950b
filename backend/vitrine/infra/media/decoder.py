"""One child process, seen from the parent."""

import asyncio
import json
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from vitrine.infra.media.desk import Desk
from vitrine.infra.media.errors import BY_CODE, Crashed, MediaError, TooLarge, TooSlow
from vitrine.infra.media.limits import MIB, Limits
from vitrine.infra.media.wire import Message, pack, read_message
from vitrine.infra.scratch import sweep_abandoned

_HOME = "vitrine-decoder-"
_START_TIMEOUT = 30.0
_LOG_TAIL = 4096
# How a program in Rust says why it ends; nothing in it can be caught. What follows is where it was.
_OUT_OF_MEMORY, _LAST_WORDS = "memory allocation of", 2000


class DecoderUnavailable(Exception):
    """A child could not be started; says what its log says."""


@dataclass(eq=False)
class Decoder:
    """A started child. `fit` is False once its answers can no longer be trusted to belong to the next request."""

    process: asyncio.subprocess.Process
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    desk: Desk
    # The walls that this kernel could not put up.
    lacks: tuple[str, ...] = ()
    files: int = 0
    fit: bool = True

    @classmethod
    async def start(cls, entry: Sequence[str], limits: Limits, scratch: Path | None) -> Self:
        """Start a child in a session and a folder of its own, and wait until it is ready. Raises DecoderUnavailable."""
        desk = Desk.set_up(f"{_HOME}{os.getpid()}-", scratch)
        ours, theirs = socket.socketpair()
        try:
            with theirs, desk.log.open("wb") as log:
                process = await _spawn([*entry, str(theirs.fileno())], limits, desk.work, theirs.fileno(), log.fileno())
            reader, writer = await asyncio.open_connection(sock=ours)
        except BaseException:
            ours.close()
            desk.remove()
            raise
        decoder = cls(process, reader, writer, desk)
        try:
            async with asyncio.timeout(_START_TIMEOUT):
                decoder.lacks = tuple(map(str, (await read_message(reader))["lacks"]))
        except BaseException as error:
            decoder.kill()
            said = decoder.log()
            await asyncio.shield(decoder.gone())
            if isinstance(error, EOFError | ValueError | KeyError | TimeoutError):
                raise DecoderUnavailable(f"A decoder process did not start: {said}") from error
            raise
        return decoder

    @property
    def alive(self) -> bool:
        """Tell whether the process runs and can be asked."""
        return self.fit and self.process.returncode is None

    async def ask(self, request: Message, take: Callable[[Message], None]) -> None:
        """Send `request` and give each partial answer to `take`, until the task is done.

        Raises what the task failed with, and Crashed or TooSlow when the process ends instead of answering. Unless it
        returned or the task itself failed, `fit` is False afterwards.
        """
        self.fit = False
        self.files += 1
        try:
            self.writer.write(pack(request))
            await self.writer.drain()
            while "done" not in (message := await read_message(self.reader)):
                if "failed" in message:
                    self.fit = not message["worn"]
                    raise _failure(message)
                take(message)
        except (EOFError, ConnectionError) as error:
            await self.process.wait()
            said = self.log()
            raise _death(await self.gone(), said) from error
        except (ValueError, LookupError, TypeError, RecursionError, OSError) as error:
            raise Crashed("The program that reads files answered nonsense on this file.") from error
        self.fit = True

    def kill(self) -> None:
        """End the process and whatever it started, at once."""
        self.fit = False
        if self.process.returncode is None:
            os.killpg(self.process.pid, signal.SIGKILL)

    async def gone(self) -> int:
        """Wait until the process has ended, tidy up after it and return its exit status."""
        self.writer.close()
        status = await self.process.wait()
        self.desk.remove()
        return status

    def log(self) -> str:
        """Return the end of what the child wrote to its standard output and error."""
        try:
            return self.desk.log.read_bytes()[-_LOG_TAIL:].decode(errors="replace").strip()
        except OSError:
            return ""


def sweep_homes(scratch: Path | None) -> None:
    """Remove the folders of children whose parent was killed before it could."""
    sweep_abandoned(scratch or Path(tempfile.gettempdir()), _HOME)


async def _spawn(
    entry: Sequence[str], limits: Limits, folder: Path, channel: int, log: int
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        *entry,
        str(os.getpid()),
        json.dumps(limits.to_wire()),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        cwd=folder,
        env=_environment(folder),
        pass_fds=(channel,),
        start_new_session=True,
    )


def _environment(folder: Path) -> dict[str, str]:
    """Return all that a child is told: none of our secrets, and how to use memory.

    Rasters come and go in blocks of 16 MB. Kept on the heap, their pages need not be faulted in again for each picture:
    a sixth of all CPU time. Above 128 MB free, the heap shrinks.
    """
    return {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "1",
        "MALLOC_MMAP_THRESHOLD_": str(32 * MIB),
        "MALLOC_TRIM_THRESHOLD_": str(128 * MIB),
    }


def _failure(message: Message) -> MediaError:
    return BY_CODE[message["failed"]](str(message["message"])[:500])


def _death(status: int, said: str) -> MediaError:
    if status == -signal.SIGXCPU:
        return TooSlow("This file takes more time to read than one file may use.")
    if status == -signal.SIGABRT and _OUT_OF_MEMORY in said[-_LAST_WORDS:]:
        return TooLarge("This file needs more memory to read than one file may use.")
    name = signal.Signals(-status).name if status < 0 else f"status {status}"
    return Crashed(f"The program that reads files crashed on this file ({name}).")
