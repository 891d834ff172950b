"""Somebody brings many files at once; the next person's photo is seen all the same."""

import asyncio
from uuid import UUID

from tests.client import Client
from tests.domains.uploading import photo, send, send_all, settled
from tests.machine import Machine
from vitrine.infra.db import rows
from vitrine.work.models import Job

_BEFORE = """
select count(*) as jobs from job theirs, job mine
where mine.asset_id = $1 and mine.kind = 'uploads.receive' and theirs.kind = 'uploads.receive'
  and theirs.started_at > mine.queued_at and theirs.started_at < mine.started_at
"""


async def test_a_photo_is_received_before_what_waits_of_an_import(
    app: Machine, owner: Client, colleague: Client
) -> None:
    await app.halt("worker-image")
    for _ in range(3):
        await send_all(owner, [photo() for _ in range(50)])
    await app.run("worker-image")
    received = Job.filter(kind="uploads.receive", state="DONE")
    while await received.count() < 5:
        await asyncio.sleep(0.02)
    asset = await send(colleague, photo())
    await settled(colleague, asset, within=60)
    [before] = await rows(_BEFORE, UUID(hex=asset["id"].removeprefix("asset_")))
    assert before["jobs"] <= 8, "those that the slots began while the photo was being written down, and no more"
    assert await Job.filter(kind="uploads.receive", state="QUEUED").count() > 20, "the import was under way"
