"""What every process of the stack can do, whatever it is."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from vitrine.infra.local.child import Launch


class Part(Protocol):
    """One process of the stack: a server, or one of Vitrine's own programs."""

    @property
    def name(self) -> str:
        """The word by which it is started, killed and logged."""

    @property
    def title(self) -> str:
        """The name people know it by."""

    @property
    def version(self) -> str:
        """The version of what runs."""

    @property
    def address(self) -> str:
        """Where it listens, or what it listens to."""

    @property
    def data(self) -> Path | None:
        """The folder it keeps its data in, if it keeps any."""

    async def prepare(self) -> list[str]:
        """Make its data fit to be opened. Returns what the operator should know, a line each."""

    def launch(self, extra: Mapping[str, str]) -> Launch:
        """Say how to run it; `extra` is added to its environment."""

    async def is_ready(self) -> bool:
        """Tell whether it serves. Asked again and again, from a moment after its start."""

    async def settle(self) -> None:
        """Make what must exist inside it: roles, buckets. Repeated at every start, so it must be idempotent."""
