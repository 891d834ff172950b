"""What is processed again gets what it lacks, and loses nothing."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from tests.client import Client
from tests.domains.live.watching import watching
from tests.domains.reprocessing.again import Answer, key_of, receiving, reprocess
from tests.domains.uploading import create, photo, read_asset, ready, send, settled
from tests.domains.uploads.stored import all_done, store
from tests.machine import Machine
from vitrine.assets.models import Asset, LikenessGroup, Original
from vitrine.infra.db import rows, transaction
from vitrine.infra.media.facts import FACTS_VERSION
from vitrine.renditions.models import Rendition
from vitrine.services import Services
from vitrine.work.models import Change, Job, JobState


@pytest.fixture
async def done(owner: Client) -> Answer:
    """A photo that is READY, and owed nothing more."""
    asset = await ready(owner, photo("Aqua.jpg"))
    await all_done()
    now = await read_asset(owner, asset["id"])
    assert now is not None
    return now


async def made() -> dict[str, UUID]:
    """Return which renditions there are."""
    return {row.recipe: row.id for row in await Rendition.all()}


async def test_nothing_is_made_twice_and_nothing_changes(owner: Client, done: Answer) -> None:
    before, changes = await made(), await Change.all().count()
    [answer] = await reprocess(owner, done)
    assert (answer["status"], answer["revision"]) == ("READY", done["revision"])
    await all_done()
    assert (await receiving(done)).state is JobState.DONE
    assert await made() == before
    assert await Change.all().count() == changes
    assert (await Asset.get(id=key_of(done))).revision == done["revision"]


async def test_only_what_is_missing_is_made_and_it_stays_ready(owner: Client, done: Answer) -> None:
    before = await made()
    lost = {"thumbnail-320", "preview-1024", "large-2048-avif"} & before.keys()
    assert len(lost) >= 2
    await Rendition.filter(recipe__in=list(lost)).delete()
    async with watching(owner) as watch:
        await reprocess(owner, done)
        event = await watch.until_kind("UPDATED")
        assert event["asset"]["status"] == "READY"
        await all_done()
    after = await made()
    assert after.keys() == before.keys()
    assert {name for name in before if after[name] != before[name]} == lost
    changes = await Change.filter(subject_id=key_of(done)).order_by("id")
    assert [change.kind for change in changes].count("READY") == 1
    assert (await Asset.get(id=key_of(done))).status == "READY"


async def test_a_file_is_read_again_once_more_can_be_read_of_it(owner: Client) -> None:
    asset = await ready(owner, photo("gps.jpg"))
    await all_done()
    known = await Original.get()
    assert known.facts["version"] == FACTS_VERSION
    older = {name: value for name, value in known.facts.items() if name not in {"version", "place", "camera"}}
    await Original.all().update(facts=older, likeness=None)
    await Asset.all().update(camera=None)
    await reprocess(owner, asset)
    await all_done()
    now = await Original.get()
    assert now.facts == known.facts
    assert now.likeness == known.likeness
    assert (await Asset.get(id=key_of(asset))).camera == known.facts["camera"]


async def test_what_was_kept_before_likenesses_is_compared_when_it_gets_one(owner: Client) -> None:
    first, second = await ready(owner, photo()), await ready(owner, photo())
    await all_done()
    older = (await Original.first()).facts | {"version": 1}  # type: ignore[union-attr]  # two are there
    await Original.all().update(facts=older, likeness=None, group_id=None)
    await LikenessGroup.all().delete()
    await reprocess(owner, first, second)
    await all_done()
    assert await LikenessGroup.all().count() == 1
    assert await Original.filter(group_id__isnull=True).count() == 0


async def test_it_waits_until_it_may_begin_and_begins_at_once_when_told_so(owner: Client, done: Answer) -> None:
    tonight = datetime.now(UTC) + timedelta(hours=8)
    await reprocess(owner, done, not_before=tonight)
    job = await receiving(done)
    assert (job.queue, job.state, job.head_start) == ("bulk", JobState.QUEUED, 0)
    assert abs(job.run_after - tonight) < timedelta(seconds=1)
    # A later time does not put off what is owed already.
    await reprocess(owner, done, not_before=tonight + timedelta(hours=1))
    assert abs((await receiving(done)).run_after - tonight) < timedelta(seconds=1)
    await reprocess(owner, done)
    await all_done()
    assert (await receiving(done)).state is JobState.DONE


async def test_one_whose_bytes_are_gone_keeps_what_it_has(owner: Client, done: Answer, services: Services) -> None:
    await services.storage.delete((await Original.get()).key)
    await Rendition.filter(recipe="preview-1024").delete()
    await reprocess(owner, done)
    await all_done()
    job = await receiving(done)
    assert (job.state, job.error_code) == (JobState.DEAD, "BYTES_GONE")
    now = await read_asset(owner, done["id"])
    assert now is not None
    assert (now["status"], now["failure"]) == ("READY", None)
    async with owner.http.get(now["thumbnail"]["url"]) as response:
        assert response.status == 200


async def test_bytes_that_are_no_longer_what_was_uploaded_are_not_taken_for_it(
    owner: Client, done: Answer, services: Services, tmp_path: Path
) -> None:
    before = await Original.get()
    await store(services, before.key, photo("gps.jpg"), tmp_path)
    await reprocess(owner, done)
    await all_done()
    job = await receiving(done)
    assert (job.state, job.error_code) == (JobState.DEAD, "BYTES_CHANGED")
    assert (await Original.get()).facts == before.facts
    assert (await Asset.get(id=key_of(done))).status == "READY"


async def test_one_that_cannot_be_read_any_more_keeps_what_was_read(owner: Client) -> None:
    asset = await settled(owner, await send(owner, photo("truncated.jpg")[:3000]))
    await all_done()
    facts = {"width": 640, "height": 480, "version": 1}
    # As if a reader that is gone had managed it.
    await Original.all().update(facts=facts)
    await Asset.all().update(status="READY", failure_code=None, failed_at=None, failure_message=None)
    await reprocess(owner, asset)
    await all_done()
    assert (await receiving(asset)).state is JobState.DEAD
    assert (await Original.get()).facts == facts
    now = await read_asset(owner, asset["id"])
    assert now is not None
    assert (now["status"], now["failure"]) == ("READY", None)


async def test_its_uploader_and_the_owner_of_the_library_may_and_nobody_else(
    app: Machine, owner: Client, colleague: Client, stranger: Client
) -> None:
    owners, theirs = await ready(owner), await ready(colleague)
    await app.halt("worker-bulk")
    [no, yes] = await reprocess(colleague, owners, theirs)
    assert (no["__typename"], no["code"]) == ("AssetNotFound", "NOT_YOURS")
    assert yes["__typename"] == "Asset"
    assert (await reprocess(owner, theirs))[0]["__typename"] == "Asset"
    assert (await reprocess(stranger, owners))[0]["code"] == "ASSET_NOT_FOUND"
    assert (await receiving(owners)).state is JobState.DONE
    assert (await receiving(theirs)).state is JobState.QUEUED


async def test_only_what_is_ready_is_processed_again_and_the_others_are_told_what_to_do(owner: Client) -> None:
    upload = await create(owner)
    broken = await settled(owner, await send(owner, b"no picture" * 9, "a.jpg"))
    for asset, hint in ((upload["asset"], "complete its upload"), (broken, "retryAssets")):
        [answer] = await reprocess(owner, asset)
        assert (answer["code"], answer["field"]) == ("NOTHING_TO_REPROCESS", "ids")
        assert hint in answer["message"]
    assert await Job.filter(queue="bulk").count() == 0


async def test_what_was_missing_of_what_is_ready_is_told_of_also_where_nothing_follows(
    owner: Client, done: Answer
) -> None:
    await Rendition.filter(recipe="preview-1024").delete()
    async with watching(owner) as watch:
        await reprocess(owner, done)
        event = await watch.until_kind("UPDATED")
    assert event["asset"]["revision"] == done["revision"] + 1
    assert "preview-1024" in await made()


async def test_asking_again_while_a_worker_writes_waits_for_it_and_holds_nothing_that_it_wants(
    owner: Client, done: Answer
) -> None:
    job, writing, go_on = await receiving(done), asyncio.Event(), asyncio.Event()

    async def write() -> None:
        async with transaction():
            await rows("select 1 from job where id = $1 for update", job.id)
            writing.set()
            await go_on.wait()
            await rows("select 1 from asset where id = $1 for update nowait", job.asset_id)

    worker = asyncio.create_task(write())
    await writing.wait()
    asked = asyncio.create_task(reprocess(owner, done))
    finished, _ = await asyncio.wait([asked], timeout=0.5)
    assert not finished
    go_on.set()
    await worker
    assert [answer["status"] for answer in await asked] == ["READY"]
