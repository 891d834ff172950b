"""Which version wrote the data of a derived store; data of another version is moved aside."""

import time
from pathlib import Path

from vitrine.infra.local.folder import DataFolder


def set_aside_if_foreign(folder: DataFolder, name: str, series: str) -> list[str]:
    """Move a derived store's data out of the way when another version wrote it, and remember the present one.

    Nothing is lost: PostgreSQL is the only truth, and these stores are filled again from it.
    """
    versions = folder.read_facts("versions")
    before = versions.get(name)
    lines = []
    if before and before != series and folder.place(name).exists():
        aside = _set_aside(folder.place(name), before)
        lines.append(f"{name}: the data were written by {before}, {series} runs now. Moved to {aside}; rebuilt.")
    if before != series:
        folder.write_facts("versions", versions | {name: series})
    return lines


def _set_aside(data: Path, version: str) -> Path:
    aside = data.with_name(f"{data.name}.{version}.{time.strftime('%Y%m%dT%H%M%S')}")
    data.rename(aside)
    return aside
