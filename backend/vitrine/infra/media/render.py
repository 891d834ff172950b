"""Renditions of one picture: one decode, each smaller raster from the one before."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from vitrine.infra.media.colour import on_white, resizable, to_srgb
from vitrine.infra.media.geometry import Size, rendition_size, turned
from vitrine.infra.media.recipe import Recipe

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_TURN = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# The last factor of 2 is always filtered: reduced by whole numbers further than that, small pictures go soft.
_GAP = 2.0


def rasters(picture: "Picture", orientation: int, recipes: Sequence[Recipe]) -> "dict[Size, Picture]":
    """Return the pictures that `recipes` need, upright and in sRGB, by size; decode no more than that, then close it.

    The turn comes after the first resize: turning the full raster would cost more than everything else.
    """
    lying = picture.size
    seen = turned(lying, orientation)
    sizes = sorted({rendition_size(*seen, recipe.max_edge) for recipe in recipes}, reverse=True)
    largest = turned(sizes[0], orientation)
    profile = picture.info.get("icc_profile")
    if picture.format in {"JPEG", "MPO"}:
        # Pillow rounds down where the decoder rounds up: asked for 2016 of 4031 it would decode all.
        picture.draft("RGB", (max(1, largest[0] - 1), max(1, largest[1] - 1)))
    picture.load()
    current = _first_resized(picture, largest)
    current = to_srgb(upright(current, orientation), profile)
    made = {}
    for size in sizes:
        current = made[size] = _resized(current, size)
    return made


def upright(picture: "Picture", orientation: int) -> "Picture":
    """Return `picture` turned and mirrored as EXIF's `orientation` (1 to 8) asks."""
    return picture.transpose(_TURN[orientation]) if orientation in _TURN else picture


def _first_resized(picture: "Picture", size: Size) -> "Picture":
    """Resize what was decoded: across, then down, as Pillow does, but the largest raster is given back in between.

    This is the dear one: 24 Mpx to 2048 px takes 45 ms by BICUBIC and 28 ms by HAMMING, for 0.002 of SSIM.
    """
    source = resizable(picture)
    if source.size == size or _divisor(source.size, size):
        return _resized(source, size)
    across = source.resize((size[0], source.height), Image.Resampling.HAMMING, reducing_gap=_GAP)
    picture.close()
    del source
    return across.resize(size, Image.Resampling.HAMMING, reducing_gap=_GAP)


def _resized(picture: "Picture", size: Size) -> "Picture":
    if picture.size == size:
        return picture
    if divisor := _divisor(picture.size, size):
        return picture.reduce(divisor)
    return picture.resize(size, Image.Resampling.BICUBIC, reducing_gap=_GAP)


def _divisor(before: Size, after: Size) -> int | None:
    """Return the whole number that leads from one size to the other, the last row and column rounded up."""
    divisor = round(before[0] / after[0])
    divided = (-(-before[0] // divisor), -(-before[1] // divisor))
    return divisor if divisor > 1 and divided == after else None


def write(picture: "Picture", recipe: Recipe, path: Path) -> None:
    """Encode `picture` to `path` without any of its metadata: no place, no camera, no profile (it is sRGB)."""
    if recipe.format == "jpeg":
        picture = on_white(picture)
    picture.info = {}
    picture.save(path, **_options(recipe))


def _options(recipe: Recipe) -> dict[str, Any]:
    match recipe.format:
        case "jpeg":
            return {"format": "JPEG", "quality": recipe.quality, "subsampling": "4:2:0"}
        case "webp":
            return {"format": "WEBP", "quality": recipe.quality, "method": recipe.effort}
        case "avif":
            return {"format": "AVIF", "quality": recipe.quality, "speed": 10 - recipe.effort, "max_threads": 1}


def written(made: "dict[Size, Picture]", seen: Size, recipes: Sequence[Recipe], folder: Path) -> Iterator[Size]:
    """Write one file for each recipe, in their order, and yield each one's size as soon as it is there."""
    for recipe in recipes:
        size = rendition_size(*seen, recipe.max_edge)
        write(made[size], recipe, recipe.path_in(folder))
        yield size
