"""A client that asks twenty times at once is answered twenty times alike."""

import asyncio

import pytest

from tests.client import Client
from tests.domains.uploading import Answer, complete, create
from tests.domains.uploads.in_parts import send_parts
from tests.faults.invariants import assert_nothing_lost_and_nothing_left
from tests.faults.photos import Photo, large_photo, small_photos
from tests.faults.uploader import accepted, patiently
from tests.machine import Machine
from vitrine.services import Services


@pytest.mark.parametrize(
    "photo", [small_photos(1, seed=63)[0], large_photo(seed=64)], ids=["a file sent whole", "a file in parts"]
)
async def test_twenty_completions_at_once_are_answered_alike(
    photo: Photo, app: Machine, environ: dict[str, str], services: Services, owner: Client
) -> None:
    async def completed() -> Answer:
        return accepted(await complete(owner, upload))

    # Nobody works on it meanwhile, so that all of an answer can be compared.
    await app.halt("worker-image")
    upload = await create(owner, photo.name, len(photo.data))
    assert await send_parts(owner, upload, photo.data) == {200}
    answers = await asyncio.gather(*(patiently(completed) for _ in range(20)))
    assert answers == [answers[0]] * 20
    assert (answers[0]["id"], answers[0]["status"]) == (upload["asset"]["id"], "PROCESSING")
    await app.run("worker-image", **environ)
    await assert_nothing_lost_and_nothing_left(app, services, [photo])
