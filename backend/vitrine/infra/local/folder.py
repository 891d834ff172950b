"""The data folder: where everything of one installation on one machine lies."""

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vitrine.infra.local.errors import NotOurs

MARK = "vitrine-data"


@dataclass(frozen=True, slots=True)
class DataFolder:
    """One installation's files. The folder and all it holds are for its owner only; `path` is absolute."""

    path: Path

    def create(self) -> None:
        """Make the folder and leave the mark by which `reset` knows that it may delete here. Raises NotOurs."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise NotOurs(self.path, error.strerror) from error
        if not os.access(self.path, os.R_OK | os.W_OK | os.X_OK):
            raise NotOurs(self.path, "it belongs to another user")
        (self.path / MARK).touch(mode=0o600)
        self.logs.mkdir(mode=0o700, exist_ok=True)

    @property
    def exists(self) -> bool:
        """Whether `create` was ever called here."""
        return (self.path / MARK).exists()

    @property
    def logs(self) -> Path:
        """One file per child process."""
        return self.path / "logs"

    @property
    def owner_key(self) -> Path:
        """The owner's API key, written by the first run."""
        return self.path / "owner-key"

    def place(self, name: str) -> Path:
        """Name the folder in which one server keeps its data."""
        return self.path / name

    def read_facts(self, name: str) -> dict[str, Any]:
        """Read one of the small JSON files; empty when it was never written."""
        try:
            facts: dict[str, Any] = json.loads((self.path / f"{name}.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return facts

    def write_facts(self, name: str, facts: dict[str, Any]) -> None:
        """Replace one of the small JSON files whole."""
        write_private(self.path / f"{name}.json", json.dumps(facts, indent=2, sort_keys=True) + "\n")

    def forget_facts(self, name: str) -> None:
        """Remove one of the small JSON files if it is there."""
        (self.path / f"{name}.json").unlink(missing_ok=True)


def write_private(path: Path, text: str) -> None:
    """Write a file only its owner may read; a reader sees the old text or the new, never a part."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def disk_held(path: Path) -> int:
    """Count the bytes on disk below a path. Files that vanish meanwhile count nothing."""
    total = 0
    for folder, _, names in os.walk(path):
        for name in names:
            try:
                # Blocks, not length: the search index is a sparse file of many gigabytes on paper.
                total += os.lstat(os.path.join(folder, name)).st_blocks * 512  # noqa: PTH118 - a million files
            except FileNotFoundError:
                continue
    return total
