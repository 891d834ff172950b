"""Structural similarity of a rendition to what a full decode and a Lanczos filter would have made."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

Plane = NDArray[np.float64]
_WINDOW = 7


def likeness(rendition: Path, original: Path) -> float:
    """Return the mean SSIM of the luma of `rendition` (7 x 7 windows), with the original resized to its exact size."""
    with Image.open(rendition) as picture, Image.open(original) as source:
        full = ImageOps.exif_transpose(source).convert("RGB").resize(picture.size, Image.Resampling.LANCZOS)
        return _ssim(np.asarray(picture.convert("L"), np.float64), np.asarray(full.convert("L"), np.float64))


def _ssim(one: Plane, other: Plane) -> float:
    first, second = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    # The sample covariance, as scikit-image has it.
    unbiased = _WINDOW**2 / (_WINDOW**2 - 1)
    mean_one, mean_other = _windowed(one), _windowed(other)
    spread_one = unbiased * (_windowed(one * one) - mean_one**2)
    spread_other = unbiased * (_windowed(other * other) - mean_other**2)
    shared = unbiased * (_windowed(one * other) - mean_one * mean_other)
    above = (2 * mean_one * mean_other + first) * (2 * shared + second)
    below = (mean_one**2 + mean_other**2 + first) * (spread_one + spread_other + second)
    return float((above / below).mean())


def _windowed(plane: Plane) -> Plane:
    """Return the mean of every whole window, by running sums."""
    sums = np.pad(plane.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    size = _WINDOW
    windows: Plane = sums[size:, size:] - sums[:-size, size:] - sums[size:, :-size] + sums[:-size, :-size]
    return windows / size**2
