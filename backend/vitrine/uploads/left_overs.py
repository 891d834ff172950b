"""Compare storage with the database: objects that no row knows, rows whose object is gone, parts that nobody joins."""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from vitrine.infra.db import rows
from vitrine.infra.storage.answers import ObjectMissing, StoredObject
from vitrine.infra.storage.parts import Opening
from vitrine.services import Services

# What is younger may be about to get its row: it is stored before it is written down, and an upload goes on for a week
# after its last signature.
GRACE = timedelta(hours=48)
_PREFIXES = ("in/", "originals/", "renditions/")
_PAGE = 10_000
_KEPT = {
    "original": "select id, key, size from original where id > $1 order by id limit $2",
    "rendition": "select id, key, size from rendition where id > $1 order by id limit $2",
}
# An upload has no object until its bytes arrive, and none under its own key once they were received.
_SENT = "select id, key, size from upload where not swept and id > $1 order by id limit $2"
_FIRST = "00000000-0000-0000-0000-000000000000"
_IS_KNOWN = """
select exists (select from original where key = $1) or exists (select from rendition where key = $1)
    or exists (select from upload where key = $1 and not swept) as known
"""
_OPENINGS = "select opening from upload where opening = any($1::text[]) and not swept"


@dataclass(frozen=True, slots=True)
class Lost:
    """A row whose object is not in storage, or has another size there."""

    table: str
    key: str
    size: int
    found: int | None


@dataclass(slots=True)
class LeftOvers:
    """What storage and the database do not agree about. `unknown` and `openings` are older than the grace."""

    objects: int = 0
    lost: list[Lost] = field(default_factory=list)
    unknown: list[StoredObject] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)


async def look_for_left_overs(services: Services, grace: timedelta = GRACE) -> LeftOvers:
    """Read every key in storage and in the database once, and compare them. Changes nothing. Raises StorageUnavailable.

    It keeps no keys in memory but a number for each, so whatever seems to differ is looked up once more by itself.
    """
    found = LeftOvers()
    before = datetime.now(UTC) - grace
    known = {_short(key) async for _, key, _ in _rows([*_KEPT.values(), _SENT])}
    seen: dict[int, int] = {}
    async for stored in _stored(services):
        found.objects += 1
        seen[_short(stored.key)] = stored.size
        if _short(stored.key) not in known and stored.modified < before and not await _is_known(stored.key):
            found.unknown.append(stored)
    for table, sql in _KEPT.items():
        async for _, key, size in _rows([sql]):
            if seen.get(_short(key)) != size and (there := await _size_of(services, key)) != size:
                found.lost.append(Lost(table, key, size, there))
    found.openings = await _unwanted(services, before)
    return found


async def look_for_stray_arrivals(services: Services, grace: timedelta = GRACE) -> LeftOvers:
    """Find what was sent, whole or in parts, for an upload that no row knows. Raises StorageUnavailable."""
    found = LeftOvers()
    before = datetime.now(UTC) - grace
    async for stored in services.storage.list("in/"):
        found.objects += 1
        if stored.modified < before and not await _is_known(stored.key):
            found.unknown.append(stored)
    found.openings = await _unwanted(services, before)
    return found


async def sweep_left_overs(services: Services, found: LeftOvers) -> int:
    """Delete the objects and parts that no row knows, each looked up once more; return how many went."""
    swept = 0
    for stored in found.unknown:
        if not await _is_known(stored.key):
            await services.storage.delete(stored.key)
            swept += 1
    for opening in await _without_upload(found.openings):
        await services.storage.parts.drop(opening.key, opening.id)
        swept += 1
    return swept


def report(found: LeftOvers, *, swept: bool) -> Iterator[str]:
    """Yield a line for everything that was found, and one that sums it up."""
    for lost in found.lost:
        there = "is not there" if lost.found is None else f"has {lost.found:,} bytes"
        yield f"LOST     {lost.key} {there}, {lost.size:,} are written down ({lost.table})"
    word = "DELETED " if swept else "UNKNOWN "
    for stored in found.unknown:
        yield f"{word} {stored.key} {stored.size:,} bytes of {stored.modified:%Y-%m-%d %H:%M}, no row knows it"
    for opening in found.openings:
        yield f"{word} {opening.key} parts since {opening.since:%Y-%m-%d %H:%M}, no upload waits for them"
    unwanted = len(found.unknown) + len(found.openings)
    yield f"{found.objects:,} objects, {len(found.lost):,} lost, {unwanted:,} that no row knows."


def _short(key: str) -> int:
    return hash(key)


async def _rows(statements: Iterable[str]) -> AsyncIterator[tuple[object, str, int]]:
    for sql in statements:
        last: object = _FIRST
        while page := await rows(sql, last, _PAGE):
            for row in page:
                yield row["id"], row["key"], row["size"]
            last = page[-1]["id"]


async def _stored(services: Services) -> AsyncIterator[StoredObject]:
    for prefix in _PREFIXES:
        async for stored in services.storage.list(prefix):
            yield stored


async def _is_known(key: str) -> bool:
    [answer] = await rows(_IS_KNOWN, key)
    return bool(answer["known"])


async def _size_of(services: Services, key: str) -> int | None:
    try:
        return await services.storage.size_of(key)
    except ObjectMissing:
        return None


async def _unwanted(services: Services, before: datetime) -> list[Opening]:
    openings = services.storage.parts.openings("originals/")
    return await _without_upload([each async for each in openings if each.since < before])


async def _without_upload(openings: Sequence[Opening]) -> list[Opening]:
    wanted = {row["opening"] for row in await rows(_OPENINGS, [each.id for each in openings])}
    return [each for each in openings if each.id not in wanted]
