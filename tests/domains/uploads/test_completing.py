"""Completing trusts storage, not the client."""

import asyncio
import hashlib
from pathlib import Path
from typing import Any

import pytest

from tests.client import Client
from tests.domains.people import Person
from tests.domains.uploading import abort, complete, create, photo, put, read_asset, ready, settled, sign
from tests.domains.uploads.stored import all_done, original_keys, row_of, store, waiting_keys
from tests.machine import Machine
from vitrine.assets.models import Asset
from vitrine.services import Services
from vitrine.work.models import Job


async def test_twenty_completions_at_once_make_one_asset_and_one_job(owner: Client) -> None:
    body = photo()
    upload = await create(owner, size=len(body))
    await put(owner, upload, body)
    answers = await asyncio.gather(*(complete(owner, upload) for _ in range(20)))
    assert {answer["id"] for answer in answers} == {upload["asset"]["id"]}
    assert await Asset.all().count() == 1
    assert await Job.filter(kind="uploads.receive").count() == 1
    assert (await settled(owner, answers[0]))["status"] == "READY"


async def test_completing_again_later_answers_with_the_same_asset(owner: Client, services: Services) -> None:
    body = photo()
    upload = await create(owner, size=len(body))
    await put(owner, upload, body)
    await settled(owner, await complete(owner, upload))
    await all_done()
    first = await read_asset(owner, upload["asset"]["id"]) or {}
    again = await complete(owner, upload)
    assert (again["id"], again["revision"]) == (first["id"], first["revision"])
    assert again["status"] == "READY"
    assert len(await original_keys(services)) == 1


async def test_refuses_to_complete_before_the_bytes_are_there_and_takes_them_later(owner: Client) -> None:
    body = photo()
    upload = await create(owner, size=len(body))
    refused = await complete(owner, upload)
    assert (refused["__typename"], refused["code"]) == ("UploadRefused", "BYTES_NOT_THERE")
    await put(owner, upload, body)
    assert (await complete(owner, upload))["__typename"] == "Asset"


@pytest.mark.parametrize("sent", [b"x" * 999, b"x" * 1001, b""], ids=["shorter", "longer", "nothing"])
async def test_storage_refuses_a_body_of_another_length(owner: Client, services: Services, sent: bytes) -> None:
    upload = await create(owner, size=1000)
    assert await put(owner, upload, sent) == 403
    assert await waiting_keys(services) == []


async def test_an_object_of_another_size_is_refused_until_the_right_one_is_sent(
    owner: Client, services: Services, tmp_path: Path
) -> None:
    upload = await create(owner, size=1000)
    await store(services, (await row_of(upload)).key, b"x" * 999, tmp_path)
    refused = await complete(owner, upload)
    assert (refused["code"], refused["field"], refused["limit"]) == ("SIZE_MISMATCH", "size", 1000)
    assert await Job.exists() is False
    body = b"y" * 1000
    assert await put(owner, await sign(owner, upload), body) == 200
    assert (await complete(owner, upload))["__typename"] == "Asset"


async def test_bytes_changed_after_completion_fail_instead_of_becoming_the_original(
    app: Machine, owner: Client, services: Services
) -> None:
    body = photo()
    upload = await create(owner, size=len(body), sha256=hashlib.sha256(body).hexdigest())
    await app.halt("worker-image", "worker-bulk")
    await put(owner, upload, body)
    asset = await complete(owner, upload)
    assert await put(owner, upload, bytes(reversed(body))) == 200, "a signed PUT is good until it expires"
    await app.run()
    failed = await settled(owner, asset)
    assert (failed["status"], failed["failure"]["code"]) == ("FAILED", "CHECKSUM_MISMATCH")
    assert await original_keys(services) == []


async def test_storage_tells_what_it_really_holds(owner: Client) -> None:
    body = photo()
    upload = await create(owner, size=len(body))
    asked = "query($id: ID!) { upload(id: $id) { uploadedParts { number size } } }"
    assert (await owner.graphql(asked, id=upload["id"]))["upload"]["uploadedParts"] == []
    await put(owner, upload, body)
    parts = (await owner.graphql(asked, id=upload["id"]))["upload"]["uploadedParts"]
    assert parts == [{"number": 1, "size": len(body)}]


@pytest.mark.parametrize("ask", [complete, sign, abort])
@pytest.mark.parametrize("upload_id", ["upload_" + "0" * 32, "upload_x", "asset_" + "0" * 32, "", "upload_" + "é" * 32])
async def test_refuses_an_upload_that_never_was(owner: Client, ask: Any, upload_id: str) -> None:
    answer = await ask(owner, {"id": upload_id})
    assert (answer["__typename"], answer["code"]) == ("UploadRefused", "UPLOAD_NOT_FOUND")


@pytest.mark.parametrize("ask", [complete, sign, abort])
async def test_refuses_someone_elses_upload(
    owner: Client, colleague: Client, stranger: Client, member: Person, ask: Any
) -> None:
    upload = await create(owner)
    for other in (colleague, stranger):
        answer = await ask(other, upload)
        assert (answer["__typename"], answer["code"]) == ("UploadRefused", "UPLOAD_NOT_FOUND")
    assert (await create(owner))["asset"]["status"] == "UPLOADING"
    assert (await row_of(upload)).status == "WAITING"


async def test_a_completed_upload_can_be_neither_signed_nor_aborted(owner: Client) -> None:
    body = photo()
    upload = await create(owner, size=len(body))
    await put(owner, upload, body)
    asset = await complete(owner, upload)
    for answer in (await sign(owner, upload), await abort(owner, upload)):
        assert (answer["__typename"], answer["code"]) == ("UploadRefused", "UPLOAD_OVER")
    assert (await settled(owner, asset))["status"] == "READY"


async def test_nothing_is_left_under_in_once_a_photo_is_ready(owner: Client, services: Services) -> None:
    asset = await ready(owner)
    assert await waiting_keys(services) == []
    [key] = await original_keys(services)
    assert key.endswith(".jpg")
    assert asset["filename"] not in key
