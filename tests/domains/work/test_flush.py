"""Redis may be emptied at any moment; nothing that is owed is lost."""

import asyncio
import time

from tests.client import Client
from tests.domains.live.served import forget_everything
from tests.domains.uploading import photo, send_all, settled
from tests.machine import Machine
from vitrine.services import Services
from vitrine.work.models import Job


async def test_fifty_photos_owed_when_redis_is_flushed_are_all_ready_within_forty_seconds(
    app: Machine, owner: Client, services: Services
) -> None:
    await app.halt("worker-image", "worker-bulk")
    assets = await send_all(owner, [photo() for _ in range(50)])
    await forget_everything(services)
    began = time.monotonic()
    await app.run()
    ends = [await settled(owner, asset, within=40) for asset in assets]
    assert time.monotonic() - began < 40
    assert {end["status"] for end in ends} == {"READY"}
    assert not await Job.filter(kind="uploads.receive", state__not="DONE").exists()


async def test_a_flush_in_the_middle_loses_nothing_either(owner: Client, services: Services) -> None:
    assets = await send_all(owner, [photo() for _ in range(12)])
    for _ in range(3):
        await forget_everything(services)
        await asyncio.sleep(0.2)
    assert {(await settled(owner, asset))["status"] for asset in assets} == {"READY"}
