"""The same questions to every S3: the one that comes with Vitrine, and one that VITRINE_CONTRACT_S3_* names."""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import aiohttp
import pytest

from tests.machine import Machine
from vitrine.infra.storage import objects, parts
from vitrine.infra.storage.objects import Storage, open_storage
from vitrine.settings import Settings, load_settings

NAMED = {
    name: os.environ[f"VITRINE_CONTRACT_{name}"]
    for name in ("S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY", "S3_REGION", "S3_BUCKET")
    if f"VITRINE_CONTRACT_{name}" in os.environ
}


@dataclass(slots=True)
class Store:
    """One S3 under test, and a folder of its own in it."""

    storage: Storage
    settings: Settings
    http: aiohttp.ClientSession
    folder: Path
    prefix: str

    def key(self, name: str = "") -> str:
        """Return a key that nobody used before."""
        return f"{self.prefix}/{name or uuid4()}"

    async def put(self, url: str, body: bytes, **headers: str) -> int:
        """PUT bytes as a client with a signed URL does, and return the status."""
        async with self.http.put(url, data=BytesIO(body), headers=headers) as response:
            await response.read()
            return response.status

    async def store(self, key: str, body: bytes) -> str:
        """Store bytes by our own address."""
        path = self.folder / uuid4().hex
        path.write_bytes(body)
        await self.storage.put_file(key, path, "application/octet-stream")
        return key

    async def read(self, key: str, first: int = 0, last: int | None = None) -> bytes:
        """Read an object, or a part of it."""
        return b"".join([chunk async for chunk in self.storage.read(key, first, last)])

    async def names(self, prefix: str) -> list[str]:
        """List keys."""
        return [each.key async for each in self.storage.list(prefix)]


@pytest.fixture(params=["of this machine", "named by the environment"])
async def store(request: pytest.FixtureRequest, machine: Machine, tmp_path: Path) -> AsyncIterator[Store]:
    """Each S3 in turn."""
    settings = load_settings(machine.environ)
    if request.param == "named by the environment":
        if "S3_ENDPOINT" not in NAMED:
            pytest.skip("VITRINE_CONTRACT_S3_ENDPOINT (_ACCESS_KEY, _SECRET_KEY, _REGION, _BUCKET) name another.")
        settings = load_settings({**machine.environ, **NAMED, "S3_PUBLIC_ENDPOINT": NAMED["S3_ENDPOINT"]})
    async with AsyncExitStack() as stack:
        storage = await stack.enter_async_context(open_storage(settings))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        yield Store(storage, settings, http, tmp_path, f"contract/{uuid4()}")


@pytest.fixture
def hurried(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The same store, whose signatures are good for a second."""
    for room in (objects, parts):
        monkeypatch.setattr(room, "SIGNED_FOR", 1)
    return store
