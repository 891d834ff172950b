"""Where a file keeps its metadata: whole blocks of EXIF, IPTC and XMP, found without decoding a pixel."""

import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from vitrine.infra.media.metadata_png import read_png
from vitrine.infra.media.metadata_tiff import IPTC, PHOTOSHOP, XMP, Directories, read_directories
from vitrine.infra.media.photoshop import read_resources, resources_of

_EXIF, _XMP_HEAD, _RESOURCES = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0", b"Photoshop 3.0\0"
_XMP_MORE = b"http://ns.adobe.com/xmp/extension/\0"
# A segment is 64 KiB at most; files with more of them than this carry something else than words.
_MAX_SEGMENTS = 200
_MAX_EXTENDED = 1024 * 1024
_MAX_CHUNK = 1024 * 1024
# Packets without a place of their own are looked for at both ends of a file.
_SEARCHED = 4 * 1024 * 1024
_PACKET, _PACKET_END = (b"<x:xmpmeta", b"<rdf:RDF"), (b"</x:xmpmeta>", b"</rdf:RDF>")


@dataclass(slots=True)
class Blocks:
    """What was found. `digest` is what the IPTC block's MD5 was when XMP was last made to agree with it."""

    exif: Directories = field(default_factory=Directories)
    iptc: bytes = b""
    xmp: bytes = b""
    xmp_more: bytes = b""
    digest: bytes | None = None
    texts: dict[str, str] = field(default_factory=dict)

    def take_resources(self, resources: Mapping[int, bytes]) -> None:
        """Take what Photoshop keeps under its own numbers."""
        self.iptc = self.iptc or resources.get(0x0404, b"")
        self.digest = resources.get(0x0425)
        self.xmp = self.xmp or resources.get(0x0424, b"")
        if exif := resources.get(0x0422):
            self.exif = read_directories(BytesIO(exif))


def read_blocks(path: Path, info: Mapping[Any, Any]) -> Blocks:
    """Return the metadata blocks of the file at `path`; damage ends the search, and nothing is raised for it.

    `info` is what the picture's decoder found, for containers that we do not walk ourselves (HEIC, AVIF): what it says
    of the orientation agrees with how it turned the picture.
    """
    found = Blocks()
    with path.open("rb") as source:
        head = source.read(16)
        source.seek(0)
        with suppress(EOFError, ValueError, struct.error, OverflowError):
            _reader_for(head)(source, found)
        if not found.exif.main and isinstance(exif := info.get("exif"), bytes):
            found.exif = read_directories(BytesIO(exif.removeprefix(_EXIF)))
        if not found.xmp and isinstance(xmp := info.get("xmp"), bytes):
            found.xmp = xmp
    return found


def _reader_for(head: bytes) -> Callable[[BinaryIO, Blocks], None]:
    for begins, reader in _READERS:
        if head.startswith(begins):
            return reader
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _webp
    return _cr3 if head[4:12] == b"ftypcrx " else _nothing


def _nothing(source: BinaryIO, found: Blocks) -> None:
    """Leave it to the decoder."""


def _jpeg(source: BinaryIO, found: Blocks) -> None:
    resources = b""
    more: dict[tuple[bytes, int], bytes] = {}
    for marker, data in _segments(source):
        if marker == 0xE1 and data.startswith(_EXIF) and not found.exif.main:
            found.exif = read_directories(BytesIO(data[len(_EXIF) :]))
        elif marker == 0xE1 and data.startswith(_XMP_HEAD):
            found.xmp = found.xmp or data[len(_XMP_HEAD) :]
        elif marker == 0xE1 and data.startswith(_XMP_MORE) and len(more) < _MAX_EXTENDED // 0x8000:
            # A name of 32 letters, the length of all, and where this part belongs.
            body = data[len(_XMP_MORE) :]
            more[(body[:32], int.from_bytes(body[36:40]))] = body[40:]
        elif marker == 0xED and data.startswith(_RESOURCES):
            resources += data[len(_RESOURCES) :]
    found.xmp_more = b"".join(part for (name, _), part in sorted(more.items()) if name in found.xmp)
    found.take_resources(resources_of(resources))


