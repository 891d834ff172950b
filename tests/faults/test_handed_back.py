"""A worker that is asked to go gives back what it cannot finish, and nobody is charged for it."""

import asyncio
import signal

import pytest

from tests.client import Client
from tests.faults.invariants import assert_nothing_lost_and_nothing_left, looking_into
from tests.faults.photos import small_photos
from tests.faults.uploader import Uploader
from tests.machine import Machine
from vitrine.services import Services

_RECEIVING = "select state, attempts, crashes from job where kind = 'uploads.receive'"


async def _jobs(app: Machine) -> list[tuple[str, int, int]]:
    async with looking_into(app) as database:
        return [(job["state"], job["attempts"], job["crashes"]) for job in await database.fetch(_RECEIVING)]


@pytest.mark.long
async def test_worker_that_is_asked_to_go_hands_its_jobs_back_uncharged(
    app: Machine, services: Services, owner: Client
) -> None:
    photos = small_photos(3, seed=31)
    await app.halt("worker-image")
    await Uploader(owner, photos).run()
    storage = app.stack.children["storage"]
    # Storage that accepts and does not answer: the jobs can neither end nor fail.
    storage.send(signal.SIGSTOP)
    try:
        await app.run("worker-image")
        async with asyncio.timeout(20):
            while [job[0] for job in await _jobs(app)] != ["RUNNING"] * 3:
                await asyncio.sleep(0.05)
        await app.stack.stop("worker-image")
        assert await _jobs(app) == [("QUEUED", 0, 0)] * 3
    finally:
        storage.send(signal.SIGCONT)
    await app.run("worker-image")
    await assert_nothing_lost_and_nothing_left(app, services, photos)
    assert await _jobs(app) == [("DONE", 1, 0)] * 3
