"""Do to a picture what a transformation says. Runs in the child."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageFilter

from vitrine.infra.media.colour import on_white, resizable, to_srgb
from vitrine.infra.media.cutting import Cut, plan
from vitrine.infra.media.file_types import SVG, SVGZ
from vitrine.infra.media.geometry import Size, turned
from vitrine.infra.media.lettering import lettered
from vitrine.infra.media.opened import Opened
from vitrine.infra.media.opening import open_picture
from vitrine.infra.media.probe import orientation_of_picture
from vitrine.infra.media.transformation import Filters, Format, Transformation
from vitrine.infra.media.watermarks import mark_edge, marked
from vitrine.infra.media.wire import Message

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

# The last factor of 2 is always filtered.
_GAP = 2.0
# Pixels of a drawing's longer edge: larger than this no wish can be.
_LARGEST_DRAWN = 8192
_DRAWN = {SVG, SVGZ}
# A RAW that is opened for an edge may have a tenth less.
_NEARLY = 0.9
_UNSHARP_RADIUS = 1.2
_UNSHARP_THRESHOLD = 2
# Pixels of a result up to which effort is spent on its bytes. Of 8 million, AVIF takes 3.1 s of computing at speed 8
# and 1.3 s at speed 9 for 5 % more bytes; PNG 3.3 s at level 6 and 1.1 s at level 3 for 9 % more.
_WORTH_EFFORT = 4_000_000


def transform(request: Message) -> Iterator[Message]:
    """Make one picture by the recipe `words` and yield {"rendered": 0, size}; `mark` is the picture to mark with."""
    recipe = Transformation.from_words(request["words"])
    picture = _filtered(cut_out(Path(request["path"]), recipe), recipe.filters)
    if recipe.watermark:
        edge = mark_edge(picture, recipe.watermark)
        drawn = lettered(recipe.watermark.text, edge) if recipe.watermark.text else _small(Path(request["mark"]), edge)
        picture = marked(picture, drawn, recipe.watermark)
    encode(picture, recipe, Path(request["folder"]) / request["name"])
    yield {"rendered": 0, "width": picture.width, "height": picture.height}


def cut_out(path: Path, recipe: Transformation) -> "Picture":
    """Return the part and size that `recipe` asks for of the picture at `path`, upright and in sRGB: L, RGB or RGBA."""
    opened, upright = _open(path, recipe)
    with opened.picture as picture:
        orientation = orientation_of_picture(opened, path)
        whole = turned(upright, orientation) if upright else picture.size
        cut = plan(whole, orientation, recipe)
        profile = picture.info.get("icc_profile")
        if picture.format in {"JPEG", "MPO"}:
            picture.draft("RGB", _needed(whole, cut))
        picture.load()
        current = _taken(resizable(picture), whole, cut)
    for turn in cut.turns:
        current = current.transpose(Image.Transpose[turn])
    return to_srgb(current, profile)


def _open(path: Path, recipe: Transformation) -> tuple[Opened, Size | None]:
    """Open a picture with the pixels that a recipe needs, and return the size it counts as, where that is another.

    A drawing is as large as anybody wants it. Of a RAW less may be opened than it has, but not less than is needed.
    """
    opened = open_picture(path)
    if opened.size is None:
        return opened, None
    opened.picture.close()
    size = _drawn_size(opened.size, recipe) if opened.found in _DRAWN else opened.size
    cut = plan(size, 1, recipe)
    left, _, right, _ = cut.part
    needed = max(size) * cut.lying[0] / (right - left)
    edge = math.ceil(needed) if opened.found in _DRAWN else min(max(size), math.ceil(needed / _NEARLY))
    again = open_picture(path, edge, exactly=True)
    # Of the very largest RAWs not all is developed: what is there is then all there is.
    return again, size if max(again.picture.size) >= needed * _NEARLY else None


def _drawn_size(natural: Size, recipe: Transformation) -> Size:
    """Return at which size a drawing counts as a picture: its own, or so large that whatever is wanted is smaller."""
    longest = max(natural)
    edge = _LARGEST_DRAWN if recipe.width or recipe.height else min(longest, _LARGEST_DRAWN)
    return max(1, round(natural[0] * edge / longest)), max(1, round(natural[1] * edge / longest))


def _needed(whole: Size, cut: Cut) -> Size:
    """Return how large the whole has to be decoded so that the part has the pixels of the result."""
    left, upper, right, lower = cut.part
    scales = (cut.lying[0] / (right - left), cut.lying[1] / (lower - upper))
    # Pillow rounds down where the decoder rounds up: asked for 2016 of 4031 it would decode all.
    return max(1, int(whole[0] * scales[0]) - 1), max(1, int(whole[1] * scales[1]) - 1)


def _taken(source: "Picture", whole: Size, cut: Cut) -> "Picture":
    """Cut and resize at once; `source` may have been decoded smaller than `whole`."""
    across, down = source.width / whole[0], source.height / whole[1]
    left, upper, right, lower = cut.part
    part = (left * across, upper * down, min(right * across, source.width), min(lower * down, source.height))
    edges = tuple(round(edge) for edge in part)
    if (edges[2] - edges[0], edges[3] - edges[1]) == cut.lying and all(
        abs(edge - exact) < 1e-6 for edge, exact in zip(edges, part, strict=True)
    ):
        # Not a pixel of it changes. A copy, for what was decoded is given back.
        return source.crop((edges[0], edges[1], edges[2], edges[3]))
    return source.resize(cut.lying, Image.Resampling.LANCZOS, box=part, reducing_gap=_GAP)


def _small(path: Path, edge: int) -> "Picture":
    """Return the whole picture at `path` as RGBA inside a square of `edge`; never enlarged."""
    return cut_out(path, Transformation(format=Format.PNG, width=edge, height=edge)).convert("RGBA")


def _filtered(picture: "Picture", filters: Filters) -> "Picture":
    """Return `picture` (L, RGB or RGBA) filtered; what is transparent lends its colour to nothing."""
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    if filters.greyscale:
        picture = _with_alpha(picture.convert("RGB").convert("L"), alpha)
    if filters.blur:
        blur = ImageFilter.GaussianBlur(filters.blur)
        picture = picture.convert("RGBa").filter(blur).convert("RGBA") if alpha else picture.filter(blur)
        alpha = picture.getchannel("A") if alpha else None
    if filters.sharpen:
        unsharp = ImageFilter.UnsharpMask(_UNSHARP_RADIUS, round(filters.sharpen * 100), _UNSHARP_THRESHOLD)
        picture = _with_alpha(picture.convert("RGB").filter(unsharp) if alpha else picture.filter(unsharp), alpha)
    return picture


def _with_alpha(picture: "Picture", alpha: "Picture | None") -> "Picture":
    if alpha is None:
        return picture
    shown = picture.convert("RGB")
    shown.putalpha(alpha)
    return shown


def encode(picture: "Picture", recipe: Transformation, path: Path) -> None:
    """Write `picture` to `path` without any metadata: no place, no camera, no profile (it is sRGB)."""
    if recipe.format is Format.JPEG:
        picture = on_white(picture)
    picture.info = {}
    picture.save(path, **_options(recipe, picture.width * picture.height))


def _options(recipe: Transformation, pixels: int) -> dict[str, Any]:
    quality = {"format": recipe.format.value, "quality": recipe.quality}
    match recipe.format:
        case Format.JPEG:
            # Where much is asked for, colour is not halved either.
            subsampling = "4:4:4" if recipe.quality >= 90 else "4:2:0"
            return quality | {"subsampling": subsampling, "progressive": True, "optimize": True}
        case Format.PNG:
            return {"format": "PNG", "compress_level": 6 if pixels <= _WORTH_EFFORT else 3}
        case Format.WEBP:
            return quality | {"method": 4}
        case Format.AVIF:
            return quality | {"speed": 8 if pixels <= _WORTH_EFFORT else 9, "max_threads": 1}
