"""Pictures of pixels, opened by the one decoder of their format, and only if they are what they can be."""

import math
import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, UnidentifiedImageError

from vitrine.infra.media import file_types as t
from vitrine.infra.media.errors import Bomb, Corrupt, TooLarge, Unsupported
from vitrine.infra.media.file_types import FileType
from vitrine.infra.media.geometry import Size
from vitrine.infra.media.tiff_kinds import is_whole

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

_PILLOW_NAMES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/tiff": "TIFF",
    "image/bmp": "BMP",
    "image/heic": "HEIF",
    "image/avif": "AVIF",
    "image/vnd.adobe.photoshop": "PSD",
}
# Whatever is larger is dropped unread: real profiles end at 2.5 MiB (printing), real EXIF at 64 KiB (a JPEG segment).
MAX_PROFILE = 4 * 1024 * 1024
MAX_METADATA = 1024 * 1024
# Pixels in a byte. A giant that somebody drew or photographed stays far below, even if most of it is sky.
_HONEST = 100
# Pixels in a byte at the very most: deflate shrinks to a 1032nd, and a byte of PNG may be eight pixels; an LZW code of
# 12 bits stands for 4096; progressive JPEG takes one bit of each block of 64. Above it the rest is missing, and where
# that is more than an upload cut short can explain, nothing is allocated for it.
_MOST_PER_BYTE = {"PNG": 8 * 1032, "GIF": 2731, "JPEG": 512, "MPO": 512, "BMP": 255}
_WORTH_LYING = 16_000_000


def open_raster(source: Path | BytesIO, found: FileType) -> "Picture":
    """Open a picture of a type that Pillow reads. Raises Unsupported, Corrupt, TooLarge and Bomb."""
    weight = source.stat().st_size if isinstance(source, Path) else len(source.getbuffer())
    try:
        picture = Image.open(source, formats=[_PILLOW_NAMES[found.mime]])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_many_pixels(_claimed_pixels(error), weight) from error
    except UnidentifiedImageError as error:
        raise _unreadable(source, found) from error
    check_pixels(picture.size, weight, picture.format or "")
    _drop_oversized(picture)
    return picture


def _unreadable(source: Path | BytesIO, found: FileType) -> Unsupported | Corrupt:
    """Return why Pillow cannot make anything of a file: a TIFF may be whole, and only of a rare kind."""
    if found is t.TIFF and isinstance(source, Path) and is_whole(source):
        return Unsupported(
            "This TIFF picture keeps its colours in a way we cannot show yet. Save it with 8 or 16 bits a colour."
        )
    return Corrupt(f"This file starts like {found.words}, but what follows is damaged.")


def too_many_pixels(claimed: int, weight: int) -> TooLarge | Bomb:
    """Return the refusal of `claimed` pixels in `weight` bytes: a bomb's, or an honest giant's."""
    if claimed > _HONEST * weight:
        return Bomb(
            f"This file claims {claimed / 1_000_000:,.0f} million pixels but is only {_in_words(weight)} large: it is "
            "made to use up memory, and is not opened. If it is a real picture, export it again."
        )
    limit = (Image.MAX_IMAGE_PIXELS or 0) // 1_000_000
    return TooLarge(
        f"This picture has too many pixels: more than {limit} million. Make a smaller copy and upload that."
    )


def _claimed_pixels(error: Exception) -> int:
    """Return the pixels that Pillow says a picture claims; 0 when it does not say."""
    said = re.search(r"\((\d+) pixels\)", str(error))
    return int(said[1]) if said else 0


def _in_words(weight: int) -> str:
    return f"{weight} bytes" if weight < 10_000 else f"{weight // 1000:,} kB"


def check_pixels(size: Size, weight: int, picture_format: str) -> None:
    """Refuse a picture of `size` in `weight` bytes before anything is allocated. Raises Corrupt, TooLarge and Bomb."""
    claimed = size[0] * size[1]
    # A side of a million pixels makes rows and columns of working memory whatever the product is.
    if claimed > (Image.MAX_IMAGE_PIXELS or 0) or max(size) > 1_000_000:
        raise too_many_pixels(claimed, weight)
    if min(size) < 1:
        raise Corrupt("This picture has no pixels.")
    if claimed > _WORTH_LYING and claimed > _MOST_PER_BYTE.get(picture_format, math.inf) * weight:
        raise too_many_pixels(claimed, weight)


def _drop_oversized(picture: "Picture") -> None:
    for key, limit in (("icc_profile", MAX_PROFILE), ("exif", MAX_METADATA), ("xmp", MAX_METADATA)):
        if len(picture.info.get(key) or b"") > limit:
            del picture.info[key]
