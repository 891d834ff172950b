"""CPU seconds of this process and of every child that has ended meanwhile."""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def spending() -> Iterator[list[float]]:
    """Put the CPU seconds that the body took into the list it is given."""
    spent: list[float] = []
    before = _used()
    yield spent
    spent.append(_used() - before)


def ffmpeg(*arguments: str) -> float:
    """Run ffmpeg as it is and return its CPU seconds."""
    command = ["ffmpeg", "-nostdin", "-v", "error", "-y", *arguments]
    with spending() as spent:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "LANG": "C"})
    return spent[0]


def _used() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)
