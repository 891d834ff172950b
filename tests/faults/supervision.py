"""What `vitrine up` and every other supervisor does: whoever dies is started again after a moment."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.machine import PRODUCT, Machine


@asynccontextmanager
async def supervised(machine: Machine, pause: float = 0.5) -> AsyncIterator[None]:
    """Keep servers and product running while the body runs; each stays dead for `pause` seconds."""
    watching = [asyncio.create_task(_keep(machine, name, pause)) for name in (*machine.servers.here, *PRODUCT)]
    try:
        yield
    finally:
        for watch in watching:
            watch.cancel()
        await asyncio.gather(*watching, return_exceptions=True)


async def _keep(machine: Machine, name: str, pause: float) -> None:
    while True:
        await machine.stack.children[name].wait()
        await asyncio.sleep(pause)
        await machine.stack.spawn(name)
