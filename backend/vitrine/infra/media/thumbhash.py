"""A picture in 25 bytes, for the blur that stands in until the thumbnail is there.

The format is Evan Wallace's ThumbHash (https://evanw.github.io/thumbhash/); his decoder reads what this writes.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

Plane = NDArray[np.float64]
_MAX_EDGE = 32


def thumbhash(picture: "Picture") -> bytes:
    """Return the ThumbHash of `picture` (L, RGB or RGBA), from 32 px of it: finer detail is not kept anyway."""
    longest = max(picture.size)
    size = tuple(max(1, round(side * min(1.0, _MAX_EDGE / longest))) for side in picture.size)
    small = picture.resize((size[0], size[1]), reducing_gap=1.0).convert("RGBA")
    return _encode(np.asarray(small, dtype=np.float64) / 255)


def _encode(rgba: Plane) -> bytes:
    height, width = rgba.shape[:2]
    alpha = rgba[..., 3]
    has_alpha = bool((alpha < 1).any())
    luma_limit = 5 if has_alpha else 7
    lx, ly = (max(1, _round(luma_limit * side / max(width, height))) for side in (width, height))
    red, green, blue = _over_average(rgba, alpha)
    l_dc, l_ac, l_scale = _channel((red + green + blue) / 3, max(3, lx), max(3, ly))
    p_dc, p_ac, p_scale = _channel((red + green) / 2 - blue, 3, 3)
    q_dc, q_ac, q_scale = _channel(red - green, 3, 3)
    landscape = width > height
    head = (
        _round(63 * l_dc)
        | _round(31.5 + 31.5 * p_dc) << 6
        | _round(31.5 + 31.5 * q_dc) << 12
        | _round(31 * l_scale) << 18
        | has_alpha << 23
    )
    shape = (ly if landscape else lx) | _round(63 * p_scale) << 3 | _round(63 * q_scale) << 9 | landscape << 15
    hashed: bytes = head.to_bytes(3, "little") + shape.to_bytes(2, "little")
    waves = l_ac + p_ac + q_ac
    if has_alpha:
        a_dc, a_ac, a_scale = _channel(alpha, 5, 5)
        hashed += bytes([_round(15 * a_dc) | _round(15 * a_scale) << 4])
        waves += a_ac
    return hashed + _nibbles(waves)


def _over_average(rgba: Plane, alpha: Plane) -> list[Plane]:
    """Return the colours laid over their average, so that what shines through is neutral."""
    weight = alpha.sum()
    planes = [rgba[..., index] for index in range(3)]
    averages = [float((plane * alpha).sum() / weight) if weight else 0.0 for plane in planes]
    return [average * (1 - alpha) + plane * alpha for plane, average in zip(planes, averages, strict=True)]


def _channel(plane: Plane, nx: int, ny: int) -> tuple[float, list[float], float]:
    """Return a plane's mean, its lowest waves scaled to 0..1, and their scale."""
    height, width = plane.shape
    waves = _cosines(ny, height) @ plane @ _cosines(nx, width).T / (width * height)
    kept = [float(waves[cy, cx]) for cy in range(ny) for cx in range(nx) if cx * ny < nx * (ny - cy)]
    mean, rest = kept[0], kept[1:]
    scale = max(map(abs, rest), default=0.0)
    # Below this it is rounding noise of a flat plane, which must not make two hashes of one picture.
    return mean, [0.5 + 0.5 / scale * wave if scale > 1e-9 else 0.0 for wave in rest], scale


@lru_cache(maxsize=256)
def _cosines(count: int, length: int) -> Plane:
    cosines: Plane = np.cos(np.pi / length * np.outer(np.arange(count), np.arange(length) + 0.5))
    return cosines


def _nibbles(waves: list[float]) -> bytes:
    values = [_round(15 * wave) for wave in waves] + [0] * (len(waves) % 2)
    return bytes(low | high << 4 for low, high in zip(values[::2], values[1::2], strict=True))


def _round(value: float) -> int:
    """Round half up, as the reference does. A wave of nothing is exactly half: no last bit of a sum may decide it."""
    return int(np.floor(value + 0.5 + 1e-9))
