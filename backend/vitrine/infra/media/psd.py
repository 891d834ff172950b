"""Photoshop documents as people saved them: the picture of all layers together, of 8 or 16 bits.

Format: Adobe Photoshop File Formats Specification. Pillow reads 8 bits, and takes any fourth channel for transparency.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from PIL import Image

from vitrine.infra.media import file_types as t
from vitrine.infra.media.errors import Corrupt, Unsupported
from vitrine.infra.media.geometry import Size
from vitrine.infra.media.photoshop import PROFILE, read_resources
from vitrine.infra.media.raster import check_pixels, open_raster

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

# By Photoshop's number of the mode. Duotones are kept as the grey they print.
_MODES = {1: "L", 3: "RGB", 4: "CMYK", 8: "L", 9: "LAB"}
_RAW, _PACKED = 0, 1


@dataclass(frozen=True, slots=True)
class _Header:
    """What a document is made of. `transparent`: the channel after its colours says what shines through."""

    size: Size
    channels: int
    bits: int
    mode: int
    transparent: bool


def _read_header(path: Path) -> _Header:
    """Return what the document at `path` says of itself. Raises Corrupt when that ends early."""
    with path.open("rb") as source:
        head = source.read(26)
        if len(head) < 26:
            raise Corrupt("This Photoshop document is cut short: there is nothing but its first bytes.")
        channels, height, width, bits, mode = (
            int.from_bytes(head[start:end]) for start, end in ((12, 14), (14, 18), (18, 22), (22, 24), (24, 26))
        )
        _skip(source, 2)
        layers = source.read(10)
    # The count is negative where the first channel after the colours is the transparency of them all.
    count = int.from_bytes(layers[8:10], signed=True) if int.from_bytes(layers[4:8]) else 0
    return _Header((width, height), channels, bits, mode, transparent=count < 0)


def open_document(path: Path) -> "Picture":
    """Open the document at `path`. Raises Unsupported, Corrupt, TooLarge and Bomb."""
    header = _read_header(path)
    if header.bits in {1, 8}:
        return _without_selections(open_raster(path, t.PSD), header)
    check_pixels(header.size, path.stat().st_size, "PSD")
    return _open_deep(path, header)


def _open_deep(path: Path, header: _Header) -> "Picture":
    """Decode a document of 16 bits to 8 of them, its profile beside it. Raises Unsupported and Corrupt."""
    mode = _MODES.get(header.mode)
    if header.bits != 16 or mode is None:
        raise Unsupported(
            f"This Photoshop document has {header.bits} bits for each colour, in a way we cannot show yet. "
            "Save it with 8 or 16 bits, or as TIFF."
        )
    colours = len(mode)
    wanted = colours + 1 if mode == "RGB" and header.transparent and header.channels > colours else colours
    if header.channels < wanted:
        raise Corrupt("This Photoshop document has fewer channels than its colours need.")
    with path.open("rb") as source:
        profile = read_resources(source).get(PROFILE)
        source.seek(26)
        _skip(source, 3)
        planes = _planes(source, header, wanted)
    if mode == "CMYK":
        # Photoshop keeps how much paper is left.
        planes = [Image.fromarray(255 - np.asarray(plane)) for plane in planes]
    picture = Image.merge("RGBA" if wanted > colours else mode, planes)
    if profile:
        picture.info["icc_profile"] = profile
    return picture


def _without_selections(picture: "Picture", header: _Header) -> "Picture":
    """Return an 8-bit document without a fourth channel that is a saved selection, and hides nothing."""
    if picture.mode != "RGBA" or header.transparent:
        return picture
    info = picture.info
    opaque = picture.convert("RGB")
    opaque.info = info
    return opaque


def _skip(source: BinaryIO, sections: int) -> None:
    for _ in range(sections):
        source.seek(int.from_bytes(source.read(4)), 1)


def _planes(source: BinaryIO, header: _Header, count: int) -> "list[Picture]":
    """Return the high bytes of the first `count` channels."""
    width, height = header.size
    packing = int.from_bytes(source.read(2))
    if packing == _RAW:
        return [_plane(_whole(source, 2 * width * height), header.size) for _ in range(count)]
    if packing != _PACKED:
        raise Unsupported("This Photoshop document is packed in a way we cannot read. Save it as TIFF.")
    lengths = np.frombuffer(_whole(source, 2 * height * header.channels), ">u2").reshape(header.channels, height)
    planes = []
    for row_lengths in lengths[:count]:
        packed = _whole(source, int(row_lengths.sum()))
        unpacked = Image.frombytes("L", (2 * width, height), packed, "packbits", "L")
        planes.append(_plane(unpacked.tobytes(), header.size))
    return planes


def _plane(samples: bytes, size: Size) -> "Picture":
    high = np.frombuffer(samples, np.uint8)[::2].reshape(size[1], size[0])
    return Image.fromarray(np.ascontiguousarray(high))


def _whole(source: BinaryIO, count: int) -> bytes:
    found = source.read(count)
    if len(found) < count:
        raise Corrupt("This picture is cut short: its end is missing. Try to upload it again from where it came.")
    return found
