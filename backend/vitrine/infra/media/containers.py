"""Types that take a look inside: one container can hold a film, a sound or a picture."""

import re
from collections.abc import Callable
from os import SEEK_END
from typing import BinaryIO

from vitrine.infra.media import file_types as t
from vitrine.infra.media.file_types import FileType

_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
_AVIF_BRANDS = {b"avif", b"avis"}
_BY_BRAND: dict[bytes, FileType] = {
    b"crx ": t.RAW,
    b"jp2 ": t.JPEG_2000,
    b"jpx ": t.JPEG_2000,
    b"jpm ": t.JPEG_2000,
    b"mjp2": t.MOTION_JPEG_2000,
    b"qt  ": t.QUICKTIME,
    b"M4V ": t.M4V,
    b"M4VH": t.M4V,
    b"M4VP": t.M4V,
    b"M4A ": t.M4A,
    b"M4B ": t.M4A,
    b"M4P ": t.M4A,
    b"F4A ": t.M4A,
    b"F4B ": t.M4A,
}
_ASF_VIDEO = bytes.fromhex("c0ef19bc4d5bcf11a8fd00805f5c442b")
_ASF_AUDIO = bytes.fromhex("409e69f84d5bcf11a8fd00805f5c442b")
_MAX_BOXES = 64
_MAX_MOOV = 4 * 1024 * 1024


def by_container(head: bytes, source: BinaryIO) -> FileType | None:
    """Return the type of a container's content, or None when `head` starts no container we know.

    Reads on in `source` only for the index of an MP4, at most 4 MiB of it.
    """
    if head[4:8] == b"ftyp" or head[4:12] == b"jP  \r\n\x87\n":
        return _iso(head, source)
    if head[4:8] in {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}:
        return t.QUICKTIME
    if look_inside := _BY_START.get(head[:4]):
        return look_inside(head)
    if _is_transport_stream(head, 188, 0) or _is_transport_stream(head, 192, 4):
        return t.MPEG_TS
    return None


def _iso(head: bytes, source: BinaryIO) -> FileType:
    """Tell an ISO base media file by its brands and, where these leave it open, by its tracks."""
    start = 12 if head[4:8] == b"jP  " else 0
    size = min(int.from_bytes(head[start : start + 4], "big"), 4096)
    major = head[start + 8 : start + 12]
    brands = {major, *(head[at : at + 4] for at in range(start + 16, start + size - 3, 4))}
    if major in _AVIF_BRANDS or (major in {b"mif1", b"msf1"} and brands & _AVIF_BRANDS):
        return t.AVIF
    if major in _HEIF_BRANDS:
        return t.HEIC
    if found := _BY_BRAND.get(major):
        return found
    if major[:2] == b"3g":
        return t.THREE_G2 if major[2:3] == b"2" else t.THREE_GP
    handlers = _track_handlers(source)
    return t.M4A if b"soun" in handlers and b"vide" not in handlers else t.MP4


def _track_handlers(source: BinaryIO) -> set[bytes]:
    """Return the kinds of track that an MP4's index lists, empty when the index is not where it should be."""
    at, end = 0, source.seek(0, SEEK_END)
    for _ in range(_MAX_BOXES):
        source.seek(at)
        header = source.read(16)
        size = int.from_bytes(header[:4], "big")
        if size == 1:
            size = int.from_bytes(header[8:16], "big")
        if header[4:8] == b"moov":
            source.seek(at)
            index = source.read(min(size, _MAX_MOOV))
            return {index[place + 12 : place + 16] for place in _places(index, b"hdlr")}
        # Nor does anything lie behind the end, where not even every place can be gone to.
        if size < 8 or at + size >= end:
            break
        at += size
    return set()


def _places(data: bytes, mark: bytes) -> list[int]:
    places = []
    place = data.find(mark)
    while place >= 0:
        places.append(place)
        place = data.find(mark, place + 1)
    return places


def _riff(head: bytes) -> FileType:
    return {b"WEBP": t.WEBP, b"WAVE": t.WAV, b"AVI ": t.AVI}.get(head[8:12], t.RIFF_OTHER)


def _form(head: bytes) -> FileType | None:
    return t.AIFF if head[8:12] in {b"AIFF", b"AIFC"} else None


def _asf(head: bytes) -> FileType:
    return t.WMA if _ASF_AUDIO in head and _ASF_VIDEO not in head else t.WMV


def _ogg(head: bytes) -> FileType:
    head = head[:4096]
    if b"\x80theora" in head or b"\x01video" in head or b"BBCD" in head:
        return t.OGG_VIDEO
    if any(mark in head for mark in (b"\x01vorbis", b"OpusHead", b"\x7fFLAC", b"Speex   ")):
        return t.OGG
    return t.OGG_OTHER


def _ebml(head: bytes) -> FileType:
    """Tell WebM from Matroska by the document type, a string with its length in front."""
    return t.WEBM if re.search(rb"\x42\x82.webm", head[:4096], re.DOTALL) else t.MATROSKA


def _is_transport_stream(head: bytes, packet: int, offset: int) -> bool:
    marks = head[offset : offset + 4 * packet : packet]
    return len(marks) >= 3 and set(marks) == {0x47}


_BY_START: dict[bytes, Callable[[bytes], FileType | None]] = {
    b"RIFF": _riff,
    b"RF64": _riff,
    b"FORM": _form,
    b"OggS": _ogg,
    b"\x1aE\xdf\xa3": _ebml,
    b"\x30\x26\xb2\x75": _asf,
}
