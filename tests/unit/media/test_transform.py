"""Custom renditions: what is cut, turned and resized, seen in the pixels."""

from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageOps

from tests.unit.media.painted import Make, paint, pixels, png, save
from vitrine.infra.media.transformation import Box, Fit, Flip, Point, Transformation

TURNS = [0, 90, 180, 270]
FLIPS = [None, Flip.HORIZONTAL, Flip.VERTICAL]
_CLOCKWISE = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


def _naively(path: Path, recipe: Transformation) -> Image.Image:
    """Do the same the long way round: upright first, then cut, turn and mirror all of it."""
    with Image.open(path) as lying:
        picture = ImageOps.exif_transpose(lying)
    crop = recipe.crop or Box()
    width, height = picture.size
    picture = picture.crop(
        (
            round(crop.x * width),
            round(crop.y * height),
            round((crop.x + crop.width) * width),
            round((crop.y + crop.height) * height),
        )
    )
    if recipe.rotate:
        picture = picture.transpose(_CLOCKWISE[recipe.rotate])
    if recipe.flip is Flip.HORIZONTAL:
        return ImageOps.mirror(picture)
    return ImageOps.flip(picture) if recipe.flip is Flip.VERTICAL else picture


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_cut_turned_and_mirrored_without_a_change_of_size_it_is_the_very_pixels(
    make: Make, tmp_path: Path, orientation: int
) -> None:
    path = save(paint(61, 40), tmp_path, orientation=orientation)
    crop = Box(x=0.2, y=0.1, width=0.5, height=0.7)
    for rotate, flip in product(TURNS, FLIPS):
        recipe = png(crop=crop, rotate=rotate, flip=flip)
        assert np.array_equal(pixels(await make(path, recipe)), pixels(_naively(path, recipe))), recipe


@pytest.mark.parametrize("orientation", [1, 6])
async def test_turned_and_made_smaller_it_looks_as_if_it_were_turned_first(
    make: Make, tmp_path: Path, orientation: int
) -> None:
    path = save(paint(600, 400), tmp_path, orientation=orientation)
    for rotate, flip in product(TURNS, FLIPS):
        recipe = png(rotate=rotate, flip=flip, width=90, height=90)
        first = _naively(path, recipe)
        first.thumbnail((90, 90), Image.Resampling.LANCZOS)
        assert np.abs(pixels(await make(path, recipe)) - pixels(first)).max() <= 3, recipe


@pytest.mark.parametrize(
    ("wishes", "size"),
    [
        ({}, (640, 480)),
        ({"width": 320}, (320, 240)),
        ({"height": 120}, (160, 120)),
        ({"width": 200, "height": 200}, (200, 150)),
        ({"width": 5000, "height": 100}, (133, 100)),
        ({"width": 5000, "height": 5000}, (640, 480)),
        ({"width": 200, "height": 200, "fit": Fit.COVER}, (200, 200)),
        ({"width": 300, "height": 100, "fit": Fit.COVER}, (300, 100)),
        # Too small for the box: a smaller box of the same shape.
        ({"width": 2000, "height": 2000, "fit": Fit.COVER}, (480, 480)),
        ({"width": 640, "height": 960, "fit": Fit.COVER}, (320, 480)),
        ({"width": 300, "fit": Fit.COVER}, (300, 225)),
        ({"rotate": 90}, (480, 640)),
        ({"rotate": 90, "width": 240}, (240, 320)),
        ({"rotate": -90, "width": 240}, (240, 320)),
        ({"crop": Box(x=0.5, y=0, width=0.5, height=1)}, (320, 480)),
        ({"crop": Box(x=0.5, y=0, width=0.5, height=1), "rotate": 270, "height": 160}, (240, 160)),
        ({"crop": Box(x=0.9999, y=0.9999, width=0.0001, height=0.0001)}, (1, 1)),
        ({"width": 1}, (1, 1)),
    ],
    ids=str,
)
async def test_sizes_are_what_was_asked_for_and_nothing_is_enlarged(
    make: Make, wishes: dict[str, Any], size: tuple[int, int]
) -> None:
    assert (await make(paint(640, 480), png(**wishes))).size == size


async def test_a_cover_keeps_its_focus_in_sight(make: Make) -> None:
    """Of a wide picture a square is a window: red tells where it was cut, 0 at the left edge and 255 at the right."""
    means = {}
    for x in (0.0, 0.5, 1.0, 0.4):
        recipe = png(width=100, height=100, fit=Fit.COVER, focus=Point(x=x, y=0.5))
        means[x] = pixels(await make(paint(400, 100), recipe))[..., 0].mean()
    assert means[0.0] == pytest.approx(255 / 8, abs=1.5)
    assert means[0.5] == pytest.approx(255 / 2, abs=1.5)
    assert means[1.0] == pytest.approx(255 * 7 / 8, abs=1.5)
    assert means[0.4] == pytest.approx(255 * 0.4, abs=1.5)


async def test_the_focus_is_a_place_in_the_picture_as_it_was_turned(make: Make) -> None:
    recipe = png(rotate=90, width=50, height=50, fit=Fit.COVER, focus=Point(x=0.5, y=0))
    made = pixels(await make(paint(200, 100), recipe))
    assert made[..., 0].mean() < 80, "what was at the left is at the top now"


async def test_a_part_of_a_large_jpeg_is_as_sharp_as_if_all_of_it_were_decoded(make: Make, tmp_path: Path) -> None:
    random = np.random.default_rng(7)
    noisy = Image.fromarray(random.integers(0, 255, (1200, 1600, 3), dtype=np.uint8)).resize((1600, 1200))
    noisy.save(tmp_path / "large.jpg", quality=95)
    crop = Box(x=0.25, y=0.25, width=0.5, height=0.5)
    made = await make(tmp_path / "large.jpg", png(crop=crop, width=200))
    with Image.open(tmp_path / "large.jpg") as all_of_it:
        expected = all_of_it.resize((200, 150), Image.Resampling.LANCZOS, box=(400, 300, 1200, 900))
    assert made.size == (200, 150)
    seen, sharp = pixels(made).astype(float), pixels(expected).astype(float)
    assert seen.std() > 0.95 * sharp.std()
    assert np.corrcoef(seen.ravel(), sharp.ravel())[0, 1] > 0.85
