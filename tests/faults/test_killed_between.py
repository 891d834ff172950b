"""The API dies at the worst moments: inside `completeUploads`, and after a commit that nobody was told of yet."""

import asyncio

import pytest

from tests.client import Client
from tests.faults.invariants import assert_nothing_lost_and_nothing_left, looking_into
from tests.faults.listener import Listener
from tests.faults.photos import small_photos
from tests.faults.uploader import Uploader
from tests.machine import Machine
from vitrine.services import Services

PHOTOS = small_photos(1, seed=11)
LIFE = ["CREATED", "UPDATED", "UPDATED", "READY"]


async def _restart_once_dead(app: Machine) -> None:
    async with asyncio.timeout(30):
        code = await app.stack.children["api"].wait()
    assert code == -9, "the API was to die at its failpoint"
    await app.run("api")


async def test_announcement_that_was_committed_is_told_after_a_restart(
    app: Machine, services: Services, owner: Client
) -> None:
    uploader, listener = Uploader(owner, PHOTOS), Listener(owner)
    async with listener.listening():
        await app.run("api", VITRINE_FAILPOINTS="committed")
        uploading = asyncio.create_task(uploader.run())
        await _restart_once_dead(app)
        await uploading
        await listener.until_told(uploader.assets[PHOTOS[0].name], LIFE, within=40)
    await assert_nothing_lost_and_nothing_left(app, services, PHOTOS)


async def test_completion_that_was_committed_is_told_after_a_restart(
    app: Machine, services: Services, owner: Client
) -> None:
    uploader, listener = Uploader(owner, PHOTOS), Listener(owner)
    async with listener.listening():
        [upload] = await uploader.announce()
        await app.run("api", VITRINE_FAILPOINTS="committed")
        completing = asyncio.create_task(uploader.send_and_complete(PHOTOS[0], upload))
        await _restart_once_dead(app)
        await completing
        await listener.until_told(upload["asset"]["id"], LIFE, within=40)
    await assert_nothing_lost_and_nothing_left(app, services, PHOTOS)


async def test_completion_that_was_not_committed_can_be_repeated(
    app: Machine, services: Services, owner: Client
) -> None:
    uploader = Uploader(owner, PHOTOS)
    await app.run("api", VITRINE_FAILPOINTS="complete_before_commit")
    [upload] = await uploader.announce()
    completing = asyncio.create_task(uploader.send_and_complete(PHOTOS[0], upload))
    await _restart_once_dead(app)
    await completing
    again = [await uploader.complete(upload["id"]) for _ in range(3)]
    assert {upload["asset"]["id"]} == {*again, *uploader.assets.values()}
    await assert_nothing_lost_and_nothing_left(app, services, PHOTOS)


@pytest.mark.parametrize("moment", [pytest.param("committed", marks=pytest.mark.long), "complete_before_commit"])
async def test_a_whole_drop_survives_an_api_that_dies_again_and_again(
    moment: str, app: Machine, services: Services, owner: Client
) -> None:
    photos = small_photos(10, seed=12)
    uploader = Uploader(owner, photos)
    uploading = asyncio.create_task(uploader.run())
    await uploader.until_sent(1)
    for _ in range(2):
        await app.halt("api")
        # It may die before it ever says that it is ready.
        child = await app.stack.spawn("api", {"VITRINE_FAILPOINTS": moment})
        dying = asyncio.create_task(child.wait())
        await asyncio.wait([uploading, dying], return_when=asyncio.FIRST_COMPLETED, timeout=30)
    await app.halt("api")
    await app.run("api")
    await uploading
    async with looking_into(app) as database:
        assert await database.fetchval("select count(*) from asset") == len(photos)
    await assert_nothing_lost_and_nothing_left(app, services, photos)
