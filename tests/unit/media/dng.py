"""A camera RAW written by hand: an uncompressed DNG, as small as readers accept."""

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_TYPES = {"B": 1, "A": 2, "H": 3, "I": 4, "R": 5, "r": 10}
_WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 10: 8}
Entry = tuple[int, str, bytes]


def _entry(tag: int, kind: str, *values: int) -> Entry:
    if kind in {"R", "r"}:
        return tag, kind, b"".join(struct.pack("<ii", value, 10_000) for value in values)
    return tag, kind, struct.pack(f"<{len(values)}{kind}", *values)


def _text(tag: int, text: str) -> Entry:
    return tag, "A", text.encode() + b"\0"


def _directory(entries: list[Entry], at: int) -> bytes:
    """Return a directory that lies at `at`, with what does not fit into its entries behind it."""
    after = at + 2 + 12 * len(entries) + 4
    head, tail = struct.pack("<H", len(entries)), b""
    for tag, kind, value in sorted(entries):
        number = _TYPES[kind]
        field = value.ljust(4, b"\0") if len(value) <= 4 else struct.pack("<I", after + len(tail))
        head += struct.pack("<HHI", tag, number, len(value) // _WIDTHS[number]) + field
        tail += (value + b"\0" * (len(value) % 2)) if len(value) > 4 else b""
    return head + b"\0\0\0\0" + tail


def write_dng(
    path: Path,
    rgb: NDArray[np.uint16],
    *,
    orientation: int = 1,
    preview: bytes = b"",
    preview_size: tuple[int, int] = (0, 0),
) -> None:
    """Write `rgb` (linear, 16 bits, even edges) as an RGGB mosaic of a camera whose colours are those of sRGB."""
    height, width = rgb.shape[:2]
    mosaic = np.empty((height, width), "<u2")
    mosaic[0::2, 0::2], mosaic[1::2, 1::2] = rgb[0::2, 0::2, 0], rgb[1::2, 1::2, 2]
    mosaic[0::2, 1::2], mosaic[1::2, 0::2] = rgb[0::2, 1::2, 1], rgb[1::2, 0::2, 1]
    # XYZ to linear sRGB, in ten thousandths.
    matrix = (32406, -15372, -4986, -9689, 18758, 415, 557, -2040, 10570)
    pixels = mosaic.tobytes()
    common = [
        _text(0x010F, "Vitrine"),
        _text(0x0110, "Camera of the tests"),
        _entry(0x0112, "H", orientation),
        _entry(0xC612, "B", 1, 4, 0, 0),
        _entry(0xC613, "B", 1, 1, 0, 0),
        _text(0xC614, "Vitrine Camera of the tests"),
        _entry(0xC621, "r", *matrix),
        _entry(0xC628, "R", 10_000, 10_000, 10_000),
        _entry(0xC65A, "H", 21),
    ]
    sensor = [
        _entry(0x00FE, "I", 0),
        _entry(0x0100, "I", width),
        _entry(0x0101, "I", height),
        _entry(0x0102, "H", 16),
        _entry(0x0103, "H", 1),
        _entry(0x0106, "H", 32803),
        _entry(0x0111, "I", 8),
        _entry(0x0115, "H", 1),
        _entry(0x0116, "I", height),
        _entry(0x0117, "I", len(pixels)),
        _entry(0x828D, "H", 2, 2),
        _entry(0x828E, "B", 0, 1, 1, 2),
        _entry(0xC61D, "I", 65535),
    ]
    at = 8 + len(pixels)
    if not preview:
        path.write_bytes(b"II*\0" + struct.pack("<I", at) + pixels + _directory(common + sensor, at))
        return
    # As cameras do it: the small picture first, the sensor's data in a directory below.
    start = at + len(preview) + len(preview) % 2
    below = _directory(sensor, start)
    first = start + len(below)
    small = [
        _entry(0x00FE, "I", 1),
        _entry(0x0100, "I", preview_size[0]),
        _entry(0x0101, "I", preview_size[1]),
        _entry(0x0102, "H", 8, 8, 8),
        _entry(0x0103, "H", 7),
        _entry(0x0106, "H", 6),
        _entry(0x0111, "I", at),
        _entry(0x0115, "H", 3),
        _entry(0x0116, "I", preview_size[1]),
        _entry(0x0117, "I", len(preview)),
        _entry(0x014A, "I", start),
    ]
    content = pixels + preview.ljust(start - at, b"\0") + below + _directory(common + small, first)
    path.write_bytes(b"II*\0" + struct.pack("<I", first) + content)
