"""Where the running stack of a data folder is, for commands given in another shell."""

from collections.abc import Mapping

from vitrine.infra.local.errors import NotRunning
from vitrine.infra.local.folder import DataFolder
from vitrine.infra.local.lock import holder

# Only what leads to the stack is written down, not the rest of the operator's environment.
_PREFIXES = ("DATABASE_", "REDIS_", "S3_", "MEILISEARCH_", "VITRINE_")


def note(folder: DataFolder, environ: Mapping[str, str]) -> None:
    """Write down how to reach what has just been started (readable by the owner alone)."""
    folder.write_facts("running", {name: value for name, value in environ.items() if name.startswith(_PREFIXES)})


def forget(folder: DataFolder) -> None:
    """Take the note back."""
    folder.forget_facts("running")


def environ_of(folder: DataFolder, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for a command: as it is when it names a database, else that of the running stack.

    Raises NotRunning.
    """
    if environ.get("DATABASE_URL") or environ.get("DATABASE_URL_FILE"):
        return dict(environ)
    noted = folder.read_facts("running")
    if not noted or holder(folder) is None:
        raise NotRunning(folder.path)
    return dict(environ) | noted
