"""The live stream in Redis: one stream per library, and a channel for progress that nobody needs to keep.

A cursor names the Redis run it belongs to and the place in the stream. Redis forgets: it trims, it is flushed, it is
restarted without its last second. A cursor is good only while none of that happened to what lies behind it.
"""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

import orjson
from redis.asyncio import Redis

BEGINNING = "0-0"
# Two numbers of 64 bits; `isdigit` would take digits of any script and any length.
_CURSOR = re.compile(r"([0-9a-f]*)\.([0-9]{1,20}-[0-9]{1,20})")
# What a new stream starts with, so that "nothing happened yet" has a place too.
GENESIS = {"kind": "GENESIS"}


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in one library's stream, in one run of Redis."""

    run: str
    place: str

    def __str__(self) -> str:
        return f"{self.run}.{self.place}"


@dataclass(frozen=True, slots=True)
class Entry:
    place: str
    values: dict[str, str]


def parse_cursor(text: str) -> Cursor | None:
    """Return None for what is no cursor of ours."""
    found = _CURSOR.fullmatch(text)
    return Cursor(*found.groups()) if found else None


def order(place: str) -> tuple[int, int]:
    """Make places comparable."""
    milliseconds, _, sequence = place.partition("-")
    return int(milliseconds), int(sequence)


def _stream(library_id: UUID) -> str:
    return f"vitrine:ev:{library_id}"


def _entry(raw: tuple[bytes, dict[bytes, bytes]]) -> Entry:
    return Entry(raw[0].decode(), {key.decode(): value.decode() for key, value in raw[1].items()})


async def append(redis: Redis, library_id: UUID, entries: Sequence[Mapping[str, str]], length: int) -> None:
    """Append entries to a library's stream, keeping about the last `length`."""
    pipeline = redis.pipeline(transaction=False)
    for entry in entries:
        pipeline.xadd(_stream(library_id), cast(Any, dict(entry)), maxlen=length, approximate=True)
    await pipeline.execute()


async def run_id(redis: Redis) -> str:
    """Name this run of Redis: a restart makes a new one."""
    info = await redis.info("server")
    return str(info["run_id"])[:16]


async def first_place(redis: Redis, library_id: UUID) -> str:
    """Return where the stream now begins."""
    found = await redis.xrange(_stream(library_id), count=1)
    return found[0][0].decode() if found else BEGINNING


async def last_place(redis: Redis, library_id: UUID) -> str:
    """Return where the stream now ends; one that is empty gets its first entry."""
    found = await redis.xrevrange(_stream(library_id), count=1)
    if found:
        return str(found[0][0].decode())
    place: bytes = await redis.xadd(_stream(library_id), cast(Any, GENESIS))
    return place.decode()


async def between(redis: Redis, library_id: UUID, after: str, until: str) -> list[Entry]:
    """Return the entries after one place up to another, the last included."""
    return [_entry(raw) for raw in await redis.xrange(_stream(library_id), f"({after}", until)]


async def read(redis: Redis, places: Mapping[UUID, str], *, block_ms: int, count: int) -> dict[UUID, list[Entry]]:
    """Wait for entries behind the given places, in any of these libraries; nothing after `block_ms`."""
    names = {_stream(library_id).encode(): library_id for library_id in places}
    wanted = {_stream(library_id): place for library_id, place in places.items()}
    answer = await redis.xread(cast(Any, wanted), block=block_ms, count=count)
    return {names[name]: [_entry(raw) for raw in raws] for name, raws in answer}


async def publish_progress(redis: Redis, library_id: UUID, message: Mapping[str, Any]) -> None:
    """Tell whoever listens now. A message nobody hears is gone, and that is fine."""
    await redis.publish(f"vitrine:progress:{library_id}", orjson.dumps(message))


async def progress(redis: Redis) -> AsyncIterator[tuple[UUID, dict[str, Any]]]:
    """Yield every library's progress messages, for as long as Redis answers."""
    async with redis.pubsub(ignore_subscribe_messages=True) as channel:
        await channel.psubscribe("vitrine:progress:*")
        while True:
            message = await channel.get_message(timeout=5.0)
            if message:
                yield UUID(message["channel"].decode().rsplit(":", 1)[1]), orjson.loads(message["data"])
