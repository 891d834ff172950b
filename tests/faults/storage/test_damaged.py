"""A byte is flipped between client and storage: who said what the bytes hash to is not deceived."""

import pytest

from tests.client import Client
from tests.domains.uploading import Answer, complete, create, settled
from tests.domains.uploads.in_parts import send_parts
from tests.faults.invariants import assert_nothing_lost_and_nothing_left
from tests.faults.listener import Listener
from tests.faults.photos import Photo, large_photo, small_photos
from tests.faults.storage.exchange import Exchange, Request, pass_on
from tests.faults.storage.way import Trouble, Way
from tests.machine import Machine
from vitrine.services import Services

# Behind its end too lies a byte that no decoder looks at.
SMALL_ONE = Photo("small.jpg", small_photos(1, seed=61)[0].data + b"\0")
LARGE_ONE = large_photo(seed=62)


async def _damage(exchange: Exchange) -> None:
    """Flip the last byte, which no decoder looks at: nothing but a hash can tell."""
    last = exchange.request.size - 1

    def flip(at: int, chunk: bytes) -> bytes:
        return chunk[:-1] + bytes([chunk[-1] ^ 1]) if at + len(chunk) > last else chunk

    await pass_on(exchange, flip)


def _damage_the_end(request: Request) -> Trouble | None:
    is_early_part = "partNumber=1" in request.target
    return _damage if request.sends_a_file and not is_early_part else None


async def _send_damaged(way: Way, owner: Client, photo: Photo, **said: str) -> Answer:
    upload = await create(owner, photo.name, len(photo.data), **said)
    with way.troubled(_damage_the_end):
        assert await send_parts(owner, upload, photo.data) == {200}, "storage cannot know"
        assert way.met
    asset = await complete(owner, upload)
    assert asset["__typename"] == "Asset", asset
    return asset


@pytest.mark.parametrize("photo", [SMALL_ONE, LARGE_ONE], ids=["whole", "in parts"])
async def test_bytes_that_are_not_what_was_claimed_are_refused_and_never_shown(
    photo: Photo, way: Way, app: Machine, services: Services, owner: Client
) -> None:
    listener = Listener(owner)
    async with listener.listening():
        asset = await settled(owner, await _send_damaged(way, owner, photo, sha256=photo.sha256))
        await listener.until_all("FAILED", 1, within=5)
    assert (asset["failure"]["code"], asset["failure"]["retryable"]) == ("CHECKSUM_MISMATCH", False)
    assert (asset["thumbnail"], asset["renditions"], asset["original"]) == (None, [], None)
    assert "READY" not in listener.kinds(asset["id"])
    assert [job["state"] for job in asset["jobs"]] == ["DEAD"]

    again = await create(owner, photo.name, len(photo.data), sha256=photo.sha256)
    assert await send_parts(owner, again, photo.data) == {200}
    assert (await settled(owner, await complete(owner, again)))["status"] == "READY"
    await assert_nothing_lost_and_nothing_left(app, services, [photo], refused={photo: "CHECKSUM_MISMATCH"})


async def test_without_a_claim_what_arrived_is_kept_and_its_own_hash_is_told(
    way: Way, app: Machine, services: Services, owner: Client
) -> None:
    """Nothing says that it was other bytes which were sent: only the client can compare."""
    asset = await settled(owner, await _send_damaged(way, owner, SMALL_ONE))
    arrived = Photo(SMALL_ONE.name, SMALL_ONE.data[:-1] + bytes([SMALL_ONE.data[-1] ^ 1]))
    assert (asset["status"], asset["sha256"]) == ("READY", arrived.sha256)
    assert asset["sha256"] != SMALL_ONE.sha256
    await assert_nothing_lost_and_nothing_left(app, services, [arrived])
