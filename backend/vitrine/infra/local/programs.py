"""Vitrine's own processes: the API, the workers, and the commands that run once at start."""

import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path

import vitrine
from vitrine.infra.local.child import Launch
from vitrine.infra.local.http import ask

# -P: what lies in the folder we are started from is not imported.
_PYTHON = (sys.executable, "-P", "-m")
WORKERS = ("worker-image", "worker-video", "worker-bulk", "worker-index")
# Only the command that migrates may know the role that may change the schema.
_OWNERS_ONLY = "DATABASE_MIGRATION_URL"


@dataclass(frozen=True, slots=True)
class Program:
    """A process of ours that stays."""

    name: str
    title: str
    command: Sequence[str]
    environ: Mapping[str, str]
    port: int | None = None
    address: str = ""
    data: Path | None = None
    version: str = metadata.version("vitrine")
    # Seconds it may take to end in good order.
    patience: float = 30.0

    async def prepare(self) -> list[str]:
        return []

    def launch(self, extra: Mapping[str, str]) -> Launch:
        return Launch(
            argv=[*_PYTHON, *self.command],
            environ={name: value for name, value in self.environ.items() if name != _OWNERS_ONLY} | dict(extra),
            # Without its parent the databases go away too: nothing could end in good order.
            death_signal=signal.SIGKILL,
            patience=self.patience,
        )

    async def is_ready(self) -> bool:
        """Tell whether /readyz is green. A worker has no door to ask at: it is ready when it runs."""
        if self.port is None:
            return True
        answer = await ask(self.port, "/readyz")
        return answer is not None and answer.status == 200

    async def settle(self) -> None:
        """Nothing has to exist inside it."""


def programs(environ: Mapping[str, str], port: int) -> list[Program]:
    """List the API on a port of 127.0.0.1, and one worker for each queue."""
    return [
        Program("api", "Vitrine", ["vitrine.cli", "api", f"--port={port}"], environ, port, f"127.0.0.1:{port}"),
        _worker("image", "Image worker", environ),
        # It may finish a step of a film first: see `posts` in worker.py.
        replace(_worker("video", "Video worker", environ), patience=45.0),
        _worker("bulk", "General worker", environ),
        _worker("index", "Index worker", environ),
    ]


def _worker(queue: str, title: str, environ: Mapping[str, str]) -> Program:
    return Program(f"worker-{queue}", title, ["vitrine.worker", queue], environ, address=f"queue {queue}")


def command(environ: Mapping[str, str], *arguments: str) -> Launch:
    """Say how to run one `vitrine` command to its end, with the right to migrate."""
    return Launch([*_PYTHON, "vitrine.cli", *arguments], environ, death_signal=signal.SIGKILL, patience=30.0)


def product_environ(environ: Mapping[str, str], found: Mapping[str, str], data: Path, port: int) -> dict[str, str]:
    """Join the operator's environment with what was found on this machine for the servers that run here."""
    defaults = {
        "VITRINE_PUBLIC_URL": f"http://127.0.0.1:{port}",
        # Beside the package in a checkout; the folder we are started from may be another.
        "VITRINE_SPA_DIST": str(Path(vitrine.__file__).resolve().parents[2] / "spa" / "dist"),
    }
    # NAME_FILE would win over NAME, and belongs to a server that is not the one started here.
    chosen = {name: value for name, value in environ.items() if name.removesuffix("_FILE") not in found}
    return defaults | chosen | dict(found) | {"VITRINE_DATA": str(data), "PYTHONUNBUFFERED": "1"}
