"""Renditions: upright, in sRGB, never enlarged, stripped of what the original says about its owner."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

from tests.unit.media.conftest import LARGE, PREVIEW, THUMBNAIL
from vitrine.infra.media.geometry import rendition_size
from vitrine.infra.media.pool import DecoderPool
from vitrine.infra.media.recipe import PictureFormat, Recipe
from vitrine.infra.media.render import rasters

Pixels = NDArray[np.int16]


def pixels(path: Path) -> Pixels:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"), dtype=np.int16)


def unlikeness(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures as seen from afar: what is lost in encoding does not count."""
    first, second = (picture.convert("RGB").resize((60, 45), Image.Resampling.BOX) for picture in (one, other))
    return float(np.abs(np.asarray(first, np.int16) - np.asarray(second, np.int16)).mean())


def lossless_like(picture_format: PictureFormat, max_edge: int = 320) -> Recipe:
    return Recipe(name="out", purpose="test", max_edge=max_edge, format=picture_format, quality=95, effort=3)


async def test_makes_every_recipe_in_one_go(pool: DecoderPool, data: Path, tmp_path: Path) -> None:
    made = await pool.render(data / "Aqua.jpg", [THUMBNAIL, PREVIEW, LARGE], tmp_path)
    assert [(item.name, item.width, item.height) for item in made] == [
        ("thumb", 320, 200),
        ("preview", 1024, 640),
        ("large", 2048, 1280),
    ]
    for item in made:
        with Image.open(item.path) as picture:
            assert picture.size == (item.width, item.height)
            assert Image.MIME[picture.format or ""] == item.mime
        assert item.size == item.path.stat().st_size


async def test_the_eight_orientations_look_alike(pool: DecoderPool, shared: Path, tmp_path: Path) -> None:
    upright = Image.open(shared / "orientation" / "landscape_1.jpg").convert("RGB")
    for orientation in range(1, 9):
        folder = tmp_path / str(orientation)
        folder.mkdir()
        source = shared / "orientation" / f"landscape_{orientation}.jpg"
        first = await pool.first_sight(source, [THUMBNAIL], folder)
        assert (first.facts.orientation, first.facts.width, first.facts.height) == (orientation, 600, 450)
        with Image.open(first.rendered[0].path) as seen:
            assert seen.size == (320, 240)
            # Turned and encoded again by their maker, all but the first with a profile: alike, not equal. A wrong turn
            # makes 40, a profile passed over 14.
            assert unlikeness(seen, upright) < 4


async def test_a_picture_on_its_side_is_turned_upright(pool: DecoderPool, data: Path, tmp_path: Path) -> None:
    (made,) = await pool.render(data / "landscape_6.jpg", [PREVIEW], tmp_path)
    with Image.open(made.path) as seen, Image.open(data / "landscape_1.jpg") as upright:
        assert seen.size == upright.size
        assert unlikeness(seen, upright) < 4


@pytest.mark.parametrize("size", [(4031, 3021), (4032, 3024), (4000, 2999), (2600, 2081), (2049, 2049), (9000, 17)])
async def test_a_drafted_decode_is_never_smaller_than_what_is_made_of_it(tmp_path: Path, size: tuple[int, int]) -> None:
    """Were it, the first resize would enlarge."""
    source = tmp_path / "source.jpg"
    Image.new("RGB", size, "olive").save(source)
    for recipe in (THUMBNAIL, PREVIEW, LARGE):
        with Image.open(source) as picture:
            wanted = rendition_size(*size, recipe.max_edge)
            made = rasters(picture, 1, [recipe])
            assert list(made) == [wanted]
            assert made[wanted].size == wanted
            # What the decoder left it at.
            assert picture.width >= wanted[0]
            assert picture.height >= wanted[1]


async def test_nothing_is_enlarged(pool: DecoderPool, data: Path, tmp_path: Path) -> None:
    made = await pool.render(data / "Canon_40D.jpg", [THUMBNAIL, LARGE], tmp_path)
    assert {(item.width, item.height) for item in made} == {(100, 68)}


@pytest.mark.parametrize("max_edge", [320, 2048])
@pytest.mark.parametrize("picture_format", ["jpeg", "webp", "avif"])
async def test_what_the_original_says_about_its_owner_is_not_in_the_copies(
    pool: DecoderPool, data: Path, tmp_path: Path, picture_format: PictureFormat, max_edge: int
) -> None:
    for name in ("gps.jpg", "seine.avif"):
        (made,) = await pool.render(data / name, [lossless_like(picture_format, max_edge)], tmp_path)
        with Image.open(made.path) as picture:
            assert not picture.getexif()
            assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & set(picture.info)
        assert not any(word in made.path.read_bytes() for word in (b"NIKON", b"Exif", b"adobe", b"Pixel"))


