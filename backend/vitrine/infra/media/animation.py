"""Moving pictures (GIF, APNG, WebP, AVIF) as small animated WebP. Runs in the child.

Bounds: 300 frames are kept (of more, evenly), 60 million pixels in all of them (of more, at a smaller size). 2,000
frames, a thousand million pixels and 12 seconds of computing are spent on reading, and what follows is left off.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from PIL import Image

from vitrine.infra.media.colour import resizable, to_srgb
from vitrine.infra.media.errors import Unsupported
from vitrine.infra.media.geometry import Size, rendition_size, turned
from vitrine.infra.media.opening import open_picture
from vitrine.infra.media.probe import orientation_of_picture
from vitrine.infra.media.recipe import Recipe
from vitrine.infra.media.render import upright
from vitrine.infra.media.wire import Message

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

MAX_FRAMES, MAX_PIXELS = 300, 60_000_000
_READ_FRAMES, _READ_PIXELS, _READ_SECONDS = 2000, 1_000_000_000, 12.0
# Milliseconds. Browsers show what asks for less as if it had asked for nothing.
_SHORTEST, _USUAL = 11, 100
_LONGEST = 60_000


@dataclass(slots=True)
class _Frame:
    picture: "Picture"
    milliseconds: int


def animate(request: Message) -> Iterator[Message]:
    """Write the moving copy that `recipe` asks for to `folder`; yield {"rendered": 0, size, frames, seconds}."""
    recipe = Recipe.from_wire(request["recipe"])
    path = Path(request["path"])
    opened = open_picture(path)
    with opened.picture as picture:
        count = min(int(getattr(picture, "n_frames", 1)), _READ_FRAMES)
        orientation = orientation_of_picture(opened, path)
        lying = moving_size(picture.size, min(count, MAX_FRAMES), recipe.max_edge)
        loop = _plays(picture)
        frames = _frames(picture, lying, count)
    if len(frames) < 2:
        raise Unsupported("This picture does not move.")
    shown = [upright(frame.picture, orientation) for frame in frames]
    times = [frame.milliseconds for frame in frames]
    # Frames would hand on what GIF says of its background.
    shown[0].info = {}
    shown[0].save(
        recipe.path_in(Path(request["folder"])),
        format="WEBP",
        save_all=True,
        append_images=shown[1:],
        duration=times,
        loop=loop,
        quality=recipe.quality,
        method=recipe.effort,
    )
    width, height = turned(lying, orientation)
    yield {"rendered": 0, "width": width, "height": height, "frames": len(frames), "seconds": sum(times) / 1000}


def moving_size(size: Size, frames: int, max_edge: int) -> Size:
    """Return the size of each frame, so that all together stay below MAX_PIXELS."""
    room = MAX_PIXELS / max(1, frames)
    inside = rendition_size(*size, max_edge)
    if inside[0] * inside[1] <= room:
        return inside
    return rendition_size(*size, max(1, int(max(inside) * math.sqrt(room / (inside[0] * inside[1])))))


def _plays(picture: "Picture") -> int:
    """Return how often it is shown, 0 for ever. GIF counts the times after the first, and plays once by itself."""
    loop = picture.info.get("loop")
    if picture.format == "GIF":
        return 1 if loop is None else loop + 1 if loop else 0
    return loop if isinstance(loop, int) and 0 <= loop < 65_536 else 0


def _frames(picture: "Picture", size: Size, count: int) -> list[_Frame]:
    """Return whole frames of `size` with their time, as far as the bounds of reading allow."""
    profile = picture.info.get("icc_profile")
    # APNG may begin with a picture for programs that do not know it; that is no part of the movement.
    first = 1 if getattr(picture, "default_image", False) else 0
    last = min(count, first + max(2, _READ_PIXELS // (picture.width * picture.height)))
    until = process_time() + _READ_SECONDS
    every = math.ceil((last - first) / MAX_FRAMES)
    frames: list[_Frame] = []
    for number in range(first, last):
        if not _read(picture, number):
            break
        if (number - first) % every:
            frames[-1].milliseconds += _time(picture)
        else:
            frames.append(_Frame(to_srgb(_small(picture, size), profile), _time(picture)))
        if process_time() > until:
            break
    return frames


def _read(picture: "Picture", number: int) -> bool:
    """Decode a frame; False where the rest is missing or damaged: what came before can be shown."""
    try:
        picture.seek(number)
        picture.load()
    except (EOFError, OSError, SyntaxError, ValueError):
        return False
    return True


def _small(picture: "Picture", size: Size) -> "Picture":
    frame = resizable(picture)
    # The next frame is painted over this one.
    return frame.copy() if frame.size == size else frame.resize(size, Image.Resampling.HAMMING, reducing_gap=2.0)


def _time(picture: "Picture") -> int:
    said = picture.info.get("duration") or 0
    milliseconds = round(said) if math.isfinite(said) else 0
    return min(milliseconds, _LONGEST) if milliseconds >= _SHORTEST else _USUAL
