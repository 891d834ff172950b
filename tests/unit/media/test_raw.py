"""Camera RAW: the camera's own picture where it is large enough, else one developed from the sensor's data."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.unit.media.conftest import LARGE, THUMBNAIL
from tests.unit.media.dng import write_dng
from vitrine.infra.media.errors import Bomb, Corrupt, MediaError
from vitrine.infra.media.file_types import RAW
from vitrine.infra.media.pool import DecoderPool
from vitrine.infra.media.recipe import Recipe
from vitrine.infra.media.sniff import sniff

SHOWN = Recipe(name="out", purpose="test", max_edge=320, format="jpeg", quality=95)
# Upper left, upper right, lower left, lower right, in sRGB.
CORNERS = ((200, 40, 40), (40, 160, 60), (50, 60, 190), (180, 180, 180))
# Where each corner of the stored picture is seen, by EXIF's orientation.
SEEN = {1: (0, 1, 2, 3), 3: (3, 2, 1, 0), 6: (2, 0, 3, 1), 8: (1, 3, 0, 2)}


def linear(value: int) -> int:
    """What a sensor counts, of 65535, for a value of sRGB."""
    share = value / 255
    return round(65535 * (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4))


def scene(width: int = 1200, height: int = 800) -> NDArray[np.uint16]:
    picture = np.empty((height, width, 3), np.uint16)
    for index, corner in enumerate(CORNERS):
        rows = slice(height // 2, None) if index >= 2 else slice(None, height // 2)
        columns = slice(width // 2, None) if index % 2 else slice(None, width // 2)
        picture[rows, columns] = [linear(value) for value in corner]
    return picture


def corners(path: Path) -> NDArray[np.float64]:
    """The colour in the middle of each quarter."""
    with Image.open(path) as picture:
        shown = np.asarray(picture.convert("RGB"), np.float64)
    height, width = shown.shape[:2]
    places = [(y, x) for y in (height // 4, 3 * height // 4) for x in (width // 4, 3 * width // 4)]
    return np.array([shown[y - 8 : y + 8, x - 8 : x + 8].mean(axis=(0, 1)) for y, x in places])


def hues(colours: NDArray[np.float64]) -> NDArray[np.float64]:
    """Colours without their brightness, which the camera's or our development chooses."""
    shares: NDArray[np.float64] = colours / colours.sum(axis=1, keepdims=True)
    return shares


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
async def test_a_raw_without_a_preview_is_developed_upright_in_its_colours(
    pool: DecoderPool, tmp_path: Path, orientation: int
) -> None:
    source = tmp_path / "photo.dng"
    write_dng(source, scene(), orientation=orientation)
    assert sniff(source, "photo.dng") == RAW
    first = await pool.first_sight(source, [SHOWN], tmp_path)
    facts = first.facts
    assert (facts.mime, facts.orientation) == ("image/x-raw", orientation)
    assert (facts.width, facts.height) == ((800, 1200) if orientation >= 5 else (1200, 800))
    assert facts.camera == "Vitrine Camera of the tests"
    expected = np.array([CORNERS[index] for index in SEEN[orientation]], np.float64)
    seen = corners(first.rendered[0].path)
    assert np.abs(hues(seen) - hues(expected)).max() < 0.06
    # Bright stays brighter than dark.
    assert seen.sum(axis=1).argmax() == expected.sum(axis=1).argmax()


async def test_no_more_is_developed_than_is_wanted_and_nothing_is_enlarged(pool: DecoderPool, tmp_path: Path) -> None:
    write_dng(tmp_path / "photo.dng", scene(2400, 1600))
    small, large = await pool.render(tmp_path / "photo.dng", [THUMBNAIL, LARGE], tmp_path)
    assert [(item.width, item.height) for item in (small, large)] == [(320, 213), (2048, 1366)]


