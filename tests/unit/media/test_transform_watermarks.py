"""Custom renditions: words and pictures that mark them, seen in the pixels."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.unit.media.painted import Make, pixels, png
from vitrine.infra.media.errors import Unsupported
from vitrine.infra.media.transformation import Position, Watermark

GREY = (110, 110, 110)


def _changed(picture: Image.Image) -> tuple[int, int, int, int]:
    """Where a grey picture is grey no more: left, upper, right, lower."""
    rows, columns = np.nonzero(np.abs(pixels(picture) - 110).max(axis=2) > 8)
    return int(columns.min()), int(rows.min()), int(columns.max()), int(rows.max())


@pytest.mark.parametrize("position", [each for each in Position if each is not Position.TILED])
async def test_a_text_lies_where_it_was_asked_for(make: Make, position: Position) -> None:
    mark = Watermark(text="© Vitrine", position=position, opacity=1, size=0.4)
    made = await make(Image.new("RGB", (600, 400), GREY), png(watermark=mark))
    left, upper, right, lower = _changed(made)
    assert right - left == pytest.approx(160, abs=14), "0.4 of the shorter edge"
    across, down = (left + right) / 2 / 600, (upper + lower) / 2 / 400
    thirds = {"LEFT": 0, "RIGHT": 2, "TOP": 0, "BOTTOM": 2}
    words = position.value.split("_")
    assert int(across * 3) == next((thirds[word] for word in words if word in {"LEFT", "RIGHT"}), 1)
    assert int(down * 3) == next((thirds[word] for word in words if word in {"TOP", "BOTTOM"}), 1)
    assert min(left, upper, 599 - right, 399 - lower) >= 8, "it keeps away from the edges"


async def test_tiles_are_everywhere(make: Make) -> None:
    mark = Watermark(text="sample", position=Position.TILED, opacity=1, size=0.2)
    made = await make(Image.new("RGB", (800, 600), GREY), png(watermark=mark))
    touched = np.abs(pixels(made) - 110).max(axis=2) > 8
    for row, column in product(range(3), range(4)):
        assert touched[row * 200 : row * 200 + 200, column * 200 : column * 200 + 200].any()
    assert touched.mean() < 0.5


async def test_opacity_is_how_much_of_a_mark_is_seen(make: Make, tmp_path: Path) -> None:
    Image.new("RGB", (100, 100), (255, 255, 255)).save(tmp_path / "white.png")
    for opacity in (0.25, 0.5, 1.0):
        mark = Watermark(asset="any", sha256="0", position=Position.CENTRE, opacity=opacity, size=0.5)
        made = await make(Image.new("RGB", (200, 200), (0, 0, 0)), png(watermark=mark), tmp_path / "white.png")
        assert pixels(made)[100, 100] == pytest.approx(255 * opacity, abs=2)
        assert pixels(made)[5, 5].max() == 0


async def test_a_picture_marks_with_its_own_transparency_and_is_not_enlarged(make: Make, tmp_path: Path) -> None:
    ring = Image.new("RGBA", (90, 60), (0, 200, 0, 255))
    ring.paste((0, 0, 0, 0), (30, 20, 60, 40))
    ring.save(tmp_path / "ring.png")
    mark = Watermark(asset="any", sha256="0", position=Position.CENTRE, opacity=1, size=0.5)
    made = pixels(await make(Image.new("RGB", (400, 100), GREY), png(watermark=mark), tmp_path / "ring.png"))
    left, upper, right, lower = _changed(Image.fromarray(made.astype(np.uint8)))
    assert (right - left + 1, lower - upper + 1) == (50, 33), "half of the shorter edge"
    assert tuple(made[50, 200]) == GREY, "its hole is a hole"
    wide = png(watermark=Watermark(asset="any", sha256="0", position=Position.CENTRE, opacity=1, size=1))
    left, _, right, _ = _changed(await make(Image.new("RGB", (900, 900), GREY), wide, tmp_path / "ring.png"))
    assert right - left + 1 == 90


async def test_a_mark_on_what_is_clear_is_seen(make: Make) -> None:
    clear = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    mark = Watermark(text="seen", position=Position.CENTRE, opacity=0.5, size=0.5)
    alpha = np.asarray((await make(clear, png(watermark=mark))).getchannel("A"))
    assert alpha.max() == pytest.approx(128, abs=3)
    assert alpha[5, 5] == 0


@pytest.mark.parametrize(
    "text", ["שלום עולם", "مرحبا", "Ünïcödé ©®™", "two\nlines", "x" * 200, "Привет", "a\u0301"], ids=ascii
)
async def test_words_of_many_scripts_are_drawn(make: Make, text: str) -> None:
    made = await make(Image.new("RGB", (600, 400), GREY), png(watermark=Watermark(text=text, opacity=1, size=0.5)))
    assert (np.abs(pixels(made) - 110).max(axis=2) > 8).any()


async def test_words_that_no_font_here_has_are_refused_by_name_rather_than_drawn_as_boxes(make: Make) -> None:
    # Egyptian hieroglyphs.
    with pytest.raises(Unsupported) as refused:
        await make(Image.new("RGB", (60, 40)), png(watermark=Watermark(text="\U00013080\U00013081")))
    assert "font" in refused.value.message
