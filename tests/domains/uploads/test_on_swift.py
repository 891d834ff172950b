"""A large file on a store that keeps what it acknowledged: killed in the middle, it is asked for nothing twice."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from tests.client import Client
from tests.domains.uploading import UPLOAD, Answer, complete, settled, sign
from tests.domains.uploads.in_parts import SMALL, announce, cut, large_picture, send_parts
from tests.domains.uploads.stored import row_of
from tests.machine import PRODUCT, Machine
from tests.swift.server import Swift
from vitrine.assets.models import Original
from vitrine.infra.storage.objects import open_storage
from vitrine.services import Services
from vitrine.settings import load_settings
from vitrine.uploads.models import Upload
from vitrine.uploads.sweeping import sweep_uploads

# What takes a file in. The other workers know of the other store only, so they are not there.
_RECEIVING = ("api", "worker-image")


@pytest.fixture
async def app(machine: Machine, swift: Swift) -> Machine:
    """The product with Swift for its storage, where files of 20 MB are sent in parts."""
    await machine.halt(*set(PRODUCT) - set(_RECEIVING))
    await machine.run(*_RECEIVING, **swift.addresses, **SMALL)
    return machine


@pytest.fixture
async def services(services: Services, machine: Machine, swift: Swift) -> AsyncIterator[Services]:
    """Services with Swift for their storage."""
    settings = load_settings({**machine.environ, **swift.addresses})
    async with open_storage(settings) as storage:
        yield replace(services, settings=settings, storage=storage)


async def _again(client: Client, upload: Answer) -> Answer:
    found: Answer = (await client.graphql(UPLOAD, id=upload["id"]))["upload"]
    return found


async def _is_whole(client: Client, upload: Answer, body: bytes) -> None:
    asset = await settled(client, await complete(client, upload))
    assert (asset["status"], asset["sha256"]) == ("READY", hashlib.sha256(body).hexdigest())
    assert await client.get(asset["original"]["url"]) == body


async def _begin_part(client: Client, upload: Answer, body: bytes, number: int, begun: asyncio.Event) -> None:
    """Send the first half of a part, say so, and never send the other."""
    [part] = (await sign(client, upload, number))["parts"]
    sent = cut(upload, body)[number]

    async def half() -> AsyncIterator[bytes]:
        yield sent[: len(sent) // 2]
        begun.set()
        await asyncio.Event().wait()

    headers = {**part["headers"], "Content-Length": str(len(sent))}
    async with aiohttp.ClientSession() as browser, browser.put(part["url"], data=half(), headers=headers):
        raise AssertionError("half a part was answered")


async def test_killing_the_store_in_the_middle_costs_no_part_that_it_had_acknowledged(
    owner: Client, swift: Swift
) -> None:
    body = large_picture(21)
    upload = await announce(owner, body)
    assert upload["parts"][0]["url"].startswith(f"{swift.addresses['S3_PUBLIC_ENDPOINT']}/")
    assert await send_parts(owner, upload, body, 3, 1) == {200}
    [part] = (await sign(owner, upload, 2))["parts"]
    for wrong in (cut(upload, body)[2][:-1], cut(upload, body)[2] + b"x"):
        assert await owner.put(part["url"], wrong, part["headers"]) == 403
    before = await _again(owner, upload)

    begun = asyncio.Event()
    cut_off = asyncio.create_task(_begin_part(owner, upload, body, 2, begun))
    await begun.wait()
    await swift.kill()
    with pytest.raises(aiohttp.ClientError):
        await cut_off
    assert (await complete(owner, upload))["code"] == "STORAGE_UNAVAILABLE"
    await swift.start()

    now = await _again(owner, upload)
    assert [part["number"] for part in now["uploadedParts"]] == [1, 3]
    assert now["uploadedParts"] == before["uploadedParts"]
    assert (now["restarts"], [part["number"] for part in now["parts"]]) == (0, [2])
    refused = await complete(owner, upload)
    assert refused["message"].startswith("Storage does not have these parts: 2."), refused
    assert await send_parts(owner, upload, body, 2) == {200}
    await _is_whole(owner, upload, body)


@pytest.mark.long
async def test_a_part_that_is_sent_again_after_a_restart_takes_the_place_of_the_first(
    owner: Client, swift: Swift
) -> None:
    body = large_picture(22)
    upload = await announce(owner, body)
    parts = cut(upload, body)
    [second] = (await sign(owner, upload, 2))["parts"]
    assert await owner.put(second["url"], bytes(len(parts[2])), second["headers"]) == 200
    await swift.restart()
    assert await send_parts(owner, upload, body, *reversed(parts)) == {200}
    held = (await _again(owner, upload))["uploadedParts"]
    assert [(part["number"], part["size"]) for part in held] == [(n, len(each)) for n, each in parts.items()]
    await _is_whole(owner, upload, body)


@pytest.mark.long
async def test_what_swift_joined_before_the_api_died_is_completed_and_outlives_the_sweep(
    owner: Client, app: Machine, swift: Swift, services: Services
) -> None:
    body = large_picture(23)
    upload = await announce(owner, body)
    await send_parts(owner, upload, body)
    await app.run("api", VITRINE_FAILPOINTS="complete_before_commit", **swift.addresses, **SMALL)
    with pytest.raises(Exception):  # noqa: B017, PT011  # whatever a client meets whose server dies
        await complete(owner, upload)
    await app.run("api", **swift.addresses, **SMALL)
    await _is_whole(owner, upload, body)

    row = await row_of(upload)
    assert (await Original.get()).key == row.key
    await Upload.filter(id=row.id).update(finished_at=datetime.now(UTC) - timedelta(minutes=11))
    await sweep_uploads(services)
    assert (await Upload.get(id=row.id)).swept
    assert b"".join([chunk async for chunk in services.storage.read(row.key)]) == body


async def test_an_upload_that_failed_leaves_nothing_on_swift(owner: Client, swift: Swift, services: Services) -> None:
    body, before = large_picture(24), swift.files()
    upload = await announce(owner, body, sha256="0" * 64)
    await send_parts(owner, upload, body)
    asset = await settled(owner, await complete(owner, upload))
    assert asset["failure"]["code"] == "CHECKSUM_MISMATCH"
    await Upload.all().update(finished_at=datetime.now(UTC) - timedelta(minutes=11))
    await sweep_uploads(services)
    assert (await row_of(upload)).swept
    assert swift.files() == before
