"""Jobs are called off while workers are at work on them, and gone on with later."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest

from tests.client import Client
from tests.domains.films.filming import TONE, film
from tests.domains.queues.asked import cancel, jobs, queues, retry
from tests.domains.uploading import photo, read_asset, send, settled
from tests.machine import Machine
from tests.processes import command_of, descendants, until
from vitrine.infra.local.programs import WORKERS


@pytest.fixture
async def stuck(app: Machine) -> AsyncIterator[Machine]:
    """The whole product. What the test stops of storage goes on after it."""
    yield app
    app.stack.children["storage"].send(signal.SIGCONT)


async def _running(client: Client, within: float = 20, **wanted: Any) -> list[str]:
    async with asyncio.timeout(within):
        while not (found := await jobs(client, state=["RUNNING"], **wanted)):
            await asyncio.sleep(0.05)
    return [each["id"] for each in found]


async def test_a_job_that_runs_is_stopped_within_two_seconds_and_goes_on_when_retried(
    stuck: Machine, owner: Client
) -> None:
    await stuck.halt("worker-image")
    asset = await send(owner, photo())
    # Storage that accepts and does not answer: the job can neither end nor fail.
    stuck.stack.children["storage"].send(signal.SIGSTOP)
    await stuck.run("worker-image")
    ids = await _running(owner)
    log = stuck.stack.log("worker-image")
    before = log.read_text().count("job_taken_away")
    began = time.monotonic()
    [answer] = await cancel(owner, *ids)
    assert answer["state"] == "CANCELLED"
    while log.read_text().count("job_taken_away") == before:
        assert time.monotonic() - began < 2
        await asyncio.sleep(0.02)
    card = await read_asset(owner, asset["id"])
    assert card is not None
    assert (card["status"], card["failure"]["code"]) == ("FAILED", "CANCELLED")
    stuck.stack.children["storage"].send(signal.SIGCONT)
    await retry(owner, *ids)
    assert (await settled(owner, asset))["status"] == "READY"


async def _long_film() -> bytes:
    card = ("-f", "lavfi", "-i", "testsrc2=size=1400x788:rate=25,noise=alls=8:allf=t")
    return await film(*card, *TONE, "-c:v", "mpeg4", "-q:v", "10", "-c:a", "libmp3lame", "-t", "10", name="film.avi")


@pytest.mark.long
async def test_a_film_that_is_cancelled_leaves_no_program_and_no_file_and_goes_on_when_retried(
    app: Machine, owner: Client
) -> None:
    asset = await send(owner, await _long_film(), "film.avi")
    worker = app.stack.children["worker-video"].pid

    def encoding() -> list[int]:
        return [pid for pid in descendants(worker) if "ffmpeg" in command_of(pid)]

    def folders() -> list[Path]:
        return list(Path(gettempdir()).glob(f"vitrine-job-{worker}-*"))

    [job] = await _running(owner, kind=["films.ladder"], within=60)
    await until(lambda: bool(encoding()), 30, "ffmpeg is at work")
    [answer] = await cancel(owner, job)
    assert answer["state"] == "CANCELLED"
    await until(lambda: not encoding() and not folders(), 2, "neither a program nor a file is left")
    card = await read_asset(owner, asset["id"])
    assert card is not None
    assert (card["status"], card["failure"]["retryable"]) == ("FAILED", True)
    assert card["thumbnail"] is not None, "what was there to be seen stays"
    [answer] = await retry(owner, job)
    assert answer["state"] == "QUEUED"
    assert (await settled(owner, asset, within=90))["status"] == "READY"


async def test_every_queue_has_a_worker_that_says_so(app: Machine, owner: Client) -> None:
    async with asyncio.timeout(20):
        while not all(each["workers"] == 1 for each in (await queues(owner)).values()):
            await asyncio.sleep(0.2)
    await app.halt("worker-index")
    assert (await queues(owner))["index"]["workers"] == 0, "one that leaves in good order is not waited for"
    await app.run(*WORKERS)
