"""ThumbHash, against hashes made by the reference encoder (npm thumbhash 0.1.1)."""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vitrine.infra.media.thumbhash import thumbhash

Pixel = tuple[int, int, int, int]


def drawn(width: int, height: int, colour: Callable[[int, int], Pixel]) -> Image.Image:
    rows = [[colour(x, y) for x in range(width)] for y in range(height)]
    return Image.fromarray(np.array(rows, dtype=np.uint8))


@pytest.mark.parametrize(
    ("picture", "reference"),
    [
        pytest.param(
            drawn(32, 20, lambda x, y: ((x * 8) & 255, (y * 12) & 255, (x * y) & 255, 255)),
            "db180e1c9a607677708878867886f4960ff788",
            id="landscape",
        ),
        pytest.param(
            drawn(18, 32, lambda x, y: ((x * 13) & 255, 255 - ((y * 7) & 255), 128, 255)),
            "20b809341870f777788888888888708f080887",
            id="portrait",
        ),
        pytest.param(
            drawn(24, 24, lambda x, y: ((x * 10) & 255, (y * 10) & 255, 200, (x + y) * 5)),
            "27f685150a17a087b0888a7888a0b00af96870777078877778",
            id="with alpha",
        ),
    ],
)
def test_equals_the_reference_but_for_waves_of_nothing(picture: Image.Image, reference: str) -> None:
    ours = thumbhash(picture).hex()
    # A wave of nothing lies exactly between two steps; in the reference the last bit of a sum decides which it gets.
    assert all(abs(mine - theirs) <= 1 for mine, theirs in zip(fields(ours), fields(reference), strict=True))


def fields(hashed: str) -> list[int]:
    """The numbers a ThumbHash holds: six bits each for mean, scale and shape in the first five bytes, then four."""
    head, shape = (int.from_bytes(bytes.fromhex(part), "little") for part in (hashed[:6], hashed[6:10]))
    waves = [int(nibble, 16) for nibble in hashed[10:]]
    return [head & 63, head >> 6 & 63, head >> 12 & 63, head >> 18, shape & 7, shape >> 3 & 63, shape >> 9, *waves]


def test_a_picture_that_is_all_clear_has_a_hash_too() -> None:
    assert thumbhash(drawn(8, 8, lambda _x, _y: (1, 2, 3, 0))).hex().startswith("000882")


def test_two_sizes_of_one_flat_picture_have_one_hash() -> None:
    assert thumbhash(Image.new("RGB", (320, 200), "#783c1e")) == thumbhash(Image.new("RGB", (160, 100), "#783c1e"))


@pytest.mark.parametrize("size", [(1, 1), (1, 320), (320, 1), (2, 3)])
def test_the_smallest_pictures_have_a_hash(size: tuple[int, int]) -> None:
    assert len(thumbhash(Image.new("RGB", size, "teal"))) >= 5


def test_takes_less_than_a_millisecond(data: Path) -> None:
    with Image.open(data / "Aqua.jpg") as picture:
        picture.thumbnail((320, 320))
    thumbhash(picture)
    times = []
    for _ in range(20):
        started = time.perf_counter()
        thumbhash(picture)
        times.append(time.perf_counter() - started)
    assert min(times) < 0.001
