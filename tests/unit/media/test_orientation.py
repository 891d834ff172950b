"""However a camera was held, people see the picture upright."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vitrine.infra.media.pool import DecoderPool
from vitrine.infra.media.recipe import Recipe

SHOWN = Recipe(name="out", purpose="test", max_edge=300, format="jpeg", quality=95)
# What was done to the scene for it to be stored so; EXIF's number undoes it.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def scene() -> Image.Image:
    """Four colours, so that no turn and no mirror leaves it as it is."""
    picture = Image.new("RGB", (600, 400), "white")
    for place, colour in (((0, 0), "red"), ((300, 0), "green"), ((0, 200), "blue")):
        picture.paste(colour, (*place, place[0] + 300, place[1] + 200))
    return picture


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "tif", "tif.lzw", "avif"])
@pytest.mark.parametrize("orientation", range(1, 9))
async def test_every_orientation_is_seen_upright(
    pool: DecoderPool, tmp_path: Path, ending: str, orientation: int
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = scene()
    turn = STORED[orientation]
    if turn is not None:
        stored = stored.transpose(turn)
    source = tmp_path / f"source.{ending.partition('.')[0]}"
    options = {"compression": "tiff_lzw"} if ending.endswith("lzw") else {}
    stored.save(source, exif=exif, **options)
    first = await pool.first_sight(source, [SHOWN], tmp_path)
    assert (first.facts.width, first.facts.height) == (600, 400)
    with Image.open(first.rendered[0].path) as seen:
        assert seen.size == (300, 200)
        difference = np.asarray(seen, np.int16) - np.asarray(scene().resize(seen.size), np.int16)
    assert np.abs(difference).mean() < 4
