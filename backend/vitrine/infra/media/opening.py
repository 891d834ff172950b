"""Opening a picture so that nothing but the decoder of its own format runs, and no bomb goes off."""

import warnings
from pathlib import Path

import pillow_heif
from PIL import AvifImagePlugin, Image, ImageFile, PngImagePlugin

from vitrine.infra.media import file_types as t
from vitrine.infra.media.errors import Unsupported
from vitrine.infra.media.file_types import PDF, FileType, Kind
from vitrine.infra.media.opened import Opened
from vitrine.infra.media.pdf import first_page
from vitrine.infra.media.psd import open_document
from vitrine.infra.media.raster import MAX_METADATA, open_raster
from vitrine.infra.media.sniff import identify


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
    if found is t.PSD:
        return Opened(picture=open_document(path), found=found)
    # Pillow turns a TIFF itself while it decodes, and says its size as seen from the first.
    return Opened(picture=open_raster(path, found), found=found, orientation=1 if found is t.TIFF else None)


def _open_drawing(path: Path, found: FileType, edge: int) -> Opened:
    from vitrine.infra.media.drawing import open_drawing  # noqa: PLC0415 -- few files need it, and every child starts

    return open_drawing(path, found, edge)


def _open_raw(path: Path, found: FileType, edge: int, *, exactly: bool) -> Opened:
    from vitrine.infra.media.raw import open_raw  # noqa: PLC0415 -- takes a quarter of a second

    return open_raw(path, found, edge, exactly=exactly)
