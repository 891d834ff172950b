"""What our own way to storage promises the rest of the house."""

import asyncio
from dataclasses import replace

import pytest

from tests.contract.storage.conftest import Store
from vitrine.infra.storage.answers import ObjectMissing, StorageUnavailable
from vitrine.infra.storage.objects import open_storage
from vitrine.settings import Settings

BODY = bytes(range(256)) * 9000  # 2.3 MB: more than two chunks


async def test_an_object_is_read_whole_in_chunks_of_a_mebibyte(store: Store) -> None:
    key = await store.store(store.key(), BODY)
    chunks = [chunk async for chunk in store.storage.read(key)]
    assert b"".join(chunks) == BODY
    assert max(map(len, chunks)) <= 1024 * 1024


@pytest.mark.parametrize(("first", "last"), [(0, 0), (0, 9), (100, 299), (2_303_999, 2_303_999), (5, None), (0, None)])
async def test_a_range_is_read_both_ends_included(store: Store, first: int, last: int | None) -> None:
    key = await store.store(store.key(), BODY)
    assert await store.read(key, first, last) == BODY[first : None if last is None else last + 1]


async def test_storing_again_replaces_whole(store: Store) -> None:
    key = await store.store(store.key(), BODY)
    await store.store(key, b"short")
    assert await store.read(key) == b"short"
    assert await store.storage.size_of(key) == 5


async def test_deleting_is_done_once_however_often_it_is_asked(store: Store) -> None:
    key = await store.store(store.key(), b"x")
    for _ in range(3):
        await store.storage.delete(key)
    await asyncio.gather(*(store.storage.delete(store.key("never/was")) for _ in range(5)))
    assert await store.names(store.prefix) == []


async def test_what_is_not_there_is_said_to_be_missing(store: Store) -> None:
    with pytest.raises(ObjectMissing):
        await store.storage.size_of(store.key())
    with pytest.raises(ObjectMissing):
        await store.read(store.key())


async def test_a_listing_names_every_object_under_a_prefix_and_no_other(store: Store) -> None:
    inside = [await store.store(store.key(f"a/{number:04}.jpg"), b"x" * number) for number in range(30)]
    await store.store(store.key("ab.jpg"), b"x")
    listed = [each async for each in store.storage.list(f"{store.prefix}/a/")]
    assert sorted(each.key for each in listed) == inside
    assert sorted(each.size for each in listed) == list(range(30))
    assert await store.names(f"{store.prefix}/nothing/") == []


@pytest.mark.long
async def test_a_listing_goes_on_past_its_first_thousand(store: Store) -> None:
    keys = [store.key(f"many/{number:05}") for number in range(1003)]
    for start in range(0, len(keys), 40):
        await asyncio.gather(*(store.store(key, b"x") for key in keys[start : start + 40]))
    assert len(set(await store.names(f"{store.prefix}/many/"))) == 1003


async def test_the_bucket_is_known_to_be_there(store: Store) -> None:
    await store.storage.check()
    async with open_storage(replace(store.settings, s3_bucket="no-such-bucket")) as other:
        with pytest.raises((ObjectMissing, StorageUnavailable)):
            await other.check()


async def test_another_key_opens_nothing(store: Store) -> None:
    key = await store.store(store.key(), b"x")
    async with open_storage(replace(store.settings, s3_secret_key="x" * 40)) as thief:
        with pytest.raises(StorageUnavailable):
            await thief.size_of(key)
        with pytest.raises(StorageUnavailable):
            await thief.delete(key)
    assert await store.read(key) == b"x"


async def test_a_store_that_is_away_is_said_to_be_so_soon(settings: Settings) -> None:
    async with open_storage(replace(settings, s3_endpoint="http://127.0.0.1:1")) as away, asyncio.timeout(10):
        with pytest.raises(StorageUnavailable):
            await away.size_of("any")
