"""Telling a TIFF from the camera RAW formats that are built on it."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal

from vitrine.infra.media import file_types as t
from vitrine.infra.media.file_types import FileType

Order = Literal["little", "big"]
Tags = dict[int, tuple[int, int]]

_STARTS: dict[bytes, Order] = {b"II*\x00": "little", b"MM\x00*": "big", b"II+\x00": "little", b"MM\x00+": "big"}
# Olympus and Panasonic write a number of their own where TIFF has its 42.
_RAW_STARTS = (b"IIRO", b"IIRS", b"MMOR", b"IIU\x00")
_WIDTH, _HEIGHT, _STRIPS, _TILES = 0x0100, 0x0101, 0x0111, 0x0144
_NEW_SUBFILE_TYPE, _COMPRESSION, _PHOTOMETRIC, _MAKE = 0x00FE, 0x0103, 0x0106, 0x010F
_SUB_IFDS, _DNG_VERSION = 0x014A, 0xC612
_SHORT = 3
# How Nikon, Sony, Pentax, Samsung and Kodak mark sensor data.
_RAW_COMPRESSIONS = {262, 32767, 32769, 32770, 34713, 34892, 65000, 65535}
# A mosaic of colour filters, and one that was interpolated already.
_RAW_PIXELS = {32803, 34892}
_MAX_DIRECTORIES, _MAX_ENTRIES = 12, 500


def tiff_or_raw(head: bytes, source: BinaryIO, claim: FileType | None) -> FileType | None:
    """Tell a TIFF from a RAW by its directories and, where these are silent, by name; None when it is neither.

    A RAW file opened as a TIFF shows a stamp-sized preview or noise, so it must not pass for one.
    """
    order = _STARTS.get(head[:4])
    if order is None:
        return t.RAW if head.startswith(_RAW_STARTS) else None
    if head[8:10] == b"CR" or claim is t.RAW:
        return t.RAW
    is_raw = any(_is_raw(tags) for tags in _directories(head, source, order))
    return t.RAW if is_raw else t.TIFF


def is_whole(path: Path) -> bool:
    """Tell whether a TIFF's first directory names a size, and data that lies within the file."""
    with path.open("rb") as source:
        head = source.read(16)
        order = _STARTS.get(head[:4])
        tags = next(_directories(head, source, order), {}) if order else {}
        size = source.seek(0, 2)
    width, height = (tags.get(tag, (0, 0))[0] for tag in (_WIDTH, _HEIGHT))
    data = next((tags[tag][0] for tag in (_STRIPS, _TILES) if tag in tags), size)
    return width > 0 and height > 0 and data < size


def _is_raw(tags: Tags) -> bool:
    values = {tag: value for tag, (value, _) in tags.items()}
    preview_first = values.get(_NEW_SUBFILE_TYPE) == 1 and _SUB_IFDS in tags and _MAKE in tags
    return (
        _DNG_VERSION in tags
        or values.get(_COMPRESSION) in _RAW_COMPRESSIONS
        or values.get(_PHOTOMETRIC) in _RAW_PIXELS
        or preview_first
    )


def _directories(head: bytes, source: BinaryIO, order: Order) -> Iterator[Tags]:
    """Yield tag -> (value or offset, count) of a classic TIFF's directories, a dozen at most; none for BigTIFF."""
    if int.from_bytes(head[2:4], order) != 42:
        return
    waiting, seen = [int.from_bytes(head[4:8], order)], set[int]()
    while waiting and len(seen) < _MAX_DIRECTORIES:
        offset = waiting.pop(0)
        if offset in seen or offset < 8:
            continue
        seen.add(offset)
        tags, following = _directory(source, offset, order)
        waiting += [*_offsets(source, tags.get(_SUB_IFDS), order), following]
        yield tags


def _directory(source: BinaryIO, offset: int, order: Order) -> tuple[Tags, int]:
    source.seek(offset)
    count = int.from_bytes(source.read(2), order)
    entries = source.read(12 * min(count, _MAX_ENTRIES))
    tags = {}
    for at in range(0, len(entries) - 11, 12):
        tag, kind = (int.from_bytes(entries[place : place + 2], order) for place in (at, at + 2))
        width = 2 if kind == _SHORT else 4
        value = int.from_bytes(entries[at + 8 : at + 8 + width], order)
        tags[tag] = (value, int.from_bytes(entries[at + 4 : at + 8], order))
    return tags, int.from_bytes(source.read(4), order)


def _offsets(source: BinaryIO, entry: tuple[int, int] | None, order: Order) -> list[int]:
    if entry is None:
        return []
    value, count = entry
    if count == 1:
        return [value]
    source.seek(value)
    found = source.read(4 * min(count, _MAX_DIRECTORIES))
    return [int.from_bytes(found[at : at + 4], order) for at in range(0, len(found) - 3, 4)]
