"""Redis may be emptied at any moment; nothing that is owed is lost."""

import asyncio

from tests.client import Client
from tests.domains.live.served import forget_everything
from tests.domains.uploading import photo, send_all, settled
from vitrine.services import Services


async def test_a_flush_in_the_middle_loses_nothing_either(owner: Client, services: Services) -> None:
    assets = await send_all(owner, [photo() for _ in range(12)])
    for _ in range(3):
        await forget_everything(services)
        await asyncio.sleep(0.2)
    assert {(await settled(owner, asset))["status"] for asset in assets} == {"READY"}
