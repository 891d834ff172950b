"""The perceptual hash: what looks alike is near, what does not is far."""

import time
from io import BytesIO
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageEnhance

from tests.unit.media.conftest import THUMBNAIL
from vitrine.infra.media.likeness import distance, likeness
from vitrine.infra.media.pool import DecoderPool

NEAR, FAR = 6, 16


def small(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        picture.draft("RGB", (640, 640))
        picture.thumbnail((320, 320))
        return picture.convert("RGB")


def encoded(picture: Image.Image, quality: int, encoding: str = "JPEG") -> Image.Image:
    content = BytesIO()
    picture.save(content, encoding, quality=quality)
    return Image.open(content).convert("RGB")


def of(picture: Image.Image) -> int:
    found = likeness(picture)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def pictures(shared: Path) -> dict[str, Image.Image]:
    """Different pictures."""
    return {path.name: small(path) for path in sorted((shared / "gallery").iterdir())}


def test_a_copy_is_near_however_it_was_made(pictures: dict[str, Image.Image]) -> None:
    for name, picture in pictures.items():
        hashed = of(picture)
        copies = {
            "compressed": encoded(picture, 20),
            "another format": encoded(picture, 40, "WEBP"),
            "half": picture.resize((picture.width // 2, picture.height // 2)),
            "a fifth": picture.resize((picture.width // 5, picture.height // 5), Image.Resampling.BILINEAR),
            "brighter": ImageEnhance.Brightness(picture).enhance(1.15),
            "grey": picture.convert("L"),
        }
        assert {copy: far for copy, made in copies.items() if (far := distance(hashed, of(made))) > NEAR} == {}, name


def test_different_pictures_are_far_apart(pictures: dict[str, Image.Image]) -> None:
    hashes = {name: of(picture) for name, picture in pictures.items()}
    assert [pair for pair in combinations(hashes, 2) if distance(hashes[pair[0]], hashes[pair[1]]) < FAR] == []


def test_a_picture_and_its_mirror_are_far_apart(pictures: dict[str, Image.Image]) -> None:
    picture = pictures["Dune.jpg"]
    assert distance(of(picture), of(picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT))) > FAR


@pytest.mark.parametrize("colour", ["black", "white", "teal"])
def test_a_picture_of_one_colour_is_like_nothing(colour: str) -> None:
    assert likeness(Image.new("RGB", (320, 200), colour)) is None


def test_it_is_a_signed_number_of_64_bits() -> None:
    found = [of(Image.fromarray(np.random.default_rng(seed).integers(0, 255, (8, 8), np.uint8))) for seed in range(40)]
    assert min(found) >= -(2**63)
    assert max(found) < 2**63
    assert len(set(found)) == 40


def test_distance_counts_bits_of_signed_numbers() -> None:
    assert (distance(-1, 0), distance(-(2**63), 0), distance(5, 5), distance(-1, 1)) == (64, 1, 0, 63)


async def test_a_first_sight_tells_it_and_two_formats_of_one_picture_agree(
    pool: DecoderPool, data: Path, tmp_path: Path
) -> None:
    with Image.open(data / "FreshFlower.jpg") as picture:
        picture.resize((500, 312)).save(tmp_path / "copy.png")
    one = (await pool.first_sight(data / "FreshFlower.jpg", [THUMBNAIL], tmp_path)).likeness
    other = (await pool.first_sight(tmp_path / "copy.png", [THUMBNAIL], tmp_path)).likeness
    assert one is not None
    assert other is not None
    assert distance(one, other) <= NEAR


async def test_a_first_sight_of_nothing_tells_nothing(pool: DecoderPool, tmp_path: Path) -> None:
    Image.new("RGB", (400, 300), "white").save(tmp_path / "page.png")
    assert (await pool.first_sight(tmp_path / "page.png", [THUMBNAIL], tmp_path)).likeness is None


def test_takes_less_than_a_millisecond(data: Path) -> None:
    picture = small(data / "Aqua.jpg")
    likeness(picture)
    times = []
    for _ in range(20):
        started = time.perf_counter()
        likeness(picture)
        times.append(time.perf_counter() - started)
    assert min(times) < 0.001
