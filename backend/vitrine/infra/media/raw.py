"""Camera RAW: the picture the camera made of it itself, or where that is too small, one developed by LibRaw."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import rawpy
from PIL import Image

from vitrine.infra.media.errors import Corrupt, MediaError, TooLarge, Unsupported
from vitrine.infra.media.exif import orientation_of
from vitrine.infra.media.file_types import JPEG, FileType
from vitrine.infra.media.geometry import Size, turned
from vitrine.infra.media.opened import Opened
from vitrine.infra.media.raster import open_raster, too_many_pixels

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

# Pixels of the longer edge from which on the camera's own picture is taken: its colours are what people saw.
_ENOUGH = 1024
# LibRaw counts a mirror as 1, upside down as 2, lying as 4.
_ORIENTATIONS = {0: 1, 1: 2, 2: 4, 3: 3, 4: 5, 5: 8, 6: 6, 7: 7}
# Half the edges take a sixth of the time: each pixel is one group of the sensor's colours. A tenth less than is wanted
# will do.
_NEARLY = 0.9
_MOST_WHOLE = 64_000_000
# Its power and the slope of its toe. LibRaw's own choice is television's.
_SRGB_CURVE = (2.4, 12.92)
# Bytes of a pixel that the hardest compression leaves; below, most of the sensor's data is missing.
_LEAST_BYTES = 0.05


def open_raw(path: Path, found: FileType, edge: int, *, exactly: bool = False) -> Opened:
    """Open the RAW at `path` for a longer edge of `edge` pixels; with 0 the picture is a single pixel.

    A preview that nearly has them is taken; unless they are wanted `exactly`, also one that is large enough to look at.

    Raises Unsupported for cameras that LibRaw does not know, Corrupt, TooLarge and Bomb.
    """
    with _reading(), rawpy.imread(str(path)) as raw:
        sizes = raw.sizes
        lying = (sizes.iwidth, sizes.iheight)
        _check(lying, path.stat().st_size)
        orientation = _ORIENTATIONS.get(sizes.flip, 1)
        size = turned(lying, orientation)
        if edge == 0:
            return Opened(picture=Image.new("RGB", (1, 1)), found=found, size=size, orientation=orientation)
        preview = _preview(raw)
        enough = edge * _NEARLY if exactly else min(edge, _ENOUGH)
        if preview and max(preview.size) >= enough:
            lies = _lies(preview, lying, orientation)
            return Opened(picture=preview, found=found, size=size, orientation=lies)
        if path.stat().st_size < _LEAST_BYTES * lying[0] * lying[1]:
            raise Corrupt("This picture is cut short: its end is missing. Try to upload it again from where it came.")
        return Opened(picture=_developed(raw, lying, edge), found=found, size=size, orientation=orientation)


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except rawpy.LibRawFileUnsupportedError as error:
        raise Unsupported(
            "This camera RAW picture is damaged, or of a camera we cannot read yet. Upload a JPEG or DNG of it."
        ) from error
    except rawpy.LibRawTooBigError as error:
        raise TooLarge("This picture needs more memory to read than one file may use.") from error
    except rawpy.LibRawUnsufficientMemoryError as error:
        raise MemoryError from error
    except rawpy.LibRawIOError as error:
        raise Corrupt(
            "This picture is cut short: its end is missing. Try to upload it again from where it came."
        ) from error
    except rawpy.LibRawError as error:
        raise Corrupt("This picture cannot be shown: it is damaged, or written in a way we cannot read.") from error


def _check(lying: Size, weight: int) -> None:
    pixels = lying[0] * lying[1]
    if pixels < 1:
        raise Corrupt("This picture has no pixels.")
    if pixels > (Image.MAX_IMAGE_PIXELS or 0):
        raise too_many_pixels(pixels, weight)


def _preview(raw: rawpy.RawPy) -> "Picture | None":
    """Return the largest picture that the camera put beside the sensor's data, if there is one that can be read."""
    try:
        found = raw.extract_thumb()
    except rawpy.LibRawError:
        return None
    if found.format is rawpy.ThumbFormat.BITMAP:
        return Image.fromarray(np.asarray(found.data))
    if found.format is not rawpy.ThumbFormat.JPEG:
        return None
    try:
        return open_raster(BytesIO(bytes(found.data)), JPEG)
    except MediaError:
        return None


def _lies(preview: "Picture", lying: Size, orientation: int) -> int:
    """Return how a preview lies: as its own EXIF says, else as the sensor does, unless it was turned already.

    LibRaw writes the sensor's orientation into a preview that has none, so what agrees says nothing.
    """
    own = orientation_of(preview.getexif()) if preview.format == "JPEG" else 1
    if own not in {1, orientation}:
        return own
    on_its_side = turned(lying, orientation) != lying
    upright_already = on_its_side and (preview.width > preview.height) != (lying[0] > lying[1])
    return 1 if upright_already else orientation


def _developed(raw: rawpy.RawPy, lying: Size, edge: int) -> "Picture":
    half = max(lying) // 2 >= edge * _NEARLY or lying[0] * lying[1] > _MOST_WHOLE
    pixels = raw.postprocess(
        use_camera_wb=True,
        half_size=half,
        output_bps=8,
        output_color=rawpy.ColorSpace.sRGB,
        gamma=_SRGB_CURVE,
        user_flip=0,
    )
    return Image.fromarray(pixels)
