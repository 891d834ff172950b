"""The numbers of a library's queues, counted once a second for as long as anybody in this process watches them."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from uuid import UUID

import structlog

from vitrine.infra import db
from vitrine.queues.numbers import QueueNumbers, queue_numbers
from vitrine.services import Services

log = structlog.get_logger()
EVERY = 1.0


@dataclass(eq=False, slots=True)
class _Board:
    """What a library's queues held when they were counted last. `news` is set, and replaced, with other numbers."""

    numbers: list[QueueNumbers] | None = None
    news: asyncio.Event = field(default_factory=asyncio.Event)
    watchers: int = 0
    counting: asyncio.Task[None] | None = None

    def show(self, numbers: list[QueueNumbers]) -> None:
        if numbers != self.numbers:
            self.numbers = numbers
            news, self.news = self.news, asyncio.Event()
            news.set()


class Boards:
    """The boards of this process, by library."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._boards: dict[UUID, _Board] = {}

    @property
    def watched(self) -> dict[UUID, int]:
        """Return how many watch each library."""
        return {library_id: board.watchers for library_id, board in self._boards.items()}

    async def watching(self, library_id: UUID) -> AsyncGenerator[list[QueueNumbers], None]:
        """Yield a library's numbers now, and again whenever they have changed, at most once a second.

        Whoever is slow gets the latest. Numbers that cannot be read just now are told once they can.
        """
        board = self._boards.setdefault(library_id, _Board())
        board.watchers += 1
        board.counting = board.counting or asyncio.create_task(self._count(library_id, board))
        try:
            told = None
            while True:
                news = board.news
                if board.numbers is not None and board.numbers is not told:
                    told = board.numbers
                    yield told
                else:
                    await news.wait()
        finally:
            board.watchers -= 1
            if not board.watchers:
                board.counting.cancel()
                del self._boards[library_id]

    async def _count(self, library_id: UUID, board: _Board) -> None:
        while True:
            try:
                board.show(await queue_numbers(self._services.redis, library_id))
            except db.Unavailable as error:
                log.info("queues_not_counted", error=repr(error))
            except Exception:
                # A board that stopped would leave everybody who watches it with yesterday's numbers.
                log.exception("counting_stumbled")
            await asyncio.sleep(EVERY)
