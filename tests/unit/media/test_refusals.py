"""What bad input gets: a reason in plain words, and nothing left behind."""

import os
import re
import struct
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image

from tests.unit.media.conftest import LARGE, THUMBNAIL
from vitrine.infra.media.errors import Bomb, Corrupt, Empty, MediaError, TooLarge, Unsupported
from vitrine.infra.media.pool import DecoderPool


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An empty folder for renditions."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


async def refused(pool: DecoderPool, source: Path, folder: Path) -> MediaError:
    """Return why `source` is refused; nothing may be left in `folder`, where its renditions would be."""
    with pytest.raises(MediaError) as caught:
        await pool.first_sight(source, [THUMBNAIL, LARGE], folder)
    assert os.listdir(folder) == []  # noqa: PTH208
    assert caught.value.message.endswith(".")
    return caught.value


def png(width: int, height: int, data: bytes) -> bytes:
    """A PNG that claims `width` x `height` grey pixels, whatever `data` holds."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack("!I", len(body)) + kind + body + struct.pack("!I", zlib.crc32(kind + body))

    header = struct.pack("!IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


async def test_a_truncated_photo_is_said_to_be_cut_short(
    pool: DecoderPool, data: Path, tmp_path: Path, out: Path
) -> None:
    error = await refused(pool, data / "truncated.jpg", out)
    assert isinstance(error, Corrupt)
    assert "cut short" in error.message
    assert not error.retryable


async def test_a_text_named_like_a_photo_is_unsupported_in_the_child_too(
    pool: DecoderPool, tmp_path: Path, out: Path
) -> None:
    (tmp_path / "photo.jpg").write_text("Not a photo.")
    assert isinstance(await refused(pool, tmp_path / "photo.jpg", out), Unsupported)


async def test_an_empty_file_is_called_empty(pool: DecoderPool, tmp_path: Path, out: Path) -> None:
    (tmp_path / "photo.jpg").touch()
    assert isinstance(await refused(pool, tmp_path / "photo.jpg", out), Empty)


async def test_a_pixel_bomb_is_refused_before_it_is_decoded(pool: DecoderPool, tmp_path: Path, out: Path) -> None:
    (tmp_path / "bomb.png").write_bytes(png(50_000, 50_000, bytes(1000)))
    error = await refused(pool, tmp_path / "bomb.png", out)
    assert isinstance(error, Bomb)
    assert "2,500 million pixels but is only" in error.message


async def test_an_honest_giant_is_too_large_and_no_bomb(pool: DecoderPool, tmp_path: Path, out: Path) -> None:
    content = png(15_000, 15_000, bytes(1000)) + os.urandom(3_000_000)
    (tmp_path / "giant.png").write_bytes(content)
    error = await refused(pool, tmp_path / "giant.png", out)
    assert isinstance(error, TooLarge)
    assert "210 million" in error.message


async def test_more_pixels_than_the_bytes_can_hold_are_a_bomb_below_the_limit_too(
    pool: DecoderPool, tmp_path: Path, out: Path
) -> None:
    (tmp_path / "lie.png").write_bytes(png(14_000, 14_000, bytes(1000)))
    started = time.monotonic()
    assert isinstance(await refused(pool, tmp_path / "lie.png", out), Bomb)
    assert time.monotonic() - started < 1


async def test_words_that_unpack_without_end_are_a_bomb(pool: DecoderPool, tmp_path: Path, out: Path) -> None:
    whole = png(8, 8, bytes(72))
    body = b"Comment\0\0" + zlib.compress(bytes(8_000_000))
    chunk = struct.pack("!I", len(body)) + b"zTXt" + body + struct.pack("!I", zlib.crc32(b"zTXt" + body))
    (tmp_path / "words.png").write_bytes(whole[:33] + chunk + whole[33:])
    assert isinstance(await refused(pool, tmp_path / "words.png", out), Bomb)


async def test_a_large_photo_cut_short_is_damage_and_no_bomb(pool: DecoderPool, tmp_path: Path, out: Path) -> None:
    Image.effect_noise((6000, 4000), 60).save(tmp_path / "photo.jpg", quality=85)
    content = (tmp_path / "photo.jpg").read_bytes()
    (tmp_path / "photo.jpg").write_bytes(content[: len(content) // 50])
    assert isinstance(await refused(pool, tmp_path / "photo.jpg", out), Corrupt)


async def test_a_jpeg_that_claims_lots_of_pixels_is_refused(
    pool: DecoderPool, shared: Path, tmp_path: Path, out: Path
) -> None:
    source = shared / "corpus" / "attack" / "dos" / "lottapixel.jpg"
    assert isinstance(await refused(pool, source, out), Bomb)


async def test_the_largest_phone_photos_are_read(pool: DecoderPool, tmp_path: Path) -> None:
    Image.new("RGB", (16_320, 12_240), "olive").save(tmp_path / "200mpx.jpg", quality=60)
    first = await pool.first_sight(tmp_path / "200mpx.jpg", [THUMBNAIL, LARGE], tmp_path)
    assert [(item.width, item.height) for item in first.rendered] == [(320, 240), (2040, 1530)]


async def test_a_giant_leaves_no_memory_behind(data: Path, tmp_path: Path) -> None:
    Image.new("RGB", (9000, 9000), "olive").save(tmp_path / "giant.png", compress_level=1)
    async with DecoderPool(1, scratch=tmp_path) as pool:
        await pool.render(tmp_path / "giant.png", [THUMBNAIL], tmp_path)
        (pid,) = pool.pids
        # Answered before the child tidies up; the next request is read after.
        await pool.probe(data / "gps.jpg")
        status = Path(f"/proc/{pid}/status").read_text()
    peak, now = (int(re.findall(rf"{field}:\s+(\d+)", status)[0]) // 1024 for field in ("VmHWM", "VmRSS"))
    assert peak > 300
    assert now < 200


async def test_only_the_head_of_a_photo_is_damage(pool: DecoderPool, data: Path, tmp_path: Path, out: Path) -> None:
    (tmp_path / "head.jpg").write_bytes((data / "gps.jpg").read_bytes()[:700])
    assert isinstance(await refused(pool, tmp_path / "head.jpg", out), Corrupt)


async def test_a_missing_input_is_the_hosts_fault(pool: DecoderPool, tmp_path: Path, out: Path) -> None:
    error = await refused(pool, tmp_path / "nothing.jpg", out)
    assert (error.code, error.retryable) == ("HOST_FAILED", True)


async def test_postscript_inside_a_name_that_pillow_knows_is_not_run(
    pool: DecoderPool, tmp_path: Path, out: Path
) -> None:
    (tmp_path / "photo.tif").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run\n")
    assert isinstance(await refused(pool, tmp_path / "photo.tif", out), Unsupported)


async def test_a_picture_that_points_beyond_every_disk_is_damaged_and_no_fault_of_the_machine(
    pool: DecoderPool, tmp_path: Path, out: Path
) -> None:
    (tmp_path / "big.tif").write_bytes(struct.pack("<4sHHQ", b"II+\0", 8, 0, 2**62) + bytes(64))
    assert isinstance(await refused(pool, tmp_path / "big.tif", out), Corrupt)
