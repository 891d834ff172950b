"""Move a file to another folder, over nothing that is there."""

import errno
import os
import shutil
from itertools import count
from pathlib import Path


def put_away(path: Path, target: Path) -> Path:
    """Move a file, to `name (2).jpg` where the name is taken, and return where it is. Raises OSError.

    Whatever goes wrong, at least one of the two places has the whole file.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    free = _reserved(target)
    try:
        _replace(path, free)
    except BaseException:
        free.unlink(missing_ok=True)
        raise
    return free


def _reserved(target: Path) -> Path:
    """Make an empty file of a name that nobody has: a rename overwrites, and not every disk has hard links."""
    for number in count(1):
        free = target if number == 1 else target.with_name(f"{target.stem} ({number}){target.suffix}")
        try:
            free.touch(exist_ok=False)
        except FileExistsError:
            continue
        return free
    raise AssertionError


def _replace(path: Path, free: Path) -> None:
    try:
        path.replace(free)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        _carry_over(path, free)


def _carry_over(path: Path, free: Path) -> None:
    """Copy to another disk; the copy has its name once all of it is there."""
    copy, before = free.with_name(f".{free.name}.part"), path.stat()
    try:
        shutil.copy2(path, copy)
        with copy.open("rb") as file:
            os.fsync(file.fileno())
        after = path.stat()
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise OSError(errno.EBUSY, "it changed while it was copied", str(path))
        copy.replace(free)
    finally:
        copy.unlink(missing_ok=True)
    path.unlink()
