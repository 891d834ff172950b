"""Depths, inks and spaces of colour: each comes out as what people see in the program it was made with."""

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

from vitrine.infra.media.pool import DecoderPool
from vitrine.infra.media.recipe import Recipe

SHOWN = Recipe(name="out", purpose="test", max_edge=320, format="webp", quality=100, effort=0)


async def shown(pool: DecoderPool, source: Path, tmp_path: Path) -> NDArray[np.int16]:
    """The picture of `source` as RGBA."""
    (made,) = await pool.render(source, [SHOWN], tmp_path)
    with Image.open(made.path) as picture:
        return np.asarray(picture.convert("RGBA"), np.int16)


def deep_png(path: Path, pixels: NDArray[np.uint16], colour_type: int) -> None:
    """Write 16-bit samples, which Pillow can read and not write."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack("!I", len(body)) + kind + body + struct.pack("!I", zlib.crc32(kind + body))

    height, width = pixels.shape[:2]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in pixels)
    header = struct.pack("!IIBBBBB", width, height, 16, colour_type, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)


@pytest.mark.parametrize(("colour_type", "channels"), [(0, 1), (2, 3), (4, 2), (6, 4)])
async def test_sixteen_bits_of_every_kind_of_png_are_scaled(
    pool: DecoderPool, tmp_path: Path, colour_type: int, channels: int
) -> None:
    value = np.array([51_400, 25_700, 12_850, 32_896][:channels], np.uint16)
    if channels == 2:
        value[1] = 32_896
    deep_png(tmp_path / "source.png", np.broadcast_to(value, (64, 64, channels)), colour_type)
    seen = (await shown(pool, tmp_path / "source.png", tmp_path))[32, 32]
    expected = [200, 100, 50] if channels >= 3 else [200, 200, 200]
    # Where half shines through, little is left of what a lossy colour was.
    assert np.abs(seen[:3] - expected).max() <= (6 if channels in {2, 4} else 3)
    assert abs(seen[3] - (128 if channels in {2, 4} else 255)) <= 1


@pytest.mark.parametrize(
    ("samples", "expected"),
    [
        (np.array([0, 32_767, 65_535], np.uint16), (0, 127, 255)),
        # An instrument of 12 bits in 16.
        (np.array([0, 2047, 4095], np.uint16), (0, 127, 255)),
        (np.array([100, 300, 500], np.uint16), (0, 127, 255)),
        (np.array([0.0, 0.5, 1.0], np.float32), (0, 127, 255)),
        (np.array([0.0, 0.25, 0.5], np.float32), (0, 63, 127)),
        (np.array([0.0, 100.0, 200.0], np.float32), (0, 100, 200)),
        (np.array([-1.0, 0.0, 1.0], np.float32), (0, 127, 255)),
        (np.array([0, 50_000, 100_000], np.int32), (0, 127, 255)),
        (np.array([0, 100, 200], np.int32), (0, 100, 200)),
    ],
)
async def test_deep_grey_is_brought_to_what_can_be_seen(
    pool: DecoderPool, tmp_path: Path, samples: NDArray[np.float32], expected: tuple[int, int, int]
) -> None:
    Image.fromarray(np.repeat(np.repeat(samples[None, :], 60, axis=0), 20, axis=1)).save(tmp_path / "source.tif")
    seen = await shown(pool, tmp_path / "source.tif", tmp_path)
    assert np.abs(seen[30, [10, 30, 50], 0] - expected).max() <= 4


async def test_a_deep_picture_of_nothing_and_one_of_no_numbers_are_black(pool: DecoderPool, tmp_path: Path) -> None:
    black = Image.fromarray(np.zeros((40, 40), np.uint16))
    nothing = Image.fromarray(np.full((40, 40), np.nan, np.float32))
    for name, picture in (("black", black), ("nothing", nothing)):
        source = tmp_path / f"{name}.tif"
        picture.save(source)
        assert (await shown(pool, source, tmp_path))[..., :3].max() <= 1


async def test_a_tall_stack_of_floats_is_scaled_alike_from_top_to_bottom(pool: DecoderPool, tmp_path: Path) -> None:
    """It is scaled some rows at a time."""
    ramp = np.linspace(0, 1, 3000, dtype=np.float32)
    Image.fromarray(np.repeat(ramp[:, None], 3000, axis=1)).save(tmp_path / "source.tif")
    seen = (await shown(pool, tmp_path / "source.tif", tmp_path))[:, 100, 0]
    assert np.abs(seen - np.linspace(0, 255, seen.size)).max() < 4


async def test_lab_is_shown_in_its_colours(pool: DecoderPool, tmp_path: Path) -> None:
    colours = Image.new("RGB", (120, 40), (200, 40, 40))
    colours.paste((30, 120, 60), (40, 0, 80, 40))
    colours.paste((60, 60, 200), (80, 0, 120, 40))
    to_lab = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
    lab = ImageCms.applyTransform(colours, to_lab)
    assert lab is not None
    lab.save(tmp_path / "source.tif")
    seen = (await shown(pool, tmp_path / "source.tif", tmp_path))[20, [20, 60, 100], :3]
    assert np.abs(seen - np.asarray(colours)[20, [20, 60, 100]]).max() < 12


async def test_inks_that_photoshop_wrote_upside_down_are_shown_upright(
    pool: DecoderPool, shared: Path, tmp_path: Path
) -> None:
    seen = await shown(pool, shared / "odd" / "pil_sample_cmyk.jpg", tmp_path)
    reddest = seen[..., 0] - seen[..., 1:3].max(axis=2)
    # Red letters on black, not cyan ones on white.
    assert reddest.max() > 180
    assert np.median(seen[..., :3]) < 40


@pytest.mark.parametrize("ending", ["psd", "tif", "png", "webp", "avif"])
async def test_what_shines_through_is_kept(pool: DecoderPool, shared: Path, tmp_path: Path, ending: str) -> None:
    source = shared / "corpus" / "pillow" / "rgba.psd" if ending == "psd" else tmp_path / f"source.{ending}"
    if ending != "psd":
        picture = Image.new("RGBA", (120, 120), (0, 0, 0, 0))
        picture.paste((255, 0, 0, 255), (40, 40, 80, 80))
        picture.save(source)
    if not source.exists():
        source = next((shared / "corpus").rglob("rgba.psd"))
    seen = await shown(pool, source, tmp_path)
    assert seen[2, 2, 3] == 0
    height, width = seen.shape[:2]
    assert np.abs(seen[height // 2, width // 2] - (255, 0, 0, 255)).max() < 10


async def test_the_corpus_photographs_look_like_one_another(pool: DecoderPool, shared: Path, tmp_path: Path) -> None:
    """One portrait, in many formats, depths and compressions: none may differ in colour or lie on its side."""
    folder = shared / "corpus" / "pillow"
    names = (
        "hopper.jpg",
        "hopper.png",
        "hopper.tif",
        "hopper.bmp",
        "hopper.Lab.tif",
        "hopper_merged.psd",
        "hopper.avif",
    )
    found = {name: next(iter(folder.rglob(name)), None) for name in names}
    seen = {name: await shown(pool, path, tmp_path) for name, path in found.items() if path}
    assert len(seen) >= 6
    reference = seen.pop("hopper.png")
    for name, picture in seen.items():
        assert picture.shape == reference.shape, name
        assert np.abs(picture - reference).mean() < 8, name
