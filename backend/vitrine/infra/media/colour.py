"""Any picture's colours to 8-bit sRGB, with alpha where it is used."""

from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageCms

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_LAB = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
_INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
_FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION
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
    """Scale 16-bit samples by their range, others (32-bit, floating) by their own darkest and brightest."""
    samples = np.asarray(picture)
    if samples.dtype.itemsize == 2:
        bytes_high = np.empty(samples.shape, np.uint8)
        np.right_shift(samples, 8, out=bytes_high, casting="unsafe")
        return Image.fromarray(bytes_high)
    low, high = float(np.nanmin(samples)), float(np.nanmax(samples))
    if not np.isfinite([low, high]).all() or high <= low:
        return Image.new("L", picture.size)
    if low >= 0 and high <= 255:
        low, high = 0.0, 255.0
    scaled = (np.nan_to_num(samples.astype(np.float32)) - low) * np.float32(255 / (high - low))
    return Image.fromarray(scaled.clip(0, 255).astype(np.uint8))


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
