"""A bucket prefix as the source of an import; the store of this machine serves as one, under a prefix of its own."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.client import Client
from tests.domains.client.importing import Import
from tests.domains.uploading import photo, ready, settled
from tests.machine import Machine
from vitrine.assets.models import Asset
from vitrine.services import Services
from vitrine_client.bucket import Bucket, open_bucket
from vitrine_client.connection import Vitrine
from vitrine_client.importing import Then
from vitrine_client.pushing import State

ADDED, KNOWN, REFUSED, FAILED = State.ADDED, State.KNOWN, State.REFUSED, State.FAILED
NO_WAIT = {"settle": 0.0}


@pytest.fixture
async def vitrine(app: Machine, owner_key: str) -> AsyncIterator[Vitrine]:
    async with Vitrine(app.url, owner_key, tries=1) as opened:
        yield opened


@pytest.fixture
def prefix() -> str:
    """A place in the bucket that nobody used before; its characters are written otherwise in an address."""
    return f"camera/{uuid4()} & ö"


@pytest.fixture
async def bucket(
    services: Services, prefix: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> AsyncIterator[Bucket]:
    """The source, opened as the command does."""
    settings = services.settings
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", settings.s3_access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", settings.s3_secret_key)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    async with _opened(services, prefix) as opened:
        yield opened
    assert not list(tmp_path.rglob("*")), "what was fetched is gone"


def _opened(services: Services, prefix: str) -> AbstractAsyncContextManager[Bucket]:
    settings = services.settings
    url = f"s3://{settings.s3_bucket}/{prefix}"
    return open_bucket(url, endpoint=settings.s3_endpoint, region=settings.s3_region, done="")


async def _put(services: Services, key: str, body: bytes, tmp_path: Path) -> None:
    path = tmp_path / "body"
    path.write_bytes(body)
    await services.storage.put_file(key, path, "image/jpeg")
    path.unlink()


async def _keys(services: Services, prefix: str) -> list[str]:
    return sorted([each.key.removeprefix(f"{prefix}/") async for each in services.storage.list(f"{prefix}/")])


async def test_a_prefix_comes_in_and_is_not_fetched_again(
    vitrine: Vitrine,
    owner: Client,
    services: Services,
    bucket: Bucket,
    prefix: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bodies = [photo() for _ in range(6)]
    for number, body in enumerate(bodies):
        await _put(services, f"{prefix}/2026/{number} ö.jpg", body, tmp_path)
    await _put(services, f"{prefix}/.hidden/x.jpg", photo(), tmp_path)
    await _put(services, f"{prefix} and more/x.jpg", photo(), tmp_path)
    said = await Import(vitrine, bucket, NO_WAIT).once()
    assert [(brought.state, brought.reason) for brought in said] == [(ADDED, None)] * 6
    there = [await settled(owner, {"id": brought.asset}) for brought in said]
    assert {asset["sha256"] for asset in there} == {hashlib.sha256(body).hexdigest() for body in bodies}
    assert {asset["filename"] for asset in there} == {f"{number} ö.jpg" for number in range(6)}

    async with _opened(services, prefix) as another:
        monkeypatch.setattr(another, "hold", None)
        again = await Import(vitrine, another, NO_WAIT).once()
    assert [brought.state for brought in again] == [KNOWN] * 6, again
    assert await Asset.all().count() == 6


async def test_bytes_that_vitrine_has_are_found_by_their_hash(
    vitrine: Vitrine,
    owner: Client,
    services: Services,
    bucket: Bucket,
    prefix: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body, puts = photo(), list[str]()
    asset = await ready(owner, body)
    await _put(services, f"{prefix}/known.jpg", body, tmp_path)
    put = vitrine.storage.put

    def counted(url: str, **more: Any) -> Any:
        puts.append(url)
        return put(url, **more)

    monkeypatch.setattr(vitrine.storage, "put", counted)
    [brought] = await Import(vitrine, bucket, NO_WAIT).once()
    assert (brought.state, brought.asset, puts) == (KNOWN, asset["id"], [])


async def test_objects_are_moved_with_their_tree_and_over_nothing(
    vitrine: Vitrine, services: Services, bucket: Bucket, prefix: str, tmp_path: Path
) -> None:
    await _put(services, f"{prefix}/summer/a.jpg", photo(), tmp_path)
    await _put(services, f"{prefix}/b.jpg", photo(), tmp_path)
    await _put(services, f"{prefix}/c.exe", b"MZ", tmp_path)
    await _put(services, f"{prefix}/.imported/b.jpg", b"of another day", tmp_path)
    said = await Import(vitrine, bucket, {**NO_WAIT, "then": Then.MOVE}).once()
    assert sorted(brought.state for brought in said) == [ADDED, ADDED, REFUSED]
    moved = [".imported/b (2).jpg", ".imported/b.jpg", ".imported/summer/a.jpg", ".refused/c.exe"]
    assert await _keys(services, prefix) == moved
    kept = b"".join([chunk async for chunk in services.storage.read(f"{prefix}/.imported/b.jpg")])
    assert kept == b"of another day"


async def test_an_object_is_deleted_once_vitrine_keeps_its_bytes(
    vitrine: Vitrine, services: Services, bucket: Bucket, prefix: str, tmp_path: Path
) -> None:
    await _put(services, f"{prefix}/a.jpg", photo(), tmp_path)
    importing = Import(vitrine, bucket, {**NO_WAIT, "then": Then.DELETE})
    assert [brought.state for brought in await importing.once()] == [ADDED]
    assert await _keys(services, prefix) == []


async def test_an_object_that_changes_while_it_is_taken_is_left(
    services: Services, bucket: Bucket, prefix: str, tmp_path: Path
) -> None:
    await _put(services, f"{prefix}/a.jpg", photo(), tmp_path)
    [item] = [item async for item in bucket.items()]
    await _put(services, f"{prefix}/a.jpg", photo(), tmp_path)
    for act in (bucket.done, bucket.remove):
        with pytest.raises(OSError, match="changed"):
            await act(item)
    with pytest.raises(OSError, match="changed"):
        async with bucket.hold(item):
            pass
    assert await _keys(services, prefix) == ["a.jpg"]


async def test_a_bucket_that_is_not_there_is_said_so(vitrine: Vitrine, services: Services, bucket: Bucket) -> None:
    async with open_bucket("s3://nothing/at", endpoint=services.settings.s3_endpoint, region="x", done="") as none:
        [brought] = await Import(vitrine, none, NO_WAIT).once()
    assert (brought.state, "NoSuchBucket" in (brought.reason or "")) == (FAILED, True)
