"""Types whose first bytes are shared: JPEG with JPEG-LS, MP3 with AAC, and all the kinds of text."""

import re
import zlib
from typing import BinaryIO

from vitrine.infra.media import file_types as t
from vitrine.infra.media.file_types import FileType

_BIT_RATES = {  # kbit/s by (MPEG 1?, layer)
    (True, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
# Far enough for a licence in front of a drawing.
_LOOKED_AT = 16 * 1024
# What may stand in front of the root; nothing is tried twice, or a row of comments would take for ever.
_SVG_ROOT = re.compile(
    r"(?>\s+|<\?.*?\?>|<!--.*?-->|<!doctype\s+svg[^\[>]*(?:\[.*?\]\s*)?>)*+<(?:[a-z_][\w.-]*:)?svg[\s>/]", re.DOTALL
)
_SAMPLE_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def jpeg_or_lookalike(head: bytes) -> FileType | None:
    """Tell a JPEG from a JPEG-LS, which differs only in its frame header."""
    if not head.startswith(b"\xff\xd8\xff"):
        return None
    at = 2
    while at + 4 <= len(head) and head[at] == 0xFF:
        marker = head[at + 1]
        if marker == 0xF7:
            return t.JPEG_LS
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            break
        at += 2 + int.from_bytes(head[at + 2 : at + 4], "big")
    return t.JPEG


def mpeg_audio(head: bytes, source: BinaryIO) -> FileType | None:
    """Tell MP3 (all layers) and AAC streams, with or without an ID3 tag in front."""
    if not head.startswith(b"ID3"):
        return _frame_type(head, 0, need=2)
    size = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=False))
    source.seek(size)
    body = source.read(64 * 1024)
    if body.startswith(b"fLaC"):
        return t.FLAC
    return next((found for at in range(min(len(body), 8192)) if (found := _frame_type(body, at, need=2))), t.MP3)


def _frame_type(data: bytes, at: int, need: int) -> FileType | None:
    """Return the type if `need` frames follow one another from `at` (fewer when the data ends first)."""
    found = None
    for _ in range(need):
        if at + 4 > len(data):
            break
        length, kind = _frame(data[at : at + 6])
        if not length or found not in (None, kind):
            return None
        found, at = kind, at + length
    return found


def _frame(header: bytes) -> tuple[int, FileType | None]:
    """Return the length and type of the MPEG audio frame that `header` starts, (0, None) when it starts none."""
    if header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0, None
    version, layer = header[1] >> 3 & 3, 4 - (header[1] >> 1 & 3)
    if layer == 4:
        return _adts_frame(header)
    bits, rate = header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or bits in {0, 15} or rate == 3:
        return 0, None
    kbits, hertz = _BIT_RATES[version == 3, layer][bits - 1], _SAMPLE_RATES[version][rate]
    padding = header[2] >> 1 & 1
    if layer == 1:
        return (12_000 * kbits // hertz + padding) * 4, t.MP3
    samples = 72 if layer == 3 and version != 3 else 144
    return samples * 1000 * kbits // hertz + padding, t.MP3


def _adts_frame(header: bytes) -> tuple[int, FileType | None]:
    if len(header) < 6 or header[1] & 0xF0 != 0xF0 or header[2] >> 2 & 0xF > 12:
        return 0, None
    length = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
    return (length, t.AAC) if length >= 7 else (0, None)


def text_type(head: bytes) -> FileType | None:
    """Return which kind of text this is, or None when it is not text."""
    text = _decoded(head)
    if text is None:
        return None
    start = text.lstrip("\ufeff \t\r\n").lower()
    if _SVG_ROOT.match(start):
        return t.SVG
    if re.match(r"<!doctype html|<html|<head|<body|<script", start):
        return t.HTML
    if start.startswith(("#extm3u", "ffconcat")) or "<mpd" in start[:4096]:
        return t.PLAYLIST
    return t.XML if start.startswith("<?xml") else t.TEXT


def packed_text(head: bytes) -> FileType | None:
    """Return SVGZ for a drawing packed by gzip, None for whatever else is packed."""
    if not head.startswith(b"\x1f\x8b"):
        return None
    try:
        start = zlib.decompressobj(wbits=31).decompress(head, _LOOKED_AT)
    except zlib.error:
        return None
    return t.SVGZ if text_type(start) is t.SVG else None


def _decoded(head: bytes) -> str | None:
    """Return the start of a text; XML may be in an older encoding, which says nothing about what it is."""
    head = head[:_LOOKED_AT]
    encoding = "utf-16" if head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"
    try:
        # The cut may fall inside a character: leave three bytes for it.
        text = head.decode(encoding, errors="strict" if len(head) < _LOOKED_AT else "ignore")
    except UnicodeDecodeError:
        if not head.startswith((b"<?xml", b"<svg")):
            return None
        text = head.decode("latin-1")
    odd = sum(not (char.isprintable() or char in "\t\r\n\f\ufeff") for char in text[:4096])
    return text if odd <= len(text[:4096]) // 100 else None
