"""What uploads in parts rely on: every part by itself, in any order, and one object in the end."""

import asyncio
import os
from dataclasses import replace

import pytest

from tests.contract.storage.conftest import Store, Trait
from vitrine.infra.storage.answers import PartsForgotten, PartsRefused, StorageUnavailable
from vitrine.infra.storage.parts import StoredPart

PART = 5 * 1024**2
PARTS = [os.urandom(PART), os.urandom(PART), os.urandom(1000)]
NOT_KEPT = {400, 403, 404, 411}


async def _opened(store: Store) -> tuple[str, str]:
    key = store.key()
    return key, await store.storage.parts.open(key, "application/octet-stream")


async def _put(store: Store, key: str, opening: str, number: int, body: bytes | None = None) -> int:
    part = PARTS[number - 1]
    signed = await store.storage.parts.sign(key, opening, number, len(part))
    return await store.put(signed.url, part if body is None else body)


async def test_parts_sent_in_any_order_and_at_once_become_one_object(store: Store) -> None:
    key, opening = await _opened(store)
    statuses = await asyncio.gather(*(_put(store, key, opening, number) for number in (3, 1, 2)))
    assert set(statuses) == {200}
    held = await store.storage.parts.held(key, opening)
    assert [(part.number, part.size) for part in held] == [(1, PART), (2, PART), (3, 1000)]
    await store.storage.parts.join(key, opening, held)
    assert await store.read(key) == b"".join(PARTS)
    assert await store.storage.size_of(key) == 2 * PART + 1000


async def test_a_part_that_is_sent_twice_is_there_once(store: Store) -> None:
    key, opening = await _opened(store)
    assert await _put(store, key, opening, 1) == 200
    again = bytes(reversed(PARTS[0]))
    # A store that writes parts as they come cannot take one back: clients ask what is there before they send again.
    status = await _put(store, key, opening, 1, again)
    assert status in {200, 501}
    assert store.agrees(Trait.REPLACES_PARTS, status == 200)
    held = await store.storage.parts.held(key, opening)
    assert [part.number for part in held] == [1]
    await store.storage.parts.join(key, opening, held)
    assert await store.read(key) == (again if status == 200 else PARTS[0])


async def test_what_storage_acknowledged_outlives_its_process_or_is_said_to_be_forgotten(store: Store) -> None:
    key, opening = await _opened(store)
    for number in (3, 1):
        assert await _put(store, key, opening, number) == 200
    before = await store.storage.parts.held(key, opening)
    await store.server.restart()
    try:
        after = await store.storage.parts.held(key, opening)
    except PartsForgotten:
        assert store.agrees(Trait.KEEPS_PARTS, shown=False)
        assert await _put(store, key, opening, 2) == 404
        assert [each async for each in store.storage.parts.openings(store.prefix)] == []
        return
    assert store.agrees(Trait.KEEPS_PARTS, shown=True)
    assert after == before
    assert await _put(store, key, opening, 2) == 200
    await store.storage.parts.join(key, opening, await store.storage.parts.held(key, opening))
    assert await store.read(key) == b"".join(PARTS)


@pytest.mark.parametrize("wrong", ["an unknown part", "other bytes"])
async def test_only_parts_that_are_there_are_joined(store: Store, wrong: str) -> None:
    key, opening = await _opened(store)
    await asyncio.gather(*(_put(store, key, opening, number) for number in (1, 2)))
    held = await store.storage.parts.held(key, opening)
    more = StoredPart(3, 1000, held[0].etag) if wrong == "an unknown part" else replace(held.pop(), etag=held[0].etag)
    with pytest.raises(PartsRefused):
        await store.storage.parts.join(key, opening, [*held, more])
    assert await store.names(store.prefix) == []
    try:
        held = await store.storage.parts.held(key, opening)
    except PartsForgotten:
        assert store.agrees(Trait.KEEPS_WHAT_IT_REFUSED_TO_JOIN, shown=False)
        return
    assert store.agrees(Trait.KEEPS_WHAT_IT_REFUSED_TO_JOIN, shown=True)
    await store.storage.parts.join(key, opening, held)
    assert await store.read(key) == PARTS[0] + PARTS[1]


