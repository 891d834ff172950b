"""A disk that is nearly full takes no more files, and says so before a byte is sent."""

import shutil
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.client import Client
from tests.domains.uploading import abort, complete, create, photo, put, settled
from tests.machine import Machine
from vitrine.assets.models import Asset
from vitrine.settings import Settings

GB = 10**9


@pytest.fixture
async def api(app: Machine) -> AsyncIterator[Machine]:
    """The product, whose API is started by each test as it needs it."""
    yield app
    await app.run("api")


def _free(settings: Settings) -> int:
    assert settings.storage_folder is not None
    return shutil.disk_usage(settings.storage_folder).free


async def test_a_disk_that_is_nearly_full_takes_no_new_file(owner: Client, api: Machine, settings: Settings) -> None:
    body = photo()
    begun = await create(owner, size=len(body), idempotencyKey="a")
    await api.run("api", VITRINE_STORAGE_KEEP_FREE=str(_free(settings) + GB))
    again = await create(owner, size=len(body), idempotencyKey="a")
    assert again["id"] == begun["id"], "what was announced before is let through"
    refused = await create(owner)
    assert (refused["code"], refused["field"]) == ("STORAGE_FULL", "size")
    assert await Asset.all().count() == 1
    await put(owner, begun, body)
    assert (await settled(owner, await complete(owner, begun)))["status"] == "READY"


async def test_what_was_promised_to_others_counts(owner: Client, api: Machine, settings: Settings) -> None:
    if _free(settings) < 4 * GB:
        pytest.skip("This disk has less than 4 GB left.")
    await api.run("api", VITRINE_STORAGE_KEEP_FREE=str(_free(settings) - 3 * GB))
    first = await _announced(owner, 2 * GB)
    assert (await _announced(owner, 2 * GB))["code"] == "STORAGE_FULL"
    assert "id" in await create(owner), "a small file still fits"
    await abort(owner, first)
    assert "id" in await _announced(owner, 2 * GB)


async def _announced(owner: Client, size: int) -> dict[str, Any]:
    return await create(owner, filename="film.mp4", size=size)
