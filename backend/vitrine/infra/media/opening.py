"""Opening a picture so that nothing but the decoder of its own format runs, and no bomb goes off."""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pillow_heif
from PIL import AvifImagePlugin, Image, ImageFile, PngImagePlugin, UnidentifiedImageError

from vitrine.infra.media.errors import Corrupt, TooLarge, Unsupported
from vitrine.infra.media.file_types import FileType, Kind
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


def open_picture(path: Path) -> "tuple[Picture, FileType]":
    """Open the picture at `path` without decoding it, and return it with its true type.

    Raises Empty, Unsupported, Corrupt and TooLarge.
    """
    found = identify(path)
    if found is None or not found.accepted or found.kind is not Kind.IMAGE:
        words = found.words if found else "nothing we recognise"
        raise Unsupported(f"This file is not a picture we can read: it is {words}.")
    try:
        picture = Image.open(path, formats=[_PILLOW_NAMES[found.mime]])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_large() from error
    except UnidentifiedImageError as error:
        raise Corrupt(f"This file starts like {found.words}, but what follows is damaged.") from error
    _check_pixels(picture)
    _drop_oversized(picture)
    return picture, found


def too_large() -> TooLarge:
    """Return the refusal of a pixel bomb, or of an honest giant."""
    limit = (Image.MAX_IMAGE_PIXELS or 0) // 1_000_000
    return TooLarge(f"This picture has too many pixels: more than {limit} million.")


def _check_pixels(picture: "Picture") -> None:
    # A side of a million pixels makes rows and columns of working memory whatever the product is.
    if picture.width * picture.height > (Image.MAX_IMAGE_PIXELS or 0) or max(picture.size) > 1_000_000:
        raise too_large()
    if min(picture.size) < 1:
        raise Corrupt("This picture has no pixels.")


def _drop_oversized(picture: "Picture") -> None:
    for key, limit in (("icc_profile", MAX_PROFILE), ("exif", MAX_METADATA), ("xmp", MAX_METADATA)):
        if len(picture.info.get(key) or b"") > limit:
            del picture.info[key]
