"""Custom renditions of every kind of file that has a picture, and of those that have none."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.unit.media.dng import write_dng
from tests.unit.media.painted import Make, paint, pixels, png
from vitrine.infra.media.errors import Corrupt, Unsupported
from vitrine.infra.media.transformation import Box, Fit, Watermark


@pytest.mark.parametrize(
    "name", ["coast.webp", "cramps.gif", "seine.avif", "hopper.heic", "cmyk.jpg", "landscape_6.jpg"]
)
async def test_every_kind_of_picture_can_be_cut(make: Make, data: Path, name: str) -> None:
    recipe = png(crop=Box(x=0.1, y=0.1, width=0.8, height=0.8), width=60, height=60, fit=Fit.COVER)
    made = await make(data / name, recipe)
    assert pixels(made).std() > 5


async def test_a_child_that_refused_a_picture_makes_the_next(make: Make, data: Path, tmp_path: Path) -> None:
    (tmp_path / "cut.jpg").write_bytes((data / "Aqua.jpg").read_bytes()[:3000])
    with pytest.raises(Corrupt):
        await make(tmp_path / "cut.jpg", png(width=50))
    with pytest.raises(Unsupported):
        await make(paint(60, 40), png(watermark=Watermark(asset="any", sha256="0")), Path(__file__))
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".jpg", ".png"], "only what was there before"
    assert (await make(paint(60, 40), png(width=30))).size == (30, 20)


async def test_a_drawing_is_drawn_as_large_as_it_is_wanted(make: Make, tmp_path: Path) -> None:
    half = '<rect width="10" height="10" fill="red"/>'
    (tmp_path / "icon.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">{half}</svg>')
    large = await make(tmp_path / "icon.svg", png(width=1000))
    assert large.size == (1000, 500)
    row = pixels(large.convert("RGBA").crop((490, 200, 510, 201)))[0, :, 0]
    assert len(set(row)) <= 3, "its edge is as sharp as at any other size"
    assert (await make(tmp_path / "icon.svg", png())).size == (20, 10)
    right = png(crop=Box(x=0.5, y=0, width=0.5, height=1), width=300)
    cut = await make(tmp_path / "icon.svg", right)
    assert (cut.size, cut.getchannel("A").getextrema()) == ((300, 300), (0, 0))


async def test_a_document_shows_its_first_page(make: Make, shared: Path) -> None:
    made = await make(shared / "documents" / "images.pdf", png(width=300, crop=Box(x=0, y=0, width=1, height=0.5)))
    assert made.width == 300
    assert pixels(made).std() > 5


async def test_a_raw_is_cut_in_its_own_pixels_whatever_its_preview_has(make: Make, tmp_path: Path) -> None:
    path, preview = tmp_path / "photo.dng", BytesIO()
    Image.new("RGB", (1024, 682), "teal").save(preview, "JPEG")
    sensor = np.full((1800, 2700, 3), 9000, np.uint16)
    sensor[:, 1350:] = (40_000, 4000, 4000)
    write_dng(path, sensor, orientation=3, preview=preview.getvalue(), preview_size=(1024, 682))
    left = await make(path, png(crop=Box(x=0, y=0, width=0.4, height=1)))
    assert left.size == (1080, 1800)
    assert pixels(left)[900, 540].argmax() == 0, "what is red lies at the left, turned as it is"
    seen = await make(path, png(crop=Box(x=0, y=0, width=0.4, height=1), width=300))
    assert seen.size == (300, 500)
    small = pixels(await make(path, png(width=400)))
    assert np.abs(small - (0, 128, 128)).max() < 8, "for so little the camera's own picture will do"
