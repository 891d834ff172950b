"""Redis forgets everything while work is owed."""

import pytest
from redis.asyncio import Redis

from tests.client import Client
from tests.faults.invariants import assert_nothing_lost_and_nothing_left, looking_into
from tests.faults.listener import Listener
from tests.faults.photos import small_photos
from tests.faults.uploader import Uploader
from tests.machine import Machine
from vitrine.services import Services
from vitrine.settings import Settings

COUNT = 50


async def flush(settings: Settings) -> None:
    """Empty Redis."""
    redis: Redis = Redis.from_url(settings.redis_url)
    await redis.flushall()
    await redis.aclose()


@pytest.mark.long
async def test_fifty_owed_jobs_are_done_within_forty_seconds_of_a_flush(
    app: Machine, services: Services, settings: Settings, owner: Client
) -> None:
    photos = small_photos(COUNT, seed=21)
    listener = Listener(owner)
    await app.halt("worker-image")
    async with listener.listening():
        await Uploader(owner, photos).run()
        async with looking_into(app) as database:
            assert await database.fetchval("select count(*) from job where state = 'QUEUED'") == COUNT
        await flush(settings)
        await app.run("worker-image")
        await listener.until_all("READY", COUNT, within=40)
    await assert_nothing_lost_and_nothing_left(app, services, photos)


async def test_work_whose_bell_was_taken_along_begins_within_seconds(
    app: Machine, services: Services, owner: Client
) -> None:
    photos = small_photos(3, seed=22)
    listener = Listener(owner)
    await app.halt("worker-image")
    async with listener.listening():
        await Uploader(owner, photos).run()
        # As a worker does that is killed between hearing a bell and claiming its job.
        assert await services.redis.delete("vitrine:image") == 1
        await app.run("worker-image")
        await listener.until_all("READY", len(photos), within=15)
    await assert_nothing_lost_and_nothing_left(app, services, photos)
