"""Photoshop documents, of 8 and of 16 bits, packed and not; written here byte by byte."""

import struct
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

from tests.unit.media.conftest import THUMBNAIL
from vitrine.infra.media.errors import Bomb, Corrupt, MediaError, TooLarge, Unsupported
from vitrine.infra.media.pool import DecoderPool
from vitrine.infra.media.recipe import Recipe

SHOWN = Recipe(name="out", purpose="test", max_edge=320, format="webp", quality=100, effort=0)
GREY, RGB, CMYK, LAB = 1, 3, 4, 9
Planes = list[NDArray[np.uint16]]


def packed(row: bytes) -> bytes:
    """Return a row as PackBits: runs of one byte, and what is between them."""
    out, at = b"", 0
    while at < len(row):
        run = 1
        while run < 128 and at + run < len(row) and row[at + run] == row[at]:
            run += 1
        out += bytes([(257 - run) & 255, row[at]]) if run > 1 else bytes([0, row[at]])
        at += run
    return out


def document(
    mode: int, planes: Planes, bits: int = 16, *, packing: bool = True, layers: int = 0, resources: bytes = b""
) -> bytes:
    """Return a document of these channels, each of 16 bits (of which 8 are kept for `bits` 8)."""
    height, width = planes[0].shape
    kept = [plane.astype(">u2") if bits == 16 else (plane >> 8).astype(np.uint8) for plane in planes]
    head = struct.pack(">4sH6xHIIHH", b"8BPS", 1, len(planes), height, width, bits, mode)
    layer = struct.pack(">IIh2x", 8, 4, layers) if layers else struct.pack(">I", 0)
    sections = struct.pack(">I", 0) + struct.pack(">I", len(resources)) + resources + layer
    if not packing:
        return head + sections + struct.pack(">H", 0) + b"".join(plane.tobytes() for plane in kept)
    rows = [packed(row.tobytes()) for plane in kept for row in plane]
    lengths = b"".join(struct.pack(">H", len(row)) for row in rows)
    return head + sections + struct.pack(">H", 1) + lengths + b"".join(rows)


def flat(*values: int, size: tuple[int, int] = (64, 48)) -> Planes:
    """Return one even channel for each value of 0 to 255."""
    return [np.full((size[1], size[0]), value * 257, np.uint16) for value in values]


async def shown(pool: DecoderPool, content: bytes, tmp_path: Path) -> NDArray[np.int16]:
    (tmp_path / "source.psd").write_bytes(content)
    (made,) = await pool.render(tmp_path / "source.psd", [SHOWN], tmp_path)
    with Image.open(made.path) as picture:
        return np.asarray(picture.convert("RGBA"), np.int16)


@pytest.mark.parametrize("packing", [True, False], ids=["packed", "plain"])
@pytest.mark.parametrize(
    ("mode", "values", "expected"),
    [
        (RGB, (200, 100, 50), (200, 100, 50)),
        (GREY, (90,), (90, 90, 90)),
        # Photoshop keeps what is left of the paper: nothing of yellow, all of the rest, is red and no blue.
        (CMYK, (255, 0, 0, 255), (255, 0, 0)),
        (LAB, (255, 128, 128), (255, 255, 255)),
        (LAB, (0, 128, 128), (0, 0, 0)),
    ],
)
async def test_sixteen_bits_are_shown_in_their_colours(
    pool: DecoderPool,
    tmp_path: Path,
    mode: int,
    values: tuple[int, ...],
    expected: tuple[int, int, int],
    packing: bool,  # noqa: FBT001 -- pytest gives it by name
) -> None:
    seen = await shown(pool, document(mode, flat(*values), packing=packing), tmp_path)
    assert seen.shape[:2] == (48, 64)
    assert np.abs(seen[20, 20] - (*expected, 255)).max() < 8


