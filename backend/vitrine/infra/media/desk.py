"""A child's own folder: what it is given to read, what it writes, and nothing of anybody else's."""

import asyncio
import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from vitrine.infra.media.errors import Crashed, HostFailed

# Beside each other, so that a child may read the one and write the other. It starts in the second.
GIVEN, WORK = "given", "work"


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder of a child's own. Its log lies beside what it can name."""

    home: Path

    @classmethod
    def set_up(cls, prefix: str, scratch: Path | None) -> Self:
        """Make an empty desk in `scratch`."""
        desk = cls(Path(tempfile.mkdtemp(prefix=prefix, dir=scratch)))
        desk.given.mkdir()
        desk.work.mkdir()
        return desk

    @property
    def given(self) -> Path:
        """Return where a child finds the files it is to read; it cannot write there."""
        return self.home / GIVEN

    @property
    def work(self) -> Path:
        """Return where a child writes."""
        return self.home / WORK

    @property
    def log(self) -> Path:
        """Return where a child's standard output and error go."""
        return self.home / "log"

    async def lay(self, inputs: Mapping[str, Path]) -> dict[str, str]:
        """Put files on the desk under the names they are asked for by; return their places. Raises HostFailed."""
        places = {}
        for name, path in inputs.items():
            place = self.given / name
            try:
                if not _linked(path, place):
                    await asyncio.to_thread(shutil.copyfile, path, place)
            except OSError as error:
                raise HostFailed(f"The server could not read or write its files ({error.strerror}).") from error
            places[name] = str(place)
        return places

    async def hand_over(self, outputs: Sequence[Path]) -> list[int]:
        """Move what the child wrote under these names to where they are wanted; return the bytes of each.

        Raises Crashed for what is not there, is empty or is no file: judged after the move, when the child cannot put
        anything else in its place.
        """
        weights = []
        for path in outputs:
            written = self.work / path.name
            if not _moved(written, path):
                await asyncio.to_thread(shutil.move, written, path)
            weights.append(_weight(path))
        return weights

    def clear(self) -> None:
        """Leave nothing of one file for the next."""
        for folder in (self.given, self.work):
            for left in folder.iterdir():
                discard(left)

    def remove(self) -> None:
        """Take the desk away."""
        shutil.rmtree(self.home, ignore_errors=True)


def _linked(path: Path, place: Path) -> bool:
    """Give a file a second name; False where file systems or the kernel's rules on links ask for a second body."""
    try:
        os.link(path.resolve(), place)
    except OSError as error:
        if error.errno not in {errno.EXDEV, errno.EPERM, errno.EMLINK, errno.EOPNOTSUPP}:
            raise
        return False
    return True


def _moved(written: Path, path: Path) -> bool:
    try:
        written.replace(path)
    except FileNotFoundError as error:
        raise _left_out() from error
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        return False
    return True


def _weight(path: Path) -> int:
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode) or found.st_size == 0:
        discard(path)
        raise _left_out()
    return found.st_size


def _left_out() -> Crashed:
    return Crashed("The program that reads files left out a file.")


def discard(path: Path) -> None:
    """Remove whatever lies at `path`, if anything does."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
