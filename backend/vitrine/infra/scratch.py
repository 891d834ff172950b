"""Folders for work in progress, gone with it: also after the process was killed in the middle."""

import errno
import os
import shutil
import tempfile
from pathlib import Path

_JOB = "vitrine-job-"


def job_folder() -> tempfile.TemporaryDirectory[str]:
    """Make a folder that ends with the `with` it is used in; it names this process, for `sweep_jobs`."""
    return tempfile.TemporaryDirectory(prefix=f"{_JOB}{os.getpid()}-")


def need_room(folder: Path, size: int) -> None:
    """Make sure that so many bytes fit beside `folder`. Raises OSError, before the disk is full of half a file."""
    if shutil.disk_usage(folder).free < size:
        raise OSError(errno.ENOSPC, f"{size:,} bytes do not fit", str(folder))


def sweep_jobs() -> None:
    """Remove what killed workers of this machine left: other people's pictures have no business in there."""
    sweep_abandoned(Path(tempfile.gettempdir()), _JOB)


def sweep_abandoned(root: Path, prefix: str) -> None:
    """Remove the folders `{prefix}{pid}-...` of processes that are gone."""
    for folder in root.glob(f"{prefix}*-*"):
        process = folder.name.removeprefix(prefix).split("-")[0]
        if process.isdecimal() and not Path("/proc", process).exists():
            shutil.rmtree(folder, ignore_errors=True)
