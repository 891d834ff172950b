"""kill -9 of anything while 50 uploads are under way: all of them end READY, once each, and nothing is left behind."""

import asyncio
import random

import pytest

from tests.client import Client
from tests.faults.invariants import assert_nothing_lost_and_nothing_left
from tests.faults.listener import Listener
from tests.faults.photos import small_photos
from tests.faults.supervision import supervised
from tests.faults.uploader import Uploader
from tests.machine import Machine
from vitrine.services import Services

COUNT = 50
VICTIMS = ("worker-image", "api", "redis", "postgres", "storage")
# Whose death costs most comes first. The long suite kills all of them, at more moments.
FIRST = ("api", pytest.param("redis", marks=pytest.mark.long))


@pytest.mark.parametrize("victim", FIRST)
async def test_every_upload_survives_a_killed(victim: str, app: Machine, services: Services, owner: Client) -> None:
    await _drop_and_kill([victim], seed=1, app=app, services=services, owner=owner)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("victim", VICTIMS)
async def test_every_upload_survives_a_killed_at_another_moment(
    victim: str, seed: int, app: Machine, services: Services, owner: Client
) -> None:
    await _drop_and_kill([victim], seed=seed, app=app, services=services, owner=owner)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(6))
async def test_every_upload_survives_one_death_after_another(
    seed: int, app: Machine, services: Services, owner: Client
) -> None:
    victims = random.Random(seed).choices(VICTIMS, k=6)
    await _drop_and_kill(victims, seed=seed, app=app, services=services, owner=owner)


async def _drop_and_kill(victims: list[str], *, seed: int, app: Machine, services: Services, owner: Client) -> None:
    moments = random.Random(seed)
    photos = small_photos(COUNT, seed, twins=3)
    uploader, listener = Uploader(owner, photos), Listener(owner)
    async with supervised(app, pause=moments.uniform(0.2, 1.5)), listener.listening():
        uploading = asyncio.create_task(uploader.run())
        await uploader.until_sent(moments.randint(5, 30))
        for victim in victims:
            await app.stack.kill(victim)
            await asyncio.sleep(moments.uniform(0.5, 3.0))
        async with asyncio.timeout(60):
            await uploading
        await listener.until_all("READY", COUNT, within=60)
        assert len(set(uploader.assets.values())) == COUNT
        await assert_nothing_lost_and_nothing_left(app, services, photos)
