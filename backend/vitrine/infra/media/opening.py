"""Opening a picture so that nothing but the decoder of its own format runs, and no bomb goes off."""

import math
import re
import warnings
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pillow_heif
from PIL import AvifImagePlugin, Image, ImageFile, PngImagePlugin, UnidentifiedImageError

from vitrine.infra.media import file_types as t
from vitrine.infra.media.errors import Bomb, Corrupt, TooLarge, Unsupported
from vitrine.infra.media.file_types import PDF, FileType, Kind
from vitrine.infra.media.opened import Opened
from vitrine.infra.media.pdf import first_page
from vitrine.infra.media.sniff import identify

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


def prepare_decoders(pixels: int) -> None:
    """Set Pillow up for hostile input, once per process; `pixels` is the most that a picture may have."""
    pillow_heif.register_heif_opener(thumbnails=False)
    pillow_heif.options.DECODE_THREADS = 1
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    PngImagePlugin.MAX_TEXT_CHUNK = MAX_METADATA
    PngImagePlugin.MAX_TEXT_MEMORY = 4 * MAX_METADATA
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    # Pillow warns above this and refuses above twice this; as an error the warning is our limit.
    Image.MAX_IMAGE_PIXELS = pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.preinit()


def open_picture(path: Path, edge: int = 0, *, exactly: bool = False) -> Opened:
    """Open the picture at `path` without decoding it; a document shows its first page. Raises MediaError.

    `edge` is the longest that anybody wants of it, in pixels, 0 for facts alone: a drawing is drawn at that size, and a
    RAW's preview will do if it has it, or most of it, unless all is wanted `exactly`.
    """
    found = identify(path)
    if found == PDF:
        return Opened(picture=first_page(path), found=found)
    if found is None or not found.accepted or found.kind is not Kind.IMAGE:
        words = found.words if found else "nothing we recognise"
        raise Unsupported(f"This file is not a picture we can read: it is {words}.")
    if found in {t.SVG, t.SVGZ}:
        return _open_drawing(path, found, edge)
    if found is t.RAW:
        return _open_raw(path, found, edge, exactly=exactly)
    # Pillow turns a TIFF itself while it decodes, and says its size as seen from the first.
    return Opened(picture=open_raster(path, found), found=found, orientation=1 if found is t.TIFF else None)


def open_raster(source: Path | BytesIO, found: FileType) -> "Picture":
    """Open a picture of a type that Pillow reads. Raises Corrupt, TooLarge and Bomb."""
    weight = source.stat().st_size if isinstance(source, Path) else len(source.getbuffer())
    try:
        picture = Image.open(source, formats=[_PILLOW_NAMES[found.mime]])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_many_pixels(claimed_pixels(error), weight) from error
    except UnidentifiedImageError as error:
        raise Corrupt(f"This file starts like {found.words}, but what follows is damaged.") from error
    _check_pixels(picture, weight)
    _drop_oversized(picture)
    return picture


def _open_drawing(path: Path, found: FileType, edge: int) -> Opened:
    from vitrine.infra.media.drawing import open_drawing  # noqa: PLC0415 -- few files need it, and every child starts

    return open_drawing(path, found, edge)


def _open_raw(path: Path, found: FileType, edge: int, *, exactly: bool) -> Opened:
    from vitrine.infra.media.raw import open_raw  # noqa: PLC0415 -- takes a quarter of a second

    return open_raw(path, found, edge, exactly=exactly)


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


def claimed_pixels(error: Exception) -> int:
    """Return the pixels that Pillow says a picture claims; 0 when it does not say."""
    said = re.search(r"\((\d+) pixels\)", str(error))
    return int(said[1]) if said else 0


def _in_words(weight: int) -> str:
    return f"{weight} bytes" if weight < 10_000 else f"{weight // 1000:,} kB"


def _check_pixels(picture: "Picture", weight: int) -> None:
    claimed = picture.width * picture.height
    # A side of a million pixels makes rows and columns of working memory whatever the product is.
    if claimed > (Image.MAX_IMAGE_PIXELS or 0) or max(picture.size) > 1_000_000:
        raise too_many_pixels(claimed, weight)
    if min(picture.size) < 1:
        raise Corrupt("This picture has no pixels.")
    if claimed > _WORTH_LYING and claimed > _MOST_PER_BYTE.get(picture.format or "", math.inf) * weight:
        raise too_many_pixels(claimed, weight)


def _drop_oversized(picture: "Picture") -> None:
    for key, limit in (("icc_profile", MAX_PROFILE), ("exif", MAX_METADATA), ("xmp", MAX_METADATA)):
        if len(picture.info.get(key) or b"") > limit:
            del picture.info[key]
