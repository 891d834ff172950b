"""The directories of a TIFF, in which EXIF is written: read with bounds, whatever a file promises.

Format: TIFF 6.0, section 2, and BigTIFF. Cameras' RAW files are TIFFs with a number of their own in front.
"""

import struct
from dataclasses import dataclass, field
from typing import Any, BinaryIO

# Numbers behind the byte order: TIFF, BigTIFF, Olympus (twice), Panasonic.
_CLASSIC = {42, 0x4F52, 0x5352, 0x55}
_BIG = 43
_PHOTO, _GPS, _MAKER_NOTE = 34665, 34853, 37500
_MAX_ENTRIES = 400
# Bytes of one value; whole blocks of other metadata may be larger.
_MAX_VALUE = 64 * 1024
_MAX_BLOCK = 1024 * 1024
XMP, IPTC, PHOTOSHOP = 700, 33723, 34377
_BLOCKS = {XMP, IPTC, PHOTOSHOP}

# Type: letter for struct, bytes of one.
_NUMBERS = {
    1: ("B", 1),
    3: ("H", 2),
    4: ("I", 4),
    6: ("b", 1),
    8: ("h", 2),
    9: ("i", 4),
    11: ("f", 4),
    12: ("d", 8),
    13: ("I", 4),
    16: ("Q", 8),
    17: ("q", 8),
    18: ("Q", 8),
}
_RATIONALS = {5: "I", 10: "i"}
_TEXTS, _UNDEFINED = {2, 129}, 7

Tags = dict[int, Any]


@dataclass(frozen=True, slots=True)
class Directories:
    """EXIF's three directories by tag number, and whole blocks of other metadata (XMP, IPTC, PHOTOSHOP) by theirs.

    A value is a number, a text, bytes of no known kind, or a tuple of numbers; None stands for 0/0.
    """

    main: Tags = field(default_factory=dict)
    photo: Tags = field(default_factory=dict)
    gps: Tags = field(default_factory=dict)
    blocks: dict[int, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Reader:
    source: BinaryIO
    base: int
    order: str
    big: bool

    def numbers(self, letters: str, offset: int) -> tuple[int, ...]:
        layout = struct.Struct(self.order + letters)
        return layout.unpack(self.bytes_at(offset, layout.size))

    def bytes_at(self, offset: int, count: int) -> bytes:
        self.source.seek(self.base + offset)
        found = self.source.read(count)
        if len(found) < count:
            raise EOFError("a directory points behind the end")
        return found


def read_directories(source: BinaryIO, base: int = 0) -> Directories:
    """Read the first directory of the TIFF at `base`, and those of the photo and of the place that it points at.

    What is damaged is left out; nothing is raised for it.
    """
    found = Directories()
    try:
        reader, offset = _reader(source, base)
        pointers = _read(reader, offset, found.main, found.blocks)
        for tag, into in ((_PHOTO, found.photo), (_GPS, found.gps)):
            if isinstance(pointers.get(tag), int):
                _read(reader, pointers[tag], into, found.blocks)
    except (EOFError, OSError, ValueError, struct.error, OverflowError):
        return found
    return found


def _reader(source: BinaryIO, base: int) -> tuple[_Reader, int]:
    """Return how to read on, and where the first directory is. Raises ValueError for what is no TIFF."""
    source.seek(base)
    head = source.read(16)
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    if order is None:
        raise ValueError("no TIFF")
    (number,) = struct.unpack(order + "H", head[2:4])
    if number == _BIG:
        return _Reader(source, base, order, big=True), struct.unpack(order + "Q", head[8:16])[0]
    if number not in _CLASSIC:
        raise ValueError("no TIFF")
    return _Reader(source, base, order, big=False), struct.unpack(order + "I", head[4:8])[0]


def _read(reader: _Reader, offset: int, into: Tags, blocks: dict[int, bytes]) -> Tags:
    """Read the directory at `offset` as far as it is whole, and return the pointers that were in it."""
    (count,) = reader.numbers("Q" if reader.big else "H", offset)
    start, step = (offset + 8, 20) if reader.big else (offset + 2, 12)
    pointers: Tags = {}
    for index in range(min(count, _MAX_ENTRIES)):
        entry = start + index * step
        tag, kind, amount = reader.numbers("HHQ" if reader.big else "HHI", entry)
        try:
            value = _value(reader, entry + (12 if reader.big else 8), tag, kind, amount)
        except (EOFError, struct.error):
            continue
        if tag in {_PHOTO, _GPS}:
            pointers[tag] = value
        elif tag in _BLOCKS and isinstance(value, bytes):
            blocks.setdefault(tag, value)
        elif value is not None:
            into.setdefault(tag, value)
    return pointers


def _value(reader: _Reader, place: int, tag: int, kind: int, amount: int) -> Any:
    """Return the value of an entry, None for one that is empty, too large, or the maker's secret."""
    width = _NUMBERS[kind][1] if kind in _NUMBERS else 8 if kind in _RATIONALS else 1
    size = width * amount
    if not 0 < size <= (_MAX_BLOCK if tag in _BLOCKS else _MAX_VALUE) or tag == _MAKER_NOTE:
        return None
    inline = size <= (8 if reader.big else 4)
    offset = place if inline else reader.numbers("Q" if reader.big else "I", place)[0]
    data = reader.bytes_at(offset, size)
    return data if tag in _BLOCKS else _decoded(reader.order, kind, amount, data)


def _decoded(order: str, kind: int, amount: int, data: bytes) -> Any:
    if kind in _TEXTS:
        return text_of(data)
    if kind in _NUMBERS:
        found = struct.unpack(f"{order}{amount}{_NUMBERS[kind][0]}", data)
    elif kind in _RATIONALS:
        parts = struct.unpack(f"{order}{2 * amount}{_RATIONALS[kind]}", data)
        found = tuple(_ratio(*parts[at : at + 2]) for at in range(0, len(parts), 2))
    else:
        return data if kind == _UNDEFINED else None
    return found[0] if amount == 1 else found


def _ratio(above: int, below: int) -> float | None:
    return above / below if below else None


def text_of(data: bytes) -> str:
    """Decode a text of an unnamed character set: UTF-8 where it is that, else as Windows writes western languages."""
    data = data.rstrip(b"\0")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")
