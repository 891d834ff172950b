"""Uploads that are given up or run out leave nothing behind."""

from datetime import UTC, datetime, timedelta

from tests.client import Client
from tests.domains.uploading import (
    UPLOAD,
    abort,
    complete,
    create,
    photo,
    put,
    read_asset,
    settled,
    sign,
)
from tests.domains.uploads.stored import row_of, waiting_keys
from tests.machine import Machine
from vitrine.assets.models import Asset
from vitrine.services import Services
from vitrine.uploads.models import Upload
from vitrine.uploads.sweeping import sweep_uploads

LONG_AGO = timedelta(minutes=11)


async def _run_out(upload: dict[str, str]) -> None:
    row = await row_of(upload)
    await Upload.filter(id=row.id).update(expires_at=datetime.now(UTC) - timedelta(seconds=1))


async def _ended_long_ago(upload: dict[str, str]) -> None:
    row = await row_of(upload)
    await Upload.filter(id=row.id).update(finished_at=datetime.now(UTC) - LONG_AGO)


async def test_aborting_removes_the_asset_at_once_and_the_bytes_soon_after(owner: Client, services: Services) -> None:
    body = photo()
    upload = await create(owner, size=len(body))
    await put(owner, upload, body)
    answer = await abort(owner, upload)
    assert (answer["status"], answer["asset"], answer["parts"]) == ("ABORTED", None, [])
    assert await read_asset(owner, upload["asset"]["id"]) is None
    await _ended_long_ago(upload)
    await sweep_uploads(services)
    assert await waiting_keys(services) == []


async def test_aborting_twice_is_aborting_once(owner: Client) -> None:
    upload = await create(owner)
    assert [(await abort(owner, upload))["status"] for _ in range(2)] == ["ABORTED", "ABORTED"]


async def test_an_aborted_upload_can_be_neither_signed_nor_completed(owner: Client) -> None:
    body = photo()
    upload = await create(owner, size=len(body))
    await abort(owner, upload)
    await put(owner, upload, body)
    for answer in (await sign(owner, upload), await complete(owner, upload)):
        assert (answer["__typename"], answer["code"]) == ("UploadRefused", "UPLOAD_OVER")
    assert await Asset.exists() is False


async def test_an_upload_that_ran_out_takes_nothing_more(owner: Client) -> None:
    body = photo()
    upload = await create(owner, size=len(body))
    await put(owner, upload, body)
    await _run_out(upload)
    for answer in (await sign(owner, upload), await complete(owner, upload)):
        assert (answer["__typename"], answer["code"]) == ("UploadRefused", "UPLOAD_OVER")
        assert "expired" in answer["message"]
    assert (await owner.graphql(UPLOAD, id=upload["id"]))["upload"]["parts"] == []


async def test_sweeping_removes_what_ran_out_and_only_that(owner: Client, services: Services) -> None:
    over, open_still = await create(owner), await create(owner)
    await _run_out(over)
    await sweep_uploads(services)
    assert (await row_of(over)).status == "EXPIRED"
    assert await read_asset(owner, over["asset"]["id"]) is None
    assert (await row_of(open_still)).status == "WAITING"
    assert await read_asset(owner, open_still["asset"]["id"]) is not None


async def test_a_put_that_comes_after_the_end_is_swept_too(owner: Client, services: Services) -> None:
    body = photo()
    upload = await create(owner, size=len(body))
    await abort(owner, upload)
    await sweep_uploads(services)
    assert await put(owner, upload, body) == 200, "the signature is good for five minutes, whatever we do"
    await sweep_uploads(services)
    assert await waiting_keys(services) != [], "while the signature is good, sweeping would be in vain"
    await _ended_long_ago(upload)
    await sweep_uploads(services)
    assert await waiting_keys(services) == []
    assert (await row_of(upload)).swept is True


async def test_a_put_over_a_finished_upload_is_swept_and_the_original_stays(owner: Client, services: Services) -> None:
    body = photo()
    upload = await create(owner, size=len(body))
    await put(owner, upload, body)
    asset = await settled(owner, await complete(owner, upload))
    assert await put(owner, upload, bytes(len(body))) == 200
    await _ended_long_ago(upload)
    await sweep_uploads(services)
    assert await waiting_keys(services) == []
    async with owner.http.get(asset["original"]["url"]) as response:
        assert await response.read() == body


async def test_sweeping_leaves_bytes_alone_that_are_still_to_be_received(
    app: Machine, owner: Client, services: Services
) -> None:
    body = photo()
    upload = await create(owner, size=len(body))
    await put(owner, upload, body)
    await app.halt("worker-image", "worker-bulk")
    asset = await complete(owner, upload)
    await _ended_long_ago(upload)
    await sweep_uploads(services)
    assert await waiting_keys(services) != []
    await app.run()
    assert (await settled(owner, asset))["status"] == "READY"
