"""`vitrine doctor`: what could keep Vitrine from running here, and what to do about it."""

import asyncio
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import vitrine
from vitrine.infra.local import executables
from vitrine.infra.local.errors import CannotRun
from vitrine.infra.local.executables import Executable
from vitrine.infra.local.folder import DataFolder, disk_held
from vitrine.infra.local.http import ask
from vitrine.infra.local.lock import holder
from vitrine.infra.local.ports import is_free
from vitrine.infra.local.postgres import refuse_foreign_data
from vitrine.infra.local.servers import ADDRESSES
from vitrine.infra.local.table import aligned, size
from vitrine.infra.local.unprivileged import identity_for

_LITTLE_DISK = 2 * 1024**3
_TOOLS = {
    "setpriv": "children would outlive a killed parent (apt-get install util-linux)",
    "unshare": "PostgreSQL could not run for root (apt-get install util-linux)",
    "ffmpeg": "films and sound get no previews (apt-get install ffmpeg)",
    "ffprobe": "films and sound cannot be examined (apt-get install ffmpeg)",
}
_NEEDED_TOOLS = {"setpriv"}
_OTHERS_MAY_READ = 0o077


class Grade(StrEnum):
    """How bad it is; BAD keeps Vitrine from running."""

    OK = "ok"
    LESS = "less"
    BAD = "BAD"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    what: str
    state: str
    grade: Grade = Grade.OK


def examine(folder: DataFolder, port: int, environ: Mapping[str, str]) -> int:
    """Print every finding; returns 1 when something keeps Vitrine from running, else 0."""
    findings = [
        *_machine(folder),
        *_tools(environ),
        *_servers(environ),
        *_data(folder),
        *_postgres_data(folder, environ),
        *_web(folder, port),
    ]
    rows = [(str(finding.grade), finding.what, finding.state) for finding in findings]
    sys.stdout.write("\n".join(aligned(rows)) + "\n")
    return int(any(finding.grade is Grade.BAD for finding in findings))


def _machine(folder: DataFolder) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("Python", f"{version} ({sys.executable})")
    existing = next(path for path in (folder.path, *folder.path.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    if free < _LITTLE_DISK:
        yield Finding("Free disk", f"{size(free)} at {existing}: free some, or choose another --data", Grade.BAD)
    else:
        yield Finding("Free disk", f"{size(free)} at {existing}")
    built = (Path(vitrine.__file__).resolve().parents[2] / "spa/dist/index.html").exists()
    if not built:
        yield Finding("Web pages", "not built: `make up` builds them", Grade.LESS)


def _tools(environ: Mapping[str, str]) -> Iterator[Finding]:
    for tool, without in _TOOLS.items():
        if found := shutil.which(tool, path=environ.get("PATH")):
            yield Finding(tool, found)
        else:
            yield Finding(tool, f"missing: {without}", Grade.BAD if tool in _NEEDED_TOOLS else Grade.LESS)


def _servers(environ: Mapping[str, str]) -> Iterator[Finding]:
    finders: dict[str, Callable[[Mapping[str, str]], Executable]] = {
        "postgres": executables.postgres,
        "redis": executables.redis,
        "storage": executables.rclone,
        "meilisearch": executables.meilisearch,
    }
    for name, find in finders.items():
        if environ.get(ADDRESSES[name]):
            yield Finding(name, f"elsewhere, as ${ADDRESSES[name]} says")
            continue
        try:
            executable = find(environ)
        except CannotRun as reason:
            yield Finding(name, str(reason), Grade.BAD)
        else:
            yield Finding(name, f"{executable.version} ({executable.path})")


def _data(folder: DataFolder) -> Iterator[Finding]:
    if not folder.exists:
        yield Finding("Data", f"none yet at {folder.path}")
        return
    yield Finding("Data", f"{size(disk_held(folder.path))} in {folder.path}")
    for private in (folder.path / "keys.json", folder.owner_key):
        if private.exists() and private.stat().st_mode & _OTHERS_MAY_READ:
            yield Finding(private.name, f"other users can read it: chmod 600 {private}", Grade.BAD)


def _postgres_data(folder: DataFolder, environ: Mapping[str, str]) -> Iterator[Finding]:
    if environ.get(ADDRESSES["postgres"]) or not folder.exists:
        return
    try:
        executable = executables.postgres(environ)
        identity_for(executable.path, folder.path)
        refuse_foreign_data(folder.place("postgres") / "data", executable)
    except CannotRun as reason:
        yield Finding("PostgreSQL data", str(reason), Grade.BAD)


def _web(folder: DataFolder, port: int) -> Iterator[Finding]:
    if pid := holder(folder):
        url = folder.read_facts("running").get("VITRINE_PUBLIC_URL", "still starting")
        yield Finding("Running", f"process {pid}, {url}")
        yield from _readiness(urlsplit(url).port)
    elif is_free(port):
        yield Finding("Port", f"{port} is free")
    else:
        yield Finding("Port", f"{port} is in use: choose another with --port", Grade.BAD)


def _readiness(port: int | None) -> Iterator[Finding]:
    answer = asyncio.run(ask(port, "/readyz", timeout_seconds=10)) if port else None
    if answer is None:
        yield Finding("/readyz", "no answer", Grade.BAD)
    else:
        grade = Grade.OK if answer.status == 200 else Grade.BAD
        yield Finding("/readyz", f"{answer.status} {answer.body.strip()}", grade)