def _segments(source: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield the marker and the content of what lies before a JPEG's pixels."""
    source.seek(2, 1)
    for _ in range(_MAX_SEGMENTS):
        marker = source.read(2)
        while marker == b"\xff\xff":
            marker = b"\xff" + source.read(1)
        if len(marker) < 2 or marker[0] != 0xFF or marker[1] in {0xDA, 0xD9}:
            return
        length = int.from_bytes(source.read(2)) - 2
        if length < 0:
            return
        if marker[1] in {0xE1, 0xED}:
            yield marker[1], source.read(length)
        else:
            source.seek(length, 1)


def _png(source: BinaryIO, found: Blocks) -> None:
    said = read_png(source)
    found.texts = said.texts
    if said.exif:
        found.exif = read_directories(BytesIO(said.exif.removeprefix(_EXIF)))
    found.xmp = said.xmp
    found.take_resources(resources_of(said.resources))
    found.iptc = found.iptc or said.iptc


def _webp(source: BinaryIO, found: Blocks) -> None:
    source.seek(12)
    for _ in range(_MAX_SEGMENTS):
        head = source.read(8)
        if len(head) < 8:
            return
        length = int.from_bytes(head[4:], "little")
        if head[:4] in {b"EXIF", b"XMP "} and length <= _MAX_CHUNK:
            data = source.read(length)
            if head[:4] == b"XMP ":
                found.xmp = data
            else:
                found.exif = read_directories(BytesIO(data.removeprefix(_EXIF)))
            source.seek(length % 2, 1)
        else:
            source.seek(length + length % 2, 1)


def _tiff(source: BinaryIO, found: Blocks) -> None:
    found.exif = read_directories(source)
    blocks = found.exif.blocks
    found.xmp = blocks.get(XMP, b"")
    found.iptc = blocks.get(IPTC, b"")
    found.take_resources(resources_of(blocks.get(PHOTOSHOP, b"")))


def _psd(source: BinaryIO, found: Blocks) -> None:
    found.take_resources(read_resources(source))


def _raf(source: BinaryIO, found: Blocks) -> None:
    """Read the JPEG that Fuji's RAW carries: its EXIF is the photo's."""
    source.seek(84)
    source.seek(int.from_bytes(source.read(4)))
    _jpeg(source, found)


def _cr3(source: BinaryIO, found: Blocks) -> None:
    """Read Canon's boxes, each a TIFF with one directory; they lie near the start."""
    head = source.read(_MAX_CHUNK)
    for name, into in ((b"CMT1", found.exif.main), (b"CMT2", found.exif.photo), (b"CMT4", found.exif.gps)):
        if (at := head.find(name)) >= 0:
            into.update(read_directories(BytesIO(head[at + 4 :])).main)
    _search(source, found)


def _search(source: BinaryIO, found: Blocks) -> None:
    """Look for a packet where the file has no directory of its parts. The last one is the newest."""
    size = source.seek(0, 2)
    source.seek(max(0, size - _SEARCHED))
    packet = _packet_in(source.read(_SEARCHED), last=True)
    if not packet and size > _SEARCHED:
        source.seek(0)
        packet = _packet_in(source.read(_SEARCHED), last=False)
    found.xmp = packet


def _packet_in(data: bytes, *, last: bool) -> bytes:
    for begin, end in zip(_PACKET, _PACKET_END, strict=True):
        start = data.rfind(begin) if last else data.find(begin)
        stop = data.find(end, start) if start >= 0 else -1
        if stop >= 0:
            return data[start : stop + len(end)]
    return b""


_READERS = (
    (b"\xff\xd8", _jpeg),
    (b"\x89PNG", _png),
    ((b"II", b"MM"), _tiff),
    (b"8BPS", _psd),
    (b"FUJIFILM", _raf),
    ((b"GIF8", b"%PDF", b"<"), _search),
)
