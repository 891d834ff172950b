"""Files on this computer: which there are, what they are recognised by, and their bytes in parts."""

import errno
import hashlib
import os
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from threading import Event

_SAMPLES = 5
_SAMPLE = 256 * 1024
_CHUNK = 256 * 1024
_HASHED_TOGETHER = 1024**2
# Up to this size a file is hashed before anything else: that takes no time to speak of.
HASHED_AT_ONCE = 16 * 1024**2


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file that is to be sent. `mark` tells it from every other one, whatever its date.

    The hash of a large one is not known before it is sent: it is computed meanwhile.
    """

    path: Path
    size: int
    mark: str
    sha256: str | None
    # Where it lies, as in `Holiday/Day 1`; kept with its asset.
    folder: str | None = None


def find(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield files, those in folders too, in order; hidden ones are left out. Raises OSError for what is not there."""
    for path in paths:
        if path.is_dir():
            yield from find(sorted(each for each in path.iterdir() if not each.name.startswith(".")))
        else:
            path.stat()
            yield path


def folder_below(roots: Iterable[Path], path: Path) -> str | None:
    """Name the folder of a file found below one of these, beginning with its name; None for one of these itself."""
    for root in roots:
        if root != path and path.is_relative_to(root):
            return str(PurePosixPath(path.parent.relative_to(root.parent)))
    return None


def read(path: Path) -> LocalFile:
    """Look at a file, and hash it if that takes no time to speak of. Raises OSError."""
    size = path.stat().st_size
    with path.open("rb") as file:
        mark = _mark(file.fileno(), path.name, size)
    return LocalFile(path, size, mark, sha256_of(path) if size <= HASHED_AT_ONCE else None)


def sha256_of(path: Path, given_up: Event | None = None) -> str:
    """Hash a whole file, unless it is given up: a film keeps a thread busy for minutes. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(_HASHED_TOGETHER):
            digest.update(chunk)
            if given_up and given_up.is_set():
                raise OSError(errno.ECANCELED, "it was given up", str(path))
    return digest.hexdigest()


def _mark(descriptor: int, name: str, size: int) -> str:
    """Hash a name, a size and samples from beginning to end, as the web page does for large files."""
    digest = hashlib.sha256(f"{name}\n{size}\n".encode())
    step = max(0, size - _SAMPLE) / (_SAMPLES - 1)
    for index in range(_SAMPLES):
        digest.update(os.pread(descriptor, _SAMPLE, int(index * step)))
    return digest.hexdigest()


async def part_of(file: LocalFile, first: int, length: int, told: Callable[[int], None]) -> AsyncIterator[bytes]:
    """Yield `length` bytes from `first` on, telling of each chunk once the next is asked for.

    Raises OSError where the file ends before that: it has become shorter.
    """
    with file.path.open("rb") as opened:
        opened.seek(first)
        while length and (chunk := opened.read(min(_CHUNK, length))):
            yield chunk
            told(len(chunk))
            length -= len(chunk)
    if length:
        raise OSError(errno.EIO, "it became shorter", str(file.path))
