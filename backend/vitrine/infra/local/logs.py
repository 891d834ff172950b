"""What the children say: one file each, cut when it has grown large."""

import shutil
from pathlib import Path

LARGE = 32 * 1024 * 1024


def opened(path: Path) -> Path:
    """Return the file to append to, after cutting it if the last run left it large."""
    cut_if_large(path)
    return path


def cut_if_large(path: Path) -> None:
    """Keep a copy of a large log under the same name with `.1` and empty the file in place.

    Children append, so they go on at the new end; lines written during the copy may be lost.
    """
    if path.exists() and path.stat().st_size > LARGE:
        shutil.copyfile(path, path.with_name(f"{path.name}.1"))
        with path.open("r+b") as file:
            file.truncate(0)


def tail(path: Path, lines: int = 15) -> str:
    """Return the last lines, of at most 16 KiB."""
    if not path.exists():
        return ""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 16_384))
        text = file.read().decode("utf-8", errors="replace")
    return "\n".join(text.splitlines()[-lines:])
