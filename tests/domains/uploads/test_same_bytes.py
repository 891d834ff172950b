"""Claimed hashes, and bytes that are here already."""

import asyncio
import hashlib

from tests.client import Client
from tests.domains.uploading import Answer, complete, create, photo, put, read_asset, ready, send, settled
from tests.domains.uploads.stored import all_done, original_keys, waiting_keys
from vitrine.assets.models import Asset, Original
from vitrine.renditions.models import Rendition
from vitrine.services import Services


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


async def test_a_right_hash_is_confirmed(owner: Client) -> None:
    body = photo()
    asset = await ready(owner, body, sha256=_hash(body))
    assert asset["sha256"] == _hash(body)


async def test_a_wrong_hash_fails_the_asset_and_leaves_no_bytes(owner: Client, services: Services) -> None:
    asset = await settled(owner, await send(owner, photo(), sha256=_hash(b"something else")))
    assert (asset["status"], asset["failure"]["code"]) == ("FAILED", "CHECKSUM_MISMATCH")
    assert asset["failure"]["retryable"] is False
    assert "SHA-256" in asset["failure"]["message"]
    assert asset["original"] is None
    assert await waiting_keys(services) == await original_keys(services) == []


async def test_a_wrong_hash_said_only_at_completion_counts_too(owner: Client) -> None:
    body = photo()
    upload = await create(owner, size=len(body))
    await put(owner, upload, body)
    asset = await settled(owner, await complete(owner, upload, sha256=_hash(b"other")))
    assert (asset["status"], asset["failure"]["code"]) == ("FAILED", "CHECKSUM_MISMATCH")


async def test_a_malformed_hash_at_completion_is_refused(owner: Client) -> None:
    body = photo()
    upload = await create(owner, size=len(body))
    await put(owner, upload, body)
    answer = await complete(owner, upload, sha256=_hash(body).upper())
    assert (answer["__typename"], answer.get("code"), answer.get("field")) == ("UploadRefused", "BAD_HASH", "sha256")
    assert (await complete(owner, upload, sha256=_hash(body)))["__typename"] == "Asset"


async def test_a_duplicate_is_told_at_announcement_to_those_who_may_see_it(
    owner: Client, colleague: Client, stranger: Client
) -> None:
    body = photo()
    first = await ready(owner, body)
    said: Answer = {"size": len(body), "sha256": _hash(body)}
    assert (await create(owner, **said))["duplicateOf"] == {"id": first["id"]}
    assert (await create(colleague, **said))["duplicateOf"] == {"id": first["id"]}
    assert (await create(stranger, **said))["duplicateOf"] is None


async def test_a_bare_hash_opens_nothing(stranger: Client, owner: Client) -> None:
    body = photo()
    await ready(owner, body)
    upload = await create(stranger, size=len(body), sha256=_hash(body))
    answer = await complete(stranger, upload)
    assert (answer["__typename"], answer["code"]) == ("UploadRefused", "BYTES_NOT_THERE")


async def test_a_hash_that_was_only_claimed_makes_no_duplicate(owner: Client) -> None:
    said: Answer = {"size": 10, "sha256": _hash(b"not sent yet")}
    await create(owner, **said)
    assert (await create(owner, **said))["duplicateOf"] is None


async def test_the_same_bytes_twice_are_kept_and_rendered_once(owner: Client, services: Services) -> None:
    body = photo("gps.jpg")
    first = await ready(owner, body)
    await all_done()
    first = await read_asset(owner, first["id"]) or {}
    made = await Rendition.all().count()
    second = await ready(owner, body, "again.jpg")
    await all_done()
    assert second["id"] != first["id"]
    assert second["filename"] == "again.jpg"
    assert len(await original_keys(services)) == await Original.all().count() == 1
    assert await Rendition.all().count() == made
    names = [each["purpose"] for each in second["renditions"]]
    assert names == [each["purpose"] for each in first["renditions"]]
    assert "pictures.preview" not in {job["kind"] for job in second["jobs"]}
    async with owner.http.get(second["original"]["url"]) as response:
        assert await response.read() == body


async def test_the_same_bytes_six_times_at_once_are_kept_once(owner: Client, services: Services) -> None:
    body = photo("GreenMeadow.jpg")
    assets = await asyncio.gather(*(send(owner, body, f"{number}.jpg") for number in range(6)))
    ends = [await settled(owner, asset) for asset in assets]
    assert {end["status"] for end in ends} == {"READY"}
    assert len(await original_keys(services)) == await Original.all().count() == 1
    assert await waiting_keys(services) == []
    assert await Asset.all().count() == 6


async def test_another_library_keeps_a_copy_of_its_own(owner: Client, stranger: Client, services: Services) -> None:
    body = photo()
    ours, theirs = await ready(owner, body), await ready(stranger, body)
    assert len(await original_keys(services)) == 2
    assert await read_asset(stranger, ours["id"]) is None
    assert await read_asset(owner, theirs["id"]) is None