@pytest.mark.parametrize("name", ["coast.webp", "cramps.gif", "seine.avif", "hopper.heic", "cmyk.jpg"])
async def test_every_format_becomes_a_jpeg_and_a_webp(pool: DecoderPool, data: Path, tmp_path: Path, name: str) -> None:
    made = await pool.render(data / name, [THUMBNAIL, PREVIEW], tmp_path)
    assert all(pixels(item.path).std() > 10 for item in made)


async def test_alpha_is_kept_where_there_is_room_for_it_and_white_elsewhere(pool: DecoderPool, tmp_path: Path) -> None:
    source = Image.new("RGBA", (400, 200), (0, 0, 255, 0))
    source.paste((255, 0, 0, 255), (0, 0, 200, 200))
    source.save(tmp_path / "source.png")
    webp, jpeg = await pool.render(tmp_path / "source.png", [lossless_like("webp"), PREVIEW], tmp_path)
    with Image.open(webp.path) as picture:
        assert picture.mode == "RGBA"
        assert picture.getchannel("A").getextrema() == (0, 255)
    left, right = pixels(jpeg.path)[100, 20], pixels(jpeg.path)[100, 380]
    assert np.abs(left - (254, 0, 0)).max() < 6
    assert np.abs(right - (255, 255, 255)).max() < 6


async def test_alpha_that_hides_nothing_is_dropped(pool: DecoderPool, tmp_path: Path) -> None:
    Image.new("RGBA", (40, 20), (9, 99, 200, 255)).save(tmp_path / "source.png")
    (webp,) = await pool.render(tmp_path / "source.png", [lossless_like("webp")], tmp_path)
    with Image.open(webp.path) as picture:
        assert picture.mode == "RGB"


async def test_a_wide_gamut_is_brought_to_srgb(pool: DecoderPool, shared: Path, tmp_path: Path) -> None:
    """iPhones write Display P3; shown as sRGB its colours are dull."""
    source = shared / "photos" / "iphone_13_pro_max.HEIC"
    (made,) = await pool.render(source, [PREVIEW], tmp_path)
    with Image.open(source) as original:
        original.load()
        correct = ImageCms.profileToProfile(
            original,
            ImageCms.ImageCmsProfile(BytesIO(original.info["icc_profile"])),
            ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        )
        assert correct is not None
        with Image.open(made.path) as seen:
            assert unlikeness(seen, correct) < 1 < unlikeness(seen, original)


async def test_sixteen_bits_are_scaled_not_cut_off(pool: DecoderPool, tmp_path: Path) -> None:
    ramp = np.linspace(0, 65535, 256 * 64).reshape(64, 256).astype(np.uint16)
    Image.fromarray(ramp).save(tmp_path / "source.png")
    (made,) = await pool.render(tmp_path / "source.png", [lossless_like("jpeg")], tmp_path)
    assert np.abs(pixels(made.path)[..., 0] - ramp / 257).mean() < 2


async def test_a_palette_with_a_clear_colour_keeps_it_clear(pool: DecoderPool, tmp_path: Path) -> None:
    source = Image.new("P", (600, 600), 1)
    source.putpalette([255, 0, 0, 0, 128, 0])
    source.paste(0, (0, 0, 300, 600))
    source.save(tmp_path / "source.png", transparency=0)
    (made,) = await pool.render(tmp_path / "source.png", [lossless_like("webp")], tmp_path)
    with Image.open(made.path) as picture:
        assert picture.mode == "RGBA"
        assert picture.getpixel((10, 100))[3] == 0  # type: ignore[index]
        assert picture.getpixel((300, 100))[3] == 255  # type: ignore[index]


async def test_a_colour_that_stands_for_clear_is_clear(pool: DecoderPool, tmp_path: Path) -> None:
    source = Image.new("RGB", (200, 200), "teal")
    source.paste((1, 2, 3), (0, 0, 100, 200))
    source.save(tmp_path / "source.png", transparency=(1, 2, 3))
    (made,) = await pool.render(tmp_path / "source.png", [lossless_like("webp")], tmp_path)
    with Image.open(made.path) as picture:
        assert picture.mode == "RGBA"
        assert picture.getchannel("A").getextrema() == (0, 255)


async def test_inks_become_light_without_turning_into_their_negative(
    pool: DecoderPool, data: Path, tmp_path: Path
) -> None:
    (made,) = await pool.render(data / "cmyk.jpg", [lossless_like("jpeg")], tmp_path)
    with Image.open(data / "cmyk.jpg") as original:
        expected = np.asarray(original.convert("RGB"), dtype=np.int16)
    assert np.abs(pixels(made.path) - expected).mean() < 12


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I", "F", "LAB"])
async def test_every_mode_a_tiff_can_have_gives_a_picture(pool: DecoderPool, tmp_path: Path, mode: str) -> None:
    Image.new(mode, (700, 300)).save(tmp_path / "source.tif")
    made = await pool.render(tmp_path / "source.tif", [THUMBNAIL, PREVIEW], tmp_path)
    assert [(item.width, item.height) for item in made] == [(320, 137), (700, 300)]