async def test_every_row_and_pixel_of_sixteen_bits_is_where_it_was(pool: DecoderPool, tmp_path: Path) -> None:
    across = np.tile(np.linspace(0, 65_535, 300).astype(np.uint16), (200, 1))
    down = np.tile(np.linspace(0, 65_535, 200).astype(np.uint16)[:, None], (1, 300))
    seen = await shown(pool, document(RGB, [across, down, across[:, ::-1]]), tmp_path)
    expected = np.stack([across, down, across[:, ::-1]], axis=2) / 257
    assert np.abs(seen[..., :3] - expected).mean() < 3


@pytest.mark.parametrize("bits", [8, 16])
async def test_what_shines_through_is_kept_and_a_saved_selection_hides_nothing(
    pool: DecoderPool, tmp_path: Path, bits: int
) -> None:
    planes = flat(255, 0, 0, 255)
    planes[3][:, :32] = 0
    clear = await shown(pool, document(RGB, planes, bits, layers=-1), tmp_path)
    assert (clear[20, 5, 3], clear[20, 60, 3]) == (0, 255)
    hidden = await shown(pool, document(RGB, planes, bits, layers=0), tmp_path)
    assert set(hidden[..., 3].ravel()) == {255}
    assert hidden[20, 5, 0] > 240


async def test_its_profile_is_used(pool: DecoderPool, tmp_path: Path) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # Red and green changed places: whoever looks at the profile sees green.
    swapped = (
        lab.replace(b"rXYZ", b"tXYZ").replace(b"gXYZ", b"rXYZ").replace(b"tXYZ", b"gXYZ").replace(b"sRGB", b"mine")
    )
    swapped = swapped.replace("sRGB".encode("utf-16-be"), "mine".encode("utf-16-be"))
    resource = b"8BIM" + struct.pack(">HHI", 0x040F, 0, len(swapped)) + swapped + b"\0" * (len(swapped) % 2)
    seen = await shown(pool, document(RGB, flat(220, 10, 10), resources=resource), tmp_path)
    assert seen[20, 20, 1] > seen[20, 20, 0] + 80


async def refused(pool: DecoderPool, content: bytes, tmp_path: Path) -> MediaError:
    (tmp_path / "source.psd").write_bytes(content)
    with pytest.raises(MediaError) as caught:
        await pool.first_sight(tmp_path / "source.psd", [THUMBNAIL], tmp_path)
    return caught.value


async def test_what_cannot_be_shown_says_why(pool: DecoderPool, tmp_path: Path) -> None:
    whole = document(RGB, flat(1, 2, 3))
    floating = whole[:22] + struct.pack(">H", 32) + whole[24:]
    error = await refused(pool, floating, tmp_path)
    assert isinstance(error, Unsupported)
    assert "32 bits" in error.message
    assert isinstance(await refused(pool, document(RGB, flat(1, 2)), tmp_path), Corrupt)
    for part in (10, 30, 60, len(whole) - 40):
        assert isinstance(await refused(pool, whole[:part], tmp_path), Corrupt | Unsupported)
    many = whole[:14] + struct.pack(">II", 30_000, 30_000) + whole[22:]
    assert isinstance(await refused(pool, many, tmp_path), Bomb)
    assert isinstance(await refused(pool, many + bytes(10_000_000), tmp_path), TooLarge)


async def test_a_tiff_of_a_rare_kind_is_not_called_damaged(pool: DecoderPool, tmp_path: Path) -> None:
    content = BytesIO()
    Image.new("RGB", (20, 20)).save(content, "TIFF")
    body = bytearray(content.getvalue())
    # Three colours of 8 bits become three of 24, which nobody writes and the format allows.
    place = body.find(struct.pack("<HHI", 258, 3, 3))
    offset = struct.unpack("<I", body[place + 8 : place + 12])[0]
    body[offset : offset + 6] = struct.pack("<3H", 24, 24, 24)
    (tmp_path / "source.tif").write_bytes(body)
    with pytest.raises(Unsupported, match="8 or 16 bits"):
        await pool.probe(tmp_path / "source.tif")
