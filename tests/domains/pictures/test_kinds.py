"""Every kind of picture can be looked at in a browser, whatever it was uploaded as."""

import asyncio
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tests.client import Client
from tests.domains.uploading import ready, send, settled
from tests.unit.media.dng import write_dng
from vitrine.assets.models import Original

PICTURE = """query($id: ID!) { asset(id: $id) {
  id status revision kind mimeType width height placeholder failure { code message retryable }
  thumbnail(width: 2000) { purpose width url }
  small: thumbnail { purpose mimeType width url }
  renditions { recipe purpose width height mimeType url }
  animation { recipe purpose width height mimeType url size }
  original { url } metadata { camera frames }
} }"""
_copies = count(1)


async def seen(client: Client, asset: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = (await client.graphql(PICTURE, id=asset["id"]))["asset"]
    return found


async def moving(client: Client, asset: dict[str, Any], within: float = 30.0) -> dict[str, Any]:
    """Wait until the moving copy is there, and return the asset."""
    async with asyncio.timeout(within):
        while not (now := await seen(client, asset))["animation"]:
            await asyncio.sleep(0.05)
    return now


async def fetched(client: Client, url: str) -> Image.Image:
    async with client.http.get(url) as response:
        assert response.status == 200
        return Image.open(BytesIO(await response.read()))


def drawing() -> bytes:
    """A drawing that nobody has uploaded before."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><!-- {next(_copies)} -->'
        '<rect width="20" height="20" fill="red"/><script>alert(1)</script></svg>'
    ).encode()


def animated(frames: int = 3, size: tuple[int, int] = (900, 600), **options: Any) -> bytes:
    """A moving GIF that nobody has uploaded before."""
    chance = np.random.default_rng(next(_copies))
    rasters = (chance.integers(0, 255, (*reversed(size), 3), np.uint8) // 64 * 64 for _ in range(frames))
    first, *others = (Image.fromarray(raster).quantize(64) for raster in rasters)
    content = BytesIO()
    first.save(content, "GIF", save_all=True, append_images=others, duration=200, loop=0, **options)
    return content.getvalue()


async def test_a_drawing_is_seen_at_every_size_and_its_text_is_only_ever_saved(owner: Client) -> None:
    asset = await seen(owner, await ready(owner, drawing(), "icon.svg"))
    assert (asset["kind"], asset["mimeType"], asset["width"], asset["height"]) == ("IMAGE", "image/svg+xml", 40, 20)
    assert asset["thumbnail"]["width"] == 2048
    with await fetched(owner, asset["thumbnail"]["url"]) as picture:
        red, green, blue = picture.convert("RGB").getpixel((500, 500))  # type: ignore[misc]
        assert red > 240
        assert max(green, blue) < 20
    async with owner.http.get(asset["original"]["url"]) as response:
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert not [each for each in asset["renditions"] if "svg" in each["mimeType"]]


async def test_a_moving_picture_moves_and_its_card_does_not(owner: Client) -> None:
    asset = await moving(owner, await ready(owner, animated(), "wave.gif"))
    assert asset["metadata"]["frames"] == 3
    animation = asset["animation"]
    assert (animation["recipe"], animation["mimeType"]) == ("animation-640", "image/webp")
    assert (animation["width"], animation["height"]) == (640, 427)
    with await fetched(owner, animation["url"]) as picture:
        assert picture.n_frames == 3  # type: ignore[attr-defined]
        assert picture.info["loop"] == 0
    assert {asset["small"]["purpose"], asset["thumbnail"]["purpose"]}.isdisjoint({"animation"})


async def test_a_picture_that_does_not_move_has_no_moving_copy(owner: Client) -> None:
    asset = await seen(owner, await ready(owner))
    assert asset["animation"] is None


async def test_a_moving_copy_is_made_once_for_the_same_bytes(owner: Client) -> None:
    body = animated()
    one = await moving(owner, await ready(owner, body, "wave.gif"))
    other = await moving(owner, await ready(owner, body, "again.gif"))
    assert one["animation"]["url"].rsplit("-", 1)[-1].partition("?")[0] in other["animation"]["url"]


async def test_a_camera_raw_is_seen_upright_and_says_its_camera(owner: Client, tmp_path: Path) -> None:
    scene = np.random.default_rng(next(_copies)).integers(2000, 60_000, (800, 1200, 3), np.uint16)
    write_dng(tmp_path / "photo.dng", scene, orientation=6)
    asset = await seen(owner, await ready(owner, (tmp_path / "photo.dng").read_bytes(), "photo.dng"))
    assert (asset["kind"], asset["mimeType"], asset["width"], asset["height"]) == ("IMAGE", "image/x-raw", 800, 1200)
    assert asset["metadata"]["camera"] == "Vitrine Camera of the tests"
    with await fetched(owner, asset["thumbnail"]["url"]) as picture:
        assert picture.height > picture.width


async def test_a_drawing_that_asks_for_files_fails_with_words_to_act_on(owner: Client) -> None:
    attack = (
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>'
    )
    asset = await settled(owner, await send(owner, attack, "drawing.svg"))
    assert asset["failure"] == {
        "code": "UNSUPPORTED",
        "message": "This drawing asks for the text of other files, which is never given. Save it as plain SVG.",
        "retryable": False,
    }


async def test_what_a_picture_is_like_is_kept_with_it(owner: Client) -> None:
    asset = await ready(owner)
    original = await Original.get(sha256=asset["sha256"])
    assert original.likeness is not None
    assert -(2**63) <= original.likeness < 2**63
