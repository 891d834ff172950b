"""A floor imports only what lies below it."""

import subprocess
import sys
from pathlib import Path

from tests.house.tracked import ROOT, tracked

# Front doors, the sole reader of settings, and the room that starts servers with an environment of its own.
MAY_READ_THE_ENVIRONMENT = {"settings.py", "cli.py"}


def test_the_direction_of_imports_is_kept(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-logo", "--cache-dir", str(tmp_path)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout


def test_one_file_reads_the_environment() -> None:
    readers = [
        path
        for path in tracked("backend/**/*.py")
        if any(word in path.read_text() for word in ("os.environ", "getenv", "import environ"))
        and path.name not in MAY_READ_THE_ENVIRONMENT
        and "/infra/local/" not in str(path)
    ]
    # A decoder child is started with an environment made for it.
    assert [path for path in readers if "/infra/media/" not in str(path)] == []


def test_no_package_passes_on_what_another_holds() -> None:
    passing = [path for path in tracked("backend/**/__init__.py") if "import " in path.read_text()]
    assert passing == []
