"""Custom renditions: what filters do, seen in the pixels."""

import numpy as np
import pytest
from PIL import Image

from tests.unit.media.painted import Make, half_clear, paint, pixels, png
from vitrine.infra.media.transformation import Filters


async def test_greyscale_has_no_colour(make: Make) -> None:
    made = pixels(await make(paint(80, 60), png(filters=Filters(greyscale=True))))
    assert (made[..., 0] == made[..., 1]).all()
    assert (made[..., 1] == made[..., 2]).all()
    assert made.std() > 20


def _edge(width: int = 200) -> Image.Image:
    """Half black, half grey-white: an edge in the middle."""
    picture = Image.new("RGB", (width, 60), (20, 20, 20))
    picture.paste((220, 220, 220), (width // 2, 0, width, 60))
    return picture


async def test_blur_softens_an_edge_by_its_radius(make: Make) -> None:
    row = pixels(await make(_edge(), png(filters=Filters(blur=8))))[30, :, 0]
    assert (np.diff(row) >= 0).all()
    # 16 % and 84 % of a Gaussian lie a radius before and behind.
    dark, light = np.searchsorted(row, [20 + 200 * 0.16, 20 + 200 * 0.84])
    assert 100 - dark == pytest.approx(8, abs=2)
    assert light - 100 == pytest.approx(8, abs=2)


async def test_sharpening_makes_an_edge_steeper_and_leaves_what_is_flat(make: Make) -> None:
    row = pixels(await make(_edge(), png(filters=Filters(sharpen=1.5))))[30, :, 0]
    assert row.min() < 20
    assert row.max() > 220
    assert set(row[:80]) == {20}


async def test_blurring_what_is_half_clear_lets_no_hidden_colour_through(make: Make) -> None:
    made = await make(half_clear(), png(filters=Filters(blur=6)))
    assert made.mode == "RGBA"
    solid = np.asarray(made)[50]
    seen = solid[solid[:, 3] > 20]
    assert seen[:, 2].max() < 12


@pytest.mark.parametrize(
    "filters", [Filters(greyscale=True), Filters(sharpen=1), Filters(blur=1, greyscale=True)], ids=str
)
async def test_filters_keep_what_is_clear(make: Make, filters: Filters) -> None:
    made = await make(half_clear(), png(filters=filters))
    alpha = np.asarray(made.getchannel("A"))
    assert alpha[50, 5] == 255
    assert alpha[50, 195] == 0
