"""The numbers of the queues are pushed when they change, counted once for all who watch, through every outage."""

import asyncio
import contextlib
from contextlib import AsyncExitStack
from typing import Any

import pytest

from tests.client import Client, Refused, Subscription
from tests.domains.live.served import served_here
from tests.domains.made import make_asset
from tests.domains.people import Person
from tests.domains.queues.asked import WATCH, by_name, make_job
from tests.machine import Machine
from vitrine.api import http
from vitrine.api.boards import EVERY, Boards
from vitrine.queues.numbers import queue_numbers
from vitrine.services import Services
from vitrine.work.claims import Progress, claim_next
from vitrine.work.models import Job
from vitrine.work.progress import Reporter

EVENTS = "subscription { assetEvents { kind progress { step done etaSeconds } } }"


async def _image(subscription: Subscription, within: float = 20.0) -> dict[str, Any]:
    return by_name((await subscription.event(within))["queues"])["image"]


async def _until(subscription: Subscription, depth: int, within: float = 20.0) -> None:
    async with asyncio.timeout(within):
        while (await _image(subscription))["depth"] != depth:
            pass


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> list[Boards]:
    """The boards of the endpoints that are served from this process."""
    made: list[Boards] = []

    def make(services: Services) -> Boards:
        made.append(Boards(services))
        return made[-1]

    monkeypatch.setattr(http, "Boards", make)
    return made


async def test_the_numbers_come_at_once_and_again_when_they_change(owning: Client, keeper: Person) -> None:
    async with owning.subscribe(WATCH) as subscription:
        assert (await _image(subscription))["depth"] == 0
        await make_job(keeper)
        await _until(subscription, 1)
        await Job.all().update(state="DONE")
        await _until(subscription, 0)


async def test_what_does_not_change_is_not_told_again(owning: Client) -> None:
    async with owning.subscribe(WATCH) as subscription:
        await _image(subscription)
        with pytest.raises(TimeoutError):
            await subscription.event(within=3 * EVERY)


async def test_a_busy_queue_is_told_of_at_most_once_a_second(owning: Client, keeper: Person) -> None:
    heard = 0

    async def listen(subscription: Subscription) -> None:
        nonlocal heard
        while True:
            await _image(subscription)
            heard += 1

    async with owning.subscribe(WATCH) as subscription:
        listening = asyncio.create_task(listen(subscription))
        for _ in range(60):
            await make_job(keeper)
            await asyncio.sleep(0.05)
        listening.cancel()
    assert 2 <= heard <= 6, "three seconds and a little"


async def test_however_many_watch_the_numbers_are_counted_once(
    quiet: Services, keeper: Person, monkeypatch: pytest.MonkeyPatch, here: list[Boards]
) -> None:
    counted = 0

    async def counting(*arguments: Any) -> Any:
        nonlocal counted
        counted += 1
        return await queue_numbers(*arguments)

    monkeypatch.setattr("vitrine.api.boards.queue_numbers", counting)
    async with served_here(quiet) as (url, _), AsyncExitStack() as stack:
        client = await stack.enter_async_context(Client(url, keeper.key))
        sockets = [await stack.enter_async_context(client.subscribe(WATCH)) for _ in range(20)]
        await asyncio.gather(*(_image(each) for each in sockets))
        await make_job(keeper)
        await asyncio.gather(*(_until(each, 1) for each in sockets))
        assert here[0].watched == {keeper.library.id: 20}
        assert 2 <= counted <= 8


async def test_nothing_is_counted_once_the_sockets_are_gone(
    quiet: Services, keeper: Person, here: list[Boards]
) -> None:
    async with served_here(quiet) as (url, _), Client(url, keeper.key) as client:
        for _ in range(3):
            async with client.subscribe(WATCH) as subscription:
                await _image(subscription)
            async with client.subscribe(WATCH):
                pass
        async with asyncio.timeout(5):
            while here[0].watched:
                await asyncio.sleep(0.05)


async def test_a_library_hears_nothing_of_anothers(owning: Client, other_owner: Person) -> None:
    async with owning.subscribe(WATCH) as subscription:
        await _image(subscription)
        await make_job(other_owner)
        with pytest.raises(TimeoutError):
            await subscription.event(within=2.5 * EVERY)


async def test_a_member_may_not_watch_the_queues(taking_part: Client) -> None:
    async with taking_part.subscribe(WATCH) as subscription:
        with pytest.raises(Refused) as refused:
            await subscription.event()
    assert refused.value.codes == ["FORBIDDEN"]


async def test_watching_outlives_redis_and_the_database(resting: Machine, owning: Client, keeper: Person) -> None:
    async with owning.subscribe(WATCH) as subscription:
        await _image(subscription)
        await resting.stack.kill("redis")
        await make_job(keeper)
        await _until(subscription, 1)
        await resting.mend()
        await resting.stack.kill("postgres")
        await asyncio.sleep(2 * EVERY)
        await resting.mend()
        async with asyncio.timeout(20):
            while True:
                try:
                    await make_job(keeper)
                    break
                except Exception:  # noqa: BLE001  # this process's own connections have to come back first
                    await asyncio.sleep(0.2)
        await _until(subscription, 2)


async def test_whoever_watches_an_asset_is_told_how_long_it_will_take(
    owning: Client, keeper: Person, services: Services
) -> None:
    asset = await make_asset(keeper, status="PROCESSING")
    job = await make_job(keeper, asset)
    held = await claim_next(services, "image")
    assert held is not None
    assert held.job_id == job.id
    async with owning.subscribe(EVENTS) as subscription:
        async with asyncio.timeout(20):
            told = None
            while told is None:
                await Reporter(held, asset.revision).report(Progress("film", 5, 60, "seconds", eta=110.0))
                with contextlib.suppress(TimeoutError):
                    # Another test may have restarted Redis: then the first word is to read again.
                    told = (await subscription.event(within=1))["assetEvents"]["progress"]
    assert told == {"step": "film", "done": 5, "etaSeconds": 110}
