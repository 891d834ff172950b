"""The one reader of Redis in this process: it follows the libraries somebody listens to and tells their audiences."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import structlog

from vitrine.api.fanout import Audience, Audiences, Member
from vitrine.api.happenings import Happening, from_entry, from_progress, resync
from vitrine.infra import redis, stream
from vitrine.infra.redis import Client, connect_redis
from vitrine.infra.stream import Cursor, Entry, order, parse_cursor
from vitrine.services import Services

log = structlog.get_logger()

BLOCK_MS = 5000
# Small enough that a burst reaches the sockets between two reads, and a socket that keeps up never falls behind.
AT_ONCE = 100
RETRY_AFTER = 0.5
# Followed while Redis did not answer; its first answer is a new run for everybody.
NO_RUN = "0"


@dataclass(slots=True)
class Followed:
    """A library somebody listens to. All up to `place`, in one run of Redis, was told or will be by replay."""

    run: str
    place: str
    audiences: Audiences = field(default_factory=Audiences)
    # One thing is told at a time. A report of progress that overtook a change would carry the cursor behind it, and
    # whoever resumed from there would never hear of that change.
    telling: asyncio.Lock = field(default_factory=asyncio.Lock)

    def resync(self) -> Happening:
        """Return the news that the past cannot be told, with the present as its cursor."""
        return resync(Cursor(self.run, self.place))


class Hub:
    """Joins sockets to the live stream, in whichever run of Redis answers."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._libraries: dict[UUID, Followed] = {}
        self._changed = asyncio.Event()

    @asynccontextmanager
    async def listening(
        self, audience: Audience, question: Hashable, member: Member, after: str | None
    ) -> AsyncIterator[Audience]:
        """Make a member part of an audience: first what happened since its cursor, then everything as it happens."""
        library = await self._follow(audience.library_id)
        joined = library.audiences.join(question, audience, member)
        try:
            await self._tell_the_past(joined, library, member, after)
            yield joined
        finally:
            library.audiences.leave(question, member)
            if not library.audiences.by_question:
                self._libraries.pop(audience.library_id, None)

    async def _follow(self, library_id: UUID) -> Followed:
        if library_id not in self._libraries:
            found = await self._where_it_is(library_id)
            self._libraries.setdefault(library_id, found)
            self._changed.set()
        return self._libraries[library_id]

    async def _where_it_is(self, library_id: UUID) -> Followed:
        client = self._services.redis
        try:
            # The run first: should Redis be restarted in between, the place is seen to belong to another run.
            run = await stream.run_id(client)
            return Followed(run, await stream.last_place(client, library_id))
        except redis.Unavailable:
            return Followed(NO_RUN, stream.BEGINNING)

    async def _tell_the_past(self, audience: Audience, library: Followed, member: Member, after: str | None) -> None:
        """Queue what happened since a cursor; whoever cannot be told it is told to read again."""
        past = [] if after is None else await self._past(audience, library, member, after)
        if past is None:
            member.fall_behind()
        member.go_live(past or [])

    async def _past(self, audience: Audience, library: Followed, member: Member, after: str) -> list[str] | None:
        cursor, run = parse_cursor(after), library.run
        try:
            entries = await self._between(audience.library_id, cursor, library.place) if cursor else None
        except redis.Unavailable:
            entries = None
        if entries is None:
            return None
        happenings = [found for entry in entries if (found := from_entry(run, entry))]
        return await audience.replay(happenings, member)

    async def _between(self, library_id: UUID, cursor: Cursor, until: str) -> list[Entry] | None:
        """Return the entries behind a cursor; None when some of them may be gone."""
        client = self._services.redis
        if cursor.run != await stream.run_id(client):
            return None
        first, last = await stream.first_place(client, library_id), await stream.last_place(client, library_id)
        if not order(first) <= order(cursor.place) <= order(last):
            return None
        return await stream.between(client, library_id, cursor.place, until)

    def resync_at(self, library_id: UUID) -> Happening:
        """Return the news that the past cannot be told, with the present as its cursor."""
        return self._libraries[library_id].resync()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Follow Redis for as long as the body runs, through any outage of it."""
        tasks = [asyncio.create_task(self._forever(each)) for each in (self._changes, self._progress)]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _forever(self, follow: Callable[[Client], Awaitable[None]]) -> None:
        while True:
            client = connect_redis(self._services.settings, reads_block_for=BLOCK_MS / 1000)
            try:
                await follow(client)
            except redis.Unavailable as error:
                log.warning("redis_lost", error=repr(error))
            except Exception:
                # A hub that stopped would leave every gallery silently stale.
                log.exception("hub_stumbled")
            finally:
                with suppress(*redis.Unavailable):
                    await client.aclose()
            await asyncio.sleep(RETRY_AFTER)

    async def _changes(self, client: Client) -> None:
        run = await stream.run_id(client)
        while True:
            await self._place(client, run)
            for library_id, entries in (await self._next(client)).items():
                if library := self._libraries.get(library_id):
                    await self._tell(client, library_id, library, entries)

    async def _place(self, client: Client, run: str) -> None:
        """Go on from the present where a library was followed in another run of Redis, or in none yet."""
        for library_id, library in list(self._libraries.items()):
            if library.run != run:
                place = await stream.last_place(client, library_id)
                async with library.telling:
                    library.run, library.place = run, place
                    library.audiences.fall_behind()

    async def _next(self, client: Client) -> dict[UUID, list[Entry]]:
        """Wait for entries; for none at all when another library has to be followed from now on."""
        self._changed.clear()
        changed = asyncio.create_task(self._changed.wait())
        places = {library_id: library.place for library_id, library in self._libraries.items()}
        reading = asyncio.create_task(stream.read(client, places, block_ms=BLOCK_MS, count=AT_ONCE)) if places else None
        try:
            either: list[asyncio.Task[Any]] = [changed, reading] if reading else [changed]
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            return reading.result() if reading and reading.done() else {}
        finally:
            for task in (changed, reading):
                if task and not task.done():
                    task.cancel()
                    await asyncio.gather(task, return_exceptions=True)

    async def _tell(self, client: Client, library_id: UUID, library: Followed, entries: list[Entry]) -> None:
        # Trimmed or flushed: something between what was told and what is there now may be gone.
        gap = order(await stream.first_place(client, library_id)) > order(library.place)
        async with library.telling:
            library.place = entries[-1].place
            if gap:
                library.audiences.fall_behind()
                return
            happenings = [found for entry in entries if (found := from_entry(library.run, entry))]
            try:
                for audience, members in library.audiences.snapshot():
                    await audience.tell(happenings, members)
            except Exception:
                # The database went away in the middle: who heard what is not known, so everybody reads again.
                library.audiences.fall_behind()
                raise

    async def _progress(self, client: Client) -> None:
        async for library_id, message in stream.progress(client):
            if library := self._libraries.get(library_id):
                async with library.telling:
                    happening = from_progress(Cursor(library.run, library.place), message)
                    for audience, members in library.audiences.snapshot():
                        await audience.tell([happening], members)
