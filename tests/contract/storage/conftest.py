"""The same questions to every S3: the one that comes with Vitrine, Swift, and one that VITRINE_CONTRACT_S3_* names."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from enum import Enum, auto
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import aiohttp
import pytest

from tests.machine import Machine
from tests.swift.server import Swift
from vitrine.infra.storage import objects, parts
from vitrine.infra.storage.objects import Storage, open_storage
from vitrine.settings import Settings, load_settings

NAMED = {
    name: os.environ[f"VITRINE_CONTRACT_{name}"]
    for name in ("S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY", "S3_REGION", "S3_BUCKET")
    if f"VITRINE_CONTRACT_{name}" in os.environ
}


class Trait(Enum):
    """Where stores differ by nature, and Vitrine lives with both."""

    # What was acknowledged of an opening outlives the store's process.
    KEEPS_PARTS = auto()
    # A part that is sent again takes the place of the first.
    REPLACES_PARTS = auto()
    # After a refusal to join, the parts are there as before.
    KEEPS_WHAT_IT_REFUSED_TO_JOIN = auto()
    # Once its parts are joined, an opening is known no more: nothing is listed, joined or put by it.
    CLOSES_WHAT_WAS_JOINED = auto()


async def _is_not_ours() -> None:
    pytest.skip("A store that the environment names is not ours to kill.")


@dataclass(frozen=True, slots=True)
class Server:
    """An S3: where it is, what it is like (None where nobody knows), and how to kill it and start it again."""

    environ: Mapping[str, str]
    traits: frozenset[Trait] | None = None
    restart: Callable[[], Awaitable[None]] = _is_not_ours


@dataclass(slots=True)
class Store:
    """One S3 under test, and a folder of its own in it."""

    server: Server
    storage: Storage
    settings: Settings
    http: aiohttp.ClientSession
    folder: Path
    prefix: str

    def agrees(self, trait: Trait, shown: bool) -> bool:  # noqa: FBT001  # what was seen, not how to do it
        """Tell whether a store of this nature may have shown this."""
        return self.server.traits is None or (trait in self.server.traits) == shown

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


@pytest.fixture
def of_this_machine(machine: Machine) -> Server:
    """The S3 that comes with Vitrine, rclone, writes parts through to the file as they come."""

    async def restart() -> None:
        await machine.stack.kill("storage")
        await machine.stack.start("storage")

    return Server({}, frozenset({Trait.CLOSES_WHAT_WAS_JOINED}), restart)


@pytest.fixture
def of_openstack(swift: Swift) -> Server:
    """Swift keeps every part as an object of its own, and a joined object is a list of them."""
    return Server(swift.addresses, frozenset(Trait) - {Trait.CLOSES_WHAT_WAS_JOINED}, swift.restart)


@pytest.fixture
def of_the_environment() -> Server:
    """Any other S3; skips where none is named."""
    if "S3_ENDPOINT" not in NAMED:
        pytest.skip("VITRINE_CONTRACT_S3_ENDPOINT (_ACCESS_KEY, _SECRET_KEY, _REGION, _BUCKET) name another.")
    return Server(NAMED | {"S3_PUBLIC_ENDPOINT": NAMED["S3_ENDPOINT"]})


# Not async: only from outside the loop may it have another fixture made that is.
@pytest.fixture(params=["of_this_machine", "of_openstack", "of_the_environment"])
def server(request: pytest.FixtureRequest) -> Server:
    """Each S3 in turn, started when it is its turn."""
    found: Server = request.getfixturevalue(request.param)
    return found


@pytest.fixture
async def store(server: Server, machine: Machine, tmp_path: Path) -> AsyncIterator[Store]:
    """Each S3 in turn, with a folder of its own in it."""
    settings = load_settings({**machine.environ, **server.environ})
    async with AsyncExitStack() as stack:
        storage = await stack.enter_async_context(open_storage(settings))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        yield Store(server, storage, settings, http, tmp_path, f"contract/{uuid4()}")


@pytest.fixture
def hurried(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The same store, whose signatures are good for a second."""
    for room in (objects, parts):
        monkeypatch.setattr(room, "SIGNED_FOR", 1)
    return store
