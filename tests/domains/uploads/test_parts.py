"""Large files go up in parts, straight to storage, and a part that is there is never sent again."""

import asyncio
import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.client import Client, Refused
from tests.domains.uploading import SIGN, UPLOAD, Answer, abort, complete, read_asset, settled, sign
from tests.domains.uploads.in_parts import SMALL, announce, cut, large_picture, send_parts
from tests.domains.uploads.stored import row_of
from tests.machine import Machine
from vitrine.assets.models import Asset, Original
from vitrine.infra.local.programs import WORKERS
from vitrine.services import Services
from vitrine.settings import Settings
from vitrine.uploads.models import Upload
from vitrine.uploads.policy import LARGEST_PART, MAX_PARTS, SMALLEST_PART, part_size_for
from vitrine.uploads.sweeping import sweep_uploads


@pytest.fixture
async def app(machine: Machine) -> Machine:
    """The whole product; files of 20 MB are sent in parts."""
    await machine.run(*WORKERS)
    await machine.run("api", **SMALL)
    return machine


async def _again(client: Client, upload: Answer) -> Answer:
    found: Answer = (await client.graphql(UPLOAD, id=upload["id"]))["upload"]
    return found


async def test_parts_in_any_order_and_twice_become_the_file(owner: Client, services: Services) -> None:
    body = large_picture(1)
    upload = await announce(owner, body)
    parts = list(cut(upload, body))
    assert [part["number"] for part in upload["parts"]] == parts
    assert await send_parts(owner, upload, body, *reversed(parts)) == {200}
    assert await send_parts(owner, upload, body, parts[1]) <= {200, 501}
    held = (await _again(owner, upload))["uploadedParts"]
    assert [(part["number"], part["size"]) for part in held] == [(n, len(b)) for n, b in cut(upload, body).items()]

    asset = await settled(owner, await complete(owner, upload))
    assert (asset["status"], asset["sha256"]) == ("READY", hashlib.sha256(body).hexdigest())
    assert await owner.get(asset["original"]["url"]) == body
    row = await row_of(upload)
    assert (await Original.get()).key == row.key, "it is kept where it arrived"
    await Upload.filter(id=row.id).update(finished_at=datetime.now(UTC) - timedelta(minutes=11))
    await sweep_uploads(services)
    assert (await Upload.get(id=row.id)).swept
    assert await services.storage.size_of(row.key) == len(body), "sweeping leaves alone what became the original"


async def test_what_is_missing_is_named_and_what_is_there_is_not_signed_again(owner: Client) -> None:
    body = large_picture(2)
    upload = await announce(owner, body)
    refused = await complete(owner, upload)
    assert (refused["code"], "1, 2, 3" in refused["message"]) == ("BYTES_NOT_THERE", True)
    await send_parts(owner, upload, body, 1, 3)
    refused = await complete(owner, upload)
    assert refused["message"].startswith("Storage does not have these parts: 2."), refused
    assert [part["number"] for part in (await _again(owner, upload))["parts"]] == [2]
    await send_parts(owner, upload, body, 2)
    assert (await settled(owner, await complete(owner, upload)))["status"] == "READY"


async def test_storage_refuses_a_part_of_another_length(owner: Client) -> None:
    body = large_picture(3)
    upload = await announce(owner, body)
    [part] = (await sign(owner, upload, 2))["parts"]
    for sent in (cut(upload, body)[2][:-1], cut(upload, body)[2] + b"x"):
        assert await owner.put(part["url"], sent, part["headers"]) in {400, 403, 411}
    assert (await _again(owner, upload))["uploadedParts"] == []


async def test_a_store_that_forgets_its_parts_is_noticed_and_the_file_sent_again(owner: Client, app: Machine) -> None:
    body = large_picture(4)
    upload = await announce(owner, body)
    await send_parts(owner, upload, body, 1, 2)
    await app.stack.restart("storage")
    [stale] = (await sign(owner, upload, 3))["parts"]
    assert await owner.put(stale["url"], cut(upload, body)[3], stale["headers"]) == 404
    now = await _again(owner, upload)
    assert (now["restarts"], now["uploadedParts"], [part["number"] for part in now["parts"]]) == (1, [], [1, 2, 3])
    assert await send_parts(owner, upload, body) == {200}
    asset = await settled(owner, await complete(owner, upload))
    assert (asset["status"], asset["sha256"]) == ("READY", hashlib.sha256(body).hexdigest())


async def test_completing_says_that_storage_lost_everything(owner: Client, app: Machine) -> None:
    body = large_picture(5)
    upload = await announce(owner, body)
    await send_parts(owner, upload, body)
    await app.stack.restart("storage")
    assert (await complete(owner, upload))["code"] == "PARTS_LOST"
    await send_parts(owner, upload, body)
    assert (await settled(owner, await complete(owner, upload)))["status"] == "READY"


