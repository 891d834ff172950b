"""Photoshop's image resources: numbered blocks, in its own files and inside JPEG, TIFF and PNG.

Format: Adobe Photoshop File Formats Specification, "Image Resources".
"""

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

# The profile of the colours.
PROFILE = 0x040F
# IPTC, EXIF, XMP and the digest by which XMP and IPTC know of each other.
_WANTED = {0x0404, 0x0422, 0x0424, 0x0425, PROFILE}
_MAX_RESOURCES = 500
_MAX_SIZE = 1024 * 1024


def read_resources(source: BinaryIO) -> dict[int, bytes]:
    """Return the resources of a Photoshop document that carry metadata."""
    source.seek(26)
    source.seek(int.from_bytes(source.read(4)), 1)
    end = int.from_bytes(source.read(4)) + source.tell()
    return dict(_resources(source, end))


def resources_of(block: bytes) -> dict[int, bytes]:
    """Return the resources inside a block that carry metadata."""
    return dict(_resources(BytesIO(block), len(block)))


def _resources(source: BinaryIO, end: int) -> Iterator[tuple[int, bytes]]:
    for _ in range(_MAX_RESOURCES):
        if source.tell() + 12 > end or source.read(4) != b"8BIM":
            return
        number = int.from_bytes(source.read(2))
        # A name, padded with its length to an even number of bytes.
        named = source.read(1)
        source.seek((named[0] if named else 0) | 1, 1)
        length = int.from_bytes(source.read(4))
        if number in _WANTED and length <= _MAX_SIZE:
            yield number, source.read(length)
            source.seek(length % 2, 1)
        else:
            source.seek(length + length % 2, 1)