def jpeg(width: int, height: int, colour: str, orientation: int = 1) -> bytes:
    content = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.new("RGB", (width, height), colour).save(content, "JPEG", quality=90, exif=exif if orientation > 1 else b"")
    return content.getvalue()


async def test_the_cameras_own_picture_is_taken_where_it_is_large_enough(pool: DecoderPool, tmp_path: Path) -> None:
    source = tmp_path / "photo.dng"
    write_dng(source, scene(), orientation=6, preview=jpeg(1024, 682, "teal"), preview_size=(1024, 682))
    assert sniff(source, "nameless") == RAW
    first = await pool.first_sight(source, [SHOWN], tmp_path)
    assert (first.facts.width, first.facts.height) == (800, 1200)
    assert (first.rendered[0].width, first.rendered[0].height) == (213, 320)
    assert np.abs(corners(first.rendered[0].path) - (0, 128, 128)).max() < 8


async def test_a_preview_that_was_turned_already_is_not_turned_again(pool: DecoderPool, tmp_path: Path) -> None:
    write_dng(tmp_path / "photo.dng", scene(), orientation=6, preview=jpeg(682, 1024, "teal"), preview_size=(682, 1024))
    (made,) = await pool.render(tmp_path / "photo.dng", [SHOWN], tmp_path)
    assert (made.width, made.height) == (213, 320)


async def test_a_stamp_is_not_taken_for_the_picture(pool: DecoderPool, tmp_path: Path) -> None:
    write_dng(tmp_path / "photo.dng", scene(), preview=jpeg(160, 106, "teal"), preview_size=(160, 106))
    (made,) = await pool.render(tmp_path / "photo.dng", [SHOWN], tmp_path)
    assert np.abs(hues(corners(made.path)) - hues(np.array(CORNERS, np.float64))).max() < 0.06


async def refused(pool: DecoderPool, source: Path, tmp_path: Path) -> MediaError:
    with pytest.raises(MediaError) as caught:
        await pool.first_sight(source, [SHOWN], tmp_path)
    return caught.value


async def test_a_raw_cut_short_is_damage(pool: DecoderPool, tmp_path: Path) -> None:
    source = tmp_path / "photo.dng"
    write_dng(source, scene(2400, 1600), preview=jpeg(160, 106, "teal"), preview_size=(160, 106))
    source.write_bytes(source.read_bytes()[:100_000])
    assert sniff(source, "photo.dng") == RAW
    assert isinstance(await refused(pool, source, tmp_path), Corrupt)


async def test_the_raws_of_the_corpus_end_with_pictures_or_a_reason_of_their_own(
    pool: DecoderPool, shared: Path, tmp_path: Path
) -> None:
    ended = {}
    for name in ("CanonRaw.cr2", "CanonRaw.cr3", "CanonRaw.crw", "DNG.dng", "FujiFilm.raf", "Nikon.nef", "Sigma.x3f"):
        ended[name] = (await refused(pool, shared / "corpus" / "exiftool" / name, tmp_path)).code
    assert set(ended.values()) <= {"CORRUPT", "UNSUPPORTED"}
    assert "UNSUPPORTED" in ended.values()


async def test_a_raw_that_claims_too_many_pixels_is_a_bomb(pool: DecoderPool, tmp_path: Path) -> None:
    source = tmp_path / "photo.dng"
    write_dng(source, scene(64, 64))
    content = source.read_bytes()
    lie = content.replace(
        b"\x00\x01\x04\x00\x01\x00\x00\x00\x40\0\0\0", b"\x00\x01\x04\x00\x01\x00\x00\x00\x50\xc3\0\0"
    )
    lie = lie.replace(b"\x01\x01\x04\x00\x01\x00\x00\x00\x40\0\0\0", b"\x01\x01\x04\x00\x01\x00\x00\x00\x50\xc3\0\0")
    assert lie != content
    source.write_bytes(lie)
    assert isinstance(await refused(pool, source, tmp_path), Bomb | Corrupt)