@pytest.mark.parametrize("body", [PARTS[0][:-1], PARTS[0] + b"x", b""])
async def test_a_part_of_another_length_is_refused(store: Store, body: bytes) -> None:
    key, opening = await _opened(store)
    assert await _put(store, key, opening, 1, body) in NOT_KEPT
    assert await store.storage.parts.held(key, opening) == []


async def test_a_signature_is_for_one_part_only(store: Store) -> None:
    key, opening = await _opened(store)
    signed = await store.storage.parts.sign(key, opening, 1, PART)
    assert await store.put(signed.url.replace("partNumber=1", "partNumber=2"), PARTS[0]) in NOT_KEPT
    assert await store.storage.parts.held(key, opening) == []


async def test_an_expired_signature_of_a_part_is_refused(hurried: Store) -> None:
    key, opening = await _opened(hurried)
    signed = await hurried.storage.parts.sign(key, opening, 1, PART)
    await asyncio.sleep(2.1)
    assert await hurried.put(signed.url, PARTS[0]) in NOT_KEPT


async def test_no_signature_puts_other_bytes_into_what_was_joined(store: Store) -> None:
    key, opening = await _opened(store)
    await _put(store, key, opening, 1)
    signed = await store.storage.parts.sign(key, opening, 1, PART)
    await store.storage.parts.join(key, opening, await store.storage.parts.held(key, opening))
    status = await store.put(signed.url, bytes(PART))
    assert store.agrees(Trait.CLOSES_WHAT_WAS_JOINED, status in NOT_KEPT)
    if status == 200:
        # The store takes it, and sees that it is not what was joined: it gives nothing, until the right part is back.
        with pytest.raises(StorageUnavailable):
            await store.read(key)
        assert await store.put(signed.url, PARTS[0]) == 200
    assert await store.read(key) == PARTS[0]


async def test_what_was_joined_may_be_joined_again_and_dropped_and_stays(store: Store) -> None:
    key, opening = await _opened(store)
    await _put(store, key, opening, 1)
    held = await store.storage.parts.held(key, opening)
    await store.storage.parts.join(key, opening, held)
    for again in (store.storage.parts.held(key, opening), store.storage.parts.join(key, opening, held)):
        try:
            await again
        except PartsForgotten:
            assert store.agrees(Trait.CLOSES_WHAT_WAS_JOINED, shown=True)
        else:
            assert store.agrees(Trait.CLOSES_WHAT_WAS_JOINED, shown=False)
    with pytest.raises(PartsForgotten):
        await store.storage.parts.join(key, opening, [StoredPart(1, PART, f'"{"0" * 32}"')])
    assert [each async for each in store.storage.parts.openings(store.prefix)] == []
    await store.storage.parts.drop(key, opening)
    assert await store.read(key) == PARTS[0]


async def test_what_was_dropped_is_known_no_more(store: Store) -> None:
    key, opening = await _opened(store)
    await _put(store, key, opening, 1)
    await store.storage.parts.drop(key, opening)
    with pytest.raises(PartsForgotten):
        await store.storage.parts.held(key, opening)
    with pytest.raises(PartsForgotten):
        await store.storage.parts.join(key, opening, [StoredPart(1, PART, f'"{"0" * 32}"')])
    assert await _put(store, key, opening, 1) in NOT_KEPT
    await store.storage.parts.drop(key, opening)


async def test_openings_are_listed_until_they_end(store: Store) -> None:
    key, opening = await _opened(store)
    assert [(each.key, each.id) async for each in store.storage.parts.openings(store.prefix)] == [(key, opening)]
    await store.storage.parts.drop(key, opening)
    assert [each async for each in store.storage.parts.openings(store.prefix)] == []
