"""The video worker is killed in the middle of a film, again and again: it ends whole, and no step is done twice."""

import asyncio
import os
import random
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest

from tests.client import Client
from tests.domains.films.filming import film
from tests.faults.invariants import assert_nothing_lost_and_nothing_left, looking_into
from tests.faults.listener import Listener
from tests.faults.photos import Photo
from tests.faults.uploader import Uploader
from tests.machine import Machine
from tests.processes import descendants, running, until
from vitrine.services import Services

WORKER = "worker-video"
# Snow that moves: an encoder has as much to do with it as with any film of this size.
SNOW = ("-f", "lavfi", "-i", "testsrc2=size=1300x732:rate=25,noise=alls=8:allf=t")
SOUND = ("-f", "lavfi", "-i", "sine=frequency=330:sample_rate=48000")
SECONDS = 6
PROGRESS = """subscription { assetEvents { kind progress { step done total } } }"""


async def _long_film() -> Photo:
    coded = ("-c:v", "mpeg4", "-q:v", "10", "-c:a", "libmp3lame", "-t", str(SECONDS))
    return Photo("snow.avi", await film(*SNOW, *SOUND, *coded, name="snow.avi"))


@dataclass
class Ear:
    """What was told of one film's progress."""

    heard: list[tuple[str, float]] = field(default_factory=list)

    def share(self) -> float:
        """Return how much of the film was encoded, as far as the last word went, 0 to 1."""
        return self.heard[-1][1] if self.heard and self.heard[-1][0] == "film" else 0.0

    async def until_share(self, share: float) -> None:
        """Wait until so much of the film is encoded. Raises AssertionError."""
        await until(lambda: self.share() >= share, 60, f"{share:.0%} of the film")

    def steps(self) -> list[str]:
        """List the steps in the order in which they were first told."""
        return list(dict.fromkeys(step for step, _ in self.heard))


@asynccontextmanager
async def _hearing(client: Client) -> AsyncIterator[Ear]:
    ear = Ear()

    async def follow() -> None:
        async with client.subscribe(PROGRESS) as subscription:
            while True:
                event: dict[str, Any] = (await subscription.event(within=300))["assetEvents"]
                if at := event["progress"]:
                    ear.heard.append((at["step"], at["done"] / (at["total"] or 1)))

    following = asyncio.create_task(follow())
    try:
        yield ear
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


def _worker(app: Machine) -> int:
    return app.stack.children[WORKER].pid


def _folders(pid: int) -> list[Path]:
    return list(Path(gettempdir()).glob(f"vitrine-job-{pid}-*"))


async def _kill(app: Machine) -> None:
    """Kill the worker and make sure that nothing it started outlives it."""
    pid = _worker(app)
    left_alone, folders = descendants(pid), _folders(pid)
    assert folders, "it was to die with a film in hand"
    os.kill(pid, signal.SIGKILL)
    await app.stack.children[WORKER].wait()
    await until(lambda: not any(Path(f"/proc/{each}").exists() for each in left_alone), 2, "its children are gone")
    for folder in folders:
        assert running(str(folder)) == []
    await app.run(WORKER)
    await until(lambda: not any(folder.exists() for folder in folders), 40, "the next one sweeps its folders")


# Three times the work of one film, on a machine that may have others to do.
@pytest.mark.timeout(300)
@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_a_film_survives_workers_that_are_killed_at_any_moment(
    app: Machine, services: Services, owner: Client, seed: int
) -> None:
    moments = random.Random(seed).sample(range(2, 98), 2)  # which moments is of no consequence
    snow = await _long_film()
    uploader, listener = Uploader(owner, [snow]), Listener(owner)
    async with listener.listening(), _hearing(owner) as ear:
        await uploader.run()
        for moment in moments:
            ear.heard.clear()
            await ear.until_share(moment / 100)
            await _kill(app)
        await listener.until_all("READY", 1, within=90)
    await assert_nothing_lost_and_nothing_left(app, services, [snow])
    async with looking_into(app) as database:
        [job] = await database.fetch("select attempts, crashes from job where kind = 'films.ladder'")
    assert (job["attempts"], job["crashes"]) == (1, len(moments))


@pytest.mark.long
async def test_a_size_that_was_written_down_is_not_made_again(app: Machine, services: Services, owner: Client) -> None:
    snow = await _long_film()
    uploader, listener = Uploader(owner, [snow]), Listener(owner)
    await app.run(WORKER, VITRINE_FAILPOINTS="films_made")
    async with listener.listening(), _hearing(owner) as ear:
        await uploader.run()
        async with asyncio.timeout(80):
            assert await app.stack.children[WORKER].wait() == -signal.SIGKILL
        assert "READY" not in listener.statuses.values()
        before = await _films(app)
        assert sorted(before) == ["film-1080p", "film-720p"]
        ear.heard.clear()
        await app.run(WORKER)
        await listener.until_all("READY", 1, within=30)
    assert "film" not in ear.steps(), "it was encoded a second time"
    await assert_nothing_lost_and_nothing_left(app, services, [snow])
    assert await _films(app) == before


async def _films(app: Machine) -> dict[str, Any]:
    async with looking_into(app) as database:
        found = await database.fetch("select recipe, id, created_at from rendition where purpose = 'film'")
    return {row["recipe"]: (row["id"], row["created_at"]) for row in found}