async def test_twenty_completions_at_once_make_one_asset(owner: Client) -> None:
    body = large_picture(6)
    upload = await announce(owner, body)
    await send_parts(owner, upload, body)
    answers = await asyncio.gather(*(complete(owner, upload) for _ in range(20)))
    named = {answer["id"] for answer in answers if answer["__typename"] == "Asset"}
    assert named == {upload["asset"]["id"]}
    assert {answer.get("code") for answer in answers} <= {None, "STORAGE_UNAVAILABLE"}
    assert (await settled(owner, await complete(owner, upload)))["status"] == "READY"
    assert await Asset.all().count() == 1


async def test_what_was_joined_before_the_api_died_is_completed_by_asking_again(owner: Client, app: Machine) -> None:
    body = large_picture(7)
    upload = await announce(owner, body)
    await send_parts(owner, upload, body)
    await app.run("api", VITRINE_FAILPOINTS="complete_before_commit", **SMALL)
    with pytest.raises(Exception):  # noqa: B017, PT011  # whatever a client meets whose server dies
        await complete(owner, upload)
    await app.run("api", **SMALL)
    assert (await settled(owner, await complete(owner, upload)))["status"] == "READY"


@pytest.mark.parametrize("numbers", [[0], [4], [1, 99], [-1]])
async def test_refuses_parts_that_a_file_does_not_have(owner: Client, numbers: list[int]) -> None:
    upload = await announce(owner, large_picture(8))
    answer = await sign(owner, upload, *numbers)
    assert (answer["code"], answer["limit"]) == ("NO_SUCH_PART", 3)


async def test_one_request_signs_a_hundred_parts_at_most(owner: Client) -> None:
    upload = await announce(owner, large_picture(8))
    with pytest.raises(Refused, match="up to 100 parts"):
        await owner.graphql(SIGN, inputs=[{"upload": upload["id"], "numbers": [1] * 51}] * 2)


async def test_signing_parts_puts_the_end_off(owner: Client, settings: Settings) -> None:
    upload = await announce(owner, large_picture(8))
    row = await row_of(upload)
    await Upload.filter(id=row.id).update(expires_at=datetime.now(UTC) + timedelta(minutes=5))
    await sign(owner, upload, 1)
    left = (await row_of(upload)).expires_at - datetime.now(UTC)
    assert left > timedelta(seconds=settings.upload_expiry - 60)


async def test_an_upload_that_is_given_up_leaves_no_part(owner: Client, services: Services) -> None:
    body = large_picture(9)
    upload = await announce(owner, body)
    await send_parts(owner, upload, body, 1, 2)
    row = await row_of(upload)
    assert [each.key async for each in services.storage.parts.openings(row.key)] == [row.key]
    await abort(owner, upload)
    await Upload.filter(id=row.id).update(finished_at=datetime.now(UTC) - timedelta(minutes=11))
    await sweep_uploads(services)
    assert [each.key async for each in services.storage.parts.openings(row.key)] == []
    assert await read_asset(owner, upload["asset"]["id"]) is None


async def test_a_hash_that_was_claimed_and_is_wrong_fails_and_leaves_nothing(owner: Client, services: Services) -> None:
    body = large_picture(10)
    upload = await announce(owner, body, sha256="0" * 64)
    await send_parts(owner, upload, body)
    asset = await settled(owner, await complete(owner, upload))
    assert asset["failure"]["code"] == "CHECKSUM_MISMATCH"
    key = (await row_of(upload)).key
    assert [each.key async for each in services.storage.list(key)] == []


async def test_the_same_large_file_twice_is_kept_once(owner: Client, services: Services) -> None:
    body = large_picture(11)
    assets = []
    for _ in range(2):
        upload = await announce(owner, body)
        await send_parts(owner, upload, body)
        assets.append(await settled(owner, await complete(owner, upload)))
    assert [asset["status"] for asset in assets] == ["READY", "READY"]
    kept = await Original.get()
    prefix = kept.key.rpartition("/")[0]
    assert [each.key async for each in services.storage.list(prefix)] == [kept.key]


@pytest.mark.parametrize("size", [8 * 1024**2 + 1, 300 * 10**6, 10**9, 3 * 10**9, 20 * 10**9, MAX_PARTS * LARGEST_PART])
def test_parts_are_of_a_size_that_every_store_takes(settings: Settings, size: int) -> None:
    part = part_size_for(replace(settings, upload_single_put_max_bytes=SMALLEST_PART), size)
    assert SMALLEST_PART <= part <= LARGEST_PART
    assert -(-size // part) <= MAX_PARTS
    assert part * 4 <= 200 * 1024**2
