"""Ask ClamAV's daemon about a file, over its INSTREAM command: see clamd(8)."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

CHUNK = 256 * 1024
# Seconds. To be let in; for one chunk to be taken; for the verdict, which takes clamd two minutes at most by itself.
CONNECTS_WITHIN = 5.0
TAKES_WITHIN = 30.0
JUDGES_WITHIN = 180.0
# An answer is one line.
LONGEST_ANSWER = 64 * 1024
_TOO_LARGE = "INSTREAM size limit exceeded"
# What it "finds" in a file that is larger, or packed deeper, than it looks into (with AlertExceedsMax).
_BEYOND_LIMITS = "Heuristics.Limits.Exceeded"


class ScannerUnavailable(Exception):
    """The scanner did not answer, or could not work; the next time it may."""


@dataclass(frozen=True, slots=True)
class Clean:
    """Nothing that the scanner knows."""


@dataclass(frozen=True, slots=True)
class Infected:
    """`name` is what the scanner calls it."""

    name: str


@dataclass(frozen=True, slots=True)
class Unscannable:
    """The scanner does not take this file; `reason` is in its words."""

    reason: str


Verdict = Clean | Infected | Unscannable


async def scan(url: str, path: Path) -> Verdict:
    """Send a file to the scanner at `tcp://host:port` or `unix:///path`, chunk by chunk. Raises ScannerUnavailable."""
    async with _connected(url) as wire:
        # It hangs up as soon as it has heard enough. What it said before that can still be read.
        with suppress(BrokenPipeError, ConnectionResetError):
            await _send(wire, path)
        return _verdict(await _answer(wire, JUDGES_WITHIN))


async def ping(url: str) -> None:
    """Ask whether the scanner answers. Raises ScannerUnavailable."""
    async with _connected(url) as wire:
        await asyncio.get_running_loop().sock_sendall(wire, b"zPING\0")
        answer = await _answer(wire, CONNECTS_WITHIN)
        if answer != "PONG":
            raise ScannerUnavailable(f"The scanner answered {answer!r}.")


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[socket.socket]:
    # A plain socket rather than a stream of asyncio's: that one throws an answer away when the other side hangs up.
    try:
        async with asyncio.timeout(CONNECTS_WITHIN):
            wire = await _connect(url)
    except (OSError, TimeoutError) as error:
        raise ScannerUnavailable(f"The scanner at {url} lets nobody in.") from error
    try:
        yield wire
    except (OSError, TimeoutError) as error:
        raise ScannerUnavailable(f"The scanner at {url} fell silent.") from error
    finally:
        wire.close()


async def _connect(url: str) -> socket.socket:
    parts = urlsplit(url)
    loop = asyncio.get_running_loop()
    if parts.scheme == "unix":
        return await _open(socket.AF_UNIX, parts.path)
    failure: OSError | None = None
    for family, _, _, _, address in await loop.getaddrinfo(parts.hostname, parts.port, type=socket.SOCK_STREAM):
        try:
            return await _open(family, address)
        except OSError as error:
            failure = error
    raise failure or OSError(f"{url} names no host.")


async def _open(family: int, address: object) -> socket.socket:
    wire = socket.socket(family, socket.SOCK_STREAM)
    wire.settimeout(0)
    try:
        await asyncio.get_running_loop().sock_connect(wire, address)  # type: ignore[arg-type]  # a tuple or a path
    except BaseException:
        wire.close()
        raise
    return wire


async def _send(wire: socket.socket, path: Path) -> None:
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(wire, b"zINSTREAM\0")
    with path.open("rb") as file:
        while chunk := await asyncio.to_thread(file.read, CHUNK):
            async with asyncio.timeout(TAKES_WITHIN):
                await loop.sock_sendall(wire, struct.pack("!I", len(chunk)) + chunk)
    await loop.sock_sendall(wire, struct.pack("!I", 0))


async def _answer(wire: socket.socket, within: float) -> str:
    """Read one answer, up to its NUL. Raises OSError, TimeoutError, ScannerUnavailable."""
    heard = b""
    async with asyncio.timeout(within):
        while not heard.endswith(b"\0") and len(heard) < LONGEST_ANSWER:
            part = await asyncio.get_running_loop().sock_recv(wire, 4096)
            if not part:
                break
            heard += part
    if not heard.endswith(b"\0"):
        # Half an answer may say the contrary of the whole.
        raise ScannerUnavailable(f"The scanner hung up in the middle of its answer: {heard[:100]!r}.")
    return heard.removesuffix(b"\0").decode(errors="replace")


def _verdict(answer: str) -> Verdict:
    """Read an answer. Raises ScannerUnavailable for an error that is not the file's."""
    of_the_file, _, said = answer.partition("stream: ")
    if not of_the_file and said == "OK":
        return Clean()
    if not of_the_file and said.endswith(" FOUND"):
        name = said.removesuffix(" FOUND")
        return Unscannable(name) if name.startswith(_BEYOND_LIMITS) else Infected(name)
    if answer.startswith(_TOO_LARGE) or (not of_the_file and said.endswith(" ERROR")):
        return Unscannable(answer.removesuffix(" ERROR").removesuffix("."))
    raise ScannerUnavailable(f"The scanner answered {answer!r}.")
