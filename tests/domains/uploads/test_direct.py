"""A small file in one request: the same checks, and nothing is read that is refused anyway."""

import asyncio
import hashlib
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from tests.client import Client
from tests.domains.collections.asked import inside, make
from tests.domains.uploading import photo, settled
from tests.domains.uploads.stored import all_done, waiting_keys
from tests.machine import Machine
from vitrine.assets.models import Asset
from vitrine.services import Services

LIMIT = 10 * 1024**2


async def _post(
    app: Machine, key: str, body: bytes | None, name: str = "photo.jpg", **fields: str | list[str]
) -> tuple[int, dict[str, Any]]:
    """Send a form and return the status and the answer."""
    parts = [_part(field, value.encode()) for field, said in fields.items() for value in _each(said)]
    if body is not None:
        parts.append(_part("file", body, name))
    headers = {"Content-Type": "multipart/form-data; boundary=x7x"} | (
        {"Authorization": f"Bearer {key}"} if key else {}
    )
    form = BytesIO(b"".join([*parts, b"--x7x--\r\n"]))
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{app.url}/upload", data=form, headers=headers) as response,
    ):
        return response.status, await response.json()


def _each(said: str | list[str]) -> list[str]:
    return [said] if isinstance(said, str) else said


def _part(field: str, body: bytes, filename: str | None = None) -> bytes:
    named = "" if filename is None else f'; filename="{filename}"'
    return f'--x7x\r\nContent-Disposition: form-data; name="{field}"{named}\r\n\r\n'.encode() + body + b"\r\n"


async def test_a_photo_goes_into_a_collection(owner: Client, app: Machine, owner_key: str) -> None:
    place = await make(owner, "Place")
    status, answer = await _post(app, owner_key, photo(), collection=place["id"])
    assert status == 201, answer
    assert await inside(owner, place) == [answer["asset"]["id"]]
    for unknown in ("x", "collection_" + "0" * 32):
        status, answer = await _post(app, owner_key, photo(), collection=unknown)
        assert (status, answer["code"], answer["field"]) == (422, "COLLECTION_NOT_FOUND", "collection")


async def test_a_photo_with_its_words_becomes_an_asset(owner: Client, app: Machine, owner_key: str) -> None:
    body = photo()
    status, answer = await _post(
        app, owner_key, body, "Zoë.jpg", title="Beach", tags=["Sun", "Sea"], capturedAt="2026-05-01T10:00:00+02:00"
    )
    assert status == 201, answer
    asset = await settled(owner, answer["asset"])
    assert (asset["status"], asset["title"], asset["filename"]) == ("READY", "Beach", "Zoë.jpg")
    assert asset["sha256"] == hashlib.sha256(body).hexdigest()
    assert {"Sun", "Sea"} <= {each["tag"]["name"] for each in asset["tags"]}


async def test_an_instant_without_an_offset_is_taken_as_utc(owner: Client, app: Machine, owner_key: str) -> None:
    _, answer = await _post(app, owner_key, photo(), capturedAt="2026-05-01T10:00:00")
    await settled(owner, answer["asset"])
    assert (await Asset.get()).captured_utc == datetime(2026, 5, 1, 10, tzinfo=UTC)


async def test_storage_that_is_away_is_said_and_leaves_nothing(app: Machine, owner_key: str) -> None:
    body = photo()
    await app.stack.stop("storage")
    try:
        status, answer = await _post(app, owner_key, body)
    finally:
        await app.stack.start("storage")
    assert (status, answer["code"]) == (503, "STORAGE_UNAVAILABLE")
    assert not await Asset.exists()
    status, _ = await _post(app, owner_key, body)
    assert status == 201


async def test_the_same_key_is_the_same_asset(app: Machine, owner_key: str) -> None:
    body = photo()
    answers = [await _post(app, owner_key, body, idempotencyKey="once") for _ in range(2)]
    assert [status for status, _ in answers] == [201, 201]
    assert len({answer["asset"]["id"] for _, answer in answers}) == 1
    status, answer = await _post(app, owner_key, body + b"x", idempotencyKey="once")
    assert (status, answer["code"]) == (409, "IDEMPOTENCY_KEY_REUSED")


