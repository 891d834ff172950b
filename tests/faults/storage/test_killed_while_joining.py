"""The API dies while storage makes one object of the parts of a file."""

import asyncio

import pytest

from tests.client import Client
from tests.domains.uploading import complete, create
from tests.domains.uploads.in_parts import send_parts
from tests.faults.invariants import assert_nothing_lost_and_nothing_left
from tests.faults.photos import large_photo
from tests.faults.storage.exchange import Exchange, Request
from tests.faults.storage.way import Trouble, Way
from tests.faults.uploader import accepted, patiently
from tests.machine import Machine
from vitrine.services import Services

PHOTO = large_photo(seed=65)


class _Held:
    """Keeps a request to join parts, or the answer to it, until whoever asked is gone."""

    def __init__(self, *, joined: bool) -> None:
        self.joined = joined
        self.reached = asyncio.Event()

    def __call__(self, request: Request) -> Trouble | None:
        return self.hold if request.joins_parts else None

    async def hold(self, exchange: Exchange) -> None:
        if self.joined:
            await exchange.send()
            await exchange.hear()
        self.reached.set()
        await exchange.client.reader.read()


@pytest.mark.parametrize("joined", [False, True], ids=["before storage heard", "before storage was heard"])
async def test_completion_is_repeated_after_the_api_died(
    *, joined: bool, way: Way, app: Machine, environ: dict[str, str], services: Services, owner: Client
) -> None:
    async def completed() -> str:
        return str(accepted(await complete(owner, upload))["id"])

    upload = await create(owner, PHOTO.name, len(PHOTO.data))
    assert await send_parts(owner, upload, PHOTO.data) == {200}
    held = _Held(joined=joined)
    with way.troubled(held):
        completing = asyncio.create_task(patiently(completed))
        async with asyncio.timeout(10):
            await held.reached.wait()
        await app.stack.kill("api")
    await app.run("api", **environ)
    answers = [await completing, *[await completed() for _ in range(3)]]
    assert answers == [upload["asset"]["id"]] * 4
    await assert_nothing_lost_and_nothing_left(app, services, [PHOTO])
