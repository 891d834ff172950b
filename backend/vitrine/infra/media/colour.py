"""Any picture's colours to 8-bit sRGB, with alpha where it is used."""

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_LAB = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION
_TWELVE_BITS = 4095
# Samples made floating at a time.
_AT_ONCE = 4_000_000
# Where a profile's own name says sRGB, converting would change nothing and cost 20 ms a megapixel.
_SRGB_NAMES = (b"sRGB", "sRGB".encode("utf-16-be"))


def resizable(picture: "Picture") -> "Picture":
    """Return the decoded `picture` in a mode that can be filtered: L, LA, RGB, RGBA, CMYK or LAB.

    Palettes cannot be averaged; 16 and 32 bits are brought to 8 here, as Pillow filters them slowly or not at all.
    """
    mode = picture.mode
    if mode in {"L", "RGB"} and "transparency" in picture.info:
        return picture.convert("RGBA")
    if mode in {"L", "LA", "RGB", "RGBA", "CMYK", "LAB"}:
        return picture
    if mode.startswith(("I", "F")):
        return _eight_bits(picture)
    if mode == "1":
        return picture.convert("L")
    return picture.convert("RGBA" if picture.has_transparency_data or mode in {"PA", "RGBa"} else "RGB")


def _eight_bits(picture: "Picture") -> "Picture":
    """Scale 16-bit samples by their range, others (32-bit, floating) by their own darkest and brightest.

    So are 16 bits of which the upper four are never used: they come from an instrument that counts to 4095 or less, and
    would be black.
    """
    samples = np.asarray(picture)
    if samples.dtype.itemsize == 2 and samples.dtype.kind == "u" and samples.max() > _TWELVE_BITS:
        bytes_high = np.empty(samples.shape, np.uint8)
        np.right_shift(samples, 8, out=bytes_high, casting="unsafe")
        return Image.fromarray(bytes_high)
    low, high = float(np.nanmin(samples)), float(np.nanmax(samples))
    if not np.isfinite([low, high]).all() or high <= low:
        return Image.new("L", picture.size)
    if low >= 0 and samples.dtype.itemsize == 4:
        # Floating pictures count to one, others often to 255 in spite of their room.
        low, high = 0.0, 1.0 if high <= 1 else 255.0 if high <= 255 else high
    return Image.fromarray(_stretched(samples, low, high))


def _stretched(samples: NDArray[Any], low: float, high: float) -> NDArray[np.uint8]:
    """Return `samples` as 0 to 255 for `low` to `high`, a few rows at a time: floats of a giant would not fit."""
    scaled = np.empty(samples.shape, np.uint8)
    rows = max(1, _AT_ONCE // max(1, samples.shape[1]))
    for row in range(0, samples.shape[0], rows):
        part = np.nan_to_num(samples[row : row + rows].astype(np.float32)) - low
        np.multiply(part, 255 / (high - low), out=part)
        scaled[row : row + rows] = part.clip(0, 255)
    return scaled


def to_srgb(picture: "Picture", profile: bytes | None) -> "Picture":
    """Return `picture` (as `resizable` leaves it) as L, RGB or RGBA in sRGB; alpha that hides nothing is dropped.

    Call it after the first resize: profiles describe gamma-coded values, so averaging before or after converting
    differs by about a level, and a 24 Mpx raster costs ten times what the 2048 px one does. A broken profile is
    ignored.
    """
    if picture.mode == "LA":
        picture = picture.convert("RGBA")
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255):
        picture = picture.convert("RGB")
    if picture.mode == "LAB":
        return _apply(picture, _lab_transform()) or Image.new("RGB", picture.size)
    if profile and not any(name in profile[:8192] for name in _SRGB_NAMES):
        picture = _managed(picture, profile)
    return picture if picture.mode in {"L", "RGB", "RGBA"} else picture.convert("RGB")


def _managed(picture: "Picture", profile: bytes) -> "Picture":
    mode = "RGB" if picture.mode == "RGBA" else picture.mode
    transform = _transform(profile, mode)
    if transform is None:
        return picture
    converted = _apply(picture.convert(mode), transform)
    if converted is None:
        return picture
    if picture.mode == "RGBA":
        converted.putalpha(picture.getchannel("A"))
    return converted


@lru_cache(maxsize=16)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """Return the way from `profile` to sRGB, None when the profile is broken or of another kind of colour."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.buildTransform(source, _SRGB, mode, "RGB", _INTENT, _FLAGS)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


@lru_cache(maxsize=1)
def _lab_transform() -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(_LAB, _SRGB, "LAB", "RGB", _INTENT, _FLAGS)


def _apply(picture: "Picture", transform: ImageCms.ImageCmsTransform) -> "Picture | None":
    try:
        return ImageCms.applyTransform(picture, transform)
    except (ImageCms.PyCMSError, ValueError):
        return None


def on_white(picture: "Picture") -> "Picture":
    """Return `picture` without alpha, for formats that have none."""
    if picture.mode != "RGBA":
        return picture
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return white
