"""Errands for ffmpeg and ffprobe, each in a confined process of its own that ends with its errand."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

import structlog

from vitrine.infra.media import launch
from vitrine.infra.media.complaints import Ended, as_media_error
from vitrine.infra.media.errors import HostFailed, TimedOut
from vitrine.infra.media.limits import Limits

log = structlog.get_logger()
T = TypeVar("T")
Listen = Callable[[bytes], Awaitable[None]]
_LAUNCH = Path(launch.__file__)
_CHUNK = 256 * 1024
_COMPLAINTS = 16 * 1024
_LITTLE = 1024 * 1024
_chores: set[asyncio.Task[Any]] = set()
_warned: set[str] = set()


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One run of a program. It may read `reads`, write to `folder` if it has one, and use nothing else of ours.

    Unless it succeeds, `outputs` are removed. `silence` is how many seconds it may say nothing on its standard output;
    for those that have something to say.
    """

    program: Literal["ffmpeg", "ffprobe"]
    arguments: Sequence[str]
    reads: Sequence[Path]
    limits: Limits
    folder: Path | None = None
    outputs: Sequence[Path] = ()
    silence: float | None = None


@dataclass
class _Tail:
    """The end of what a process complained of."""

    text: bytearray = field(default_factory=bytearray)

    async def take(self, chunk: bytes) -> None:
        self.text += chunk
        del self.text[:-_COMPLAINTS]


async def run(errand: Errand, listen: Listen | None = None) -> None:
    """Do `errand`, giving what it says on its standard output to `listen`, in pieces; its pace is the listener's.

    Raises MediaError. Whatever ends the wait (a cancelled caller, time, a listener that raises) ends the whole group of
    processes, and no output stays behind.
    """
    complaints = _Tail()
    process = await _started(errand)
    try:
        async with asyncio.timeout(errand.limits.wall):
            status = await _attended(process, errand, listen or _ignore, complaints)
        _check(errand, status, complaints)
    except BaseException as error:
        await asyncio.shield(_chore(_clear(process, errand.outputs)))
        if isinstance(error, TimeoutError):
            log.warning("errand took too long", program=errand.program, said=_text(complaints))
            raise TimedOut("This file took too long to read.") from error
        raise


async def answer(errand: Errand, most: int) -> bytes:
    """Do `errand` and return all that it says, at most `most` bytes. Raises MediaError."""
    said = bytearray()

    async def keep(chunk: bytes) -> None:
        said.extend(chunk)
        if len(said) > most:
            raise as_media_error(Ended(errand.program, 0, "too much to say"))

    await run(errand, keep)
    return bytes(said)


async def _started(errand: Errand) -> asyncio.subprocess.Process:
    """Start the process; a caller who is cancelled meanwhile leaves none behind."""
    starting = _chore(_spawn(errand))
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        _chore(_end_when_started(starting, errand.outputs))
        raise


async def _end_when_started(starting: "asyncio.Task[asyncio.subprocess.Process]", outputs: Sequence[Path]) -> None:
    await _clear(await starting, outputs)


async def _spawn(errand: Errand) -> asyncio.subprocess.Process:
    program = _found(errand.program)
    order = {
        "limits": errand.limits.to_wire(),
        "readable": [str(path.absolute()) for path in errand.reads],
        "writable": [str(errand.folder.absolute())] if errand.folder else [],
    }
    home = errand.folder or Path("/")
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-S", str(_LAUNCH), str(os.getpid()), json.dumps(order)),
        *(program, *errand.arguments),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=home,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": str(home), "TMPDIR": str(home), "MALLOC_ARENA_MAX": "2"},
        start_new_session=True,
        limit=_CHUNK,
    )


def _found(program: str) -> str:
    """Return where `program` really is: only that place is opened to it. Raises HostFailed."""
    found = shutil.which(program)
    if found is None:
        raise HostFailed(f"The server cannot work on films and sounds: {program} is not installed.")
    return os.path.realpath(found)


async def _attended(process: asyncio.subprocess.Process, errand: Errand, listen: Listen, complaints: _Tail) -> int:
    assert process.stdout is not None
    assert process.stderr is not None
    complaining = _chore(_listened(process.stderr, complaints.take, None))
    try:
        await _listened(process.stdout, listen, errand.silence)
        await complaining
        return await process.wait()
    finally:
        complaining.cancel()
        await asyncio.gather(complaining, return_exceptions=True)


async def _listened(source: asyncio.StreamReader, listen: Listen, silence: float | None) -> None:
    while True:
        async with asyncio.timeout(silence):
            chunk = await source.read(_CHUNK)
        if not chunk:
            return
        await listen(chunk)


async def _ignore(_: bytes) -> None:
    return


async def _clear(process: asyncio.subprocess.Process, outputs: Sequence[Path]) -> None:
    """End the whole group at once; what it wrote goes when it can write no more."""
    if process.returncode is None:
        # It may have ended by itself a moment ago.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    for pipe in (process.stdout, process.stderr):
        assert pipe is not None
        await _listened(pipe, _ignore, None)
    await process.wait()
    for path in outputs:
        path.unlink(missing_ok=True)


def _check(errand: Errand, status: int, complaints: _Tail) -> None:
    """Raise MediaError for a failure; warn once of each wall that this kernel does not have."""
    said = _text(complaints)
    if status != 0:
        log.info("errand failed", program=errand.program, status=status, said=said)
        raise as_media_error(Ended(errand.program, status, said, full=_is_full(errand.folder)))
    first, _, _ = said.partition("\n")
    if first.startswith("unconfined: ") and first not in _warned:
        _warned.add(first)
        log.warning("programs for films keep what this kernel cannot take from them", kept=first[12:])


def _is_full(folder: Path | None) -> bool:
    """Tell whether the disk was full, before what was written to it is removed."""
    return folder is not None and shutil.disk_usage(folder).free < _LITTLE


def _text(complaints: _Tail) -> str:
    return complaints.text.decode(errors="replace").strip()


def _chore(work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
    """Do `work` whether or not its caller stays."""
    task = asyncio.get_running_loop().create_task(work)
    _chores.add(task)
    task.add_done_callback(_chores.discard)
    return task
