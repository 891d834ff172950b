"""Custom renditions: the formats that they are made in, and what becomes of their colours."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from tests.unit.media.painted import Make, half_clear, pixels
from vitrine.infra.media.pool import DecoderPool
from vitrine.infra.media.transformation import Format, Transformation

FORMATS = {Format.JPEG: "JPEG", Format.PNG: "PNG", Format.WEBP: "WEBP", Format.AVIF: "AVIF"}


@pytest.mark.parametrize("wanted", FORMATS)
async def test_every_format_is_what_it_says_and_tells_nothing_of_its_owner(
    pool: DecoderPool, data: Path, tmp_path: Path, wanted: Format
) -> None:
    made = await pool.transform(data / "gps.jpg", Transformation(format=wanted, width=300), tmp_path)
    assert (made.name, made.purpose, made.width) == (Transformation(format=wanted, width=300).name, "custom", 300)
    assert made.path.name == f"{made.name}.{made.extension}"
    assert made.size == made.path.stat().st_size
    with Image.open(made.path) as picture:
        assert picture.format == FORMATS[wanted]
        assert Image.MIME[picture.format] == made.mime
        assert not picture.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & set(picture.info)
    assert not any(word in made.path.read_bytes() for word in (b"NIKON", b"COOLPIX", b"Exif", b"adobe"))


@pytest.mark.parametrize("wanted", [Format.JPEG, Format.WEBP, Format.AVIF])
async def test_less_quality_makes_smaller_files(pool: DecoderPool, data: Path, tmp_path: Path, wanted: Format) -> None:
    sizes = [
        (
            await pool.transform(data / "Aqua.jpg", Transformation(format=wanted, width=400, quality=quality), tmp_path)
        ).size
        for quality in (20, 60, 95)
    ]
    assert sizes == sorted(sizes)
    assert sizes[2] > 2 * sizes[0]


async def test_what_is_clear_becomes_white_in_a_jpeg_and_stays_clear_elsewhere(make: Make) -> None:
    jpeg = pixels(await make(half_clear(), Transformation(format=Format.JPEG, quality=95)))
    assert np.abs(jpeg[50, 180] - 255).max() < 4
    for kept in (Format.PNG, Format.WEBP, Format.AVIF):
        picture = await make(half_clear(), Transformation(format=kept, quality=90))
        assert picture.mode == "RGBA"
        assert picture.getchannel("A").getextrema() == (0, 255)


async def test_a_wide_gamut_is_brought_to_srgb(make: Make, shared: Path) -> None:
    source = shared / "photos" / "iphone_13_pro_max.HEIC"
    made = await make(source, Transformation(format=Format.JPEG, width=200, quality=95))
    with Image.open(source) as original:
        original.load()
        correct = ImageCms.profileToProfile(
            original,
            ImageCms.ImageCmsProfile(BytesIO(original.info["icc_profile"])),
            ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        )
        assert correct is not None
        expected, dull = (pixels(each.convert("RGB").resize(made.size)) for each in (correct, original))
    assert np.abs(pixels(made) - expected).mean() < np.abs(pixels(made) - dull).mean() / 2
