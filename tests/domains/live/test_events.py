"""Who hears what, in which order."""

import asyncio

import pytest

from tests.client import Client, Refused
from tests.domains.live.watching import watching
from tests.domains.uploading import abort, complete, create, photo, put, ready, send, settled
from vitrine.services import Services
from vitrine.uploads.models import Upload
from vitrine.uploads.sweeping import sweep_uploads


async def test_the_uploader_hears_every_step_of_a_photo(owner: Client) -> None:
    async with watching(owner) as watch:
        asset = await send(owner, photo("gps.jpg"))
        await watch.until_kind("READY")
    assert watch.kinds() == ["CREATED", "UPDATED", "UPDATED", "READY"]
    created, begun, thumbnail, done = (event for event in watch.heard if event["kind"] != "PROGRESS")
    assert {event["assetId"] for event in watch.heard} == {asset["id"]}
    assert begun["asset"]["status"] in {"PROCESSING", "READY"}
    assert thumbnail["asset"]["thumbnail"]["width"] == 320
    assert done["asset"]["status"] == "READY"
    revisions = [event["revision"] for event in (created, begun, thumbnail, done)]
    assert revisions == sorted(set(revisions))


async def test_progress_is_told_on_the_way(owner: Client) -> None:
    async with watching(owner) as watch:
        asset = await send(owner, photo("gps.jpg"))
        await watch.until_kind("READY")
    steps = [event["progress"] for event in watch.heard if event["kind"] == "PROGRESS"]
    assert steps[0] == {"step": "receive", "done": 0, "total": 2, "unit": "steps"}
    assert {step["step"] for step in steps} >= {"receive", "thumbnail"}
    assert all(event["assetId"] == asset["id"] for event in watch.heard)


async def test_another_member_hears_of_an_upload_only_when_it_is_complete(owner: Client, colleague: Client) -> None:
    async with watching(colleague) as watch:
        body = photo()
        upload = await create(owner, size=len(body))
        await put(owner, upload, body)
        await watch.nothing_more()
        await complete(owner, upload)
        await watch.until_kind("READY")
    assert watch.kinds() == ["CREATED", "UPDATED", "READY"]
    assert watch.heard[0]["asset"]["status"] in {"PROCESSING", "READY"}


async def test_another_member_never_hears_of_an_upload_that_is_given_up(owner: Client, colleague: Client) -> None:
    async with watching(colleague) as watch, watching(owner) as mine:
        upload = await create(owner)
        await abort(owner, upload)
        removed = await mine.until_kind("REMOVED")
        await watch.nothing_more()
    assert (removed["assetId"], removed["asset"]) == (upload["asset"]["id"], None)


async def test_expiry_tells_the_uploader_that_the_asset_is_gone(owner: Client, services: Services) -> None:
    async with watching(owner) as watch:
        upload = await create(owner)
        await Upload.all().update(expires_at=(await Upload.get()).created_at)
        await sweep_uploads(services)
        removed = await watch.until_kind("REMOVED")
    assert removed["assetId"] == upload["asset"]["id"]


async def test_another_library_hears_nothing(owner: Client, stranger: Client) -> None:
    async with watching(stranger) as watch:
        await ready(owner)
        await watch.nothing_more()


async def test_a_failure_is_told_with_its_reason(owner: Client) -> None:
    async with watching(owner) as watch:
        await send(owner, b"no picture" * 100, "a.jpg")
        failed = await watch.until_kind("FAILED")
    assert failed["asset"]["status"] == "FAILED"
    assert failed["asset"]["failure"]["code"]


async def test_with_ids_only_these_assets_are_told_of(owner: Client) -> None:
    first, second = await create(owner), await create(owner)
    async with watching(owner, ids=[second["asset"]["id"]]) as watch:
        await abort(owner, first)
        await abort(owner, second)
        await watch.until_kind("REMOVED")
    assert [event["assetId"] for event in watch.heard] == [second["asset"]["id"]]


async def test_ids_of_others_tell_nothing(owner: Client, stranger: Client) -> None:
    upload = await create(owner)
    async with watching(stranger, ids=[upload["asset"]["id"]]) as watch:
        await abort(owner, upload)
        await watch.nothing_more()


async def test_everything_that_happened_after_a_list_was_read_is_told(owner: Client) -> None:
    before = await ready(owner)
    page = (await owner.graphql("{ assets { liveCursor nodes { id } } }"))["assets"]
    assert [node["id"] for node in page["nodes"]] == [before["id"]]
    asset = await settled(owner, await send(owner, photo()))
    async with watching(owner, after=page["liveCursor"]) as watch:
        await watch.until_kind("READY", asset["id"])
    told = [event["kind"] for event in watch.heard if event["assetId"] == asset["id"]]
    assert told == ["CREATED", "UPDATED", "UPDATED", "READY"]


async def test_cursors_only_grow(owner: Client) -> None:
    async with watching(owner) as watch:
        assets = await asyncio.gather(*(send(owner, photo()) for _ in range(5)))
        waiting = {asset["id"] for asset in assets}
        while waiting:
            waiting.discard((await watch.until_kind("READY"))["assetId"])
    places = [tuple(map(int, event["cursor"].partition(".")[2].split("-"))) for event in watch.heard]
    assert places == sorted(places)


async def test_nobody_may_listen(nobody: Client) -> None:
    with pytest.raises((Refused, TypeError)):
        async with nobody.subscribe("subscription { assetEvents { kind } }") as subscription:
            await subscription.event()
