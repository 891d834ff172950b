"""What another shell can do to the stack of a data folder: stop it, delete it."""

import os
import shutil
import signal
import time

from vitrine.infra.local.errors import AlreadyRunning, CannotRun, NotRunning
from vitrine.infra.local.folder import DataFolder
from vitrine.infra.local.lock import holder, is_held

_PATIENCE = 120.0


def stop(folder: DataFolder) -> None:
    """Ask the running `vitrine up` to stop and return when it has. Raises NotRunning."""
    pid = holder(folder)
    if pid is None:
        raise NotRunning(folder.path)
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + _PATIENCE
    while is_held(folder):
        if time.monotonic() > deadline:
            raise CannotRun(f"Process {pid} has not stopped in {_PATIENCE:.0f} s; its logs are in {folder.logs}.")
        time.sleep(0.05)


def delete(folder: DataFolder) -> None:
    """Delete the data folder. Raises AlreadyRunning, and CannotRun for a folder that is not one of ours."""
    if not folder.path.exists():
        return
    if not folder.exists:
        raise CannotRun(f"{folder.path} was not made by Vitrine, so it is not deleted.")
    if is_held(folder):
        raise AlreadyRunning(folder.path, holder(folder))
    shutil.rmtree(folder.path)
