"""Files that are not what they say end FAILED with a reason, and hold up nobody."""

import asyncio
import struct
import wave
import zlib
from io import BytesIO

import pytest

from tests.client import Client
from tests.domains.uploading import DATA, photo, read_asset, send, settled
from tests.domains.uploads.stored import original_keys, waiting_keys
from vitrine.services import Services


def _png(width: int, height: int) -> bytes:
    """A PNG that claims so many pixels and holds none."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


TEXT = b"Dear diary,\n" * 50
SCRIPT = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
BOMB = _png(60_000, 60_000)
TRUNCATED = (DATA / "truncated.jpg").read_bytes()


@pytest.mark.parametrize(
    ("body", "filename", "code"),
    [
        (TEXT, "diary.jpg", "UNSUPPORTED DISAGREEMENT"),
        (TRUNCATED, "broken-off.jpg", "CORRUPT"),
        (BOMB, "bomb.png", "BOMB"),
        (
            SCRIPT,
            "drawing.png",
            "UNSUPPORTED DISAGREEMENT",
        ),
        (b"MZ" + b"\0" * 500, "unknown", "UNSUPPORTED"),
    ],
    ids=["a text", "a truncated photo", "a pixel bomb", "a script", "a program"],
)
async def test_fails_with_a_reason_in_plain_words(owner: Client, body: bytes, filename: str, code: str) -> None:
    asset = await settled(owner, await send(owner, body, filename))
    assert asset["status"] == "FAILED"
    failure = asset["failure"]
    assert failure["code"] in code.split()
    assert failure["retryable"] is False
    assert failure["message"][0].isupper()
    assert failure["message"].endswith(".")
    assert "Traceback" not in failure["message"]
    assert [job["state"] for job in asset["jobs"]] == ["DEAD"]


async def test_what_is_not_kept_leaves_nothing_behind(owner: Client, services: Services) -> None:
    await settled(owner, await send(owner, TEXT, "diary.jpg"))
    assert await waiting_keys(services) == await original_keys(services) == []


async def test_a_truncated_photo_can_be_had_back_by_its_owner(owner: Client) -> None:
    body = TRUNCATED + b"\0"
    asset = await settled(owner, await send(owner, body, "broken-off.jpg"))
    assert asset["thumbnail"] is None
    async with owner.http.get(asset["original"]["url"]) as response:
        assert await response.read() == body


async def test_neighbours_of_bad_files_become_ready(owner: Client) -> None:
    files = [photo(), TEXT, photo("gps.jpg"), BOMB, TRUNCATED, photo(), photo("coast.webp"), photo()]
    names = ["a.jpg", "b.jpg", "c.jpg", "d.png", "e.jpg", "f.jpg", "g.webp", "h.jpg"]
    assets = await asyncio.gather(*(send(owner, body, name) for body, name in zip(files, names, strict=True)))
    ends = {asset["filename"]: (await settled(owner, asset))["status"] for asset in assets}
    assert {name for name, status in ends.items() if status == "FAILED"} == {"b.jpg", "d.png", "e.jpg"}
    assert {name for name, status in ends.items() if status == "READY"} == set(names) - {"b.jpg", "d.png", "e.jpg"}


@pytest.mark.parametrize("name", ["coast.webp", "cramps.gif", "hopper.heic", "seine.avif", "cmyk.jpg"])
async def test_every_kind_of_picture_becomes_ready(owner: Client, name: str) -> None:
    asset = await settled(owner, await send(owner, (DATA / name).read_bytes(), name))
    assert asset["status"] == "READY", asset["failure"]
    assert asset["thumbnail"]["url"]
    assert (await read_asset(owner, asset["id"]) or {})["kind"] == "IMAGE"


def _sound() -> bytes:
    """A tenth of a second of silence."""
    file = BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, 8000, 800, "NONE", ""))
        sound.writeframes(bytes(1600))
    return file.getvalue()


async def test_what_is_no_picture_is_kept_whole_and_shown_by_its_shape(owner: Client) -> None:
    asset = await settled(owner, await send(owner, _sound(), "silence.wav"))
    assert (asset["status"], asset["kind"]) == ("READY", "AUDIO")
    assert asset["thumbnail"] is not None
    async with owner.http.get(asset["original"]["url"]) as response:
        assert await response.read() == _sound()
