"""An import under test: what it was told to do, and what it said."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.domains.uploading import photo
from tests.processes import until
from vitrine_client.connection import Vitrine
from vitrine_client.importing import Brought, Importing
from vitrine_client.pushing import State
from vitrine_client.sources import Source

SETTLE, EVERY = 0.3, 0.1


@dataclass(slots=True)
class Import:
    """One import, and everything that it said."""

    vitrine: Vitrine
    source: Source
    options: dict[str, Any] = field(default_factory=dict)
    said: list[Brought] = field(default_factory=list)

    async def once(self) -> list[Brought]:
        """Run a single pass and return what it said."""
        await self._importing().once()
        return self.said

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Watch meanwhile."""
        watching = asyncio.create_task(self._importing().watch())
        try:
            yield
            assert not watching.done(), watching
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    async def until(self, *states: State, within: float = 20.0) -> None:
        """Wait until so many files came to these ends."""
        await until(lambda: sorted(self.states()) == sorted(states), within, f"{states} of {self.said}")

    def states(self) -> list[State]:
        """Return what became of the files."""
        return [brought.state for brought in self.said]

    def _importing(self) -> Importing:
        return Importing(
            self.vitrine, self.source, self.said.append, **{"settle": SETTLE, "every": EVERY} | self.options
        )


def put(folder: Path, name: str, body: bytes | None = None) -> Path:
    """Write a photo that nobody has, or other bytes, and the folders above it."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(photo() if body is None else body)
    return path


def files_in(folder: Path) -> list[str]:
    """Return every file below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
