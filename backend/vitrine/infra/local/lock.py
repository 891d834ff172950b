"""One `vitrine up` per data folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from vitrine.infra.local.errors import AlreadyRunning
from vitrine.infra.local.folder import DataFolder


@contextmanager
def hold(folder: DataFolder) -> Iterator[None]:
    """Hold the folder until the block ends or the process dies. Raises AlreadyRunning."""
    with (folder.path / "lock").open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(folder.path, holder(folder)) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def is_held(folder: DataFolder) -> bool:
    """Tell whether a `vitrine up` holds the folder."""
    try:
        file = (folder.path / "lock").open("rb")
    except FileNotFoundError:
        return False
    with file:
        try:
            # Shared, so that two who ask at once do not take each other for the holder.
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def holder(folder: DataFolder) -> int | None:
    """Return the process that holds the folder, or None when nobody does."""
    if not is_held(folder):
        return None
    return int((folder.path / "lock").read_text(encoding="ascii") or 0) or None
