"""The files that belong to the repository."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def tracked(*patterns: str) -> list[Path]:
    """Return what git knows, new files that it does not ignore included; all of it without patterns."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    paths = [ROOT / name.decode() for name in answer.split(b"\0") if name]
    return [path for path in paths if path.is_file()]


def lines(path: Path) -> int:
    """Count the lines of a text."""
    return len(path.read_text(encoding="utf-8").splitlines())
