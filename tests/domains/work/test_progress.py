"""Progress is told at once for a new step, and otherwise at most twice a second."""

import asyncio
from typing import Any

from tests.domains.work.owed import claimed, owe, without_redis
from vitrine.infra import stream
from vitrine.services import Services
from vitrine.work.claims import Progress
from vitrine.work.models import Job
from vitrine.work.progress import Reporter


async def _listen(services: Services, heard: list[dict[str, Any]]) -> None:
    async for _, message in stream.progress(services.redis):
        heard.append(message)


async def test_a_busy_step_is_told_of_at_most_twice_a_second(quiet: Services) -> None:
    heard: list[dict[str, Any]] = []
    listening = asyncio.create_task(_listen(quiet, heard))
    reporter = Reporter(await claimed(quiet, await owe(quiet)), 3)
    await asyncio.sleep(0.2)
    for done in range(110):
        await reporter.report(Progress("hash", done, 110, "MB"))
        await asyncio.sleep(0.01)
    await reporter.report(Progress("thumbnail", 0, 1, "pictures"))
    await asyncio.sleep(0.2)
    listening.cancel()
    steps = [message["step"] for message in heard]
    assert steps[0] == "hash"
    assert 2 <= steps.count("hash") <= 4
    assert steps[-1] == "thumbnail"
    assert {message["revision"] for message in heard} == {3}


async def test_the_last_report_goes_along_with_the_next_heartbeat(quiet: Services) -> None:
    held = await claimed(quiet, await owe(quiet))
    reporter = Reporter(held, 1)
    for done in (1, 2, 3):
        await reporter.report(Progress("hash", done, 9, "MB", eta=9.0 - done))
    assert held.progress == Progress("hash", 3, 9, "MB", eta=6.0)
    await held.renew()
    assert (await Job.get(id=held.job_id)).eta == 6.0


async def test_without_redis_the_work_goes_on(quiet: Services) -> None:
    async with without_redis(quiet) as lonely:
        held = await claimed(lonely, await owe(lonely))
        await Reporter(held, 1).report(Progress("hash", 1, 2, "MB"))
        await held.finish()