@pytest.mark.parametrize("key", ["", "vit_nobody"])
async def test_nobody_uploads_without_a_key(app: Machine, owner_key: str, key: str) -> None:
    status, answer = await _post(app, key, photo())
    assert (status, answer["code"]) == (401, "UNAUTHENTICATED")
    assert not await Asset.exists()


async def test_a_file_that_is_too_large_is_refused_before_it_is_read(app: Machine, owner_key: str) -> None:
    said, sent = 10**9, 0

    async def slow() -> Any:
        nonlocal sent
        while True:
            sent += 2**16
            yield bytes(2**16)
            await asyncio.sleep(0.001)

    headers = {
        "Authorization": f"Bearer {owner_key}",
        "Content-Type": "multipart/form-data; boundary=x",
        "Content-Length": str(said),
    }
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{app.url}/upload", data=slow(), headers=headers) as response,
    ):
        answer = await response.json()
    assert (response.status, answer["code"], answer["limit"]) == (413, "FILE_TOO_LARGE", LIMIT)
    assert sent < said, "the rest was never sent"


async def test_a_file_just_above_the_limit_leaves_nothing(
    owner: Client, app: Machine, owner_key: str, services: Services
) -> None:
    status, answer = await _post(app, owner_key, bytes(LIMIT + 1))
    assert (status, answer["code"]) == (413, "FILE_TOO_LARGE")
    assert await waiting_keys(services) == []
    assert not await Asset.exists()


@pytest.mark.parametrize(
    ("name", "body", "fields", "code"),
    [
        ("empty.jpg", b"", {}, "EMPTY_FILE"),
        ("program.exe", b"MZ", {}, "UNSUPPORTED_TYPE"),
        ("photo.jpg", None, {}, "BAD_FORM"),
        ("photo.jpg", b"x", {"capturedAt": "yesterday"}, "BAD_FORM"),
        ("photo.jpg", b"x", {"onDuplicate": "MAYBE"}, "BAD_FORM"),
        ("photo.jpg", b"x", {"title": "x" * 501}, "TEXT_TOO_LONG"),
        ("photo.jpg", b"x", {"sha256": "nonsense"}, "BAD_HASH"),
        ("photo.jpg", b"x", {"tags": ["t"] * 101}, "TEXT_TOO_LONG"),
    ],
)
async def test_what_is_wrong_is_said(
    app: Machine, owner_key: str, name: str, body: bytes | None, fields: dict[str, Any], code: str
) -> None:
    status, answer = await _post(app, owner_key, body, name, **fields)
    assert (status, answer["code"]) == (422, code)
    assert not await Asset.exists()


@pytest.mark.parametrize("body", [b"", b"not a form", b"--x\r\nContent-Disposition: form-data\r\n\r\nx"])
async def test_what_is_no_form_is_refused(app: Machine, owner_key: str, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {owner_key}", "Content-Type": "multipart/form-data; boundary=x"}
    async with aiohttp.ClientSession() as http, http.post(f"{app.url}/upload", data=body, headers=headers) as response:
        assert (response.status, (await response.json())["code"]) == (422, "BAD_FORM")


async def test_bytes_that_are_there_are_linked_where_that_is_wished(
    owner: Client, app: Machine, owner_key: str
) -> None:
    body = photo()
    first = await settled(owner, (await _post(app, owner_key, body))[1]["asset"])
    await all_done()
    claimed = hashlib.sha256(body).hexdigest()
    _, answer = await _post(app, owner_key, body, sha256=claimed, onDuplicate="LINK", tags="More")
    assert answer["asset"]["id"] == first["id"]
    assert "More" in {each["tag"]["name"] for each in (await settled(owner, first))["tags"]}
