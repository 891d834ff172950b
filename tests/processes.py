"""Look at processes from outside: who started whom, and what is still running."""

import asyncio
from collections.abc import Callable
from pathlib import Path


def descendants(pid: int) -> list[int]:
    """Return the processes that a process started, and those that these started, as long as it lives."""
    children = [int(child) for child in _read(Path(f"/proc/{pid}/task/{pid}/children")).split()]
    return [each for child in children for each in (child, *descendants(child))]


def command_of(pid: int) -> str:
    """Return how a process was called; nothing for one that is gone or only waits to be noticed."""
    return _read(Path(f"/proc/{pid}/cmdline")).replace("\0", " ")


def running(mark: str) -> list[int]:
    """Return every process of this machine whose call holds a mark: a folder that only one test uses."""
    every = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]
    return [pid for pid in every if mark in command_of(pid)]


async def until(true: Callable[[], bool], within: float, what: str) -> float:
    """Wait until something is true and return how many seconds that took. Raises AssertionError."""
    begun = asyncio.get_running_loop().time()
    while not true():
        waited = asyncio.get_running_loop().time() - begun
        assert waited < within, f"not within {within} s: {what}"
        await asyncio.sleep(0.02)
    return asyncio.get_running_loop().time() - begun


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        # The process is gone.
        return ""
