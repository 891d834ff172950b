"""A picture in 64 bits that stay when it is scaled, compressed or brightened: what looks alike is few bits away.

The perceptual hash of Christoph Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010):
whether each of the 64 longest waves of the picture at 32 x 32 is above their median.
"""

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from vitrine.infra.media.colour import on_white

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_EDGE, _WAVES = 32, 8
# Levels of grey. Flatter pictures have no features: black would be like white, and like every other empty page.
_LEAST_CONTRAST = 2.0


def likeness(picture: "Picture") -> int | None:
    """Return the hash of `picture` (L, RGB or RGBA) as a signed number of 64 bits; None for one without features.

    Two hashes are as far apart as they differ in bits: up to 6 is the same picture, above 16 another one.
    """
    small = on_white(picture).convert("L").resize((_EDGE, _EDGE), Image.Resampling.BICUBIC, reducing_gap=2.0)
    grey = np.asarray(small, dtype=np.float64)
    if float(grey.std()) < _LEAST_CONTRAST:
        return None
    cosines = _cosines()
    waves = (cosines @ grey @ cosines.T).ravel()
    bits = np.packbits(waves > np.median(waves)).tobytes()
    return int.from_bytes(bits, "big", signed=True)


def distance(one: int, other: int) -> int:
    """Return in how many bits two hashes differ."""
    return ((one ^ other) & (2**64 - 1)).bit_count()


@lru_cache(maxsize=1)
def _cosines() -> NDArray[np.float64]:
    waves, places = np.arange(_WAVES), np.arange(_EDGE)
    cosines: NDArray[np.float64] = np.cos(np.pi / _EDGE * np.outer(waves, places + 0.5))
    return cosines
