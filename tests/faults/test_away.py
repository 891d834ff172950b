"""Clients that were away come back to the truth: all that happened, or the news that it cannot be told."""

from tests.client import Client
from tests.faults.invariants import assert_nothing_lost_and_nothing_left
from tests.faults.listener import Listener
from tests.faults.photos import small_photos
from tests.faults.test_lost_queue import flush
from tests.faults.uploader import Uploader
from tests.machine import Machine
from vitrine.infra.stream import order, parse_cursor
from vitrine.services import Services
from vitrine.settings import Settings

COUNT = 10


async def test_client_that_was_away_is_told_everything_once_it_is_back(
    app: Machine, services: Services, owner: Client
) -> None:
    photos = small_photos(COUNT, seed=51)
    uploader, listener = Uploader(owner, photos), Listener(owner)
    async with listener.listening():
        pass
    await uploader.run()
    await assert_nothing_lost_and_nothing_left(app, services, photos)
    await app.stack.restart("api")
    async with listener.listening():
        await listener.until_all("READY", COUNT, within=20)
        for asset in uploader.assets.values():
            await listener.until_told(asset, ["CREATED", "UPDATED", "UPDATED", "READY"], within=5)
    places = [cursor.place for event in listener.events if (cursor := parse_cursor(event["cursor"]))]
    assert places == sorted(places, key=order)
    assert "RESYNC" not in {event["kind"] for event in listener.events}


async def test_client_that_drops_out_in_the_middle_misses_nothing(
    app: Machine, services: Services, owner: Client
) -> None:
    photos = small_photos(COUNT, seed=52)
    uploader, listener = Uploader(owner, photos), Listener(owner)
    async with listener.listening():
        await uploader.run()
    async with listener.listening():
        await listener.until_all("READY", 2, within=20)
    async with listener.listening():
        await listener.until_all("READY", COUNT, within=20)
    for asset in uploader.assets.values():
        assert listener.kinds(asset)[:4] == ["CREATED", "UPDATED", "UPDATED", "READY"]
    await assert_nothing_lost_and_nothing_left(app, services, photos)


async def test_client_whose_past_was_flushed_is_told_to_read_again(
    app: Machine, services: Services, settings: Settings, owner: Client
) -> None:
    photos = small_photos(COUNT, seed=53)
    listener = Listener(owner)
    async with listener.listening():
        pass
    await Uploader(owner, photos).run()
    await assert_nothing_lost_and_nothing_left(app, services, photos)
    await flush(settings)
    async with listener.listening():
        await listener.until_all("READY", COUNT, within=20)
    assert listener.events[0]["kind"] == "RESYNC"
