"""What is so of Swift alone: a joined object is a list of its parts, and goes on living on them."""

import shutil
from pathlib import Path

import pytest

from tests.contract.storage.conftest import Server, Store
from tests.swift.server import Swift
from vitrine.infra.storage.answers import ObjectMissing, PartsForgotten

PARTS = [b"1" * 5 * 1024**2, b"2"]


@pytest.fixture
def server(of_openstack: Server) -> Server:
    """Swift, and no other."""
    return of_openstack


async def _join(store: Store, key: str, opening: str) -> None:
    for number, part in enumerate(PARTS, start=1):
        signed = await store.storage.parts.sign(key, opening, number, len(part))
        assert await store.put(signed.url, part) == 200
    await store.storage.parts.join(key, opening, await store.storage.parts.held(key, opening))


async def test_an_opening_that_outlived_its_joining_is_not_dropped_with_the_parts(
    store: Store, swift: Swift, tmp_path: Path
) -> None:
    key, before = store.key(), swift.files()
    opening = await store.storage.parts.open(key, "application/octet-stream")
    [known] = swift.files() - before
    kept = shutil.copy2(known, tmp_path)
    await _join(store, key, opening)
    # As Swift leaves it when it dies after the object is there and before the opening is forgotten.
    [forgotten] = known.parent.glob("*.ts")
    forgotten.unlink()
    shutil.copy2(kept, known)

    await store.storage.parts.drop(key, opening)
    assert await store.read(key) == b"".join(PARTS)


async def test_an_object_that_is_deleted_takes_its_parts_along(store: Store, swift: Swift) -> None:
    key, before = store.key(), swift.files()
    opening = await store.storage.parts.open(key, "application/octet-stream")
    await _join(store, key, opening)
    await store.storage.delete(key)
    with pytest.raises(ObjectMissing):
        await store.storage.size_of(key)
    with pytest.raises(PartsForgotten):
        await store.storage.parts.held(key, opening)
    assert swift.files() == before
