"""A disk that is nearly full takes no more files, and says so before a byte is sent."""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.client import Client
from tests.domains.uploading import abort, complete, create, create_all, photo, put, ready, settled
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


async def _quota(app: Machine, size: str) -> str:
    """Run `vitrine quota` and return what it said."""
    said = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("vitrine"), "quota", size, env=dict(app.environ), stdout=asyncio.subprocess.PIPE
    )
    out, _ = await said.communicate()
    assert said.returncode == 0
    return out.decode()


async def test_a_library_holds_no_more_than_its_quota(owner: Client, app: Machine) -> None:
    kept = await ready(owner)
    asked = "{ viewer { library { storageUsed storageQuota } } }"
    assert "1,000,000 bytes" in await _quota(app, "1MB")
    assert (await owner.graphql(asked))["viewer"]["library"] == {"storageUsed": kept["size"], "storageQuota": 1_000_000}
    answers = await create_all(owner, [{"filename": f"{size}.jpg", "size": size} for size in (600_000, 500_000, 1_000)])
    assert [answer.get("code") for answer in answers] == [None, "QUOTA_EXCEEDED", None]
    assert answers[1]["limit"] == 1_000_000
    assert "as there is room for" in await _quota(app, "none")
    assert "id" in await create(owner, size=500_000)


async def _announced(owner: Client, size: int) -> dict[str, Any]:
    return await create(owner, filename="film.mp4", size=size)
