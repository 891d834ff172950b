"""Which part of a picture becomes which size: the arithmetic of crop, focus, turns and fit, without a pixel.

A turn by quarters and a mirroring commute with resizing, so a part is looked up backwards, through flip, rotation and
orientation, in the raster as it lies in the file, and only the small result is turned.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vitrine.infra.media.geometry import Size
from vitrine.infra.media.transformation import Box, Fit, Flip, Point, Transformation

# In pixels, left, upper, right, lower; whole numbers unless something is resized.
Part = tuple[float, float, float, float]
Turn = str

# By Pillow's names. What stands at x, y after a turn stood before it at ...
_BEFORE: dict[Turn, Callable[[float, float], tuple[float, float]]] = {
    "FLIP_LEFT_RIGHT": lambda x, y: (1 - x, y),
    "FLIP_TOP_BOTTOM": lambda x, y: (x, 1 - y),
    "ROTATE_180": lambda x, y: (1 - x, 1 - y),
    "TRANSPOSE": lambda x, y: (y, x),
    "TRANSVERSE": lambda x, y: (1 - y, 1 - x),
    # Pillow counts anti-clockwise.
    "ROTATE_90": lambda x, y: (1 - y, x),
    "ROTATE_270": lambda x, y: (y, 1 - x),
}
_SIDEWAYS = {"TRANSPOSE", "TRANSVERSE", "ROTATE_90", "ROTATE_270"}
# EXIF's orientations 1 to 8.
_UPRIGHT: tuple[Turn | None, ...] = (
    None,
    "FLIP_LEFT_RIGHT",
    "ROTATE_180",
    "FLIP_TOP_BOTTOM",
    "TRANSPOSE",
    "ROTATE_270",
    "TRANSVERSE",
    "ROTATE_90",
)
_CLOCKWISE: dict[int, Turn] = {90: "ROTATE_270", 180: "ROTATE_180", 270: "ROTATE_90"}
_MIRRORED: dict[Flip, Turn] = {Flip.HORIZONTAL: "FLIP_LEFT_RIGHT", Flip.VERTICAL: "FLIP_TOP_BOTTOM"}


@dataclass(frozen=True, slots=True)
class Cut:
    """`part` of the raster as it lies in the file becomes `lying`, and after the `turns` `size`."""

    part: Part
    lying: Size
    size: Size
    turns: tuple[Turn, ...]


def plan(lying: Size, orientation: int, recipe: Transformation) -> Cut:
    """Return what `recipe` takes of a raster of `lying` size that is upright by an EXIF orientation."""
    to_upright = tuple(turn for turn in [_UPRIGHT[orientation - 1]] if turn)
    wished = _wished(recipe)
    crop = _cropped(_turned(lying, to_upright), recipe.crop or Box())
    inside, size = _fitted(_turned((round(crop[2] - crop[0]), round(crop[3] - crop[1])), wished), recipe)
    upright = _looked_up(inside, wished)
    width, height = crop[2] - crop[0], crop[3] - crop[1]
    whole_width, whole_height = _turned(lying, to_upright)
    shares = (
        (crop[0] + upright[0] * width) / whole_width,
        (crop[1] + upright[1] * height) / whole_height,
        (crop[0] + upright[2] * width) / whole_width,
        (crop[1] + upright[3] * height) / whole_height,
    )
    left, upper, right, lower = _looked_up(shares, to_upright)
    part = (left * lying[0], upper * lying[1], right * lying[0], lower * lying[1])
    return Cut(part, _turned(size, (*to_upright, *wished)), size, (*to_upright, *wished))


def _wished(recipe: Transformation) -> tuple[Turn, ...]:
    turns = [_CLOCKWISE[recipe.rotate % 360]] if recipe.rotate % 360 else []
    return (*turns, _MIRRORED[recipe.flip]) if recipe.flip else tuple(turns)


def _turned(size: Size, turns: Sequence[Turn]) -> Size:
    sideways = sum(turn in _SIDEWAYS for turn in turns) % 2
    return (size[1], size[0]) if sideways else size


def _looked_up(part: Part, turns: Sequence[Turn]) -> Part:
    """Return where a part, in shares of the edges, lay before the turns."""
    (x0, y0), (x1, y1) = part[:2], part[2:]
    for turn in reversed(turns):
        (x0, y0), (x1, y1) = _BEFORE[turn](x0, y0), _BEFORE[turn](x1, y1)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _cropped(size: Size, crop: Box) -> Part:
    """Return the crop in whole pixels, at least one each way."""
    left, right = _pixels(crop.x, crop.width, size[0])
    upper, lower = _pixels(crop.y, crop.height, size[1])
    return left, upper, right, lower


def _pixels(begin: float, length: float, edge: int) -> tuple[int, int]:
    first = min(round(begin * edge), edge - 1)
    return first, max(first + 1, min(round((begin + length) * edge), edge))


def _fitted(size: Size, recipe: Transformation) -> tuple[Part, Size]:
    """Return which part of a picture is seen, in shares of its edges, and at which size: never enlarged."""
    if recipe.fit is Fit.COVER and recipe.width is not None and recipe.height is not None:
        return _covering(size, (recipe.width, recipe.height), recipe.focus or Point())
    scales = [1.0, *(to / edge for to, edge in zip((recipe.width, recipe.height), size, strict=True) if to)]
    scale = min(scales)
    return (0.0, 0.0, 1.0, 1.0), (max(1, round(size[0] * scale)), max(1, round(size[1] * scale)))


def _covering(size: Size, box: Size, focus: Point) -> tuple[Part, Size]:
    """Fill a box around a focus. A picture too small for it fills a smaller box of the same shape."""
    shrunk = min(1.0, size[0] / box[0], size[1] / box[1])
    target = (max(1, round(box[0] * shrunk)), max(1, round(box[1] * shrunk)))
    scale = max(target[0] / size[0], target[1] / size[1])
    seen = (min(size[0], target[0] / scale), min(size[1], target[1] / scale))
    left = _around(focus.x * size[0], seen[0], size[0], whole=scale == 1)
    upper = _around(focus.y * size[1], seen[1], size[1], whole=scale == 1)
    return (
        left / size[0],
        upper / size[1],
        (left + seen[0]) / size[0],
        (upper + seen[1]) / size[1],
    ), target


def _around(centre: float, length: float, edge: int, *, whole: bool) -> float:
    """Return where a part begins that has `centre` in its middle as far as the edges allow."""
    begin = max(0.0, min(centre - length / 2, edge - length))
    return round(begin) if whole else begin
